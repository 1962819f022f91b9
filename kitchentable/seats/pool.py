"""From the offers of a call to the task of a draw, and from what the draw says back to the words of the call.

A second draw is for the empty seats only: whoever sits at the table by an earlier draw of the call, or lives with somebody who does, is not in it,
and neither is who left an earlier one; limits are lower by those who sit already.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.policy.verdict import Problem
from kitchentable.seats.draw.lottery import Lottery
from kitchentable.seats.draw.people import Person as InPool
from kitchentable.seats.draw.people import Pool
from kitchentable.seats.draw.quotas import Quota
from kitchentable.seats.draw.sheet import BadInput
from kitchentable.seats.draw.task import Task, make_task
from kitchentable.seats.draw.verify import check, task_of_input
from kitchentable.seats.models import Call, Draw, FairnessAnswer, FairnessChoice, FairnessQuestion, Offer, Ticket

UNSAID = FairnessChoice.UNSAID
# What a list raises that somebody has meddled with; BadInput is a ValueError.
UNREADABLE = (ValueError, KeyError, TypeError, IndexError, AttributeError, zlib.error)
Row = tuple[str, str, int, int]
"""A limit as it stands in Draw.quotas: feature, value, low, high."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many of the panel may have given one answer, in the words of the call."""

    feature: str
    value: str
    asks: str
    words: str
    low: int
    high: int
    never_alone: bool = False

    @property
    def name(self) -> str:
        """What its boxes in a form are called."""
        return f"{self.feature}.{self.value}"

    @property
    def who(self) -> str:
        """The people it is about, inside a sentence."""
        return _("people who answered “%(words)s” to “%(asks)s”") % {"words": self.words, "asks": self.asks}

    @property
    def says(self) -> str:
        """From how many to how many."""
        if self.low == self.high:
            return _("%(n)d") % {"n": self.low}
        return _("%(low)d to %(high)d") % {"low": self.low, "high": self.high}


def limits_of(draw: Draw) -> list[Limit]:
    """The limits of a draw, question by question."""
    chosen: dict[tuple[str, str], tuple[FairnessQuestion, FairnessChoice | None]] = {}
    questions = FairnessQuestion.objects.filter(call=draw.call_id, in_draw=True).prefetch_related("choices")
    for question in questions:
        chosen |= {(question.code, one.code): (question, one) for one in question.choices.all()}
        chosen.setdefault((question.code, UNSAID), (question, None))
    found = {(feature, value): (low, high) for feature, value, low, high in draw.quotas}
    return [
        Limit(
            feature, value, question.asks, one.words if one else _("No answer"), *found[feature, value],
            never_alone=bool(one and one.never_alone),
        )
        for (feature, value), (question, one) in chosen.items()
        if (feature, value) in found
    ]  # fmt: skip


# ── who is in it ──────────────────────────────────────────────────────────────────────────────────


def drawn_before(call: Call) -> QuerySet[Ticket]:
    """The numbers of people whom a draw of this call has given a seat that they still have."""
    return Ticket.objects.at_table().filter(draw__call=call)


def pool_of(draw: Draw) -> QuerySet[Offer]:
    """The offers that can be drawn: not taken back, not seated, and not of the same home as somebody seated."""
    offers = draw.call.offers.in_pool()
    if draw.number == 1:
        return offers
    seated = Offer.objects.filter(pk__in=drawn_before(draw.call).values("offer"))
    left = Ticket.objects.filter(draw__call=draw.call_id, dropped_out_at__isnull=False)
    at_home = Q(home_index__in=list(seated.exclude(home_index="").values_list("home_index", flat=True)))
    return offers.exclude(Q(pk__in=seated.values("pk")) | Q(pk__in=left.values("offer")) | at_home)


def rows_at_start(call: Call, seats: int) -> list[Row]:
    """The call's limits for a draw of `seats`, lower by those who sit at the table by an earlier draw."""
    seated = list(drawn_before(call).values_list("offer", flat=True))
    have = Counter[tuple[str, str]]()
    if seated:
        have.update((feature, value) for values in _answers(seated).values() for feature, value in values.items())
    rows: list[Row] = []
    for question in FairnessQuestion.objects.filter(call=call, in_draw=True).prefetch_related("choices"):
        answered = sum(count for (feature, _value), count in have.items() if feature == question.code)
        have[question.code, UNSAID] += len(seated) - answered
        choices = list(question.choices.all())
        for one in choices:
            there = have[question.code, one.code]
            low, high = max(0, one.low - there), max(0, (call.seats if one.high is None else one.high) - there)
            if one.never_alone and there == 1 and high:
                low = max(low, 1)
            rows.append((question.code, one.code, low, min(high, seats)))
        if UNSAID not in [one.code for one in choices]:
            rows.append((question.code, UNSAID, 0, seats))
    return rows


