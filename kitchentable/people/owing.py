"""What somebody has in hand: all that must go to another named person before they leave. Each floor says what it keeps; nothing is said twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Duty, Person
from kitchentable.people.rules import ONLY_STAFF, has_duty
from kitchentable.policy.book import fact
from kitchentable.policy.verdict import Actor, Problem, Verdict, no, yes

GiveAll = Callable[[Actor, Person, Sequence[str], Person], object]


@dataclass(frozen=True, slots=True)
class InHand:
    """One thing that somebody has in hand. `key` is unique within its kind; `work` is the slug of its piece of work, or empty.

    `words` say what it is in a few words, with nobody's private words in them.
    """

    kind: str
    key: str
    words: str
    work: str = ""
    url: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Keeping:
    """One kind of thing that people have in hand.

    `of(person)`: all that this person has in hand now. `give(by, key, to)`: hand one over, through an act of its own floor; raises
    Problem when `to` cannot have it. `give_all(by, holder, keys, to)`: the same for any number in a few queries. One of the two is there.
    `fits(key)`: the pks of those who may have it, or None when any living member of staff may. Kinds with a low `order` go first: a part
    in a piece of work before what only somebody with that part may see. `may_be_left`: it stops nobody from being erased; those who plan it
    are told then.
    """

    kind: str
    name: str | Promise
    of: Callable[[Person], Iterable[InHand]]
    give: Callable[[Actor, str, Person], None] | None = None
    fits: Callable[[str], Iterable[int] | None] = lambda _key: None
    order: int = 50
    give_all: GiveAll | None = None
    may_be_left: bool = False

    def hand(self, by: Actor, holder: Person, keys: Sequence[str], to: Person) -> None:
        """Hand these over. Raises Problem when `to` cannot have one of them."""
        if self.give_all is not None:
            self.give_all(by, holder, keys, to)
        elif self.give is not None:
            for key in keys:
                self.give(by, key, to)


_KEEPINGS: dict[str, Keeping] = {}


def keeps(found: Keeping) -> Keeping:
    """Register a kind of thing that people have in hand. Raises ValueError when it is there already."""
    if found.kind in _KEEPINGS:
        raise ValueError(f"two keepings of {found.kind}")
    _KEEPINGS[found.kind] = found
    return found


def keepings() -> dict[str, Keeping]:
    """All kinds, by name; those that go first come first."""
    return dict(sorted(_KEEPINGS.items(), key=lambda one: (one[1].order, one[0])))


def in_hand(person: Person) -> list[InHand]:
    """All that somebody has in hand now, of every kind."""
    return [one for keeping in keepings().values() for one in keeping.of(person)]


class NotHere(Problem):
    """Somebody who cannot be given anything: they left, or were erased."""

    field = "to"


def is_here(person: Person) -> bool:
    """Somebody who can still be named: not gone, not erased."""
    return person.is_active and person.erased_at is None


def must_be_here(person: Person | None) -> None:
    """Nothing is given to somebody who is not here any more. Raises NotHere."""
    if person is not None and not is_here(person):
        raise NotHere(_("%(name)s is not here any more. Choose somebody else.") % {"name": person})


def may_hand_on(person: Actor, holder: Person | None) -> Verdict:
    """Who hands on what `holder` has in hand: they themselves, and the administrator. The rule of each floor's act says `house=True` too."""
    if holder is None:
        return yes() if fact(person, "people.works_here") else no(ONLY_STAFF)
    if holder.pk == getattr(person, "pk", None) or has_duty(person, Duty.Kind.ADMINISTRATOR):
        return yes()
    return no(_("Only they themselves, or the administrator, may hand this on."))
