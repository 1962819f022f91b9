"""What the messages about an invitation say. Made when they go, so that nothing is sent for what was cancelled or changed meanwhile.

Subjects name the organisation and the day, and nothing else: not the title, not the place, not what anybody needs.
"""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.gatherings import links, telling
from kitchentable.gatherings.calendar import file_for, where
from kitchentable.gatherings.models import Gathering, Invitation
from kitchentable.gatherings.reply_days import reply_day
from kitchentable.people import mailing
from kitchentable.people.asks import is_an_ask
from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import Message, writes
from kitchentable.policy.clock import now, today
from kitchentable.ui.dates import day_in_words, time_in_words

State = Invitation.State
COUNTED_ON = (State.SENT, State.YES, State.IF)
is_an_ask("gatherings.invited")


@writes("gatherings.invited")
def invited(message: Outgoing) -> Message | None:
    """The invitation: what for, who, where, when, breaks, what is asked, what they get, and how to say no."""
    invitation = _open(message, State.SENT)
    return invited_words(invitation) if invitation else None


def invited_words(invitation: Invitation) -> Message:
    """The message as this person gets it."""
    gathering, person = invitation.gathering, invitation.person
    parts = [
        _("Hello %(name)s,") % {"name": person.called},
        _("You are invited: %(title)s") % {"title": gathering.title},
        _("What it is for: %(purpose)s") % {"purpose": gathering.purpose},
        _labelled(_("What we ask of you:"), gathering.what_we_ask),
        _labelled(_("What you get:"), gathering.what_you_get),
        _when_and_where(gathering),
        _hours(gathering),
        _who(invitation),
        _labelled(_("Good to know first:"), gathering.content_note),
        _labelled(_("How we want to be with each other:"), gathering.ground_rules),
        _labelled(_("If you want to stop:"), "\n".join(telling.to_stop(gathering))),
        _("Is this right for you this time? Tell us what works for you, and what should be different this time."),
        _("You can say “not this time”. You keep your seat, and you need not say why."),
        _reply_by(invitation),
    ]
    return _message(_subject(_("An invitation from %(organisation)s: %(day)s"), gathering), parts, invitation, with_calendar=True)


@writes("gatherings.one_more")
def one_more(message: Outgoing) -> Message | None:
    """Asked first, because they want to be asked less often (R100)."""
    invitation = _open(message, State.ASKING)
    if invitation is None:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": invitation.person.called},
        _("You told us how often we may ask you in a month. We have asked you that often this month."),
        _("There is one gathering more, on %(day)s. May we invite you?") % {"day": _day(invitation.gathering)},
        _("Say yes, and we send you the invitation. Say no, and nothing else comes. You keep your seat."),
    ]
    return _message(_("May we ask you once more this month?"), parts, invitation, words=_("Say yes or no"))


@writes("gatherings.changed")
def changed(message: Outgoing) -> Message | None:
    """The time or the place is another. Only the newest change is told."""
    invitation = _open(message, *COUNTED_ON)
    sequence = message.same.rpartition(":")[2]
    if invitation is None or sequence != str(invitation.gathering.sequence):
        return None
    gathering = invitation.gathering
    parts = [
        _("Hello %(name)s,") % {"name": invitation.person.called},
        _("Something changed about “%(title)s”. This is how it is now.") % {"title": gathering.title},
        _when_and_where(gathering),
        _hours(gathering),
        _("Is it still right for you this time? If not, tell us. You can change your reply at any time before it is over."),
    ]
    return _message(
        _subject(_("A change from %(organisation)s: it is now on %(day)s"), gathering), parts, invitation, with_calendar=True
    )


@writes("gatherings.cancelled")
def cancelled(message: Outgoing) -> Message | None:
    """It will not happen, and why."""
    invitation = _theirs(message)
    if invitation is None or invitation.gathering.state != Gathering.State.CANCELLED:
        return None
    gathering = invitation.gathering
    parts = [
        _("Hello %(name)s,") % {"name": invitation.person.called},
        _("“%(title)s” on %(day)s will not happen. You need not come.") % {"title": gathering.title, "day": _day(gathering)},
        _labelled(_("Why:"), gathering.cancelled_because),
        _("You keep your seat. If you had booked something for the day, ring us and we help."),
    ]
    subject = _subject(_("From %(organisation)s: what was planned for %(day)s will not happen"), gathering)
    return _message(subject, parts, invitation, with_calendar=True, words=_("Read more"))


@writes("gatherings.reminder")
def reminder(message: Outgoing) -> Message | None:
    """It is soon."""
    invitation = _open(message, State.YES, State.IF)
    if invitation is None:
        return None
    gathering = invitation.gathering
    parts = [
        _("Hello %(name)s,") % {"name": invitation.person.called},
        _("This is to remind you of “%(title)s”. You said that you will come.") % {"title": gathering.title},
        _when_and_where(gathering),
        _labelled(_("If you want to stop:"), "\n".join(telling.to_stop(gathering))),
        _("Is something different now? Tell us. You can also say “not this time”."),
    ]
    subject = _subject(_("From %(organisation)s: see you on %(day)s"), gathering)
    return _message(subject, parts, invitation, words=_("Read what will happen"))


# ── to those who plan: no names, no words of people ───────────────────────────────────────────────


