"""Promises, memory, handovers, learning, looking back, the sweet spot."""

from kitchentable.ties.models.anew import Anew, AnewSaid
from kitchentable.ties.models.promises import Promise, PromiseTo
from kitchentable.ties.models.reports import Making, Report, ReportFile, ReportWords

__all__ = ["Anew", "AnewSaid", "Making", "Promise", "PromiseTo", "Report", "ReportFile", "ReportWords"]
