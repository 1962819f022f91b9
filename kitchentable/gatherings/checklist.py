"""The checklist for places: `data/venue_checklist.tsv` (V01–V90), two senses of our own (`venue_own.tsv`), and what of it is a fact
about the place that somebody can look at (`venue_parts.tsv`); the rest is about the day. Thresholds are rows with a source, never constants."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.utils.translation import gettext, gettext_lazy

from kitchentable.policy.numbers import number, starting
from kitchentable.ui.pieces import Words

DATA = Path(__file__).parent / "data"
CHECKLIST, OWN, PARTS = "venue_checklist.tsv", "venue_own.tsv", "venue_parts.tsv"
ROWS, WIDTH, PARTS_WIDTH = 90, 8, 6

AREAS: dict[str, Words] = {
    "before you go": gettext_lazy("Before you go"), "getting there": gettext_lazy("Getting there"), "way in": gettext_lazy("The way in"),
    "moving about": gettext_lazy("Moving about and sitting"), "toilets": gettext_lazy("Toilets"), "hearing": gettext_lazy("Hearing"),
    "seeing": gettext_lazy("Seeing"), "senses": gettext_lazy("Senses"), "time": gettext_lazy("Time"), "food": gettext_lazy("Food and drink"),
    "care": gettext_lazy("Care"), "safety": gettext_lazy("Safety"), "people": gettext_lazy("People"), "online": gettext_lazy("Online"),
    "after": gettext_lazy("After"), "cost": gettext_lazy("Cost"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bounds:
    """From and to which number a fact is a yes; None: no limit on that side."""

    least: Decimal | None
    most: Decimal | None

    def hold(self, value: Decimal) -> bool:
        """Does this number make it a yes?"""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the checklist. `area` is a key of AREAS; `good_from` and `good_to` are a number, or the name of one in
    numbers.tsv; `unit_name` is “step|steps”, one and many."""

    code: str
    area: str
    question: str
    answer_type: str
    number_words: str
    matters_most_to: str
    level: str
    source: str
    is_place: bool
    name: str
    unit_name: str
    good_from: str
    good_to: str

    @property
    def called(self) -> str:
        """Its short name, said as something that is so or not so, in the reader's language."""
        return gettext(self.name)

    @property
    def unit(self) -> str:
        """What its number counts, as many; empty when it has none."""
        return gettext(self.unit_name.rpartition("|")[2]) if self.unit_name else ""

    def counted(self, value: Decimal) -> str:
        """A number with what it counts: “1 step”, “0 steps”, “78.5 cm”."""
        one, _bar, many = self.unit_name.rpartition("|")
        return f"{plain(value)} {gettext(one if one and value == 1 else many)}"

    @property
    def matters(self) -> str:
        """For whom it matters most, in the reader's language."""
        return gettext(self.matters_most_to)

    @property
    def has_bounds(self) -> bool:
        """Does its number say yes or no by itself?"""
        return bool(self.good_from or self.good_to)

    def bounds(self) -> Bounds:
        """The numbers in force. Reads the organisation's own when the checklist names one."""
        return Bounds(_in_force(self.good_from), _in_force(self.good_to))


@functools.cache
def items() -> dict[str, Item]:
    """Every row by code, in order: V01–V90, then our own S01 (smells) and S02 (crowds). Raises ValueError that names the file and the line."""
    return read(DATA)


@functools.cache
def place_items() -> dict[str, Item]:
    """The rows that are facts about a place: somebody can go there and look."""
    return {code: item for code, item in items().items() if item.is_place}


@functools.cache
def areas() -> dict[str, tuple[Item, ...]]:
    """The facts about a place by area, in the order of the checklist; areas with none are left out."""
    found: dict[str, tuple[Item, ...]] = {}
    for area in AREAS:
        of_area = tuple(item for item in place_items().values() if item.area == area)
        if of_area:
            found[area] = of_area
    return found


def bounds_in_force() -> dict[str, Bounds]:
    """The limits of every fact whose number says yes or no, by code; one query at most for each number the organisation may change."""
    return {code: item.bounds() for code, item in place_items().items() if item.has_bounds}


def read(folder: Path) -> dict[str, Item]:
    """The three files of `folder` as one list. Raises ValueError that names the file and the line when a row is not right."""
    parts = _parts(folder)
    found: dict[str, Item] = {}
    for file, starts in ((CHECKLIST, "V"), (OWN, "S")):
        for line, row in _rows(folder / file, WIDTH):
            code, area = row[0], row[1]
            if code[:1] != starts or not code[1:].isdigit() or len(code) != 3 or code in found:
                raise ValueError(f"{file}, line {line}: “{code}” is no new code like {starts}01")
            if area not in AREAS:
                raise ValueError(f"{file}, line {line}: there is no area “{area}”")
            if not row[2] or not row[7]:
                raise ValueError(f"{file}, line {line}: the question or the source is missing")
            if code not in parts:
                raise ValueError(f"{PARTS} has no row for {code}, which is in {file}, line {line}")
            found[code] = Item(*row, *parts.pop(code))  # type: ignore[call-arg,arg-type]
        if file == CHECKLIST and len(found) != ROWS:
            raise ValueError(f"{file}: {len(found)} rows, {ROWS} wanted")
    if parts:
        raise ValueError(f"{PARTS} names {min(parts)}, which is in no checklist")
    return found


def _parts(folder: Path) -> dict[str, tuple[bool, str, str, str, str]]:
    found: dict[str, tuple[bool, str, str, str, str]] = {}
    for line, (code, is_place, called, unit, good_from, good_to) in _rows(folder / PARTS, PARTS_WIDTH):
        if is_place not in ("0", "1") or code in found:
            raise ValueError(f"{PARTS}, line {line}: is_place is 0 or 1, and each code stands once")
        if (is_place == "1") != bool(called):
            raise ValueError(f"{PARTS}, line {line}: a fact about a place has a short name, and nothing else has")
        for limit in (good_from, good_to):
            if limit and limit not in starting() and _decimal(limit) is None:
                raise ValueError(f"{PARTS}, line {line}: “{limit}” is neither a number nor the name of one in numbers.tsv")
        if (good_from or good_to) and not unit:
            raise ValueError(f"{PARTS}, line {line}: a limit without a unit")
        found[code] = (is_place == "1", called, unit, good_from, good_to)
    return found


@functools.cache
def plain(value: Decimal) -> str:
    """A number without zeros at its end: 12, 1.5."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rows(file: Path, width: int) -> list[tuple[int, list[str]]]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for line, row in enumerate(rows[1:], start=2):
        if len(row) != width or not row[0]:
            raise ValueError(f"{file.name}, line {line}: {len(row)} columns, {width} wanted")
    return list(enumerate(rows[1:], start=2))


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _in_force(limit: str) -> Decimal | None:
    if not limit:
        return None
    return Decimal(number(limit)) if limit in starting() else Decimal(limit)
