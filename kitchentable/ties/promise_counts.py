"""How promises stand, for a piece of work or the whole organisation."""

from __future__ import annotations

from kitchentable.ties.evidence import PromiseCounts, Span
from kitchentable.works.models import Work


def promise_counts(work: Work | None, span: Span) -> PromiseCounts:
    """Promises of a time (R100s: kept by whoever has them now). One or two queries. Written by the part “promises”."""
    return PromiseCounts()
