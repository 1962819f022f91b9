"""Files that people send: looked into, made safe, kept under the house's folder. What names them and serves them is a floor's own.

What a file is, is read from its content; its name and what the browser says are not believed. Pictures are drawn anew, so that
no place, camera or hidden text stays in them. Recordings and papers are kept byte for byte.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

import puremagic
from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps, UnidentifiedImageError

from kitchentable.people.models.person import new_key
from kitchentable.people.secret import lock_bytes, unlock_bytes
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Problem


class Kind(models.TextChoices):
    """What a file is, to a person."""

    AUDIO = "audio", gettext_lazy("Voice recording")
    VIDEO = "video", gettext_lazy("Video")
    PICTURE = "picture", gettext_lazy("Picture")
    PAPER = "paper", gettext_lazy("Paper")


MEGABYTE = 1_000_000
MOST_BYTES = {
    Kind.AUDIO: 200 * MEGABYTE,
    Kind.VIDEO: 200 * MEGABYTE,
    Kind.PICTURE: 25 * MEGABYTE,
    Kind.PAPER: 25 * MEGABYTE,
}
MOST_LOCKED_BYTES = 25 * MEGABYTE  # it is encrypted in one piece, in memory
MOST_PIXELS = {"JPEG": 150_000_000, "other": 40_000_000}
MOST_EDGE = 4_000
MOST_FILES = 10
ENDINGS = {
    "audio/webm": "webm", "audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/wav": "wav",
    "video/webm": "webm", "video/mp4": "mp4", "video/quicktime": "mov",
    "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf",
}  # fmt: skip
HELD, A_DAY = "kitchentable.people.held", 24 * 3600
SAFE_NAME = re.compile(r"[0-9a-f]{2}/[2-9a-z]{16}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent, and what the person says it is ("audio", "video", "picture", "paper")."""

    file: UploadedFile
    kind: str


