"""The four Lundy checks for each question of a piece of work (R109): what there is to show, never a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.people.secret import mark
from kitchentable.people.small import published
from kitchentable.ties.evidence import Span
from kitchentable.ties.reporting.facts import Grid, Item
from kitchentable.voices.models import Contribution, Question
from kitchentable.works.models import Work

MOST_QUESTIONS = 40


def checks_of(work: Work, span: Span, limit: int) -> Iterable[Item]:
    """One table: a row for each question that was open in the span."""
    opened = Question.objects.filter(work=work, opened_at__isnull=False).exclude(kind=Question.Kind.TELL).select_related("decision")
    still = Q(closed_at__isnull=True) | Q(closed_at__date__gte=span.since)
    questions = list(opened.filter(still, opened_at__date__lte=span.until).order_by("opened_at", "pk")[: MOST_QUESTIONS + 1])
    # The counts of all questions together, whatever the span: what is hidden is the same in each report.
    every = list(opened.order_by("pk").values_list("pk", flat=True))
    counts: Counter[int | None] = Counter(Contribution.objects.filter(work=work).order_by().values_list("question", flat=True))
    keys: list[int | None] = [None, *every]
    row = published([[counts[key] for key in keys]], limit, key=mark("reports", f"lundy:{work.slug}")).rows[0]
    shown = dict(zip(keys, row, strict=True))
    rows = tuple(
        (one.asks, _space(one), _voice(shown.get(one.pk)), _audience(one), _influence(one)) for one in questions[:MOST_QUESTIONS]
    )
    says = (_("Only the first %(n)d questions are shown.") % {"n": MOST_QUESTIONS},) if len(questions) > MOST_QUESTIONS else ()
    heads = (
        _("Question"),
        _("Space: could people speak?"),
        _("Voice: did they?"),
        _("Audience: who had to listen?"),
        _("Influence: what came of it?"),
    )
    grid = Grid(_("Four checks for each question"), heads, rows)
    yield Item("lundy", _("Four checks for each question"), says, grids=(grid,) if rows else (), empty=not rows)


def _space(one: Question) -> str:
    since = date_format(timezone.localtime(one.opened_at), "j F Y") if one.opened_at else ""
    if one.closes_on:
        return _("Open from %(since)s to %(until)s.") % {"since": since, "until": date_format(one.closes_on, "j F Y")}
    return _("Open since %(since)s.") % {"since": since}


def _voice(count: int | None) -> str:
    if count is None:
        return _("Not shown, because it is a small number.")
    return ngettext("%(n)d point came in.", "%(n)d points came in.", count) % {"n": count}


def _audience(one: Question) -> str:
    return _("A named decider: yes.") if one.decision_id else _("It is tied to no decision.")


def _influence(one: Question) -> str:
    if one.decision is None:
        return _("We do not know.")
    if one.decision.decided_on:
        return _("Decided on %(day)s: %(title)s") % {
            "day": date_format(one.decision.decided_on, "j F Y"),
            "title": one.decision.title,
        }
    return _("Not decided yet.")
