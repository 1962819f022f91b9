"""How facts stand on a page: a word, a shape and a sentence for each. “Nobody has looked” never looks like “no”."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kitchentable.gatherings.checklist import AREAS, Bounds, Item, areas, place_items
from kitchentable.gatherings.found import UNKNOWN, Found, Looked, changing_places, last_look, number_in_words
from kitchentable.ui.pieces import Kind, Status, Words

Known = Mapping[str, Found]
Limits = Mapping[str, Bounds]
KINDS: dict[str, Kind] = {"yes": "done", "no": "no", "unknown": "unknown"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One fact on a page."""

    item: Item
    status: Status
    words: str
    icon: str
    checked_by: str
    checked_on: date | None
    with_disabled_people: bool | None
    is_old: bool
    differs: bool
    """Others looked than those who came last, or on another day: then their names stand beside it."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What one of the senses meets here."""

    icon: str
    called: Words
    facts: list[Shown]


@dataclass(frozen=True, slots=True)
class Area:
    """The facts of one area, and how they stand in words."""

    key: str
    called: Words
    facts: list[Shown]
    in_short: str
    is_old: bool


SENSES: tuple[tuple[str, Words, tuple[str, ...]], ...] = (
    ("sound", gettext_lazy("Noise"), ("V46",)),
    ("eye", gettext_lazy("Light"), ("V51", "V56")),
    ("cup", gettext_lazy("Smell"), ("S01",)),
    ("people", gettext_lazy("Crowds"), ("S02",)),
    ("quiet", gettext_lazy("Quiet room"), ("V55",)),
)
FIRST_ASKED = (("V19", "way"), ("V24", "lift"), ("V36", "toilet"), ("V44", "heard"), ("V47", "hands"), ("V06", "bus"))


def status(answer: str, yes: str, no: str, unknown: str) -> Status:
    """An answer as its shape, in these words."""
    return Status(KINDS[answer], {"yes": yes, "no": no, "unknown": unknown}[answer])


def senses(known: Known, bounds: Limits) -> list[Sense]:
    """Noise, light, smell, crowds and the quiet room."""
    last = last_look(known)
    return [Sense(icon, called, [_shown(code, known, bounds, last) for code in codes]) for icon, called, codes in SENSES]


def first_asked(known: Known, bounds: Limits) -> list[Shown]:
    """What most people ask about first; the Changing Places toilet by its standard (R064)."""
    found, last = [], last_look(known)
    for code, icon in FIRST_ASKED:
        shown = _shown(code, known, bounds, last, icon)
        if code == "V36":
            answer, words = changing_places(known, bounds)
            shown = replace(shown, status=status(answer, _("Yes"), _("No"), _("Not known yet")), words=words)
        found.append(shown)
    return found


def by_area(known: Known, bounds: Limits) -> list[Area]:
    """Every fact about the place, area by area."""
    found, last = [], last_look(known)
    for key, of_area in areas().items():
        shown = [_shown(item.code, known, bounds, last) for item in of_area]
        found.append(Area(key, AREAS[key], shown, _in_short(shown), any(one.is_old for one in shown)))
    return found


def _shown(code: str, known: Known, bounds: Limits, last: Looked | None, icon: str = "") -> Shown:
    item, one = place_items()[code], known.get(code, UNKNOWN)
    words = " ".join(part for part in (number_in_words(item, one.number, bounds.get(code)), one.note) if part)
    differs = last is None or (one.checked_by, one.checked_on) != (last.by, last.on)
    return Shown(item, one.status, words, icon, one.checked_by, one.checked_on, one.with_disabled_people, one.is_old, differs)


def _in_short(shown: list[Shown]) -> str:
    """“5 yes, 1 no, 2 nobody has looked at”; what there is none of is left out."""
    count = {kind: sum(1 for one in shown if one.status.kind == kind) for kind in ("done", "no", "unknown")}
    parts = []
    if count["done"]:
        parts.append(_("%(n)d yes") % {"n": count["done"]})
    if count["no"]:
        parts.append(_("%(n)d no") % {"n": count["no"]})
    if count["unknown"]:
        parts.append(
            ngettext("%(n)d that nobody has looked at", "%(n)d that nobody has looked at", count["unknown"])
            % {"n": count["unknown"]}
        )
    return ", ".join(parts)