class NotTaken(Problem):
    """A file that is not what it says, or too big."""

    field = "files"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file is, by its content."""

    kind: Kind
    media_type: str


def folder() -> Path:
    """Where files are kept."""
    return Path(settings.FILES)


def look_into(file: IO[bytes], name: str = "") -> Seen:
    """What this file is, by its content. Raises NotTaken for anything we do not take."""
    file.seek(0)
    head = file.read(64 * 1024)
    found = _seen(head, file)
    file.seek(0)
    if found is not None:
        return found
    if _is_apple_picture(head):
        raise NotTaken(
            _("“%(name)s” is a HEIC picture. We cannot open these. Save it as JPEG, or take a photo of the screen, and send that.")
            % {"name": tidy_name(name)}
        )
    raise NotTaken(
        _("“%(name)s” is not a file that we can take%(what)s. Send a recording, a video, a photo or a PDF.")
        % {"name": tidy_name(name), "what": _looks_like(head)}
    )


@dataclass(frozen=True, slots=True)
class Written:
    """A file that is on disk now: what it is, what to call it, where it lies under `folder()`."""

    kind: Kind
    name: str
    media_type: str
    size: int
    digest: str
    path: str


def write(upload: Upload, *, locked: bool = False) -> Written:
    """Put a file on disk, whole; pictures are drawn anew. Call it inside a transaction, and make the row that names it there.

    `locked`: encrypted, at most 25 MB, to be read with `read_locked`; size and digest are then those of the encrypted file.
    Raises NotTaken; OSError when the disk is full (nothing is left behind).
    """
    check_size(upload, most=MOST_LOCKED_BYTES if locked else None)
    seen = look_into(upload.file, upload.file.name or "")
    kind = seen.kind
    if kind == Kind.PICTURE:
        chunks, media_type = _drawn_anew(upload.file)
        kind = Kind.PAPER if upload.kind == Kind.PAPER else kind
    else:
        chunks, media_type = upload.file.chunks(), seen.media_type
    path, size, digest = _write([lock_bytes(b"".join(chunks))] if locked else chunks)
    return Written(kind, _name(upload.file.name or "", media_type), media_type, size, digest, path)


def write_made(chunks: Iterable[bytes]) -> tuple[str, int, str]:
    """Put what this house made, or what a floor looked into by itself, on disk as it is: (path, bytes, SHA-256).

    Call it inside `tidy`, and have a row name it. Raises OSError when the disk is full (nothing is left behind).
    """
    return _write(chunks)


Names = Callable[[list[str]], Iterable[str]]
_NAMES: list[Names] = []


def names_files(found: Names) -> Names:
    """A floor registers which of some paths its rows name: what nobody names is swept away."""
    _NAMES.append(found)
    return found


def _named(paths: list[str]) -> set[str]:
    return {path for found in _NAMES for path in found(paths)}


def read_locked(path: str) -> bytes:
    """The content of a file that was written locked. Raises FileNotFoundError, and InvalidToken when no key of this house fits."""
    return unlock_bytes(where(path).read_bytes())


def check_size(upload: Upload, *, most: int | None = None) -> None:
    """Refuse what is bigger than its kind may be (or than `most` bytes), with a sentence that says what to do. Raises NotTaken."""
    size = upload.file.size or 0
    name = tidy_name(upload.file.name or "")
    if size == 0:
        raise NotTaken(_("“%(name)s” is empty. Record or choose it again.") % {"name": name})
    most = most or MOST_BYTES[look_into(upload.file, name).kind]
    if size > most:
        raise NotTaken(
            _("“%(name)s” is too big: %(size)d MB. The most is %(most)d MB. Send a shorter one, or ring us and we find a way.")
            % {"name": name, "size": -(-size // MEGABYTE), "most": most // MEGABYTE}
        )


def hold(upload: Upload) -> str:
    """Put a good file aside for a day, when its form could not be taken yet; returns a sealed ticket for the page. Empty when it is no good."""
    try:
        check_size(upload)
    except NotTaken:
        return ""
    key = new_key()
    place = _aside(key)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for chunk in upload.file.chunks():
                out.write(chunk)
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    return signing.dumps([key, tidy_name(upload.file.name or ""), upload.kind], salt=HELD)


def held(ticket: str) -> Upload | None:
    """The file that was put aside for this ticket; None when the day is over or it is no ticket of ours."""
    try:
        key, name, kind = signing.loads(ticket, salt=HELD, max_age=A_DAY)
        opened = _aside(key).open("rb")
    except (signing.BadSignature, FileNotFoundError):
        return None
    size = os.fstat(opened.fileno()).st_size
    return Upload(UploadedFile(opened, name, size=size), kind)


def let_go(ticket: str) -> None:
    """The file of this ticket is kept elsewhere now, or not wanted."""
    try:
        key, _name, _kind = signing.loads(ticket, salt=HELD)
    except signing.BadSignature:
        return
    _aside(key).unlink(missing_ok=True)


def remove(path: str) -> None:
    """Take a file away for good. Call it once the change is saved (`transaction.on_commit`)."""
    if SAFE_NAME.fullmatch(path):
        (folder() / path).unlink(missing_ok=True)


def where(path: str) -> Path:
    """Where a file lies. Raises FileNotFoundError for a path that this house did not make."""
    if not SAFE_NAME.fullmatch(path):
        raise FileNotFoundError(path)
    return folder() / path


@contextmanager
def tidy() -> Iterator[None]:
    """When what happens inside fails, files that no row names are taken away again."""
    written: list[str] = []
    token = _WRITTEN.set(written)
    try:
        yield
    except BaseException:
        named = _named(written)
        for path in written:
            if path not in named:
                remove(path)
        raise
    finally:
        _WRITTEN.reset(token)


def sweep(older_than_hours: int = 24) -> int:
    """Take away files that no row names (a process was killed between file and row); returns how many."""
    gone, line = 0, now().timestamp() - older_than_hours * 3600
    for file in (folder() / "aside").glob("*"):
        if file.stat().st_mtime < line:
            file.unlink(missing_ok=True)
            gone += 1
    for part in folder().glob("[0-9a-f][0-9a-f]"):
        old = {f"{part.name}/{file.name}": file for file in part.iterdir() if file.stat().st_mtime < line}
        named = _named(list(old))
        for path, file in old.items():
            if path not in named:
                file.unlink(missing_ok=True)
                gone += 1
    return gone


def tidy_name(name: str) -> str:
    """A file's name without folders and without signs that cannot be seen, not longer than 120."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip(" .")
    return plain[:120] or _("file")


