"""What messages about places say. They go to those who plan; no name and no need is in them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kitchentable.gatherings.models import Gathering
from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import Message, writes


@writes("gatherings.place_gone")
def place_gone(message: Outgoing) -> Message | None:
    """To those who plan: the place of their gathering is off the list. None when it is back, or they chose another."""
    gathering = Gathering.objects.filter(key=message.thing_key).select_related("place").first()
    if gathering is None or not gathering.is_open or gathering.place is None or gathering.place.removed_at is None:
        return None
    return Message(
        subject=_("Your gathering needs another place"),
        words=_(
            "%(place)s is off our list of places. “%(gathering)s” was planned there. Nothing else has changed. "
            "Please choose another place, and tell the people who are coming."
        )
        % {"place": gathering.place.called, "gathering": gathering.title},
        link=gathering.place.get_absolute_url(),
        link_words=_("See the place, and what is planned there"),
    )
