"""A word to us alone, and help with one decision: what is written down between a person and the office."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.people.acts import DateNotAllowed, who_has
from kitchentable.people.models import Alone, DecidingHelp, Duty, Person
from kitchentable.people.outbox import tell
from kitchentable.policy.act import act
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Problem


class NoWords(Problem):
    """Nothing was written."""

    field = "words"


class NoHelpOffered(Problem):
    """Help comes before anyone says that a person cannot decide (R049)."""

    field = "help_offered"


class NoDecision(Problem):
    """It is about one decision (R050)."""

    field = "decision"


@act("people.alone")
def say_alone(by: Person, word: Alone, *, for_person: Person | None = None) -> Alone:
    """A person says something to the office alone; by staff at their word. Those who may read it are told, with no words and no name."""
    _keep(by, word, from_person=True)
    for reader in readers(word.person):
        if reader.pk != by.pk:
            tell(reader, "people.alone_came", word.key)
    return word


@act("people.answer_alone")
def answer_alone(by: Person, word: Alone) -> Alone:
    """The office answers, or says something first. Told through the person's own channel and no other, with no words in it."""
    _keep(by, word, from_person=False)
    tell(word.person, "people.alone", word.key)
    return word


@act("people.see_alone", record=False)
def see_alone(by: Person, whom: Person) -> Person:
    """Note that the words of the other side were seen: by the person, or by the office."""
    is_theirs = by.pk == whom.pk
    Alone.objects.filter(person=whom, from_person=not is_theirs, seen_at__isnull=True).update(seen_at=now())
    return whom


def readers(whom: Person) -> list[Person]:
    """Who may read what this person says to the office alone."""
    leads = {lead.pk: lead for kind in (Duty.Kind.ACCESS, Duty.Kind.SAFEGUARDING) for lead in who_has(kind)}
    helpers = set(whom.supporters.running().values_list("supporter", flat=True))
    return [lead for pk, lead in sorted(leads.items()) if pk not in helpers and pk != whom.pk]


def _keep(by: Person, word: Alone, *, from_person: bool) -> None:
    if not word.words.strip():
        raise NoWords(_("Write something first."))
    word.from_person, word.by, word.at = from_person, by, now()
    word.save()


@act("people.help_to_decide")
def help_to_decide(by: Person, note: DecidingHelp) -> DecidingHelp:
    """Write down which help was offered for one decision on one day, and what came of it. The person is told, and reads it.

    Raises NoHelpOffered (R049), NoDecision (R050), and DateNotAllowed for a day to come.
    """
    if not note.help_offered.strip():
        raise NoHelpOffered(_("Write what help was offered first."))
    if not note.decision.strip():
        raise NoDecision(_("Write which one decision it was."))
    if note.on > today():
        raise DateNotAllowed(_("This day has not come yet."))
    note.by, note.at = by, now()
    note.save()
    tell(note.person, "people.help_to_decide", note.key)
    return note
