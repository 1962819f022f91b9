"""The nouns of seats: who is affected, who sits at the table, calls and offers, and draws."""

from kitchentable.seats.models.calls import RUNS_CALLS, Call, FairnessAnswer, FairnessChoice, FairnessQuestion, Offer
from kitchentable.seats.models.draws import Draw, Ticket
from kitchentable.seats.models.imports import OfferImport
from kitchentable.seats.models.map import AffectedGroup, DutyNote, PromptAnswer, SeatPlan
from kitchentable.seats.models.seats import GapNote, Seat

__all__ = [
    "RUNS_CALLS",
    "AffectedGroup",
    "Call",
    "Draw",
    "DutyNote",
    "FairnessAnswer",
    "FairnessChoice",
    "FairnessQuestion",
    "GapNote",
    "Offer",
    "OfferImport",
    "PromptAnswer",
    "Seat",
    "SeatPlan",
    "Ticket",
]
