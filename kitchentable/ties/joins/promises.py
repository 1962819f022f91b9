"""What ties do after acts of the floors below: promises are kept in mind by themselves; what somebody keeps, others take on before they go."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kitchentable.gatherings.models import Gathering, Minute
from kitchentable.people.models import Person
from kitchentable.people.owing import InHand, Keeping, keeps
from kitchentable.policy.act import follows
from kitchentable.policy.verdict import HOUSE, Actor
from kitchentable.ties.acts import agreeing_anew, keeping, promising
from kitchentable.ties.models import Anew, Promise
from kitchentable.ties.promise_sources import in_answer, in_minute
from kitchentable.ui.dates import day_in_words
from kitchentable.voices.models import Answer, AnswerTo, Contribution, Outcome
from kitchentable.voices.models.contributions import WITH_WORDS

Source, State = Promise.Source, Promise.State


# ── kept in mind by themselves ────────────────────────────────────────────────────────────────────


@follows("voices.check")
def after_an_answer(_by: Actor, _thing: Answer, answer: Answer) -> None:
    """An answer was told: what it promises is kept in mind."""
    remember_answer(answer)


@follows("gatherings.tell_minutes")
def after_minutes(_by: Actor, gathering: Gathering, _result: object) -> None:
    """Minutes were told: each promise in them is kept in mind; a corrected line is agreed anew."""
    known = set(
        Promise.objects.filter(source=Source.MINUTE, source_key__in=gathering.minute_lines.values("key")).values_list(
            "source_key", flat=True
        )
    )
    asked = set(Anew.objects.filter(source_key__in=gathering.minute_lines.values("key")).values_list("source_key", flat=True))
    told = gathering.minute_lines.filter(kind=Minute.Kind.PROMISE, told_at__isnull=False)
    for line in told.select_related("gathering__work", "gathering__host", "owner", "typed_by", "corrects").order_by("order", "pk"):
        if line.key not in known | asked:
            remember_minute(line)


def remember_answer(answer: Answer) -> Promise | None:
    """Keep in mind what an answer promises. A step inside acts and jobs."""
    found = in_answer(answer)
    made = promising.keep_in_mind(found) if found else None
    for promise in _to_look_again(answer):
        _looked_again(promise)
    return made


def _to_look_again(answer: Answer) -> list[Promise]:
    """Open promises to look again that this answer is about: itself, and what its contributions were answered before."""
    before = Answer.objects.filter(outcome=Outcome.LATER, to__contribution__in=answer.to.values("contribution")).values("key")
    open_ones = Promise.objects.open().filter(source=Source.ANSWER, source_key__in=before).exclude(source_key="")
    return list(open_ones.select_related("work", "owner", "first").order_by("pk"))


def _looked_again(promise: Promise) -> None:
    """What was put off to a day, and has had a newer answer since for everyone it was said to, is kept. They have that answer.

    That it was passed on is no answer yet.
    """
    first = (promise.first or promise).source_key
    answers = AnswerTo.objects.exclude(answer__outcome=Outcome.PASSED).filter(told_at__isnull=False)
    newer = answers.filter(contribution=OuterRef("contribution"), answer__pk__gt=OuterRef("answer"))
    said_to = AnswerTo.objects.filter(answer__key=first, contribution__status__in=WITH_WORDS)
    if said_to.filter(~Exists(newer)).exists():
        return
    told = answers.filter(contribution__answered_by__answer__key=first)
    last = (
        told.filter(contribution__status__in=WITH_WORDS).order_by("-told_at").values_list("told_at", "answer__written_by").first()
    )
    if last is not None and last[0] is not None:
        by = Person.objects.filter(pk=last[1]).first()
        day = max(timezone.localtime(last[0]).date(), promise.made_on)
        keeping.end(promise, State.KEPT, _("It was looked at again, and answered."), by, on=day, tells=False)


def remember_minute(line: Minute) -> Promise | Anew | None:
    """Keep in mind what a line promises. A correction of a promise that is open asks those it was made to; it changes nothing by itself."""
    found = in_minute(line)
    if found is None:
        return None
    if line.corrects is not None and line.corrects.kind == Minute.Kind.PROMISE:
        before = _open_promise_of(line.corrects)
        if before is not None and before.to.exists():
            return agreeing_anew.correct(before, found)
    made = promising.keep_in_mind(found)
    if line.done_at is not None and made.is_open:
        day = max(timezone.localtime(line.done_at).date(), made.made_on)
        return keeping.end(made, State.KEPT, _("It was noted as kept in the minutes."), line.owner, on=day, tells=False)
    return made


@follows("gatherings.promise_kept")
def after_a_line_was_kept(by: Actor, line: Minute, _result: object) -> None:
    """Noted as kept in the minutes: it is kept here too. What was said here before stays."""
    promise = _open_promise_of(line)
    if promise is not None:
        keeping.end(promise, State.KEPT, _("It was noted as kept in the minutes."), by if isinstance(by, Person) else None)


def _open_promise_of(line: Minute) -> Promise | None:
    """The promise that this line began, or asked to agree anew, as it stands now; None when it has ended."""
    began = Q(source_key=line.key) | Q(anews__source_key=line.key)
    first = Promise.objects.filter(began, source=Source.MINUTE).order_by("pk").first()
    if first is None:
        return None
    root = first.first_id or first.pk
    return Promise.objects.open().filter(Q(pk=root) | Q(first=root)).select_related("work", "owner", "first").first()


# ── who may read it follows what it answers ───────────────────────────────────────────────────────


@follows("voices.publish", "voices.hold", "voices.share", "voices.withdraw", "voices.erase")
def after_it_was_shown_or_taken_down(_by: Actor, contribution: Contribution, _result: object) -> None:
    """A promise is for everyone only while something that it answers is (law 3)."""
    keys = Answer.objects.filter(to__contribution=contribution.pk).values("key")
    roots = Promise.objects.filter(source=Source.ANSWER, source_key__in=keys).exclude(source_key="").values("pk")
    for promise in Promise.objects.filter(Q(pk__in=roots) | Q(first__in=roots)).select_related("work", "owner", "first"):
        promising.look_who_may_read(HOUSE, promise)


# ── before somebody goes ──────────────────────────────────────────────────────────────────────────


def _in_hand(person: Person) -> Iterator[InHand]:
    """Its words only where everyone may read them: whoever hands it over reads this too."""
    for promise in Promise.objects.open().filter(owner=person).select_related("work"):
        day = _("by %(day)s") % {"day": day_in_words(promise.by_when)} if promise.by_when else _("with no day")
        what = promise.what[:80] if promise.is_public else _("A promise")
        yield InHand(
            "ties.promise",
            promise.key,
            f"{what}, {day}",
            promise.work.slug,
            reverse("ties:one_promise", args=[promise.key]),
            str(promise.by_when or ""),
        )


def _give(by: Actor, key: str, to: Person) -> None:
    keeping.hand_promise(by, get_object_or_404(Promise, key=key), to)


keeps(Keeping("ties.promise", lazy("Promises"), _in_hand, _give))
