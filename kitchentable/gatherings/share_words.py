"""Shares in words, for the pages that show them: what was counted, by which groups, and what is not shown and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.gatherings.balance import MEASURES, STAFF_SIDE, Measure, Part, Share, Shares
from kitchentable.ui.pieces import Part as Drawn
from kitchentable.ui.pieces import Words
from kitchentable.works.models import Group

TITLES: dict[Measure, Words] = {
    "agenda": gettext_lazy("Points of the agenda"),
    "talk": gettext_lazy("Who spoke"),
    "moved": gettext_lazy("Who put decisions forward"),
    "votes": gettext_lazy("Votes"),
}
COUNTED: dict[Measure, Words] = {
    "agenda": gettext_lazy("Each point of the agenda, by the group of the person who brought it."),
    "talk": gettext_lazy("Each time somebody began to speak, by their group. Nobody noted who it was, or for how long."),
    "moved": gettext_lazy("Each decision, by the group of the person who put it forward."),
    "votes": gettext_lazy("Each vote that was given, by group. Nobody noted what anyone voted for."),
}
DRAWN = {"lived": 1, "carer": 2, "staff": 3, "other": 4}


@dataclass(frozen=True, slots=True)
class InWords:
    """One measure as a page shows it: `parts` for the bar, or only `says`."""

    title: Words
    counted: Words
    says: str
    parts: tuple[Drawn, ...] = ()


def in_words(shares: Shares) -> list[InWords]:
    """Each measure: what was counted, the share in words, the parts of its bar."""
    return [InWords(TITLES[one], COUNTED[one], _says(shares[one]), _drawn(shares[one])) for one in MEASURES]


def groups_in_words(groups: Sequence[str]) -> str:
    """ "People with lived experience and unpaid carers"."""
    if len(groups) == 1:
        return str(Group(groups[0]).label)
    if tuple(groups) == STAFF_SIDE:
        return _("People who work here, and others")
    return _("People with lived experience, and unpaid carers")


def _says(share: Share | None) -> str:
    if share is None:
        return _("Fewer than 3 were noted, or none. That is too few to show.")
    if share.few:
        return _("%(group)s: none or one of %(whole)d. The rest came from the other side.") % {
            "group": groups_in_words(share.few),
            "whole": share.whole,
        }
    return " ".join(_part(part, share.whole) for part in share.parts)


def _part(part: Part, whole: int) -> str:
    return _("%(group)s: %(count)d of %(whole)d.") % {"group": groups_in_words(part.groups), "count": part.count, "whole": whole}


def _drawn(share: Share | None) -> tuple[Drawn, ...]:
    if share is None:
        return ()
    return tuple(Drawn(groups_in_words(part.groups), part.count, DRAWN[part.groups[0]]) for part in share.parts)
