"""Acts of offers: offering, answering what makes it fair, taking back. The same however it came (R117)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kitchentable.people import acts as people
from kitchentable.people.models import Person, Reach
from kitchentable.people.outbox import tell
from kitchentable.people.secret import index
from kitchentable.policy.act import act, require
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import ANYONE, HOUSE, Actor, Problem
from kitchentable.record import lines
from kitchentable.seats.acts.drawn import leave_draws
from kitchentable.seats.models import AffectedGroup, Call, FairnessAnswer, FairnessQuestion, Offer
from kitchentable.seats.own_days import is_open_for, own_day

THANKS = "seats.offer_thanks"


class NobodyNamed(Problem):
    """We must know whom to tell."""

    field = "called"


class NotThatDay(Problem):
    """The day it came cannot be."""

    field = "offered_on"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody we do not know yet: what to call them, and how to reach them."""

    called: str
    channel: str = Reach.Channel.EMAIL
    format: str = Reach.Format.STANDARD
    email: str = ""
    phone: str = ""
    post: str = ""


@act("seats.offer")
def offer(
    by: Actor,
    call: Call,
    *,
    new: NewPerson | None = None,
    group: AffectedGroup | None = None,
    words: str = "",
    home: str = "",
    way: str = Offer.Way.PAGE,
    partner: str = "",
    offered_on: date | None = None,
    source_key: str = "",
    for_person: Person | None = None,
) -> Offer:
    """Keep that somebody offers, and thank them their way. Two offers of one person are one: the first stands.

    `new`: a person to add first (a visitor, or whom staff type for). `offered_on`: the day a call or a letter came; in time when it was
    open then, however late it is typed. Raises NobodyNamed, NotThatDay; and what `people.add` raises.
    """
    if for_person is not None:
        require(by, "people.write_for", for_person)
    if new is None and for_person is None and not isinstance(by, Person):
        raise NobodyNamed(_("Write what we shall call you."))
    whose = for_person or (by if isinstance(by, Person) and new is None else None)
    moment = _came_at(call, offered_on, whose or ANYONE)
    if group is not None and (group.work_id != call.work_id or group.state != AffectedGroup.State.ON_MAP):
        group = None
    person = whose
    if person is not None:
        Person.objects.select_for_update().get(pk=person.pk)  # two at once are one too
        before = call.offers.filter(person=person, taken_back_at__isnull=True).first()
        if before is not None:
            return before
    if person is None:
        person = _add(by, new)
    made = Offer.objects.create(
        call=call,
        person=person,
        group=group,
        words=words,
        way=way,
        partner=partner if way == Offer.Way.PARTNER else "",
        home=home.strip(),
        home_index=home_index(home),
        source_key=source_key,
        typed_by=by if isinstance(by, Person) and by.pk != person.pk else None,
        offered_at=moment,
    )
    tell(person, THANKS, made.key, work=call.work.slug)
    return made


def _add(by: Actor, new: NewPerson | None) -> Person:
    """A visitor adds themself through the house; staff add somebody at their word."""
    if new is None or not new.called.strip():
        raise NobodyNamed(_("Write what we shall call you."))
    typed = asdict(new)
    return people.add(by if by.is_someone else HOUSE, typed.pop("called").strip(), **typed)


def _came_at(call: Call, day: date | None, whose: Actor) -> datetime:
    """Now, or noon of the day it came; within the days on which this person could offer (R013)."""
    open_for_them = is_open_for(call, whose)
    if day is None or (day == today() and open_for_them):
        if not open_for_them:
            raise NotThatDay(_("The call has closed. Write the day on which this offer came: it counts when it came in time."))
        return now()
    if day > today():
        raise NotThatDay(_("The day it came cannot be after today."))
    assert call.opened_at is not None
    if day < timezone.localtime(call.opened_at).date():
        raise NotThatDay(_("The call was not open on that day."))
    if day > call.closes_on and (last := own_day(call, whose).day) is not None and day > last:
        raise NotThatDay(_("That is after the last day to offer."))
    return timezone.make_aware(datetime.combine(day, time(12)))


def home_index(home: str) -> str:
    """What finds two offers from one home, without reading it: the same for any spelling of capitals, spaces and commas."""
    return index("".join(sign for sign in home.casefold() if sign.isalnum()))


@act("seats.answer_fairness")
def answer(by: Actor, offer: Offer, *, answers: Mapping[str, str], for_person: Person | None = None) -> Offer:
    """Keep answers {question code: choice code}; what is not in it stays as it was. The record says that, never what.

    Raises Problem for a choice that is not offered.
    """
    questions = {one.code: one for one in offer.call.fairness.prefetch_related("choices")}
    for code, chosen in answers.items():
        if chosen:
            _keep_answer(offer, questions.get(code), chosen)
    return offer


def _keep_answer(offer: Offer, question: FairnessQuestion | None, chosen: str) -> None:
    choice = next((one for one in question.choices.all() if one.code == chosen), None) if question is not None else None
    if choice is None:
        raise Problem(_("Choose one of the answers that stand there."))
    FairnessAnswer.objects.update_or_create(offer=offer, question=question, defaults={"choice": choice})


@act("seats.take_back")
def take_back(by: Actor, offer: Offer, *, for_person: Person | None = None) -> Offer:
    """Take an offer back: words, home and answers go, and they leave a draw that is going on. That somebody offered stays counted."""
    if offer.taken_back_at is not None:
        return offer
    leave_draws(by, offer)
    offer.fairness_answers.all().delete()
    offer.taken_back_at, offer.words, offer.home, offer.home_index = now(), "", "", ""
    offer.save(update_fields=["taken_back_at", "words", "home", "home_index"])
    lines.forget("Offer", offer.record_key)
    return offer
