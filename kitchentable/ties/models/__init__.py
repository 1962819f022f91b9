"""Promises, memory, handovers, learning, looking back, the sweet spot."""

from kitchentable.ties.models.promises import Promise, PromiseTo
from kitchentable.ties.models.told import AlreadyTold, NearGroup, NearIn, NearMark, NotAgain, PastPaper

__all__ = ["AlreadyTold", "NearGroup", "NearIn", "NearMark", "NotAgain", "PastPaper", "Promise", "PromiseTo"]
