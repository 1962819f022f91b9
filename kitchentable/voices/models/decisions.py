"""Questions, themes and decisions."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.works.models import Role
from kitchentable.works.rules import works_where


class Decisions(models.QuerySet["Decision"]):
    """Decisions, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """Those of public work for all; those of one's own work."""
        mine = works_where(person, Role.Kind.LEAD, Role.Kind.CHECKER, Role.Kind.DECIDER, Role.Kind.MEMBER)
        return self.filter(Q(work__is_public=True) | Q(work__in=mine))


class Decision(models.Model):
    """Something that will be, or was, decided: by whom, from which options, and how each theme was weighed (R012)."""

    work = models.ForeignKey("works.Work", on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    what = models.TextField(blank=True)
    decider = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    expected_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    chosen = models.ForeignKey("voices.Option", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    because = models.TextField(blank=True)
    decided_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(null=True, blank=True)
    was_made_before = models.BooleanField(default=False)

    objects = Decisions.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "decider": about("decider", "So that everyone knows who decides."),
        "decided_by": about("decided_by", "So that everyone knows who decided."),
        **dict.fromkeys(
            ("work", "number", "title", "what", "expected_on", "decided_on", "chosen", "because", "noted_at", "was_made_before"),
            NOBODY,
        ),
    }

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["work", "number"], name="decision_number_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("home:decision", args=[self.work.slug, self.number])

    @property
    def is_open(self) -> bool:
        """Not decided yet."""
        return self.decided_on is None

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.work.slug}:{self.number}"

    def in_record(self) -> dict[str, str]:
        """What was decided, from what, and why."""
        return {
            "title": self.title,
            "decided_on": self.decided_on.isoformat() if self.decided_on else "",
            "chosen": self.chosen.what if self.chosen else "",
            "because": self.because,
        }


class Option(models.Model):
    """One choice as the decider saw it, with its cost and likely effects (R009)."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="options")
    what = models.CharField(max_length=300)
    cost = models.CharField(max_length=200)
    good_effects = models.TextField(blank=True)
    bad_effects = models.TextField(blank=True)

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("decision", "what", "cost", "good_effects", "bad_effects"), NOBODY)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.what

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.decision.record_key}:{self.pk}"

    def in_record(self) -> dict[str, str]:
        """As the decider saw it."""
        return {"what": self.what, "cost": self.cost, "good_effects": self.good_effects, "bad_effects": self.bad_effects}


class Question(models.Model):
    """What we ask. Open for views only while its decision is open (R007)."""

    class Kind(models.TextChoices):
        VIEWS = "views", _("Ask what people think, before it is decided")
        HELP = "help", _("Ask what help people need now")
        TELL = "tell", _("Tell people what was decided")

    work = models.ForeignKey("works.Work", on_delete=models.PROTECT, related_name="questions")
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.VIEWS)
    asks = models.CharField(max_length=300)
    more = models.TextField(blank=True)
    can_change = models.TextField(blank=True)
    cannot_change = models.TextField(blank=True)
    costs = models.TextField(blank=True)
    bad_effects = models.TextField(blank=True)
    answered_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    short_because = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    new_here = models.TextField(blank=True, help_text="What is new in it, beside what people told us already (R099).")
    told_before = models.TextField(
        blank=True, help_text="What people had told us when it opened, in a sentence; kept as they read it."
    )
    papers = models.ManyToManyField("words.Document", blank=True, related_name="questions", help_text="To read first (R013).")

    holds: ClassVar[dict[str, About]] = {
        "answered_by": about("answered_by", "So that everyone knows who must answer."),
        **dict.fromkeys(
            (
                "work", "decision", "kind", "asks", "more", "can_change", "cannot_change", "costs", "bad_effects", "opened_at",
                "closes_on", "short_because", "closed_at", "new_here", "told_before", "papers",
            ),
            NOBODY,
        ),
    }  # fmt: skip

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return self.asks

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.work.slug}:question:{self.pk}"

    def in_record(self) -> dict[str, str]:
        """What was asked, and with which information."""
        # What older questions do not have is left out, so that their lines in the record still verify.
        kept = {"new_here": self.new_here, "told_before": self.told_before}
        return {name: words for name, words in kept.items() if words} | {
            "asks": self.asks,
            "kind": self.kind,
            "can_change": self.can_change,
            "cannot_change": self.cannot_change,
            "costs": self.costs,
            "bad_effects": self.bad_effects,
            "closes_on": self.closes_on.isoformat() if self.closes_on else "",
        }


class Theme(models.Model):
    """What several contributions are about; made by people."""

    work = models.ForeignKey("works.Work", on_delete=models.PROTECT, related_name="themes")
    called = models.CharField(max_length=120)
    what = models.TextField(blank=True)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    contributions = models.ManyToManyField("voices.Contribution", through="voices.ThemeMark", related_name="themes")

    holds: ClassVar[dict[str, About]] = {
        "by": about("by", "To know who made it."),
        **dict.fromkeys(("work", "called", "what", "at"), NOBODY),
    }

    class Meta:
        ordering = ["called"]
        constraints = [models.UniqueConstraint(fields=["work", "called"], name="theme_once_in_a_work")]

    def __str__(self) -> str:
        return self.called

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.work.slug}:theme:{self.pk}"

    def in_record(self) -> dict[str, str]:
        """Its name."""
        return {"called": self.called, "what": self.what}


class ThemeMark(models.Model):
    """A contribution belongs to a theme, because a person said so."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="marks")
    contribution = models.ForeignKey("voices.Contribution", on_delete=models.CASCADE, related_name="marks")
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        "by": about("by", "To know who said so."),
        **dict.fromkeys(("theme", "contribution", "at"), NOBODY),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["theme", "contribution"], name="mark_once")]

    def __str__(self) -> str:
        return f"{self.theme_id}: {self.contribution_id}"


class Weighed(models.Model):
    """How one theme was weighed in one decision, by the decider (R012)."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="weighed")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="weighed")
    how = models.TextField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        "by": about("by", "So that everyone knows who weighed it."),
        **dict.fromkeys(("decision", "theme", "how", "at"), NOBODY),
    }

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.theme} in {self.decision}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.decision.record_key}:{self.theme_id}:{self.pk}"

    def in_record(self) -> dict[str, str]:
        """How."""
        return {"theme": self.theme.called, "how": self.how}


class Read(models.Model):
    """A contribution the decider had before them. The decision page points at each one."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="read")
    contribution = models.ForeignKey("voices.Contribution", on_delete=models.PROTECT, related_name="read_in")

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("decision", "contribution"), NOBODY)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "contribution"], name="read_once")]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.contribution_id}"
