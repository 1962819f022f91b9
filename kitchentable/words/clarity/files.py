"""A file becomes a source. What kind it is shows in its first bytes, not only in its name."""

from __future__ import annotations

from pathlib import Path

from kitchentable.words.clarity.finding import BadFile
from kitchentable.words.clarity.source import Source

LARGEST = 50_000_000  # bytes; own limit: a longer paper is not read by anybody
MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
PAGES = (".html", ".htm", ".xhtml")
OFFICE = {".docx": "Word", ".docm": "Word", ".odt": "OpenDocument"}


def read_file(path: Path) -> Source:
    """Read a file. Raises BadFile with a sentence that says why it cannot be checked and what to do."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise BadFile(
                f"{path.name} has {size / 1e6:.0f} MB; {LARGEST / 1e6:.0f} MB is the most. Check its parts, or save it without pictures."
            )
        raw = path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path.name} cannot be read: {(error.strerror or str(error)).lower()}.") from error
    return read_bytes(raw, path.name)


def read_bytes(raw: bytes, name: str) -> Source:
    """Read what an upload holds; `name` says what it claims to be. Raises BadFile."""
    if len(raw) > LARGEST:
        raise BadFile(f"{name} has {len(raw) / 1e6:.0f} MB; {LARGEST / 1e6:.0f} MB is the most.")
    ending = Path(name).suffix.lower()
    if raw.startswith(b"%PDF-") or (ending == ".pdf" and b"%PDF-" in raw[:1024]):
        from kitchentable.words.clarity.pdf import read_pdf

        return read_pdf(raw, name)
    if raw.startswith(b"PK\x03\x04"):
        from kitchentable.words.clarity.office import read_office

        return read_office(raw, name)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadFile(
            f"{name} is an old Office file, or is protected by a password. Save it as .docx without a password and try again."
        )
    if ending in OFFICE or ending == ".pdf":
        raise BadFile(f"{name} is not what its name says: it does not begin like a {ending} file.")
    text = decoded(raw, name)
    if ending in PAGES or text[:200].lstrip().lower().startswith(("<!doctype html", "<html")):
        from kitchentable.words.clarity.html import read_html

        return read_html(text, name)
    if ending in MARKDOWN:
        from kitchentable.words.clarity.markdown import read_markdown

        return read_markdown(text, name)
    from kitchentable.words.clarity.plain_text import read_plain

    return read_plain(text, name)


def decoded(raw: bytes, name: str) -> str:
    """The text of bytes: UTF-8, UTF-16 with its mark, or what Windows wrote. Raises BadFile for what is no text."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    if raw.count(b"\x00", 0, 10_000):
        raise BadFile(f"{name} is not a text, Markdown, HTML, Word, OpenDocument or PDF file.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
