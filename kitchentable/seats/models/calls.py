"""A public call for people, what it asks about them for fairness, and the offers that come by page, phone, post or through a partner."""

from __future__ import annotations

import secrets
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.people.models.person import ALPHABET
from kitchentable.people.secret import SecretText
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.works.models import Role
from kitchentable.works.rules import works_where

RUNS_CALLS = (Role.Kind.LEAD, Role.Kind.CHECKER)


def new_code() -> str:
    """A receipt code of 3 times 3 letters: easy to read out on the phone. It opens nothing by itself."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(3)) for _ in range(3))


class Calls(models.QuerySet["Call"]):
    """Calls, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """Opened ones of public work for everyone; those of one's own work before that."""
        mine = works_where(person, *RUNS_CALLS)
        return self.filter(Q(opened_at__isnull=False, work__is_public=True) | Q(work__in=mine))

    def open_now(self) -> Self:
        """People can offer today."""
        return self.filter(opened_at__isnull=False, closed_at__isnull=True, closes_on__gte=today())


class Call(models.Model):
    """Seats that people can offer for: what it is, how much time, what we pay, what support."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    work = models.ForeignKey("works.Work", on_delete=models.PROTECT, related_name="calls")
    title = models.CharField(max_length=160)
    what = models.TextField()
    how_much_time = models.TextField()
    what_we_pay = models.TextField()
    what_support = models.TextField()
    for_whom = models.TextField(blank=True)
    seats = models.PositiveSmallIntegerField()
    alternates = models.PositiveSmallIntegerField(default=0)
    closes_on = models.DateField()
    other_ways = models.TextField(blank=True, help_text="How to be part without a seat.")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(
        null=True, blank=True, help_text="What may be shown of the answers, small counts left out (counting.py)."
    )
    made_at = models.DateTimeField(default=now)
    papers = models.ManyToManyField("words.Document", blank=True, related_name="calls", help_text="To read first (R013).")

    objects = Calls.as_manager()

    holds: ClassVar[dict[str, About]] = dict.fromkeys(
        (
            "key", "work", "title", "what", "how_much_time", "what_we_pay", "what_support", "for_whom", "seats", "alternates",
            "closes_on", "other_ways", "opened_at", "closed_at", "counted_at", "counts", "made_at", "papers",
        ),
        NOBODY,
    )  # fmt: skip

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("seats:call", args=[self.key])

    @property
    def is_open(self) -> bool:
        """People can offer today."""
        return self.opened_at is not None and self.closed_at is None and self.closes_on >= today()

    @property
    def is_over(self) -> bool:
        """It was open, and its last day is over or it was closed."""
        return self.opened_at is not None and not self.is_open

    @property
    def is_sealed(self) -> bool:
        """A list of people was sealed for a draw that was not given up: limits and answers stay as they are."""
        return self.draws.filter(sealed_at__isnull=False).exclude(state="dropped").exists()

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {
            "work": self.work.slug,
            "title": self.title,
            "seats": str(self.seats),
            "closes_on": self.closes_on.isoformat(),
            "opened": self.opened_at.isoformat() if self.opened_at else "",
        }


class FairnessQuestion(models.Model):
    """Something a call asks about people, to be fair: with limits for the draw, or only to be counted (R079). Answers are optional."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="fairness")
    code = models.SlugField(max_length=40)
    asks = models.CharField(max_length=200)
    in_draw = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("call", "code", "asks", "in_draw", "place"), NOBODY)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "code"], name="fairness_code_once")]

    def __str__(self) -> str:
        return self.asks

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.call.key}:{self.code}"

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {"asks": self.asks, "in_draw": str(self.in_draw)}


