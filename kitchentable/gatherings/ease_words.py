"""How it felt, as counts that give nobody away. Five or more answers are counted together, and only whole groups of five are new at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.gatherings.balance import TOLD
from kitchentable.gatherings.models import Ease
from kitchentable.gatherings.small import in_whole_groups
from kitchentable.ui.pieces import Part, Words

GOOD = 4  # "mostly" and "yes, fully"
ASKED: dict[str, Words] = {
    "at_ease": gettext_lazy("At ease"),
    "heard": gettext_lazy("Heard"),
    "could_say": gettext_lazy("Able to say what they wanted"),
}


@dataclass(frozen=True, slots=True)
class Felt:
    """One question: in words, and as parts of a bar when both can be told."""

    title: Words
    says: str
    parts: tuple[Part, ...] = ()


def ease_in_words(eases: Sequence[Ease], group: int) -> list[Felt]:
    """How many said “mostly” or “yes, fully” to each question. None, one, all and all but one are not told apart: they would say of each."""
    found = []
    for name, title in ASKED.items():
        answers = in_whole_groups([getattr(one, name) for one in eases], group)
        if answers:
            found.append(_felt(title, sum(answer >= GOOD for answer in answers), len(answers)))
    return found


def _felt(title: Words, good: int, whole: int) -> Felt:
    if good < TOLD:
        return Felt(title, _("None or one of %(whole)d said “mostly” or “yes, fully”.") % {"whole": whole})
    if whole - good < TOLD:
        return Felt(title, _("All, or all but one, of %(whole)d said “mostly” or “yes, fully”.") % {"whole": whole})
    words = _("%(good)d of %(whole)d said “mostly” or “yes, fully”.") % {"good": good, "whole": whole}
    return Felt(
        title, words, (Part(_("Mostly, or yes, fully"), good, 1), Part(_("Partly, not much, or not at all"), whole - good, 4))
    )
