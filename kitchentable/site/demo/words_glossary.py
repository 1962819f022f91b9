"""Words that are explained in the demo: a few with what they mean here, one with two meanings, one that waits, and a question that is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitchentable.people.models import Person
from kitchentable.site.demo.words import HOME
from kitchentable.words.acts import asks, glossary
from kitchentable.words.models import Term
from kitchentable.words.terms import listed

if TYPE_CHECKING:
    from kitchentable.site.demo import Year

OURS = (
    Term(
        term="respite", meaning="A break for you, while somebody else gives the care.",
        here="You can have up to 14 nights a year. Ask your social worker, or ring us.", also="respite care, short break",
    ),
    Term(
        term="CPA", spelled_out="Care Programme Approach", meaning="An older way of planning mental health care.",
        here="The mental health trust still writes it on letters.",
    ),
    Term(
        term="CPA", spelled_out="carers’ personal allowance", meaning="Money that an unpaid carer gets once a year, to spend on themselves.",
        here="Here it is £200. Ask the carers’ centre.",
    ),
    Term(
        term="Care Act", meaning="A law from 2014. It says what help councils must give to adults, and to people who look after them.",
        also="Care Act 2014",
    ),
    Term(
        term="care worker", meaning="Somebody who is paid to help you, at home or in a care home.",
        here="With us they work for one of three firms. You can say who comes.",
    ),
    Term(
        term="reablement", meaning="Help for up to six weeks, to learn again to do things yourself.",
        here="It is free. The team comes to your home.",
    ),
)  # fmt: skip
WAITS = Term(term="wraparound care", meaning="Help that comes from several teams and fits together.")


def lay(year: Year) -> None:
    """Put every step on its day."""
    year.on(-60, lambda: _write(year), staff=True)
    year.on(-58, lambda: _confirm(year), staff=True)
    year.on(-9, lambda: _ask_and_answer(year), hour=9)
    year.on(-2, lambda: _ask(year), hour=15)


def _write(year: Year) -> None:
    for term in OURS:
        glossary.add_term(year.who["natalie"], _anew(term))


def _confirm(year: Year) -> None:
    """A second person reads each; and one row of our list gets its local meaning."""
    for term in Term.objects.to_confirm():
        glossary.confirm_term(year.who["rao"], term)
    glossary.confirm_listed(
        year.who["natalie"], listed()["mdt"], here="Ours meets every Monday. You can be there, and bring somebody."
    )
    glossary.add_term(year.who["natalie"], _anew(WAITS))


def _ask_and_answer(year: Year) -> None:
    """Lou rang: typed for him, answered on the same day."""
    lou: Person = year.who["lou"]
    ask = asks.ask(year.who["natalie"], "advocate", work=year.works[HOME], way=asks.Way.PHONE, for_person=lou)
    asks.answer_ask(year.who["natalie"], ask, answer="A person who helps you say what you want. They are on your side. It is free.")


def _ask(year: Year) -> None:
    asks.ask(
        year.who["chloe"], "double-handed care", work=year.works[HOME], page=year.works[HOME].get_absolute_url(),
        around="My plan says “double-handed care”. Is that two people at once?",
    )  # fmt: skip


def _anew(term: Term) -> Term:
    told = ("term", "spelled_out", "meaning", "here", "also")
    return Term(**{name: getattr(term, name) for name in told})
