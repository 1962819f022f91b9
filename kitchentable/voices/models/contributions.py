"""What people said, kept to the letter; how it was understood; files; consent for telling it again."""

from __future__ import annotations

import secrets
from typing import ClassVar, Self

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kitchentable.people.files import Kind
from kitchentable.people.models import ALPHABET, Scope, new_key
from kitchentable.people.rules import supported
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.voices.bearers import CodeBearer
from kitchentable.works.models import Role
from kitchentable.works.rules import works_where


def new_code() -> str:
    """A receipt code of 4 times 4 letters (79 bits): easy to read out, hard to guess."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


class Sharing(models.TextChoices):
    """Who may see it: the person's own choice."""

    LEAD = "lead", _("Only the lead, and who must answer")
    GROUP = "group", _("My group too")
    PUBLIC = "public", _("Everyone, without my name")
    NAMED = "named", _("Everyone, with my name")


class Status(models.TextChoices):
    """The four places a contribution can be; they always add up (law 1)."""

    WAITING = "waiting", _("Waiting")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Taken back")
    ERASED = "erased", _("Erased")


class Way(models.TextChoices):
    """How it came to us."""

    TYPED = "typed", _("Typed")
    VOICE = "voice", _("By voice")
    SIGNED = "signed", _("In BSL")
    PHOTO = "photo", _("As a photo")
    PAPER = "paper", _("On paper")
    PHONE = "phone", _("By phone")
    IN_PERSON = "in_person", _("In person")
    IMPORTED = "imported", _("From a file")


PUBLIC_CHOICES = (Sharing.PUBLIC, Sharing.NAMED)
WITH_WORDS = (Status.WAITING, Status.ANSWERED)


class Contributions(models.QuerySet["Contribution"]):
    """Contributions, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """One's own; what one typed for a person one still supports; all of the work for its lead and checkers; what one must answer;
        shared ones for those at the table and the decider; published ones for everyone."""
        open_to_all = Q(published_at__isnull=False, sharing__in=PUBLIC_CHOICES, status__in=WITH_WORDS)
        if isinstance(person, CodeBearer):
            return self.filter(open_to_all | Q(said_by__isnull=True, code__in=person.codes))
        if not person.is_someone:
            return self.filter(open_to_all)
        pk = person.pk  # type: ignore[attr-defined]
        shared = Q(work__in=works_where(person, Role.Kind.MEMBER, Role.Kind.DECIDER), status__in=WITH_WORDS)
        return self.filter(
            open_to_all
            | Q(said_by=pk)
            | Q(typed_by=pk, said_by__in=supported(person, Scope.WRITE))
            | Q(work__in=works_where(person, Role.Kind.LEAD, Role.Kind.CHECKER))
            | Q(owner=pk)
            | (shared & ~Q(sharing=Sharing.LEAD))
        )

    def in_office(self, person: Actor) -> Self:
        """Those of `seen_by` that a person works on: all of the work for its lead and checkers; what one must answer; and what was
        shared beyond the lead, for the decider."""
        if not person.is_someone:
            return self.none()
        whole = works_where(person, Role.Kind.LEAD, Role.Kind.CHECKER)
        decides = set(works_where(person, Role.Kind.DECIDER)) - set(whole)
        mine = Q(work__in=whole)
        # Without these two, when they add nothing, the database answers from an index.
        if not whole or self.model.objects.filter(owner=person.pk).exclude(work__in=whole).exists():  # type: ignore[attr-defined]
            mine |= Q(owner=person.pk)  # type: ignore[attr-defined]
        if decides:
            mine |= Q(work__in=decides, status__in=WITH_WORDS) & ~Q(sharing=Sharing.LEAD)
        return self.filter(mine)

    def published(self) -> Self:
        """What everyone may read: by its author's choice, and checked by the lead."""
        return self.filter(published_at__isnull=False, sharing__in=PUBLIC_CHOICES, status__in=WITH_WORDS)

    def waiting(self) -> Self:
        """Not answered yet, or open again."""
        return self.filter(status=Status.WAITING)

    def sums(self) -> dict[str, int]:
        """How many stand where: {status: count}, with every status and "received" (law 1)."""
        found = dict(self.order_by().values_list("status").annotate(n=Count("pk")))
        sums = {status.value: found.get(status.value, 0) for status in Status}
        return {"received": sum(sums.values()), **sums}


