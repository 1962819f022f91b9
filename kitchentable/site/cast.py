"""The cast: the invented people of Millbrook and one piece of work. The demo and the tests stand on the same people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils import timezone

from kitchentable.people import acts as people
from kitchentable.people.models import Duty, Person, Reach, Supporter
from kitchentable.policy.act import note
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import HOUSE
from kitchentable.seats.acts import mapping, table
from kitchentable.seats.models import AffectedGroup, Seat, SeatPlan
from kitchentable.works import acts as works
from kitchentable.works.models import Group, Role, Step, Work

MOST, MUCH = AffectedGroup.Strength.MOST, AffectedGroup.Strength.MUCH

Channel, Format = Reach.Channel, Reach.Format


@dataclass(frozen=True, slots=True)
class Way:
    """How one of the cast is reached, and whether they work at the council. `slug` is the name in addresses and tests."""

    slug: str
    called: str
    works_here: bool = False
    channel: Reach.Channel = Channel.EMAIL
    format: Reach.Format = Format.STANDARD
    language: str = "en-gb"
    phone: str = ""
    post: str = ""
    good_times: str = ""
    asks_a_month: int | None = None


WAYS = (
    Way("sam", "Sam", works_here=True),
    Way("natalie", "Natalie", works_here=True),
    Way("rao", "Ms Rao", works_here=True),
    Way("gill", "Gill", works_here=True),
    Way("dee", "Dee", works_here=True),
    Way("ben", "Ben Ash", works_here=True),
    Way("green", "Councillor Green"),
    Way("chloe", "Chloe", good_times="After 11 in the morning", asks_a_month=3),
    Way(
        "lou",
        "Lou",
        channel=Channel.PHONE,
        format=Format.EASY,
        phone="01632 960 114",
        good_times="In the afternoon. Let it ring for a long time.",
    ),
    Way("mina", "Mina", format=Format.BSL, phone="07700 900 115"),
    Way("reg", "Reg", format=Format.PLAIN, phone="01632 960 116"),
    Way("pat", "Pat", good_times="Write. Do not ring."),
    Way(
        "raj",
        "Raj",
        channel=Channel.SMS,
        phone="07700 900 118",
        good_times="When Mum is asleep: 2 to 4, or after 9",
        asks_a_month=2,
    ),
    Way("kim", "Kim"),
    Way("asha", "Asha", channel=Channel.PHONE, format=Format.AUDIO, phone="07700 900 120"),
    Way("fay", "Fay", channel=Channel.LETTER, format=Format.LARGE, post="3 Weir Terrace\nMillbrook\nZZ1 3FA"),
    Way("joan", "Joan"),
)


@dataclass(slots=True)
class Cast:
    """Everyone by slug, and the piece of work they share."""

    people: dict[str, Person]
    work: Work

    def __getitem__(self, slug: str) -> Person:
        return self.people[slug]


@dataclass(frozen=True, slots=True)
class AtTable:
    """One group on the map of a piece of work, and who of the cast sits there for it."""

    name: str
    side: Group
    strength: AffectedGroup.Strength
    slugs: tuple[str, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


# One carer’s seat is empty, and of those with no help yet nobody is there: a gap to see.
AT_HOME = (
    AtTable("People who get help at home", Group.LIVED, MOST, ("chloe", "lou", "mina", "reg", "pat"), {"about_how_many": 1_900, "seats_wanted": 5}),
    AtTable("Unpaid carers", Group.CARER, MOST, ("raj",), {"about_how_many": 6_500, "seats_wanted": 2}),
    AtTable(
        "People who get no help yet", Group.LIVED, MOST, (),
        {
            "not_yet_using": True, "seats_wanted": 1, "reaching": AffectedGroup.Reaching.OUTREACH,
            "who_is_missing": "People who have not asked, or were told no.", "how_to_reach": "We ask at the food bank and at GPs.",
        },
    ),
    AtTable("Care workers", Group.STAFF, MUCH, (), {"about_how_many": 800}),
)  # fmt: skip


@transaction.atomic
def build_cast(known: Mapping[str, Person] = MappingProxyType({})) -> Cast:
    """Make the cast, their duties, the supporter and “Better help at home”, begun 30 days ago. `known`: those who are there already."""
    new = make_people([way for way in WAYS if way.slug not in known], by=known.get("natalie"))
    found = {way.slug: known.get(way.slug) or new[way.slug] for way in WAYS}
    for slug, kind in (
        ("sam", Duty.Kind.ADMINISTRATOR),
        ("dee", Duty.Kind.SAFEGUARDING),
        ("green", Duty.Kind.BOARD),
    ):
        people.give_duty(HOUSE, found[slug], kind=kind)
    lou, kim = found["lou"], found["kim"]
    people.allow_supporter(
        found["natalie"], Supporter(person=lou, supporter=kim, until=today() + timedelta(days=200)), for_person=lou
    )
    return Cast(found, help_at_home(found))


def make_people(ways: Sequence[Way], by: Person | None = None) -> dict[str, Person]:
    """Invented people, by slug. The rows of the first come without an act, as the first administrator's do: nobody could act before."""
    found = {way.slug: Person(key=key_of(way.slug), called=way.called, works_here=way.works_here, is_demo=True) for way in ways}
    for person in found.values():
        person.set_unusable_password()
        person.since = now()
    Person.objects.bulk_create(found.values())
    first = by or found.get("natalie") or next(iter(found.values()), None)
    for way in ways:
        person = found[way.slug]
        assert first is not None
        note(first, "people.add", person)
        people.change_reach(
            first,
            Reach(person=person),
            channel=way.channel,
            format=way.format,
            language=way.language,
            email=f"{way.slug}@millbrook.example" if way.channel in (Channel.EMAIL, Channel.SMS) else "",
            phone=way.phone,
            post=way.post,
            good_times=way.good_times,
            asks_a_month=way.asks_a_month,
            for_person=person,
        )
    return found


