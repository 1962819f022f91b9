"""Acts of learning: suggesting it, offering it, changing it, ending it, and handing it to somebody else to lead."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.people.acts import who_has
from kitchentable.people.models import Duty, Person
from kitchentable.people.outbox import tell, tell_many
from kitchentable.policy.act import act, require
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.ties.acts.taking import fill_places
from kitchentable.ties.models import Learning, Taking
from kitchentable.works.models import Role

State = Learning.State
TOLD_WHEN_CHANGED = ("starts_at", "until", "where", "way")


class NothingSaid(Problem):
    """Something that people need to know is missing."""

    def __init__(self, words: object, field: str) -> None:
        self.field = field
        super().__init__(words)


class NotThatDay(NothingSaid):
    """A day on which this cannot be."""


class TooFew(Problem):
    """More people have a place than there would be."""

    field = "places"


@act("ties.learning_suggest")
def suggest(by: Person, learning: Learning, *, for_person: Person | None = None) -> Learning:
    """Suggest something to learn. Whoever keeps learning is told, and answers: it is offered, or not, because. Raises NothingSaid."""
    if for_person is not None:
        require(by, "people.write_for", for_person)
    _must_be_named(learning)
    learning.state, learning.suggested_by = State.SUGGESTED, for_person or by
    learning.typed_by = by if for_person is not None and for_person != by else None
    learning.save()
    tell_many(((one, learning.key) for one in keepers(learning)), "ties.learning_suggested")
    return learning


@act("ties.learning_offer")
def offer(by: Person, learning: Learning) -> Learning:
    """Offer it: new, or as somebody suggested it. Who suggested it and who leads it are told. Raises NothingSaid, NotThatDay."""
    _must_be_named(learning)
    if not learning.what.strip():
        raise NothingSaid(_("Say what happens there, and what people can do afterwards."), "what")
    _must_lie_ahead(learning)
    learning.state, learning.offered_on = State.OFFERED, today()
    learning.save()
    tell(learning.suggested_by, "ties.learning_answered", learning.key)
    _tell_leader(by, learning)
    return learning


@act("ties.learning_change")
def change(by: Person, learning: Learning) -> Learning:
    """Change what is offered. Who has a place or waits is told when day or place changed. More places go to those who wait, in their order.

    Raises NothingSaid, NotThatDay, TooFew.
    """
    stood = Learning.objects.select_for_update().get(pk=learning.pk)
    _must_be_named(learning)
    if (learning.starts_at, learning.until) != (stood.starts_at, stood.until):
        _must_lie_ahead(learning)
    have = learning.takings.filter(state=Taking.State.PLACE).count()
    if learning.places is not None and learning.places < have:
        raise TooFew(_("%(n)d people have a place already. Nobody loses one.") % {"n": have})
    learning.save()
    if any(getattr(learning, name) != getattr(stood, name) for name in TOLD_WHEN_CHANGED):
        tell_many(_whom(learning), "ties.learning_changed", work=_work(learning), same=now().isoformat())
    if learning.led_by_id != stood.led_by_id:
        _tell_leader(by, learning)
    fill_places(learning)
    return learning


@act("ties.learning_end")
def end(by: Person, learning: Learning, *, because: str) -> Learning:
    """It will not happen; or what was suggested is not taken up. Who has a place, waits, leads or suggested it is told why. Raises NothingSaid."""
    if not because.strip():
        raise NothingSaid(_("Say why. Everyone who waits for it reads it."), "because")
    was_offered = learning.state == State.OFFERED
    learning.state = State.ENDED if was_offered else State.NOT_TAKEN_UP
    learning.because, learning.ended_at = because.strip(), now()
    learning.save(update_fields=["state", "because", "ended_at"])
    if was_offered:
        tell_many(_whom(learning), "ties.learning_ended", work=_work(learning))
        if learning.led_by is not None and learning.led_by != by:
            tell(learning.led_by, "ties.learning_ended", learning.key, work=_work(learning))
    else:
        tell(learning.suggested_by, "ties.learning_answered", learning.key)
    return learning


@act("ties.learning_lead")
def hand_on(by: Actor, learning: Learning, *, to: Person) -> Learning:
    """Somebody else leads it from now on; they are told. Raises Problem for who was erased or may not sign in."""
    if to.erased_at is not None or not to.is_active:
        raise Problem(_("Choose somebody who can do it."))
    learning.led_by, learning.led_by_words = to, ""
    learning.save(update_fields=["led_by", "led_by_words"])
    _tell_leader(by, learning)
    return learning


def _must_be_named(learning: Learning) -> None:
    if not learning.title.strip():
        raise NothingSaid(_("Say what there is to learn."), "title")


def _must_lie_ahead(learning: Learning) -> None:
    last = learning.last_day
    if learning.starts_at is not None and learning.until is not None and learning.first_day and learning.until < learning.first_day:
        raise NotThatDay(_("The last day is before the first."), "until")
    if last is not None and last < today():
        raise NotThatDay(_("This day is over. Choose a day to come."), "until" if learning.until else "starts_on")


def keepers(learning: Learning) -> list[Person]:
    """Who answers a suggestion: the leads of its piece of work; else who leads on accessible information; else the administrators."""
    if learning.work_id is not None:
        leads = list(
            Person.objects.filter(
                roles__work=learning.work_id, roles__kind=Role.Kind.LEAD, roles__until__isnull=True, erased_at__isnull=True
            ).distinct()
        )
        if leads:
            return leads
    return who_has(Duty.Kind.ACCESS) or who_has(Duty.Kind.ADMINISTRATOR)


def _tell_leader(by: Actor, learning: Learning) -> None:
    if learning.led_by is not None and learning.led_by != by:
        tell(learning.led_by, "ties.learning_leads", learning.key, work=_work(learning))


def _whom(learning: Learning) -> list[tuple[Person, str]]:
    return [(one.person, one.key) for one in learning.takings.running().select_related("person") if one.person is not None]


def _work(learning: Learning) -> str:
    return learning.work.slug if learning.work else ""
