"""What ties give to the floors below, and what they do after acts of those floors: what was already told, near copies, “do not ask again”, papers of old years."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from kitchentable.people.asks import not_to_ask
from kitchentable.policy.act import follows
from kitchentable.policy.verdict import Actor
from kitchentable.ties import already, near, not_again, past_source  # noqa: F401 - papers of old years are found
from kitchentable.ties.models import AlreadyTold
from kitchentable.voices.models import Contribution, Question
from kitchentable.voices.opening import First, Opening, opening
from kitchentable.works.models import Work


def first(question: Question) -> First | None:
    """Nobody is asked before the asker has seen what people told us, and has said what is new (R099)."""
    if already.has_looked(question):
        return None
    return First(
        _("First see what people have told us already, and say what is new."),
        reverse("ties:told", args=[question.work.slug, question.pk]),
        _("See what people have told us"),
    )


def prepare(question: Question) -> None:
    """The sentence, made once; and what is new."""
    kept = AlreadyTold.objects.get(question=question)
    question.new_here, question.told_before = kept.new, already.sentence(kept.found)


def look_up(work: Work) -> str:
    """While a question is typed."""
    return reverse("ties:told_typing", args=[work.slug])


opening(Opening(first, prepare, look_up))


@not_to_ask
def who_said_not_again(people: Sequence[int] | None, work: str, about: str) -> set[int]:
    """Those who do not want to be asked again about this (R100)."""
    return not_again.not_again_about(people, work, about)


@follows("voices.say", "voices.add")
def put_beside_its_like(_by: Actor, _thing: object, result: object) -> None:
    """Something was said: is it nearly the same as something else?"""
    if isinstance(result, Contribution):
        near.arrived(result)


@follows("voices.withdraw", "voices.erase")
def forget_its_like(_by: Actor, thing: object, _result: object) -> None:
    """It was taken back: nothing that was made from its words stays."""
    if isinstance(thing, Contribution):
        near.gone(thing)
