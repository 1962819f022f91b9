"""What messages about a paper say: in short, until when this person has time, and why it comes late (R035). No subject names the format."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kitchentable.people.asks import is_an_ask
from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import Message, writes
from kitchentable.words.models import Sent
from kitchentable.words.own_time import last_day_for

is_an_ask("words.sent")


@writes("words.sent")
def sent(message: Outgoing) -> Message | None:
    """The paper in short, with this person's own last day."""
    one = _theirs(message)
    if one is None or one.ready_at is None or _is_old(one):
        return None
    version = one.version
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("Here is something to read: “%(title)s”.") % {"title": version.document.title},
        _("What this is: %(words)s") % {"words": version.what_this_is},
        _("What we ask of you: %(words)s") % {"words": version.what_we_ask},
        _("By when: %(words)s") % {"words": by_when(one)},
        _("What happens next: %(words)s") % {"words": version.what_happens_next},
        _labelled(_("What is new since the version before:"), version.what_changed),
        _labelled(_("Why it comes late:"), version.late_because),
        _labelled(_("Why your copy came later than others:"), version.unready_because if _is_late(one) else ""),
        _("Do you want us to read it with you, or do you need it another way? Tell us."),
    ]
    return _message(_("Something to read from us"), parts, _("Read it"))


@writes("words.waits")
def waits(message: Outgoing) -> Message | None:
    """Their copy is not ready: why, and that their time has not begun."""
    one = _theirs(message)
    if one is None or one.ready_at is not None or _is_old(one):
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("We have sent out “%(title)s”. Your copy is not ready yet. We are sorry.") % {"title": one.version.document.title},
        _labelled(_("Why:"), one.version.unready_because),
        _("You get it as soon as it is ready. You lose no time: your time starts on the day you have your copy."),
    ]
    return _message(_("Your copy comes later"), parts, _("See what is coming"))


@writes("words.one_more_paper")
def one_more(message: Outgoing) -> Message | None:
    """Asked first, because they want to be asked less often (R100)."""
    one = _theirs(message)
    if one is None or not one.is_asked or _is_old(one):
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("You told us how often we may ask you in a month. We have asked you that often this month."),
        _("There is one paper more: “%(title)s”. May we send it to you?") % {"title": one.version.document.title},
        _("Say yes, and you get it. Say no, and nothing comes. You need not say why. You keep your seat."),
    ]
    where = reverse("words:one_more", args=[one.key])
    return Message(_("May we send you one more paper?"), "\n\n".join(parts), where, _("Say yes or no"))


def by_when(one: Sent) -> str:
    """The day in words, longer for whose copy came late, with why."""
    version = one.version
    if version.by_when_on is None or one.person is None:
        return version.by_when
    own = last_day_for(one.person, version.by_when_on, [version.document_id])
    if own.day is None:
        return own.because
    day = date_format(own.day, "l j F Y")
    return f"{day}. {own.because}" if own.because else day


def _theirs(message: Outgoing) -> Sent | None:
    found = Sent.objects.filter(key=message.thing_key, person=message.person)
    return found.select_related("version__document__work", "person").first()


def _is_old(one: Sent) -> bool:
    """They have a newer version meanwhile."""
    newer = Sent.objects.filter(
        person=one.person_id,
        version__document=one.version.document_id,
        version__number__gt=one.version.number,
        ready_at__isnull=False,
    )
    return newer.exists()


def _is_late(one: Sent) -> bool:
    return one.ready_at is not None and one.ready_at > one.asked_at and not one.asked_first


def _labelled(label: str, words: str) -> str:
    return f"{label} {words}" if words.strip() else ""


def _message(subject: str, parts: list[str], link_words: str) -> Message:
    return Message(subject, "\n\n".join(part for part in parts if part), reverse("words:my_papers"), link_words)
