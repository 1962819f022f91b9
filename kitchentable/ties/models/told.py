"""What was already told when a question opens, near copies, “not again about this”, and papers of old years."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.people.secret import SecretText
from kitchentable.policy.book import fact
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about


class AlreadyTold(models.Model):
    """That somebody looked at what people had told us before they asked, and what is new in what they ask (R099).

    `found` are the things that are about the same, as “kind:key”; `left_out` those that the asker says are about something else.
    `looked_for` is a digest of the question's words: when they change, one looks again.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    question = models.OneToOneField("voices.Question", on_delete=models.CASCADE, related_name="looked_at")
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)
    new = models.TextField()
    looked_for = models.CharField(max_length=64)
    found = models.JSONField(default=list)
    left_out = models.JSONField(default=list)

    holds: ClassVar[dict[str, About]] = {
        "by": about("by", "To know who looked before they asked."),
        **dict.fromkeys(("key", "question", "at", "new", "looked_for", "found", "left_out"), NOBODY),
    }

    def __str__(self) -> str:
        return self.key

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What is new, and how much was found."""
        return {
            "question": self.question.record_key, "new": self.new, "found": str(len(self.found)), "left_out": str(len(self.left_out)),
        }  # fmt: skip


# ── do not ask again ──────────────────────────────────────────────────────────────────────────────


class NotAgains(models.QuerySet["NotAgain"]):
    """“Not again about this”, by who may see it."""

    def seen_by(self, person: Actor) -> Self:
        """Only one's own. The asker never learns who."""
        return self.filter(person=person.pk) if person.is_someone else self.none()  # type: ignore[attr-defined]

    def running(self) -> Self:
        """In force today."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=today()), ended_at__isnull=True)


class NotAgain(models.Model):
    """A person does not want to be asked again: about a piece of work, about a matter in their words, or at all."""

    class What(models.TextChoices):
        WORK = "work", _("About one piece of work")
        MATTER = "matter", _("About one thing, in my words")
        ALL = "all", _("About nothing: send me no questions")

    class Way(models.TextChoices):
        PAGE = "page", _("On a page")
        PHONE = "phone", _("By phone")
        POST = "post", _("By post")
        IN_PERSON = "in_person", _("In person")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="not_again")
    what = models.CharField(max_length=6, choices=What)
    work = models.ForeignKey("works.Work", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    matter = SecretText(blank=True, help_text="In the person's words, such as “short breaks”.")
    until = models.DateField(null=True, blank=True, help_text="The last day; empty: until they say so.")
    way = models.CharField(max_length=9, choices=Way, default=Way.PAGE)
    typed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = NotAgains.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "So that we do not ask you again.", "delete"),
        "what": about("person", "So that we do not ask you again.", "delete"),
        "work": about("person", "So that we do not ask you again.", "delete"),
        "matter": about("person", "So that we do not ask you again.", "delete"),
        "until": about("person", "So that we ask again when you said we may.", "delete"),
        "typed_by": about("typed_by", "To know who wrote it down."),
        **dict.fromkeys(("key", "way", "at", "ended_at"), NOBODY),
    }

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "ended_at"])]

    def __str__(self) -> str:
        return self.key

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What kind and until when; not about what."""
        return {"what": self.what, "until": self.until.isoformat() if self.until else "", "ended": str(self.ended_at is not None)}

    @property
    def is_running(self) -> bool:
        """In force today."""
        return self.ended_at is None and (self.until is None or self.until >= today())


# ── near the same ─────────────────────────────────────────────────────────────────────────────────


class NearMark(models.Model):
    """A number made from some words of a contribution: two that say nearly the same share some. From it no word can be read back."""

    contribution = models.ForeignKey("voices.Contribution", on_delete=models.CASCADE, related_name="near_marks")
    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="+")
    mark = models.BigIntegerField()

    holds: ClassVar[dict[str, About]] = {
        # No word and no person can be read from a mark; all of them go with the words (`near.gone`), by the acts that take words back.
        **dict.fromkeys(("contribution", "work", "mark"), NOBODY),
    }

    class Meta:
        indexes = [models.Index(fields=["work", "mark", "contribution"])]

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.mark}"


