"""Files of formats that people bring: what each kind may be, looked into by content, and the checks it must pass."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kitchentable.people import files
from kitchentable.people.files import MEGABYTE, NotTaken, Upload
from kitchentable.words.making import Check
from kitchentable.words.models import Format

Kind = Format.Kind
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF_TYPE, TEXT_TYPE, BRAILLE_TYPE = "application/pdf", "text/plain; charset=utf-8", "application/x-brf"
MOST_PAPER, MOST_TEXT, MOST_UNPACKED = 25 * MEGABYTE, 5 * MEGABYTE, 400 * MEGABYTE
BRAILLE_SIGNS = frozenset(range(0x20, 0x80)) | {0x0A, 0x0C, 0x0D}
PAPERS = (WORD_TYPE, PDF_TYPE)
TAKES: dict[str, tuple[str, ...]] = {
    Kind.WORD: (WORD_TYPE,),
    Kind.PDF: (PDF_TYPE,),
    Kind.LARGE16: PAPERS,
    Kind.LARGE18: PAPERS,
    Kind.LARGE24: PAPERS,
    Kind.EASY: PAPERS,
    Kind.AUDIO: ("audio",),
    Kind.PLAIN: (TEXT_TYPE,),
    Kind.BRAILLE: (BRAILLE_TYPE,),
    Kind.BSL: ("video",),
    Kind.LANGUAGE: (TEXT_TYPE, *PAPERS),
}
"""What may be brought for which kind. Never a web page: it could do things in a browser."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A good file: what it is, its ending, its checks, and its content when it was read whole."""

    media_type: str
    ending: str
    checks: tuple[Check, ...]


def look(upload: Upload, kind: str) -> Brought:
    """What this file is, for this kind. Raises NotTaken with a sentence that says what to do."""
    takes = TAKES.get(kind, ())
    if not takes:
        raise NotTaken(_("We make this format ourselves. It cannot be brought."))
    if takes in (("audio",), ("video",)):
        return _recording(upload, takes[0])
    found = _paper(upload)
    if found.media_type == TEXT_TYPE and takes == (BRAILLE_TYPE,):
        return _braille(upload)
    if found.media_type not in takes:
        raise NotTaken(_("This is another kind of file than we need here. %(what)s") % {"what": what_we_take(kind)})
    return found


def what_we_take(kind: str) -> str:
    """Which files we take for a kind, in words."""
    words = {
        WORD_TYPE: _("a Word document (docx)"),
        PDF_TYPE: _("a PDF"),
        TEXT_TYPE: _("plain text (txt or md)"),
        BRAILLE_TYPE: _("a braille file (brf)"),
        "audio": _("a recording (mp3, m4a, ogg or wav)"),
        "video": _("a video (mp4, mov or webm)"),
    }
    return _("Bring one of these: %(kinds)s.") % {"kinds": ", ".join(words[one] for one in TAKES.get(kind, ()))}


