"""Seats that somebody holds because they work here. A seat of a person with lived experience is theirs, and nobody's to hand on."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.people.models import Person
from kitchentable.people.owing import InHand, Keeping, keeps, may_hand_on
from kitchentable.policy.book import rule
from kitchentable.policy.verdict import Actor, Verdict
from kitchentable.seats.acts.handing_on import hand_on
from kitchentable.seats.models import Seat
from kitchentable.works.models import LIVED_GROUPS


@rule("seats.hand_on", house=True)
def may_hand_on_here(person: Actor, holder: Person | None) -> Verdict:
    """They themselves, and the administrator; the house on the day that was planned."""
    return may_hand_on(person, holder)


def _seats(person: Person) -> list[InHand]:
    held = Seat.objects.at_table().filter(person=person, until__isnull=True).exclude(group__side__in=LIVED_GROUPS)
    return [
        InHand("seats.held", one.key, _("A seat for “%(group)s”") % {"group": one.group.name}, one.work.slug)
        for one in held.select_related("group", "work").order_by("pk")
    ]


keeps(
    Keeping(
        "seats.held",
        gettext_lazy("Seats at the table"),
        of=_seats,
        give_all=lambda by, holder, keys, to: hand_on(by, holder, keys=keys, to=to),
        order=25,
    )
)
