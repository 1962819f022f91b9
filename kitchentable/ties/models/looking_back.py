"""Looking back together: what was hoped for, what each says afterwards, and the short lines that the group agrees on (R101–R107)."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Way, new_key
from kitchentable.people.secret import SecretText
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.ties.look_prompts import PROMPTS
from kitchentable.works.models import Role, Step
from kitchentable.works.rules import works_where


class Hope(models.Model):
    """What we hope for before it starts (R105). Never changed: whoever hopes for something else later writes it anew, and both stand."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="hopes")
    aim = models.TextField()
    mood_aim = models.TextField(blank=True)
    good = models.TextField(blank=True, help_text="One thing a line.")
    bad = models.TextField(blank=True, help_text="One thing a line.")
    before_it_began = models.BooleanField(default=True)
    written_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        "written_by": about("written_by", "To know who wrote it down."),
        **dict.fromkeys(("key", "work", "aim", "mood_aim", "good", "bad", "before_it_began", "at"), NOBODY),
    }

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.key

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """All of it: what we hoped for cannot be written anew afterwards."""
        return {"work": self.work.slug, "aim": self.aim, "mood_aim": self.mood_aim, "good": self.good, "bad": self.bad}

    @property
    def good_list(self) -> list[str]:
        """Good effects that we hope for, one by one."""
        return [line.strip() for line in self.good.splitlines() if line.strip()]

    @property
    def bad_list(self) -> list[str]:
        """Bad effects that we fear, one by one."""
        return [line.strip() for line in self.bad.splitlines() if line.strip()]


class LookBack(models.Model):
    """One time of looking back. `occasion` says which ("start-3": three months after it began), so that none opens twice.

    `counts` are written when it closes and never change: what is published once cannot be compared with a later count (law 5).
    """

    class Kind(models.TextChoices):
        START = "start", _("After it began")
        STAGE = "stage", _("At the end of a stage")
        END = "end", _("At the end")
        AFTER = "after", _("After the end")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="look_backs")
    kind = models.CharField(max_length=5, choices=Kind)
    months = models.PositiveSmallIntegerField(default=0)
    occasion = models.CharField(max_length=24)
    due_on = models.DateField(default=today)
    opened_at = models.DateTimeField(default=now)
    shown_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True)

    holds: ClassVar[dict[str, About]] = dict.fromkeys(
        ("key", "work", "kind", "months", "occasion", "due_on", "opened_at", "shown_at", "closed_at", "counts"), NOBODY
    )

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["work", "occasion"], name="look_back_once_for_each_time")]

    def __str__(self) -> str:
        return f"{self.work}: {self.occasion}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """When, and whether it is closed."""
        return {"work": self.work.slug, "occasion": self.occasion, "closed": "yes" if self.closed_at else ""}

    @property
    def is_open(self) -> bool:
        """Whether people can still say something."""
        return self.closed_at is None


class LookSaids(models.QuerySet["LookSaid"]):
    """What people said when they looked back, by who may read their words."""

    def sent(self) -> Self:
        """What was sent and is there: no drafts, nothing that was taken back."""
        return self.filter(sent_at__isnull=False, taken_back_at__isnull=True)

    def counted(self) -> Self:
        """Those who count as one person each; a group in a room does not."""
        return self.sent().filter(there={})

    def seen_by(self, person: Actor) -> Self:
        """One's own; what its author wants the group, everyone or the lead to read. Drafts are one's own alone.

        Strangers read what is for everyone once it is closed: before that they could watch who says what when.
        """
        open_to_all = Q(reads=LookSaid.Reads.EVERYONE, look_back__closed_at__isnull=False, look_back__work__is_public=True)
        sent = Q(sent_at__isnull=False, taken_back_at__isnull=True)
        if not person.is_someone:
            return self.filter(open_to_all & sent)
        group = Q(reads__in=(LookSaid.Reads.GROUP, LookSaid.Reads.EVERYONE), look_back__work__in=works_where(person, *Role.Kind))
        lead = Q(look_back__work__in=works_where(person, Role.Kind.LEAD))
        return self.filter((sent & (open_to_all | group | lead)) | Q(person=person.pk))  # type: ignore[attr-defined]


class LookSaid(models.Model):
    """What one person says looking back; or a group in a room, with how many were `there` by side. Said once, it stays; it can be taken back.

    After a person is erased the numbers stay counted without a name; words go.
    """

    class Aim(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        NO = "no", _("No")
        TOO_SOON = "too_soon", _("It is too soon to say")

    class Reads(models.TextChoices):
        LEAD = "lead", _("Only the lead, with my name")
        GROUP = "group", _("The group: all who have a part in this, with my name")
        EVERYONE = "everyone", _("Everyone, without my name")

    class Side(models.TextChoices):
        PEOPLE = "people", _("People")
        STAFF = "staff", _("Staff")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    look_back = models.ForeignKey(LookBack, on_delete=models.CASCADE, related_name="said")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    side = models.CharField(max_length=6, choices=Side, default=Side.PEOPLE)
    aim_met = models.CharField(max_length=8, choices=Aim, blank=True)
    felt = models.PositiveSmallIntegerField(null=True, blank=True)
    step = models.PositiveSmallIntegerField(choices=Step, null=True, blank=True)
    reads = models.CharField(max_length=8, choices=Reads, default=Reads.LEAD)
    there = models.JSONField(default=dict, blank=True, help_text="In a room: how many people of each side.")
    there_on = models.DateField(null=True, blank=True)
    way = models.CharField(max_length=9, choices=Way, default=Way.PAGE)
    typed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = LookSaids.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "So that each person is counted once.", "blank"),
        "reads": about("person", "To show your words to nobody but those you chose."),
        **dict.fromkeys(
            ("side", "aim_met", "felt", "step"), about("person", "To learn together. Without your name it stays counted.")
        ),
        "typed_by": about("typed_by", "To know who wrote it down for whom."),
        **dict.fromkeys(("key", "look_back", "there", "there_on", "way", "at", "sent_at", "taken_back_at"), NOBODY),
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["look_back", "person"], condition=Q(taken_back_at__isnull=True), name="look_said_once_by_each"
            )
        ]
        indexes = [models.Index(fields=["look_back", "sent_at"])]

    def __str__(self) -> str:
        return self.key

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """That it was said, not what."""
        return {"look_back": self.look_back.key}

    @property
    def is_room(self) -> bool:
        """Whether a group said it in a room."""
        return bool(self.there)


class LookWords(models.Model):
    """The answer to one question, in the person's words."""

    said = models.ForeignKey(LookSaid, on_delete=models.CASCADE, related_name="answers")
    prompt = models.CharField(max_length=16)
    words = SecretText(blank=True)

    holds: ClassVar[dict[str, About]] = {
        "said": NOBODY,
        "prompt": NOBODY,
        "words": about("said.person", "To learn from what you saw. Read by those you chose.", "blank"),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["said", "prompt"], name="look_words_once_for_each_question")]

    def __str__(self) -> str:
        return self.prompt

    @property
    def asks(self) -> Any:
        """The question."""
        return PROMPTS[self.prompt].asks if self.prompt in PROMPTS else ""
