"""Laws of the check (Done-when 4 of issue 6): whatever goes in, places are exact, nothing crashes, the same text gives the same findings.

For a long run: `CLARITY_EXAMPLES=5000 pytest kitchentable/words/clarity/tests/test_laws.py`.
"""

from __future__ import annotations

import os
import re
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kitchentable.words.clarity.check import House, Report, check
from kitchentable.words.clarity.files import read_bytes
from kitchentable.words.clarity.finding import KINDS, BadFile
from kitchentable.words.clarity.reading_age import syllables
from kitchentable.words.clarity.report import as_json, github
from kitchentable.words.clarity.sentences import word_counts, words_in
from kitchentable.words.clarity.tests.made_up import docx, odt, pdf, two_columns
from kitchentable.words.clarity.tests.test_check import PIECES, TEXTS

pytestmark = pytest.mark.one_database
EXAMPLES = int(os.environ.get("CLARITY_EXAMPLES", "40"))
LAW = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HOUSES = st.builds(
    House,
    glossary=st.sampled_from([{}, {"MDT": "a team of different jobs", "reablement": "help for six weeks"}]),
    keep=st.sampled_from([{}, {"utilise": "we like it", "MDT": "all know it"}]),
    easy_read=st.booleans(),
)
STYLES = st.sampled_from(["", "H1", "H3", "Q"])
LOOKS = st.sampled_from(["", "<w:i/>", "<w:u w:val='single'/>", "<w:caps/>"])


def holds(raw: bytes, name: str, house: House) -> Report:
    """What is true of every report."""
    report = check(read_bytes(raw, name), house)
    whole = report.source.text
    for one in (*report.findings, *(kept for kept, _ in report.kept)):
        assert one.kind in KINDS
        assert 0 <= one.start < one.end <= len(whole)
        assert whole[one.start : one.end] == one.text
        assert one.why
        assert re.fullmatch(r"R\d{3}", one.rule)
        assert all(say.strip() for say in one.say_instead)
    places = [(one.start, one.end) for one in report.findings]
    assert places == sorted(places)
    last = 0
    for start, end in report.sentences:
        assert last <= start < end <= len(whole)
        assert whole[start:end].strip() == whole[start:end]
        last = end
    for block in report.source.blocks:
        assert 0 <= block.start < block.end <= len(whole)
    for use in report.acronyms:
        assert whole[use.short[0] : use.short[1]].strip()
        assert use.long is None or whole[use.long[0] : use.long[1]].strip()
    assert word_counts(whole, report.sentences) == [words_in(whole[start:end]) for start, end in report.sentences]
    shaped = as_json(report)
    assert shaped == as_json(check(read_bytes(raw, name), house))
    assert len(github(report)) == len(report.findings)
    return report


def refused(raw: bytes, name: str, house: House) -> str:
    """Why a file is refused; empty when it was read and everything held."""
    try:
        holds(raw, name, house)
    except BadFile as problem:
        return str(problem)
    return ""


def xml(text: str) -> str:
    return escape(NOT_XML.sub("", text))


@LAW
@given(TEXTS, st.sampled_from(["a.txt", "a.md", "a.html"]), st.sampled_from(["utf-8", "utf-16", "cp1252"]), HOUSES)
def test_texts_and_pages(text: str, name: str, coding: str, house: House) -> None:
    raw = text.encode(coding, errors="replace")
    # A text that begins as another kind of file does, or holds bytes that no text holds, is refused.
    assert not refused(raw, name, house) or b"\x00" in raw or raw.startswith((b"%PDF-", b"PK\x03\x04"))


@LAW
@given(st.lists(st.sampled_from([*PIECES, "<p>", "</p>", "<table><tr><td>", "</td></tr></table>", "<li>", "<blockquote>", "</blockquote>", "<style>a{float:left}",
                                 "</style>", '<p style="order:3">', "<h1>", "</h4>", '<img src="x">', '<a href="/" tabindex="4">', "</a>", "<!--", "-->", "&amp;", "&#x1F600;"]), max_size=30).map("".join), HOUSES)  # fmt: skip
def test_pages_of_any_shape(text: str, house: House) -> None:
    holds(text.replace("\x00", "").encode("utf-8", errors="replace"), "a.html", house)


