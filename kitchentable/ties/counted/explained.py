"""How each figure is counted, for the page that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from kitchentable.policy.numbers import number, rules, starting
from kitchentable.ties.counted.figures import AT_TABLE, KINDS, Kind
from kitchentable.ties.counted.reading import first_days
from kitchentable.ties.models import Remark
from kitchentable.ui.pieces import Words

SETTINGS = ("spot_well", "spot_care", "spot_share_well", "spot_share_care", "spot_least", "spot_wait_days", "hide_below")


@dataclass(frozen=True, slots=True)
class Explained:
    """One figure in plain words. `since`: the first day that was ever counted, or None."""

    code: str
    tip: Words
    name: Words
    how: Words
    pages: Words
    limits: Words
    rule: str
    source: str
    since: date | None
    now: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """A number that is a setting, with its source; `is_own`: set by us, not by law or practice."""

    what: str
    value: int
    unit: str
    rule: str
    is_own: bool


def explained() -> list[Explained]:
    """Each figure, in the order of the tips."""
    first = first_days()
    found = [_kind(kind, first.get(kind.code)) for kind in KINDS]
    at = next(place for place, kind in enumerate(KINDS) if kind.tip > Remark.OfTip.EXPERTS)
    return [*found[:at], _at_table(), *found[at:]]


def settings_of() -> list[Setting]:
    """The numbers that make a standing, as they are in force."""
    return [
        Setting(one.what, number(name), one.unit, one.rule, "own" in one.strength)
        for name in SETTINGS
        if (one := starting()[name])
    ]  # fmt: skip


def _kind(kind: Kind, since: date | None) -> Explained:
    return Explained(
        kind.code, Remark.OfTip(kind.tip).label, kind.name, kind.how, kind.pages, kind.limits, kind.rule, rules()[kind.rule].source, since
    )  # fmt: skip


def _at_table() -> Explained:
    return Explained(
        AT_TABLE, Remark.OfTip.EXPERTS.label, _("At the table"),
        _("The groups that are affected most, as written on the map of the work. Good: somebody from the group sits at the table today."),
        _("The map of who is affected, and the seats."),
        _("It counts groups, not people. A group that nobody has thought of is not on the map."),
        "R072", rules()["R072"].source, None, now=True,
    )  # fmt: skip
