"""What people asked about words, and somebody must answer. Papers, formats and checks go with the part in the piece of work."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.people.models import Person
from kitchentable.people.owing import InHand, Keeping, keeps, may_hand_on, must_be_here
from kitchentable.policy.act import act, note_many
from kitchentable.policy.book import rule
from kitchentable.policy.verdict import Actor, Verdict
from kitchentable.words.models import TermAsk

AT_ONCE = 500


@rule("words.hand_on", house=True)
def may_hand_on_here(person: Actor, holder: Person | None) -> Verdict:
    """They themselves, and the administrator; the house on the day that was planned."""
    return may_hand_on(person, holder)


@act("words.hand_on")
def hand_on(by: Actor, holder: Person, *, keys: Sequence[str], to: Person) -> Person:
    """Somebody else says what these words mean; the days stay. Raises NotHere."""
    must_be_here(to)
    for start in range(0, len(keys), AT_ONCE):
        rows = TermAsk.objects.filter(owed_by=holder, key__in=keys[start : start + AT_ONCE], answered_at__isnull=True)
        moved = list(rows)
        rows.update(owed_by=to)
        note_many(by, "words.pass_ask", moved)
    return holder


def _asks(person: Person) -> list[InHand]:
    rows = TermAsk.objects.filter(owed_by=person, answered_at__isnull=True).order_by("due_on", "pk")
    return [
        InHand("words.asks", key, _("Say what “%(word)s” means") % {"word": word[:80]}, work or "", due=day.isoformat())
        for key, word, work, day in rows.values_list("key", "word", "work__slug", "due_on")
    ]


keeps(
    Keeping(
        "words.asks",
        gettext_lazy("Words that people asked about"),
        of=_asks,
        give_all=lambda by, holder, keys, to: hand_on(by, holder, keys=keys, to=to),
        order=40,
    )
)
