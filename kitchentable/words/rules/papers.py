"""Who may do what with papers, their versions, the check beside the text, and words that stay; and why not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.policy.book import fact, rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.words.models.papers import WRITES_PAPERS, Document, Handled, KeptWord, Version
from kitchentable.works.models import Work
from kitchentable.works.rules import has_role

ONLY_WRITERS = _("Only those who lead or check this piece of work may write its papers.")
SENT = _("This version was sent. What people have in their hands stays as it is: write the next version.")

ONLY_STAFF = _("Only people who work here may do this.")


def writes(person: Actor, document: Document | None) -> Verdict:
    """Leads and checkers of its piece of work; without a paper: of any."""
    return yes() if has_role(person, document.work_id if document else None, *WRITES_PAPERS) else no(ONLY_WRITERS)


def _may_change(person: Actor, version: Version) -> Verdict:
    verdict = writes(person, version.document)
    return no(SENT) if verdict and version.sent_at is not None else verdict


@rule("words.papers_office")
def may_open_papers(person: Actor, document: Document | None) -> Verdict:
    """Those who write papers there."""
    return writes(person, document)


@rule("words.new_document")
def may_make(person: Actor, work: Work | None) -> Verdict:
    """Leads and checkers, for their own piece of work."""
    return yes() if has_role(person, work.pk if work else None, *WRITES_PAPERS) else no(ONLY_WRITERS)


@rule("words.change_document")
def may_change_document(person: Actor, document: Document) -> Verdict:
    """Those who write it, while nothing of it was sent: people know it by its name."""
    verdict = writes(person, document)
    if verdict and document.versions.filter(sent_at__isnull=False).exists():
        return no(_("People know this paper by its name. It stays, once a version was sent."))
    return verdict


@rule("words.write_version")
def may_write(person: Actor, version: Version) -> Verdict:
    """Those who write it, until it is sent."""
    return _may_change(person, version)


@rule("words.next_version")
def may_go_on(person: Actor, document: Document) -> Verdict:
    """Those who write it, when the version before was sent: until then, that one is changed."""
    verdict = writes(person, document)
    if verdict and document.newest().sent_at is None:
        return no(_("The newest version was not sent yet. Change that one: nobody has it in their hands."))
    return verdict


@rule("words.set_summary")
def may_sum_up(person: Actor, version: Version) -> Verdict:
    """As for writing."""
    return _may_change(person, version)


@rule("words.set_short")
def may_shorten(person: Actor, version: Version) -> Verdict:
    """As for writing."""
    return _may_change(person, version)


@rule("words.accept")
def may_accept(person: Actor, version: Version) -> Verdict:
    """As for writing."""
    return _may_change(person, version)


@rule("words.keep")
def may_keep(person: Actor, version: Version) -> Verdict:
    """As for writing."""
    return _may_change(person, version)


@rule("words.keep_rest")
def may_keep_rest(person: Actor, version: Version) -> Verdict:
    """As for writing."""
    return _may_change(person, version)


@rule("words.look_again")
def may_look_again(person: Actor, handled: Handled) -> Verdict:
    """As for writing."""
    return _may_change(person, handled.version)


@rule("words.our_words")
def may_see_our_words(person: Actor, _thing: object) -> Verdict:
    """Staff: it says who decided what about words."""
    return yes() if person.is_someone and fact(person, "people.works_here") else no(ONLY_STAFF)


@rule("words.keep_word")
def may_keep_word(person: Actor, _thing: object) -> Verdict:
    """Those who lead or check some piece of work."""
    return writes(person, None)


@rule("words.let_go_word")
def may_let_go(person: Actor, kept: KeptWord) -> Verdict:
    """As for keeping, once."""
    if kept.ended_at is not None:
        return no(_("This word was let go already."))
    return writes(person, None)


@rule("words.advice")
def may_ask_advice(person: Actor, _thing: object) -> Verdict:
    """Staff, about what they write themselves (danger 7)."""
    return yes() if person.is_someone and fact(person, "people.works_here") else no(ONLY_STAFF)
