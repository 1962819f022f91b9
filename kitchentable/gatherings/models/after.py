"""In the room and after it: who spoke by group, what was decided and how, the minutes, and how it was."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.models.gathering import Gathering
from kitchentable.people.models import Way, WhatWorks, new_key
from kitchentable.people.secret import SecretText
from kitchentable.policy.clock import now
from kitchentable.record.about import NOBODY, About, about
from kitchentable.works.models import Group


class Tap(models.Model):
    """Somebody of this group spoke. Who, nobody notes. The tablet makes `key`, so that sending twice counts once."""

    key = models.CharField(max_length=36, unique=True)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="taps")
    group = models.CharField(max_length=6, choices=Group)
    at = models.DateTimeField()
    came_at = models.DateTimeField(default=now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("key", "gathering", "group", "at", "came_at", "taken_back_at"), NOBODY)

    class Meta:
        indexes = [models.Index(fields=["gathering", "group"])]

    def __str__(self) -> str:
        return f"{self.group} at {self.at:%H:%M}"


class Choice(models.Model):
    """Something decided in the room, and how: by everyone, by votes, or by one who may.

    `votes` says how many votes came from each group, {group: number}; for what they voted, nobody notes.
    """

    class How(models.TextChoices):
        TOGETHER = "together", _("Everyone agreed")
        VOTE = "vote", _("By a vote")
        CHAIRS = "chairs", _("The two chairs decided")
        ONE = "one", _("One person decided")

    key = models.CharField(max_length=36, unique=True)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="choices")
    words = models.CharField(max_length=300)
    how = models.CharField(max_length=8, choices=How)
    votes = models.JSONField(default=dict)
    moved_by = models.CharField(max_length=6, choices=Group, blank=True)
    at = models.DateTimeField()
    came_at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = dict.fromkeys(
        ("key", "gathering", "words", "how", "votes", "moved_by", "at", "came_at"), NOBODY
    )

    def __str__(self) -> str:
        return self.words

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {"gathering": self.gathering.key, "words": self.words, "how": self.how}


class Minute(models.Model):
    """A line of the minutes. A point that somebody made becomes a contribution with their yes, so that it is answered (tip 1).

    Once it has been told to those who came (`told_at`) it stays as it is; a correction is a new line that `corrects` it.
    """

    class Kind(models.TextChoices):
        POINT = "point", _("A point somebody made")
        DECISION = "decision", _("A decision")
        PROMISE = "promise", _("A promise")

    class Carry(models.TextChoices):
        NOT_ASKED = "not_asked", _("Not asked yet")
        ASKED = "asked", _("Asked, no answer yet")
        YES = "yes", _("Yes: it is answered like all that was said")
        NO = "no", _("No: it stays in the room")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="minute_lines")
    kind = models.CharField(max_length=8, choices=Kind)
    words = models.TextField()
    made_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    group = models.CharField(max_length=6, choices=Group, blank=True)
    carry = models.CharField(max_length=9, choices=Carry, default=Carry.NOT_ASKED)
    carried_to = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by_when = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="corrections")
    typed_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    order = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=now)
    told_at = models.DateTimeField(null=True, blank=True)

    holds: ClassVar[dict[str, About]] = {
        "made_by": about("made_by", "To ask you whether your point may be answered, and to bring you the answer.", "delete"),
        "words": about("made_by", "What you said in the room.", "delete"),
        "carry": about("made_by", "To do what you said.", "delete"),
        "owner": about("owner", "So that each promise has somebody who keeps it."),
        "typed_by": about("typed_by", "To know who wrote it down."),
        **dict.fromkeys(
            ("key", "gathering", "kind", "group", "carried_to", "by_when", "done_at", "corrects", "order", "at", "told_at"), NOBODY
        ),
    }

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """The kind, and whether it went on; a point's words stay its maker's."""
        words = "" if self.kind == self.Kind.POINT else self.words
        return {"gathering": self.gathering.key, "kind": self.kind, "words": words, "carry": self.carry}


def forget_why(collector: Any, field: Any, rows: Any, using: str) -> None:
    """When a need goes, what was said about it goes too; that something was met or not stays counted."""
    collector.add_field_update(field, None, rows)
    collector.add_field_update(field.model._meta.get_field("why"), "", rows)


class HowItWas(models.Model):
    """Need by need: met, partly or not, said by the person and nobody else (R046). When the need is taken back, its words here go too."""

    class Met(models.TextChoices):
        MET = "met", _("Met")
        PARTLY = "partly", _("Partly met")
        NOT = "not", _("Not met")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="how_it_was")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="how_it_was")
    need = models.ForeignKey("people.WhatWorks", null=True, on_delete=forget_why, related_name="+")
    kind = models.CharField(max_length=12, choices=WhatWorks.Kind)
    met = models.CharField(max_length=6, choices=Met)
    why = SecretText(blank=True)
    way = models.CharField(max_length=9, choices=Way, default=Way.PAGE)
    typed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "To mend what was not met.", "blank"),
        "met": about("person", "To know whether it worked for you. Without your name it stays counted."),
        "why": about("person", "What happened, in your words.", "blank"),
        "typed_by": about("typed_by", "To know who wrote it down for whom."),
        **dict.fromkeys(("key", "gathering", "need", "kind", "way", "at"), NOBODY),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gathering", "need"], name="each_need_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.met}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What was said of it; never why."""
        return {"gathering": self.gathering.key, "met": self.met}


STEPS = [MinValueValidator(1), MaxValueValidator(5)]


class Ease(models.Model):
    """How it felt: at ease, heard, able to say what one wanted; five plain steps and words. Shown only for groups of five or more."""

    class Reads(models.TextChoices):
        NOBODY = "nobody", _("Nobody. I only wanted to write it down")
        LEAD = "lead", _("The lead, without my name")
        NAMED = "named", _("The lead, with my name")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="eases")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    at_ease = models.PositiveSmallIntegerField(null=True, blank=True, validators=STEPS)
    heard = models.PositiveSmallIntegerField(null=True, blank=True, validators=STEPS)
    could_say = models.PositiveSmallIntegerField(null=True, blank=True, validators=STEPS)
    words = SecretText(blank=True)
    reads = models.CharField(max_length=6, choices=Reads, default=Reads.NOBODY)
    way = models.CharField(max_length=9, choices=Way, default=Way.PAGE)
    typed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "So that each person is counted once.", "delete"),
        "reads": about("person", "To show your words to nobody but those you chose.", "delete"),
        **dict.fromkeys(
            ("at_ease", "heard", "could_say", "words"),
            about("person", "To make the next gathering better. Counted in groups only.", "delete"),
        ),
        "typed_by": about("typed_by", "To know who wrote it down for whom."),
        **dict.fromkeys(("key", "gathering", "way", "at"), NOBODY),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gathering", "person"], name="ease_once")]

    def __str__(self) -> str:
        return f"ease {self.key}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """That it was said, not what."""
        return {"gathering": self.gathering.key}