def _recording(upload: Upload, wanted: str) -> Brought:
    size, most = upload.file.size or 0, files.MOST_BYTES[files.Kind(wanted)]
    if size > most:
        raise NotTaken(
            _(
                "“%(name)s” is too big: %(size)d MB. The most is %(most)d MB. Save it again as MP4 in a smaller size (720p is enough "
                "to see signing well), or cut it into parts and tell the translator. You can also bring it to us on a stick."
            )
            % {"name": files.tidy_name(upload.file.name or ""), "size": -(-size // MEGABYTE), "most": most // MEGABYTE}
        )
    files.check_size(upload)
    seen = files.look_into(upload.file, upload.file.name or "")
    if seen.kind != wanted:
        raise NotTaken(
            _("This is no video. Bring the video of somebody who signs it.")
            if wanted == "video"
            else _("This is no recording. Bring a recording of somebody who reads it.")
        )
    what = _("It is a video") if wanted == "video" else _("It is a recording")
    return Brought(seen.media_type, files.ENDINGS[seen.media_type], (Check(what, True),))


def _paper(upload: Upload) -> Brought:
    size, name = upload.file.size or 0, files.tidy_name(upload.file.name or "")
    if size == 0:
        raise NotTaken(_("“%(name)s” is empty. Choose it again.") % {"name": name})
    if size > MOST_PAPER:
        raise NotTaken(
            _("“%(name)s” is too big: %(size)d MB. The most is %(most)d MB. Make the pictures in it smaller and save it again.")
            % {"name": name, "size": -(-size // MEGABYTE), "most": MOST_PAPER // MEGABYTE}
        )
    upload.file.seek(0)
    head = upload.file.read(8)
    upload.file.seek(0)
    if head[:5] == b"%PDF-":
        return Brought(PDF_TYPE, "pdf", _pdf_checks(upload))
    if head[:4] == b"PK\x03\x04":
        return _word(upload, name)
    return _text(upload, name)


def _word(upload: Upload, name: str) -> Brought:
    try:
        with zipfile.ZipFile(upload.file) as packed:
            inside = packed.infolist()
            names = {one.filename for one in inside}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise NotTaken(_("We could not open “%(name)s”. Save it again as a Word document.") % {"name": name}) from error
    finally:
        upload.file.seek(0)
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        raise NotTaken(_("“%(name)s” is no Word document. Save it as docx and choose it again.") % {"name": name})
    if any(one.lower().endswith("vbaproject.bin") for one in names):
        raise NotTaken(
            _("There are macros in “%(name)s”: small programs that run when somebody opens it. Save it without macros, as docx.")
            % {"name": name}
        )
    if sum(one.file_size for one in inside) > MOST_UNPACKED:
        raise NotTaken(_("“%(name)s” gets far too big when it is opened. Save it again with smaller pictures.") % {"name": name})
    return Brought(WORD_TYPE, "docx", (Check(_("It is a Word document without macros"), True),))


def _pdf_checks(upload: Upload) -> tuple[Check, ...]:
    """Is there text in it that can be read aloud, and is it tagged? Looked at in the first pages and the first megabytes."""
    import pypdfium2

    try:
        content = upload.file.read()
        pages = pypdfium2.PdfDocument(content)
        first = [pages[n].get_textpage().get_text_bounded() for n in range(min(len(pages), 5))]
    except pypdfium2.PdfiumError as error:
        raise NotTaken(_("We could not open this PDF. Is there a password on it? Save it again without one.")) from error
    finally:
        upload.file.seek(0)
    has_text = any(words.strip() for words in first)
    tagged = b"/StructTreeRoot" in content or b"/ObjStm" in content
    return (
        Check(
            _("There is text in it that can be read aloud"),
            has_text,
            _("It is only pictures of pages. Save it again from its text."),
        ),
        Check(_("It is tagged, so that it reads well aloud"), tagged, _("Save it again as a tagged PDF.")),
    )


def _text(upload: Upload, name: str) -> Brought:
    if (upload.file.size or 0) > MOST_TEXT:
        raise NotTaken(_("“%(name)s” is too long for a text.") % {"name": name})
    try:
        words = upload.file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotTaken(
            _("We cannot read “%(name)s”. Bring a Word document, a PDF, or plain text saved as UTF-8.") % {"name": name}
        ) from error
    finally:
        upload.file.seek(0)
    if "\x00" in words or not words.strip():
        raise NotTaken(_("There are no words that we can read in “%(name)s”.") % {"name": name})
    return Brought(TEXT_TYPE, "txt", (Check(_("There are words in it"), True),))


def _braille(upload: Upload) -> Brought:
    content = upload.file.read()
    upload.file.seek(0)
    lines = content.replace(b"\x0c", b"\n").splitlines()
    longest = max((len(line) for line in lines), default=0)
    return Brought(
        BRAILLE_TYPE,
        "brf",
        (
            Check(
                _("It holds braille signs only"),
                _only(content, BRAILLE_SIGNS),
                _("There are signs in it that no braille printer knows."),
            ),
            Check(_("No line is longer than 40 cells"), longest <= 40, _("The longest line has %(n)d cells.") % {"n": longest}),
        ),
    )


def _only(content: bytes, signs: Iterable[int]) -> bool:
    return not set(content) - set(signs)
