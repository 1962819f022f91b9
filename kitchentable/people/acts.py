"""What changes people, how they are reached, and what was sent to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Duty, Outgoing, Person, Reach, Scope, SupportAsk, Supporter, Worry
from kitchentable.people.outbox import tell
from kitchentable.people.secret import index
from kitchentable.policy.act import act, require
from kitchentable.policy.book import forget_facts
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor, Problem

MOST_SUPPORT = timedelta(days=366)


class NoWayToReach(Problem):
    """The chosen channel has no address."""

    field = "channel"


class AddressNotAllowed(Problem):
    """Staff cannot give somebody an address through which another could sign in as them."""

    field = "email"


class DateNotAllowed(Problem):
    """A day that cannot be."""

    field = "until"


class NothingNamed(Problem):
    """A supporter may do something, and it has a name."""

    field = "scopes"


@act("people.add")
def add(
    by: Actor,
    called: str,
    *,
    channel: str = Reach.Channel.EMAIL,
    format: str = Reach.Format.STANDARD,
    language: str = "en-gb",
    email: str = "",
    phone: str = "",
    post: str = "",
    good_times: str = "",
    works_here: bool = False,
) -> Person:
    """Add somebody we know; e-mail and phone may be empty. Raises NoWayToReach when the channel has no address, and AddressNotAllowed."""
    person = Person(called=called, works_here=works_here)
    person.set_unusable_password()
    person.save()
    reach = Reach(person=person)
    _must_stay_theirs(by, reach, email)
    _fill(reach, channel, format, language, email, phone, post, good_times)
    reach.save(force_insert=True)
    return person


@act("people.reach")
def change_reach(
    by: Actor,
    reach: Reach,
    *,
    channel: str,
    format: str,
    language: str,
    email: str = "",
    phone: str = "",
    post: str = "",
    good_times: str = "",
    asks_a_month: int | None = None,
    for_person: Person | None = None,
) -> Reach:
    """Change how a person is reached. Raises NoWayToReach when the channel has no address, and AddressNotAllowed."""
    _must_stay_theirs(by, reach, email)
    _fill(reach, channel, format, language, email, phone, post, good_times)
    reach.asks_a_month = asks_a_month
    reach.save()
    return reach


def _must_stay_theirs(by: Actor, reach: Reach, email: str) -> None:
    """Nobody signs in as another person (DESIGN §6): staff do not move the address of somebody who signs in, nor give them their own."""
    person, new = reach.person, index(email)
    if by == person or not by.is_someone or new == reach.email_index:
        return
    if person.last_login is not None:
        raise AddressNotAllowed(
            _("%(name)s signs in with their e-mail address. Only they can change it.") % {"name": person.called}
        )
    if new and not person.works_here and Reach.objects.filter(email_index=new, person__works_here=True).exists():
        raise AddressNotAllowed(_("This is the address of somebody who works here. It cannot be another person’s."))


def _fill(reach: Reach, channel: str, format: str, language: str, email: str, phone: str, post: str, good_times: str) -> None:
    if channel == Reach.Channel.EMAIL and not email:
        raise NoWayToReach(_("Tell us your e-mail address, or choose another way."))
    if channel in (Reach.Channel.SMS, Reach.Channel.PHONE) and not phone:
        raise NoWayToReach(_("Tell us your phone number, or choose another way."))
    if channel == Reach.Channel.LETTER and not post:
        raise NoWayToReach(_("Tell us your address, or choose another way."))
    reach.channel, reach.format, reach.language = channel, format, language
    reach.email, reach.phone, reach.post, reach.good_times = email, phone, post, good_times
    reach.email_index = index(email)


@act("people.support")
def allow_supporter(by: Actor, supporter: Supporter, *, for_person: Person | None = None) -> Supporter:
    """Let a supporter do what is named, until a day. The newest word counts: what the two had agreed before is over.

    Raises DateNotAllowed without a day to come, or past a year; NothingNamed.
    """
    must_be_within_a_year(supporter.until)
    supporter.scopes = must_be_named(supporter.scopes)
    if supporter.person_id == supporter.supporter_id:
        raise Problem(_("A person cannot be their own supporter."))
    end_older(supporter)
    supporter.save()
    forget_facts(supporter.supporter)
    return supporter


def end_older(supporter: Supporter) -> int:
    """End all that runs between these two, and take back what was asked: no old “yes” comes after a newer word. Returns how many ran."""
    person, helper, moment = supporter.person_id, supporter.supporter_id, now()
    SupportAsk.objects.filter(person=person, whom=helper, ended_at__isnull=True).update(ended_at=moment)
    return Supporter.objects.filter(person=person, supporter=helper, stopped_at__isnull=True).update(stopped_at=moment)


def must_be_named(scopes: Iterable[str]) -> list[str]:
    """What a supporter may do, each once. Raises NothingNamed for none, and for what nobody knows."""
    chosen = set(scopes)
    if not chosen or chosen - set(Scope.values):
        raise NothingNamed(_("Choose what they may do: one thing or more."))
    return [scope.value for scope in Scope if scope in chosen]


def must_be_within_a_year(until: date) -> None:
    """Support is never for ever. Raises DateNotAllowed."""
    if until < today():
        raise DateNotAllowed(_("Choose a day that is still to come."))
    if until > today() + MOST_SUPPORT:
        raise DateNotAllowed(_("Choose a day within a year. You can always choose again."))


@act("people.stop_support")
def stop_supporter(by: Actor, supporter: Supporter, *, for_person: Person | None = None) -> Supporter:
    """Stop a supporter: all that runs between the two, from the next request on (law 4). The other one is told, with no reason.

    A supporter who stops helping takes back nothing that the person still asks of them.
    """
    is_theirs = by == supporter.supporter
    running = Supporter.objects.filter(person=supporter.person, supporter=supporter.supporter, stopped_at__isnull=True)
    stopped = running.update(stopped_at=now()) if is_theirs else end_older(supporter)
    supporter.refresh_from_db(fields=["stopped_at"])
    for either in (by, supporter.supporter):
        forget_facts(either)
    if stopped and is_theirs:
        tell(supporter.person, "people.support_left", str(supporter.pk))
    elif stopped:
        tell(supporter.supporter, "people.support_stopped", str(supporter.pk))
    return supporter


@act("people.duty")
def give_duty(by: Actor, person: Person, *, kind: Duty.Kind, until: date | None = None) -> Duty:
    """Give somebody a duty in the whole organisation. Raises Problem for who left or was erased."""
    if not person.is_active or person.erased_at is not None:
        raise Problem(_("%(name)s is not here any more. Choose somebody else.") % {"name": person})
    duty, _new = Duty.objects.get_or_create(person=person, kind=kind, until=None)
    forget_facts(person)
    return duty


@act("people.worry")
def worry(by: Actor, worry: Worry, *, for_person: Person | None = None) -> Worry:
    """Tell the safeguarding lead, and nobody else."""
    if for_person is not None:
        require(by, "people.write_for", for_person)
    worry.at = now()
    worry.save()
    for person in who_has(Duty.Kind.SAFEGUARDING):
        tell(person, "people.worry", worry.code)
    return worry


def who_has(kind: Duty.Kind) -> list[Person]:
    """Everyone who answers for this in the whole organisation now."""
    running = Q(until__isnull=True) | Q(until__gt=now())
    duties = Duty.objects.filter(running, kind=kind, person__erased_at__isnull=True).select_related("person")
    return list({duty.person_id: duty.person for duty in duties}.values())


@act("people.read_worry")
def read_worry(by: Person, worry: Worry) -> Worry:
    """Open a worry: who read it first, and when, is kept."""
    if worry.seen_at is None:
        worry.seen_at, worry.seen_by = now(), by
        worry.save(update_fields=["seen_at", "seen_by"])
    return worry


@act("people.close_worry")
def close_worry(by: Person, worry: Worry, *, what_was_done: str) -> Worry:
    """Note what was done to keep somebody safe."""
    if not what_was_done.strip():
        raise Problem(_("Write what was done."))
    worry.what_was_done, worry.closed_at = what_was_done, now()
    worry.save(update_fields=["what_was_done", "closed_at"])
    return worry


@act("people.tell")
def told(by: Person, message: Outgoing) -> Outgoing:
    """A person rang, wrote or said it. Done twice, the first stays."""
    if message.state == Outgoing.State.TODO:
        message.state, message.sent_at, message.told_by = Outgoing.State.SENT, now(), by
        message.save(update_fields=["state", "sent_at", "told_by"])
    return message


@act("people.send")
def sent(by: Actor, message: Outgoing) -> Outgoing:
    """The worker sent it."""
    message.state, message.sent_at, message.problem = Outgoing.State.SENT, now(), ""
    message.save(update_fields=["state", "sent_at", "problem"])
    return message
