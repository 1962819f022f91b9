"""Saying what is new in a question, once one has seen what people told us already (R099)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kitchentable.people.models import Person
from kitchentable.policy.act import act
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Problem
from kitchentable.ties.already import digest_of, look
from kitchentable.ties.models import AlreadyTold
from kitchentable.voices.empty import says_nothing
from kitchentable.voices.models import Question


class NothingNew(Problem):
    """What is new was not said, or the words say nothing."""

    field = "new"


@act("ties.say_new")
def say_new(by: Person, question: Question, *, new: str, left_out: Sequence[str] = (), more_words: str = "") -> AlreadyTold:
    """Say what is new in a question, with what was found for its words in view. `left_out`: things found (“kind:key”) that are about
    something else. Looking is part of the act: what is kept is what the asker may see now, not what a form says.

    Raises NothingNew when the words are empty, only repeat the question, or say nothing.
    """
    plain = " ".join(new.split())
    if not plain or says_nothing(plain):
        raise NothingNew(_("Say what is new in what you ask. What do you not know yet from what people told you?"))
    if plain.casefold().rstrip("?.! ") == " ".join(question.asks.split()).casefold().rstrip("?.! "):
        raise NothingNew(_("This is the question again. Say what is new in it."))
    found = look(by, question.work, question.asks, more_words=f"{question.more} {more_words}".strip()).keys
    out = [key for key in found if key in set(left_out)]
    made, _new = AlreadyTold.objects.update_or_create(
        question=question,
        defaults={
            "by": by, "at": now(), "new": plain, "looked_for": digest_of(question), "left_out": out,
            "found": [key for key in found if key not in out],
        },
    )  # fmt: skip
    return made
