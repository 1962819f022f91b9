"""Jobs of draws: the list of panels is made, and whether a big draw can be done is looked at. Never in a request."""

from __future__ import annotations

from datetime import timedelta

from kitchentable.people.worker import job
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import HOUSE
from kitchentable.seats import can_be, pool
from kitchentable.seats.acts import draws as acts
from kitchentable.seats.models import Draw

EACH_CHECK = 60.0
# What the core says it does, by its first word: pages say it in the reader's language.
STEPS = {"Looking": "first", "Finding": "chances", "Making": "panels", "Drawing": "panels", "Proving": "proof"}


@job("seats.make_lists", every=timedelta(seconds=10))
def make_lists() -> int:
    """The list of panels of each draw that was sealed."""
    from kitchentable.seats.draw.suggest import NoPanel
    from kitchentable.seats.draw.whole import make_lottery

    waiting = list(Draw.objects.filter(state=Draw.State.SEALED).order_by("sealed_at").values_list("pk", flat=True))
    for pk in waiting:
        # As it stands now: another worker may have made it while the one before took its time.
        draw = Draw.objects.filter(pk=pk, state=Draw.State.SEALED).select_related("call__work", "run_by").first()
        if draw is None:
            continue
        task = pool.sealed_task(draw)
        say = _teller(draw)
        try:
            lottery = make_lottery(task, time_limit=number("draw_seconds"), tell=say)
        except NoPanel as nothing:
            acts.list_impossible(HOUSE, draw, why=can_be.as_json(task, nothing))
            continue
        try:
            acts.list_made(HOUSE, draw, lottery=lottery)
        except acts.WentOn:  # given up, or made by another worker, while this one worked on it
            continue
    return len(waiting)


def _teller(draw: Draw) -> can_be.Tell:
    def say(words: str) -> None:
        acts.note_progress(HOUSE, draw, words=STEPS.get(words.split()[0], ""))

    return say


@job("seats.check_draws", every=timedelta(seconds=10))
def check_draws() -> int:
    """Whether it can be done, where somebody asked and the pool is too big for a page to wait."""
    asked = list(Draw.objects.filter(state=Draw.State.SET_UP, check_asked_at__isnull=False).select_related("call__work"))
    for draw in asked:
        acts.note_check(HOUSE, draw, found=can_be.look(pool.unsealed_task(draw), EACH_CHECK))
    return len(asked)
