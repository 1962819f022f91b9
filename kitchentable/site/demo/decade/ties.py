"""What lasts over the earlier years: hopes and looking back, promises kept and not kept, and what people and staff learned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from itertools import cycle
from typing import TYPE_CHECKING

from kitchentable.people.models import Person, Reach
from kitchentable.policy.clock import now, today
from kitchentable.site.demo.decade.works import OLD, Old
from kitchentable.ties.acts import keeping, look_lines, taking
from kitchentable.ties.acts import learning as learning_acts
from kitchentable.ties.acts import looking_back as looking
from kitchentable.ties.acts.looking_back import Answers
from kitchentable.ties.jobs.learning import close_quarters
from kitchentable.ties.jobs.looking_back import open_what_is_due
from kitchentable.ties.models import Learning, LookBack, LookLine, LookSaid, Promise, Taking
from kitchentable.works.models import Group, Role, Work

if TYPE_CHECKING:
    from kitchentable.site.demo import Year

BY_SLUG: Mapping[str, Old] = {old.slug: old for old in OLD}
Kind = LookLine.Kind
EARLY = 6.5
"""Years ago: before that the council was still learning how to listen."""
COURSES = (
    ("How the council’s money works", "Gill shows where each pound goes, with paper pounds on a table."),
    ("Say it plainly", "We take a real letter and write it anew, until the person beside you says that it is clear."),
    ("A day with somebody who cares", "You come at seven and stay until the night. You do not help. You look."),
    ("How to chair a table", "Slow down, hold up the yellow card, and let silence be."),
)


def hope(old: Old, lead: Person, work: Work) -> None:
    """Written down at the start."""
    looking.hope(lead, work, aim=old.hoped, mood_aim=old.mood, good=old.good, bad=old.bad)


def what_comes_by_itself(year: Year) -> None:
    """Every two weeks: promises whose day comes are kept or not, and those who were there look back."""
    _promises(year)
    open_what_is_due()
    ready = LookBack.objects.filter(closed_at__isnull=True, work__slug__in=BY_SLUG, opened_at__lte=now() - timedelta(days=10))
    for found in ready.select_related("work"):
        _look_back(year, found)


def _promises(year: Year) -> None:
    """Most are kept in time; some two weeks late or more; a few are not. Each by whoever keeps it."""
    soon = today() + timedelta(days=14)
    due = Promise.objects.open().filter(by_when__lte=soon, work__slug__in=BY_SLUG)
    for promise in due.select_related("work", "owner").order_by("pk"):
        kind, late = promise.pk % 9, promise.by_when is not None and promise.by_when < today()
        if kind == 7 and late:
            keeping.break_promise(
                promise.owner,
                promise,
                because=f"{BY_SLUG[promise.work.slug].in_the_way} So it could not be done. We said it at the table.",
            )
        elif kind not in (5, 7, 8) or (late and (kind == 5 or promise.pk % 45)):
            keeping.keep_promise(promise.owner, promise, how="It is done. Those who asked for it have seen it.")


def _look_back(year: Year, found: LookBack) -> None:
    old = BY_SLUG[found.work.slug]
    lead = Role.objects.filter(work=found.work, kind=Role.Kind.LEAD, until__isnull=True).select_related("person").last()
    if lead is None:
        return
    ago = (year.start - now()).days / 365.25
    said = [_say(lead.person, found, person, place, old, ago) for place, person in enumerate(_who_was_there(found.work))]
    for kind, words, at in (
        (Kind.HELPED, old.helped, 0), (Kind.IN_THE_WAY, old.in_the_way, 1), (Kind.POWER, old.power, 2), (Kind.GOOD_HOPED, old.good, 3),
        (Kind.BAD_OTHER, old.bad, 4), (Kind.NEXT_TEAM, old.tell_the_next, 0),
    ):  # fmt: skip
        last = found.months in (0, 12) or kind != Kind.NEXT_TEAM
        if words and at < len(said) and last:
            look_lines.write_line(lead.person, found, kind=kind, words=words, froms=said[at : at + 2])
    look_lines.show_lines(lead.person, found)
    look_lines.close(lead.person, found)


def _who_was_there(work: Work) -> list[Person]:
    roles = Role.objects.filter(work=work, until__isnull=True, kind__in=(Role.Kind.MEMBER, Role.Kind.LEAD, Role.Kind.CHECKER))
    people = {role.person_id: role.person for role in roles.select_related("person").order_by("pk")}
    return [person for person in people.values() if person.is_active and person.erased_at is None]


def _say(lead: Person, found: LookBack, person: Person, place: int, old: Old, ago: float) -> LookSaid:
    felt = min(5, max(1, (3 if ago > EARLY else 4) + (place % 4 == 0) - (place % 5 == 3)))
    aims = ("no", "partly", "partly", "yes") if ago > EARLY else ("partly", "yes", "yes", "partly")
    words = {0: {"helped": old.helped}, 1: {"in_the_way": old.in_the_way}, 2: {"power": old.power}}.get(place % 6, {})
    answers = Answers("too_soon" if found.months == 3 and place % 2 else aims[place % 4], felt, min(7, felt + 2), words)
    offline = Reach.objects.get(person=person).is_offline
    return looking.say(
        lead if offline else person, found, answers=answers, reads=LookSaid.Reads.EVERYONE, way="phone" if offline else "page",
        for_person=person if offline else None,
    )  # fmt: skip


# ── learning ──────────────────────────────────────────────────────────────────────────────────────


def lay_learning(year: Year, years: int) -> None:
    """Two or three a year, for both sides; from year to year more come."""
    course = cycle(COURSES)
    for day in range(-round(years * 365.25) + 400, -380, 150):
        made: list[Learning] = []
        title, what = next(course)
        year.on(day, partial(_offer, year, made, title, what), staff=True)
        year.on(day + 8, partial(_take, year, made), hour=15, staff=True)
        year.on(day + 40, partial(_after, year, made), hour=15, staff=True)


def _lead(year: Year) -> Person:
    return next(year.who[slug] for slug in ("natalie", "idris", "morwenna") if slug in year.who)


def _offer(year: Year, made: list[Learning], title: str, what: str) -> None:
    made.append(
        learning_acts.offer(
            _lead(year),
            Learning(kind=Learning.Kind.COURSE, title=title, what=what, where="The Mill", places=20, way=Learning.Way.PLACE,
                     led_by_words="Somebody who lives with it, and somebody who works here", starts_at=now() + timedelta(days=30)),
        )
    )  # fmt: skip


def _take(year: Year, made: list[Learning]) -> None:
    """Those who sit at a table now, and those who work here."""
    seated = Role.objects.filter(kind=Role.Kind.MEMBER, until__isnull=True).select_related("person").order_by("person_id", "pk")
    people = list({role.person_id: role.person for role in seated}.values())[-9:]
    staff = [person for person in year.who.values() if person.works_here][-6:]
    for person in (*people, *staff):
        cares = Role.objects.filter(
            person=person, kind=Role.Kind.MEMBER, work__seats__person=person, work__seats__group__side=Group.CARER
        )
        side = "" if person.works_here else Group.CARER.value if cares.exists() else Group.LIVED.value
        offline = Reach.objects.get(person=person).is_offline
        taking.take(_lead(year) if offline else person, made[0], side=side, for_person=person if offline else None)


def _after(year: Year, made: list[Learning]) -> None:
    rows = made[0].takings.filter(state=Taking.State.PLACE).select_related("person", "learning")
    for place, one in enumerate(rows.order_by("pk")):
        taking.say_there(_lead(year), one, was_there=place % 7 != 6)
        if place % 7 != 6 and place % 2 == 0 and one.person is not None and not Reach.objects.get(person=one.person).is_offline:
            taking.say_after(
                one.person, one, like="It was slow, and that was good.", like_reads=Taking.Reads.LEADS,
                can_now="I can say it to somebody else now.", can_now_shared=False,
            )  # fmt: skip
    close_quarters()
