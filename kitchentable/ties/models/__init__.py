"""Promises, memory, handovers, learning, looking back, the sweet spot."""

from kitchentable.ties.models.look_lines import Lesson, LineFrom, LookDoubt, LookLine
from kitchentable.ties.models.looking_back import Hope, LookBack, LookSaid, LookWords
from kitchentable.ties.models.promises import Promise, PromiseTo

__all__ = ["Hope", "Lesson", "LineFrom", "LookBack", "LookDoubt", "LookLine", "LookSaid", "LookWords", "Promise", "PromiseTo"]
