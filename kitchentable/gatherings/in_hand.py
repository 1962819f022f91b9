"""What somebody has in hand around gatherings. Words name the gathering and never what is arranged: needs stay out of lists."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.gatherings.acts.handing_on import hand_on
from kitchentable.gatherings.models import Arrangement, Gathering, Minute
from kitchentable.people.models import Person
from kitchentable.people.owing import GiveAll, InHand, Keeping, keeps

RUNS = (
    ("host", "host_id", gettext_lazy("Hosts: %(title)s")),
    ("chair", "chair_staff_id", gettext_lazy("Chairs: %(title)s")),
    ("chair_lived", "chair_lived_id", gettext_lazy("Chairs: %(title)s")),
)
MOST_WORDS = 120
OPEN = (Gathering.State.PLANNING, Gathering.State.INVITING, Gathering.State.CONFIRMED)


def _runs(person: Person) -> list[InHand]:
    mine = Q(host=person) | Q(chair_staff=person) | Q(chair_lived=person)
    rows = Gathering.objects.filter(mine, state__in=OPEN).select_related("work").order_by("starts_at", "pk")
    return [
        InHand(
            "gatherings.runs",
            f"{one.key}:{what}",
            str(words) % {"title": one.title},
            work=one.work.slug,
            due=one.starts_at.date().isoformat() if one.starts_at else "",
        )
        for one in rows
        for what, field, words in RUNS
        if getattr(one, field) == person.pk
    ]


def _arranges(person: Person) -> list[InHand]:
    rows = Arrangement.objects.waiting().filter(owner=person).order_by("by_when", "pk")
    return [
        InHand(
            "gatherings.arrangements",
            key,
            _("Something to arrange for “%(title)s”") % {"title": title},
            work=work,
            due=day.isoformat(),
        )
        for key, title, work, day in rows.values_list("key", "gathering__title", "gathering__work__slug", "by_when")
    ]


def _promised(person: Person) -> list[InHand]:
    rows = Minute.objects.filter(owner=person, kind=Minute.Kind.PROMISE, done_at__isnull=True).order_by("by_when", "pk")
    return [
        InHand("gatherings.promises", key, words[:MOST_WORDS], work=work, due=day.isoformat() if day else "")
        for key, words, work, day in rows.values_list("key", "words", "gathering__work__slug", "by_when")
    ]


def _giver(kind: str) -> GiveAll:
    give: Callable[..., object] = hand_on
    return lambda by, holder, keys, to: give(by, holder, kind=kind, keys=keys, to=to)


for number, (kind, name, of) in enumerate(
    (
        ("gatherings.runs", gettext_lazy("Gatherings to come that somebody hosts or chairs"), _runs),
        ("gatherings.arrangements", gettext_lazy("Things to arrange for people"), _arranges),
        ("gatherings.promises", gettext_lazy("Promises in minutes"), _promised),
    )
):
    keeps(Keeping(kind, name, of=of, give_all=_giver(kind), order=20 + number))
