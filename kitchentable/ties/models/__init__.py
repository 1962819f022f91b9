"""Promises, memory, handovers, learning, looking back, the sweet spot."""

from kitchentable.ties.models.promises import Promise, PromiseTo
from kitchentable.ties.models.spot import CountedPart, Remark

__all__ = ["CountedPart", "Promise", "PromiseTo", "Remark"]
