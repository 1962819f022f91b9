"""What messages about a draw say: to those who were drawn, who stand in, who were not drawn; and to the lead when the list is made."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import Message, writes
from kitchentable.seats.models import Draw, Ticket

Result = Ticket.Result


def _ticket(message: Outgoing, result: Result) -> Ticket | None:
    """The number it is about, while what the message says is still so."""
    key, _dot, number = message.thing_key.partition(".")
    found = Ticket.objects.here().filter(draw__key=key, number=number, offer__person=message.person, result=result)
    return found.select_related("draw__call__work", "offer__person").first()


def _says(message: Outgoing, ticket: Ticket, subject: str, *parts: str) -> Message:
    draw = ticket.draw
    words = [
        _("Hello %(name)s,") % {"name": message.person.called},
        *parts,
        _("Your number in the draw is %(number)s. Nobody else can see that it is yours.") % {"number": ticket.number},
        _(
            "You were in %(in)d of 1,000 lists of people, each as likely as the next. Anyone can check the draw. "
            "The page below says how. Or ask us: we send you the numbers on paper, or read them to you."
        )
        % {"in": ticket.in_panels or 0},
    ]
    return Message(subject, "\n\n".join(part for part in words if part), reverse("seats:draw", args=[draw.key]), _("See the draw"))


def _reasons(ticket: Ticket) -> str:
    return _("If it does not suit you any more, tell us, by page, by phone or by post. You need not say why.")


@writes("seats.drawn")
def drawn(message: Outgoing) -> Message | None:
    """A seat."""
    ticket = _ticket(message, Result.SEAT)
    if ticket is None:
        return None
    call = ticket.draw.call
    return _says(
        message,
        ticket,
        _("News about what you offered to do"),
        _("You were drawn. You have a seat: %(title)s.") % {"title": call.title},
        _("What you do: %(what)s") % {"what": call.what},
        _("How much time: %(time)s") % {"time": call.how_much_time},
        _("What we pay: %(pay)s") % {"pay": call.what_we_pay},
        _reasons(ticket),
    )


@writes("seats.comes_in")
def comes_in(message: Outgoing) -> Message | None:
    """A seat, because somebody left."""
    ticket = _ticket(message, Result.SEAT)
    if ticket is None:
        return None
    return _says(
        message,
        ticket,
        _("News about what you offered to do"),
        _("Somebody left, and it is your turn. You have a seat now: %(title)s.") % {"title": ticket.draw.call.title},
        _reasons(ticket),
    )


@writes("seats.stands_in")
def stands_in(message: Outgoing) -> Message | None:
    """Stands in."""
    ticket = _ticket(message, Result.ALTERNATE)
    if ticket is None:
        return None
    return _says(
        message,
        ticket,
        _("News about what you offered to do"),
        _("Thank you for your offer: %(title)s. You were drawn to stand in.") % {"title": ticket.draw.call.title},
        _("This means: when somebody who has a seat leaves, we ask you. You need do nothing until then."),
        _other_ways(ticket),
    )


@writes("seats.not_drawn")
def not_drawn(message: Outgoing) -> Message | None:
    """Not drawn: kindly, and how to be part all the same."""
    ticket = _ticket(message, Result.NOT)
    if ticket is None:
        return None
    return _says(
        message,
        ticket,
        _("News about what you offered to do"),
        _("Thank you for your offer: %(title)s.") % {"title": ticket.draw.call.title},
        _(
            "More people offered than there are seats, so we drew lots. You were not drawn this time. It is chance, and nothing you did."
        ),
        _other_ways(ticket),
        _("You stay among the people we know. We tell you when there is something else that you may want to be part of."),
    )


def _other_ways(ticket: Ticket) -> str:
    ways = ticket.draw.call.other_ways.strip()
    if not ways:
        return _("You can still be part of it: tell us what you think, by page, by phone or by post. Each point gets an answer.")
    return _("You can be part of it in other ways too: %(ways)s") % {"ways": ways}


@writes("seats.list_ready")
def list_ready(message: Outgoing) -> Message | None:
    """To the lead: the list is made, or cannot be."""
    draw = Draw.objects.filter(key=message.thing_key).select_related("call").first()
    if draw is None or draw.state not in (Draw.State.LISTED, Draw.State.IMPOSSIBLE):
        return None
    said = (
        _("The list of panels for “%(title)s” is made. Next: publish it.")
        if draw.state == Draw.State.LISTED
        else _("No panel keeps all limits for “%(title)s”. You can choose what to change.")
    )
    return Message(
        _("The draw can go on"),
        said % {"title": draw.call.title},
        reverse("seats:draw_run", args=[draw.key]),
        _("Go on with the draw"),
    )
