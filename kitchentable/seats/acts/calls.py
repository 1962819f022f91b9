"""Acts of calls: writing one, what it asks to be fair, its limits, opening, closing, and counting the answers once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kitchentable.people.secret import mark
from kitchentable.policy.act import act
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.seats.counting import shown, total
from kitchentable.seats.fairness import MOST_CHOICES, MOST_QUESTIONS, RATHER_NOT, code_of
from kitchentable.seats.models import Call, FairnessAnswer, FairnessChoice, FairnessQuestion, Offer
from kitchentable.words.linking import stand_by_what_was_told
from kitchentable.words.models import Document
from kitchentable.works.models import Work

CHANGES = (
    "title", "what", "how_much_time", "what_we_pay", "what_support", "for_whom", "seats", "alternates", "closes_on", "other_ways",
)  # fmt: skip
"""What those who run a call may write."""
IS_AN_ASSEMBLY = re.compile(r"citizen['’]?s?['’]?\s+assembl(y|ies)", re.IGNORECASE)


class TooSoon(Problem):
    """The last day is too near: post and partners need the same time (R117)."""

    field = "closes_on"


class NotAnAssembly(Problem):
    """The name is kept for those that are big enough (R077)."""

    field = "title"


class TooManySeats(Problem):
    """No seats, or a list that is sealed for another number."""

    field = "seats"


class LimitsDoNotFit(Problem):
    """What was typed for the least and the most cannot be."""


@act("seats.new_call")
def new_call(by: Actor, work: Work, *, call: Call) -> Call:
    """Keep a call that is not open yet. Raises TooSoon, NotAnAssembly, TooManySeats."""
    call.work, call.made_at = work, now()
    _must_be_true(call)
    call.save()
    return call


@act("seats.change_call")
def change_call(by: Actor, call: Call, *, to: Mapping[str, Any]) -> Call:
    """Change what `to` names (of CHANGES). Once it is open, its last day can only be later, and with a sealed list the seats stay.

    Raises TooSoon, NotAnAssembly, TooManySeats; LimitsDoNotFit when the limits in use do not fit the new number of seats.
    """
    stands = Call.objects.select_for_update().get(pk=call.pk)
    for name in CHANGES:
        setattr(call, name, to.get(name, getattr(stands, name)))
    if stands.opened_at is not None and call.closes_on < stands.closes_on:
        raise TooSoon(_("People were told the day that stands here. It can be later, not earlier."))
    if (call.seats, call.alternates) != (stands.seats, stands.alternates) and stands.is_sealed:
        raise TooManySeats(_("The list of people for the draw is sealed. The number of seats stays as it is."))
    _must_be_true(call)
    for question in call.fairness.filter(in_draw=True).prefetch_related("choices"):
        limits_must_fit(
            question.asks, call.seats, {one.code: Limit(one.low, one.high, one.never_alone) for one in question.choices.all()}
        )
    call.save(update_fields=CHANGES)
    return call


def _must_be_true(call: Call) -> None:
    if call.seats < 1:
        raise TooManySeats(_("Write how many seats there are: 1 or more."))
    least = number("assembly_members")
    if call.seats < least and any(IS_AN_ASSEMBLY.search(words) for words in (call.title, call.what, call.for_whom)):
        raise NotAnAssembly(
            _(
                "Do not call it a citizens’ assembly: that name is for %(least)d members or more, and here are %(seats)d seats. "
                "“Panel” or “group” says what it is."
            )
            % {"least": least, "seats": call.seats}
        )
    if call.opened_at is None:
        first = today() + timedelta(days=number("call_days"))
        if call.closes_on < first:
            raise TooSoon(
                _("The earliest last day is %(day)s, %(days)d days from today. Post and partners need that time.")
                % {"day": date_format(first, "l j F Y"), "days": number("call_days")}
            )


@act("seats.call_papers")
def call_papers(by: Actor, call: Call, *, papers: Sequence[Document]) -> Call:
    """Say which papers people read first. Whose copy of one comes late can offer as many days longer (R013).

    Once the call is open, a paper can be added and none taken away. Raises PaperStays.
    """
    stand_by_what_was_told(call.papers, papers, told=call.opened_at is not None, work=call.work)
    call.papers.set(papers)
    return call


@act("seats.ask_fairness")
def ask_fairness(by: Actor, call: Call, *, asks: str, choices: Sequence[tuple[str, str]], code: str = "") -> FairnessQuestion:
    """Ask one more thing to be fair, with [(code, words)] to choose from; “I would rather not say” comes last by itself.

    Raises Problem for one choice only, the same one twice, or too many.
    """
    asks, words = asks.strip(), [one.strip() for _code, one in choices]
    if not asks or len(words) < 2 or not all(words):
        raise Problem(_("Write what you ask, and two answers or more, one on each line."))
    if len({one.casefold() for one in words}) < len(words):
        raise Problem(_("One answer stands there twice. Each must be another one."))
    if len(words) > MOST_CHOICES or call.fairness.count() >= MOST_QUESTIONS:
        raise Problem(
            _("A call can have %(questions)d questions, and each %(choices)d answers.")
            % {"questions": MOST_QUESTIONS, "choices": MOST_CHOICES}
        )
    taken = set(call.fairness.values_list("code", flat=True))
    if code and code in taken:
        raise Problem(_("You ask this already."))
    code = code or code_of(asks, taken, "question")
    question = FairnessQuestion.objects.create(call=call, code=code, asks=asks[:200], place=_next_place(call))
    codes: set[str] = {FairnessChoice.UNSAID}
    rows = []
    for place, (given, one) in enumerate(choices):
        chosen = given if given and given not in codes and slugify(given) == given else code_of(one, codes, f"answer-{place + 1}")
        codes.add(chosen)
        rows.append(FairnessChoice(question=question, code=chosen, words=one.strip()[:120], place=place))
    rows.append(FairnessChoice(question=question, code=FairnessChoice.UNSAID, words=str(RATHER_NOT), place=len(rows)))
    FairnessChoice.objects.bulk_create(rows)
    return question


def _next_place(call: Call) -> int:
    last = call.fairness.order_by("-place").values_list("place", flat=True).first()
    return 0 if last is None else last + 1


@act("seats.drop_fairness")
def drop_fairness(by: Actor, call: Call, *, question: FairnessQuestion) -> Call:
    """Do not ask it after all."""
    call.fairness.filter(pk=question.pk).delete()
    return call


@dataclass(frozen=True, slots=True)
class Limit:
    """How many of the panel may give one answer: at least, at most (None: as many as there are seats); and nobody with it alone."""

    low: int = 0
    high: int | None = None
    never_alone: bool = False


@act("seats.limits")
def set_limits(by: Actor, call: Call, *, in_draw: Mapping[str, Mapping[str, Limit]]) -> Call:
    """Say which questions the draw keeps to and within which limits: {question code: {choice code: Limit}}; others are only counted.

    Raises LimitsDoNotFit, with a sentence for the first that cannot be.
    """
    for question in call.fairness.prefetch_related("choices"):
        limits = in_draw.get(question.code)
        question.in_draw = limits is not None
        question.save(update_fields=["in_draw"])
        if limits is None:
            continue
        limits_must_fit(question.asks, call.seats, limits)
        for choice in question.choices.all():
            limit = limits.get(choice.code, Limit())
            choice.low, choice.high, choice.never_alone = limit.low, limit.high, limit.never_alone
            choice.save(update_fields=["low", "high", "never_alone"])
    return call


def limits_must_fit(asks: str, seats: int, limits: Mapping[str, Limit]) -> None:
    """Can these limits of one question be kept with so many seats, whoever offers? Raises LimitsDoNotFit."""
    most = {code: seats if limit.high is None else min(limit.high, seats) for code, limit in limits.items()}
    for code, limit in limits.items():
        if limit.low > most[code]:
            raise LimitsDoNotFit(
                _("“%(asks)s”: at least %(low)d is more than at most %(high)d.")
                % {"asks": asks, "low": limit.low, "high": most[code]}
            )
        if limit.never_alone and most[code] == 1:
            raise LimitsDoNotFit(
                _("“%(asks)s”: “never alone” and “at most 1” cannot both be. Let at least %(least)d in.")
                % {"asks": asks, "least": number("not_alone")}
            )
    if sum(limit.low for limit in limits.values()) > seats:
        raise LimitsDoNotFit(
            ngettext(
                "“%(asks)s”: the “at least” come to %(sum)d, and there is %(seats)d seat.",
                "“%(asks)s”: the “at least” come to %(sum)d, and there are %(seats)d seats.",
                seats,
            )
            % {"asks": asks, "sum": sum(limit.low for limit in limits.values()), "seats": seats}
        )
    if sum(most.values()) < seats:
        raise LimitsDoNotFit(
            ngettext(
                "“%(asks)s”: the “at most” come to %(sum)d, and there is %(seats)d seat to fill.",
                "“%(asks)s”: the “at most” come to %(sum)d, and there are %(seats)d seats to fill.",
                seats,
            )
            % {"asks": asks, "sum": sum(most.values()), "seats": seats}
        )


@act("seats.open_call")
def open_call(by: Actor, call: Call) -> Call:
    """People can offer from now on. Raises TooSoon when the last day has come too near meanwhile."""
    _must_be_true(call)
    call.opened_at = now()
    call.save(update_fields=["opened_at"])
    return call


@act("seats.close_call")
def close_call(by: Actor, call: Call) -> Call:
    """Nobody can offer any more; what came in time by phone or post can still be typed."""
    call.closed_at = now()
    call.save(update_fields=["closed_at"])
    return call


@act("seats.count_answers")
def count_answers(by: Actor, call: Call) -> Call:
    """Count what was answered for fairness, once and for good; what is kept of it is only what may be shown (law 5, counting.py)."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.counted_at is not None:
        return call
    call.counted_at, call.counts = now(), _counts(call)
    call.save(update_fields=["counted_at", "counts"])
    return call


