"""Each format is read back by a program that did not make it; a format is ready only after its checks passed."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kitchentable.words.formats import braille, pdfs, word_checks
from kitchentable.words.formats.made import CannotMake, Check, Made, all_there, words_in
from kitchentable.words.formats.make import KINDS, can_make, make
from kitchentable.words.formats.paper import Paper, lines
from kitchentable.words.formats.read import read_file, read_markdown
from kitchentable.words.models import Format
from kitchentable.words.tests.papers import EVERYTHING

pytestmark = pytest.mark.one_database

# Braille has no cells for other letters in this house, so what holds them is not ready; tested by itself below.
LATIN = EVERYTHING.replace("شارك معنا رأيك في الرعاية المنزلية", "Tell us what you think.")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """Every format of a paper that holds everything, made without a network."""
    folder = tmp_path_factory.mktemp("made")
    was = socket.socket.connect

    def no(*_: Any) -> None:
        raise AssertionError("something was fetched")

    socket.socket.connect = no  # type: ignore[method-assign, assignment]
    try:
        paper = read_markdown(LATIN)
        return {kind: make(kind, paper, folder) for kind in KINDS}
    finally:
        socket.socket.connect = was  # type: ignore[method-assign]


def structure_of(path: Path) -> list[Any]:
    """Every element of the structure of a PDF, as pypdf sees it."""
    from pypdf import PdfReader

    found: list[Any] = []

    def walk(one: Any) -> None:
        one = one.get_object()
        if isinstance(one, dict):
            found.append(one)
            kids = one.get("/K", [])
            for kid in kids if isinstance(kids, list) else [kids]:
                walk(kid)

    walk(PdfReader(path).trailer["/Root"]["/StructTreeRoot"]["/K"][0])
    return found


def run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def test_each_kind_is_one_that_the_system_knows() -> None:
    assert set(KINDS) <= set(Format.Kind.values)
    assert all(can_make(kind) == "" for kind in KINDS)
    assert "person" in can_make("bsl")


@pytest.mark.parametrize("kind", KINDS)
def test_each_format_is_ready_and_says_why(made: dict[str, Made], kind: str) -> None:
    one = made[kind]
    assert one.ready, [check for check in one.checks if not check.passed]
    assert one.path.stat().st_size == one.size > 100
    assert len(one.digest) == 64
    assert one.made_with
    assert len(one.checks) > 1


def test_a_format_without_checks_or_with_one_that_failed_is_not_ready(made: dict[str, Made]) -> None:
    one = made["plain"]
    values = (one.kind, one.path, one.media_type, 1, one.digest, 0, 0, "x")
    assert not Made(*values, checks=()).ready
    assert not Made(*values, checks=(Check("a", True), Check("b", False))).ready


def test_progress_goes_up_to_all(tmp_path: Path) -> None:
    parts: list[float] = []
    make("pdf", read_markdown("# T\n\nWords"), tmp_path, progress=parts.append)
    assert parts == sorted(parts)
    assert parts[-1] == 1.0


# PDF, looked at with poppler and with pypdf, neither of which made it


def test_pdf_structure_as_poppler_sees_it(made: dict[str, Made]) -> None:
    about = run("pdfinfo", str(made["pdf"].path))
    assert re.search(r"Title:\s+Home care in Arden", about)
    assert re.search(r"Tagged:\s+yes", about)
    tree = run("pdfinfo", "-struct-text", str(made["pdf"].path))
    kinds = re.findall(r"^\s*([A-Za-z0-9]+)(?: |:|$)", tree, re.M)
    for kind in ("H1", "H2", "H3", "P", "L", "LI", "Lbl", "LBody", "Table", "TH", "TD", "Caption", "Figure", "Link", "BlockQuote"):
        assert kind in kinds, kind
    assert tree.count("Figure") == 1  # the one that only decorates is none
    assert "1 of 2" not in tree  # page numbers are no part of what is read
    assert tree.index("Home care in Arden") < tree.index("What we ask of you") < tree.index("What happens next")


def test_pdf_fonts_are_all_in_it_and_its_own(made: dict[str, Made]) -> None:
    for kind in ("pdf", "large16", "large18", "large24"):
        rows = run("pdffonts", str(made[kind].path)).splitlines()[2:]
        assert any("Hyperlegible" in row for row in rows)
        assert all(re.search(r"\byes yes yes\b", row) for row in rows), rows


def test_pdf_marks_that_the_typesetter_forgets(made: dict[str, Made]) -> None:
    from pypdf import PdfReader

    reader = PdfReader(made["pdf"].path)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    found = structure_of(made["pdf"].path)
    assert [one.get("/Alt") for one in found if one.get("/S") == "/Figure"] == ["Two people drinking tea at a kitchen table"]
    assert "Adult Social Care" in [one.get("/E") for one in found]
    assert "cy" in [one.get("/Lang") for one in found]
    assert all(one["/A"]["/Scope"] == "/Column" for one in found if one.get("/S") == "/TH")
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    assert {(note["/Contents"], note["/A"]["/URI"]) for note in notes} == {
        ("the home care team", "mailto:care@example.org"),
        ("our page", "https://example.org/care"),
    }
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_large_print_is_set_anew_in_its_size(made: dict[str, Made]) -> None:
    pages = {}
    for kind, points in (("pdf", 14), ("large16", 16), ("large18", 18), ("large24", 24)):
        out = run("pdftotext", "-bbox-layout", "-f", "1", "-l", "1", str(made[kind].path), "-")
        assert 'page width="595' in out  # A4, not a bigger sheet made smaller
        one = re.search(r'yMin="([\d.]+)"[^>]*yMax="([\d.]+)">comes<', out)
        assert one
        assert points <= float(one[2]) - float(one[1]) <= points * 1.6
        pages[kind] = made[kind].pages
    assert pages["large24"] > pages["pdf"]


def test_a_pdf_with_a_word_lost_is_not_ready(tmp_path: Path) -> None:
    written = pdfs.write_pdf(
        "<h1>T</h1><p>Some words</p>", tmp_path / "a.pdf", title="T", language="en-GB", words=["T", "Other words"]
    )
    assert [check.what for check in written.checks if not check.passed] == ["Every word of the paper is there"]


def test_any_html_with_pictures_and_a_style_can_be_set(tmp_path: Path) -> None:
    html = (
        '<html><head><style>p { font-size: 20pt } .row { display: flex }</style><style>@import "https://evil.example/a.css"</style></head><body>'
        '<h1>Easy</h1><div class="row"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="100" height="100"><title>A hat</title>'
        '<circle cx="5" cy="5" r="4"/></svg><p>We have <abbr title="a kind of hat">HATS</abbr>. <img src="https://evil.example/x.png" alt="far"></p>'
        "</div><script>alert(1)</script></body></html>"
    )
    written = pdfs.write_pdf(html, tmp_path / "a.pdf", title="Easy", language="en-GB")
    assert not [check for check in written.checks if not check.passed]
    assert "A hat" in [one.get("/Alt") for one in structure_of(tmp_path / "a.pdf")]


# Word


def test_word_as_another_library_reads_it(made: dict[str, Made]) -> None:
    import mammoth

    with made["word"].path.open("rb") as file:
        html = mammoth.convert_to_html(file).value
    assert "<h1>Home care in Arden</h1>" in html
    assert "<ol><li>Which visits matter most?</li><li>Who should come?<ul><li>the same person each time</li>" in html
    assert "<thead><tr><th>" in html
    assert 'alt="Two people drinking tea at a kitchen table"' in html
    assert '<a href="https://example.org/care">our page</a>' in html
    assert "<p></p>" not in html
    again = read_file(made["word"].path)
    original = read_markdown(LATIN)
    assert [words_in(line) for line in lines(again)] == [words_in(line) for line in lines(original)]
    assert again.language == original.language


def test_word_styles_follow_the_print_rules(made: dict[str, Made]) -> None:
    with zipfile.ZipFile(made["word"].path) as packed:
        document, styles = packed.read("word/document.xml").decode(), packed.read("word/styles.xml").decode()
    assert 'w:lang w:val="cy"' in document
    assert "decorative" in document
    used = set(re.findall(r'w:pStyle w:val="([^"]+)"', document))
    assert {"Heading1", "Heading2", "Heading3", "ListBullet", "ListNumber", "Quote", "Caption"} <= used
    for name in used:
        style = re.search(rf'<w:style [^>]*w:styleId="{name}".*?</w:style>', styles, re.S)
        assert style
        assert "Arial" in style[0]


def test_an_empty_paragraph_or_a_silent_picture_in_word_is_found(made: dict[str, Made], tmp_path: Path) -> None:
    for old, new in (
        ("<w:body>", "<w:body><w:p/>"),
        ("descr=", "old="),
        ("<w:tblHeader/>", ""),
        ("<w:rPr><w:b/>", "<w:rPr><w:b/><w:i/>"),
    ):
        out = tmp_path / "a.docx"
        with zipfile.ZipFile(made["word"].path) as packed, zipfile.ZipFile(out, "w") as other:
            for name in packed.namelist():
                raw = packed.read(name)
                if name == "word/document.xml":
                    assert old.encode() in raw
                    raw = raw.replace(old.encode(), new.encode())
                other.writestr(name, raw)
        failed = [check for check in word_checks.check_word(out, read_markdown(LATIN)) if not check.passed]
        assert len(failed) == 1, (old, failed)


# Sound


def test_sound_as_another_library_hears_it(made: dict[str, Made]) -> None:
    import numpy as np
    import soundfile

    sound, rate = soundfile.read(made["audio"].path)
    seconds = len(sound) / rate
    assert seconds == pytest.approx(made["audio"].seconds, abs=1.5)
    words = sum(len(line.split()) for line in lines(read_markdown(LATIN)))
    assert 60 <= words / (seconds / 60) <= 220
    for at in range(0, len(sound) - 10 * rate, 10 * rate):
        assert np.sqrt(np.mean(np.square(sound[at : at + 10 * rate]))) > 0.01
    raw = made["audio"].path.read_bytes()
    assert "made by a machine" in raw[:4_000].decode("utf-16-le", "ignore") or "a machine".encode("utf-16-le") in raw[:4_000]
    assert raw.count(b"CHAP") == 4
    chapters = made["audio"].path.with_name("listen-chapters.txt").read_text("utf-8-sig")
    assert re.findall(r"^\d+:\d\d  (.+)$", chapters, re.M) == [
        "Home care in Arden", "What we ask of you", "What people said", "What happens next",
    ]  # fmt: skip


def test_what_is_said() -> None:
    from kitchentable.words.formats.spoken import MACHINE, chapters, spelled

    assert spelled("The NHS, two CPAs & World War II") == "The N H S, two C P A’s &amp; World War II"
    assert spelled("مرحبا") == '<voice xml:lang="ar">مرحبا</voice>'
    first = chapters(read_markdown(LATIN))[0].pieces[0]
    assert MACHINE in first
    assert "A S C" in first


def test_sound_in_a_language_that_nobody_speaks_here_is_not_ready(tmp_path: Path) -> None:
    made = make("audio", Paper("Abc", read_markdown("Abc def ghi.").blocks, "zz"), tmp_path)
    assert [check.what for check in made.checks if not check.passed] == ["A voice speaks the language of the paper"]


# Braille


def test_braille_lays_out_and_comes_back(made: dict[str, Made], tmp_path: Path) -> None:
    text = made["braille"].path.read_bytes().decode("ascii")
    pages = text.split("\f")[:-1]
    assert len(pages) == made["braille"].pages
    for page in pages:
        rows = page.split("\r\n")[:-1]
        assert len(rows) == 25
        assert max(map(len, rows)) <= 40
    assert pages[0].split("\r\n")[24].strip() == "#A"
    assert "    ,HOME C>E 9 ,>D5" in text  # contracted UEB, as a braille reader would write it
    one = make("braille", read_markdown(LATIN), tmp_path, braille_grade=1)
    assert one.ready
    assert "HOME CARE IN" in one.path.read_text()


def test_braille_goes_back_into_print_with_another_table_format(made: dict[str, Made]) -> None:
    cells = made["braille"].path.read_bytes().decode("ascii").replace("\r\n", " ").replace("\f", " ").translate(braille.TO_CELLS)
    command = [shutil.which("lou_translate") or "", "--backward", "unicode.dis,en-ueb-g2.ctb"]
    back = subprocess.run(command, input=cells[:1_500] + "\n", capture_output=True, text=True, check=True, timeout=60).stdout
    assert "paper about home care" in back
    assert "what comes next" in back


def test_words_longer_than_a_line_go_on_in_the_next(tmp_path: Path) -> None:
    made = make("braille", read_markdown("# T\n\n" + "incomprehensibility" * 12 + " end"), tmp_path)
    by = {check.what: check for check in made.checks}
    assert by["The file holds each braille word in its order"].passed
    assert by["Pages hold 40 cells by 25 lines"].passed


def test_letters_without_cells_are_said_and_not_dropped_in_silence(tmp_path: Path) -> None:
    made = make("braille", read_markdown("# T\n\nHello مرحبا 🙂"), tmp_path)
    assert not made.ready
    assert [check.what for check in made.checks if not check.passed] == ["No letters had to be left out"]


# Bad input


@pytest.mark.parametrize(
    "text",
    [
        "# T\n\n" + "x" * 300,
        "# T\n\n🙂👍🏽👨‍👩‍👧 ok",
        "# مرحبا بكم\n\nشارك معنا رأيك في الرعاية",
        '---\nlang: cy\n---\n# Croeso\n\nMae croeso i chi ysgrifennu atom.\n\n<span lang="en">Welcome</span>',
        "# T\n\n| a |\n| --- |\n| " + "long " * 300 + "|",
        "# T\n\n" + "> " * 12 + "deep quote",
        "# T\n\n- \n\n![](https://example.org/a.png)\n\n\x00\x07 ok",
        "# " + "Long title " * 60 + "\n\nWords",
    ],
    ids=["long word", "emoji", "right to left", "Welsh", "wide table", "deep", "empty things", "long title"],
)
def test_odd_papers_are_made_in_every_format(text: str, tmp_path: Path) -> None:
    paper = read_markdown(text)
    for kind in ("html", "plain", "word", "pdf", "large24"):
        made = make(kind, paper, tmp_path)
        assert made.ready, [check for check in made.checks if not check.passed]
    for kind in ("audio", "braille"):
        make(kind, paper, tmp_path)


@pytest.mark.slow
def test_a_million_words_are_made_or_refused_with_a_reason(tmp_path: Path) -> None:
    paper = read_markdown("# T\n\n" + ("Some words that go on and on here. " * 20 + "\n\n") * 7_200)
    for kind in ("pdf", "audio", "braille"):
        with pytest.raises(CannotMake, match="in parts"):
            make(kind, paper, tmp_path)
    assert make("html", paper, tmp_path).ready
    assert make("plain", paper, tmp_path).ready


def test_without_its_program_a_format_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from kitchentable.words.formats import audio

    monkeypatch.setenv("PATH", str(tmp_path))
    for module in (audio, braille):
        module.missing.cache_clear()
    try:
        assert "espeak-ng is missing" in can_make("audio")
        assert "liblouis is missing" in can_make("braille")
        with pytest.raises(CannotMake, match="a person has to record"):
            make("audio", read_markdown("# T\n\nWords"), tmp_path)
        assert make("word", read_markdown("# T\n\nWords"), tmp_path).ready
    finally:
        for module in (audio, braille):
            module.missing.cache_clear()


def test_missing_words_are_counted_and_named() -> None:
    check = all_there("w", ["one two two"], "Two one")
    assert not check.passed
    assert check.because == "1 of 3 words are missing, such as “two”."