@LAW
@given(
    st.lists(
        st.tuples(TEXTS, STYLES, LOOKS, st.sampled_from(["p", "box", "frame", "table", "link", "picture", "ins", "del"])),
        max_size=8,
    ),
    HOUSES,
)
def test_word_files(parts: list[tuple[str, str, str, str]], house: House) -> None:
    body = ""
    for text, style, look, shape in parts:
        words = xml(text)
        run = f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{words}</w:t></w:r>'
        styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        body += {
            "p": f"<w:p>{styled}{run}</w:p>",
            "box": f"<w:p>{run}<w:r><w:pict><w:txbxContent><w:p>{run}</w:p></w:txbxContent></w:pict></w:r></w:p>",
            "frame": f"<w:p><w:pPr><w:framePr/></w:pPr>{run}</w:p>",
            "table": f"<w:tbl><w:tr><w:tc><w:p>{run}</w:p></w:tc></w:tr><w:tr><w:tc/></w:tr></w:tbl>",
            "link": f"<w:p><w:hyperlink>{run}</w:hyperlink>{run}</w:p>",
            "picture": f'<w:p>{run}<w:r><w:drawing><wp:anchor><wp:docPr id="1"/></wp:anchor></w:drawing></w:r></w:p>',
            "ins": f"<w:p><w:ins>{run}</w:ins></w:p>",
            "del": f"<w:p><w:del>{run}</w:del>{run}</w:p>",
        }[shape]
    holds(docx(body), "a.docx", house)


@LAW
@given(st.lists(st.tuples(TEXTS, st.sampled_from(["p", "h", "list", "table", "link", "picture"])), max_size=8), HOUSES)
def test_opendocument_files(parts: list[tuple[str, str]], house: House) -> None:
    body = ""
    for text, shape in parts:
        words = xml(text)
        body += {
            "p": f"<text:p>{words}<text:s/>{words}</text:p>",
            "h": f'<text:h text:outline-level="3">{words}</text:h>',
            "list": f"<text:list><text:list-item><text:p>{words}</text:p></text:list-item></text:list>",
            "table": f"<table:table><table:table-row><table:table-cell><text:p>{words}</text:p></table:table-cell></table:table-row><table:table-row/></table:table>",
            "link": f"<text:p><text:a>{words}</text:a> {words}</text:p>",
            "picture": "<text:p><draw:frame><draw:image/></draw:frame></text:p>",
        }[shape]
    holds(odt(body), "a.odt", house)


LATIN = st.lists(
    st.sampled_from([piece for piece in PIECES if piece.isascii() and piece.isprintable() and "\\" not in piece]), max_size=12
).map(" ".join)


@LAW
@given(st.lists(LATIN, min_size=1, max_size=4), HOUSES)
def test_pdf_files(pages: list[str], house: House) -> None:
    assert "no text" in (refused(pdf([page.replace("(", "").replace(")", "") for page in pages]), "a.pdf", house) or "no text")


@LAW
@given(st.lists(LATIN.map(lambda words: words.replace("(", "").replace(")", "")), min_size=6, max_size=9), st.booleans(), HOUSES)
def test_pdf_files_with_two_columns(lines: list[str], by_row: bool, house: House) -> None:
    raw = two_columns([f"Left {line[:30]}" for line in lines], [f"Right {line[:30]}" for line in lines], by_row=by_row)
    assert "no text" in (refused(raw, "a.pdf", house) or "no text")


WHOLE = [
    docx("<w:p><w:r><w:t>We utilise it.</w:t></w:r></w:p>"),
    odt("<text:p>We utilise it.</text:p>"),
    pdf(["We utilise it."]),
    b"<p>We utilise it.</p>",
]


@LAW
@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 255)), max_size=6), st.integers(0, 5_000),
       st.sampled_from(["a.docx", "a.odt", "a.pdf", "a.html", "a.txt", "a.md"]))  # fmt: skip
def test_a_damaged_file_is_read_or_refused_in_words(raw: bytes, changes: list[tuple[int, int]], cut: int, name: str) -> None:
    damaged = bytearray(raw)
    for at, value in changes:
        damaged[at % len(damaged)] = value
    whole = bytes(damaged[: cut or None])
    assert refused(whole, name, House())[-1:] in ("", ".")


@LAW
@given(st.binary(max_size=300), st.sampled_from(["a.docx", "a.odt", "a.pdf", "a.html", "a.txt", "a.md", "a"]))
def test_any_bytes_are_read_or_refused_in_words(raw: bytes, name: str) -> None:
    assert refused(raw, name, House())[-1:] in ("", ".")


@pytest.mark.parametrize(
    "words",
    [
        "cat 1",
        "table 2",
        "council 2",
        "utilised 3",
        "commissioning 4",
        "responsibility 6",
        "people 2",
        "asked 1",
        "needed 2",
        "create 2",
        "houses 2",
        "statement 2",
        "area 3",
    ],
)
def test_syllables_are_counted_here(words: str) -> None:
    word, many = words.split()
    assert syllables(word) == int(many)


def test_a_reading_age_is_said_for_a_long_text_only_and_never_alone() -> None:
    easy = check(read_bytes(b"We met in the hall. We had tea. Lou read the plan. " * 20, "a.txt"))
    hard = check(
        read_bytes(
            b"The organisation anticipates substantial reconfiguration of its administrative responsibilities in accordance with legislation. "
            * 20,
            "a.txt",
        )
    )
    assert easy.reading_age is not None
    assert hard.reading_age is not None
    assert easy.reading_age < 8 < 18 < hard.reading_age
    assert check(read_bytes(b"We met in the hall.", "a.txt")).reading_age is None
