"""What gatherings give to the floors below: the doors of a supporter, the flag before one contacts somebody, counts, and what erasing asks first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kitchentable.gatherings.models import PLANNERS, Arrangement, Gathering, HowItWas, Invitation, Minute
from kitchentable.people import access, doors, flags
from kitchentable.people.erasures import CannotErase, before_erasing
from kitchentable.people.models import Person, Scope, WhatWorks
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.ui.dates import day_in_words
from kitchentable.words.audience import Group, audience
from kitchentable.words.models import Document
from kitchentable.words.read_before import Meeting, read_before
from kitchentable.words.where import finds_work
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import works_where

A_YEAR = timedelta(days=365)
OPEN = (Gathering.State.PLANNING, Gathering.State.INVITING, Gathering.State.CONFIRMED)
ShownTo = WhatWorks.ShownTo
Met = HowItWas.Met


@doors.leads(Scope.INVITATIONS)
@doors.leads(Scope.REPLY)
def their_gatherings(person: Person) -> str:
    """Where a supporter reads somebody's invitations, and replies for them if they may."""
    return f"{reverse('gatherings:mine')}?for={person.key}"


@flags.may_see_flag
def those_who_come(looker: Actor, people: frozenset[int]) -> Mapping[int, Iterable[str]]:
    """Who plans a gathering to come sees the flag of those it is planned around, as far as each chose."""
    leads, plans = works_where(looker, Role.Kind.LEAD), works_where(looker, *PLANNERS)
    if not plans:
        return {}
    found: dict[int, set[str]] = {}
    coming = Invitation.objects.coming().filter(person__in=people, gathering__state__in=OPEN, gathering__work__in=plans)
    for person, work in coming.order_by().values_list("person_id", "gathering__work_id"):
        shown = found.setdefault(person, {ShownTo.ARRANGERS, ShownTo.GATHERING})
        if work in leads:
            shown.add(ShownTo.LEAD)
    return found


@access.counts
def met_in_the_last_year() -> dict[str, access.Met]:
    """What people said after gatherings, by kind of need: each person once, by the worst they said (R042)."""
    since = now() - A_YEAR
    worst: dict[tuple[str, int], int] = {}
    order = [Met.MET, Met.PARTLY, Met.NOT]
    said = HowItWas.objects.filter(gathering__starts_at__gte=since, person__isnull=False).order_by()
    for kind, person, met in said.values_list("kind", "person_id", "met"):
        worst[kind, person] = max(worst.get((kind, person), 0), order.index(Met(met)))
    came = Invitation.objects.filter(came=True, gathering__starts_at__gte=since).order_by().values("person")
    needs = WhatWorks.objects.filter(person__in=came).order_by().values_list("kind", "person_id").distinct()
    silent = [kind for kind, person in needs if (kind, person) not in worst]
    kinds = sorted({kind for kind, _person in worst} | set(silent))
    found = {}
    for kind in kinds:
        said_of = [at for (of, _who), at in worst.items() if of == kind]
        found[kind] = access.Met(said_of.count(0), said_of.count(1), said_of.count(2), silent.count(kind))
    return found


@read_before
def people_meet_about_it(document: Document) -> Iterable[Meeting]:
    """The gatherings to come for which this paper is to be read (R034)."""
    found = document.gatherings.filter(state__in=OPEN, starts_at__gt=now()).order_by("starts_at")
    return [Meeting(timezone.localtime(one.starts_at).date(), one.title) for one in found]


@audience
def those_who_were_invited(work: Work) -> Iterable[Group]:
    """Whoever was invited to a gathering to come and did not say no."""
    invited = Invitation.objects.sent().exclude(state=Invitation.State.NO)
    for one in work.gatherings.filter(state__in=OPEN, starts_at__gt=now()).order_by("starts_at"):
        people = Person.objects.filter(pk__in=invited.filter(gathering=one).values("person"))
        name = _("People invited on %(day)s: %(title)s") % {
            "day": day_in_words(timezone.localtime(one.starts_at).date()),
            "title": one.title,
        }
        yield Group(f"gathering-{one.key}", name, people)


@before_erasing
def nothing_is_left_without_somebody(person: Person) -> None:
    """Whoever hosts a gathering to come, must arrange something or keep a promise hands that on first.

    A promise in minutes that were told is in the list of promises (the ties floor), and handed on there.
    """
    if Gathering.objects.filter(host=person, state__in=OPEN).exists():
        raise CannotErase(_("%(name)s hosts a gathering that is still to come. Name another host first.") % {"name": person.called})
    if Arrangement.objects.waiting().filter(owner=person).exists():
        raise CannotErase(_("%(name)s must still arrange something. Give it to somebody else first.") % {"name": person.called})
    if Minute.objects.filter(owner=person, kind=Minute.Kind.PROMISE, done_at__isnull=True, told_at__isnull=True).exists():
        raise CannotErase(
            _("%(name)s made a promise that is not kept yet. Somebody else must take it on first.") % {"name": person.called}
        )


@finds_work
def work_of_a_gathering(person: Actor, known: Mapping[str, str]) -> Work | None:
    """Who asks what a word on the page of a gathering means asks the lead of its work."""
    if "gathering" not in known:
        return None
    gathering = Gathering.objects.seen_by(person).filter(key=known["gathering"]).select_related("work").first()
    return gathering.work if gathering else None
