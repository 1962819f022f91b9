"""Who may send papers, see who has which copy, say that one was handed over, and answer for themselves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.people.rules import ONLY_YOURS, SIGN_IN
from kitchentable.policy.book import rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.words.models import WRITES_PAPERS, Document, Sent, Version
from kitchentable.works.rules import has_role

ONLY_WRITERS = _("Only the lead of this piece of work, and those who check, may do this.")


def writes(person: Actor, work_id: int | None) -> Verdict:
    """Does this person write papers of this piece of work (of any, when None)?"""
    return yes() if has_role(person, work_id, *WRITES_PAPERS) else no(ONLY_WRITERS)


@rule("words.send")
def may_send(person: Actor, version: Version | None) -> Verdict:
    """Those who write papers of the work; only the newest version goes out."""
    verdict = writes(person, version.document.work_id if version else None)
    if not verdict or version is None:
        return verdict
    newer = version.document.versions.filter(number__gt=version.number, sent_at__isnull=False)
    return no(_("A newer version has gone out. Send that one.")) if newer.exists() else yes()


@rule("words.sent")
def may_see_sent(person: Actor, document: Document | None) -> Verdict:
    """Those who write papers of the work: which format somebody needs is private."""
    return writes(person, document.work_id if document else None)


@rule("words.copies_ready", house=True)
def may_start_clocks(_person: Actor, _version: Version) -> Verdict:
    """The house, when a format becomes ready: nobody starts a clock by hand before that."""
    return no(_("A copy goes out by itself when its format is ready."))


@rule("words.follow_format", house=True)
def may_follow(_person: Actor, _sent: Sent) -> Verdict:
    """The house, when somebody who waits wants another format now."""
    return no(_("This happens by itself when somebody changes their format."))


@rule("words.handed", house=True)
def may_hand(person: Actor, sent: Sent) -> Verdict:
    """Those who write papers of the work; the house, when the list of people to tell says it was done."""
    return writes(person, sent.version.document.work_id)


@rule("words.one_more_paper")
def may_answer_one_more(person: Actor, sent: Sent) -> Verdict:
    """The person; or those who write papers of the work, at the person's word."""
    verdict = _own(person, sent)
    if not verdict and sent.person_id is not None:
        verdict = yes() if writes(person, sent.version.document.work_id) else verdict
    if verdict and not sent.asked_first:
        return no(_("This paper was sent without asking first."))
    return verdict


@rule("words.have_read")
def may_tick(person: Actor, sent: Sent) -> Verdict:
    """Only the person: it is their own list."""
    return _own(person, sent)


def _own(person: Actor, sent: Sent) -> Verdict:
    if not person.is_someone:
        return no(SIGN_IN)
    return yes() if sent.person_id is not None and sent.person_id == getattr(person, "pk", None) else no(ONLY_YOURS)
