"""Promises, memory, handovers, learning, looking back, the sweet spot."""

from kitchentable.ties.models.anew import Anew, AnewSaid
from kitchentable.ties.models.promises import Promise, PromiseTo

__all__ = ["Anew", "AnewSaid", "Promise", "PromiseTo"]
