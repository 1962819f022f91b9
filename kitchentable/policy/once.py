"""One-time form keys: a double click, a retry or the back button never does a thing twice."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kitchentable.policy.clock import now
from kitchentable.policy.models import Once


def once(request: HttpRequest, do: Callable[[], HttpResponse]) -> HttpResponse:
    """Run `do` (which acts and redirects) once for this form's key; a second time, lead to where the first one led.

    The key is claimed in the same transaction as the acts: when they fail, it is free again.
    """
    key = _key(request)
    if key is None:
        return do()
    try:
        with transaction.atomic():
            mine = Once.objects.create(key=key, at=now(), to="")
            answer = do()
            Once.objects.filter(pk=mine.pk).update(to=answer.headers.get("Location", request.path)[:300])
            return answer
    except IntegrityError:
        before = Once.objects.filter(key=key).first()
        if before is None:
            raise
        response = HttpResponseRedirect(before.to or request.path)
        response.status_code = 303
        return response


def _key(request: HttpRequest) -> str | None:
    """The form's key, tied to the session and the address so that nobody can use up another person's."""
    raw = request.POST.get("once", "")
    try:
        given = uuid.UUID(raw)
    except ValueError:
        return None
    person = getattr(request, "person", None)
    return f"{given.hex}{getattr(person, 'key', '')[:16]}"[:64]
