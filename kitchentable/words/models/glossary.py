"""Words and short forms that the organisation explains, what people ask about, and the counts of how clear a paper was."""

from __future__ import annotations

import hashlib
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.people.secret import SecretText
from kitchentable.policy.book import fact
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about


def slug_of(term: str) -> str:
    """The address of a term, the same for each way of writing it: “A&E” gives “a-and-e”. Never empty, never an address of another page."""
    found = slugify(term.replace("&", " and "))[:120]
    if found in ("ask", "asked") or not found:
        found = f"word-{hashlib.sha256(term.casefold().encode('utf-8', 'replace')).hexdigest()[:10]}"
    return found


class Terms(models.QuerySet["Term"]):
    """Terms, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """Confirmed ones for everyone; suggested ones for staff."""
        if person.is_someone and fact(person, "people.works_here"):
            return self.filter(ended_at__isnull=True, not_here=False)
        return self.confirmed()

    def to_confirm(self) -> Self:
        """Those that wait for a second person."""
        return self.filter(ended_at__isnull=True, confirmed_at__isnull=True, not_here=False)

    def confirmed(self) -> Self:
        """Those that a person has confirmed."""
        return self.filter(ended_at__isnull=True, confirmed_at__isnull=False)


class Term(models.Model):
    """One meaning of one word or short form. Several rows with one `term` are several meanings."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    term = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140, help_text="The same for all meanings and spellings of one term (`slug_of`).")
    spelled_out = models.CharField(max_length=200, blank=True, help_text="For a short form: what its letters stand for.")
    meaning = models.TextField(help_text="In plain words.")
    here = models.TextField(blank=True, help_text="What it means here, with us.")
    also = models.CharField(max_length=300, blank=True, help_text="Other ways to write it, with commas between.")
    source = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    confirmed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The meaning that ends when this is confirmed.",
    )
    not_here = models.BooleanField(default=False, help_text="A word of the shipped lists that we do not use: it is not shown.")
    ended_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=now, help_text="Moves with each change: pages read the glossary anew.")

    objects = Terms.as_manager()

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(
            (
                "key", "term", "slug", "spelled_out", "meaning", "here", "also", "source", "at", "confirmed_at", "replaces", "not_here",
                "ended_at", "changed_at",
            ),
            NOBODY,
        ),
        "by": about("by", "To know who wrote it."),
        "confirmed_by": about("confirmed_by", "To know who confirmed it."),
    }  # fmt: skip

    class Meta:
        ordering = ["term", "pk"]
        indexes = [models.Index(fields=["term"]), models.Index(fields=["changed_at"])]

    def __str__(self) -> str:
        return self.term

    def get_absolute_url(self) -> str:
        """Its place in the glossary: all meanings of the term stand on one page."""
        return reverse("words:term", args=[self.slug])

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What was explained, and whether it stands in the glossary."""
        return {
            "term": self.term, "spelled_out": self.spelled_out, "meaning": self.meaning, "here": self.here, "also": self.also,
            "confirmed": str(self.confirmed_at is not None), "ended": str(self.ended_at is not None),
            "replaces": self.replaces.key if self.replaces else "",
        }  # fmt: skip


class TermAsks(models.QuerySet["TermAsk"]):
    """What people ask about words, by who may see it."""

    def seen_by(self, person: Actor) -> Self:
        """One's own, what one owes, and for staff all."""
        if not person.is_someone:
            return self.none()
        if fact(person, "people.works_here"):
            return self.all()
        return self.filter(Q(asked_by=person.pk) | Q(owed_by=person.pk))  # type: ignore[attr-defined]


class TermAsk(models.Model):
    """“What does this mean?”: a question that somebody owes an answer to, by a day."""

    class Way(models.TextChoices):
        PAGE = "page", _("On a page")
        PHONE = "phone", _("By phone")
        POST = "post", _("By post")
        IN_PERSON = "in_person", _("In person")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    word = models.CharField(max_length=200)
    around = SecretText(blank=True, help_text="The words around it, and what they want to know.")
    page = models.CharField(max_length=300, blank=True, help_text="The address of the page it stood on, without a query.")
    work = models.ForeignKey("works.Work", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="term_asks")
    typed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    way = models.CharField(max_length=9, choices=Way, default=Way.PAGE)
    asked_at = models.DateTimeField(default=now)
    owed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    term = models.ForeignKey(Term, null=True, blank=True, on_delete=models.SET_NULL, related_name="asks")

    objects = TermAsks.as_manager()

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(("key", "way", "work", "asked_at", "due_on", "answer", "answered_at", "term"), NOBODY),
        "word": about("asked_by", "What you asked about."),
        "around": about("asked_by", "What you wanted to know.", "blank"),
        "page": about("asked_by", "To know where the word stood.", "blank"),
        "asked_by": about("asked_by", "To tell you the answer.", "blank"),
        "typed_by": about("typed_by", "To know who typed it.", "blank"),
        "owed_by": about("owed_by", "To know who must answer."),
        "answered_by": about("answered_by", "To know who answered."),
    }

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["due_on"], condition=Q(answered_at__isnull=True), name="word_asks_owed")]

    def __str__(self) -> str:
        return self.word

    def get_absolute_url(self) -> str:
        """Where its answer comes."""
        return reverse("words:asked", args=[self.key])

    @property
    def is_late(self) -> bool:
        """Past its day, and not answered."""
        return self.answered_at is None and self.due_on < today()

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """That something was asked, and whether it was answered; not by whom it was asked."""
        return {"due_on": self.due_on.isoformat(), "answer": self.answer}


class Counted(models.Model):
    """How long the sentences of a version are that was sent: counted once, for the numbers of how clear we are."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    version = models.OneToOneField("words.Version", on_delete=models.CASCADE, related_name="counted")
    words = models.PositiveIntegerField()
    sentences = models.PositiveIntegerField()

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("key", "version", "words", "sentences"), NOBODY)

    def __str__(self) -> str:
        return f"{self.version}: {self.words}/{self.sentences}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What was counted."""
        return {"version": self.version.key, "words": str(self.words), "sentences": str(self.sentences)}
