"""State changes only in acts: pages, forms and rules write nothing (DESIGN §2)."""

from __future__ import annotations

import ast
from pathlib import Path

import kitchentable

WRITES = {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
ROOT = Path(kitchentable.__file__).parent


def thin() -> list[Path]:
    """The modules that may only ask, never change: views, forms, rules, and all of home."""
    found = [
        *ROOT.glob("*/views.py"),
        *ROOT.glob("*/views/*.py"),
        *ROOT.glob("*/forms.py"),
        *ROOT.glob("*/forms/*.py"),
        *ROOT.glob("*/rules.py"),
    ]
    return sorted({*found, *ROOT.glob("home/*.py")})


def writes_in(source: str) -> list[str]:
    """Each call in a module that would change a table."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        through_a_manager = ".objects" in ast.unparse(node.func)
        if node.func.attr in WRITES or (node.func.attr == "update" and through_a_manager):
            found.append(f"line {node.lineno}: {ast.unparse(node)[:80]}")
    return found


def test_pages_forms_and_rules_change_nothing() -> None:
    wrong = [f"{path.relative_to(ROOT)}, {one}" for path in thin() for one in writes_in(path.read_text(encoding="utf-8"))]
    assert wrong == []
    assert len(thin()) > 25


def test_the_check_sees_what_it_is_there_to_see() -> None:
    assert writes_in("Contribution.objects.filter(pk=1).update(words='')")
    assert writes_in("c.save()")
    assert not writes_in("found.update({'a': 1})")
