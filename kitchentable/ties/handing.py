"""Who takes over what: a plan to leave against what somebody has in hand now. It reads, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kitchentable.people.models import Person
from kitchentable.people.owing import InHand, Keeping, is_here, keepings
from kitchentable.ties.models import Given, Leaving


@dataclass(slots=True)
class Kind:
    """One kind of thing that somebody has in hand, and who is named for it. `left` have no name yet."""

    keeping: Keeping
    things: list[InHand]
    named: dict[str, Person] = field(default_factory=dict)
    whole: Person | None = None

    @property
    def left(self) -> list[InHand]:
        """What nobody who is here is named for."""
        return [one for one in self.things if one.key not in self.named]

    @property
    def takers(self) -> list[Person]:
        """Each who takes something of this kind, once, in the order of the things."""
        return list({person.pk: person for one in self.things if (person := self.named.get(one.key))}.values())

    def lots(self) -> dict[Person, list[str]]:
        """Who takes which keys."""
        found: dict[Person, list[str]] = {}
        for one in self.things:
            if one.key in self.named:
                found.setdefault(self.named[one.key], []).append(one.key)
        return found


def can_take(leaving: Leaving, person: Person | None) -> bool:
    """May they be named here? Somebody who is here, works here, and is not the one who leaves."""
    return person is not None and is_here(person) and person.works_here and person.pk != leaving.person_id


def things_of(leaving: Leaving, keeping: Keeping) -> list[InHand]:
    """What is in hand of one kind, of the one piece of work when they leave only that; nothing of their own plan to leave."""
    slug = leaving.work.slug if leaving.work else ""
    return [one for one in keeping.of(leaving.person) if not slug or one.work == slug]


def kinds_of(leaving: Leaving, only: Iterable[str] = ()) -> list[Kind]:
    """Everything in hand now, kind by kind, with who takes it: for the thing, for its kind, for all the rest."""
    wanted = set(only)
    given = {(one.kind, one.thing): one.to for one in Given.objects.filter(leaving=leaving).select_related("to")}
    rest = leaving.to if can_take(leaving, leaving.to) else None
    found = []
    for name, keeping in keepings().items():
        if wanted and name not in wanted:
            continue
        things = things_of(leaving, keeping)
        if not things:
            continue
        whole = given.get((name, ""))
        whole = whole if can_take(leaving, whole) else rest
        kind = Kind(keeping, things, whole=whole)
        for one in things:
            own = given.get((name, one.key))
            to = own if can_take(leaving, own) else whole
            if to is not None:
                kind.named[one.key] = to
        found.append(kind)
    return found
