"""Agreeing a promise anew, with those it was made to. The old words and the old day stay where they were."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from kitchentable.people.clock import add_working_days
from kitchentable.people.models import Person, Way
from kitchentable.policy.act import act, note
from kitchentable.policy.clock import now
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import HOUSE, Actor, Problem, Refused, no
from kitchentable.ties.acts.keeping import NotSaid, end, hand_promise, sure_day, tell_them
from kitchentable.ties.models import Anew, AnewSaid, Promise, PromiseTo
from kitchentable.ties.promise_public import may_be_public
from kitchentable.ties.promise_sources import Found, is_living
from kitchentable.ties.rules.promises import ONLY_MADE_TO
from kitchentable.voices.empty import says_nothing

Says = AnewSaid.Says
BY_HAND = (Way.PHONE, Way.PAPER, Way.IN_PERSON)


@act("ties.propose_anew")
def propose_anew(by: Actor, promise: Promise, *, what: str, by_when: date, because: str, for_person: Person | None = None) -> Anew:
    """Ask those it was made to whether new words or a new day are right. Nothing changes before they have agreed.

    Raises NotSaid, and Problem when it has ended, is being asked already, or was made to nobody who could say yes.
    """
    if not what.strip():
        raise NotSaid(_("Say what is promised."), "what")
    if says_nothing(because):
        raise NotSaid(_("Say why it has to change, so that people can say yes or no."), "because")
    if by_when <= sure_day(promise):
        raise NotSaid(_("Choose a day that is still to come."), "by_when")
    return _ask(by, promise, what.strip(), by_when, because)


def correct(promise: Promise, found: Found) -> Anew:
    """The minutes were corrected: the promise is not changed but agreed anew, and goes to whoever the new line names. A step inside acts.

    When only the name is new, nobody need be asked; the line is noted all the same, so that it is looked at once.
    """
    if found.owner.pk != promise.owner_id and is_living(found.owner):
        promise = hand_promise(HOUSE, promise, found.owner)
    day, what, because = sure_day(promise), found.what.strip(), _("The minutes were corrected.")
    by_when = found.by_when or promise.by_when or day
    if (what, by_when) == (promise.what, promise.by_when):
        return Anew.objects.create(
            promise=promise, what=what, by_when=by_when, because=because, asked_by=found.made_by, asked_on=day, answer_by=day,
            source_key=found.source_key, state=Anew.State.DROPPED, ended_on=day,
        )  # fmt: skip
    Anew.objects.filter(promise=promise, state=Anew.State.ASKED).update(state=Anew.State.DROPPED, ended_on=day)
    asked = _ask(found.made_by or HOUSE, promise, what, by_when, because, found.source_key)
    note(HOUSE, "ties.propose_anew", asked)
    return asked


@act("ties.say_anew")
def say_anew(
    by: Actor, anew: Anew, *, says: str, words: str = "", way: str = Way.PAGE, person: Person, for_person: Person | None = None
) -> AnewSaid:
    """Yes, no, or something else, by `person`, to whom it was made; staff may type it at their word (R117). The newest word counts.

    When everyone has said yes it is agreed at once. Raises Refused when it is not their word; Problem when the time is over.
    """
    if by.key != person.key and (for_person != person or way not in BY_HAND):
        raise Refused(no(ONLY_MADE_TO), "ties.say_anew")
    if says not in Says.values:
        raise NotSaid(_("Please choose one."), "says")
    if says == Says.MORE and not words.strip():
        raise NotSaid(_("Write what you want to say."), "words")
    asked = Anew.objects.select_for_update(of=("self",)).select_related("promise__work", "promise__first").get(pk=anew.pk)
    if not asked.is_open:
        raise Problem(_("The time to answer is over. You can still tell us what you think."))
    if not _is_asked(asked.promise, person):
        raise Refused(no(ONLY_MADE_TO), "ties.say_anew")
    typist = by if isinstance(by, Person) and by.pk != person.pk else None
    made, _new = AnewSaid.objects.update_or_create(
        anew=asked, person=person, defaults={"says": says, "words": words, "way": way, "typed_by": typist, "at": now()}
    )
    if not asked.promise.to_everyone and _all_said_yes(asked):
        _agree(asked)
    return made


@act("ties.end_anew")
def end_anew(by: Actor, anew: Anew) -> Anew:
    """The time to answer is over: agreed when nobody said no and enough said yes (`promise_least_yes`); else the old day counts."""
    asked = Anew.objects.select_for_update(of=("self",)).select_related("promise__work", "promise__first").get(pk=anew.pk)
    if not asked.is_open:
        return asked
    said = asked.said.aggregate(yes=Count("pk", Q(says=Says.YES)), no=Count("pk", Q(says=Says.NO)))
    if said["no"] == 0 and said["yes"] >= max(1, number("promise_least_yes")):
        return _agree(asked)
    return _not_agreed(asked, Anew.State.REFUSED)


@act("ties.drop_anew")
def drop_anew(by: Actor, anew: Anew, *, for_person: Person | None = None) -> Anew:
    """Take the question back: the promise stays as it was."""
    asked = Anew.objects.select_for_update(of=("self",)).select_related("promise__work").get(pk=anew.pk)
    return _not_agreed(asked, Anew.State.DROPPED) if asked.is_open else asked


# ── the small steps ───────────────────────────────────────────────────────────────────────────────


def _ask(by: Actor, promise: Promise, what: str, by_when: date, because: str, source_key: str = "") -> Anew:
    kept = Promise.objects.select_for_update(of=("self",)).select_related("work").get(pk=promise.pk)
    if not kept.is_open:
        raise Problem(_("This promise has ended. Promise something new instead."))
    if (what, by_when) == (kept.what, kept.by_when):
        raise NotSaid(_("Nothing is different. Change the words or the day."), "what")
    if kept.anews.filter(state=Anew.State.ASKED).exists():
        raise Problem(_("People are being asked about this promise already. Wait for what they say, or take the question back."))
    if not _has_anyone(kept):
        raise Problem(
            _(
                "Nobody is known to whom this was promised, so nobody can agree. Say that it is not kept, and why. Then promise anew."
            )
        )
    day = sure_day(kept)
    answer_by = add_working_days(day, number("promise_answer_days"), settings.NATION)
    asked = Anew.objects.create(
        promise=kept, what=what, by_when=by_when, because=because, asked_by=by if isinstance(by, Person) else None, asked_on=day,
        answer_by=answer_by, source_key=source_key,
    )  # fmt: skip
    tell_them(kept, "ties.anew_ask", key=asked.key)
    return asked


def _has_anyone(promise: Promise) -> bool:
    return promise.to_everyone or promise.to.exists()


def _is_asked(promise: Promise, person: Person) -> bool:
    if promise.to_everyone:
        return promise.work.contributions.filter(said_by=person).exists()
    return promise.to.filter(person=person).exists()


def _all_said_yes(asked: Anew) -> bool:
    yes = asked.said.filter(says=Says.YES, person__isnull=False).values("person")
    return not asked.promise.to.exclude(person__in=yes).exists() and not asked.said.filter(says=Says.NO).exists()


def _agree(asked: Anew) -> Anew:
    old = end(asked.promise, Promise.State.ANEW, asked.because, asked.asked_by)
    source_key = "" if Promise.objects.filter(source=old.source, source_key=asked.source_key).exists() else asked.source_key
    new = Promise.objects.create(
        work=old.work, what=asked.what, owner=old.owner, made_by=old.made_by, who_does_it=old.who_does_it, made_on=sure_day(old),
        by_when=asked.by_when, source=old.source, source_key=source_key, for_all=old.for_all, is_public=False, to_everyone=old.to_everyone,
        renews=old, first=old.first or old, times_anew=old.times_anew + 1,
    )  # fmt: skip
    PromiseTo.objects.bulk_create(
        [PromiseTo(promise=new, person_id=pk) for pk in old.to.values_list("person", flat=True)], batch_size=500
    )
    new.is_public = may_be_public(new)
    new.save(update_fields=["is_public"])
    note(HOUSE, "ties.promise", new)
    asked.state, asked.ended_on, asked.made = Anew.State.AGREED, new.made_on, new
    asked.save(update_fields=["state", "ended_on", "made"])
    tell_them(new, "ties.anew_ended", key=asked.key)
    return asked


def _not_agreed(asked: Anew, state: str) -> Anew:
    asked.state, asked.ended_on = state, sure_day(asked.promise)
    asked.save(update_fields=["state", "ended_on"])
    tell_them(asked.promise, "ties.anew_ended", key=asked.key)
    return asked
