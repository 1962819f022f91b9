"""What messages say: what was already told, near copies, “do not ask again”, papers of old years."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import Message, writes
from kitchentable.ties.models import NotAgain


@writes("ties.not_again")
def not_again(message: Outgoing) -> Message | None:
    """To who told us by phone, by post or in person: we wrote it down. Not what it is about: others may read a mail."""
    one = NotAgain.objects.filter(key=message.thing_key, person=message.person).first()
    if one is None or not one.is_running:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("You told us what you do not want to be asked about again. We wrote it down. We keep to it."),
        _("You can still tell us things when you want to, and you get answers to what you said."),
        _("You can change this on any day, on this page or by phone."),
    ]
    return Message(_("We do not ask you again"), "\n\n".join(parts), reverse("ties:not_again"), _("See it or change it"))
