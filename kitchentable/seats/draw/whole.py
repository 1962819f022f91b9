"""The whole draw: from a task to the lottery, and from the lottery and a seed to the panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kitchentable.seats.draw.alternates import choose, reached_by
from kitchentable.seats.draw.lottery import Lottery, clean_seed, deal_to_people, pick
from kitchentable.seats.draw.task import PANELS, Task

if TYPE_CHECKING:
    from kitchentable.seats.draw.kinds import Kinds
    from kitchentable.seats.draw.solver import Clock, Floats, Whole

Tell = Callable[[str], None]

# What each method promises, in a sentence that can be read out.
METHODS = {
    "leximin": "The person with the lowest chance gets as high a chance as can be, then the next lowest, and so on for everybody.",
    "maximin": "The person with the lowest chance gets as high a chance as can be; nothing is promised to the others.",
    "nash": "The product of all chances is as high as can be: a little less for those with the lowest chance, more for many others.",
    "stratified": "Seats are filled one by one, at random, from the group that is shortest of people. Simple, and the least fair.",
}


def silent(_words: str) -> None:
    """Tell nobody."""


def make_lottery(task: Task, *, time_limit: float | None = None, tell: Tell = silent) -> Lottery:
    """The list of equally likely panels for a task.

    Raises NoPanel (suggest.py) when no panel keeps the quotas. After `time_limit` seconds proving stops, and the lottery says how far it is.
    """
    from kitchentable.seats.draw.exact import any_panel
    from kitchentable.seats.draw.kinds import kinds_of
    from kitchentable.seats.draw.solver import Clock
    from kitchentable.seats.draw.suggest import why_not
    from kitchentable.seats.draw.together import with_company

    clock, patient = Clock(time_limit), Clock()
    tell(f"Looking for a first panel: {len(task.people)} people, {task.seats} seats")
    spare = any_panel(kinds_of(task).fine, patient)
    if spare is None:
        raise why_not(task)
    used, together = with_company(task, patient) if task.together else (task, ())
    kinds = kinds_of(used)
    if used is not task:
        spare = any_panel(kinds.fine, patient)
        assert spare is not None
    if task.method == "stratified":
        return _stratified(task, kinds, together, tell)
    return _fair(task, kinds, spare, together, clock, tell)


def _fair(task: Task, kinds: Kinds, spare: Whole, together: tuple[tuple[str, str], ...], clock: Clock, tell: Tell) -> Lottery:
    from kitchentable.seats.draw.exact import prove
    from kitchentable.seats.draw.leximin import leximin
    from kitchentable.seats.draw.others import maximin, nash
    from kitchentable.seats.draw.solver import Clock

    method = {"leximin": leximin, "maximin": maximin, "nash": nash}[task.method]
    tell(f"Finding the fairest chances: {kinds.table.kinds} kinds of people")
    means = method(kinds.table, Clock())
    assert means is not None, "there is a panel, so the rows leave something"
    tell(f"Making {PANELS:,} panels that give these chances")
    proven = prove(kinds, method, means, spare, clock, tell)
    # Whatever went before, nothing is published that breaks a quota or a household.
    assert kinds.fine.keep(proven.panels), "each panel keeps the quotas"
    return Lottery(
        task,
        deal_to_people(task, kinds.people, proven.panels),
        _per_person(task, kinds, proven.means),
        gap=proven.gap,
        cuts=len(proven.cuts),
        in_time=proven.in_time,
        together=together,
    )


def _stratified(task: Task, kinds: Kinds, together: tuple[tuple[str, str], ...], tell: Tell) -> Lottery:
    from kitchentable.seats.draw.solver import Clock
    from kitchentable.seats.draw.stratified import stratified_panels

    tell(f"Drawing {PANELS:,} panels seat by seat")
    panels = deal_to_people(task, kinds.people, stratified_panels(kinds.fine, int(task.input_sha256[:8], 16), Clock()))
    listed = Lottery(task, panels, (), together=together)
    return Lottery(task, panels, tuple(count / len(panels) for count in listed.counts), together=together)


def _per_person(task: Task, kinds: Kinds, means: Floats) -> tuple[float, ...]:
    """Everybody's chance, in the order of the task's people."""
    chances = [0.0] * len(task.people)
    of_kind = (means / kinds.table.size).tolist()
    for people, kind in zip(kinds.people, kinds.kind.tolist(), strict=True):
        for place in people:
            chances[place] = of_kind[kind]
    return tuple(chances)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A panel that was drawn: its number in the list, its people and alternates by id, and the quotas with what was reached."""

    lottery: Lottery
    seed: str
    number: int
    panel: tuple[str, ...]
    alternates: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """What the command prints."""
        lottery, task = self.lottery, self.lottery.task
        ids = [person.id for person in task.people]
        reached = reached_by(task, lottery.panels[self.number])
        return {
            "feasible": True,
            "panel": list(self.panel),
            "alternates": list(self.alternates),
            "probabilities": {one: round(chance, 9) for one, chance in zip(ids, lottery.chances, strict=True)},
            "in_panels": dict(zip(ids, lottery.counts, strict=True)),
            "method": task.method,
            "seed": self.seed,
            "input_sha256": task.input_sha256,
            "quotas": [
                {"feature": q.feature, "value": q.value, "min": q.low, "max": q.high, "reached": reached[q.feature, q.value]}
                for q in task.quotas
            ],
            "lottery": {
                "panels": len(lottery.panels),
                "number": self.number,
                "sha256": lottery.sha256,
                "bound": lottery.stated_bound,
            },
            "exact": lottery.exact,
            "gap": lottery.gap,
            "lowest": round(min(lottery.chances), 9),
            "no_one_alone": [list(one) for one in lottery.together],
        }


def draw(lottery: Lottery, seed: str, dropout: Mapping[str, int] | None = None) -> Drawn:
    """The panel that the seed picks. Raises BadInput for an empty seed."""
    seed = clean_seed(seed)
    number = pick(lottery.sha256, seed, len(lottery.panels))
    panel = lottery.panels[number]
    task = lottery.task
    return Drawn(
        lottery,
        seed,
        number,
        tuple(task.people[place].id for place in panel),
        choose(task, panel, seed, task.alternates, dropout),
    )
