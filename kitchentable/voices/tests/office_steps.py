"""Steps that the office's tests share: what a form sends, and an answer that was checked and sent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from kitchentable.policy.clock import today
from kitchentable.voices import acts
from kitchentable.voices.forms.office import TO_CHECK
from kitchentable.voices.models import Answer, Contribution, Outcome

GOOD = "You were right. The lift was fixed on 12 May. I check it each Monday."


def day(name: str, value: date) -> dict[str, str]:
    """A day as its three boxes send it."""
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def answer_form(cast: Any, **changed: Any) -> dict[str, Any]:
    """A whole answer as the form sends it."""
    return {
        "outcome": "used",
        "words": GOOD,
        "because": "",
        "decider": cast.rao.person.key,
        **day("decided_on", today()),
        "who_does_it": "Ben Ash",
        "cost": "£400",
        "passed_to": "",
        **changed,
    }


def answer_url(*said: Contribution) -> str:
    return reverse("voices:answer") + "?" + "&".join(f"said={c.code}" for c in said)


def check_form() -> dict[str, Any]:
    """Every point of the check, ticked."""
    return {"do": "send", "looked": [pick.value for pick in TO_CHECK]}


def answered(cast: Any, *said: Contribution, outcome: str = Outcome.USED, look_again_in: int | None = None) -> Answer:
    """An answer that Ms Rao wrote and Dee checked."""
    made = acts.answer(
        cast.rao.person,
        list(said),
        outcome=outcome,
        words=GOOD,
        because="It would cost £90,000 a year, and the council voted for no more in February.",
        decider=cast.rao.person,
        decided_on=today(),
        look_again_on=today() + timedelta(days=look_again_in) if look_again_in else None,
    )
    return acts.check(cast.dee.person, made)
