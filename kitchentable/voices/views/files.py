"""Hands over a file that came with a contribution, to those whom the rules let, and so that a browser cannot be tricked by it."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kitchentable.people.serving import hand_over
from kitchentable.policy.act import require
from kitchentable.policy.marks import KTRequest, public
from kitchentable.voices import files
from kitchentable.voices.models import Contribution, Kept
from kitchentable.voices.opened import actor_for, tidy_code
from kitchentable.voices.rules import typed_for_author
from kitchentable.voices.views.mine import note_helper


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
    except FileNotFoundError as gone:
        raise Http404 from gone
    return hand_over(request, path, name=kept.name, media_type=kept.media_type, shown=files.is_shown(kept))
