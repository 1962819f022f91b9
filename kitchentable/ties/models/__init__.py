"""Promises, memory, handovers, learning, looking back, the sweet spot."""

from kitchentable.ties.models.handover import GroupLine, GroupYes, Together
from kitchentable.ties.models.leaving import Given, Leaving
from kitchentable.ties.models.promises import Promise, PromiseTo

__all__ = ["Given", "GroupLine", "GroupYes", "Leaving", "Promise", "PromiseTo", "Together"]
