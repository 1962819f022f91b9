"""What the message says that asks how sure somebody feels (R101): gentle, no private words, and how to make it stop."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kitchentable.people.asks import is_an_ask
from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import Message, writes
from kitchentable.ties.models import Sure, SureStop

is_an_ask("ties.sure_ask")


@writes("ties.sure_ask")
def sure_ask(message: Outgoing) -> Message | None:
    """To the person. None when they said it meanwhile, or do not want to be asked."""
    if SureStop.objects.filter(person=message.person).exists():
        return None
    if Sure.objects.filter(person=message.person, said_at__gte=message.made_at).exists():
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("How sure do you feel, working with us? To say what you think? That you are heard? That you understand the papers?"),
        _("You can note it, for yourself alone. Nobody here reads it. Then you can see how it changes."),
        _("You can leave it. Nobody notes that. And if you do not want to be asked, one press is enough, or tell us."),
    ]
    return Message(
        _("Something for yourself, if you like"), "\n\n".join(parts), reverse("ties:confidence"), _("Note it, or stop being asked")
    )
