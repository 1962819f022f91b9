"""What works for me: each need in the person's own words, who looked, and what the house did about asking (AIS, R037–R046)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models.person import Person, new_key
from kitchentable.people.models.support import Scope
from kitchentable.people.secret import SecretText
from kitchentable.policy.book import fact, may
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.record.about import NOBODY, About, about


class Way(models.TextChoices):
    """How something came to us, for people who are online and people who are not (R117)."""

    PAGE = "page", _("On the page")
    VOICE = "voice", _("By voice")
    PHONE = "phone", _("By phone")
    PAPER = "paper", _("On paper")
    IN_PERSON = "in_person", _("In person")
    LINK = "link", _("Through a link we sent")


class Needs(models.QuerySet["WhatWorks"]):
    """What works for people, by who may see it."""

    def seen_by(self, person: Actor) -> Self:
        """One's own; and those of people whose supporter one is, when they let them read it.

        What a lead sees for one gathering is asked for through that gathering (`gatherings`), and each look is noted.
        """
        if not person.is_someone:
            return self.none()
        pk = person.pk  # type: ignore[attr-defined]
        let = [whom for whom, scopes in fact(person, "people.supports").items() if Scope.NEEDS in scopes]
        return self.filter(Q(person=pk) | Q(person__in=let, hidden_at__isnull=True) & ~Q(shown_to=WhatWorks.ShownTo.NOBODY))

    def shown(self, *to: str) -> Self:
        """Those that may be shown to one of `to` (of ShownTo), and are not hidden."""
        return self.filter(shown_to__in=to, hidden_at__isnull=True)


class WhatWorks(models.Model):
    """One thing that works for a person: what, and why if they want. Never a diagnosis (R043). They own it and can take it back."""

    class Weight(models.TextChoices):
        MUST = "must", _("I cannot take part without it")
        HELPS = "helps", _("It helps me")

    class Kind(models.TextChoices):
        """The four groups of the accessible information standard (R038), and the rest of a gathering."""

        CONTACT = "contact", _("How to reach me")
        FORMAT = "format", _("How information should look or sound")
        PROFESSIONAL = "professional", _("Somebody who interprets or types for me")
        SUPPORT = "support", _("Talking and understanding")
        WAY_THERE = "way_there", _("Getting there and in")
        PLACE = "place", _("The place")
        TIME = "time", _("Time")
        PEOPLE = "people", _("People")
        FEELING = "feeling", _("Feeling safe")
        FOOD = "food", _("Food and drink")
        CARE = "care", _("Health and care on the day")
        MONEY = "money", _("Money and travel")
        OTHER = "other", _("Something else")

    class ShownTo(models.TextChoices):
        NOBODY = "nobody", _("Nobody yet")
        LEAD = "lead", _("My lead")
        ARRANGERS = "arrangers", _("My lead, and those who arrange things")
        GATHERING = "gathering", _("Everyone at the gathering")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="what_works")
    words = SecretText()
    why = SecretText(blank=True)
    weight = models.CharField(max_length=5, choices=Weight, default=Weight.HELPS)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OTHER)
    mark = models.CharField(max_length=64, blank=True)
    detail = SecretText(blank=True)
    shown_to = models.CharField(max_length=9, choices=ShownTo, default=ShownTo.NOBODY)
    hidden_at = models.DateTimeField(null=True, blank=True)
    way = models.CharField(max_length=9, choices=Way, default=Way.PAGE)
    typed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    read_back = models.BooleanField(default=False)
    voice = models.CharField(max_length=200, blank=True)
    voice_type = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField(default=now)
    flagged_at = models.DateTimeField(null=True, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(default=now)

    objects = Needs.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "So that things work for you, the way you say.", "delete"),
        "words": about("person", "So that things work for you, in your words.", "delete"),
        "why": about("person", "So that people understand, if you want them to.", "delete"),
        "weight": about("person", "To know what you cannot do without.", "delete"),
        "kind": about("person", "To ask the right person to arrange it.", "delete"),
        "mark": about("person", "To check a place and a time against it. Scrambled: nobody can read it in the tables.", "delete"),
        "detail": about("person", "To get it right: a size, a time, a name.", "delete"),
        "shown_to": about("person", "To show it to nobody but those you chose.", "delete"),
        "hidden_at": about("person", "To show it to nobody while you hide it.", "delete"),
        "voice": about("person", "To keep it as you said it.", "delete"),
        "typed_by": about("typed_by", "To know who wrote it down for whom."),
        **dict.fromkeys(
            ("key", "way", "read_back", "voice_type", "recorded_at", "flagged_at", "shared_at", "met_at", "reviewed_at"), NOBODY
        ),
    }

    class Meta:
        ordering = ["recorded_at", "pk"]
        indexes = [models.Index(fields=["person", "shown_to"])]

    def __str__(self) -> str:
        return f"need {self.key}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """That it was said, and to whom it may be shown; not even a digest of a need is kept outside."""
        return {"shown_to": self.shown_to}


class Asked(models.Model):
    """That a person was asked what works for them (AIS: identify), and what came of it. Without one, we do not know (R042)."""

    class Came(models.TextChoices):
        NEEDS = "needs", _("They told us what works for them")
        NONE = "none", _("They need nothing special")
        RATHER_NOT = "rather_not", _("They would rather not say")
        NOT_YET = "not_yet", _("Asked, no answer yet")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="asked_what_works")
    came = models.CharField(max_length=10, choices=Came, default=Came.NOT_YET)
    way = models.CharField(max_length=9, choices=Way, default=Way.PAGE)
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_review = models.BooleanField(default=False)
    at = models.DateTimeField(default=now)

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "To ask you, and not to assume.", "delete"),
        "came": about("person", "To know what you said when we asked.", "delete"),
        "by": about("by", "To know who asked."),
        **dict.fromkeys(("way", "is_review", "at"), NOBODY),
    }

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "-at"])]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.came}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.person.key

    def in_record(self) -> dict[str, str]:
        """That the person was asked; never what they said."""
        return {"review": str(self.is_review)}


class Looks(models.QuerySet["Look"]):
    """Who looked, by who may see it."""

    def seen_by(self, person: Actor) -> Self:
        """What others looked at of one's own. Nobody else's: not even staff see who read a person's needs."""
        return self.filter(person=person.pk) if person.is_someone else self.none()  # type: ignore[attr-defined]

    def read_out_by(self, staff: Actor, person: Person) -> Self:
        """What supporters opened of this person's, for staff to read out to somebody who asks by phone. That staff read it is a look too."""
        return self.filter(person=person, why=Look.Why.SUPPORT) if may(staff, "people.read_out_looks", person) else self.none()


