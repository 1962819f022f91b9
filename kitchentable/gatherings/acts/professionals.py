"""The list of those who interpret, type, note or speak for people. Each is a person too, reached by their own channel, never signed in by us."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.models import Booking, Professional
from kitchentable.people import acts as people
from kitchentable.people.models import Person, Reach
from kitchentable.people.outbox import reach_of
from kitchentable.people.support_acts import find
from kitchentable.policy.act import act
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Problem


class NoLanguage(Problem):
    """An interpreter of another language: of which?"""

    field = "language"


class OnTheList(Problem):
    """They are there already."""

    field = "email"


@act("gatherings.add_professional")
def add(
    by: Person,
    called: str,
    *,
    kind: str,
    language: str = "",
    channel: str,
    email: str = "",
    phone: str = "",
    registered_as: str = "",
    note: str = "",
) -> Professional:
    """Put somebody on the list, who was asked first. Whom we know by this address stays one person; how they are reached is theirs.

    Raises NoLanguage, OnTheList, and people.acts.NoWayToReach.
    """
    _must_have_language(kind, language)
    person = find(email) if email else None
    if person is not None and Professional.objects.filter(person=person).exists():
        before = Professional.objects.get(person=person)
        if before.removed_at is None:
            raise OnTheList(_("%(name)s is on the list already.") % {"name": before.called})
        before.called, before.kind, before.language = called, kind, language.strip()
        before.registered_as, before.note, before.removed_at = registered_as.strip(), note.strip(), None
        before.save()
        return before
    if person is None:
        person = people.add(by, called, channel=channel, email=email, phone=phone)
    return Professional.objects.create(
        called=called, kind=kind, language=language.strip(), person=person, registered_as=registered_as.strip(), note=note.strip()
    )


@act("gatherings.change_professional")
def change(
    by: Person,
    one: Professional,
    *,
    called: str,
    kind: str,
    language: str = "",
    channel: str,
    email: str = "",
    phone: str = "",
    registered_as: str = "",
    note: str = "",
) -> Professional:
    """Change what stands on the list, and at their word how they are reached. Raises NoLanguage, NoWayToReach, AddressNotAllowed."""
    _must_have_language(kind, language)
    one.called, one.kind, one.language = called, kind, language.strip()
    one.registered_as, one.note = registered_as.strip(), note.strip()
    one.save()
    if one.person is not None:
        _reach(by, one.person, channel, email, phone)
    return one


def _reach(by: Person, person: Person, channel: str, email: str, phone: str) -> None:
    reach = reach_of(person)
    if (reach.channel, reach.email, reach.phone) != (channel, email, phone):
        people.change_reach(
            by,
            reach,
            channel=channel,
            format=reach.format,
            language=reach.language,
            email=email,
            phone=phone,
            post=reach.post,
            good_times=reach.good_times,
            asks_a_month=reach.asks_a_month,
            for_person=person,
        )


@act("gatherings.remove_professional")
def remove(by: Person, one: Professional) -> Professional:
    """Take them off the list: nobody can ask them any more; what they are booked for stays. Refused while an ask has no answer."""
    if one.bookings.filter(state=Booking.State.ASKED).exists():
        raise Problem(_("%(name)s has been asked for a gathering. Note their answer first.") % {"name": one.called})
    one.removed_at = one.removed_at or now()
    one.save(update_fields=["removed_at"])
    return one


def _must_have_language(kind: str, language: str) -> None:
    if kind == Professional.Kind.LANGUAGE and not language.strip():
        raise NoLanguage(_("Write the language, for example Urdu."))


CHANNELS = (Reach.Channel.EMAIL, Reach.Channel.PHONE, Reach.Channel.SMS)
