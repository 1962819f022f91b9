"""The nouns of listening, believing and acting."""

from kitchentable.voices.models.answers import Answer, AnswerTo, Outcome, Pass, Reply
from kitchentable.voices.models.contributions import Contribution, Kept, Reuse, Sharing, Status, Transcript, Understanding, Way
from kitchentable.voices.models.decisions import Decision, Option, Question, Read, Theme, ThemeMark, Weighed
from kitchentable.voices.models.imports import ImportRun

__all__ = [
    "Answer",
    "AnswerTo",
    "Contribution",
    "Decision",
    "ImportRun",
    "Kept",
    "Option",
    "Outcome",
    "Pass",
    "Question",
    "Read",
    "Reply",
    "Reuse",
    "Sharing",
    "Status",
    "Theme",
    "ThemeMark",
    "Transcript",
    "Understanding",
    "Way",
    "Weighed",
]
