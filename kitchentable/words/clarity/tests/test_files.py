"""Every kind of file: its words, its places, its form, and a plain sentence for each file that cannot be checked."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from kitchentable.words.clarity.check import check
from kitchentable.words.clarity.files import LARGEST, read_bytes
from kitchentable.words.clarity.finding import BadFile
from kitchentable.words.clarity.tests.made_up import W, docx, odt, p, packed, pdf, two_columns

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
    report = seen(docx(body, vba=b"x", comments=f'<w:comments xmlns:w="{W}"><w:comment/><w:comment/></w:comments>'), "a.docm")
    assert report.source.text.split("\n\n")[:3] == ["before", "Outside", "We utilise a box."]
    assert [note.partition(".")[0] for note in report.notes] == [
        "This file holds macros",
        "2 tracked changes are in this file",
        "This file holds 2 comments",
        "This file holds a text box or frame",
    ]
    assert ("We utilise a box.", "R036") in form(report)
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


ORDER = """<html><head><style>.late { order : 2 } #side{float:left} .sr-only{position:absolute; left:-9999px} /* .x{order:1} */</style></head><body>
<div class="late"><p>Seen last.</p></div><div id="side">On the side.</div><p style="position: absolute; top: 3px">Out of place.</p>
<div style="display:flex;flex-direction:row-reverse"><p>Turned round.</p></div><p class="sr-only">For those who listen.</p><p class="x">In place.</p>
<p style="border: 1px">Also in place.</p><p style="order:0">Not moved.</p><img style="float:right" alt="A ramp" src="a.png">
<p><a href="/x" tabindex="3">Our plan for buses</a> and <a href="/y" tabindex="0">our plan for trains</a>.</p>
<table><tr><td><h2>News</h2></td><td><ul><li>tea</li></ul></td></tr></table><table role="presentation"><tr><td>a</td></tr><tr><td>b</td></tr></table></body></html>"""


def test_a_page_that_is_seen_in_another_order_than_it_is_read_is_named() -> None:
    found = {text: why for one in seen(ORDER, "a.html").findings if one.kind == "structure" for text, why in [(one.text, one.why)]}
    assert "order" in found.pop("Seen last.")
    assert "float" in found.pop("On the side.")
    assert "position" in found.pop("Out of place.")
    assert "reverse" in found.pop("Turned round.")
    assert "tabindex" in found.pop(
        "A ramp Our plan for buses and our plan for trains.", found.pop("Our plan for buses and our plan for trains.", "")
    )
    assert "place things on the page" in found.pop("News")
    assert found == {}


def test_frames_and_floating_pictures_of_a_word_file_are_named() -> None:
    picture = '<w:p><w:r><w:t>Here is the hall.</w:t></w:r><w:r><w:drawing><wp:{0}><wp:docPr id="1" name="a" descr="A hall"/></wp:{0}></w:drawing></w:r></w:p>'
    framed = "<w:p><w:pPr><w:framePr w:w='100'/></w:pPr><w:r><w:t>In a frame.</w:t></w:r></w:p>"
    report = seen(docx(p("First.") + picture.format("anchor") + framed + p("Last.")), "a.docx")
    assert [(one.text, one.why.partition(",")[0]) for one in report.findings if one.kind == "structure"] == [
        ("Here is the hall.", "A picture floats beside these words"),
        (
            "In a frame.",
            "These words stand in a frame. Somebody who listens may meet this in another place than those who look. Put it where it should be read.",
        ),
    ]
    assert not form(seen(docx(p("First.") + picture.format("inline")), "a.docx"))


LEFT = [
    "We met on Monday in the hall and",
    "talked about the bus. Many of us",
    "utilise it each day. It is late",
    "too often. The stop is too far.",
    "We asked for a seat at the stop",
    "and a light. The seat is there.",
    "The light comes in the spring.",
]
RIGHT = [
    "The group chose a new chair at",
    "its last meeting. She is called",
    "Gill. She has lived in Leek for",
    "nine years and likes to sing.",
    "She rings each member in May to",
    "ask what they want to do. Her",
    "number is on the card.",
]


@pytest.mark.parametrize("by_row", [False, True])
def test_two_columns_are_read_one_after_the_other(by_row: bool) -> None:
    report = seen(two_columns(LEFT, RIGHT, by_row=by_row), "a.pdf")
    said = [" ".join(report.source.text[i:j].split()) for i, j in report.sentences]
    assert "Many of us utilise it each day." in said
    assert "Gill." not in said[0]
    assert said.index("The light comes in the spring.") < said.index("The group chose a new chair at its last meeting.")
    assert [one.text for one in report.findings if one.kind == "hard_word"] == ["utilise"]


def test_a_table_of_a_pdf_stays_row_by_row() -> None:
    left, right = [f"Room {n}" for n in range(9)], [f"seats {n}" for n in range(9)]
    assert "Room 3 seats 3" in seen(two_columns(left, right, by_row=True), "a.pdf").source.text


def test_a_scan_names_the_program_that_makes_text_of_it(tmp_path, monkeypatch) -> None:
    scan = pdf([""] * 142)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadFile, match="not on this machine"):
        read_bytes(scan, "my scan.pdf")
    (tmp_path / "ocrmypdf").write_text("#!/bin/sh\n")
    (tmp_path / "ocrmypdf").chmod(0o755)
    with pytest.raises(BadFile, match=r"ocrmypdf 'my scan\.pdf' text\.pdf"):
        read_bytes(scan, "my scan.pdf")


def test_a_paper_of_142_pages_is_read_in_less_than_a_second() -> None:
    page = "\n".join("We met on Monday in the hall and talked about the bus for an hour." for _ in range(24))
    raw = pdf([page] * 142)
    started = time.process_time()
    report = seen(raw, "a.pdf")
    assert report.source.blocks[-1].place == "page 142"
    assert report.words > 45_000
    # A second is the promise; a busy machine gets some room.
    assert time.process_time() - started < 2


def test_fifty_megabytes_are_read_or_refused_in_bounded_time(tmp_path) -> None:
    from kitchentable.words.clarity.files import read_file

    (tmp_path / "a.txt").write_bytes(b"We met. " * (LARGEST // 8 + 1))
    with pytest.raises(BadFile, match="50 MB is the most"):
        read_file(tmp_path / "a.txt")


MIXED = """Welcome to the hall. We utilise it on Mondays.

Mae croeso i chi yn y neuadd. Rydym yn cwrdd ar ddydd Llun ac mae te i bawb. Dewch gyda ffrind os gallwch chi.

Bring a friend 🎉🎉 and utilise the ramp 👩🏽‍🦽.

أهلا وسهلا بكم في القاعة. نلتقي يوم الاثنين.

We met אורנה there prior to tea.
"""


def test_welsh_emoji_and_writing_from_right_to_left_stand_beside_english() -> None:
    for name in ("a.txt", "a.md"):
        report = seen(MIXED, name)
        assert [one.text for one in report.findings if one.kind == "hard_word"] == ["utilise", "utilise", "prior to"]
        assert report.notes == ("2 parts are not in English and were not checked.",)
