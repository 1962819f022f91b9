"""Every kind of file: its words, its places, its form, and a plain sentence for each file that cannot be checked."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from kitchentable.words.clarity.check import check
from kitchentable.words.clarity.files import LARGEST, read_bytes
from kitchentable.words.clarity.finding import BadFile
from kitchentable.words.clarity.tests.made_up import docx, odt, p, packed, pdf

pytestmark = pytest.mark.one_database


def seen(raw: bytes | str, name: str):
    report = check(read_bytes(raw.encode() if isinstance(raw, str) else raw, name))
    for one in report.findings:
        assert report.source.text[one.start : one.end] == one.text
        assert one.text
    return report


def form(report) -> list[tuple[str, str]]:
    return [(one.text, one.rule) for one in report.findings if one.kind == "structure"]


HTML = """<!doctype html><html lang="en"><head><title>utilise</title><style>utilise</style></head><body>
<nav><a href="/">click here</a></nav><h1>Short&nbsp;breaks</h1><h3>What   we do</h3>
<p>We <b>utilise</b> the hall.<br>Read <a href="/x"> here </a> or <a href="/y">our plan for short breaks</a>.</p>
<blockquote>They utilise us.</blockquote><p>She said <q>utilise</q>. Type <code>utilise</code>.</p>
<p><em>Please bring your own cup and plate</em> and <u>be early</u>.</p>
<img src="a.png"><img src="b.png" alt=""><img src="c.png" alt="A ramp"><script>utilise()</script>
<table><tr><td>Day</td><td>Time</td></tr><tr><td>Monday</td><td>10am</td></tr></table>
<table><tr><th>Day</th></tr><tr><td>Monday</td></tr></table>
<ul><li>tea<li>biscuits</ul><p lang="cy">Mae utilise yn air.</p></body></html>"""


def test_a_page_shows_its_words_and_what_is_wrong_with_its_form() -> None:
    report = seen(HTML, "a.html")
    assert [one.text for one in report.findings if one.kind == "hard_word"] == ["utilise"]
    assert ("What we do", "R036") in form(report)
    assert ("here", "R036") in form(report)
    assert ("Please bring your own cup and plate", "R029") in form(report)
    assert ("be early", "R029") in form(report)
    assert [one.text for one in report.findings if "no row of headings" in one.why] == ["Day"]
    assert sum("no text for people" in one.why for one in report.findings) == 1
    assert "our plan for short breaks" not in [text for text, _ in form(report)]
    assert "biscuits" in [report.source.text[i:j] for i, j in report.sentences]
    assert "A ramp" in report.source.text
    assert report.notes == ("1 part is not in English and was not checked.",)


BODY = (
    p("Short breaks", "H1")
    + p("Money", "H3")
    + '<w:p><w:r><w:t>We util</w:t></w:r><w:r><w:t>ise it. See </w:t></w:r><w:hyperlink r:id="x"><w:r><w:t>click here</w:t></w:r></w:hyperlink></w:p>'
    + p("they utilise us", "Q")
    + p("Be early please", "", "<w:u w:val='single'/>")
    + p("Bring your own cup and plate", "", "<w:i/>")
    + '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="a"/></wp:inline></w:drawing></w:r></w:p>'
    + f"<w:tbl><w:tr><w:tc>{p('Day')}</w:tc><w:tc>{p('Time')}</w:tc></w:tr><w:tr><w:tc>{p('Monday')}</w:tc></w:tr></w:tbl>"
)


def test_a_word_file_is_read_with_its_form() -> None:
    report = seen(docx(BODY), "a.docx")
    assert [one.text for one in report.findings if one.kind == "hard_word"] == ["utilise"]
    assert {text for text, _ in form(report)} >= {"Money", "click here", "Be early please", "Bring your own cup and plate", "Day"}
    assert report.source.blocks[1].place == "paragraph 2"


def test_tracked_changes_macros_comments_and_boxes_are_read_and_named() -> None:
    body = (
        "<w:p><w:del><w:r><w:delText>prior to </w:delText></w:r></w:del><w:ins><w:r><w:t>before</w:t></w:r></w:ins></w:p>"
        f"<w:p><w:r><w:t>Outside</w:t></w:r><w:r><w:pict><w:txbxContent>{p('We utilise a box.')}</w:txbxContent></w:pict></w:r></w:p>"
    )
    report = seen(docx(body, vba=b"x", comments="<x/>"), "a.docm")
    assert report.source.text.split("\n\n")[:3] == ["before", "Outside", "We utilise a box."]
    assert len(report.notes) == 3
    assert "prior to" not in report.source.text


def test_an_opendocument_text_is_read_with_its_form() -> None:
    body = (
        '<text:h text:outline-level="1">Short breaks</text:h><text:h text:outline-level="3">Money</text:h>'
        "<text:p>We <text:span>utilise</text:span><text:s/>it. <text:a>click here</text:a> now</text:p>"
        "<text:list><text:list-item><text:p>tea</text:p></text:list-item></text:list><text:p><draw:frame><draw:image/></draw:frame></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Day</text:p></table:table-cell></table:table-row><table:table-row/></table:table>"
    )
    report = seen(odt(body), "a.odt")
    assert "We utilise it. click here now" in report.source.text
    assert {text for text, _ in form(report)} >= {"Money", "click here", "Day"}
    assert [block.kind for block in report.source.blocks] == ["heading", "heading", "paragraph", "item", "cell"]


def test_a_pdf_is_read_page_by_page() -> None:
    report = seen(pdf(["We met on Monday.", "We utilise the hall.\nIt is warm in there."]), "a.pdf")
    hard = next(one for one in report.findings if one.kind == "hard_word")
    assert hard.text == "utilise"
    assert [block.place for block in report.source.blocks][-1] == "page 2"


BOMB = packed({"word/document.xml": b"<w>" + b" " * 150_000_000})
LOCKED = pdf(["x"]).replace(
    b"/Root 1 0 R",
    b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <"
    + b"00" * 32
    + b"> /U <"
    + b"11" * 32
    + b"> /P -4 >>",
)


@pytest.mark.parametrize(
    ("raw", "name", "says"),
    [
        (pdf([""] * 142), "scan.pdf", "142 pages and no text: it looks like a scan"),
        (LOCKED, "a.pdf", "protected by a password"),
        (b"%PDF-1.4 nothing", "a.pdf", "damaged"),
        (BOMB, "a.docx", "no paper"),
        (docx("<w:p>")[:-40], "a.docx", "damaged or protected"),
        (packed({"word/document.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}), "a.docx", "damaged"),
        (packed({"word/document.xml": "<w:p"}), "a.docx", "damaged"),
        (packed({"a.txt": "x"}), "a.zip", "neither a Word"),
        (odt("", encrypted=True), "a.odt", "protected by a password"),
        (b"\xd0\xcf\x11\xe0old", "a.doc", "old Office file"),
        (b"words", "a.docx", "not what its name says"),
        (b"\x89PNG\x00\x00", "a.txt", "not a text"),
        (b"a" * (LARGEST + 1), "a.txt", "50 MB"),
    ],
)
def test_a_file_that_cannot_be_checked_says_why(raw: bytes, name: str, says: str) -> None:
    started = time.monotonic()
    with pytest.raises(BadFile) as caught:
        read_bytes(raw, name)
    assert says in str(caught.value)
    assert time.monotonic() - started < 5


def test_a_part_with_a_password_is_said() -> None:
    raw = bytearray(docx(p("x")))
    # The flag that says “encrypted”, in each local header and each entry of the list at the end.
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.find(mark)
        while place >= 0:
            raw[place + at] |= 1
            place = raw.find(mark, place + 4)
    assert zipfile.ZipFile(io.BytesIO(bytes(raw))).infolist()[0].flag_bits & 1
    with pytest.raises(BadFile, match="protected"):
        read_bytes(bytes(raw), "a.docx")


def test_deep_and_broken_mark_up_breaks_nothing() -> None:
    deep = "<div>" * 20_000 + "We utilise it." + "</p></q>" * 50
    assert [one.text for one in seen(deep, "a.html").findings if one.kind == "hard_word"] == ["utilise"]
    tables = (
        "".join("<w:tbl><w:tr><w:tc>" for _ in range(300))
        + p("We utilise it.")
        + "".join("</w:tc></w:tr></w:tbl>" for _ in range(300))
    )
    assert "utilise" in seen(docx(tables), "a.docx").source.text
