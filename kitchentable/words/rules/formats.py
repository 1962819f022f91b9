"""Who may do what with formats of a version; and why not."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person, Scope
from kitchentable.people.rules import HELP_ENDED, NOT_SHARED, SIGN_IN, supports
from kitchentable.policy.book import fact, rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.words.models import WRITES_PAPERS, Document, Format, Version
from kitchentable.words.ready import fits
from kitchentable.works.rules import has_role

ONLY_WRITERS = _("Only those who lead or check this piece of work may do this.")
NOT_SENT_YET = _("This paper has not been sent yet. Only those who write it can read it.")
NOT_YOURS = _("This paper was not sent to you.")
NOT_READY = _("This format is not ready yet. It is given to people when every check has passed.")


@dataclass(frozen=True, slots=True)
class Copy:
    """A version as somebody has it, when a supporter of theirs opens it."""

    version: Version
    whose: Person


def writes(person: Actor, version: Version) -> bool:
    """Does this person write papers in that piece of work?"""
    return has_role(person, version.document.work_id, *WRITES_PAPERS)


def _writer(person: Actor, version: Version) -> Verdict:
    return yes() if writes(person, version) else no(ONLY_WRITERS)


# ── reading ───────────────────────────────────────────────────────────────────────────────────────


def is_for_all(version: Version) -> bool:
    """A public paper of public work that was sent."""
    return version.sent_at is not None and version.document.is_public and version.document.work.is_public


def _went_to(person_pk: int | None, version: Version) -> bool:
    """Whoever was asked first and has not said yes was not sent it."""
    return person_pk is not None and version.sent_at is not None and version.sent.counting().filter(person=person_pk).exists()


@rule("words.read_version")
def may_read_version(person: Actor, version: Version) -> Verdict:
    """Anyone, for a public paper that was sent; those it was sent to; those who write papers there, drafts too."""
    if is_for_all(version) or writes(person, version):
        return yes()
    if version.sent_at is None:
        return no(NOT_SENT_YET)
    return yes() if _went_to(getattr(person, "pk", None), version) else no(NOT_YOURS if person.is_someone else SIGN_IN)


@rule("words.read_for")
def may_read_for(person: Actor, copy: Copy) -> Verdict:
    """A supporter, while the person lets them read their papers: what was sent to the person, never a draft (R052)."""
    if not person.is_someone:
        return no(SIGN_IN)
    if not supports(person, copy.whose.pk, Scope.PAPERS):
        helps = copy.whose.pk in fact(person, "people.supports")
        return no(NOT_SHARED % {"name": copy.whose.called}) if helps else no(HELP_ENDED)
    return yes() if is_for_all(copy.version) or _went_to(copy.whose.pk, copy.version) else no(NOT_YOURS)


@rule("words.read_format")
def may_read_format(person: Actor, one: Format) -> Verdict:
    """Whoever may read its version, once it is ready; those who write papers there may look at it before."""
    verdict = may_read_version(person, one.version)
    return given(one) if verdict and not writes(person, one.version) else verdict


def given(one: Format) -> Verdict:
    """Is it ready to be given to people?"""
    return yes() if one.state == Format.State.READY and fits(one, one.version) else no(NOT_READY)


# ── making ────────────────────────────────────────────────────────────────────────────────────────


@rule("words.formats_office")
def may_open_formats(person: Actor, document: Document | None) -> Verdict:
    """Those who write papers in that piece of work."""
    return yes() if has_role(person, document.work_id if document else None, *WRITES_PAPERS) else no(ONLY_WRITERS)


@rule("words.want_formats")
def may_want(person: Actor, version: Version) -> Verdict:
    """Those who write papers there."""
    return _writer(person, version)


@rule("words.order_format")
def may_order(person: Actor, version: Version) -> Verdict:
    """Those who write papers there."""
    return _writer(person, version)


@rule("words.upload_format")
def may_upload(person: Actor, version: Version) -> Verdict:
    """Those who write papers there."""
    return _writer(person, version)


@rule("words.say_checked")
def may_say_checked(person: Actor, one: Format) -> Verdict:
    """Those who write papers there, at the word of those who checked it."""
    return _writer(person, one.version)


@rule("words.make_again")
def may_make_again(person: Actor, one: Format) -> Verdict:
    """Those who write papers there; not while it is being made."""
    verdict = _writer(person, one.version)
    return no(_("It is being made now. Wait a little.")) if verdict and one.state == Format.State.MAKING else verdict


@rule("words.ask_for_format")
def may_ask_for(person: Actor, document: Document) -> Verdict:
    """Whoever can read the paper, for themselves or typed for somebody (the act looks whether that person can read it too)."""
    if not person.is_someone:
        return no(SIGN_IN)
    if Document.objects.seen_by(person).filter(pk=document.pk).exists():
        return yes()
    return no(NOT_YOURS)


def _house_only(_person: Actor, _one: Format) -> Verdict:
    return no(_("The system does this by itself."))


@rule("words.make_format", house=True)
def may_make(person: Actor, one: Format) -> Verdict:
    """The worker."""
    return _house_only(person, one)


@rule("words.format_made", house=True)
def may_be_made(person: Actor, one: Format) -> Verdict:
    """The worker."""
    return _house_only(person, one)


@rule("words.format_not_made", house=True)
def may_not_be_made(person: Actor, one: Format) -> Verdict:
    """The worker."""
    return _house_only(person, one)
