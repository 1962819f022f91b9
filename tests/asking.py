"""Opening questions in tests: who asks looks first (R099)."""

from __future__ import annotations

from kitchentable.people.models import Person
from kitchentable.ties.acts.telling import say_new
from kitchentable.voices import acts
from kitchentable.voices.models import Question

NEW = "Whether the new timetable changes what people need in the evening."


def opened(by: Person, question: Question) -> Question:
    """Look at what people told us, say what is new, and open it."""
    looked(by, question)
    return acts.open_question(by, question)


def looked(by: Person, question: Question) -> Question:
    """Look at what people told us and say what is new; it is not open yet."""
    say_new(by, question, new=NEW)
    return question
