"""An Atom feed of what everyone may read in one piece of work: points, and what came of them."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kitchentable.home.context import organisation
from kitchentable.home.points import Point
from kitchentable.home.points import points as points_of
from kitchentable.policy.marks import KTRequest, public
from kitchentable.voices.models import Answer, Contribution
from kitchentable.works.models import Work

MOST = 50


@public("What the public page shows, for feed readers.")
@require_safe
def feed(request: KTRequest, slug: str) -> HttpResponse:
    """The newest points and answers. A point stands once; it is new again when it is answered."""
    work = get_object_or_404(Work.objects.filter(is_public=True), slug=slug)
    here = request.build_absolute_uri(reverse("home:feed", args=[slug]))
    made = Atom1Feed(
        title=plain(_("%(work)s: what was said, and what came of it") % {"work": work.title}),
        link=request.build_absolute_uri(work.get_absolute_url()),
        description=plain(work.lead_line or work.what_this_is),
        language=get_language() or "en-gb",
        author_name=plain(str(organisation().name) or _("Kitchen Table")),
        feed_url=here,
        feed_guid=here,
    )
    for one in _newest(work):
        where = request.build_absolute_uri(reverse("home:point", args=[slug, one.c.number]))
        made.add_item(
            title=plain(one.title),
            link=where,
            unique_id=where,
            description=plain(_summary(one)),
            pubdate=one.c.published_at,
            updateddate=_when(one.c),
        )
    if not made.num_items():
        made.latest_post_date = lambda: work.started_at  # type: ignore[method-assign]
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _newest(work: Work) -> list[Point]:
    shown = Contribution.objects.published().filter(work=work).select_related("owner", "answer__decider", "answer__passed_to")
    published = shown.order_by("-published_at")[:MOST]
    newest = Answer.objects.filter(work=work, checked_at__isnull=False).order_by("-checked_at").values_list("pk", flat=True)[:MOST]
    answered = shown.filter(answer__in=list(newest)).order_by("-answer_id")[:MOST]
    found = {c.pk: c for c in (*published, *answered)}
    return points_of(sorted(found.values(), key=_when, reverse=True)[:MOST])


def _when(c: Contribution) -> datetime:
    moments = [c.published_at, c.answer.checked_at if c.answer else None]
    return max(moment for moment in moments if moment is not None)


def _summary(one: Point) -> str:
    """Where it stands and what came of it, in plain text; the words of a hard point stay behind its link."""
    because = one.c.answer.because if one.c.answer and one.c.status == "answered" else ""
    return " ".join(part for part in (f"{one.status.words}.", one.came, because) if part)


def plain(words: str) -> str:
    """Words without what XML cannot hold."""
    return "".join(letter if _fits(ord(letter)) else "\ufffd" for letter in words)


def _fits(point: int) -> bool:
    return point in (0x9, 0xA, 0xD) or 0x20 <= point <= 0xD7FF or 0xE000 <= point <= 0xFFFD or 0x10000 <= point <= 0x10FFFF
