"""What messages about learning say: a place, the line, a change, and afterwards what it was like."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kitchentable.people.asks import is_an_ask
from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import Message, writes
from kitchentable.ties.letters import confidence
from kitchentable.ties.models import Learning, Taking
from kitchentable.ui.dates import day_in_words, moment_in_words

is_an_ask("ties.learning_how")
State = Taking.State


@writes("ties.learning_place")
def place(message: Outgoing) -> Message | None:
    """You have a place: when, where, who leads it."""
    one = _theirs(message, State.PLACE)
    if one is None or one.learning.state != Learning.State.OFFERED or one.learning.is_over:
        return None
    parts = [
        _("You have a place: “%(title)s”.") % {"title": one.learning.title},
        *_facts(one.learning),
        _("Can you not come? Give your place back, by page or by phone. Somebody waits for it. Nobody asks why."),
        _("Look once more at “What works for me”, or tell us what you need."),
    ]
    return _message(message, _("You have a place"), parts, one.learning.get_absolute_url(), _("See it"))


@writes("ties.learning_waits")
def waits(message: Outgoing) -> Message | None:
    """It is full: you are in the line."""
    one = _theirs(message, State.WAITS)
    if one is None or one.learning.state != Learning.State.OFFERED or one.learning.is_over:
        return None
    parts = [
        _("“%(title)s” is full. You are in the line, in the order in which people came.") % {"title": one.learning.title},
        _("When a place is free and it is your turn, it is yours, and we tell you."),
    ]
    return _message(message, _("You are in the line"), parts, one.learning.get_absolute_url(), _("See it"))


@writes("ties.learning_changed")
def changed(message: Outgoing) -> Message | None:
    """The day or the place changed."""
    one = _theirs(message, State.PLACE, State.WAITS)
    if one is None or one.learning.state != Learning.State.OFFERED or one.learning.is_over:
        return None
    parts = [_("Something changed: “%(title)s”.") % {"title": one.learning.title}, _("So it is now:"), *_facts(one.learning)]
    return _message(message, _("A change in what you will learn"), parts, one.learning.get_absolute_url(), _("See it"))


@writes("ties.learning_ended")
def ended(message: Outgoing) -> Message | None:
    """It will not happen, and why: to who had a place or waited, and to who led it."""
    taken = _theirs(message, State.PLACE, State.WAITS)
    learning = taken.learning if taken else Learning.objects.filter(key=message.thing_key, led_by=message.person).first()
    if learning is None or learning.state != Learning.State.ENDED:
        return None
    parts = [
        _("“%(title)s” will not happen. We are sorry.") % {"title": learning.title},
        _("Why: %(because)s") % {"because": learning.because},
    ]
    return _message(message, _("It will not happen"), parts, reverse("ties:learning_all"), _("See what else there is"))


@writes("ties.learning_how")
def how(message: Outgoing) -> Message | None:
    """What was it like? Asked once. None when they said it, or were away."""
    one = _theirs(message, State.PLACE)
    if one is None or one.was_there is False or one.like or one.can_now or one.learning.state != Learning.State.OFFERED:
        return None
    parts = [
        _("You were at “%(title)s”. What was it like? What can you do now?") % {"title": one.learning.title},
        _("You choose who reads it: only you, who led it, or those who plan learning too. You can leave it. We ask once."),
    ]
    return _message(
        message, _("What was it like?"), parts, reverse("ties:learning_after", args=[one.learning.key]), _("Say what it was like")
    )


@writes("ties.learning_leads")
def leads(message: Outgoing) -> Message | None:
    """You lead this."""
    learning = Learning.objects.filter(key=message.thing_key, led_by=message.person, state=Learning.State.OFFERED).first()
    if learning is None:
        return None
    parts = [
        _("You lead this: “%(title)s”.") % {"title": learning.title},
        *_facts(learning, with_leader=False),
        _("Is this not right? Tell us, and somebody else is found."),
    ]
    return _message(
        message, _("You lead something to learn"), parts, reverse("ties:learning_people", args=[learning.key]), _("See who comes")
    )


@writes("ties.learning_suggested")
def suggested(message: Outgoing) -> Message | None:
    """To who keeps learning: something waits for an answer. Never what somebody wrote."""
    if not Learning.objects.filter(key=message.thing_key, state=Learning.State.SUGGESTED).exists():
        return None
    parts = [_("Somebody suggests something to learn. They wait for an answer: you offer it, or say why not.")]
    return _message(
        message, _("Somebody suggests something to learn"), parts, reverse("ties:learning_office"), _("Read it and answer")
    )


@writes("ties.learning_no_leader")
def no_leader(message: Outgoing) -> Message | None:
    """To who keeps learning: nobody leads something that is to come. None when somebody does meanwhile, or it was ended."""
    learning = Learning.objects.to_come().filter(key=message.thing_key, led_by__isnull=True).first()
    if learning is None:
        return None
    parts = [_("Nobody leads this now: “%(title)s”. Find somebody, or end it and say why.") % {"title": learning.title}]
    return _message(message, _("Something to learn has no leader"), parts, learning.get_absolute_url(), _("Find somebody"))


@writes("ties.learning_answered")
def answered(message: Outgoing) -> Message | None:
    """To who suggested it: it is offered, or not, because."""
    learning = Learning.objects.filter(key=message.thing_key, suggested_by=message.person).first()
    if learning is None or learning.state == Learning.State.SUGGESTED:
        return None
    if learning.state == Learning.State.NOT_TAKEN_UP:
        parts = [
            _("You suggested something to learn. We cannot offer it now."),
            _("Why: %(because)s") % {"because": learning.because},
        ]
        return _message(message, _("What came of what you suggested"), parts, reverse("ties:my_learning"), _("See it"))
    parts = [_("You suggested something to learn. It is offered now: “%(title)s”.") % {"title": learning.title}, *_facts(learning)]
    return _message(
        message, _("What came of what you suggested"), parts, learning.get_absolute_url(), _("See it, and take a place")
    )


def _theirs(message: Outgoing, *states: Taking.State) -> Taking | None:
    found = Taking.objects.filter(key=message.thing_key, person=message.person, state__in=states)
    return found.select_related("learning__led_by").first()


def _facts(learning: Learning, *, with_leader: bool = True) -> list[str]:
    facts = []
    if learning.starts_at is not None:
        in_words = moment_in_words if learning.has_time else day_in_words
        facts.append(_("When: %(when)s") % {"when": in_words(learning.starts_at)})
    if learning.until is not None:
        facts.append(_("Last day: %(day)s") % {"day": day_in_words(learning.until)})
    if learning.where:
        facts.append(_("Where: %(where)s") % {"where": learning.where})
    name = learning.led_by_words or (learning.led_by.called if learning.led_by else "")
    if with_leader and name:
        facts.append(_("Who leads it: %(name)s") % {"name": name})
    return facts


def _message(message: Outgoing, subject: str, parts: list[str], link: str, link_words: str) -> Message:
    hello = _("Hello %(name)s,") % {"name": message.person.called}
    return Message(subject, "\n\n".join([hello, *parts]), link, link_words)


__all__ = ["confidence"]
