"""Letters of the table and its seats: you have one, yours has ended, somebody left. No subject says whose seat or for which group."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import Message, writes
from kitchentable.seats.gaps import gaps_now
from kitchentable.seats.models import Seat


@writes("seats.given")
def given(message: Outgoing) -> Message | None:
    """To who has a seat now. None when it has ended again."""
    seat = _theirs(message)
    if seat is None or seat.until is not None:
        return None
    what = {
        Seat.Kind.SEAT: _("You have a seat at the table of “%(work)s”."),
        Seat.Kind.ALTERNATE: _(
            "You are on the list of those who stand in at the table of “%(work)s”. We ask you when somebody leaves."
        ),
        Seat.Kind.OBSERVER: _("You may watch at the table of “%(work)s”."),
    }[Seat.Kind(seat.kind)]
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        what % {"work": seat.work.title},
        _("You are there for: %(group)s.") % {"group": seat.group.name},
        _("You can leave at any time. You need not say why. Tell us by page, by phone or by post."),
    ]
    return Message(_("About your place at the table"), "\n\n".join(parts), reverse("seats:mine"), _("See your seats"))


@writes("seats.ended")
def ended(message: Outgoing) -> Message | None:
    """To whose seat somebody else ended: at their word, or with a because."""
    seat = _theirs(message)
    if seat is None or seat.until is None:
        return None
    day = date_format(seat.until, "l j F Y")
    said = _("You told us that you leave the table of “%(work)s”. We wrote it down. Your place there ended on %(day)s.")
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        (_("Your place at the table of “%(work)s” ended on %(day)s.") if seat.ended_because else said)
        % {"work": seat.work.title, "day": day},
    ]
    if seat.ended_because:
        parts.append(_("Because:") + "\n" + seat.ended_because)
    parts.append(_("Is that not right? Tell us, by page, by phone or by post. You can still say what you think at any time."))
    return Message(_("About your place at the table"), "\n\n".join(parts), reverse("seats:mine"), _("See your seats"))


@writes("seats.left")
def left(message: Outgoing) -> Message | None:
    """To the lead: somebody of a group affected most left; whether anybody is there for it now; and who stands in next."""
    seat = Seat.objects.filter(key=message.thing_key, until__isnull=False).select_related("work", "group", "person").first()
    if seat is None:
        return None
    missing = any(group.pk == seat.group_id for group in gaps_now(seat.work))
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("Somebody left the table of “%(work)s”. They were there for: %(group)s.")
        % {"work": seat.work.title, "group": seat.group.name},
    ]
    if missing:
        parts.append(
            _("Now nobody is at the table for this group. They are affected most. Everyone can see this until it changes.")
        )
    following = next_alternate(seat)
    parts.append(
        _("Next on the list of those who stand in: %(name)s, for %(group)s. Ask them first.")
        % {"name": following.person.called, "group": following.group.name}
        if following is not None and following.person is not None
        else _("Nobody is on the list of those who stand in. Who else can you ask?")
    )
    return Message(
        _("Somebody left the table"), "\n\n".join(parts), reverse("seats:table", args=[seat.work.slug]), _("See the table")
    )


def next_alternate(seat: Seat) -> Seat | None:
    """Who stands in first: of the same group, else of the whole list; in the order they were drawn or put on it."""
    waiting = Seat.objects.filter(work=seat.work_id, kind=Seat.Kind.ALTERNATE, until__isnull=True, person__isnull=False)
    in_order = waiting.select_related("person", "group").order_by("order", "pk")
    return in_order.filter(group=seat.group_id).first() or in_order.first()


def _theirs(message: Outgoing) -> Seat | None:
    """The seat, if it is still that of the person who is told."""
    return Seat.objects.filter(key=message.thing_key, person=message.person).select_related("work", "group").first()
