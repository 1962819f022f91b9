"""Promises, memory, handovers, learning, looking back, the sweet spot."""

from kitchentable.ties.models.anew import Anew, AnewSaid
from kitchentable.ties.models.confidence import Quarter, Sure, SureStop
from kitchentable.ties.models.learning import Learning, Taking
from kitchentable.ties.models.promises import Promise, PromiseTo
from kitchentable.ties.models.reports import Making, Report, ReportFile, ReportWords

__all__ = [
    "Anew",
    "AnewSaid",
    "Learning",
    "Making",
    "Promise",
    "PromiseTo",
    "Quarter",
    "Report",
    "ReportFile",
    "ReportWords",
    "Sure",
    "SureStop",
    "Taking",
]