class Look(models.Model):
    """Somebody read something of a person's: once for each thing, reason and day. The person reads it in words."""

    class What(models.TextChoices):
        NEEDS = "needs", _("what works for you")
        INVITATION = "invitation", _("an invitation of yours")
        PAPER = "paper", _("a paper of yours")
        SAID = "said", _("what you said")
        REACH = "reach", _("how to reach you")
        PAY = "pay", _("what you are paid")
        TRAVEL = "travel", _("how you travel")
        OPENED = "opened", _("the list of what your supporter opened")

    class Why(models.TextChoices):
        PLAN = "plan", _("to plan a gathering")
        ARRANGE = "arrange", _("to arrange something for you")
        HOST = "host", _("to run the day")
        SUPPORT = "support", _("because they are your supporter")
        TYPE = "type", _("to write down what you said")
        READ_OUT = "read_out", _("to read it out to you")
        HANDOVER = "handover", _("to start where somebody else left off, as you agreed")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="looks")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="looked")
    what = models.CharField(max_length=12, choices=What)
    why = models.CharField(max_length=12, choices=Why)
    for_what = models.CharField(max_length=200, blank=True)
    thing_key = models.CharField(max_length=64, blank=True)
    on = models.DateField()
    at = models.DateTimeField(default=now)

    objects = Looks.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "To show you who looked.", "delete"),
        "by": about("by", "To show the person who looked."),
        "for_what": about("person", "To show you what it was for.", "delete"),
        **dict.fromkeys(("what", "why", "thing_key", "on", "at"), NOBODY),
    }

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "by", "what", "why", "thing_key", "on"], name="look_once_a_day")]
        indexes = [models.Index(fields=["person", "-at"])]

    def __str__(self) -> str:
        return f"{self.by_id} looked at {self.what} of {self.person_id}"


class DecidingHelps(models.QuerySet["DecidingHelp"]):
    """Help to decide, by who may see it."""

    def seen_by(self, person: Actor) -> Self:
        """All that is about oneself; for staff those they wrote, and no more: nobody reads a history of somebody's decisions."""
        if not person.is_someone:
            return self.none()
        mine = Q(person=person.pk)  # type: ignore[attr-defined]
        if may(person, "people.help_to_decide"):
            mine |= Q(by=person.pk)  # type: ignore[attr-defined]
        return self.filter(mine)


class DecidingHelp(models.Model):
    """Help to decide: one decision, one time (R048–R051). Says nothing about the person in general, and no field could."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="help_to_decide")
    decision = SecretText()
    help_offered = SecretText()
    what_came = SecretText(blank=True)
    on = models.DateField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)

    objects = DecidingHelps.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "To show what help you were offered for one decision.", "delete"),
        "decision": about("person", "Which one decision it was.", "delete"),
        "help_offered": about("person", "What help was offered first.", "delete"),
        "what_came": about("person", "What you decided, or what you could not decide that day.", "delete"),
        "by": about("by", "To know who wrote it down."),
        **dict.fromkeys(("key", "on", "at"), NOBODY),
    }

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"help to decide {self.key}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """The day, and nothing more."""
        return {"on": self.on.isoformat()}


class Words(models.QuerySet["Alone"]):
    """Words between people and the office alone, by who may see them."""

    def seen_by(self, person: Actor) -> Self:
        """One's own; and for those who read them, everyone's but of a person whom they support themselves. Never a supporter's."""
        if not person.is_someone:
            return self.none()
        pk = person.pk  # type: ignore[attr-defined]
        if not may(person, "people.read_alone"):
            return self.filter(person=pk)
        return self.filter(Q(person=pk) | ~Q(person__in=list(fact(person, "people.supports"))))


class Alone(models.Model):
    """A word between a person and the office that no supporter can read, whatever they may read otherwise."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="alone")
    words = SecretText()
    from_person = models.BooleanField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = Words.as_manager()

    holds: ClassVar[dict[str, About]] = {
        "person": about("person", "So that you can talk with us alone.", "delete"),
        "words": about("person", "What was said between you and us alone.", "delete"),
        "by": about("by", "To know who wrote it."),
        **dict.fromkeys(("key", "from_person", "at", "seen_at"), NOBODY),
    }

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "-at"])]

    def __str__(self) -> str:
        return f"word alone {self.key}"

    @property
    def record_key(self) -> str:
        """The key in the record."""
        return self.key

    def in_record(self) -> dict[str, str]:
        """That there was one."""
        return {"from_person": str(self.from_person)}
