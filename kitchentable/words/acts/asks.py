"""Acts of what people ask about words: asking, passing on, answering, and the clock that warns."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kitchentable.people.clock import add_working_days
from kitchentable.people.models import Duty, Person
from kitchentable.people.outbox import tell
from kitchentable.policy.act import act, require
from kitchentable.policy.book import fact
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.words.acts.glossary import add_term
from kitchentable.words.models import Term, TermAsk
from kitchentable.works.models import Role, Work

Way = TermAsk.Way
MOST_WORD, MOST_AROUND = 200, 2_000


class NoWord(Problem):
    """A question about nothing."""

    field = "word"


class NoAnswer(Problem):
    """An answer that says nothing."""

    field = "answer"


class NotHere(Problem):
    """Somebody who cannot answer."""

    field = "to"


@act("words.ask")
def ask(
    by: Actor,
    word: str,
    *,
    around: str = "",
    page: str = "",
    work: Work | None = None,
    way: str = Way.PAGE,
    for_person: Person | None = None,
) -> TermAsk:
    """Ask what a word means: somebody owes an answer in `word_days` working days, and is told. Raises NoWord.

    `work`: where the word stood; its lead answers. Otherwise the lead for accessible information, then an administrator.
    """
    word = " ".join(word.split())[:MOST_WORD]
    if not word:
        raise NoWord(_("Write the word or the words that you want explained."))
    if for_person is not None and not fact(by, "people.works_here"):
        require(by, "people.write_for", for_person)
    typed_by_staff = isinstance(by, Person) and way != Way.PAGE
    asker = for_person or (by if isinstance(by, Person) and not typed_by_staff else None)
    found = TermAsk.objects.create(
        word=word, around=around[:MOST_AROUND], page=page, work=work, way=way, asked_by=asker,
        typed_by=by if isinstance(by, Person) and by is not asker else None,
        owed_by=who_owes(work), due_on=add_working_days(today(), number("word_days"), settings.NATION),
    )  # fmt: skip
    tell(found.owed_by, "words.ask_owed", found.key)
    return found


def who_owes(work: Work | None) -> Person | None:
    """Who must answer: the lead of the work; the lead for accessible information; an administrator; nobody when there is none."""
    running = {"until__isnull": True, "person__erased_at__isnull": True, "person__is_active": True}
    if work is not None:
        role = (
            Role.objects.filter(work=work, kind=Role.Kind.LEAD, **running).select_related("person").order_by("since", "pk").first()
        )
        if role is not None:
            return role.person
    for kind in (Duty.Kind.ACCESS, Duty.Kind.ADMINISTRATOR):
        duty = Duty.objects.filter(kind=kind, **running).select_related("person").order_by("since", "pk").first()
        if duty is not None:
            return duty.person
    return None


@act("words.pass_ask")
def pass_ask(by: Actor, ask: TermAsk, *, to: Person) -> TermAsk:
    """Somebody else answers it. The day stays. Raises NotHere for a person who does not work here."""
    if not (to.works_here and to.is_active and to.erased_at is None):
        raise NotHere(_("Choose somebody who works here."))
    ask.owed_by = to
    ask.save(update_fields=["owed_by"])
    tell(to, "words.ask_owed", ask.key)
    return ask


@act("words.answer_ask")
def answer_ask(by: Actor, ask: TermAsk, *, answer: str, term: Term | None = None) -> TermAsk:
    """Say what it means: who asked is told in their own way. `term`: the meaning in the glossary that goes with it; a new one (not saved)
    is added, and a second person confirms it. Raises NoAnswer, NoMeaning, ThereAlready."""
    stands = TermAsk.objects.select_for_update().get(pk=ask.pk)
    require(by, "words.answer_ask", stands)
    answer = answer.strip()
    if not answer:
        raise NoAnswer(_("Say in plain words what it means."))
    if term is not None and term._state.adding:
        term = add_term(by, term)
    ask.answer, ask.answered_at, ask.term = answer, now(), term
    ask.answered_by = by if isinstance(by, Person) else None
    ask.save(update_fields=["answer", "answered_by", "answered_at", "term"])
    tell(ask.asked_by, "words.answered", ask.key)
    return ask


@act("words.warn_asks", record=False)
def warn_asks(by: Actor, owner: Person, *, day: date) -> Person:
    """Tell somebody which answers about words are due soon, due today or late: once a day."""
    tell(owner, "words.asks_due", owner.key, same=day.isoformat())
    return owner
