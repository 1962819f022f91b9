"""What ties give to the floors below, and what they do after acts of those floors: leaving and handing over."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.people.erasures import CannotErase, before_erasing
from kitchentable.people.models import Person
from kitchentable.people.owing import InHand, Keeping, in_hand, keepings, keeps
from kitchentable.policy.verdict import Actor
from kitchentable.ties.acts.leaving import call_off, take_over_instead
from kitchentable.ties.models import Given, Leaving


def _takes_over(person: Person) -> list[InHand]:
    """Plans of others to leave in which this person is named: when they go first, somebody else must be named there."""
    named = Q(to=person) | Q(pk__in=Given.objects.filter(to=person).values("leaving"))
    rows = Leaving.objects.planned().filter(named).exclude(person=person).select_related("person", "work").order_by("on", "pk")
    return [
        InHand(
            "ties.takes_over",
            one.key,
            _("Takes over from %(name)s") % {"name": one.person},
            one.work.slug if one.work else "",
            due=one.on.isoformat(),
        )
        for one in rows
    ]


def _give(by: Actor, holder: Person, keys: Sequence[str], to: Person) -> None:
    for leaving in Leaving.objects.planned().filter(key__in=keys).order_by("pk"):
        take_over_instead(by, leaving, of=holder, to=to)


keeps(Keeping("ties.takes_over", gettext_lazy("Taking over from others who leave"), of=_takes_over, give_all=_give, order=60))


@before_erasing
def nothing_is_left_without_a_name(person: Person) -> None:
    """Whoever has something in hand hands it on first. A plan to leave of theirs is called off: there is nobody left who leaves."""
    Person.objects.select_for_update().get(pk=person.pk)
    kinds = keepings()
    left = [one for one in in_hand(person) if not kinds[one.kind].may_be_left]
    if left:
        raise CannotErase(
            _("%(name)s still has %(left)d things in hand. Hand them to somebody first.")
            % {"name": person.called, "left": len(left)}
        )
    call_off(person)
