"""To whom a version went, in which format, and when that person's own clock began (R013)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from kitchentable.people.models import Reach, new_key
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.words.clock import had_on
from kitchentable.words.models.formats import Format, FormatAsk
from kitchentable.words.models.papers import WRITES_PAPERS
from kitchentable.works.rules import works_where

OF_SOMEBODY = (
    models.Q(person__isnull=False, said_no_at__isnull=True)
    & (models.Q(asked_first=False) | models.Q(said_yes_at__isnull=False))
)  # fmt: skip


class SentOnes(models.QuerySet["Sent"]):
    """What was sent, by who may see it."""

    def seen_by(self, person: Actor) -> Self:
        """One's own; and for those who write papers in that work."""
        if not person.is_someone:
            return self.none()
        mine = models.Q(version__document__work__in=works_where(person, *WRITES_PAPERS))
        return self.filter(models.Q(person=person.pk) | mine)  # type: ignore[attr-defined]

    def counting(self) -> Self:
        """Those that somebody's clock rests on: not of who was erased, said no, or was asked first and has not said yes."""
        return self.filter(OF_SOMEBODY)

    def with_asks(self) -> Self:
        """With `waits_for_other`: they asked for it in another format, and that is not ready yet. With the paper."""
        asked = FormatAsk.objects.waiting().filter(person=models.OuterRef("person"), document=models.OuterRef("version__document"))
        return self.annotate(waits_for_other=models.Exists(asked)).select_related("version__document")

    def clocks(self) -> Self:
        """Those that count, as the clock needs them."""
        return self.counting().with_asks()

    def waiting(self) -> Self:
        """Those whose format is not ready for them yet; not of who has a newer version meanwhile: that one made it good."""
        newer = Sent.objects.filter(
            person=models.OuterRef("person"),
            version__document=models.OuterRef("version__document"),
            version__number__gt=models.OuterRef("version__number"),
            ready_at__isnull=False,
        )
        return self.counting().filter(~models.Exists(newer), ready_at__isnull=True)


class Sent(models.Model):
    """One version for one person. `ready_at` empty: their format is not ready, and no time of theirs runs."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    version = models.ForeignKey("words.Version", on_delete=models.PROTECT, related_name="sent")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="papers")
    kind = models.CharField(max_length=8, choices=Format.Kind)
    language = models.CharField(max_length=12, blank=True)
    asked_at = models.DateTimeField(default=now, help_text="When it was sent, or first should have been.")
    ready_at = models.DateTimeField(null=True, blank=True, help_text="When their format was ready for them: their clock starts.")
    asked_first = models.BooleanField(
        default=False, help_text="It goes over what they want to read in a month, and they are asked first."
    )
    said_yes_at = models.DateTimeField(null=True, blank=True)
    said_no_at = models.DateTimeField(null=True, blank=True)
    by_hand = models.BooleanField(default=False, help_text="It is posted or brought: their clock starts when it was handed over.")
    handed_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True, help_text="They ticked that they have read it. Only they see this.")

    objects = SentOnes.as_manager()

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(("key", "version", "asked_at", "ready_at", "by_hand", "handed_on"), NOBODY),
        **dict.fromkeys(("asked_first", "said_yes_at", "said_no_at"), about("person", "To send you no more than you want.")),
        "opened_at": about("person", "Your own tick that you have read it."),
        "person": about("person", "To know who has a paper, and that your time starts with your format.", "blank"),
        "kind": about("person", "To give you a paper in your format."),
        "language": about("person", "To give you a paper in your language."),
    }

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="sent_once")]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_kind_display()}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    @property
    def is_asked(self) -> bool:
        """“May we send you one more paper?” waits for an answer."""
        return self.asked_first and self.said_yes_at is None and self.said_no_at is None

    @property
    def own_day(self) -> date | None:
        """The day from which they have it; None while they have not (R013)."""
        if self.ready_at is None or (self.by_hand and self.handed_on is None):
            return None
        return had_on(timezone.localtime(self.ready_at).date(), timezone.localtime(self.asked_at).date(), self.handed_on)

    def in_record(self) -> dict[str, str]:
        """When it was sent and when that person's time began."""
        return {
            "version": self.version.key, "person": self.person.key if self.person else "", "kind": self.kind,
            "asked_at": self.asked_at.isoformat(), "ready_at": self.ready_at.isoformat() if self.ready_at else "",
            "handed_on": self.handed_on.isoformat() if self.handed_on else "",
        }  # fmt: skip


OWN_KIND: dict[str, str] = {
    Reach.Format.STANDARD: Format.Kind.HTML,
    Reach.Format.LARGE: Format.Kind.LARGE18,
    Reach.Format.EASY: Format.Kind.EASY,
    Reach.Format.AUDIO: Format.Kind.AUDIO,
    Reach.Format.BRAILLE: Format.Kind.BRAILLE,
    Reach.Format.BSL: Format.Kind.BSL,
    Reach.Format.PLAIN: Format.Kind.PLAIN,
}
"""Which format of a paper is for whom, by how they want to be written to."""
