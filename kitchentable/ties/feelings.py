"""How groups said it felt when they looked back (R101)."""

from __future__ import annotations

from kitchentable.ties.evidence import Felt
from kitchentable.works.models import Work


def feelings(work: Work | None) -> list[Felt]:
    """Each time of looking back, the oldest first; raw counts, hide them before you show them. Written by the part “looking back”."""
    return []