class NearGroup(models.Model):
    """Contributions of a piece of work that say nearly the same. People join them into one point, or set them aside; nothing joins itself."""

    class State(models.TextChoices):
        OPEN = "open", _("To look at")
        JOINED = "joined", _("One point")
        APART = "apart", _("Not the same")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    size = models.PositiveIntegerField(default=0)
    theme = models.ForeignKey("voices.Theme", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)
    by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    holds: ClassVar[dict[str, About]] = {
        "by": about("by", "To know who joined them."),
        **dict.fromkeys(("key", "work", "state", "size", "theme", "at"), NOBODY),
    }

    class Meta:
        ordering = ["-size", "-pk"]
        indexes = [models.Index(fields=["work", "state", "-size", "-id"])]

    def __str__(self) -> str:
        return self.key

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """How it stands and how many."""
        return {"work": self.work.slug, "state": self.state, "theme": self.theme.called if self.theme else ""}


class NearIn(models.Model):
    """A contribution in a group of near-same ones. `apart`: a person said that it is not the same."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    group = models.ForeignKey(NearGroup, on_delete=models.CASCADE, related_name="members")
    contribution = models.OneToOneField("voices.Contribution", on_delete=models.CASCADE, related_name="near_in")
    apart = models.BooleanField(default=False)
    joined = models.BooleanField(default=False)

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(("key", "group", "contribution", "joined"), NOBODY),
        "apart": about("contribution.said_by", "Whether you say it is not the same."),
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
        """Whether it is one of them."""
        return {"group": self.group.key, "apart": str(self.apart)}


# ── papers of old years ───────────────────────────────────────────────────────────────────────────


class PastPapers(models.QuerySet["PastPaper"]):
    """Papers of old years, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """Public ones for everyone; all for staff."""
        if person.is_someone and fact(person, "people.works_here"):
            return self.filter(gone_at__isnull=True)
        return self.filter(gone_at__isnull=True, public_at__isnull=False)


class PastPaper(models.Model):
    """A report or notes from before this software: what people said then, with day, place, theme and who brought it."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    title = models.CharField(max_length=200)
    on = models.DateField(help_text="When it was said or written.")
    only_year = models.BooleanField(default=False, help_text="Only the year is known.")
    place = models.CharField(max_length=160, blank=True)
    theme = models.CharField(max_length=160, blank=True)
    team = models.CharField(max_length=160, help_text="Which team or organisation it comes from.")
    code = models.CharField(max_length=80, blank=True, help_text="Its number with that team; two teams may use the same one.")
    work = models.ForeignKey("works.Work", null=True, blank=True, on_delete=models.SET_NULL, related_name="past_papers")
    text = models.TextField()
    pieces = models.PositiveIntegerField(
        default=0, help_text="How many passages it has, to find them again when its words are gone."
    )
    digest = models.CharField(max_length=64, help_text="Of team and text: the same paper comes in once.")
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)
    public_at = models.DateTimeField(null=True, blank=True)
    public_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    gone_at = models.DateTimeField(null=True, blank=True)
    gone_because = models.CharField(max_length=300, blank=True)

    objects = PastPapers.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "by": about("by", "To know who brought it."),
        "public_by": about("public_by", "To know who checked that it names nobody."),
        **dict.fromkeys(
            (
                "key", "title", "on", "only_year", "place", "theme", "team", "code", "work", "text", "pieces", "digest", "at", "public_at",
                "gone_at", "gone_because",
            ),
            NOBODY,
        ),
    }  # fmt: skip

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["digest"], condition=Q(gone_at__isnull=True), name="past_paper_once"),
            models.UniqueConstraint(fields=["team", "code"], condition=~Q(code="") & Q(gone_at__isnull=True), name="past_code_once_in_a_team"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it is read."""
        return reverse("ties:past", args=[self.key])

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What it is, and whether everyone may read it."""
        return {
            "title": self.title, "on": self.on.isoformat(), "team": self.team, "code": self.code, "digest": self.digest,
            "public": str(self.public_at is not None), "gone": str(self.gone_at is not None),
        }  # fmt: skip
