"""The ladder before and after, by both sides (R081), so that nothing is shown that the page of the ladder hides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext as _

from kitchentable.ties.reporting.facts import Grid, Item
from kitchentable.ui.charts import Chart, Series
from kitchentable.works.ladder import MEANINGS, hidden_counts
from kitchentable.works.models import Felt, Step, Work


def both_sides(work: Work, limit: int) -> Item:
    """The step that was planned; how many felt each step; and both sides apart where that gives nobody away."""
    found = Counter(Felt.objects.filter(work=work).values_list("step", "person__works_here"))
    counts = {step.value: found[step.value, True] + found[step.value, False] for step in Step}
    shown = hidden_counts(counts, limit)
    planned = Step(work.ladder_planned)
    grid = Grid(
        _("Planned before it began"), (_("Step"), _("What it means")), ((str(planned.label), str(MEANINGS[planned.value])),)
    )
    says: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    if any(value for value in shown.values()):
        steps = [step for step in reversed(Step) if shown[step.value] != 0]
        charts = (
            Chart(
                _("The step that people felt"), _("How many said that it felt like this step. Planned: %(step)s.") % {"step": planned.label},
                tuple(str(step.label) for step in steps), (Series(_("People"), tuple(shown[step.value] for step in steps), 1),),
                why_gaps=_("Numbers under %(n)d are not shown, and sometimes one beside them.") % {"n": limit},
            ),
        )  # fmt: skip
        sides = sides_apart(
            {(step.value, is_staff): found[step.value, is_staff] for step in Step for is_staff in (True, False)},
            shown,
            planned.value,
            limit,
        )
        if sides:
            charts += (
                Chart(
                    _("Both sides"), _("At the planned step or higher, and lower, by side."), (_("As planned or higher"), _("Lower than planned")),
                    (Series(_("People with lived experience and unpaid carers"), sides[0], 1), Series(_("Staff"), sides[1], 3)),
                ),
            )  # fmt: skip
        else:
            says = (_("Too few of one side have said how it felt, so the two sides are not shown apart."),)
    else:
        says = (_("Too few have said how it felt, or nobody has been asked yet."),)
    return Item("ladder", _("The ladder, before and after"), says, charts=charts, grids=(grid,))


def sides_apart(
    counts: Mapping[tuple[int, bool], int], shown: Mapping[int, int | None], planned: int, limit: int
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """(people: as planned or higher, lower), (staff: the same); None when that would tell what the page of the ladder hides. Pure.

    Every one of the four must hold enough; and where the page hides steps, those on each side of the line must be two or more
    that hold enough together, or the sum of the others would give one back.
    """
    sides = tuple(
        tuple(sum(counts[step, staff] for step in shown if (step >= planned) is high) for high in (True, False))
        for staff in (False, True)
    )
    for high in (True, False):
        hidden = [step for step, value in shown.items() if value is None and (step >= planned) is high]
        held = sum(counts[step, True] + counts[step, False] for step in hidden)
        if hidden and (len(hidden) < 2 or held < limit):
            return None
    if min(value for side in sides for value in side) < limit:
        return None
    return (sides[0][0], sides[0][1]), (sides[1][0], sides[1][1])
