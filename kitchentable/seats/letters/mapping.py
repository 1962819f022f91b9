"""What came of a group that somebody suggested for the map."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import Message, writes
from kitchentable.seats.models import AffectedGroup
from kitchentable.works.models import Work


@writes("seats.suggestion")
def suggestion(message: Outgoing) -> Message | None:
    """To whoever suggested it, with their own words. None while nobody has answered it."""
    found = AffectedGroup.objects.filter(key=message.thing_key, suggested_by=message.person)
    group = found.exclude(state=AffectedGroup.State.SUGGESTED).select_related("work").first()
    if group is None:
        return None
    if group.state == AffectedGroup.State.ON_MAP:
        came = _("It is on the map now, as “%(name)s”.") % {"name": group.name}
    elif group.on_map_since:
        came = _("It was on the map. It was taken off, because: %(because)s") % {"because": group.because}
    else:
        came = _("It was not put on the map, because: %(because)s") % {"because": group.because}
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("You told us who else is affected by “%(title)s”:") % {"title": group.work.title} + "\n" + _asked(group),
        came,
        _("Is that not right? Tell us, by page, by phone or by post."),
    ]
    sees = Work.objects.seen_by(message.person).filter(pk=group.work_id).exists()
    link = reverse("seats:who", args=[group.work.slug]) if sees else ""
    return Message(_("What came of the group you suggested"), "\n\n".join(parts), link, _("See who is affected") if link else "")


def _asked(group: AffectedGroup) -> str:
    return "\n".join(words for words in (group.asked_name, group.asked_why) if words)
