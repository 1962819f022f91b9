"""Who learned what, staff and people side by side (R108)."""

from __future__ import annotations

from kitchentable.ties.evidence import Learned, Span
from kitchentable.works.models import Work


def learnt(work: Work | None, span: Span) -> Learned:
    """Learning of a time, for a piece of work or the whole organisation. One or two queries. Written by the part “learning”."""
    return Learned()
