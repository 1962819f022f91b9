"""What came of a point that somebody brought to an agenda: on it, or kept for another time and why."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kitchentable.gatherings.models import Talk
from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import Message, writes


@writes("gatherings.point")
def point(message: Outgoing) -> Message | None:
    """To whoever brought it, with their own words. None when it was taken back, or waits again."""
    talks = Talk.objects.filter(key=message.thing_key, brought_by=message.person, kind=Talk.Kind.POINT)
    talk = talks.exclude(state=Talk.State.OFFERED).select_related("gathering").first()
    if talk is None:
        return None
    title = talk.gathering.title
    said = _("It is on the agenda of “%(title)s” now.") % {"title": title}
    if talk.state == Talk.State.LATER:
        said = _("It is kept for another time than “%(title)s”, because: %(because)s") % {"title": title, "because": talk.because}
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("You want to talk about this:") + "\n" + talk.words,
        said,
        _("Is that not right? Tell us, by page, by phone or by post."),
    ]
    mine = talk.gathering.invitations.filter(person=message.person).first()
    link = reverse("gatherings:bring", args=[mine.key]) if mine else ""
    return Message(_("What came of your point"), "\n\n".join(parts), link, _("See your points") if link else "")
