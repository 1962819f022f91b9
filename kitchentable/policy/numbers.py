"""Numbers from law and practice: starting values with their rule and source, and what the organisation set instead (law 9)."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from kitchentable.policy.act import act
from kitchentable.policy.clock import now
from kitchentable.policy.models import Number
from kitchentable.policy.verdict import Actor, Problem

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of rules.tsv: what practice, guidance or law asks."""

    id: str
    tip: str
    rule: str
    number: str
    strength: str
    source: str
    url: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Starting:
    """A number as shipped: its unit, the rule it comes from and how strong that is."""

    name: str
    value: int
    unit: str
    rule: str
    strength: str
    what: str


@functools.cache
def rules() -> dict[str, Rule]:
    """All rules by id. Raises ValueError that names the line when a row is not right."""
    return {row.id: row for row in _read("rules.tsv", Rule)}


@functools.cache
def starting() -> dict[str, Starting]:
    """The numbers as shipped, by name."""
    found = {}
    for row in _rows("numbers.tsv", 6):
        name, value, unit, rule_id, strength, what = row
        if rule_id not in rules():
            raise ValueError(f"numbers.tsv: {name} names the rule {rule_id}, which is not in rules.tsv")
        found[name] = Starting(name, int(value), unit, rule_id, strength, what)
    return found


_READ: ContextVar[dict[str, int] | None] = ContextVar("kitchentable_numbers", default=None)


def number(name: str) -> int:
    """The number in force: the organisation's own, or the shipped one. Raises KeyError for a name that is not in numbers.tsv."""
    shipped = starting()[name].value
    kept = _READ.get()
    if kept is None:
        own = Number.objects.filter(name=name).values_list("value", flat=True).first()
        return shipped if own is None else own
    if not kept:
        kept |= {name: one.value for name, one in starting().items()} | dict(Number.objects.values_list("name", "value"))
    return kept[name]


@contextmanager
def read_once() -> Iterator[None]:
    """Read the organisation's own numbers once, when the first is asked for: for the time of one request."""
    token = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(token)


@act("policy.set_number")
def set_number(by: Actor, name: str, *, value: int, because: str) -> Number:
    """Set one of the numbers for this organisation, and say why."""
    if name not in starting():
        raise Problem(name)
    made, _new = Number.objects.update_or_create(name=name, defaults={"value": value, "because": because, "at": now()})
    if (kept := _READ.get()) is not None:
        kept.clear()
    return made


def _read(file: str, kind: type[Rule]) -> list[Rule]:
    return [kind(*row) for row in _rows(file, 8)]


def _rows(file: str, width: int) -> list[list[str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for count, row in enumerate(rows[1:], start=2):
        if len(row) != width or not row[0]:
            raise ValueError(f"{file}, line {count}: {len(row)} columns, {width} wanted")
    return rows[1:]