def _counts(call: Call) -> dict[str, Any]:
    """{"all", "ways": {way: n}, "groups": {group name: n}, "questions": {code: {choice code: n}}}, None for each that is hidden."""
    limit, offers = number("hide_below"), call.offers.in_pool()
    everyone = offers.count()
    found: dict[str, Any] = {"all": total([everyone], limit), "limit": limit, "questions": {}}
    ways = dict(offers.order_by().values_list("way").annotate(n=Count("pk")))
    found["ways"] = _shown(call, "way", {way: ways.get(way, 0) for way in Offer.Way.values}, limit)
    groups = dict(offers.order_by().values_list("group__key").annotate(n=Count("pk")))
    on_map = list(call.work.affected_groups.on_map().values_list("key", flat=True)) if groups else []
    by_group = {key: groups.pop(key, 0) for key in on_map} | {"": sum(groups.values())}
    found["groups"] = _shown(call, "group", by_group, limit)
    answers = FairnessAnswer.objects.filter(offer__in=offers).order_by().values_list("question__code", "choice__code")
    answered: dict[str, dict[str, int]] = {}
    for question, choice, n in answers.annotate(n=Count("pk")):
        answered.setdefault(question, {})[choice] = n
    for question in call.fairness.prefetch_related("choices"):
        counts = {
            one.code: answered.get(question.code, {}).get(one.code, 0)
            for one in question.choices.all()
            if one.code != FairnessChoice.UNSAID
        }
        counts[FairnessChoice.UNSAID] = everyone - sum(counts.values())  # whoever would rather not, and whoever skipped it
        found["questions"][question.code] = _shown(call, question.code, counts, limit)
    return found


def _shown(call: Call, what: str, counts: dict[str, int], limit: int) -> dict[str, int | None]:
    """With the house's own key deciding which others are hidden beside the small ones."""
    turn = sorted(range(len(counts)), key=lambda place: mark(call.key, f"{what}:{place}"))
    return dict(zip(counts, shown(list(counts.values()), limit, turn), strict=True))
