"""Learning that staff and people are offered alike (R108), and who took a place in it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import new_key
from kitchentable.people.secret import SecretText
from kitchentable.policy.book import fact
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about
from kitchentable.works.models import Group, Role
from kitchentable.works.rules import works_where


class Learnings(models.QuerySet["Learning"]):
    """Learning, by who may see it."""

    def seen_by(self, person: Actor) -> Self:
        """What is offered, for everyone, unless its piece of work is not public; for staff what was suggested too; and one's own.

        Of a piece of work that is not public: those with a part in it, and who leads the learning.
        """
        public_work = Q(work__isnull=True) | Q(work__is_public=True)
        offered = Q(state__in=(Learning.State.OFFERED, Learning.State.ENDED))
        if not person.is_someone:
            return self.filter(public_work & offered)
        pk = person.pk  # type: ignore[attr-defined]
        near = public_work | Q(work__in=works_where(person, *Role.Kind))
        mine = Q(led_by=pk, state__in=(Learning.State.OFFERED, Learning.State.ENDED)) | Q(suggested_by=pk)
        everything = Q() if fact(person, "people.works_here") else offered
        return self.filter((near & everything) | mine)

    def offered(self) -> Self:
        """Not only suggested, not ended."""
        return self.filter(state=Learning.State.OFFERED)

    def to_come(self) -> Self:
        """Offered, and not over yet."""
        morning = timezone.make_aware(datetime.combine(today(), time()))
        one_day = Q(until__isnull=True) & (Q(starts_at__isnull=True) | Q(starts_at__gte=morning))
        return self.offered().filter(Q(until__gte=today()) | one_day)

    def over(self) -> Self:
        """Offered, and its last day is behind us."""
        return self.offered().exclude(pk__in=Learning.objects.to_come().values("pk"))


class Learning(models.Model):
    """Something to learn, by coming, by going along with somebody, or by reading. `led_by` may be anyone, staff or not."""

    class Kind(models.TextChoices):
        COURSE = "course", _("Course")
        SHADOWING = "shadowing", _("Go along with somebody")
        MEET = "meet", _("Meet the council")
        DAY_WITH_ME = "day_with_me", _("A day with me")
        CO_PRODUCTION = "co_production", _("How we work together")
        SUBJECT = "subject", _("What you need to know to have a view")

    class Way(models.TextChoices):
        PLACE = "place", _("At a place")
        ONLINE = "online", _("Online")
        PAPERS = "papers", _("Papers to read, when it suits you")

    class ForWhom(models.TextChoices):
        BOTH = "both", _("Everyone: people and staff together")
        PEOPLE = "people", _("Only people with lived experience and unpaid carers")
        STAFF = "staff", _("Only people who work here")

    class State(models.TextChoices):
        SUGGESTED = "suggested", _("Suggested")
        OFFERED = "offered", _("Offered")
        ENDED = "ended", _("It will not happen")
        NOT_TAKEN_UP = "not_taken_up", _("Not taken up, because")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.COURSE)
    title = models.CharField(max_length=160)
    what = models.TextField(blank=True, help_text="What happens there, and what one can do afterwards.")
    work = models.ForeignKey("works.Work", null=True, blank=True, on_delete=models.SET_NULL, related_name="learnings")
    way = models.CharField(max_length=6, choices=Way, default=Way.PLACE)
    where = models.CharField(max_length=300, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    until = models.DateField(null=True, blank=True, help_text="The last day, when it is more than one.")
    places = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: as many as want to.")
    for_whom = models.CharField(max_length=6, choices=ForWhom, default=ForWhom.BOTH)
    led_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="leads_learning")
    led_by_words = models.CharField(
        _("How you want to be named"), max_length=200, blank=True, help_text="Who leads it, as they want to be named."
    )
    by_lived = models.BooleanField(default=False, help_text="Led by people with lived experience.")
    paid = models.BooleanField(default=False, help_text="Who leads it is paid for it.")
    document = models.ForeignKey("words.Document", null=True, blank=True, on_delete=models.SET_NULL, related_name="learnings")
    gathering = models.ForeignKey(
        "gatherings.Gathering", null=True, blank=True, on_delete=models.SET_NULL, related_name="learnings"
    )
    state = models.CharField(max_length=12, choices=State, default=State.OFFERED)
    suggested_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="suggested_learning"
    )
    typed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    because = models.TextField(
        blank=True, help_text="Why it will not happen, or was not taken up. Everyone who may see it reads it."
    )
    offered_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=now)

    objects = Learnings.as_manager()

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(
            (
                "key", "kind", "title", "what", "work", "way", "where", "starts_at", "until", "places", "for_whom", "by_lived", "paid",
                "document", "gathering", "state", "because", "offered_on", "ended_at", "at",
            ),
            NOBODY,
        ),
        "led_by": about("led_by", "So that people know who leads it.", "blank"),
        "led_by_words": about("led_by", "How you want to be named when you lead something.", "blank"),
        "suggested_by": about("suggested_by", "To tell you what comes of what you suggested.", "blank"),
        "typed_by": about("typed_by", "To know who typed it.", "blank"),
    }  # fmt: skip

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["state", "starts_at"]), models.Index(fields=["work", "state"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("ties:learning", args=[self.key])

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    @property
    def first_day(self) -> date | None:
        """The day it begins, where people are; None when it is for any day."""
        return timezone.localtime(self.starts_at).date() if self.starts_at else None

    @property
    def last_day(self) -> date | None:
        """The day it is over; None when it is for any day."""
        return self.until or self.first_day

    @property
    def has_time(self) -> bool:
        """A time is given too, not only a day."""
        return self.starts_at is not None and timezone.localtime(self.starts_at).time() != time()

    @property
    def has_begun(self) -> bool:
        """It began, or it is for any day: then somebody may say what it was like."""
        return self.starts_at is None or self.starts_at <= now()

    @property
    def is_over(self) -> bool:
        """Its last day is behind us."""
        return self.last_day is not None and self.last_day < today()

    def in_record(self) -> dict[str, str]:
        """What was offered; while it is only suggested, no words."""
        offered = self.state in (self.State.OFFERED, self.State.ENDED)
        return {
            "kind": self.kind, "state": self.state, "title": self.title if offered else "", "what": self.what if offered else "",
            "work": self.work.slug if self.work else "", "starts_at": self.starts_at.isoformat() if self.starts_at else "",
            "until": self.until.isoformat() if self.until else "", "for_whom": self.for_whom, "because": self.because,
        }  # fmt: skip


class Takings(models.QuerySet["Taking"]):
    """Places, by who may see whose they are."""

    def seen_by(self, person: Actor) -> Self:
        """One's own. Who leads a learning sees its list through `ties.learning_people`, one learning at a time, never a list of a person."""
        if not person.is_someone:
            return self.none()
        return self.filter(person=person.pk)  # type: ignore[attr-defined]

    def running(self) -> Self:
        """With a place, or waiting for one; not given back."""
        return self.exclude(state=Taking.State.BACK)

    def taken(self) -> Self:
        """Who had a place and was not away: what is counted (R108)."""
        return self.filter(state=Taking.State.PLACE).exclude(was_there=False)

    def in_line(self) -> Self:
        """Those who wait, in the order in which they came."""
        return self.filter(state=Taking.State.WAITS).order_by("asked_at", "pk")


