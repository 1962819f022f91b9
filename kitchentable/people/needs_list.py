"""What people often say works for them: starting points from `data/access_needs.tsv` (N01–N92). Offered, never ticked for anyone."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kitchentable.people.models import Person, WhatWorks
from kitchentable.people.secret import mark

DATA = Path(__file__).parent / "data"
Kind = WhatWorks.Kind
KINDS: dict[str, Kind] = {
    "getting in": Kind.WAY_THERE, "toilet": Kind.PLACE, "people": Kind.PEOPLE, "hearing": Kind.SUPPORT, "seeing": Kind.SUPPORT,
    "reading": Kind.FORMAT, "speaking": Kind.SUPPORT, "thinking": Kind.SUPPORT, "senses": Kind.PLACE, "feeling": Kind.FEELING,
    "time": Kind.TIME, "contact": Kind.CONTACT, "money": Kind.MONEY, "food": Kind.FOOD, "care": Kind.CARE, "safety": Kind.CARE,
    "longer": Kind.TIME,
}  # fmt: skip
AIS: dict[str, Kind] = {
    "specific contact method": Kind.CONTACT,
    "information format": Kind.FORMAT,
    "communication professional": Kind.PROFESSIONAL,
    "communication support": Kind.SUPPORT,
}


@dataclass(frozen=True, slots=True)
class Starting:
    """One row of access_needs.tsv. `lead_days` is how long it usually takes to arrange."""

    id: str
    category: str
    words: str
    ask: str
    how_met: str
    lead_days: int
    ais_group: str

    @property
    def kind(self) -> Kind:
        """Its group of the accessible information standard (R038); else what part of a gathering it is about."""
        return AIS.get(self.ais_group) or KINDS[self.category]


@functools.cache
def starting() -> dict[str, Starting]:
    """All rows by id, in their order. Raises ValueError that names the line when a row is not right."""
    with (DATA / "access_needs.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = {}
    for count, row in enumerate(rows[1:], start=2):
        if len(row) != 7 or not row[0] or not row[5].isdigit() or (row[6] not in AIS and row[1] not in KINDS):
            raise ValueError(f"access_needs.tsv, line {count}: 7 columns wanted, with a number of days and a category we know")
        found[row[0]] = Starting(row[0], row[1], row[2], row[3], row[4], int(row[5]), row[6])
    return found


def mark_of(person: Person, starting_id: str) -> str:
    """What stands in `WhatWorks.mark` when `person` started from this row; empty for their own words."""
    return mark(person.key, starting_id)


def codes(needs: Iterable[WhatWorks]) -> dict[int, str]:
    """Which row each need started from: {need pk: id}. Needs in a person's own words only are left out. Needs `person` loaded."""
    tables: dict[str, dict[str, str]] = {}
    found = {}
    for need in needs:
        if not need.mark:
            continue
        key = need.person.key
        if key not in tables:
            tables[key] = {mark(key, one): one for one in starting()}
        code = tables[key].get(need.mark)
        if code:
            found[need.pk] = code
    return found
