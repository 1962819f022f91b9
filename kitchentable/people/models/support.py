"""Who supports whom, and what each supporter may do."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models.person import Person, new_key
from kitchentable.people.secret import SecretText
from kitchentable.policy.book import fact
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about


class Scope(models.TextChoices):
    """What a supporter may do, in the person's words (R052). Nothing that is not named."""

    WRITE = "write", _("Write what I say")
    INVITATIONS = "invitations", _("Read my invitations")
    REPLY = "reply", _("Reply to invitations for me")
    NEEDS = "needs", _("Read what works for me")
    PAPERS = "papers", _("Read my papers")
    TRAVEL = "travel", _("Arrange my travel")
    PAY = "pay", _("See what I am paid")


def only_write() -> list[str]:
    """What a supporter could do before there were scopes."""
    return [Scope.WRITE.value]


class Supporters(models.QuerySet["Supporter"]):
    """Who supports whom."""

    def seen_by(self, person: Actor) -> Self:
        """One's own supporters, and those one supports; for staff, everyone's."""
        if not person.is_someone:
            return self.none()
        if fact(person, "people.works_here"):
            return self
        pk = person.pk  # type: ignore[attr-defined]
        return self.filter(Q(person=pk) | Q(supporter=pk))

    def running(self) -> Self:
        """Begun, not stopped, and not over.

        Stopped stays stopped whatever the clock says; where the clock goes back, what began after that moment is closed.
        """
        return self.filter(_runs())

    def saying_what_runs(self) -> Self:
        """With `runs` on each: is it one of `running` now?"""
        return self.annotate(runs=models.ExpressionWrapper(_runs(), models.BooleanField()))


def _runs() -> Q:
    return Q(stopped_at__isnull=True, until__gte=today(), since__lte=now())


class Supporter(models.Model):
    """`supporter` may do what `scopes` names for `person`, until a day, and not after a stop (R052)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="supporters")
    supporter = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="supports")
    since = models.DateTimeField(default=now)
    until = models.DateField()
    scopes = models.JSONField(default=only_write)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = Supporters.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "So that the supporter you chose can help you, and only while you want it.", "delete"),
        "supporter": about("supporter", "So that you can help the person who chose you.", "delete"),
        "scopes": about("person", "So that your supporter can do what you said, and nothing else.", "delete"),
        "since": NOBODY,
        "until": NOBODY,
        "stopped_at": NOBODY,
    }

    def __str__(self) -> str:
        return f"{self.supporter} for {self.person}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return f"{self.person.key}:{self.supporter.key}"

    def in_record(self) -> dict[str, str]:
        """What the record binds."""
        return {"until": self.until.isoformat(), "scopes": ",".join(sorted(self.scopes))}


class SupportAsks(models.QuerySet["SupportAsk"]):
    """Asks for support, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """The one who asks, and the one who was asked; for staff all, to write down a yes or a no at somebody's word."""
        if not person.is_someone:
            return self.none()
        if fact(person, "people.works_here"):
            return self
        pk = person.pk  # type: ignore[attr-defined]
        return self.filter(Q(person=pk) | Q(whom=pk))

    def waiting(self) -> Self:
        """Not answered, and the last day has not gone by."""
        return self.filter(ended_at__isnull=True, until__gte=today())


class SupportAsk(models.Model):
    """“Will you be my supporter?” Kept as it was typed, whether we know them or not: so nobody learns from it whom we know."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="asks_for_support")
    asked_as = SecretText()
    whom = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="asked_to_support")
    until = models.DateField()
    scopes = models.JSONField(default=only_write)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = SupportAsks.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "To ask the supporter you chose.", "delete"),
        "asked_as": about("person", "To show you whom you asked.", "delete"),
        "whom": about("whom", "So that you can say yes or no to helping.", "delete"),
        "scopes": about("person", "So that your supporter can do what you said, and nothing else.", "delete"),
        **dict.fromkeys(("key", "until", "at", "ended_at"), NOBODY),
    }

    def __str__(self) -> str:
        return f"ask {self.key}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """That it was asked, and for what; never of whom."""
        return {"until": self.until.isoformat(), "scopes": ",".join(sorted(self.scopes))}
