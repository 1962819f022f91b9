"""What changes a message on its way, besides `acts.sent` and `acts.told`."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Outgoing, Person
from kitchentable.policy.act import act
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Problem


class NothingNoted(Problem):
    """Say what happened."""

    field = "note"


@act("people.send_later", record=False)
def send_later(by: Actor, message: Outgoing, *, at: datetime, problem: str) -> Outgoing:
    """It did not go this time; the worker tries again at `at`."""
    message.not_before, message.problem = at, problem[:200]
    message.save(update_fields=["not_before", "problem"])
    return message


@act("people.not_sent")
def not_sent(by: Actor, message: Outgoing, *, state: Outgoing.State, problem: str = "") -> Outgoing:
    """The worker does not send it: it is for a person to do (TODO), it cannot be sent (FAILED), or nothing is left to say (DROPPED)."""
    message.state, message.problem = state, problem[:200]
    if state == Outgoing.State.TODO:
        message.not_before, message.tries = message.made_at, 0  # from now on, tries are those of people
    message.save(update_fields=["state", "problem", "not_before", "tries"])
    return message


@act("people.could_not_tell")
def could_not_tell(by: Person, message: Outgoing, *, note: str) -> Outgoing:
    """Somebody tried to tell them and could not. It stays on the list, as late as it is."""
    if not note.strip():
        raise NothingNoted(_("Write what happened, in a few words."))
    if message.state == Outgoing.State.TODO:
        message.tries, message.problem = message.tries + 1, note.strip()[:200]
        message.save(update_fields=["tries", "problem"])
    return message


@act("people.need_not_tell")
def need_not_tell(by: Person, message: Outgoing) -> Outgoing:
    """Take a message off the list when nothing is left to say: it was taken back, or they were told another way."""
    if message.state == Outgoing.State.TODO:
        message.state, message.sent_at, message.told_by = Outgoing.State.DROPPED, now(), by
        message.save(update_fields=["state", "sent_at", "told_by"])
    return message
