"""Easy Read as a file: large letters, a picture left of each idea, who checked it; the number of pages is nearly what was said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kitchentable.words.formats.easy import EasyPaper, EasyRow, easy_html, make_easy, pages_of
from kitchentable.words.formats.pdfs import missing
from kitchentable.words.symbols import all_symbols, drawing

pytestmark = pytest.mark.one_database
PICTURES = list(all_symbols())


def paper(count: int, *, checked: bool = True, points: int = 16, explained: int = 5) -> EasyPaper:
    """`count` ideas, a heading before each ten, each fifth with its hard word explained."""
    rows = []
    for at in range(count):
        if at % 10 == 0:
            rows.append(EasyRow(f"Part {at // 10 + 1}", is_heading=True))
        explains = "A commissioner decides what the council pays for." if at % explained == 0 else ""
        rows.append(EasyRow("We want to know what you think about help.", explains, svg=drawing(PICTURES[at % len(PICTURES)])))
    standing = "Checked by Lou on Monday 2 November 2026" if checked else "Draft: not yet checked by people"
    return EasyPaper("Help at home", tuple(rows), standing, checked, points=points)


def test_every_word_is_escaped_and_nothing_is_fetched() -> None:
    html = easy_html(
        EasyPaper("<b>", (EasyRow("<script>", "&", svg=drawing("bus"), alt='"x'), EasyRow("<i>", is_heading=True)), "<u>")
    )
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert 'alt="&quot;x"' in html
    assert "http" not in html
    assert "currentColor" not in html


def test_letters_are_never_smaller_than_14_point() -> None:
    assert "14pt/1.45" in easy_html(paper(1, points=8))
    assert "16pt/1.45" in easy_html(paper(1))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=200), st.booleans()), max_size=40))
def test_more_lines_never_have_fewer_pages(rows: list[tuple[str, bool]]) -> None:
    made = [EasyRow(words, is_heading=heading, svg="x") for words, heading in rows]
    counts = [pages_of(made[:at]) for at in range(len(made) + 1)]
    assert counts[0] == 0
    assert counts == sorted(counts)


@pytest.mark.slow
@pytest.mark.skipif(bool(missing()), reason="This house cannot make PDFs")
@pytest.mark.parametrize("count", [3, 40, 110])
def test_the_pdf_passes_its_checks_and_has_about_as_many_pages_as_was_said(count: int, tmp_path: Path) -> None:
    easy = paper(count)
    made = make_easy(easy, tmp_path)
    assert made.ready, [one for one in made.checks if not one.passed]
    assert abs(made.pages - pages_of(easy.rows)) <= max(1, made.pages // 10)


@pytest.mark.slow
@pytest.mark.skipif(bool(missing()), reason="This house cannot make PDFs")
def test_a_draft_or_an_idea_without_a_picture_is_not_ready(tmp_path: Path) -> None:
    draft = make_easy(paper(3, checked=False), tmp_path)
    assert [one.what for one in draft.checks if not one.passed] == ["People checked it"]
    bare = EasyPaper("Help", (EasyRow("You can ring us."),), "Checked by Lou on Monday", True)
    assert [one.what for one in make_easy(bare, tmp_path).checks if not one.passed] == ["Each idea has a picture"]
