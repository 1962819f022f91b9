"""The sweet spot: six tips, each with its evidence, for a piece of work or the whole organisation.

All numbers are sums of parts that were counted once (`counted/parts.py`), the same for every reader. No total, no order of works (R106).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.policy.book import fact
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Actor
from kitchentable.seats.models import AffectedGroup
from kitchentable.ties.counted.figures import AT_TABLE, KINDS, Aim, Help, Kind
from kitchentable.ties.counted.parts import Told
from kitchentable.ties.counted.reading import Lately, groups_of, lately
from kitchentable.ties.evidence import Figure, Standing, Tip
from kitchentable.ties.models import Remark
from kitchentable.ui.pieces import Status, Words
from kitchentable.works.models import Work

STANDS: Mapping[Standing, Status] = {
    "well": Status("done", gettext_lazy("Holding well")),
    "nearly": Status("partly", gettext_lazy("Getting there")),
    "care": Status("late", gettext_lazy("Needs care now")),
    "unknown": Status("unknown", gettext_lazy("We do not know")),
}
FIRST_CARE: tuple[Standing, ...] = ("care", "nearly", "unknown", "well")
AFFECTED = Help(gettext_lazy("Find somebody from a group that is missing at the table, and ask what would help them to come."))
WHO: Mapping[str, Words] = {
    "lead": gettext_lazy("The lead can do this."),
    "answers": gettext_lazy("The person who answers can do this."),
    "decider": gettext_lazy("The person who decides can do this."),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure as it stands now. `told` None: not known."""

    code: str
    name: Words
    words: str
    standing: Standing
    help: Help
    told: Told | None = None
    since: date | None = None
    until: date | None = None

    @property
    def count(self) -> str:
        """ "9 of 12", or that we do not know."""
        return in_count(self.told) if self.told and not self.told.says_nothing else _("we do not know")

    def as_figure(self) -> Figure:
        """For reports."""
        if self.told is None or self.told.says_nothing:
            return Figure(self.code, self.words, None, None, unknown=True)
        return Figure(self.code, self.words, self.told.exact, self.told.of)


@dataclass(frozen=True, slots=True)
class Seen:
    """One tip with its figures, the one thing that would help most, and who could do it."""

    number: int
    name: Words
    standing: Standing
    words: str
    shown: tuple[Shown, ...]
    help: Help | None

    @property
    def status(self) -> Status:
        """A word and a shape."""
        return STANDS[self.standing]

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"tip-{self.number}"

    @property
    def short(self) -> str:
        """The first thing that is known of it, in a sentence; else that we do not know."""
        known = [one for one in self.shown if one.standing == self.standing]
        return (known or self.shown)[0].words

    @property
    def known(self) -> str:
        """ "1 of 4 numbers known", where not all are."""
        known = sum(one.standing != "unknown" for one in self.shown)
        if known in (0, len(self.shown)):
            return ""
        return _("%(known)d of %(of)d numbers known") % {"known": known, "of": len(self.shown)}


def spot_of(work: Work | None, person: Actor) -> list[Tip]:
    """Six tips as `person` may read them, small counts hidden; none when they may not see this piece of work.

    Reads kept counts, never all rows: two questions to the tables.
    """
    if work is not None and not work.is_public and work.pk not in fact(person, "works.roles"):
        return []
    return [
        Tip(
            one.number, str(one.name), one.standing, one.words, tuple(figure.as_figure() for figure in one.shown),
            f"{one.help.words} {WHO[one.help.who]}" if one.help else "",
        )
        for one in seen(work)
    ]  # fmt: skip


def seen(work: Work | None, side: str = "") -> list[Seen]:
    """The six tips of a piece of work, of one side of its table, or of the whole organisation. Two questions to the tables."""
    known = lately(work, side)
    shown = {kind.code: _shown(kind, known.get(kind.code), work, side) for kind in KINDS}
    shown[AT_TABLE] = _at_table(groups_of(work, side), of_all=work is None)
    tips = []
    for tip in Remark.OfTip:
        codes = [AT_TABLE] if tip == Remark.OfTip.EXPERTS else [kind.code for kind in KINDS if kind.tip == tip.value]
        tips.append(_tip(tip, [shown[code] for code in codes], side))
    return tips


