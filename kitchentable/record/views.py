"""The record's pages: the head of the chain, for anyone to copy and to hold against us later."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kitchentable.record import lines
from kitchentable.record.models import Line, Seal

View = Callable[..., HttpResponse]


def _public(why: str) -> Callable[[View], View]:
    """The mark of `policy.marks.public`; the record lies below policy and cannot import it."""

    def keep(view: View) -> View:
        view.kt_mark = ("public", why)  # type: ignore[attr-defined]
        return view

    return keep


@_public("Anyone may check that nothing was rewritten. It holds no words and no names.")
@never_cache
@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """What the record is, its head now, and how to check it."""
    last = Seal.objects.order_by("-number").first()
    context = {
        "last": last,
        "head": last.head if last else lines.START,
        "head_in_parts": _in_parts(last.head if last else lines.START),
        "lines": Line.objects.count(),
        "waiting": Line.objects.filter(seal__isnull=True).count(),
    }
    return render(request, "record/record.html", context)


@_public("The same head for machines. It holds no words and no names.")
@never_cache
@require_safe
def head(request: HttpRequest) -> HttpResponse:
    """Three lines: the head, the number of the seal, and when it was made (UTC)."""
    last = Seal.objects.order_by("-number").first()
    rows = [last.head, str(last.number), last.at.isoformat()] if last else [lines.START, "0", ""]
    return HttpResponse("\n".join(rows) + "\n", content_type="text/plain; charset=utf-8")


def _in_parts(found: str) -> list[str]:
    """Eight letters at a time: easier to read out and to compare."""
    return [found[at : at + 8] for at in range(0, len(found), 8)]
