"""A paper of the organisation, its versions, and what was done about each thing that the check found."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.policy.book import fact
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.works.models import Role
from kitchentable.works.rules import works_where

WRITES_PAPERS = (Role.Kind.LEAD, Role.Kind.CHECKER)


class Documents(models.QuerySet["Document"]):
    """Papers, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """Public ones that were sent; those one was sent; and all of one's own work."""
        public = Q(is_public=True, work__is_public=True, versions__sent_at__isnull=False)
        if not person.is_someone:
            return self.filter(public).distinct()
        mine = Q(work__in=works_where(person, *WRITES_PAPERS)) | Q(versions__sent__person=person.pk)  # type: ignore[attr-defined]
        return self.filter(public | mine).distinct()


class Document(models.Model):
    """Something the organisation gives people to read: a paper, a letter, a report."""

    class Kind(models.TextChoices):
        PAPER = "paper", _("A paper to read before we meet or decide")
        LETTER = "letter", _("A letter or an invitation")
        LEAFLET = "leaflet", _("A leaflet or a page")
        REPORT = "report", _("A report on what happened")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    work = models.ForeignKey("works.Work", on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PAPER)
    is_public = models.BooleanField(default=False)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)

    objects = Documents.as_manager()

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(("key", "work", "title", "kind", "is_public", "made_at"), NOBODY),
        "made_by": about("made_by", "To know who wrote a paper."),
    }

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that people read."""
        return reverse("words:paper", args=[self.key])

    def newest(self) -> Version:
        """The version that is worked on, or that went out last. Each paper has one from the moment it is made."""
        found = self.versions.order_by("-number").first()
        if found is None:
            raise Version.DoesNotExist(self.key)
        return found

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {"work": self.work.slug, "title": self.title, "kind": self.kind, "is_public": str(self.is_public)}


class Version(models.Model):
    """One state of a paper, in Markdown. Once sent it is never changed: a mended one is the next version."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(blank=True)
    what_this_is = models.TextField(blank=True)
    what_we_ask = models.TextField(blank=True)
    by_when = models.CharField(max_length=200, blank=True)
    by_when_on = models.DateField(null=True, blank=True)
    what_happens_next = models.TextField(blank=True)
    short_text = models.TextField(blank=True, help_text="The two-page summary of a long paper, in Markdown.")
    what_changed = models.TextField(blank=True, help_text="What is new since the version before.")
    came_as = models.CharField(max_length=120, blank=True, help_text="The name of the file it was read from.")
    notes = models.JSONField(default=list, help_text="Sentences about what could not be read from the file.")
    words = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0, help_text="What the check found in the first text of this version.")
    left = models.PositiveIntegerField(default=0, help_text="What it finds now that is not kept.")
    kept = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)
    changes = models.PositiveIntegerField(default=0, help_text="Goes up with each change: two tabs cannot overwrite each other.")
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When it went to the first people: the standard clock starts.")
    sent_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    late_because = models.TextField(blank=True, help_text="Why it comes late (R035), told to all.")
    unready_because = models.TextField(
        blank=True, help_text="Why it went before each format was ready (R014), told to those who wait."
    )

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(
            (
                "key", "document", "number", "text", "what_this_is", "what_we_ask", "by_when", "by_when_on", "what_happens_next",
                "short_text", "what_changed", "came_as", "notes", "words", "found", "left", "kept", "checked_at", "made_at",
                "changed_at", "changes", "sent_at", "late_because", "unready_because",
            ),
            NOBODY,
        ),
        "made_by": about("made_by", "To know who wrote a paper."),
        "sent_by": about("sent_by", "To know who sent a paper."),
    }  # fmt: skip

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return str(_("%(title)s, version %(number)d") % {"title": self.document.title, "number": self.number})

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What was written and asked: a paper that was sent can be shown to be the one that was sent."""
        return {
            "document": self.document.key, "number": str(self.number), "text": self.text, "short_text": self.short_text,
            "what_this_is": self.what_this_is, "what_we_ask": self.what_we_ask, "by_when": self.by_when,
            "by_when_on": self.by_when_on.isoformat() if self.by_when_on else "", "what_happens_next": self.what_happens_next,
            "sent_at": self.sent_at.isoformat() if self.sent_at else "",
        }  # fmt: skip


class Handled(models.Model):
    """Something the check found in a version, and what its writer did: took a better word, wrote it anew, or kept it and said why."""

    class What(models.TextChoices):
        CHANGED = "changed", _("Changed")
        KEPT = "kept", _("Kept, because")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="handled")
    kind = models.CharField(max_length=16)
    rule = models.CharField(max_length=8, blank=True)
    was = models.TextField()
    now_says = models.TextField(blank=True)
    nth = models.PositiveIntegerField(default=0, help_text="Which of those with the same kind and words it was, from 0.")
    what = models.CharField(max_length=7, choices=What)
    because = models.TextField(blank=True)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    gone_at = models.DateTimeField(
        null=True, blank=True, help_text="When its place went from the text, or it was looked at again: the row stays on record."
    )

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(("key", "version", "kind", "rule", "was", "now_says", "nth", "what", "because", "at", "gone_at"), NOBODY),
        "by": about("by", "To know who decided it."),
    }

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.was[:40]}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What was found and what came of it."""
        return {
            "version": self.version.key,
            "kind": self.kind,
            "was": self.was,
            "now_says": self.now_says,
            "what": self.what,
            "because": self.because,
            "gone": self.gone_at.isoformat() if self.gone_at else "",
        }


class KeptWords(models.QuerySet["KeptWord"]):
    """Words that stay, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """Staff."""
        return self.all() if person.is_someone and fact(person, "people.works_here") else self.none()

    def running(self) -> Self:
        """Those that nobody let go."""
        return self.filter(ended_at__isnull=True)


class KeptWord(models.Model):
    """A word that stays in everything the organisation writes, because."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    word = models.CharField(max_length=120)
    because = models.TextField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    ended_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = KeptWords.as_manager()

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(("key", "word", "because", "at", "ended_at"), NOBODY),
        "by": about("by", "To know who decided it."),
        "ended_by": about("ended_by", "To know who decided it."),
    }

    class Meta:
        ordering = ["word", "pk"]
        constraints = [models.UniqueConstraint(fields=["word"], condition=Q(ended_at__isnull=True), name="kept_word_once")]

    def __str__(self) -> str:
        return self.word

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What was decided."""
        return {"word": self.word, "because": self.because, "ended": self.ended_at.isoformat() if self.ended_at else ""}