class Contribution(models.Model):
    """Something a person said. The words are never changed: a correction adds (law 2)."""

    code = models.CharField(max_length=19, unique=True, default=new_code)
    work = models.ForeignKey("works.Work", on_delete=models.PROTECT, related_name="contributions")
    question = models.ForeignKey("voices.Question", null=True, blank=True, on_delete=models.PROTECT, related_name="contributions")
    number = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    way = models.CharField(max_length=10, choices=Way, default=Way.TYPED)
    sharing = models.CharField(max_length=8, choices=Sharing, default=Sharing.LEAD)
    content_note = models.CharField(max_length=200, blank=True)
    said_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="said")
    typed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="typed")
    read_back = models.BooleanField(null=True)
    said_at = models.DateTimeField(default=now)
    received_at = models.DateTimeField(default=now)
    adds_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="additions")

    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="owes")
    assigned_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField()
    opens = models.PositiveSmallIntegerField(default=0)
    answer = models.ForeignKey("voices.Answer", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, blank=True)
    look_again_on = models.DateField(null=True, blank=True)

    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    held_because = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    source_key = models.CharField(max_length=120, null=True, blank=True)

    objects = Contributions.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "words": about("said_by", "To hear you, answer you, and show what came of it.", "blank"),
        "content_note": about("said_by", "To warn people before they read something hard.", "blank"),
        "said_by": about("said_by", "To tell you what came of it.", "blank"),
        "typed_by": about("typed_by", "To know who wrote it down."),
        "sharing": about("said_by", "To show it to those you chose, and to nobody else."),
        "owner": about("owner", "So that somebody must answer."),
        "published_by": about("published_by", "To know who checked that it names nobody else."),
        **dict.fromkeys(
            (
                "code", "work", "question", "number", "way", "read_back", "said_at", "received_at", "adds_to", "status", "assigned_at",
                "due_on", "opens", "answer", "outcome", "look_again_on", "published_at", "held_because", "withdrawn_at", "erased_at",
                "source_key",
            ),
            NOBODY,
        ),
    }  # fmt: skip

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["work", "number"], name="number_once_in_a_work"),
            models.UniqueConstraint(fields=["work", "source_key"], name="import_once"),
        ]
        indexes = [
            # These two hold all that the office counts, so that it reads no rows.
            models.Index(fields=["work", "status", "due_on", "owner", "answer", "opens", "assigned_at"], name="waits_by_work"),
            models.Index(fields=["work", "published_at", "status", "sharing", "held_because"], name="published_by_work"),
            models.Index(fields=["work", "-received_at"]),
            models.Index(fields=["owner", "status", "due_on"]),
            models.Index(fields=["said_by", "-received_at"]),
            models.Index(fields=["status", "look_again_on"]),
            # What waits, in the order it is due: a list of 25 stops after 25, however many pieces of work somebody leads.
            models.Index(fields=["due_on", "id"], condition=models.Q(status="waiting"), name="waits_by_day"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Where its author reads it and what came of it."""
        return reverse("voices:said", args=[self.code])

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.code

    def in_record(self) -> dict[str, str]:
        """The words and what the person chose."""
        return {"words": self.words, "work": self.work.slug, "way": self.way, "content_note": self.content_note}

    @property
    def has_words(self) -> bool:
        """Neither taken back nor erased."""
        return self.status in WITH_WORDS

    @property
    def is_published(self) -> bool:
        """May everyone read it?"""
        return self.published_at is not None and self.sharing in PUBLIC_CHOICES and self.has_words


class Understanding(models.Model):
    """“What we heard”, written by the lead, and the author's yes or "not quite". Both stay."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="understandings")
    heard = models.TextField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    agreed = models.BooleanField(null=True)
    in_what_way = models.TextField(blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_typed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    holds: ClassVar[dict[str, About]] = {
        "contribution": NOBODY,
        "heard": about("contribution.said_by", "To check with you that we understood.", "blank"),
        "by": about("by", "To know who wrote what we heard."),
        "at": NOBODY,
        "agreed": about("contribution.said_by", "To know whether we understood."),
        "in_what_way": about("contribution.said_by", "To understand better.", "blank"),
        "agreed_at": NOBODY,
        "agreed_typed_by": about("agreed_typed_by", "To know who wrote it down."),
    }

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"understanding of {self.contribution_id}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.contribution.code}:{self.pk}"

    def in_record(self) -> dict[str, str]:
        """Both sides."""
        return {"heard": self.heard, "agreed": str(self.agreed), "in_what_way": self.in_what_way}


class Kept(models.Model):
    """A file that came with a contribution: kept as it was sent (audio, video, scan) or made safe (pictures)."""

    Kind = Kind

    key = models.CharField(max_length=16, unique=True, default=new_key)
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    at = models.DateTimeField(default=now)
    gone_at = models.DateTimeField(null=True, blank=True)

    holds: ClassVar[dict[str, About]] = {
        "name": about("contribution.said_by", "To call the file what you called it.", "blank"),
        "path": about("contribution.said_by", "To keep your voice, sign or picture as you sent it.", "delete"),
        **dict.fromkeys(("key", "contribution", "kind", "media_type", "size", "digest", "at", "gone_at"), NOBODY),
    }

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.key

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """The file's digest."""
        return {"digest": self.digest, "size": str(self.size)}


class Transcript(models.Model):
    """The words of a recording, typed by a person later. Stands beside the recording, never in its place."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="transcripts")
    words = models.TextField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        "contribution": NOBODY,
        "words": about("contribution.said_by", "So that people who cannot hear or watch it can read it.", "blank"),
        "by": about("by", "To know who typed it."),
        "at": NOBODY,
    }

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"words of {self.contribution_id}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.contribution.code}:{self.pk}"

    def in_record(self) -> dict[str, str]:
        """The words."""
        return {"words": self.words}


class Reuse(models.Model):
    """May we tell your story again, for this? Asked each time (danger 9)."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="reuses")
    for_what = models.CharField(max_length=300)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    agreed = models.BooleanField(null=True)
    agreed_at = models.DateTimeField(null=True, blank=True)

    holds: ClassVar[dict[str, About]] = {
        "contribution": NOBODY,
        "for_what": about("contribution.said_by", "To ask you before your story is told again."),
        "by": about("by", "To know who asked."),
        "at": NOBODY,
        "agreed": about("contribution.said_by", "To do what you said."),
        "agreed_at": NOBODY,
    }

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"reuse of {self.contribution_id}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.contribution.code}:{self.pk}"

    def in_record(self) -> dict[str, str]:
        """What was asked and what was said."""
        return {"for_what": self.for_what, "agreed": str(self.agreed)}
