"""Every format that a machine can make from a paper, and whether this house can make it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kitchentable import __version__
from kitchentable.words.formats.checks_html import check_html, check_plain
from kitchentable.words.formats.made import CannotMake, Check, Made, Progress, digest_of, put
from kitchentable.words.formats.paper import Paper

__all__ = ["KINDS", "CannotMake", "Check", "Made", "can_make", "make"]


@dataclass(frozen=True, slots=True)
class _Written:
    """What a writer of one kind hands back."""

    made_with: str
    checks: tuple[Check, ...]
    pages: int = 0
    seconds: int = 0


Writer = Callable[[Paper, Path, Progress], _Written]


def _html(paper: Paper, out: Path, _: Progress) -> _Written:
    from kitchentable.words.formats.web import page

    put(out, page(paper).encode())
    return _Written(f"Kitchen Table {__version__}", check_html(out, paper))


def _plain(paper: Paper, out: Path, _: Progress) -> _Written:
    from kitchentable.words.formats.plain import plain

    # With a byte-order mark: without it, an old Notepad shows “’” as three signs.
    put(out, plain(paper).encode("utf-8-sig"))
    return _Written(f"Kitchen Table {__version__}", check_plain(out, paper))


def _pdf_at(points: int) -> Writer:
    def writer(paper: Paper, out: Path, progress: Progress) -> _Written:
        from importlib.metadata import version

        from kitchentable.words.formats.pdfs import pdf_of

        written = pdf_of(paper, out, points, progress)
        return _Written(f"WeasyPrint {version('weasyprint')}, pikepdf {version('pikepdf')}", written.checks, written.pages)

    return writer


def _pdf_missing() -> str:
    from kitchentable.words.formats.pdfs import missing

    return missing()


def _audio(paper: Paper, out: Path, progress: Progress) -> _Written:
    from importlib.metadata import version

    from kitchentable.words.formats import audio

    heard = audio.write_audio(paper, out, progress)
    return _Written(f"espeak-ng {audio.version()}, lameenc {version('lameenc')}", heard.checks, seconds=heard.seconds)


def _audio_missing() -> str:
    from kitchentable.words.formats.audio import missing

    return missing()


def _braille_of(grade: int) -> Writer:
    def writer(paper: Paper, out: Path, progress: Progress) -> _Written:
        from kitchentable.words.formats import braille

        written = braille.write_braille(paper, out, progress, grade=grade)
        return _Written(f"liblouis {braille.version()}, grade {grade}", written.checks, written.pages)

    return writer


def _braille_missing() -> str:
    from kitchentable.words.formats.braille import missing

    return missing()


def _word(paper: Paper, out: Path, _: Progress) -> _Written:
    from importlib.metadata import version

    from kitchentable.words.formats.word import write_word
    from kitchentable.words.formats.word_checks import check_word

    write_word(paper, out)
    return _Written(f"python-docx {version('python-docx')}", check_word(out, paper))


@dataclass(frozen=True, slots=True)
class _Kind:
    writer: Writer
    file: str
    media_type: str
    needs: Callable[[], str] = lambda: ""


_KINDS: dict[str, _Kind] = {
    "html": _Kind(_html, "web-page.html", "text/html"),
    "word": _Kind(_word, "word.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": _Kind(_pdf_at(14), "paper.pdf", "application/pdf", _pdf_missing),
    "large16": _Kind(_pdf_at(16), "large-print-16.pdf", "application/pdf", _pdf_missing),
    "large18": _Kind(_pdf_at(18), "large-print-18.pdf", "application/pdf", _pdf_missing),
    "large24": _Kind(_pdf_at(24), "large-print-24.pdf", "application/pdf", _pdf_missing),
    "audio": _Kind(_audio, "listen.mp3", "audio/mpeg", _audio_missing),
    "plain": _Kind(_plain, "plain-text.txt", "text/plain"),
    "braille": _Kind(_braille_of(2), "braille.brf", "text/plain", _braille_missing),
}
KINDS: tuple[str, ...] = tuple(_KINDS)


def can_make(kind: str) -> str:
    """Nothing when this house can make it; otherwise what is missing and what that costs, in a plain sentence."""
    if kind not in _KINDS:
        return "No machine can make this: a person has to."
    return _KINDS[kind].needs()


def make(kind: str, paper: Paper, folder: Path, *, progress: Progress | None = None, braille_grade: int = 2) -> Made:
    """Make one format of a paper in a folder, read it back and check it. `braille_grade`: 2 is contracted, 1 is
    letter by letter. Raises CannotMake, and OSError when the disk is full."""
    if missing := can_make(kind):
        raise CannotMake(missing)
    how = _KINDS[kind]
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / how.file
    said = progress or (lambda part: None)
    writer = _braille_of(braille_grade) if kind == "braille" else how.writer
    written = writer(paper, out, said)
    said(1.0)
    return Made(
        kind,
        out,
        how.media_type,
        out.stat().st_size,
        digest_of(out),
        written.pages,
        written.seconds,
        written.made_with,
        written.checks,
    )