class Taking(models.Model):
    """Somebody's place in a learning, or their place in the line for one; and afterwards what they want to say about it."""

    class State(models.TextChoices):
        PLACE = "place", _("Has a place")
        WAITS = "waits", _("Waits for a place")
        BACK = "back", _("Gave it back")

    class Reads(models.TextChoices):
        NOBODY = "nobody", _("Only I")
        LEADER = "leader", _("Only who led it")
        LEADS = "leads", _("Who led it, and those who plan learning")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    learning = models.ForeignKey(Learning, on_delete=models.PROTECT, related_name="takings")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="learnings")
    side = models.CharField(
        _("How you come"), max_length=6, choices=Group, help_text="As they said themselves; of staff, that they work here."
    )
    state = models.CharField(max_length=5, choices=State, default=State.PLACE)
    asked_at = models.DateTimeField(default=now)
    got_at = models.DateTimeField(null=True, blank=True)
    was_there = models.BooleanField(null=True, blank=True)
    like = SecretText(_("What it was like"), blank=True, help_text="What it was like, in their words.")
    like_reads = models.CharField(_("Who may read what it was like"), max_length=7, choices=Reads, default=Reads.NOBODY)
    can_now = SecretText(_("What you can do now"), blank=True, help_text="What I can do now, in their words.")
    can_now_shared = models.BooleanField(_("Everyone may read what you can do now"), default=False)
    said_on = models.DateField(
        null=True, blank=True, help_text="When they first said what they can do now. It stays when the words go."
    )
    typed_by = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = Takings.as_manager()

    holds: ClassVar[dict[str, About]] = {
        **dict.fromkeys(("key", "learning", "state", "asked_at", "got_at", "was_there", "said_on"), NOBODY),
        "person": about("person", "So that you have your place.", "blank"),
        "side": about("person", "To see whether staff and people learn alike. It is only counted."),
        "like": about("person", "What it was like for you, for whom you chose.", "blank"),
        "like_reads": about("person", "Who may read what it was like."),
        "can_now": about("person", "What you can do now, for you.", "blank"),
        "can_now_shared": about("person", "Whether everyone may read what you can do now."),
        "typed_by": about("typed_by", "To know who typed it.", "blank"),
    }

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["learning", "person"],
                condition=Q(person__isnull=False, state__in=("place", "waits")),
                name="one_place_each",
            )
        ]
        indexes = [models.Index(fields=["learning", "state", "asked_at"]), models.Index(fields=["person", "state"])]

    def __str__(self) -> str:
        return f"{self.learning}: {self.get_state_display()}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """That somebody had a place or waited; never what they said of it."""
        return {
            "learning": self.learning.key, "person": self.person.key if self.person else "", "state": self.state,
            "was_there": "" if self.was_there is None else str(self.was_there),
        }  # fmt: skip
