"""Reports: what was asked for, each making of it with its frozen facts, the words that people wrote, and the files."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.policy.book import fact
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.ties.evidence import Span
from kitchentable.ties.reporting.kinds import KINDS, Kind
from kitchentable.works.models import Role
from kitchentable.works.rules import works_where

MAKES_REPORTS = (Role.Kind.LEAD, Role.Kind.CHECKER, Role.Kind.DECIDER)

OPEN_TO_ALL = Q(published__isnull=False) & (Q(work__isnull=True) | Q(work__is_public=True))


class Reports(models.QuerySet["Report"]):
    """Reports, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """Published ones for everyone; those of one's own work; and, for those who work here, those of the whole organisation."""
        public = OPEN_TO_ALL
        if not person.is_someone:
            return self.filter(public)
        mine = Q(work__in=works_where(person, *MAKES_REPORTS))
        if fact(person, "people.works_here"):
            mine |= Q(work__isnull=True)
        return self.filter(public | mine)

    def open_to_all(self) -> Self:
        """Published ones; those of a piece of work only while everyone may see the work."""
        return self.filter(OPEN_TO_ALL)

    def in_office(self, person: Actor) -> Self:
        """Those one may open in the office."""
        mine = Q(work__in=works_where(person, *MAKES_REPORTS))
        if person.is_someone and fact(person, "people.works_here"):
            mine |= Q(work__isnull=True)
        return self.filter(mine)


class Report(models.Model):
    """A report of one kind, about a piece of work or about all, for a span of closed months. `published`: the making that everyone may read."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    work = models.ForeignKey("works.Work", null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=16)
    since = models.DateField()
    until = models.DateField()
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=now)
    published = models.ForeignKey("ties.Making", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = Reports.as_manager()

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(("key", "work", "kind", "since", "until", "made_at", "published"), NOBODY),
        "made_by": about("made_by", "To know who made a report."),
        "published_by": about("published_by", "To know who let everyone read a report."),
    }

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.what.title}: {self.about}, {self.time}"

    @property
    def what(self) -> Kind:
        """Its kind, with its parts."""
        return KINDS[self.kind]

    @property
    def about(self) -> str:
        """What it is about, in words."""
        return str(self.work) if self.work else str(_("All our work"))

    @property
    def span(self) -> Span:
        """The time it is about."""
        return Span(self.since, self.until)

    @property
    def time(self) -> str:
        """The time it is about, in words."""
        one, other = date_format(self.since, "F Y"), date_format(self.until, "F Y")
        if one == other:
            return one
        if self.since.year == self.until.year:
            if (self.since.month, self.until.month) == (1, 12):
                return str(self.since.year)
            one = date_format(self.since, "F")
        return str(_("%(since)s to %(until)s")) % {"since": one, "until": other}

    def get_absolute_url(self) -> str:
        """The page that everyone may read once it is published."""
        return reverse("ties:report_public", args=[self.key])

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What was asked for, and what is public."""
        return {
            "work": self.work.slug if self.work else "", "kind": self.kind, "since": self.since.isoformat(),
            "until": self.until.isoformat(), "published": self.published.key if self.published else "",
        }  # fmt: skip


class Making(models.Model):
    """A report as it was made once: facts and words as they stood then, never changed. Newer facts are the next making."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="makings")
    number = models.PositiveSmallIntegerField()
    facts = models.JSONField()
    words = models.JSONField(default=list, help_text="[[part, words, day], …]: what people had written when it was made.")
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(("key", "report", "number", "facts", "words", "made_at"), NOBODY),
        "made_by": about("made_by", "To know who made a report."),
    }

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="making_number_once")]

    def __str__(self) -> str:
        return f"{self.report_id}, {self.number}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """All that it says: one that was published can be shown to be the same."""
        import json

        said: Any = [self.facts, self.words]
        return {"report": self.report.key, "number": str(self.number), "says": json.dumps(said, sort_keys=True, ensure_ascii=False)}


class ReportWords(models.Model):
    """What somebody wrote in a part of a report. A change is a new row; the newest one counts."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="said")
    part = models.CharField(max_length=16)
    words = models.TextField(blank=True)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(("report", "part", "words", "at"), NOBODY),
        "by": about("by", "To know who wrote a part of a report."),
    }

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["report", "part"])]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.part}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.report.key}:{self.part}:{self.pk}"

    def in_record(self) -> dict[str, str]:
        """What was written where."""
        return {"report": self.report.key, "part": self.part, "words": self.words}


class ReportFile(models.Model):
    """One format of one making: waits, is made, is ready, was stopped, or could not be made and says why."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits to be made")
        MAKING = "making", _("Being made")
        READY = "ready", _("Ready")
        STOPPED = "stopped", _("Stopped")
        FAILED = "failed", _("Not made")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    making = models.ForeignKey(Making, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    path = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=80, blank=True)
    ending = models.CharField(max_length=8, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)
    made_with = models.CharField(max_length=200, blank=True)
    why_not = models.TextField(blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = dict.fromkeys(
        (
            "key", "making", "kind", "state", "path", "media_type", "ending", "size", "digest", "pages", "seconds", "made_with", "why_not",
            "tries", "changed_at",
        ),
        NOBODY,
    )  # fmt: skip

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["making", "kind"], name="report_file_once")]
        indexes = [models.Index(fields=["state"], condition=Q(state__in=("waiting", "making")), name="report_files_to_make")]

    def __str__(self) -> str:
        return f"{self.making_id}: {self.kind}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """Which file it was."""
        return {"making": self.making.key, "kind": self.kind, "state": self.state, "digest": self.digest}
