"""What may stand in a paper that came from outside: which addresses, which languages, which pictures."""

from __future__ import annotations

import base64
import io
import re

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
LEADS = ("http", "https", "mailto", "tel")
LARGEST_PICTURE = 8_000_000  # bytes; own limit
FIRST_BYTES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+")


def href(address: str) -> str:
    """The address of a link, or nothing when it could do something other than lead to a page."""
    address = re.sub(r"[\x00-\x20\x7f]+", "", address)
    found = SCHEME.match(address)
    if found and found[1].lower() not in LEADS:
        return ""
    return address


def is_whole(address: str) -> bool:
    """Does it lead somewhere from anywhere? A file cannot follow “/papers/”."""
    found = SCHEME.match(address)
    return bool(found and found[1].lower() in LEADS)


def language(tag: str) -> str:
    """A language tag, or nothing when it is none."""
    tag = tag.strip()
    return tag if LANGUAGE.fullmatch(tag) else ""


def picture(src: str) -> str:
    """The source of a picture: a data: address of a picture stays, any other is kept as a name and never fetched."""
    src = src.strip()
    if src.lower().startswith("data:"):
        found = DATA.fullmatch(src)
        return src if found and len(src) < LARGEST_PICTURE * 2 else ""
    return href(src)


def as_data(raw: bytes) -> str:
    """A data: address for the bytes of a picture; nothing when they are none that we know, or too many."""
    if len(raw) > LARGEST_PICTURE:
        return ""
    kind = next((kind for first, kind in FIRST_BYTES.items() if raw.startswith(first)), "")
    if not kind and raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        kind = "image/webp"
    return f"data:{kind};base64,{base64.b64encode(raw).decode()}" if kind else ""


def from_data(src: str) -> bytes:
    """The bytes in a data: address of a picture."""
    return base64.b64decode(src.partition(",")[2])


def opens(src: str) -> bool:
    """Can the picture in a data: address be opened and shown whole? One that cannot would break a format much later."""
    from PIL import Image, ImageFile

    # The typesetter tells this library to take halves of pictures; whether one is whole must not hang on who was there first.
    kept, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with Image.open(io.BytesIO(from_data(src))) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = kept
    return True
