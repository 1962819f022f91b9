"""Who was there in the earlier years, and from when: the council's people who came and went, and those who sat at its tables."""

from __future__ import annotations

from kitchentable.people.models import Reach
from kitchentable.site.cast import WAYS, Way
from kitchentable.site.demo.decade.works import OLD
from kitchentable.site.demo.neighbours import NEIGHBOURS

Channel, Format = Reach.Channel, Reach.Format

BEFORE = (
    Way("morwenna", "Morwenna", works_here=True),
    Way("bethan", "Bethan", works_here=True),
    Way("hale", "Mr Hale", works_here=True),
    Way("idris", "Idris", works_here=True),
    Way("agnes", "Agnes", channel=Channel.LETTER, format=Format.LARGE, post="11 Mill Lane\nMillbrook\nZZ1 1AG"),
    Way("cyril", "Cyril", channel=Channel.PHONE, phone="01632 960 151"),
    Way("doreen", "Doreen", channel=Channel.PHONE, phone="01632 960 152"),
    Way("esme", "Esme"),
    Way("farouk", "Farouk"),
    Way("glenys", "Glenys", language="cy"),
    Way("harriet", "Harriet"),
    Way("imran", "Imran"),
    Way("jeannie", "Jeannie", channel=Channel.SMS, phone="07700 900 158"),
    Way("kofi", "Kofi"),
    Way("leena", "Leena"),
    Way("murdo", "Murdo", channel=Channel.PHONE, phone="01632 960 161"),
    Way("noor", "نور", language="ar"),
    Way("olive", "Olive", format=Format.EASY),
    Way("percy", "Percy", format=Format.LARGE),
    Way("rhian", "Rhian"),
    Way("stan", "Stan", channel=Channel.LETTER, post="2 Weir Terrace\nMillbrook\nZZ1 3ST"),
    Way("thea", "Thea"),
    Way("uzma", "Uzma"),
    Way("vic", "Vic"),
)
"""Nobody of these can be chosen on the demo page: most of them have moved on."""

# Of those who work at the council, these came before the demo's year: years before today. The others came with the first table they sat at.
STAFF_CAME = {"sam": 9.0, "gill": 7.5, "rao": 4.25, "natalie": 3.35, "ben": 3.3, "dee": 2.2}


def came(slug: str, years: float) -> float:
    """How many years before today somebody came, in a demo of so many years. 0: not before the demo's year."""
    sat = [
        old.starts + 0.1
        for old in OLD
        if old.starts < years
        for _name, _side, there in old.table
        for who, _from, _to in there
        if who == slug
    ]
    first = max(sat, default=0.0)
    if slug in {way.slug for way in BEFORE}:
        return years
    return min(max(first, STAFF_CAME.get(slug, 0.0)), years)


def early(years: float) -> tuple[Way, ...]:
    """Everyone who was there before the demo's year."""
    return tuple(way for way in (*BEFORE, *WAYS, *NEIGHBOURS) if came(way.slug, years))
