"""Hands over a file, whole or the part that a player asks for, so that a browser cannot be tricked by it. Whoever calls it has asked the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
AT_ONCE = 256 * 1024


def hand_over(request: HttpRequest, path: Path, *, name: str, media_type: str, shown: bool) -> HttpResponseBase:
    """The file at `path`; `shown`: a browser may show or play it in the page, else it is only saved. Raises Http404 when it is gone."""
    try:
        size = path.stat().st_size
    except FileNotFoundError as gone:
        raise Http404 from gone
    part = _part(request.headers.get("Range", ""), size)
    if part is None:
        refused = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        return _safe(refused, name, shown)
    first, last = part
    length = last - first + 1
    whole = length == size
    response = StreamingHttpResponse(
        _read(path, first, length) if request.method == "GET" else iter(()), content_type=_with_letters(media_type)
    )
    response.status_code = 200 if whole else 206
    response["Content-Length"] = str(length)
    if not whole:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return _safe(response, name, shown)


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """The first and last byte that are asked for; the whole when the header is none we know; None when it lies outside."""
    found = RANGE.fullmatch(asked.strip())
    if found is None or found.groups() == ("", ""):
        return 0, size - 1
    first, last = found.groups()
    if not first:
        return (max(size - int(last), 0), size - 1) if int(last) else None
    if int(first) >= size or (last and int(last) < int(first)):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


def _read(path: Path, first: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as opened:
        opened.seek(first)
        while length > 0 and (chunk := opened.read(min(AT_ONCE, length))):
            length -= len(chunk)
            yield chunk


def _with_letters(media_type: str) -> str:
    """All our texts are UTF-8."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") and "charset" not in media_type else media_type


def _safe(response: HttpResponseBase, name: str, shown: bool) -> HttpResponseBase:
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = content_disposition_header(not shown, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; media-src 'self'; img-src 'self'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
