"""Pictures for Easy Read: the set is whole, small and safe; what people look for is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kitchentable.words import symbols
from kitchentable.words.symbols import HERE, all_symbols, drawing, search, suggest
from kitchentable.words.templatetags.easy_pictures import symbol as tag

pytestmark = pytest.mark.one_database
SEARCHES = Path(__file__).parent / "data" / "picture_searches.tsv"
ELEMENTS = {"svg", "path", "circle", "g", "ellipse"}
LICENCES = {"healthicons": "MIT", "carbon": "Apache-2.0", "kitchentable": "MIT"}


def labelled(seen: str) -> list[tuple[str, set[str]]]:
    rows = [line.split("\t") for line in SEARCHES.read_text(encoding="utf-8").splitlines()[1:]]
    return [(query, set(fits.split(","))) for query, fits, kind in rows if kind == seen]


def recall(rows: list[tuple[str, set[str]]], at: int) -> float:
    return sum(bool({one.name for one in search(query, at)} & fits) for query, fits in rows) / len(rows)


def test_each_picture_has_its_file_words_and_licence_and_the_whole_set_is_small() -> None:
    found = all_symbols()
    assert len(found) >= 250
    for one in found.values():
        assert one.svg, one.name
        assert one.alt
        assert one.alt[0].isupper()
        assert one.words
        assert LICENCES[one.set] == one.licence
    assert {path.stem for path in (HERE / "svg").glob("*.svg")} >= set(found)
    assert sum(path.stat().st_size for path in (HERE / "svg").glob("*.svg")) < 600_000
    assert "Apache License" in (HERE / "LICENCE-carbon.txt").read_text(encoding="utf-8")
    assert "MIT License" in (HERE / "LICENCE-healthicons.txt").read_text(encoding="utf-8")


def test_pictures_hold_only_drawings_in_the_colour_of_the_words() -> None:
    for one in all_symbols().values():
        assert set(re.findall(r"<(\w+)", one.svg)) <= ELEMENTS, one.name
        assert "currentColor" in one.svg
        assert not re.search(r"on\w+=|href|style|url\(|#[0-9a-fA-F]{3}", one.svg), one.name


def test_what_people_look_for_is_among_the_first_five() -> None:
    """121 searches that the words were written beside. Those that nobody had seen before are counted apart."""
    rows = labelled("yes")
    assert len(rows) >= 120
    assert recall(rows, 5) >= 0.99
    assert recall(rows, 1) >= 0.94
    assert recall(labelled("no"), 5) >= 0.96


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("respite", "break"),
        ("GP", "doctor"),
        ("hospitl", "hospital"),
        ("I was paid", "money"),
        ("anxious", "worried"),
        ("“Buses?”", "bus"),
    ],
)
def test_search_is_by_meaning_with_word_forms_and_slips_forgiven(query: str, wanted: str) -> None:
    assert wanted in [one.name for one in search(query, 3)]


def test_a_line_gets_the_pictures_of_what_it_says() -> None:
    assert suggest("We want to know what you think about help at night.")[0].name == "night"
    assert "money" in [one.name for one in suggest("You get money to pay for your own care.")]
    assert suggest("") == []
    assert suggest("We will do it.") == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=900))
def test_whatever_is_typed_search_answers_the_same_twice_and_never_more_than_asked(query: str) -> None:
    found = search(query, 7)
    assert found == search(query, 7)
    assert len(found) <= 7
    assert len({one.name for one in found}) == len(found)
    suggest(query)


def test_a_name_is_never_a_path() -> None:
    assert drawing("../symbols") == ""
    assert drawing("no-such-picture") == ""
    assert drawing("") == ""


def test_a_picture_only_decorates_unless_it_says_what_is_on_it() -> None:
    assert 'aria-hidden="true"' in tag("bus")
    assert 'role="img" aria-label="A &lt;bus&gt;"' in tag("bus", "A <bus>")
    assert tag("gone") == ""
    assert symbols.all_symbols()["bus"].alt == "A bus"
