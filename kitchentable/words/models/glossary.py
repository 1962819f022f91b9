"""Words and short forms that the organisation explains, and what people ask about."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.people.secret import SecretText
from kitchentable.policy.book import fact
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about


class Terms(models.QuerySet["Term"]):
    """Terms, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """Confirmed ones for everyone; suggested ones for staff."""
        if person.is_someone and fact(person, "people.works_here"):
            return self.filter(ended_at__isnull=True)
        return self.confirmed()

    def confirmed(self) -> Self:
        """Those that a person has confirmed."""
        return self.filter(ended_at__isnull=True, confirmed_at__isnull=False)


class Term(models.Model):
    """One meaning of one word or short form. Several rows with one `term` are several meanings."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    term = models.CharField(max_length=120)
    spelled_out = models.CharField(max_length=200, blank=True, help_text="For a short form: what its letters stand for.")
    meaning = models.TextField(help_text="In plain words.")
    here = models.TextField(blank=True, help_text="What it means here, with us.")
    also = models.CharField(max_length=300, blank=True, help_text="Other ways to write it, with commas between.")
    source = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    confirmed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Terms.as_manager()

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(
            ("key", "term", "spelled_out", "meaning", "here", "also", "source", "at", "confirmed_at", "ended_at"), NOBODY
        ),
        "by": about("by", "To know who wrote it."),
        "confirmed_by": about("confirmed_by", "To know who confirmed it."),
    }

    class Meta:
        ordering = ["term", "pk"]
        indexes = [models.Index(fields=["term"])]

    def __str__(self) -> str:
        return self.term

    def get_absolute_url(self) -> str:
        """Its place in the glossary."""
        return reverse("words:term", args=[self.key])

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What was explained."""
        return {"term": self.term, "meaning": self.meaning, "here": self.here, "confirmed": str(self.confirmed_at is not None)}


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
        **dict.fromkeys(("key", "way", "asked_at", "due_on", "answer", "answered_at", "term"), NOBODY),
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

    def __str__(self) -> str:
        return self.word

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """That something was asked, and whether it was answered; not by whom it was asked."""
        return {"due_on": self.due_on.isoformat(), "answer": self.answer}
