"""The map: who is affected, who is missing, how seats lean towards lived experience, and the duties that were looked at."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.policy.clock import now
from kitchentable.record.about import NOBODY, About, about
from kitchentable.works.models import LIVED_GROUPS, Group


class AffectedGroups(models.QuerySet["AffectedGroup"]):
    """Groups, by where they stand. Who may read the map of a piece of work may read all of them: they name nobody."""

    def on_map(self) -> Self:
        """Those that were taken onto the map."""
        return self.filter(state=AffectedGroup.State.ON_MAP)

    def suggested(self) -> Self:
        """Those that somebody suggested and nobody has answered yet. Their words are not checked: for those who lead or check the work.

        Of somebody who was erased, nothing is left to answer.
        """
        return self.filter(state=AffectedGroup.State.SUGGESTED).exclude(asked_name="")

    def not_taken(self) -> Self:
        """Those that were taken off or refused, each with its because."""
        return self.filter(state=AffectedGroup.State.NOT_TAKEN).exclude(name="", asked_name="")

    def taken_off(self) -> Self:
        """Those that stood on the map once: everyone may read why they do not any more. What was only suggested stays with the office."""
        return self.not_taken().filter(on_map_since__isnull=False)

    def affected_most(self) -> Self:
        """Those on the map who must be at the table at every stage (R072)."""
        return self.on_map().filter(strength=AffectedGroup.Strength.MOST)


class AffectedGroup(models.Model):
    """People whom a piece of work touches, as one group: how strongly, about how many, who of them is missing (R071)."""

    class Strength(models.IntegerChoices):
        MOST = 3, _("Affected most")
        MUCH = 2, _("Affected a lot")
        SOME = 1, _("Affected a little")

    class State(models.TextChoices):
        SUGGESTED = "suggested", _("Somebody suggested this")
        ON_MAP = "on_map", _("On the map")
        NOT_TAKEN = "not_taken", _("Not taken, with a reason")

    class Reaching(models.TextChoices):
        KNOWN = "known", _("People we know")
        PARTNER = "partner", _("Through a partner organisation")
        OUTREACH = "outreach", _("We go to where people are")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="affected_groups")
    name = models.CharField(
        max_length=120, blank=True, help_text="Empty while it is only suggested: the words are the person's then."
    )
    side = models.CharField(max_length=6, choices=Group, default=Group.LIVED)
    not_yet_using = models.BooleanField(default=False)
    strength = models.PositiveSmallIntegerField(choices=Strength, default=Strength.MUCH)
    how_affected = models.TextField(blank=True)
    about_how_many = models.PositiveIntegerField(null=True, blank=True)
    who_is_missing = models.TextField(blank=True)
    reaching = models.CharField(max_length=8, choices=Reaching, blank=True)
    how_to_reach = models.TextField(blank=True)
    prompt = models.CharField(max_length=24, blank=True)
    seats_wanted = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=9, choices=State, default=State.ON_MAP)
    on_map_since = models.DateTimeField(null=True, blank=True)
    suggested_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_name = models.CharField(max_length=120, blank=True, help_text="What whoever suggested it called it, to the letter.")
    asked_why = models.TextField(blank=True)
    because = models.TextField(blank=True)
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    objects = AffectedGroups.as_manager()

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(
            (
                "key", "work", "name", "side", "not_yet_using", "strength", "how_affected", "about_how_many", "who_is_missing",
                "reaching", "how_to_reach", "prompt", "seats_wanted", "state", "on_map_since", "because", "copied_from", "at", "changed_at",
            ),
            NOBODY,
        ),
        "asked_name": about("suggested_by", "To keep what you suggested as you said it.", "blank"),
        "asked_why": about("suggested_by", "To keep what you suggested as you said it.", "blank"),
        "suggested_by": about("suggested_by", "To tell you what came of what you suggested.", "blank"),
    }  # fmt: skip

    class Meta:
        ordering = ["-strength", "name", "pk"]
        indexes = [models.Index(fields=["work", "state"])]

    def __str__(self) -> str:
        return self.name or self.asked_name

    @property
    def is_lived(self) -> bool:
        """Lived experience or unpaid carers: those whom the seats lean to."""
        return self.side in LIVED_GROUPS

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {
            "work": self.work.slug,
            "name": self.name,
            "side": self.side,
            "strength": str(self.strength),
            "seats_wanted": str(self.seats_wanted),
            "state": self.state,
            "because": self.because,
            "asked": f"{self.asked_name}\n{self.asked_why}" if self.asked_name else "",
        }


class PromptAnswer(models.Model):
    """That a “Have you thought of …?” was looked at, and why these people are not affected here (R079). Never made by the system."""

    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="prompt_answers")
    prompt = models.CharField(max_length=24)
    because = models.TextField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(("work", "prompt", "because", "at"), NOBODY),
        "by": about("by", "So that everyone knows who looked at it."),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "prompt"], name="prompt_answer_once")]

    def __str__(self) -> str:
        return f"{self.work}: {self.prompt}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.work.slug}:{self.prompt}"

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {"because": self.because}


class SeatPlan(models.Model):
    """How the seats lean, as a choice with a reason (R073), and how many must be there to decide (R074)."""

    work = models.OneToOneField("works.Work", on_delete=models.CASCADE, related_name="seat_plan", primary_key=True)
    lived_percent = models.PositiveSmallIntegerField(default=51)
    least_lived = models.PositiveSmallIntegerField(default=2)
    least_carers = models.PositiveSmallIntegerField(default=2)
    because = models.TextField()
    quorum_percent = models.PositiveSmallIntegerField(default=50)
    quorum_lived = models.PositiveSmallIntegerField(default=2)
    set_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(
            ("work", "lived_percent", "least_lived", "least_carers", "because", "quorum_percent", "quorum_lived", "at"), NOBODY
        ),
        "set_by": about("set_by", "So that everyone knows who chose this."),
    }

    def __str__(self) -> str:
        return f"{self.work}: {self.lived_percent} %"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.work.slug

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {
            "lived_percent": str(self.lived_percent),
            "least_lived": str(self.least_lived),
            "least_carers": str(self.least_carers),
            "because": self.because,
            "quorum_percent": str(self.quorum_percent),
            "quorum_lived": str(self.quorum_lived),
        }


class DutyNote(models.Model):
    """What a body found when it looked at a legal duty for this piece of work: to involve (R085), and the three equality aims (R080).

    A changed mind is a new note; the newest counts, and the earlier ones stay, so that anyone can see what was found at the start.
    """

    class Kind(models.TextChoices):
        INVOLVE = "involve", _("Does the duty to involve people apply?")
        HARM = "harm", _("How does this work against unfair treatment?")
        ADVANCE = "advance", _("How does this give people a more equal chance?")
        RELATIONS = "relations", _("How does this help people get on with each other?")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="duty_notes")
    kind = models.CharField(max_length=10, choices=Kind)
    applies = models.BooleanField(null=True, blank=True)
    words = models.TextField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(("key", "work", "kind", "applies", "words", "at"), NOBODY),
        "by": about("by", "So that everyone knows who looked at it."),
    }

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["work", "kind", "at"])]

    def __str__(self) -> str:
        return f"{self.work}: {self.get_kind_display()}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {"work": self.work.slug, "kind": self.kind, "applies": str(self.applies), "words": self.words}
