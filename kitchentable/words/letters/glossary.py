"""What messages about words say: to who owes an answer, to who asked, and what is due."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kitchentable.people.clock import add_working_days
from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import Message, writes
from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.words.models import TermAsk

SHOWN = 20


@writes("words.ask_owed")
def ask_owed(message: Outgoing) -> Message | None:
    """To who must answer. None when it was answered, or passed on to another person. Never who asked."""
    ask = TermAsk.objects.filter(key=message.thing_key, owed_by=message.person, answered_at__isnull=True).first()
    if ask is None:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("Somebody asks what this means: “%(word)s”.") % {"word": ask.word},
        _("You owe the answer, by %(day)s. Use the words that you would use at a kitchen table.")
        % {"day": date_format(ask.due_on, "l j F Y")},
    ]
    link = reverse("words:answer_ask", args=[ask.key])
    return Message(_("Somebody asks what a word means"), "\n\n".join(parts), link, _("Say what it means"))


@writes("words.answered")
def answered(message: Outgoing) -> Message | None:
    """To the person who asked, with the answer itself."""
    ask = TermAsk.objects.filter(key=message.thing_key, asked_by=message.person, answered_at__isnull=False).first()
    if ask is None:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("You asked what this means: “%(word)s”.") % {"word": ask.word},
        ask.answer,
        _("Is it still not clear? Then it is our words that are not good enough. Ask again, by page, by phone or by post."),
    ]
    return Message(_("What the word means"), "\n\n".join(parts), ask.get_absolute_url(), _("See it on your page"))


@writes("words.asks_due")
def asks_due(message: Outgoing) -> Message | None:
    """To who owes: what is late, due today, and due soon. None when nothing is left."""
    day = today()
    until = add_working_days(day, number("word_warn_days"), settings.NATION)
    owed = list(
        TermAsk.objects.filter(owed_by=message.person, answered_at__isnull=True, due_on__lte=until).order_by("due_on", "pk")[:SHOWN]
    )
    if not owed:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("People wait to hear from you what these mean:"),
        "\n".join(_("“%(word)s”: %(due)s") % {"word": ask.word, "due": due_words(ask)} for ask in owed),
    ]
    return Message(_("Words to explain"), "\n\n".join(parts), reverse("words:glossary_office"), _("See them"))


def due_words(ask: TermAsk) -> str:
    """ "Late since Monday 4 May", "due today", "due on Tuesday 5 May"."""
    if ask.due_on == today():
        return _("due today")
    day = date_format(ask.due_on, "l j F")
    return _("it was due on %(day)s") % {"day": day} if ask.is_late else _("due on %(day)s") % {"day": day}
