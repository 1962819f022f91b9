"""Promises, memory, handovers, learning, looking back, the sweet spot."""

from kitchentable.ties.models.anew import Anew, AnewSaid
from kitchentable.ties.models.confidence import Quarter, Sure, SureStop
from kitchentable.ties.models.handover import GroupLine, GroupYes, Together
from kitchentable.ties.models.learning import Learning, Taking
from kitchentable.ties.models.leaving import Given, Leaving
from kitchentable.ties.models.look_lines import Lesson, LineFrom, LookDoubt, LookLine
from kitchentable.ties.models.looking_back import Hope, LookBack, LookSaid, LookWords
from kitchentable.ties.models.memory import Building, Entry, Meaning, Word
from kitchentable.ties.models.promises import Promise, PromiseTo
from kitchentable.ties.models.reports import Making, Report, ReportFile, ReportWords
from kitchentable.ties.models.spot import CountedPart, CountedYear, Remark
from kitchentable.ties.models.told import AlreadyTold, NearGroup, NearIn, NearMark, NotAgain, PastPaper

__all__ = [
    "AlreadyTold",
    "Anew",
    "AnewSaid",
    "Building",
    "CountedPart",
    "CountedYear",
    "Entry",
    "Given",
    "GroupLine",
    "GroupYes",
    "Hope",
    "Learning",
    "Leaving",
    "Lesson",
    "LineFrom",
    "LookBack",
    "LookDoubt",
    "LookLine",
    "LookSaid",
    "LookWords",
    "Making",
    "Meaning",
    "NearGroup",
    "NearIn",
    "NearMark",
    "NotAgain",
    "PastPaper",
    "Promise",
    "PromiseTo",
    "Quarter",
    "Remark",
    "Report",
    "ReportFile",
    "ReportWords",
    "Sure",
    "SureStop",
    "Taking",
    "Together",
    "Word",
]
