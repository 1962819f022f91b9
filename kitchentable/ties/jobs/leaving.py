"""What the worker does: leaving and handing over. Each night what was planned for the day happens, or whoever can name somebody is told."""

from __future__ import annotations

from datetime import timedelta

from kitchentable.people.owing import keepings
from kitchentable.people.worker import job
from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import HOUSE, Problem
from kitchentable.ties.acts import handing_over
from kitchentable.ties.acts import leaving as acts
from kitchentable.ties.handing import kinds_of, things_of
from kitchentable.ties.models import Leaving, Together

AT_ONCE = 200


@job("ties.leave", every=timedelta(hours=1))
def leave_on_the_day() -> int:
    """Those whose day has come hand over. `on` is their last day: it happens on the day after. What is stuck is said, once a day."""
    count = 0
    for leaving in Leaving.objects.planned().filter(on__lt=today()).order_by("on", "pk")[:AT_ONCE]:
        try:
            acts.leave(HOUSE, leaving)
            count += 1
        except Problem:
            _warn(leaving)
    return count


@job("ties.warn_leaving", every=timedelta(hours=6))
def warn_of_what_is_left() -> int:
    """Some days before, and each day from then on: something has nobody to take it, or whoever is named is not here any more."""
    until = today() + timedelta(days=number("leaving_warn_days"))
    count = 0
    for leaving in Leaving.objects.planned().filter(on__lte=until).order_by("on", "pk")[:AT_ONCE]:
        if any(kind.left for kind in kinds_of(leaving)):
            count += _warn(leaving)
    return count


def _warn(leaving: Leaving) -> int:
    # A day after today means that the clock was set back: saying it once more is better than not at all.
    if leaving.warned_on == today():
        return 0
    acts.warn(HOUSE, leaving)
    return 1


@job("ties.follow_up", every=timedelta(hours=6))
def give_on_what_came_late() -> int:
    """What two acts at one moment gave to somebody who had just left goes to whoever took over."""
    count = 0
    gone = Leaving.objects.filter(
        state=Leaving.State.DONE, work__isnull=True, person__is_active=False, person__erased_at__isnull=True
    )
    for leaving in gone.select_related("person", "work", "to").order_by("-done_at", "-pk")[:AT_ONCE]:
        if any(things_of(leaving, keeping) for keeping in keepings().values()):
            try:
                acts.follow_up(HOUSE, leaving)
                count += 1
            except Problem:
                acts.say_stray(HOUSE, leaving)
    return count


@job("ties.ask_together", every=timedelta(hours=6))
def ask_those_who_could_not_be_asked() -> int:
    """Notes whose person had been asked as often as they want: as soon as one more is not too many (R100)."""
    waiting = Together.objects.filter(state=Together.State.PROPOSED, asked_at__isnull=True, leaving__state=Leaving.State.PLANNED)
    asked = [handing_over.ask(HOUSE, note) for note in waiting.select_related("person", "work").order_by("made_at", "pk")[:AT_ONCE]]
    return sum(note.asked_at is not None for note in asked)
