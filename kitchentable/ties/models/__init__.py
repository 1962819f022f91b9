"""Promises, memory, handovers, learning, looking back, the sweet spot."""

from kitchentable.ties.models.memory import Building, Entry, Meaning, Word
from kitchentable.ties.models.promises import Promise, PromiseTo

__all__ = ["Building", "Entry", "Meaning", "Promise", "PromiseTo", "Word"]