# ── looking ───────────────────────────────────────────────────────────────────────────────────────


def _seen(head: bytes, file: IO[bytes]) -> Seen | None:
    if picture := _picture_type(head):
        return Seen(Kind.PICTURE, picture)
    if head[:5] == b"%PDF-":
        return Seen(Kind.PAPER, "application/pdf")
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return Seen(Kind.AUDIO, "audio/wav")
    if head[:4] == b"OggS" and any(sign in head[:200] for sign in (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")):
        return Seen(Kind.AUDIO, "audio/ogg")
    if head[:4] == b"\x1aE\xdf\xa3" and b"webm" in head[:64]:
        moving = any(sign in head for sign in (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG"))
        return Seen(Kind.VIDEO, "video/webm") if moving else Seen(Kind.AUDIO, "audio/webm")
    if head[4:8] == b"ftyp" and not _is_apple_picture(head):
        return _seen_mp4(head, file)
    if _is_mp3(head):
        return Seen(Kind.AUDIO, "audio/mpeg")
    return None


def _picture_type(head: bytes) -> str:
    if head[:3] == b"\xff\xd8\xff":
        return "image/jpeg"
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return "image/gif" if head[:6] in (b"GIF87a", b"GIF89a") else ""


def _is_apple_picture(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"heif", b"avif")


def _seen_mp4(head: bytes, file: IO[bytes]) -> Seen | None:
    """MP4, M4A and MOV are one family: the track list (`moov`) says whether there are pictures in it."""
    tracks = _box(file, b"moov")
    if b"hdlr" not in tracks:
        return None
    if re.search(rb"hdlr.{8}vide", tracks, re.DOTALL):
        quicktime = head[8:12] == b"qt  "
        return Seen(Kind.VIDEO, "video/quicktime" if quicktime else "video/mp4")
    if re.search(rb"hdlr.{8}soun", tracks, re.DOTALL):
        return Seen(Kind.AUDIO, "audio/mp4")
    return None


def _box(file: IO[bytes], wanted: bytes) -> bytes:
    """The first megabytes of one top-level box; empty when it is not among the first two hundred."""
    place = 0
    for _step in range(200):
        file.seek(place)
        start = file.read(16)
        if len(start) < 8:
            return b""
        size = int.from_bytes(start[:4], "big")
        if size == 1:
            size = int.from_bytes(start[8:16], "big")
        if start[4:8] == wanted:
            file.seek(place + 8)
            return file.read(4 * MEGABYTE if size == 0 else min(size, 4 * MEGABYTE))
        if size < 8:
            return b""
        place += size
    return b""


def _is_mp3(head: bytes) -> bool:
    """A tag, or two sound frames in a row."""
    if head[:3] == b"ID3" and len(head) > 10 and head[3] < 0xFF and head[4] < 0xFF and all(b < 0x80 for b in head[6:10]):
        return True
    length = _mp3_frame(head, 0)
    return length > 0 and _mp3_frame(head, length) > 0


def _mp3_frame(head: bytes, at: int) -> int:
    """How long the layer III frame at `at` is; 0 when there is none."""
    if len(head) < at + 4 or head[at] != 0xFF or head[at + 1] & 0xE6 != 0xE2:
        return 0
    version, rate, sampling = (head[at + 1] >> 3) & 3, head[at + 2] >> 4, (head[at + 2] >> 2) & 3
    if version == 1 or rate in (0, 15) or sampling == 3:
        return 0
    newest = version == 3
    rates = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320) if newest else (
        0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160,
    )  # fmt: skip
    hertz = (44_100, 48_000, 32_000)[sampling] // {3: 1, 2: 2, 0: 4}[version]
    return (144 if newest else 72) * rates[rate] * 1000 // hertz + ((head[at + 2] >> 1) & 1)


def _looks_like(head: bytes) -> str:
    try:
        ending = puremagic.from_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    return _(" (it looks like “%(ending)s”)") % {"ending": ending} if ending else ""


# ── drawing anew and writing ──────────────────────────────────────────────────────────────────────


def _drawn_anew(file: UploadedFile) -> tuple[Iterable[bytes], str]:
    """The picture without anything but what can be seen: turned the right way up, at most 4,000 points wide or high."""
    problem = NotTaken(
        _("We could not open “%(name)s” as a picture. Send it again, or take a new photo.") % {"name": tidy_name(file.name or "")}
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file, formats=("JPEG", "PNG", "WEBP", "GIF")) as found:
                kind = found.format or ""
                if found.width * found.height > MOST_PIXELS.get(kind, MOST_PIXELS["other"]):
                    raise NotTaken(
                        _("“%(name)s” has too many points. Send a smaller picture.") % {"name": tidy_name(file.name or "")}
                    )
                found.draft("RGB", (MOST_EDGE, MOST_EDGE))
                return _saved(_clean(found), kind)
    except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError, EOFError, ValueError) as error:
        raise (error if isinstance(error, NotTaken) else problem) from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise problem from error


def _clean(found: Image.Image) -> Image.Image:
    seen = ImageOps.exif_transpose(found)
    see_through = "A" in seen.getbands() or "transparency" in seen.info
    seen = seen.convert("RGBA" if see_through else "RGB")
    seen.thumbnail((MOST_EDGE, MOST_EDGE))
    clean = Image.new(seen.mode, seen.size)
    clean.paste(seen)
    return clean


def _saved(clean: Image.Image, kind: str) -> tuple[Iterable[bytes], str]:
    out = BytesIO()
    if kind == "JPEG":
        clean.convert("RGB").save(out, "JPEG", quality=90, optimize=True)
        return [out.getvalue()], "image/jpeg"
    if kind == "WEBP":
        clean.save(out, "WEBP", quality=90)
        return [out.getvalue()], "image/webp"
    clean.save(out, "PNG")
    return [out.getvalue()], "image/png"


_WRITTEN: ContextVar[list[str] | None] = ContextVar("kitchentable_files_written", default=None)


def _write(chunks: Iterable[bytes]) -> tuple[str, int, str]:
    """Write to a name that nobody reads, then to its place: (path, bytes, SHA-256). On disk before this returns."""
    key = new_key()
    path = f"{hashlib.sha256(key.encode()).hexdigest()[:2]}/{key}"
    end = folder() / path
    end.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    start = end.with_name(f"{key}.part")
    size, digest = 0, hashlib.sha256()
    try:
        with open(os.open(start, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for chunk in chunks:
                out.write(chunk)
                digest.update(chunk)
                size += len(chunk)
            out.flush()
            os.fsync(out.fileno())
        start.replace(end)
    except BaseException:
        start.unlink(missing_ok=True)
        raise
    if (written := _WRITTEN.get()) is not None:
        written.append(path)
    for place in (end.parent, end.parent.parent):
        _sync(place)
    return path, size, digest.hexdigest()


def _sync(place: Path) -> None:
    """A name is on disk only when its folder is."""
    opened = os.open(place, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _aside(key: str) -> Path:
    return folder() / "aside" / key


def _name(name: str, media_type: str) -> str:
    """What the person called it, with the ending that fits what it is."""
    plain = tidy_name(name)
    stem = plain.rsplit(".", 1)[0] if "." in plain else plain
    return f"{stem or _('file')}.{ENDINGS[media_type]}"


def is_shown(media_type: str) -> bool:
    """May a browser show or play it in the page? Papers are only handed over to save."""
    return media_type in ENDINGS and media_type != "application/pdf"
