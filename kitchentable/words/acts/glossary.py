"""Acts of the glossary: writing a meaning, confirming it, ending it, and what the shipped lists say."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person
from kitchentable.policy.act import act, note_many
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.words.models import Term, slug_of
from kitchentable.words.terms import Listed

LISTED = {"acronyms.tsv": _("our list of short forms"), "jargon.tsv": _("our list of words")}


class NoWord(Problem):
    """A meaning of nothing."""

    field = "term"


class NoMeaning(Problem):
    """A word that is not explained."""

    field = "meaning"


class ThereAlready(Problem):
    """The same word with the same meaning."""

    field = "meaning"


@act("words.add_term")
def add_term(by: Actor, term: Term) -> Term:
    """Keep a meaning that waits for a second person. Raises NoWord, NoMeaning, ThereAlready."""
    _must_say_something(term)
    term.by = by if isinstance(by, Person) else None
    term.confirmed_by, term.confirmed_at, term.ended_at = None, None, None
    term.save()
    return term


@act("words.change_term")
def change_term(by: Actor, term: Term, *, to: Term) -> Term:
    """Write a meaning anew: `to` holds the words. What stands in the glossary stays there until a second person confirms the new words;
    what waits is changed at once. Raises NoWord, NoMeaning, ThereAlready."""
    stands = Term.objects.select_for_update().get(pk=term.pk)
    if stands.confirmed_at is None:
        to.pk, to.key, to.at, to.replaces = stands.pk, stands.key, stands.at, stands.replaces
    else:
        to.replaces = stands
    _must_say_something(to)
    to.by = by if isinstance(by, Person) else None
    to.confirmed_by, to.confirmed_at, to.ended_at, to.changed_at = None, None, None, now()
    to.save()
    return to


@act("words.confirm_term")
def confirm_term(by: Actor, term: Term) -> Term:
    """A second person stands for it: everyone sees it from now on, and what it replaces ends."""
    moment = now()
    if term.replaces is not None and term.replaces.ended_at is None:
        term.replaces.ended_at = term.replaces.changed_at = moment
        term.replaces.save(update_fields=["ended_at", "changed_at"])
    Term.objects.filter(slug=term.slug, not_here=True, ended_at__isnull=True).update(ended_at=moment, changed_at=moment)
    term.confirmed_by, term.confirmed_at, term.changed_at = _person(by), moment, moment
    term.save(update_fields=["confirmed_by", "confirmed_at", "changed_at"])
    return term


@act("words.confirm_listed")
def confirm_listed(by: Actor, row: Listed, *, here: str = "", which: Sequence[int] = ()) -> Term:
    """Say that a row of a shipped list is right here, with what it means here. `which`: the meanings that are meant (places in
    `row.meanings`); none: the first. Raises NoMeaning for a meaning that the list does not explain, ThereAlready."""
    kept: Term | None = None
    moment = now()
    for place in which or (0,):
        if not 0 <= place < len(row.meanings):
            raise NoMeaning(_("Choose one of the meanings that stand here."))
        one = row.meanings[place]
        term = Term(
            term=one.term, spelled_out=one.spelled_out, meaning=one.meaning or here.strip(), here=here.strip() if one.meaning else "",
            source=one.source, confirmed_by=_person(by), confirmed_at=moment,
        )  # fmt: skip
        _must_say_something(term)
        term.save()
        kept = kept or term
    Term.objects.filter(slug=row.slug, not_here=True, ended_at__isnull=True).update(ended_at=moment, changed_at=moment)
    assert kept is not None  # `which or (0,)` is never empty
    return kept


@act("words.not_here")
def not_here(by: Actor, row: Listed) -> Term:
    """Say that nobody here uses a word of a shipped list: it is not shown. Writing a meaning of it brings it back."""
    one = row.meanings[0]
    known = Term.objects.filter(slug=row.slug, not_here=True, ended_at__isnull=True).first()
    return known or Term.objects.create(
        term=one.term,
        slug=row.slug,
        spelled_out=one.spelled_out,
        meaning=one.meaning,
        source=one.source,
        not_here=True,
        by=_person(by),
    )


@act("words.end_term")
def end_term(by: Actor, term: Term) -> Term:
    """Take a meaning out. The record keeps what it was."""
    term.ended_at = term.changed_at = now()
    term.save(update_fields=["ended_at", "changed_at"])
    return term


@act("words.bring_terms", record=False)
def bring_terms(by: Actor, terms: Sequence[Term]) -> int:
    """Keep meanings that were read from a file (`terms_csv.look_at`); each stands in the record and waits to be confirmed."""
    for term in terms:
        term.by, term.slug = _person(by), slug_of(term.term)
    Term.objects.bulk_create(terms, batch_size=500)
    note_many(by, "words.add_term", terms)
    return len(terms)


def _person(by: Actor) -> Person | None:
    return by if isinstance(by, Person) else None


def _must_say_something(term: Term) -> None:
    term.term, term.meaning = " ".join(term.term.split()), term.meaning.strip()
    if not term.term:
        raise NoWord(_("Write the word that you explain."))
    if not term.meaning:
        raise NoMeaning(_("Say in plain words what it means."))
    term.slug = slug_of(term.term)
    same = Term.objects.filter(slug=term.slug, meaning__iexact=term.meaning, here__iexact=term.here, ended_at__isnull=True)
    same = same.filter(spelled_out__iexact=term.spelled_out, also__iexact=term.also, not_here=False)
    if same.exclude(pk=term.pk).exists():
        raise ThereAlready(_("This word stands in the glossary with this meaning already."))
