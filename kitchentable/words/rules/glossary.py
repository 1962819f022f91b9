"""Who may do what with the glossary, what people ask about words, and the numbers of how clear we are; and why not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person
from kitchentable.people.rules import ONLY_STAFF, ONLY_YOURS
from kitchentable.policy.book import fact, rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.words.models import Term, TermAsk
from kitchentable.words.terms import Listed

OVER = _("This meaning was taken out of the glossary.")


def _staff(person: Actor) -> Verdict:
    return yes() if person.is_someone and fact(person, "people.works_here") else no(ONLY_STAFF)


@rule("words.glossary_office")
def may_keep_glossary(person: Actor, _thing: object) -> Verdict:
    """Staff."""
    return _staff(person)


@rule("words.add_term")
def may_add(person: Actor, _term: object) -> Verdict:
    """Staff write; another person confirms."""
    return _staff(person)


@rule("words.bring_terms")
def may_bring(person: Actor, _thing: object) -> Verdict:
    """Staff bring in a file; what comes in waits to be confirmed."""
    return _staff(person)


@rule("words.change_term")
def may_change(person: Actor, term: Term | None) -> Verdict:
    """Staff, while it stands."""
    verdict = _staff(person)
    return no(OVER) if verdict and term is not None and term.ended_at is not None else verdict


@rule("words.end_term")
def may_end(person: Actor, term: Term | None) -> Verdict:
    """As for changing."""
    return may_change(person, term)


@rule("words.confirm_term")
def may_confirm(person: Actor, term: Term | None) -> Verdict:
    """Staff, for what another person wrote: two people stand for each meaning. Where only one person works, that one."""
    verdict = may_change(person, term)
    if not verdict or term is None:
        return verdict
    if term.confirmed_at is not None:
        return no(_("This is confirmed already."))
    mine = term.by_id is not None and term.by_id == getattr(person, "pk", None)
    if mine and Person.objects.filter(works_here=True, is_active=True, erased_at__isnull=True).exclude(pk=term.by_id).exists():
        return no(_("You wrote this. Ask somebody else who works here to read it and confirm it."))
    return yes()


@rule("words.confirm_listed")
def may_confirm_listed(person: Actor, _row: Listed | None) -> Verdict:
    """Staff: the list is the first to say it, they are the second."""
    return _staff(person)


@rule("words.not_here")
def may_leave_out(person: Actor, _row: Listed | None) -> Verdict:
    """Staff."""
    return _staff(person)


@rule("words.ask")
def may_ask(_person: Actor, _word: object) -> Verdict:
    """Anyone, signed in or not."""
    return yes()


@rule("words.see_ask")
def may_see(person: Actor, ask: TermAsk) -> Verdict:
    """The person who asked, and staff. What nobody's name stands on: whoever holds its code."""
    if ask.asked_by_id is None or _staff(person):
        return yes()
    return yes() if ask.asked_by_id == getattr(person, "pk", None) else no(ONLY_YOURS)


@rule("words.answer_ask")
def may_answer(person: Actor, ask: TermAsk | None) -> Verdict:
    """Staff, once: the one who owes it, or whoever knows it."""
    verdict = _staff(person)
    return no(_("This was answered already.")) if verdict and ask is not None and ask.answered_at is not None else verdict


@rule("words.pass_ask")
def may_pass(person: Actor, ask: TermAsk | None) -> Verdict:
    """As for answering."""
    return may_answer(person, ask)


@rule("words.warn_asks", house=True)
def may_warn(_person: Actor, _owner: object) -> Verdict:
    """Only the clock."""
    return no(_("Only the clock does this."))


@rule("words.count_version", house=True)
def may_count(_person: Actor, _version: object) -> Verdict:
    """Only the clock."""
    return no(_("Only the clock does this."))


@rule("words.clear_office")
def may_see_kept(person: Actor, _thing: object) -> Verdict:
    """Staff see the reasons for which words were kept."""
    return _staff(person)