def _answers(offers: Sequence[int]) -> dict[int, dict[str, str]]:
    """What each offer answered to the questions that are in the draw. For the draw alone: no page gets this."""
    found: dict[int, dict[str, str]] = {pk: {} for pk in offers}
    rows = FairnessAnswer.objects.filter(question__in_draw=True, question__call__offers__in=offers[:1])
    for pk, feature, value in rows.values_list("offer_id", "question__code", "choice__code"):
        if pk in found:
            found[pk][feature] = value
    return found


def task_of(draw: Draw, numbers: Mapping[int, str], offers: Sequence[Offer]) -> Task:
    """What is to be drawn. `numbers`: by the pk of an offer, what stands for it. No answer counts as “I would rather not say”.

    Raises Problem when there are too few people for the seats.
    """
    _enough(draw, len(offers))
    answers = _answers([offer.pk for offer in offers])
    features = tuple(sorted({feature for feature, *_rest in draw.quotas}))
    many = {home for home, count in Counter(offer.home_index for offer in offers).items() if home and count > 1}
    # A home is named after the first number in it: what stands in the sealed list tells nothing about where anybody lives.
    home: dict[str, str] = {}
    for offer in sorted(offers, key=lambda one: numbers[one.pk]):
        if offer.home_index in many:
            home.setdefault(offer.home_index, f"home {numbers[offer.pk]}")
    people = [
        InPool(
            numbers[offer.pk],
            tuple(answers[offer.pk].get(feature, UNSAID) for feature in features),
            home.get(offer.home_index, ""),
        )
        for offer in offers
    ]
    quotas = [Quota(feature, value, low, high, low, high) for feature, value, low, high in draw.quotas]
    by_code = {offer.code: offer.pk for offer in offers}
    missing = [code for code in draw.must if code not in by_code]
    if missing:
        raise Problem(_("%(code)s must be included, but is not among the people who can be drawn.") % {"code": missing[0]})
    try:
        return make_task(
            Pool(tuple(people), features),
            quotas,
            draw.seats,
            alternates=min(draw.alternates, len(offers) - draw.seats),
            must=[numbers[by_code[code]] for code in draw.must],
            together=_together(draw),
            method=draw.method,
        )
    except BadInput as problem:
        raise Problem(_("Those who must be included cannot all have a seat: they are too many, or two share a home.")) from problem


def _enough(draw: Draw, offers: int) -> None:
    if offers < draw.seats:
        people = ngettext("%(n)d person can be drawn", "%(n)d people can be drawn", offers) % {"n": offers}
        raise Problem(_("There are %(seats)d seats, but only %(people)s.") % {"seats": draw.seats, "people": people})


def _together(draw: Draw) -> list[tuple[str, str]]:
    """The groups in which nobody is to be alone. In a second draw: those of whom nobody sits yet; for one more, the limit asks."""
    choices = FairnessChoice.objects.filter(question__call=draw.call_id, question__in_draw=True, never_alone=True)
    known = {(feature, value) for feature, value, *_rest in draw.quotas}
    groups = [key for key in choices.values_list("question__code", "code") if key in known]
    if draw.number == 1:
        return groups
    seated = list(drawn_before(draw.call).values_list("offer", flat=True))
    there = {(feature, value) for values in _answers(seated).values() for feature, value in values.items()} if seated else set()
    return [group for group in groups if group not in there]


def unsealed_task(draw: Draw) -> Task:
    """The task as it would be now. Raises Problem."""
    offers = list(pool_of(draw).order_by("pk"))
    return task_of(draw, {offer.pk: f"{place:06}" for place, offer in enumerate(offers)}, offers)


def sealed_task(draw: Draw) -> Task:
    """The task as it was sealed."""
    assert draw.sealed_input is not None
    return task_of_input(json.loads(zlib.decompress(bytes(draw.sealed_input))))


def lottery_of(draw: Draw) -> Lottery:
    """The list of panels, once all of it has been looked at. Raises Problem when it is not what was published."""
    assert draw.lottery is not None
    not_it = _("The list of panels is not the one that was published. Nothing was drawn. Tell whoever looks after this system.")
    try:
        checked = check(json.loads(zlib.decompress(bytes(draw.lottery))))
    except UNREADABLE as error:
        raise Problem(not_it) from error
    lottery = checked.lottery
    if checked.problems or (lottery.task.input_sha256, lottery.sha256) != (draw.input_sha256, draw.lottery_sha256):
        raise Problem(not_it)
    return lottery
