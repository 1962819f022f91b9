"""A piece of work and who does what in it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kitchentable.policy.book import fact
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about


class Step(models.IntegerChoices):
    """The seven-step ladder (R081); the lowest, coercion, can never be planned (R083)."""

    COERCION = 1, _("Coercion")
    EDUCATING = 2, _("Educating")
    INFORMING = 3, _("Informing")
    CONSULTING = 4, _("Consulting")
    ENGAGING = 5, _("Engaging")
    CO_DESIGN = 6, _("Co-design")
    CO_PRODUCTION = 7, _("Co-production")


class Group(models.TextChoices):
    """On whose side of the table somebody sits: what shares and gaps are counted by, never a person (R066)."""

    LIVED = "lived", _("People with lived experience")
    CARER = "carer", _("Unpaid carers")
    STAFF = "staff", _("People who work here")
    OTHER = "other", _("Others")


LIVED_GROUPS = (Group.LIVED, Group.CARER)


class Works(models.QuerySet["Work"]):
    """Pieces of work, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """Public ones for all; one's own too before they are public."""
        mine = fact(person, "works.roles").keys()
        return self.filter(Q(is_public=True) | Q(pk__in=mine))


class Work(models.Model):
    """What a council and people do together, from thinking to looking back."""

    class Stage(models.TextChoices):
        THINKING = "thinking", _("Thinking")
        ASKING = "asking", _("Asking")
        MAKING = "making", _("Making")
        DECIDING = "deciding", _("Deciding")
        DOING = "doing", _("Doing")
        LOOKING_BACK = "looking_back", _("Looking back")

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    lead_line = models.CharField(max_length=300, blank=True)
    what_this_is = models.TextField()
    what_we_ask = models.TextField()
    by_when = models.DateField(null=True, blank=True)
    what_next = models.TextField(blank=True)
    can_change = models.TextField(help_text="One thing a line.")
    cannot_change = models.TextField(help_text="One thing a line, each with its because.")
    decider = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="decides")
    answers_first = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="answers_first")
    stage = models.CharField(max_length=14, choices=Stage, default=Stage.THINKING)
    ladder_planned = models.PositiveSmallIntegerField(choices=Step, default=Step.ENGAGING)
    people_also_do_and_check = models.BooleanField(default=False)
    is_public = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=now)

    objects = Works.as_manager()

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(
            (
                "slug", "title", "lead_line", "what_this_is", "what_we_ask", "by_when", "what_next", "can_change", "cannot_change",
                "stage", "ladder_planned", "people_also_do_and_check", "is_public", "started_at",
            ),
            NOBODY,
        ),
        "decider": about("decider", "So that everyone knows who decides."),
        "answers_first": about("answers_first", "So that each contribution has somebody who must answer."),
    }  # fmt: skip

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("home:work", args=[self.slug])

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.slug

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {
            "title": self.title,
            "what_this_is": self.what_this_is,
            "what_we_ask": self.what_we_ask,
            "by_when": self.by_when.isoformat() if self.by_when else "",
            "can_change": self.can_change,
            "cannot_change": self.cannot_change,
            "decider": self.decider.key,
            "stage": self.stage,
            "ladder_planned": str(self.ladder_planned),
        }

    @property
    def can_change_list(self) -> list[str]:
        """What can change, one by one."""
        return [line.strip() for line in self.can_change.splitlines() if line.strip()]

    @property
    def cannot_change_list(self) -> list[str]:
        """What cannot change, each with its because."""
        return [line.strip() for line in self.cannot_change.splitlines() if line.strip()]


class StageTime(models.Model):
    """From when to when a piece of work stood at a stage: what the table looked like then is asked later (R072)."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="stage_times")
    stage = models.CharField(max_length=14, choices=Work.Stage)
    since = models.DateTimeField(default=now)
    until = models.DateTimeField(null=True, blank=True)

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("work", "stage", "since", "until"), NOBODY)

    class Meta:
        ordering = ["since", "pk"]
        indexes = [models.Index(fields=["work", "since"])]

    def __str__(self) -> str:
        return f"{self.work}: {self.get_stage_display()}"


class Role(models.Model):
    """A person's part in a piece of work, from a day to a day."""

    class Kind(models.TextChoices):
        LEAD = "lead", _("Lead")
        CHECKER = "checker", _("Second person who checks")
        ANSWERER = "answerer", _("Answers what people said")
        DECIDER = "decider", _("Decider")
        MEMBER = "member", _("At the table")

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="roles")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=10, choices=Kind)
    since = models.DateTimeField(default=now)
    until = models.DateTimeField(null=True, blank=True)

    holds: ClassVar[dict[str, About]] = {
        "work": NOBODY,
        "person": about("person", "So that everyone knows who does what.", "delete"),
        "kind": about("person", "So that everyone knows who does what.", "delete"),
        "since": NOBODY,
        "until": NOBODY,
    }

    class Meta:
        indexes = [models.Index(fields=["work", "kind"])]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.work.slug}:{self.person.key}:{self.kind}"

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {"work": self.work.slug, "person": self.person.key, "kind": self.kind}


class Felt(models.Model):
    """The step on the ladder as somebody who took part felt it (R081). Shown only as counts."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="felt")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="felt")
    step = models.PositiveSmallIntegerField(choices=Step)
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        "work": NOBODY,
        "person": about("person", "So that each person is counted once.", "delete"),
        "step": about("person", "To learn whether the work was what we said it would be.", "delete"),
        "at": NOBODY,
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "person"], name="felt_once")]

    def __str__(self) -> str:
        return f"{self.work}: {self.get_step_display()}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.work.slug}:{self.person.key}"

    def in_record(self) -> dict[str, str]:
        """That it was said, not what."""
        return {"work": self.work.slug}
