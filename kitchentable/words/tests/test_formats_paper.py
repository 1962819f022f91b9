"""A paper is read as it is built, whatever it is written in; Markdown keeps all of it; nothing in it can do harm."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from kitchentable.words.formats import web
from kitchentable.words.formats.paper import (
    Abbr,
    Heading,
    Lang,
    Link,
    Listing,
    Paper,
    Paragraph,
    Picture,
    Quote,
    Strong,
    Table,
    inlines_of,
    levelled,
    lines,
    said,
    walk,
)
from kitchentable.words.formats.plain import plain
from kitchentable.words.formats.read import BadFile, read_bytes, read_file, read_markdown, to_markdown
from kitchentable.words.tests.papers import EVERYTHING, PNG, papers, png

pytestmark = pytest.mark.one_database


@given(papers())
@settings(max_examples=200, deadline=None)
def test_markdown_of_any_paper_reads_back_as_the_same_paper(paper: Paper) -> None:
    again = read_markdown(to_markdown(paper))
    assert again == paper
    assert levelled(again.blocks) == again.blocks


def test_everything_that_a_paper_can_hold_is_read_from_markdown() -> None:
    paper = read_markdown(EVERYTHING)
    kinds = [type(one) for one in walk(paper.blocks)]
    assert paper.title == "Home care in Arden"
    assert {Heading, Paragraph, Listing, Table, Picture, Quote} == set(kinds)
    inlines = list(inlines_of(paper.blocks))
    assert Abbr("ASC", "Adult Social Care") in inlines
    assert [one.language for one in inlines if isinstance(one, Lang)] == ["cy"]
    assert [one.href for one in inlines if isinstance(one, Link)] == ["mailto:care@example.org", "https://example.org/care"]
    table = next(one for one in paper.blocks if isinstance(one, Table))
    assert said(table.caption) == "Visits in each week"
    assert [said(cell) for cell in table.head] == ["Day", "Visits", "Who"]
    assert [one.level for one in paper.blocks if isinstance(one, Heading)] == [2, 3, 2]


def test_levels_start_at_two_and_skip_none() -> None:
    paper = read_markdown("# T\n\n#### a\n\n###### b\n\n# c\n\n### d")
    assert [one.level for one in paper.blocks if isinstance(one, Heading)] == [2, 3, 2, 3]


def test_emphasis_stands_out_without_italics() -> None:
    paper = read_markdown("Read *this* and _that_.")
    assert len([one for one in inlines_of(paper.blocks) if isinstance(one, Strong)]) == 2
    assert "<em" not in web.body(paper)


def test_abbreviations_that_a_paper_lists_are_known_everywhere() -> None:
    paper = read_markdown("The NHS. Not NHSX.\n\n*[NHS]: National Health Service\n")
    assert [one for one in inlines_of(paper.blocks) if isinstance(one, Abbr)] == [Abbr("NHS", "National Health Service")]


@pytest.mark.parametrize(
    "harm",
    [
        "<script>alert(1)</script>",
        "before <script>alert(1)</script> after",
        "<img src=x onerror=alert(1)>",
        "words <img src=x onerror=alert(1)> words",
        '<a href="javascript:alert(1)">x</a>',
        "[x](javascript:alert(1))",
        "[x](JaVa\tScript:alert(1))",
        "[x](<java script:alert(1)>)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](data:image/svg+xml;base64,PHN2Zz4=)",
        '<abbr title="&quot;><script>alert(1)</script>">x</abbr>',
        '<span lang="cy&quot; onclick=&quot;alert(1)">x</span>',
        '<div lang="cy" onclick="alert(1)">x</div>',
        "<svg onload=alert(1)></svg>",
        "<iframe src=https://evil.example></iframe>",
        '<style>@import "https://evil.example"</style>',
        '<https://good.example/"><script>alert(1)</script>',
        "# <script>alert(1)</script>",
        "| <script>alert(1)</script> |\n| --- |\n| [x](vbscript:x) |",
    ],
)
def test_what_could_run_does_not(harm: str) -> None:
    for paper in (read_markdown(harm), read_bytes(f"<html><body>{harm}</body></html>".encode(), "a.html")):
        for page in (web.body(paper), web.page(paper)):
            assert not [
                one
                for one in ("<script", "<iframe", "<svg", "<object", '="javascript:', '="vbscript:')
                if one in page.lower().split("</style>")[-1]
            ]
            assert " on" not in "".join(part.split(">")[0] for part in page.split("<")[1:]).replace(" one", "")
            assert "evil.example" not in page


def test_a_picture_from_elsewhere_is_never_fetched_and_becomes_its_words(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "tea.png").write_bytes(png())
    (tmp_path.parent / "secret.png").write_bytes(png())
    file = tmp_path / "a.md"
    file.write_text("![Tea](pictures/tea.png)\n\n![Map](https://example.org/m.png)\n\n![Out](../secret.png)\n\n![Etc](/etc/passwd)")
    paper = read_file(file)
    pictures = [one for one in paper.blocks if isinstance(one, Picture)]
    assert [one.is_here for one in pictures] == [True, False, False, False]
    page = web.page(paper)
    assert page.count("<img") == 1
    assert "<p>Map</p>" in page
    assert any("m.png" in note for note in paper.notes)


def test_a_broken_picture_becomes_its_words() -> None:
    for broken in (
        PNG[:-40],
        "data:image/png;base64,AAAA",
        "data:image/jpeg;base64,=",
        PNG.replace("image/png", "image/webp")[:60],
    ):
        paper = read_markdown(f"![Tea](<{broken}>)")
        assert "<p>Tea</p>" in web.page(paper), broken
    assert any("cannot be opened" in note for note in paper.notes)


def test_right_to_left_is_set_for_each_block() -> None:
    page = web.body(read_markdown("# T\n\nHello\n\nشارك معنا رأيك\n\n- אחד\n"))
    assert '<p dir="rtl">شارك' in page
    assert "<p>Hello</p>" in page
    assert "שה" not in page
    assert 'dir="rtl">אחד' in page


def test_welsh_keeps_its_language() -> None:
    assert '<span lang="cy">Croeso</span>' in web.body(read_markdown('<span lang="cy">Croeso</span> to all'))
    assert 'lang="cy"' in web.body(read_markdown('<div lang="cy">\n\nCroeso i bawb\n\n</div>'))
    assert read_bytes(b'<html lang="cy"><body><h1>A</h1><p>B</p></body></html>', "a.html").language == "cy"


def test_tables_in_tables_and_lists_in_lists_keep_their_words() -> None:
    deep = "<ul><li>1" * 60 + "</ul>" * 60
    nested = f"<table><tr><th>A</th></tr><tr><td>x<table><tr><td>inner</td></tr></table>y</td></tr></table>{deep}"
    paper = read_bytes(nested.encode(), "a.html")
    words = " ".join(lines(paper))
    assert "inner" in words
    assert words.count("1") == 60
    web.body(paper)
    markdown = "\n".join("  " * number + f"- w{number}" for number in range(25))
    assert all(f"w{number}" in " ".join(lines(read_markdown(markdown))) for number in range(25))


def test_a_thousand_levels_do_not_break_anything() -> None:
    read_markdown(">" * 3_000 + " a\n" + "- " * 3_000 + "b")
    read_markdown("[" * 5_000 + "*" * 5_000 + "<b>" * 2_000)
    paper = read_bytes(("<div>" * 5_000 + "deep" + "<b>" * 5_000 + "er").encode(), "a.html")
    assert web.page(paper)


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html"])
def test_nothing_is_read_from_an_empty_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(" \n")
    assert read_file(tmp_path / name).blocks == ()


def test_a_text_begins_with_its_title() -> None:
    paper = read_bytes(b"Home care\n\nThis is a paper about care at home for people.\n\n- one\n- two\n", "a.txt")
    assert paper.title == "Home care"
    assert isinstance(paper.blocks[-1], Listing)


def test_a_file_that_lies_is_refused_in_a_plain_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"not a word file")
    with pytest.raises(BadFile, match="not what its name says"):
        read_file(tmp_path / "a.docx")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b"<a>" + b" " * 30_000_000 + b"</a>")
    with pytest.raises(BadFile, match="unpacks"):
        read_bytes(packed.getvalue(), "bomb.docx")


def test_plain_text_says_rows_with_their_columns_and_shows_addresses() -> None:
    text = plain(read_markdown(EVERYTHING))
    assert "Day: Monday\nVisits: 24\nWho: Team A" in text
    assert "(care@example.org)" in text
    assert "[Picture: Two people drinking tea at a kitchen table]" in text
    assert max(map(len, text.split("\n"))) <= 72


@pytest.mark.slow
def test_a_million_words_are_read_and_written(tmp_path: Path) -> None:
    paper = read_markdown("# T\n\n" + ("Some words that go on and on here. " * 20 + "\n\n") * 6_500)
    assert len(web.body(paper)) > 4_000_000
    assert PNG not in web.body(paper)
