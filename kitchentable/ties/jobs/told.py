"""What the worker does: what was already told, near copies, “do not ask again”, papers of old years."""

from __future__ import annotations

from datetime import timedelta

from kitchentable.people.worker import job
from kitchentable.policy.verdict import HOUSE
from kitchentable.ties.acts.near import look_for_near


@job("ties.look_for_near", every=timedelta(hours=1))
def look_for_missed() -> int:
    """What came in from a file, or before this was here, is put beside its like: some hours after a big file, all of it."""
    return look_for_near(HOUSE, None)
