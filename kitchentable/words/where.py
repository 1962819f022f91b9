"""From which page somebody asks: what of its address may be kept, and to which piece of work it belongs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.urls import Resolver404, resolve

from kitchentable.policy.verdict import Actor
from kitchentable.words.models import Document
from kitchentable.works.models import Work

MAY_BE_KEPT = frozenset({"slug", "document", "call", "draw", "gathering", "term", "place", "group"})
"""Names of things in addresses. Codes of what somebody said and one-time links open doors: such an address is never kept."""

Finder = Callable[[Actor, Mapping[str, str]], Work | None]
_FINDERS: list[Finder] = []


def finds_work(found: Finder) -> Finder:
    """Register how a floor above knows the work of its pages: `(who asks, what stands in the address)`, only what they may see."""
    _FINDERS.append(found)
    return found


def page_of(typed: str) -> str:
    """The address of a page of ours without its query; empty when it is none, or must not be kept."""
    path = typed.partition("?")[0].partition("#")[0] if typed.startswith("/") and not typed.startswith("//") else ""
    return path[:300] if path and _kwargs(path) is not None else ""


def work_of(person: Actor, page: str) -> Work | None:
    """The piece of work that a page (from `page_of`) belongs to; None when it belongs to none, or the person may not see it."""
    known = _kwargs(page) if page else None
    if not known:
        return None
    return next((work for find in _FINDERS if (work := find(person, known)) is not None), None)


def _kwargs(path: str) -> dict[str, str] | None:
    try:
        found = resolve(path)
    except (Resolver404, ValueError):
        return None
    return {name: str(value) for name, value in found.kwargs.items()} if found.kwargs.keys() <= MAY_BE_KEPT else None


@finds_work
def _by_slug(person: Actor, known: Mapping[str, str]) -> Work | None:
    return Work.objects.seen_by(person).filter(slug=known["slug"]).first() if "slug" in known else None


@finds_work
def _by_document(person: Actor, known: Mapping[str, str]) -> Work | None:
    if "document" not in known:
        return None
    document = Document.objects.seen_by(person).filter(key=known["document"]).select_related("work").first()
    return document.work if document else None
