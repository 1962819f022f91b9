"""Promises, memory, handovers, learning, looking back, the sweet spot."""

from kitchentable.ties.models.promises import Promise, PromiseTo

__all__ = ["Promise", "PromiseTo"]
