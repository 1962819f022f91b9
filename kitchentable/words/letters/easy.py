"""What messages about Easy Read say."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kitchentable.people.asks import is_an_ask
from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import Message, writes
from kitchentable.words import easy_files  # noqa: F401 - it registers what Easy Read does with files
from kitchentable.words.models.easy import EasyCheck

is_an_ask("words.easy_asked")


@writes("words.easy_asked")
def asked(message: Outgoing) -> Message | None:
    """To whom we ask to check an Easy Read: short sentences, one idea each. None when they answered or declined."""
    check = _check(message)
    if check is None or check.asked_id != message.person_id or check.checked_at or check.declined_at:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("We made a paper in Easy Read.") + "\n" + _("It is called: %(title)s.") % {"title": check.version.document.title},
        _("Will you look at it?") + "\n" + _("Please tell us if it is clear.") + "\n" + _("You can tap a face, write, or talk."),
        _("You can do it by phone too.") + "\n" + _("You can say no. You do not have to say why."),
    ]
    return Message(
        _("Will you check our Easy Read?"), "\n\n".join(parts), reverse("words:easy_check", args=[check.key]), _("Look at it")
    )


@writes("words.easy_said")
def said(message: Outgoing) -> Message | None:
    """To who asked: somebody said what they think. Not what they said."""
    check = _check(message)
    if check is None or check.checked_at is None:
        return None
    return _to_writer(message, check, _("Somebody checked the Easy Read of “%(title)s” and said what they think."))


@writes("words.easy_declined")
def declined(message: Outgoing) -> Message | None:
    """To who asked: somebody would rather not. Not who."""
    check = _check(message)
    if check is None or check.declined_at is None:
        return None
    return _to_writer(message, check, _("Somebody would rather not check the Easy Read of “%(title)s”. Ask somebody else."))


def _to_writer(message: Outgoing, check: EasyCheck, words: str) -> Message:
    parts = [_("Hello %(name)s,") % {"name": message.person.called}, words % {"title": check.version.document.title}]
    where = reverse("words:easy_checks", args=[check.version.document.key])
    return Message(_("About an Easy Read"), "\n\n".join(parts), where, _("See what they said"))


def _check(message: Outgoing) -> EasyCheck | None:
    return EasyCheck.objects.filter(key=message.thing_key).select_related("version__document").first()
