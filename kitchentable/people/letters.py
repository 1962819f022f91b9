"""What messages of the people floor say. Those about signing in are in `signing`. None names anybody or repeats their words."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kitchentable.people.alone_acts import readers
from kitchentable.people.models import Alone, DecidingHelp, Outgoing, Reach, SupportAsk, Supporter, Worry
from kitchentable.people.outbox import Message, writes
from kitchentable.people.support_acts import going_on_key


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


@writes("people.support_ends")
def write_support_ends(message: Outgoing) -> Message | None:
    """To the person, some days before the last day: shall it go on? None when it ended, or has another last day by now."""
    support = _running(message)
    if support is None or going_on_key(support) != message.thing_key:
        return None
    who = {"name": support.supporter.called, "day": date_format(support.until, "l j F Y")}
    return Message(
        subject=_("Shall your supporter go on helping you?"),
        words=_(
            "%(name)s helps you until %(day)s. After that day it ends by itself. Do you want it to go on? "
            "Sign in and choose a new last day, or ring us. If you do nothing, it ends."
        )
        % who,
        link=reverse("people:support", args=[support.supporter.key]),
        link_words=_("Choose"),
    )


@writes("people.support_changed")
def write_support_changed(message: Outgoing) -> Message | None:
    """To the supporter; whom it is about stands only behind signing in. None when it ended."""
    if _running(message) is None:
        return None
    return Message(
        subject=_("What you may do for somebody has changed"),
        words=_("Somebody whom you help on Kitchen Table has changed what you may do for them. Sign in to see it."),
        link=reverse("people:supporters"),
        link_words=_("See whom you help"),
    )


@writes("people.support_stopped")
def write_support_stopped(message: Outgoing) -> Message | None:
    """To the supporter: that it has ended; no reason, no name. None when they help this person again."""
    support = Supporter.objects.filter(pk=_number(message)).first()
    if support is None or Supporter.objects.running().filter(person=support.person_id, supporter=message.person_id).exists():
        return None
    return Message(
        subject=_("You do not help somebody any more"),
        words=_(
            "You helped somebody on Kitchen Table, and that has ended. You can open nothing of theirs and write nothing for them now. "
            "You do not have to do anything. Sign in to see whom you still help."
        ),
        link=reverse("people:supporters"),
        link_words=_("See whom you help"),
    )


@writes("people.support_left")
def write_support_left(message: Outgoing) -> Message | None:
    """To the person: their supporter does not help them any more."""
    support = Supporter.objects.filter(pk=_number(message), person=message.person).select_related("supporter").first()
    if support is None or Supporter.objects.running().filter(person=message.person_id, supporter=support.supporter_id).exists():
        return None
    return Message(
        subject=_("A supporter does not help you any more"),
        words=_("%(name)s has stopped helping you on Kitchen Table. You can ask somebody else, or ring us.")
        % {"name": support.supporter.called},
        link=reverse("people:supporters"),
        link_words=_("See who helps you"),
    )


@writes("people.alone")
def write_alone(message: Outgoing) -> Message | None:
    """To the person: that there is a word, never the word. For a call: how to make it. None when they have read it."""
    if not Alone.objects.filter(key=message.thing_key, person=message.person, from_person=False, seen_at__isnull=True).exists():
        return None
    words = _("There is a word for you alone. Sign in, or ring us.")
    if message.state == Outgoing.State.TODO and message.channel != Reach.Channel.LETTER:
        names = ", ".join(reader.called for reader in readers(message.person))
        words = "\n\n".join(
            [
                _("Speak with them alone: nobody else on the line."),
                _("Then say: there is a word for you alone."),
                _("These people can open it and say it: %(names)s.") % {"names": names} if names else "",
            ]
        ).strip()
    return Message(_("There is a word for you alone"), words, reverse("people:alone"), _("Read it"))


@writes("people.alone_came")
def write_alone_came(message: Outgoing) -> Message | None:
    """To those who may read it: that somebody wrote to the office alone. None when it was read."""
    if not Alone.objects.filter(key=message.thing_key, from_person=True, seen_at__isnull=True).exists():
        return None
    return Message(
        subject=_("A word to the office alone"),
        words=_("Somebody wrote to the office alone. Sign in to read it and to answer. Say nothing of it to anyone else."),
        link=reverse("people:alone_office"),
        link_words=_("Read it"),
    )


@writes("people.help_to_decide")
def write_help_to_decide(message: Outgoing) -> Message | None:
    """To the person: that somebody wrote down what help they were offered. None when it is gone."""
    if not DecidingHelp.objects.filter(key=message.thing_key, person=message.person).exists():
        return None
    return Message(
        subject=_("We wrote something down, and you can read it"),
        words=_(
            "We wrote down what help you were offered with one decision. You can read all of it. "
            "Is something not right? Tell us: on your page, or by phone."
        ),
        link=reverse("people:deciding"),
        link_words=_("Read it"),
    )


def _running(message: Outgoing) -> Supporter | None:
    found = Supporter.objects.running().filter(pk=_number(message)).select_related("supporter", "person")
    return found.filter(person__erased_at__isnull=True).first()


def _number(message: Outgoing) -> int:
    digits = message.thing_key.partition(":")[0]
    return int(digits) if digits.isascii() and digits.isdecimal() else 0
