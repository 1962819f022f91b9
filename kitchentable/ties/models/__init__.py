"""Promises, memory, handovers, learning, looking back, the sweet spot."""

from kitchentable.ties.models.confidence import Quarter, Sure, SureStop
from kitchentable.ties.models.learning import Learning, Taking
from kitchentable.ties.models.promises import Promise, PromiseTo

__all__ = ["Learning", "Promise", "PromiseTo", "Quarter", "Sure", "SureStop", "Taking"]
