"""How long people and staff have worked together: who of this year's table was there last year."""

from __future__ import annotations

from kitchentable.ties.evidence import Stayed
from kitchentable.works.models import Work


def continuity(work: Work | None, years: range) -> list[Stayed]:
    """For each year, those at the table by side, and who of them was there the year before; raw counts, hide them before you show them.

    Written by the part “learning”.
    """
    return []
