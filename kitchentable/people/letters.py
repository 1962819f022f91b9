"""What messages of the people floor say. Those about signing in are in `signing`. None names anybody or repeats their words."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kitchentable.people.models import Outgoing, SupportAsk, Worry
from kitchentable.people.outbox import Message, writes


@writes("people.worry")
def write_worry(message: Outgoing) -> Message | None:
    """To the safeguarding lead: that there is a worry. The words stand only behind signing in. None when something was done already."""
    worry = Worry.objects.filter(code=message.thing_key, closed_at__isnull=True).only("code").first()
    if worry is None:
        return None
    return Message(
        subject=_("Somebody is worried about someone"),
        words=_("Somebody is worried about someone. Only you can read it. Sign in and read it today."),
        link=reverse("people:worry", args=[worry.code]),
        link_words=_("Read it"),
    )


@writes("people.asked_to_support")
def write_asked_to_support(message: Outgoing) -> Message | None:
    """Somebody would like this person's support; who it is stands only behind signing in. None when it was taken back."""
    if not SupportAsk.objects.waiting().filter(key=message.thing_key).exists():
        return None
    return Message(
        subject=_("Somebody asks for your support"),
        words=_("Somebody asks you to be their supporter on Kitchen Table. Sign in to see who it is, and to say yes or no."),
        link=reverse("people:supporters"),
        link_words=_("See who asks"),
    )
