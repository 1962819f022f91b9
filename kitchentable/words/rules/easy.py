"""Who may do what with Easy Read; and why not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.people.rules import ONLY_YOURS, SIGN_IN
from kitchentable.policy.book import rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.words.easy_state import is_given
from kitchentable.words.models.easy import EasyCheck, EasyComment, EasyLine
from kitchentable.words.models.papers import Document, Version
from kitchentable.words.rules.papers import writes

GONE_OUT = _("People have this Easy Read in their hands, so it stays as it is. A mended one comes with the next version.")
SAID = _("They said what they think of it already. Ask them again when it has changed.")
DECLINED = _("They would rather not check it.")


def _may_change(person: Actor, version: Version) -> Verdict:
    verdict = writes(person, version.document)
    return no(GONE_OUT) if verdict and is_given(version) else verdict


@rule("words.easy_office")
def may_open_easy(person: Actor, document: Document | None) -> Verdict:
    """Those who write papers there."""
    return writes(person, document)


@rule("words.easy_start")
def may_start_easy(person: Actor, version: Version) -> Verdict:
    """Those who write the paper, until the Easy Read has gone out."""
    return _may_change(person, version)


@rule("words.easy_copy")
def may_copy_easy(person: Actor, version: Version) -> Verdict:
    """As for starting."""
    return _may_change(person, version)


@rule("words.easy_add")
def may_add_line(person: Actor, version: Version) -> Verdict:
    """As for starting."""
    return _may_change(person, version)


@rule("words.easy_change")
def may_change_line(person: Actor, line: EasyLine) -> Verdict:
    """As for starting."""
    return _may_change(person, line.version)


@rule("words.easy_move")
def may_move_line(person: Actor, line: EasyLine) -> Verdict:
    """As for starting."""
    return _may_change(person, line.version)


@rule("words.easy_remove")
def may_remove_line(person: Actor, line: EasyLine) -> Verdict:
    """As for starting."""
    return _may_change(person, line.version)


@rule("words.easy_picture")
def may_choose_picture(person: Actor, line: EasyLine) -> Verdict:
    """As for starting."""
    return _may_change(person, line.version)


@rule("words.easy_ask")
def may_ask_to_check(person: Actor, version: Version | None) -> Verdict:
    """Those who write the paper."""
    return writes(person, version.document if version else None)


@rule("words.easy_group")
def may_type_group(person: Actor, version: Version) -> Verdict:
    """Those who write the paper, when a group met over it and told them."""
    return writes(person, version.document)


def _own_check(person: Actor, check: EasyCheck) -> Verdict:
    """The person who was asked; those who write the paper at the person's word."""
    if not person.is_someone:
        return no(SIGN_IN)
    if check.asked_id is None:
        return no(_("We do not know any more who was asked."))
    if check.asked_id != getattr(person, "pk", None) and not writes(person, check.version.document):
        return no(ONLY_YOURS)
    if check.declined_at is not None:
        return no(DECLINED)
    return no(SAID) if check.checked_at is not None else yes()


@rule("words.easy_comment")
def may_comment(person: Actor, check: EasyCheck) -> Verdict:
    """Whoever was asked, until they said whether it is clear; or those who write the paper, at the person's word."""
    return _own_check(person, check)


@rule("words.easy_say")
def may_say(person: Actor, check: EasyCheck) -> Verdict:
    """As for a comment."""
    return _own_check(person, check)


@rule("words.easy_decline")
def may_decline(person: Actor, check: EasyCheck) -> Verdict:
    """As for a comment. No reason is asked."""
    return _own_check(person, check)


@rule("words.easy_hear")
def may_hear(person: Actor, comment: EasyComment) -> Verdict:
    """Their own recording; and those who write the paper, for whom it was said."""
    if not person.is_someone:
        return no(SIGN_IN)
    if comment.check_of.asked_id == getattr(person, "pk", None):
        return yes()
    return writes(person, comment.check_of.version.document)


@rule("words.easy_done")
def may_tick_off(person: Actor, comment: EasyComment) -> Verdict:
    """Those who write the paper."""
    return writes(person, comment.check_of.version.document)