def helps_most(tips: list[Seen]) -> Seen | None:
    """The tip whose one thing would help most next: one that needs care, else one that is getting there. None when nothing is known."""
    waiting = [one for one in tips if one.help and one.standing in ("care", "nearly")]
    return min(waiting, key=lambda one: (FIRST_CARE.index(one.standing), one.number), default=None)


def in_count(told: Told) -> str:
    """ "58 of 64", “16 or more of 20”."""
    values = {"low": told.low, "high": told.high, "of": told.of}
    if told.exact is not None:
        return _("%(low)d of %(of)d") % values
    if told.high == told.of:
        return _("%(low)d or more of %(of)d") % values
    if told.low == 0:
        return _("%(high)d or fewer of %(of)d") % values
    return _("between %(low)d and %(high)d of %(of)d") % values


def standing_of(told: Told, aim: Aim) -> Standing:
    """What a count means, by two numbers that the organisation sets. Made from what is told, so it tells no more."""
    if told.says_nothing:
        return "unknown"
    well, care = ("spot_well", "spot_care") if aim == "most" else ("spot_share_well", "spot_share_care")
    if told.low * 100 >= number(well) * told.of:
        return "well"
    return "care" if told.high * 100 < number(care) * told.of else "nearly"


# ── the small steps ───────────────────────────────────────────────────────────────────────────────


def _shown(kind: Kind, known: Lately | None, work: Work | None, side: str) -> Shown:
    if known is None or known.told.says_nothing:
        words = str(kind.not_yet)
        if side and not kind.by_side:
            words = _("We do not count this by group.")
        elif kind.everyone and work is not None:
            words = _("Learning is counted for the whole organisation.")
        return Shown(kind.code, kind.name, words, "unknown", kind.helps)
    words = str(kind.says) % {"count": in_count(known.told)}
    words = words[0].upper() + words[1:]
    return Shown(
        kind.code, kind.name, words, standing_of(known.told, kind.aim), kind.helps, known.told, known.since, known.until
    )  # fmt: skip


def _at_table(groups: list[tuple[AffectedGroup, bool]], *, of_all: bool) -> Shown:
    """Groups, not people: who is missing stands in public on the picture of the table, so nothing is hidden here."""
    name = _("At the table now")
    if not groups:
        return Shown(AT_TABLE, name, _("Nobody has written down yet who is affected most."), "unknown", AFFECTED)
    told = Told(len(groups), there := sum(sits for _group, sits in groups), there)
    if there == len(groups):
        words = _("Each group that is affected most has somebody at the table: %(count)s.") % {"count": in_count(told)}
    else:
        words = _("%(count)s groups that are affected most have somebody at the table.") % {"count": in_count(told)}
    missing = [group.name for group, sits in groups if not sits]
    if missing and not of_all:
        words += " " + _("Nobody is there from: %(groups)s.") % {"groups": ", ".join(missing)}
    enough = there * 100 >= number("spot_care") * len(groups)
    standing: Standing = "well" if not missing else "nearly" if of_all and enough else "care"
    return Shown(AT_TABLE, name, words, standing, AFFECTED, told)


def _tip(tip: Remark.OfTip, shown: list[Shown], side: str) -> Seen:
    known = [one for one in shown if one.standing != "unknown"]
    stands: Standing = "unknown"
    if known:
        stands = "well" if all(one.standing == "well" for one in known) else "nearly"
        stands = "care" if any(one.standing == "care" for one in known) else stands
    words = " ".join(one.words for one in known) if known else shown[0].words
    worst = min(known, key=lambda one: FIRST_CARE.index(one.standing), default=None)
    help_ = worst.help if worst and worst.standing != "well" else None
    return Seen(tip.value, tip.label, stands, words, tuple(shown), help_)
