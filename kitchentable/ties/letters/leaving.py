"""What messages say: leaving and handing over. No subject names anybody, and no mail holds a note."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kitchentable.people.asks import is_an_ask
from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import Message, writes
from kitchentable.ties.models import Leaving, Together
from kitchentable.works.models import Role

is_an_ask("ties.together")

MANY = 5


@writes("ties.leaves")
def leaves(message: Outgoing) -> Message | None:
    """To each at the table: who leaves, why in their own words, who comes, and that they can meet first. It asks nothing."""
    leaving = _the(message)
    if leaving is None or leaving.state == Leaving.State.STOPPED:
        return None
    shared = Role.objects.filter(person=message.person, kind=Role.Kind.MEMBER, until__isnull=True).select_related("work")
    if leaving.work_id:
        shared = shared.filter(work=leaving.work_id)
    titles = list(dict.fromkeys(role.work.title for role in shared[:MANY]))
    day = date_format(leaving.on, "l j F Y")
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("%(name)s hands over their work with you. Their last day is %(day)s.") % {"name": leaving.person, "day": day},
        _("It is about: %(works)s.") % {"works": ", ".join(titles)} if titles else "",
        _("In their words: “%(words)s”") % {"words": leaving.why} if leaving.why else "",
        _("From then on you can turn to %(name)s.") % {"name": leaving.to} if leaving.to else "",
        _("You do not have to start over. What was promised to you stays promised, with the same days."),
        _("What works for you is passed on only if you say yes."),
        _("Do you want to meet %(name)s first? Tell us, and we find a time.") % {"name": leaving.to} if leaving.to else "",
    ]
    return Message(_("Somebody new works with you"), _joined(parts), reverse("ties:handovers"), _("See what is passed on"))


@writes("ties.stays")
def stays(message: Outgoing) -> Message | None:
    """They were told, and then it was called off."""
    leaving = _the(message)
    if leaving is None or leaving.state != Leaving.State.STOPPED:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("We told you that %(name)s hands over their work with you. That has changed: they stay.") % {"name": leaving.person},
    ]
    return Message(_("Something has changed"), _joined(parts))


@writes("ties.together")
def together(message: Outgoing) -> Message | None:
    """May this be passed on? The note itself is on the page, or is read out."""
    found = Together.objects.filter(key=message.thing_key, person=message.person, state=Together.State.PROPOSED)
    note = found.select_related("leaving__person", "leaving__to", "work").first()
    if note is None:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("%(name)s hands over “%(work)s”, and wrote down what works for the two of you.")
        % {"name": note.leaving.person, "work": note.work.title},
        _("%(name)s comes next.") % {"name": note.leaving.to} if note.leaving.to else "",
        _("You choose what is passed on: nothing, some of it, or the note the way you change it."),
        _("If you do nothing, nothing is passed on. You can change your mind any time."),
        _("You can do this here, or tell us by phone or by letter."),
    ]
    return Message(_("May we pass something on?"), _joined(parts), note.get_absolute_url(), _("Read it and choose"))


@writes("ties.leaving_planned")
def planned(message: Outgoing) -> Message | None:
    """To whoever leaves, when somebody else planned it."""
    leaving = _the(message)
    if leaving is None or leaving.state != Leaving.State.PLANNED:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("%(name)s planned that you hand over your work by %(day)s.")
        % {"name": leaving.started_by, "day": date_format(leaving.on, "l j F Y")},
        _("Look at what you have in hand, and at who takes it. If it is wrong, you can change it or call it off."),
    ]
    return Message(_("Handing over your work"), _joined(parts), leaving.get_absolute_url(), _("See what you have in hand"))


@writes("ties.takes_over")
def takes_over(message: Outgoing) -> Message | None:
    """To whoever takes over: one message, however many things."""
    leaving = _the(message)
    if leaving is None:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("You take over from %(name)s. The days stay as they were promised.") % {"name": leaving.person},
        _(
            "Start with the page of each piece of work: promises that are open, who waits for an answer, and what people let you know."
        ),
    ]
    where = reverse("ties:start", args=[leaving.work.slug]) if leaving.work else reverse("ties:leavings")
    return Message(_("You take something over"), _joined(parts), where, _("See where it stands"))


@writes("ties.leaving_stuck")
def stuck(message: Outgoing) -> Message | None:
    """Something has nobody to take it."""
    leaving = _the(message)
    if leaving is None or leaving.state == Leaving.State.STOPPED:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("%(name)s hands over by %(day)s.") % {"name": leaving.person, "day": date_format(leaving.on, "l j F Y")},
        _(
            "Some of what they have in hand has nobody to take it yet, or somebody who cannot take it. Nothing is handed over until all has a name."
        ),
    ]
    return Message(_("Somebody must be named"), _joined(parts), leaving.get_absolute_url(), _("Name who takes it"))


def _the(message: Outgoing) -> Leaving | None:
    return Leaving.objects.filter(key=message.thing_key).select_related("person", "work", "to", "started_by").first()


def _joined(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part)
