"""How sure somebody feels, noted for themselves (R101); and the counts of a quarter, made once when it is over."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.people.secret import SecretText
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.ui.pieces import Words

ASKED: dict[str, Words] = {
    "say": _("To say what I think"),
    "heard": _("That I will be heard"),
    "papers": _("That I understand the papers"),
}
"""What one may be sure of."""
ASKS = tuple(ASKED)


class Sures(models.QuerySet["Sure"]):
    """Notes of how sure somebody feels."""

    def seen_by(self, person: Actor) -> Self:
        """Only one's own: not a supporter's, not staff's, whoever typed it."""
        return self.filter(person=person.pk) if person.is_someone else self.none()  # type: ignore[attr-defined]


class Sure(models.Model):
    """How sure one person felt on one day: steps from 1 to 5, and their words. All of it is encrypted."""

    class Step(models.IntegerChoices):
        NOT = 1, _("Not sure at all")
        LITTLE = 2, _("A little")
        SO_SO = 3, _("So-so")
        QUITE = 4, _("Quite sure")
        VERY = 5, _("Very sure")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="sures")
    said_at = models.DateTimeField(_("When you noted it"), default=now)
    steps = SecretText(_("How sure you felt"), help_text="For each of ASKS its step, or a dash, with commas between.")
    words = SecretText(blank=True)

    objects = Sures.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "key": NOBODY,
        "person": about("person", "Your own notes of how sure you feel. Nobody else reads them.", "delete"),
        "said_at": about("person", "To show you how it changed over time.", "delete"),
        "steps": about("person", "How sure you felt. We count it only together with four others or more.", "delete"),
        "words": about("person", "Your own words about it. Nobody else reads them.", "delete"),
    }

    class Meta:
        ordering = ["-said_at", "-pk"]
        indexes = [models.Index(fields=["person", "said_at"]), models.Index(fields=["said_at"])]

    def __str__(self) -> str:
        return self.key

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    @property
    def step_of(self) -> dict[str, int | None]:
        """The step for each of ASKS; None where nothing was said."""
        given = [int(one) if one.isdigit() else None for one in self.steps.split(",")]
        return dict(zip(ASKS, [*given, None, None, None], strict=False))

    def in_words(self) -> list[tuple[str, str]]:
        """Each question that was answered, with its step in words."""
        return [(str(ASKED[name]), str(Sure.Step(step).label)) for name, step in self.step_of.items() if step is not None]

    def get_steps_display(self) -> str:
        """The same in one text, for what a person takes away."""
        return "; ".join(f"{asks}: {step}" for asks, step in self.in_words())

    def in_record(self) -> dict[str, str]:
        """That a note was made; not what it says, and not of whom."""
        return {"key": self.key}


class SureStop(models.Model):
    """Somebody does not want to be asked how sure they feel. They may still note it."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="sure_stop")
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "So that we do not ask you how sure you feel.", "delete"),
        "at": about("person", "Since when we do not ask.", "delete"),
    }

    def __str__(self) -> str:
        return str(self.person_id)

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"sure-stop:{self.person.key}"

    def in_record(self) -> dict[str, str]:
        """That it was said."""
        return {"person": self.person.key}


class Quarter(models.Model):
    """What may be shown of three months that are over: counted once, hidden where small, and never counted again (law 5).

    `shown`: `{"learned": {side: n or None}, "said": {side: n or None}, "sure": {side: {ask: [how many, of] or None}}}`.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    first_day = models.DateField(unique=True)
    shown = models.JSONField()
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("key", "first_day", "shown", "at"), NOBODY)

    class Meta:
        ordering = ["first_day"]

    def __str__(self) -> str:
        return self.first_day.isoformat()

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """Which three months; the counts stand on the page."""
        return {"first_day": self.first_day.isoformat()}
