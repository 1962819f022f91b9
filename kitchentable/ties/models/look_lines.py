"""What came of looking back: short lines, who does not see it so, and what the next team takes up."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.ties.models.looking_back import LookBack, LookSaid
from kitchentable.works.models import Role
from kitchentable.works.rules import works_where


class LookLines(models.QuerySet["LookLine"]):
    """Short lines, by who may read them."""

    def seen_by(self, person: Actor) -> Self:
        """Whoever has a part in it, at once; everyone, once it is closed."""
        open_to_all = Q(look_back__closed_at__isnull=False, look_back__work__is_public=True)
        if not person.is_someone:
            return self.filter(open_to_all)
        return self.filter(open_to_all | Q(look_back__work__in=works_where(person, *Role.Kind)))


class LookLine(models.Model):
    """One short line of what the group saw. `from_n`: from what how many said, written when it closes."""

    class Kind(models.TextChoices):
        HELPED = "helped", _("What helped")
        IN_THE_WAY = "in_the_way", _("What got in the way")
        POWER = "power", _("What power did")
        GOOD_HOPED = "good_hoped", _("Better, as we hoped")
        GOOD_OTHER = "good_other", _("Better, and nobody had planned it")
        BAD_FEARED = "bad_feared", _("Worse, as we feared")
        BAD_OTHER = "bad_other", _("Worse, and nobody saw it coming")
        LEARNED = "learned", _("What we learned")
        NEXT_TEAM = "next_team", _("What we would tell the next team")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    look_back = models.ForeignKey(LookBack, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.CharField(max_length=300)
    from_n = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)

    objects = LookLines.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "written_by": about("written_by", "To know who put it into a short line."),
        **dict.fromkeys(("key", "look_back", "kind", "words", "from_n", "at"), NOBODY),
    }

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["look_back", "kind"])]

    def __str__(self) -> str:
        return self.key

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """The line."""
        return {"look_back": self.look_back.key, "kind": self.kind, "words": self.words}


class LineFrom(models.Model):
    """That a line holds what somebody said; it goes when they take it back before the end."""

    line = models.ForeignKey(LookLine, on_delete=models.CASCADE, related_name="froms")
    said = models.ForeignKey(LookSaid, on_delete=models.CASCADE, related_name="lines")

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("line", "said"), NOBODY)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "said"], name="line_from_each_once")]

    def __str__(self) -> str:
        return f"{self.line_id} from {self.said_id}"


class LookDoubt(models.Model):
    """“That is not how I see it”: shown beside the line, without a name, for as long as the line is."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    line = models.ForeignKey(LookLine, on_delete=models.CASCADE, related_name="doubts")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.TextField(blank=True)
    typed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "So that each person says it once, and can take it back.", "blank"),
        "words": about("person", "How you see it. It stands beside the line, without your name.", "blank"),
        "typed_by": about("typed_by", "To know who wrote it down for whom."),
        **dict.fromkeys(("key", "line", "taken_back_at", "at"), NOBODY),
    }

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "person"], condition=Q(taken_back_at__isnull=True), name="look_doubt_once_by_each"
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """That it was said, not what."""
        return {"line": self.line.key}


class Lesson(models.Model):
    """What another team would tell this one: found by its words or pointed to. Its lead says what they take up, and why not."""

    class Takes(models.TextChoices):
        NOT_SAID = "", _("Nobody has said yet")
        YES = "yes", _("We take it up")
        NO = "no", _("It does not fit here")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    work = models.ForeignKey("works.Work", on_delete=models.CASCADE, related_name="lessons")
    line = models.ForeignKey(LookLine, on_delete=models.CASCADE, related_name="lessons")
    pointed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    takes = models.CharField(max_length=3, choices=Takes, blank=True, default=Takes.NOT_SAID)
    because = models.TextField(blank=True)
    said_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        "pointed_by": about("pointed_by", "To know who pointed to it."),
        "said_by": about("said_by", "To know who said what is taken up."),
        **dict.fromkeys(("key", "work", "line", "takes", "because", "said_at", "at"), NOBODY),
    }

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["work", "line"], name="lesson_once_for_each_work")]

    def __str__(self) -> str:
        return self.key

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What was taken up, and why not."""
        return {"work": self.work.slug, "line": self.line.key, "takes": self.takes, "because": self.because}
