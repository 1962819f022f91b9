"""Hands over a file that came with a contribution, to those whom the rules let, and so that a browser cannot be tricked by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from kitchentable.policy.act import require
from kitchentable.policy.marks import KTRequest, public
from kitchentable.voices import files
from kitchentable.voices.models import Contribution, Kept
from kitchentable.voices.opened import actor_for, tidy_code
from kitchentable.voices.rules import typed_for_author
from kitchentable.voices.views.mine import note_helper

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
AT_ONCE = 256 * 1024


@public("The author's own, by sign-in or by code; and those who lead or must answer: the rule “voices.read_file” is asked.")
@require_safe
def file(request: KTRequest, code: str, key: str) -> HttpResponseBase:
    """One file, whole or the part that a player asks for."""
    kept = get_object_or_404(
        Kept.objects.select_related("contribution__work"), key=key, contribution__code=tidy_code(code), gone_at__isnull=True
    )
    by = actor_for(request, kept.contribution)
    if by is request.person:
        get_object_or_404(Contribution.objects.seen_by(request.person), pk=kept.contribution_id)
    require(by, "voices.read_file", kept.contribution)
    if typed_for_author(by, kept.contribution):
        note_helper(by, kept.contribution)
    try:
        path = files.where(kept)
        size = path.stat().st_size
    except FileNotFoundError as gone:
        raise Http404 from gone
    return _answer(request, kept, path, size)


def _answer(request: KTRequest, kept: Kept, path: Path, size: int) -> HttpResponseBase:
    part = _part(request.headers.get("Range", ""), size)
    if part is None:
        refused = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        return _safe(refused, kept)
    first, last = part
    length = last - first + 1
    whole = length == size
    response = StreamingHttpResponse(
        _read(path, first, length) if request.method == "GET" else iter(()), content_type=kept.media_type
    )
    response.status_code = 200 if whole else 206
    response["Content-Length"] = str(length)
    if not whole:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return _safe(response, kept)


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


def _safe(response: HttpResponseBase, kept: Kept) -> HttpResponseBase:
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = content_disposition_header(not files.is_shown(kept), kept.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; media-src 'self'; img-src 'self'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
