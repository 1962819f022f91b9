"""Who imports whom: `python tools/house.py` prints the floors from the top; exits 1 when one knows too much.

A floor may know those below it. Two pairs stand side by side and do not know each other: voices and pay, record and ui.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOUSE = (
    ("site",), ("home",), ("ties",), ("voices", "pay"), ("gatherings",), ("seats",), ("words",), ("works",), ("people",), ("policy",),
    ("record", "ui"),
)  # fmt: skip
HEIGHT = {floor: len(HOUSE) - level for level, side_by_side in enumerate(HOUSE) for floor in side_by_side}
APP_STRING = re.compile(r"^(" + "|".join(HEIGHT) + r")\.[A-Z]\w*$")
# In a template: what is drawn around it or in it. Links by name are bound when the page is drawn, and may lead anywhere.
IN_TEMPLATE = re.compile(r"""\{%-?\s*(?:extends|include|load)\s+["'](""" + "|".join(HEIGHT) + r""")[/:]""")
IN_PYTHON = re.compile(r"^(" + "|".join(HEIGHT) + r")(?:/[\w/.-]+\.(?:html|txt|md))$")
# Every page stands in the frame that ui draws, the page of the record too.
ALLOWED = {("record", "ui", "template")}


@dataclass(frozen=True, slots=True)
class Knows:
    """One line by which a floor knows another."""

    file: str
    line: int
    floor: str
    other: str
    how: str
    text: str

    @property
    def is_wrong(self) -> bool:
        """Up, or sideways."""
        return HEIGHT[self.other] >= HEIGHT[self.floor] and (self.floor, self.other, self.how) not in ALLOWED

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.floor} knows {self.other} ({self.how}): {self.text}"


def look(package: Path = ROOT / "kitchentable") -> list[Knows]:
    """Every line by which one floor knows another, tests of floors left out: they may use the whole house."""
    found: list[Knows] = []
    for floor in sorted(HEIGHT):
        for path in sorted((package / floor).rglob("*")):
            inside = path.relative_to(package / floor).parts
            if "tests" in inside or "__pycache__" in inside or not path.is_file():
                continue
            if path.suffix == ".py":
                found.extend(_in_code(path, floor, package))
            elif path.suffix in (".html", ".txt", ".js") and "templates" in inside:
                found.extend(_in_template(path, floor, package))
    return found


def _in_code(path: Path, floor: str, package: Path) -> Iterator[Knows]:
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source, str(path))):
        for other, how in _known(node, path, package):
            if other in HEIGHT and other != floor:
                name = str(path.relative_to(package.parent))
                yield Knows(name, node.lineno, floor, other, how, lines[node.lineno - 1].strip())  # type: ignore[attr-defined]


def _known(node: ast.AST, path: Path, package: Path) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        yield from ((alias.name.split(".")[1], "import") for alias in node.names if alias.name.startswith("kitchentable."))
    elif isinstance(node, ast.ImportFrom):
        module = node.module or ""
        if node.level:
            here = path.relative_to(package.parent).with_suffix("").parts
            module = ".".join([*here[: -node.level], *([module] if module else [])])
        parts = module.split(".")
        if parts[0] == "kitchentable":
            yield from ((name, "import") for name in ([parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        if node.value.startswith("kitchentable.") and " " not in node.value:
            yield node.value.split(".")[1], "name of a module"
        elif match := APP_STRING.match(node.value):
            yield match[1], "foreign key"
        elif match := IN_PYTHON.match(node.value):
            yield match[1], "template"
    elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
        first, second = node.elts
        if isinstance(first, ast.Constant) and isinstance(second, ast.Constant) and re.match(r"\d{4}_", str(second.value)):
            yield str(first.value), "migration"


def _in_template(path: Path, floor: str, package: Path) -> Iterator[Knows]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        for match in IN_TEMPLATE.finditer(line):
            if match[1] != floor:
                yield Knows(str(path.relative_to(package.parent)), number, floor, match[1], "template", line.strip())


def main() -> int:
    """Print the house."""
    found = look()
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in found:
        counts[one.floor][one.other] += 1
    for side_by_side in HOUSE:
        for floor in side_by_side:
            if not (ROOT / "kitchentable" / floor).is_dir():
                continue
            known = sorted(counts[floor], key=lambda other: (-HEIGHT[other], other))
            print(f"{floor:<11} {' '.join(f'{other}({counts[floor][other]})' for other in known) or '-'}")
    wrong = [one for one in found if one.is_wrong]
    for one in wrong:
        print(one, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