@writes("gatherings.something_to_change")
def something_to_change(message: Outgoing) -> Message | None:
    """Somebody will come if something changes, or says that what we know is not right this time."""
    found = Invitation.objects.filter(key=message.thing_key).select_related("gathering").first()
    if found is None or not found.gathering.is_open or not (found.state == State.IF or found.still_right is False):
        return None
    parts = [
        _("Somebody who is invited to “%(title)s” told us what should change.") % {"title": found.gathering.title},
        _("Read it, and talk with them. They wait for a word from you."),
    ]
    link = reverse("gatherings:reply_for", args=[found.gathering.key, found.key])
    return Message(_("A reply that needs you"), "\n\n".join(parts), link, _("Read the reply"))


@writes("gatherings.no_reply")
def no_reply(message: Outgoing) -> Message | None:
    """The day to reply by is over."""
    gathering = Gathering.objects.filter(key=message.thing_key).first()
    count = gathering.invitations.filter(state=State.SENT).count() if gathering and gathering.is_open else 0
    if gathering is None or not count:
        return None
    parts = [
        ngettext(
            "The day to reply to “%(title)s” is over, and %(count)d person has not replied.",
            "The day to reply to “%(title)s” is over, and %(count)d people have not replied.",
            count,
        )
        % {"title": gathering.title, "count": count},
        _("We did not write to them again. Ring those who would rather talk, and note what they say."),
    ]
    link = f"{reverse('gatherings:send', args=[gathering.key])}?who=sent"
    return Message(_("Some people have not replied yet"), "\n\n".join(parts), link, _("See who"))


# ── pieces ────────────────────────────────────────────────────────────────────────────────────────


def _theirs(message: Outgoing) -> Invitation | None:
    people = (
        "person",
        "gathering__work",
        "gathering__place",
        "gathering__host",
        "gathering__chair_lived",
        "gathering__chair_staff",
    )
    return Invitation.objects.filter(key=message.thing_key, person=message.person).select_related(*people).first()


def _open(message: Outgoing, *states: State) -> Invitation | None:
    """The invitation, while it stands as the message says and the gathering is still to come."""
    found = _theirs(message)
    if found is None or found.state not in states or not found.gathering.is_open:
        return None
    starts_at = found.gathering.starts_at
    return found if starts_at is not None and starts_at > now() else None


def _message(subject: str, parts: list[str], invitation: Invitation, *, with_calendar: bool = False, words: str = "") -> Message:
    files = (file_for(invitation.gathering, uid=invitation.key, link=invitation.get_absolute_url()),) if with_calendar else ()
    return Message(
        subject,
        "\n\n".join(part for part in parts if part),
        links.path(invitation.key, "reply", invitation.person),
        words or _("Read more, and reply"),
        files,
    )


def _subject(words: str, gathering: Gathering) -> str:
    return words % {"organisation": mailing.organisation(), "day": _day(gathering)}


def _labelled(label: str, words: str) -> str:
    return f"{label}\n{words.strip()}" if words.strip() else ""


def _when_and_where(gathering: Gathering) -> str:
    assert gathering.starts_at is not None
    assert gathering.ends_at is not None
    found = [
        _("When: %(day)s, %(start)s to %(end)s")
        % {"day": _day(gathering), "start": time_in_words(gathering.starts_at), "end": time_in_words(gathering.ends_at)},
        _("Where: %(where)s") % {"where": where(gathering)},
    ]
    if gathering.place and gathering.place.the_way.strip() and gathering.kind != Gathering.Kind.ONLINE:
        found.append(_("The way there:") + "\n" + gathering.place.the_way.strip())
    if gathering.kind != Gathering.Kind.PLACE:
        found += [_("Join online: %(link)s") % {"link": gathering.online_link}] if gathering.online_link else []
        found += [_("Or by phone: %(phone)s") % {"phone": gathering.online_phone}] if gathering.online_phone else []
        found += [_("Try it first: %(how)s") % {"how": gathering.online_test}] if gathering.online_test else []
    return "\n".join(found)


def _hours(gathering: Gathering) -> str:
    """The whole day with its breaks: for people who are not online this message is the sheet."""
    rows = [f"{time_in_words(hour.at)}: {hour.words}" for hour in telling.hours(gathering)]
    return _labelled(_("Hour by hour:"), "\n".join(rows))


def _who(invitation: Invitation) -> str:
    comes = telling.who_comes(invitation.gathering, invitation)
    names = [f"{face.called} ({face.part})" if face.part else face.called for face in comes.faces]
    found = [_("Who will be there: %(names)s.") % {"names": ", ".join(names)}] if names else []
    if comes.others:
        found.append(ngettext("And %(n)d more person.", "And %(n)d more people.", comes.others) % {"n": comes.others})
    return " ".join(found)


def _reply_by(invitation: Invitation) -> str:
    own = reply_day(invitation)
    if own is None or (own.day is not None and own.day < today()):
        return ""
    if own.day is None:
        return own.because
    reply = _("Please reply by %(day)s.") % {"day": day_in_words(own.day, today())}
    return f"{reply} {own.because}".strip()


def _day(gathering: Gathering) -> str:
    assert isinstance(gathering.starts_at, datetime)
    return day_in_words(timezone.localtime(gathering.starts_at), today())