class FairnessChoice(models.Model):
    """One answer that can be chosen, with how many of the panel may have it. `code` "unsaid" is “I would rather not say”."""

    question = models.ForeignKey(FairnessQuestion, on_delete=models.CASCADE, related_name="choices")
    code = models.SlugField(max_length=40)
    words = models.CharField(max_length=120)
    low = models.PositiveSmallIntegerField(default=0)
    high = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: as many as there are seats.")
    never_alone = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)

    UNSAID = "unsaid"

    holds: ClassVar[dict[str, About]] = dict.fromkeys(("question", "code", "words", "low", "high", "never_alone", "place"), NOBODY)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["question", "code"], name="fairness_choice_once")]

    def __str__(self) -> str:
        return self.words


class Offers(models.QuerySet["Offer"]):
    """Offers, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """One's own; and for those who run the call. Never what was answered for fairness."""
        if not person.is_someone:
            return self.none()
        return self.filter(Q(person=person.pk) | Q(call__work__in=works_where(person, *RUNS_CALLS)))  # type: ignore[attr-defined]

    def in_pool(self) -> Self:
        """Those who can be drawn: not taken back, not erased."""
        return self.filter(taken_back_at__isnull=True, person__isnull=False)


class Offer(models.Model):
    """Somebody offers to have a seat. The same receipt, clock and chance however it came (R117)."""

    class Way(models.TextChoices):
        PAGE = "page", _("On this page")
        PHONE = "phone", _("By phone")
        POST = "post", _("By post")
        IN_PERSON = "in_person", _("In person")
        PARTNER = "partner", _("Through a partner organisation")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    code = models.CharField(max_length=12, unique=True, default=new_code)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="offers")
    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="offers")
    group = models.ForeignKey("seats.AffectedGroup", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    words = SecretText(blank=True)
    way = models.CharField(max_length=9, choices=Way, default=Way.PAGE)
    partner = models.CharField(max_length=120, blank=True)
    home = SecretText(blank=True)
    home_index = models.CharField(max_length=64, blank=True)
    source_key = models.CharField(max_length=80, blank=True)
    typed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    offered_at = models.DateTimeField(default=now)
    received_at = models.DateTimeField(default=now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = Offers.as_manager()

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(("key", "code", "call", "source_key", "offered_at", "received_at", "taken_back_at"), NOBODY),
        "person": about("person", "To tell you what comes of your offer.", "blank"),
        "group": about("person", "To know for which group you offered.", "blank"),
        "words": about("person", "What you wanted to tell us about yourself.", "blank"),
        "way": about("person", "To know how offers come to us."),
        "partner": about("person", "To know who passed your offer on.", "blank"),
        "home": about("person", "So that no home has two seats.", "blank"),
        "home_index": about("person", "So that no home has two seats.", "blank"),
        "typed_by": about("typed_by", "To know who typed it.", "blank"),
    }

    class Meta:
        ordering = ["received_at", "pk"]
        indexes = [models.Index(fields=["call", "received_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "person"], condition=Q(person__isnull=False, taken_back_at__isnull=True), name="one_offer_each"
            ),
            models.UniqueConstraint(fields=["call", "source_key"], condition=~Q(source_key=""), name="offer_source_once"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The person's own page of it."""
        return reverse("seats:my_offer", args=[self.key])

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.code

    def in_record(self) -> dict[str, str]:
        """That it came, when and how; never what was answered for fairness."""
        return {"call": self.call.key, "person": self.person.key if self.person else "", "way": self.way}


class FairnessAnswer(models.Model):
    """What somebody answered for fairness. Kept apart: no page shows one person's; only counts are shown, small ones hidden (R116)."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="fairness_answers")
    question = models.ForeignKey(FairnessQuestion, on_delete=models.CASCADE, related_name="answers")
    choice = models.ForeignKey(FairnessChoice, on_delete=models.CASCADE, related_name="answers")

    holds: ClassVar[dict[str, About]] = {
        # The whole row goes when the person is erased (joins.py): an empty one would still say that there was an answer.
        "offer": NOBODY,
        "question": about("offer.person", "To see whether the table is like the people it is for."),
        "choice": about("offer.person", "To see whether the table is like the people it is for."),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "question"], name="fairness_answer_once")]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.question_id}"
