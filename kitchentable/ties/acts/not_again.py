"""“Do not ask me again about this”: said by page, phone or letter; taken back when the person wants."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kitchentable.people.models import Person
from kitchentable.people.outbox import tell
from kitchentable.policy.act import act
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.ties.already import content_words
from kitchentable.ties.models import NotAgain
from kitchentable.works.models import Work


class NotSaid(Problem):
    """Something is missing; `field` says what."""

    def __init__(self, words: str, field: str) -> None:
        self.field = field
        super().__init__(words)


@act("ties.not_again")
def not_again(
    by: Actor,
    person: Person,
    *,
    what: str,
    work: Work | None = None,
    matter: str = "",
    until: date | None = None,
    way: str = NotAgain.Way.PAGE,
    for_person: Person | None = None,
) -> NotAgain:
    """Keep that `person` does not want to be asked again. Said twice, the first stays and has the new last day.

    Raises NotSaid without a piece of work or a matter where one is wanted, and for a last day that has gone by.
    """
    if what == NotAgain.What.WORK and work is None:
        raise NotSaid(_("Choose the piece of work."), "work")
    if what == NotAgain.What.MATTER and not content_words(matter):
        raise NotSaid(_("Write what it is about, like: short breaks."), "matter")
    if until is not None and until < today():
        raise NotSaid(_("Choose a day that is still to come, or leave it empty."), "until")
    work = work if what == NotAgain.What.WORK else None
    matter = " ".join(matter.split()) if what == NotAgain.What.MATTER else ""
    for one in NotAgain.objects.running().filter(person=person, what=what, work=work):
        if one.matter.casefold() == matter.casefold():
            one.until = until
            one.save(update_fields=["until"])
            return one
    made = NotAgain.objects.create(
        person=person, what=what, work=work, matter=matter, until=until, way=way, at=now(),
        typed_by=by if isinstance(by, Person) and by.pk != person.pk else None,
    )  # fmt: skip
    if made.typed_by is not None:
        tell(person, "ties.not_again", made.key)
    return made


@act("ties.ask_again")
def ask_again(by: Actor, one: NotAgain, *, for_person: Person | None = None) -> NotAgain:
    """They may be asked again."""
    if one.ended_at is None:
        one.ended_at = now()
        one.save(update_fields=["ended_at"])
    return one
