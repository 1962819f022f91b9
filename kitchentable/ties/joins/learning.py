"""What learning gives to the floors below: what somebody leads is in their hand, and what goes before somebody is erased."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.people.erasures import before_erasing
from kitchentable.people.models import Person
from kitchentable.people.outbox import tell_many
from kitchentable.people.owing import InHand, Keeping, keeps
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.record import lines
from kitchentable.ties.acts.learning import hand_on, keepers
from kitchentable.ties.acts.taking import fill_places
from kitchentable.ties.models import Learning, Taking
from kitchentable.ui.dates import day_in_words
from kitchentable.words.where import finds_work
from kitchentable.works.models import Work


def _led_by(person: Person) -> Iterable[InHand]:
    for one in Learning.objects.to_come().filter(led_by=person).select_related("work"):
        yield InHand(
            "ties.learning",
            one.key,
            one.title,
            one.work.slug if one.work else "",
            one.get_absolute_url(),
            day_in_words(one.first_day) if one.first_day else "",
        )


def _give(by: Actor, key: str, to: Person) -> None:
    one = Learning.objects.to_come().filter(key=key).first()
    if one is None:
        raise Problem(_("This is not there any more."))
    hand_on(by, one, to=to)


keeps(Keeping("ties.learning", gettext_lazy("Learning they lead"), _led_by, _give, may_be_left=True))


@before_erasing
def what_they_suggested_goes(person: Person) -> None:
    """Words of a suggestion that was never offered go as a whole; what was offered is the organisation's by then."""
    gone = Learning.objects.filter(suggested_by=person, state__in=(Learning.State.SUGGESTED, Learning.State.NOT_TAKEN_UP))
    for one in gone:
        lines.forget("Learning", one.key)
        one.delete()


@before_erasing
def their_place_goes_to_who_waits(person: Person) -> None:
    """A place in what has not begun is free again; places in what has stay counted, without a name."""
    to_come = Taking.objects.running().filter(person=person, learning__in=Learning.objects.to_come())
    not_begun = Q(state=Taking.State.WAITS) | Q(learning__starts_at__gt=now())
    for taken in to_come.filter(not_begun).select_related("learning"):
        taken.state = Taking.State.BACK
        taken.save(update_fields=["state"])
        fill_places(taken.learning)


@before_erasing
def what_they_lead_needs_somebody(person: Person) -> None:
    """What is to come and was led by somebody who is erased has no leader then: those who plan it are told. It stops no erasure."""
    for one in Learning.objects.to_come().filter(led_by=person):
        tell_many(((keeper, one.key) for keeper in keepers(one) if keeper != person), "ties.learning_no_leader")


@finds_work
def work_of_a_learning(person: Actor, known: Mapping[str, str]) -> Work | None:
    """Who asks what a word on the page of a learning means asks the lead of its work."""
    if "learning" not in known:
        return None
    one = Learning.objects.seen_by(person).filter(key=known["learning"]).select_related("work").first()
    return one.work if one else None
