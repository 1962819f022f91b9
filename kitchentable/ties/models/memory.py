"""The index of search: one row for each thing that can be found, the words that stand somewhere, and how building stands.

Everything here is made from other tables and can be built anew. It holds no text: words stand as keyed marks (`search/tokens.py`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kitchentable.policy.clock import now
from kitchentable.record.about import NOBODY, About


class Entry(models.Model):
    """One thing that can be found. `marks` say for whom it may be (a hint, never a permission), when, where, on what.

    The full-text index beside it (FTS5 on SQLite, a tsvector with GIN on PostgreSQL) follows this table by itself: see the migration.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=90)
    work = models.ForeignKey("works.Work", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    terms = models.TextField(blank=True, help_text="Marks of the stems, in order.")
    forms = models.TextField(blank=True, help_text="Marks of the words as written, where they differ.")
    marks = models.TextField(blank=True, help_text="For whom, when, where, about what.")

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("kind", "key", "work", "on", "terms", "forms", "marks"), NOBODY)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="found_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Meaning(models.Model):
    """What an installed model of meaning makes of one entry: numbers, from which the words cannot be read. Gone with its entry."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="meaning")
    model = models.CharField(max_length=60)
    numbers = models.BinaryField()

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("entry", "model", "numbers"), NOBODY)

    def __str__(self) -> str:
        return f"{self.entry_id} by {self.model}"


class Word(models.Model):
    """A word that stands somewhere in the index, so that a slip of the pen finds it. Gone when the last text with it is gone.

    `docs` is how many texts had it when it was last counted: it weighs words, nothing more.
    """

    word = models.CharField(max_length=40, unique=True)
    mark = models.CharField(max_length=9, db_index=True)
    docs = models.PositiveIntegerField(default=0)

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("word", "mark", "docs"), NOBODY)

    def __str__(self) -> str:
        return self.word


class Building(models.Model):
    """How the building of the index stands: it can be stopped, killed and gone on with."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")

    made_with = models.CharField(max_length=16, help_text="Which key the marks were made with.")
    kind = models.CharField(max_length=20, blank=True, help_text="The kind that is being read.")
    place = models.PositiveBigIntegerField(default=0, help_text="How many of this kind are read.")
    done = models.PositiveBigIntegerField(default=0)
    counted = models.PositiveBigIntegerField(default=0, help_text="Up to which entry words are counted.")
    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("made_with", "kind", "place", "done", "counted", "state", "at"), NOBODY)

    def __str__(self) -> str:
        return f"{self.state}: {self.done}"
