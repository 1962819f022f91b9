"""A file becomes a paper: Markdown, text, HTML, Word, OpenDocument and PDF."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from kitchentable.words.clarity.files import LARGEST, MARKDOWN, PAGES, decoded
from kitchentable.words.clarity.finding import BadFile
from kitchentable.words.formats.building import Build, paper_of, plain_blocks
from kitchentable.words.formats.markdown_in import read_markdown
from kitchentable.words.formats.markdown_out import to_markdown
from kitchentable.words.formats.paper import Heading, Paper, levelled, said
from kitchentable.words.formats.safe import LARGEST_PICTURE

__all__ = ["BadFile", "read_bytes", "read_file", "read_markdown", "to_markdown"]


def read_file(path: Path) -> Paper:
    """A paper from a file. Pictures that lie beside it come in. Raises BadFile with a sentence that says why not."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadFile(f"{path.name} has {path.stat().st_size / 1e6:.0f} MB; {LARGEST / 1e6:.0f} MB is the most.")
        raw = path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path.name} cannot be read: {(error.strerror or str(error)).lower()}.") from error
    folder = path.resolve().parent

    def beside(src: str) -> bytes:
        """A picture in the folder of the file, or in one within it: no way up and out."""
        try:
            at = (folder / unquote(src.partition("?")[0])).resolve()
            if at.is_relative_to(folder) and at.is_file() and at.stat().st_size <= LARGEST_PICTURE:
                return at.read_bytes()
        except (OSError, ValueError):
            pass
        return b""

    return read_bytes(raw, path.name, Build(beside))


def read_bytes(raw: bytes, name: str, build: Build | None = None) -> Paper:
    """A paper from what an upload holds; `name` says what it claims to be. Raises BadFile."""
    build = build or Build()
    if len(raw) > LARGEST:
        raise BadFile(f"{name} has {len(raw) / 1e6:.0f} MB; {LARGEST / 1e6:.0f} MB is the most.")
    ending = Path(name).suffix.lower()
    stem = Path(name).stem.replace("_", " ").replace("-", " ").strip()
    if raw.startswith(b"PK\x03\x04"):
        from kitchentable.words.formats.docx_in import read_docx_bytes

        word = read_docx_bytes(raw, name, build)
        if word is not None:
            return _named(word, stem)
    is_packed = raw.startswith((b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0")) or ending in (".pdf", ".docx", ".docm", ".odt")
    if not is_packed:
        text = decoded(raw, name)
        if ending in PAGES or text[:200].lstrip().lower().startswith(("<!doctype html", "<html")):
            from kitchentable.words.formats.html_in import read_html

            return _named(read_html(text, build=build), stem)
        if ending in MARKDOWN:
            return _named(read_markdown(text, build=build), stem)
    from kitchentable.words.clarity import files

    source = files.read_bytes(raw, name)
    blocks = plain_blocks((one.kind, source.text[one.start : one.end], one.level) for one in source.blocks)
    notes = source.notes
    if raw.startswith(b"%PDF-"):
        notes = (*notes, "It was read from a PDF, which keeps no headings, tables or pictures: look it through before it goes out.")
    return _named(paper_of("", blocks, notes=(*notes, *build.notes)), stem)


def _named(paper: Paper, stem: str) -> Paper:
    """A paper with a title: its own, its first heading, or the name of its file."""
    if paper.title:
        return paper
    first = paper.blocks[0] if paper.blocks else None
    if isinstance(first, Heading):
        # A text that begins with a heading begins with its title.
        return replace(paper, title=said(first.inside).replace("\n", " "), blocks=levelled(paper.blocks[1:]))
    return replace(paper, title=stem or "Paper")