def help_at_home(found: dict[str, Person]) -> Work:
    """“Better help at home”: public, led by Natalie, checked by Dee, decided and answered by Ms Rao, with six at the table."""
    natalie = found["natalie"]
    work = works.start(
        natalie,
        Work(
            slug="better-help-at-home",
            title="Better help at home",
            lead_line="We are changing how help at home works in Millbrook. People who get that help sit at the table, from start to end.",
            what_this_is="A new plan for help at home. It starts next April.",
            what_we_ask="Tell us what a good day with help looks like, and what gets in the way.",
            by_when=today() + timedelta(days=60),
            what_next="Ms Rao answers each point within 20 working days.",
            can_change="How visits are timed and how long they last\nWho chooses the care worker\nWhat happens when a visit is missed",
            cannot_change=(
                "The money for next year, because the council voted on it in February\n"
                "Who may get help, because the Care Act 2014 says this"
            ),
            decider=found["rao"],
            answers_first=found["rao"],
            stage=Work.Stage.MAKING,
            ladder_planned=Step.CO_DESIGN,
            is_public=True,
            started_at=now() - timedelta(days=30),
        ),
    )
    for slug, kind in (("dee", Role.Kind.CHECKER), ("rao", Role.Kind.ANSWERER)):
        works.give_role(natalie, work, person=found[slug], kind=kind)
    seat_people(found, work, AT_HOME, because="Those who live with the plan know best what works.")
    return work


def seat_people(found: Mapping[str, Person], work: Work, groups: Sequence[AtTable], *, because: str) -> None:
    """Put groups on the map of a piece of work, say how its seats lean, and give people theirs."""
    natalie, began = found["natalie"], timezone.localtime(work.started_at).date()
    for one in groups:
        group = AffectedGroup(work=work, name=one.name, side=one.side, strength=one.strength, **one.more)
        mapping.add(natalie, work, group=group)
        for slug in one.slugs:
            table.take(natalie, work, group=group, person=found[slug], way=Seat.Way.ASKED, since=began)
    mapping.plan(natalie, work, plan=SeatPlan(work=work, because=because, set_by=natalie))


def key_of(slug: str) -> str:
    """The key of one of the cast: the same in every demo, so that its links hold."""
    return f"demo{slug}"
