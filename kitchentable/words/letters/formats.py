"""What messages about formats of a version say."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import Message, writes
from kitchentable.words.languages import called
from kitchentable.words.models import FormatAsk
from kitchentable.words.ready import is_ready, newest_sent


@writes("words.format_ready")
def format_ready(message: Outgoing) -> Message | None:
    """The format you asked for is ready. None when it is not any more, or nobody is there to tell."""
    ask = FormatAsk.objects.filter(key=message.thing_key, person=message.person).select_related("document__work").first()
    if ask is None or message.person is None:
        return None
    version = newest_sent(ask.document)
    if version is None or not is_ready(version, ask.kind, ask.language):
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("You asked for “%(title)s” in another format: %(format)s. It is ready.")
        % {"title": ask.document.title, "format": called(ask.kind, ask.language)},
    ]
    if version.by_when_on:
        parts.append(_("Is the time too short now? Tell us. Your time starts when you have your format."))
    parts.append(_("You can read it on our page, or ring us and we send it to you."))
    return Message(
        _("The format you asked for is ready"),
        "\n\n".join(parts),
        reverse("words:paper", args=[ask.document.key]),
        _("Open the paper"),
    )
