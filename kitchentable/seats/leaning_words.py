"""How seats lean, in sentences for pages: what was chosen, what it lacks, who must be there."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kitchentable.seats.leaning import Chosen, Lean, Quorum
from kitchentable.ui.pieces import Part, Words
from kitchentable.works.models import Group

DRAWN: dict[str, int] = {Group.LIVED: 1, Group.CARER: 2, Group.STAFF: 3, Group.OTHER: 4}
"""Colour and mark of each side: the same on every picture."""

MORE_THAN_HALF = 51

SIDES: dict[str, Words] = {
    Group.LIVED: gettext_lazy("People with lived experience"),
    Group.CARER: gettext_lazy("Unpaid carers"),
    Group.STAFF: gettext_lazy("People who work here"),
    Group.OTHER: gettext_lazy("Others"),
}


def chosen_in_words(chosen: Chosen) -> list[str]:
    """What was chosen, one sentence each."""
    if chosen.lived_percent == MORE_THAN_HALF:
        said = [_("More than half of the seats are for people with lived experience and unpaid carers.")]
    else:
        words = _("At least %(percent)d of 100 seats are for people with lived experience and unpaid carers.")
        said = [words % {"percent": chosen.lived_percent}]
    if chosen.least_lived:
        said.append(
            ngettext(
                "At least %(n)d person with lived experience has a seat.",
                "At least %(n)d people with lived experience have a seat.",
                chosen.least_lived,
            )
            % {"n": chosen.least_lived}
        )
    if chosen.least_carers:
        said.append(
            ngettext("At least %(n)d unpaid carer has a seat.", "At least %(n)d unpaid carers have a seat.", chosen.least_carers)
            % {"n": chosen.least_carers}
        )
    return said


def quorum_in_words(needed: Quorum) -> str:
    """Who must be there to decide."""
    return ngettext(
        "To decide, at least %(people)d people must be there. At least %(n)d of them has lived experience or cares unpaid for somebody.",
        "To decide, at least %(people)d people must be there. At least %(n)d of them have lived experience or care unpaid for somebody.",
        needed.lived,
    ) % {"people": needed.people, "n": needed.lived}


def lacks_in_words(lean: Lean) -> list[str]:
    """What seats lack of what was chosen, one sentence each; none when it is kept. Each says what would mend it."""
    said = []
    if n := lean.lacks.get("share"):
        said.append(
            ngettext(
                "Fewer seats than chosen are for people with lived experience and unpaid carers: %(have)d of %(total)d. Give them %(n)d seat of the others.",
                "Fewer seats than chosen are for people with lived experience and unpaid carers: %(have)d of %(total)d. Give them %(n)d seats of the others.",
                n,
            )
            % {"have": lean.leaning, "total": lean.total, "n": n}
        )
    if n := lean.lacks.get("lived"):
        said.append(
            ngettext(
                "%(n)d more person with lived experience is needed at the table.",
                "%(n)d more people with lived experience are needed at the table.",
                n,
            )
            % {"n": n}
        )
    if n := lean.lacks.get("carers"):
        said.append(
            ngettext("%(n)d more unpaid carer is needed at the table.", "%(n)d more unpaid carers are needed at the table.", n)
            % {"n": n}
        )
    return said


def parts(lean: Lean) -> list[Part]:
    """The seats by side, for a bar."""
    counts = ((Group.LIVED, lean.lived), (Group.CARER, lean.carers), (Group.STAFF, lean.staff), (Group.OTHER, lean.other))
    return [Part(SIDES[side], n, DRAWN[side]) for side, n in counts]
