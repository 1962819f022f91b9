"""What messages say: looking back together. None holds a word of what anybody said."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kitchentable.people.asks import is_an_ask
from kitchentable.people.models import Outgoing, Reach
from kitchentable.people.outbox import Message, writes
from kitchentable.ties.look_dates import called, occasions_of
from kitchentable.ties.models import Lesson, LookBack, LookSaid
from kitchentable.works.models import Work

is_an_ask("ties.look_back")
is_an_ask("ties.look_lines")
BY_HAND = (Reach.Channel.PHONE, Reach.Channel.LETTER, Reach.Channel.IN_PERSON)


@writes("ties.look_back")
def look_back(message: Outgoing) -> Message | None:
    """How was it? For everyone of the group; nothing for who has said it meanwhile, or when it is over."""
    found = _open(message)
    if found is None or LookSaid.objects.filter(look_back=found, person=message.person, sent_at__isnull=False).exists():
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("We look back together on “%(title)s”. %(when)s.") % {"title": found.work.title, "when": called(found)},
        _("Was the aim met? How did it feel? What helped, and what got in the way? Good and bad both count."),
        _("It takes about ten minutes. You can skip anything. You choose who may read it."),
        _("You can also ring us or write to us, and we write it down as you say it."),
    ]
    where = reverse("ties:look_say", args=[found.work.slug, found.key])
    return Message(_("How was it? We look back together"), "\n\n".join(parts), where, _("Say how it was"))


@writes("ties.look_lines")
def look_lines(message: Outgoing) -> Message | None:
    """What we put together: is that how you see it?"""
    found = _open(message)
    if found is None:
        return None
    by_hand = message.channel in BY_HAND
    first = (
        _("This is what we put together from what all of us said about “%(title)s”:")
        if by_hand
        else _("We put together what all of us said about “%(title)s”. You can read it now.")
    )
    lines = "\n".join(f"- {line.get_kind_display()}: {line.words}" for line in found.lines.order_by("at", "pk"))
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        first % {"title": found.work.title},
        *([lines] if by_hand else []),
        _(
            "Do you see something in another way? Tell us. It stands beside the line, without your name. If all is so, you need do nothing."
        ),
    ]
    where = reverse("ties:look_back", args=[found.work.slug, found.key])
    return Message(_("Is this how you see it?"), "\n\n".join(parts), where, _("Read it"))


@writes("ties.look_back_soon")
def soon(message: Outgoing) -> Message | None:
    """To the lead: a time of looking back comes."""
    pk, _dot, code = message.thing_key.partition(".")
    work = Work.objects.filter(pk=int(pk)).first() if pk.isdecimal() else None
    one = next((one for one in occasions_of(work) if one.code == code), None) if work else None
    if work is None or one is None or LookBack.objects.filter(work=work, occasion=code).exists():
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("On %(day)s it is time to look back together on “%(title)s”.")
        % {"day": date_format(one.due_on, "l j F Y"), "title": work.title},
        _("On that day everyone of the group is asked by itself. If the group wants to look back in a room, plan it now."),
    ]
    where = reverse("ties:look_office", args=[work.slug])
    return Message(_("Soon we look back together"), "\n\n".join(parts), where, _("See what we hoped for"))


@writes("ties.look_back_late")
def late(message: Outgoing) -> Message | None:
    """To the lead: it is late."""
    found = _open(message)
    if found is None:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("Looking back on “%(title)s” was due on %(day)s. It is still open.")
        % {"title": found.work.title, "day": date_format(found.due_on, "l j F Y")},
        _("Ring those who are not online, put what was said into short lines, show them to the group, and close it."),
    ]
    where = reverse("ties:look_lead", args=[found.work.slug, found.key])
    return Message(_("Looking back together is late"), "\n\n".join(parts), where, _("See what is missing"))


@writes("ties.lessons")
def lessons(message: Outgoing) -> Message | None:
    """To the lead of new work: other teams left something."""
    work = Work.objects.filter(slug=message.thing_key).first()
    if work is None or not Lesson.objects.filter(work=work, takes=Lesson.Takes.NOT_SAID).exists():
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("Other teams looked back on work like “%(title)s”. They left something for you.") % {"title": work.title},
        _("Say of each thing whether you take it up, or why it does not fit. Then you can go on."),
    ]
    return Message(
        _("What other teams would tell you"), "\n\n".join(parts), reverse("ties:lessons", args=[work.slug]), _("Read it first")
    )


def _open(message: Outgoing) -> LookBack | None:
    found = LookBack.objects.filter(key=message.thing_key, closed_at__isnull=True)
    return found.select_related("work").first()
