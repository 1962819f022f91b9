"""After: how it was, the minutes. No message says what anybody needs."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kitchentable.gatherings.models import Gathering, Invitation, Minute
from kitchentable.people.models import Outgoing, Reach
from kitchentable.people.outbox import Message, writes

BY_HAND = (Reach.Channel.PHONE, Reach.Channel.LETTER, Reach.Channel.IN_PERSON)


@writes("gatherings.how")
def how(message: Outgoing) -> Message | None:
    """How was it? Only they can say."""
    found = Invitation.objects.filter(key=message.thing_key, person=message.person).select_related("gathering").first()
    if found is None or found.came is False or found.gathering.state != Gathering.State.HELD:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("You were asked to “%(title)s” on %(day)s. How was it for you?")
        % {"title": found.gathering.title, "day": _day(found.gathering)},
        _("We ask whether it worked for you, and how it felt. It takes about five minutes. You can skip anything."),
        _("Only you can say it. You can also ring us, or write to us."),
    ]
    return Message(_("How was it?"), "\n\n".join(parts), reverse("gatherings:how", args=[found.key]), _("Say how it was"))


@writes("gatherings.carry")
def carry(message: Outgoing) -> Message | None:
    """You said something in the room: may we answer it?"""
    line = Minute.objects.filter(key=message.thing_key, made_by=message.person).select_related("gathering").first()
    if line is None or line.carry != Minute.Carry.ASKED:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("You said something at “%(title)s” on %(day)s. This is in the minutes:")
        % {"title": line.gathering.title, "day": _day(line.gathering)},
        line.words,
        _("May we answer it, like everything that people tell us? Then somebody named must answer by a date. You can say no."),
        _("Your name does not stand beside it in the minutes."),
    ]
    return Message(
        _("May we answer what you said?"), "\n\n".join(parts), reverse("gatherings:carry", args=[line.key]), _("Say yes or no")
    )


@writes("gatherings.minutes")
def minutes(message: Outgoing) -> Message | None:
    """The minutes are there."""
    found = Gathering.objects.filter(key=message.thing_key).first()
    if found is None:
        return None
    by_hand = message.channel in BY_HAND
    first = (
        _("This was promised, decided and said at “%(title)s” on %(day)s.")
        if by_hand
        else _("You can read what was said, decided and promised at “%(title)s” on %(day)s.")
    )
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        first % {"title": found.title, "day": _day(found)},
        *(_read_out(found) if by_hand else ()),
        _("Is something wrong or missing? Tell us, and we add it."),
    ]
    return Message(
        _("What was said and decided"),
        "\n\n".join(parts),
        reverse("gatherings:minutes_read", args=[found.key]),
        _("Read the minutes"),
    )


def _read_out(gathering: Gathering) -> list[str]:
    """The minutes themselves, for those who get them by phone, by letter or in person: no name on a point."""
    told = list(gathering.minute_lines.filter(told_at__isnull=False).select_related("owner").order_by("order", "pk"))
    promises = [
        _("%(words)s (%(name)s, by %(day)s)")
        % {"words": one.words, "name": one.owner or _("Somebody who was erased"), "day": date_format(one.by_when, "l j F Y")}
        for one in told
        if one.kind == Minute.Kind.PROMISE and one.by_when
    ]
    decisions = [one.words for one in gathering.choices.order_by("at", "pk")]
    decisions += [one.words for one in told if one.kind == Minute.Kind.DECISION]
    points = [one.words for one in told if one.kind == Minute.Kind.POINT]
    named = ((_("Promises"), promises), (_("Decisions"), decisions), (_("What was said"), points))
    return ["\n".join([title, *lines]) for title, lines in named if lines]


def _day(gathering: Gathering) -> str:
    return date_format(timezone.localtime(gathering.starts_at), "l j F Y") if gathering.starts_at else ""
