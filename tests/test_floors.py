"""A floor knows only the floors below it (DESIGN §1): imports, foreign keys, migrations, names of modules and templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.house import HEIGHT, look


def test_no_floor_knows_a_floor_above_or_beside_it() -> None:
    wrong = [str(one) for one in look() if one.is_wrong]
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_folder_of_the_package_is_a_floor() -> None:
    package = Path(__file__).resolve().parent.parent / "kitchentable"
    assert {path.name for path in package.iterdir() if (path / "__init__.py").exists()} <= HEIGHT.keys()


@pytest.mark.parametrize(
    ("floor", "file", "words"),
    [
        ("people", "a.py", "from kitchentable.works.models import Work"),
        ("people", "a.py", "def f():\n    import kitchentable.voices.acts"),
        ("people", "a.py", "from kitchentable import home"),
        ("people", "a.py", "from ..works import models"),
        ("voices", "a.py", "from kitchentable.pay import models"),
        ("ui", "a.py", "from kitchentable.record import lines"),
        ("record", "a.py", "from kitchentable.ui import errors"),
        ("works", "models.py", "work = ForeignKey('voices.Question', on_delete=CASCADE)"),
        ("works", "migrations/0001_a.py", "dependencies = [('voices', '0001_start')]"),
        ("works", "views.py", "page(request, 'voices/answer.html')"),
        ("works", "views.py", "import_string('kitchentable.home.views.me')"),
        ("ui", "templates/ui/page.html", "{% include 'people/name.html' %}"),
    ],
)
def test_a_line_that_looks_up_is_found(tmp_path: Path, floor: str, file: str, words: str) -> None:
    package = tmp_path / "kitchentable"
    path = package / floor / file
    path.parent.mkdir(parents=True)
    path.write_text(words)
    found = [one for one in look(package) if one.is_wrong]
    assert len(found) == 1
    assert f"kitchentable/{floor}/{file}:" in str(found[0])


@pytest.mark.parametrize(
    ("floor", "file", "words"),
    [
        ("voices", "a.py", "from kitchentable.people.models import Person"),
        ("works", "migrations/0001_a.py", "dependencies = [('people', '0001_start')]"),
        ("people", "templates/people/a.html", "{% extends 'ui/page.html' %}<a href=\"{% url 'home:me' %}\">"),
        ("people", "tests/test_a.py", "from kitchentable.voices import acts"),
    ],
)
def test_a_line_that_looks_down_is_let(tmp_path: Path, floor: str, file: str, words: str) -> None:
    package = tmp_path / "kitchentable"
    path = package / floor / file
    path.parent.mkdir(parents=True)
    path.write_text(words)
    assert not [one for one in look(package) if one.is_wrong]
