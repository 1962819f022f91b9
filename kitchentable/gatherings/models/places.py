"""Places: what somebody found when they went and looked, with who and when. “Nobody has looked” is never “no”."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about


class Places(models.QuerySet["Place"]):
    """Places, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """Everyone who has signed in: a place is nobody's secret. Those taken off the list stay for past gatherings."""
        return self if person.is_someone else self.none()

    def in_use(self) -> Self:
        """On the list now."""
        return self.filter(removed_at__isnull=True)


class Place(models.Model):
    """Somewhere to meet. The comfortable, less formal ones come first (V04)."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    called = models.CharField(max_length=120)
    address = models.TextField()
    what_it_is_like = models.TextField(blank=True)
    the_way = models.TextField(blank=True, help_text="One step a line.")
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    is_informal = models.BooleanField(default=False)
    phone = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField(default=now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = Places.as_manager()

    holds: ClassVar[dict[str, About]] = dict.fromkeys(
        ("key", "called", "address", "what_it_is_like", "the_way", "seats", "is_informal", "phone", "made_at", "removed_at"), NOBODY
    )

    class Meta:
        ordering = ["-is_informal", "called"]

    def __str__(self) -> str:
        return self.called

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("gatherings:place", args=[self.key])

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {"called": self.called, "address": self.address, "removed": str(self.removed_at is not None)}


class Fact(models.Model):
    """One fact of the checklist (V01–V90) about one place: yes or no, or a number. No row: nobody has looked."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="facts")
    code = models.CharField(max_length=4)
    answer = models.CharField(max_length=3, choices=Answer)
    number = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    note = models.CharField(max_length=400, blank=True)
    checked_by = models.CharField(max_length=200)
    checked_on = models.DateField()
    with_disabled_people = models.BooleanField(null=True)
    typed_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    holds: ClassVar[dict[str, About]] = {
        "checked_by": about("nobody", "So that everyone knows who went and looked, as they want to be named."),
        "typed_by": about("typed_by", "To know who wrote it down."),
        **dict.fromkeys(("place", "code", "answer", "number", "note", "checked_on", "with_disabled_people"), NOBODY),
    }

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["place", "code"], name="one_answer_for_each_fact")]

    def __str__(self) -> str:
        return f"{self.code} {self.answer}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.place.key}:{self.code}"

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {"answer": self.answer, "number": str(self.number or ""), "checked_on": self.checked_on.isoformat()}


class PlacePhoto(models.Model):
    """A photo of a place, with words for those who do not see it."""

    class Of(models.TextChoices):
        WAY = "way", _("The way there")
        DOOR = "door", _("The way in")
        ROOM = "room", _("The room")
        TOILET = "toilet", _("The toilet")
        QUIET = "quiet", _("The quiet room")
        OTHER = "other", _("Something else")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="photos")
    of = models.CharField(max_length=8, choices=Of)
    alt = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField(default=0)
    path = models.CharField(max_length=200)
    media_type = models.CharField(max_length=60)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = dict.fromkeys(
        ("key", "place", "of", "alt", "order", "path", "media_type", "width", "height", "at"), NOBODY
    )

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.alt

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {"place": self.place.key, "alt": self.alt}
