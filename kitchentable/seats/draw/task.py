"""What is to be drawn, whole and checked, and its digest: one text for one task, whatever the order of rows in the files."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from kitchentable.seats.draw.people import Person, Pool
from kitchentable.seats.draw.quotas import Quota
from kitchentable.seats.draw.sheet import BadInput

PANELS = 1000
# Of a group that is to have no one alone, at least so many (R078).
COMPANY = 2


@dataclass(frozen=True, slots=True)
class Task:
    """A draw of `seats` people out of `people`. People stand by id, quotas by feature and value."""

    people: tuple[Person, ...]
    features: tuple[str, ...]
    quotas: tuple[Quota, ...]
    seats: int
    alternates: int = 0
    must: tuple[str, ...] = ()
    together: tuple[tuple[str, str], ...] = ()
    method: str = "leximin"

    def canonical(self) -> str:
        """All that was settled before the draw, as one line of JSON in ASCII."""
        return json.dumps(
            {
                "kitchentable": "draw 1",
                "features": list(self.features),
                "people": [[one.id, *one.values, one.household] for one in self.people],
                "quotas": [[q.feature, q.value, q.low, q.high, q.flex_low, q.flex_high] for q in self.quotas],
                "seats": self.seats,
                "alternates": self.alternates,
                "must_include": list(self.must),
                "no_one_alone": [list(one) for one in self.together],
                "method": self.method,
                "panels": PANELS,
            },
            ensure_ascii=True,
            separators=(",", ":"),
        )

    @property
    def input_sha256(self) -> str:
        """The digest of the canonical form: publish it before the seed is known."""
        return hashlib.sha256(self.canonical().encode("ascii")).hexdigest()

    def with_quotas(self, quotas: Sequence[Quota]) -> Task:
        """The same task with other quotas."""
        return dataclasses.replace(self, quotas=tuple(sorted(quotas, key=lambda one: (one.feature, one.value))))


def make_task(
    pool: Pool,
    quotas: Sequence[Quota],
    seats: int,
    *,
    alternates: int = 0,
    must: Sequence[str] = (),
    together: Sequence[tuple[str, str]] = (),
    method: str = "leximin",
) -> Task:
    """A task that makes sense in itself; whether a panel exists is for the draw to find out. Raises BadInput."""
    ids = {one.id: one for one in pool.people}
    if seats < 1:
        raise BadInput("There must be at least 1 seat.")
    if seats > len(ids):
        raise BadInput(f"There are {seats} seats, but only {len(ids)} people offered.")
    if alternates < 0:
        raise BadInput("The number of alternates is 0 or more.")
    if seats + alternates > len(ids):
        raise BadInput(f"{seats} seats and {alternates} alternates are more than the {len(ids)} people who offered.")
    _check_must(ids, must, seats)
    known = {(quota.feature, quota.value) for quota in quotas}
    for feature, value in together:
        if (feature, value) not in known:
            raise BadInput(f"“{feature}={value}” is to have no one alone, but the quotas do not name it.")
    return Task(
        people=tuple(sorted(pool.people, key=lambda one: one.id)),
        features=pool.features,
        quotas=tuple(sorted(quotas, key=lambda one: (one.feature, one.value))),
        seats=seats,
        alternates=alternates,
        must=tuple(sorted(set(must))),
        together=tuple(sorted(set(together))),
        method=method,
    )


def _check_must(ids: dict[str, Person], must: Sequence[str], seats: int) -> None:
    homes: dict[str, str] = {}
    for one in sorted(set(must)):
        if one not in ids:
            raise BadInput(f"{one} must be included, but nobody in the list has that id.")
        home = ids[one].household
        if home and home in homes:
            raise BadInput(f"{homes[home]} and {one} must both be included, but they share the household {home}.")
        homes[home] = one
    if len(set(must)) > seats:
        raise BadInput(f"{len(set(must))} people must be included, but there are {seats} seats.")
