"""Hands over a recording of what works for a person, to those who may read it; unlocked for them alone, and kept nowhere on the way."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kitchentable.people import files
from kitchentable.people.looking import note_looks
from kitchentable.people.models import Look, WhatWorks
from kitchentable.people.secret import InvalidToken
from kitchentable.policy.act import require
from kitchentable.policy.marks import KTRequest, signed_in


@signed_in
@require_safe
def recording(request: KTRequest, need: str) -> HttpResponse:
    """The recording, whole."""
    one = get_object_or_404(WhatWorks.objects.seen_by(request.person), key=need)
    require(request.person, "people.hear_need", one)
    if not one.voice:
        raise Http404
    try:
        body = files.read_locked(one.voice)
    except (FileNotFoundError, InvalidToken) as gone:
        raise Http404 from gone
    note_looks(request.person, [one.person_id], Look.What.NEEDS, Look.Why.SUPPORT, needs=[one])
    response = HttpResponse(body, content_type=one.voice_type)
    name = f"{_('what works for me')}.{files.ENDINGS[one.voice_type]}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; media-src 'self'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
