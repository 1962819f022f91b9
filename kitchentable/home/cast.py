"""Whom you can be in the demo: invented people of Millbrook, each with a line that says who they are."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KEY_STARTS = "demo"


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast. `slug` is the name in addresses and tests; `start` is where the demo leads them first."""

    slug: str
    called: str
    line: str | Promise
    start: str = "home:me"
    icon: str = "person"

    @property
    def key(self) -> str:
        """The key of the person in every demo, so that its links hold."""
        return f"{KEY_STARTS}{self.slug}"


@dataclass(frozen=True, slots=True)
class Table:
    """Some of the cast, under one heading."""

    title: str | Promise
    members: tuple[Member, ...]


TABLES: tuple[Table, ...] = (
    Table(
        _("People who use help and care"),
        (
            Member(
                "chloe", "Chloe", _("Expert by experience. She uses a power wheelchair and has personal assistants."), icon="seat"
            ),
            Member("lou", "Lou", _("A person with a learning disability. Lou likes a phone call."), icon="seat"),
            Member("mina", "Mina", _("Deaf. She uses British Sign Language."), icon="seat"),
            Member("reg", "Reg", _("Blind. He reads pages with a screen reader."), icon="seat"),
            Member("pat", "Pat", _("Autistic. Pat wants things in writing."), icon="seat"),
            Member("raj", "Raj", _("Unpaid carer of his mother."), icon="seat"),
            Member("asha", "Asha", _("She speaks instead of writing, and gets answers as a voice message."), icon="seat"),
            Member("fay", "Fay", _("She is not online. She gets letters in large print."), icon="seat"),
        ),
    ),
    Table(
        _("A supporter"),
        (Member("kim", "Kim", _("She types what Lou says, because Lou wants it."), icon="hands"),),
    ),
    Table(
        _("People who work for the council"),
        (
            Member(
                "natalie", "Natalie", _("Engagement lead. She sees what is late before you do."), start="home:office", icon="table"
            ),
            Member("rao", "Ms Rao", _("Commissioner. She must answer, and decides."), start="home:owed", icon="answered"),
            Member("ben", "Ben Ash", _("Looks after buildings. He is asked to answer too."), start="home:owed", icon="answered"),
            Member(
                "dee",
                "Dee",
                _("Checks answers, and takes over when Natalie leaves. Safeguarding lead."),
                start="home:office",
                icon="tick",
            ),
            Member("gill", "Gill", _("Finance officer."), start="home:office", icon="pound"),
            Member("sam", "Sam", _("Administrator. Installs the system and backs it up."), start="home:numbers", icon="lock"),
        ),
    ),
    Table(
        _("Others who read along"),
        (
            Member(
                "green", "Councillor Green", _("Board member. She is told when a point is opened again and again."), icon="people"
            ),
            Member("joan", "Joan", _("Lives in Millbrook and wants to know what came of it."), start="home:works", icon="eye"),
        ),
    ),
)
CAST: tuple[Member, ...] = tuple(member for table in TABLES for member in table.members)


def member(slug: str) -> Member | None:
    """One of the cast by slug, or None."""
    return next((one for one in CAST if one.slug == slug), None)
