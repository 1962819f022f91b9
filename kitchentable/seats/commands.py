"""`kitchentable draw …`: draw a panel, check a published draw, replace people who dropped out.

Nothing heavy is read before it is needed: the help starts without Django, NumPy and the solver.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kitchentable.seats.draw.sheet import BadInput
from kitchentable.seats.draw.whole import METHODS

if TYPE_CHECKING:
    from kitchentable.seats.draw.lottery import Lottery
    from kitchentable.seats.draw.open_file import Opened
    from kitchentable.seats.draw.task import Task
    from kitchentable.seats.draw.whole import Drawn

FILE = click.Path(dir_okay=False, path_type=Path)
EPILOG = (
    "Check a published draw: kitchentable draw verify LOTTERY.json --seed S. When people drop out: kitchentable draw replace "
    "LOTTERY.json --seed S --out ID. Exit codes: 0 drawn, 1 no panel keeps the quotas, 2 wrong use or a file that cannot be read."
)


class Wrong(click.ClickException):
    """Wrong use: one line, exit code 2."""

    exit_code = 2


class Draw(click.Group):
    """`draw PEOPLE.csv QUOTAS.csv …` draws; `draw verify …` and `draw replace …` are commands beside it."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context of the command that the first word names, or of the draw itself."""
        if args and args[0] in self.commands:
            return super().make_context(info_name, args, parent, **extra)
        return panel.make_context(info_name, args, parent, **extra)


@click.command(epilog=EPILOG)
@click.argument("people", type=FILE)
@click.argument("quotas", type=FILE)
@click.option("--seats", type=int, required=True, help="How many people to draw.")
@click.option(
    "--seed", help="Something that nobody controls, known after the list is sealed. Without it, only the lottery is made."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--method", type=click.Choice(list(METHODS)), default="leximin", show_default=True, help="How to be fair.")
@click.option("--alternates", type=int, default=0, show_default=True, help="How many to draw who can stand in.")
@click.option("--must-include", multiple=True, metavar="ID", help="Somebody who has a seat in any case. May be said again.")
@click.option("--no-one-alone", multiple=True, metavar="FEATURE=VALUE", help="At least two of this group, where it can be.")
@click.option("--dropout", type=FILE, help="CSV id,chance: how likely each person is to drop out (0.1 without it); for alternates.")
@click.option(
    "--time-limit", type=click.FloatRange(min=0), metavar="SECONDS", default=300, show_default=True, help="When proving stops."
)
@click.option("--lottery-out", type=FILE, help="Write the list of 1,000 panels there, to publish before the seed is known.")
def panel(
    people: Path,
    quotas: Path,
    seats: int,
    seed: str | None,
    as_json: bool,
    method: str,
    alternates: int,
    must_include: Sequence[str],
    no_one_alone: Sequence[str],
    dropout: Path | None,
    time_limit: float,
    lottery_out: Path | None,
) -> int:
    """Draw a panel from PEOPLE.csv (id,<feature>…[,household]) that keeps QUOTAS.csv (feature,value,min,max[,min_flex,max_flex]).

    Everybody gets as fair a chance as the quotas leave. The draw picks one of 1,000 equally likely panels.
    """
    from kitchentable.seats.draw.suggest import NoPanel
    from kitchentable.seats.draw.whole import draw as draw_one
    from kitchentable.seats.draw.whole import make_lottery

    with _plainly():
        if seed is None and lottery_out is None:
            raise BadInput("Say --seed to draw, or --lottery-out to make the list of panels first.")
        task, unused = _task(people, quotas, seats, alternates, must_include, no_one_alone, method)
        likely = _dropout(dropout, task)
        try:
            with _progress() as tell:
                lottery = make_lottery(task, time_limit=time_limit, tell=tell)
        except NoPanel as nothing:
            _say_no_panel(nothing, as_json)
            return 1
        if unused:
            click.echo(f"Columns without quotas, left alone: {', '.join(unused)}.", err=True)
        if lottery_out is not None:
            _write(lottery_out, lottery)
        if seed is not None:
            drawn = draw_one(lottery, seed, likely)
            click.echo(json.dumps(drawn.as_json(), ensure_ascii=False, indent=2) if as_json else _in_words(drawn))
        else:
            sealed = {"input_sha256": task.input_sha256, "lottery_sha256": lottery.sha256, "panels": len(lottery.panels)}
            click.echo(json.dumps(sealed) if as_json else _sealed(sealed))
    return 0


@click.group(cls=Draw)
def draw() -> None:
    """Draw a panel so that each person has a fair chance; check a draw; replace people."""


@draw.command("verify")
@click.argument("lottery", type=FILE)
@click.option("--seed", required=True, help="The seed that was announced.")
@click.option("--dropout", type=FILE, help="The same file as in the draw, if there was one.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def verify(lottery: Path, seed: str, dropout: Path | None, as_json: bool) -> int:
    """Check a published LOTTERY.json (or an open file, without answers) and pick its panel again with the seed. Solves nothing."""
    from kitchentable.seats.draw.open_file import Opened
    from kitchentable.seats.draw.verify import check_file
    from kitchentable.seats.draw.whole import draw as draw_one

    with _plainly():
        checked = check_file(lottery)
        if isinstance(checked, Opened):
            return _verify_open(checked, seed, as_json)
        drawn = draw_one(checked.lottery, seed, _dropout(dropout, checked.lottery.task))
    if as_json:
        found = {"ok": not checked.problems, "problems": list(checked.problems), "number": drawn.number}
        click.echo(
            json.dumps(found | {"panel": list(drawn.panel), "alternates": list(drawn.alternates)}, ensure_ascii=False, indent=2)
        )
    elif checked.problems:
        click.echo("\n".join(checked.problems[:20]))
    else:
        number = len(checked.lottery.panels)
        click.echo(f"All {number:,} panels keep the quotas and households. The digests are right.")
        click.echo(f"The seed picks panel {drawn.number} (of 0 to {number - 1}): {', '.join(drawn.panel)}")
        if drawn.alternates:
            click.echo(f"Alternates, in this order: {', '.join(drawn.alternates)}")
    return 1 if checked.problems else 0


def _verify_open(opened: Opened, seed: str, as_json: bool) -> int:
    """The same for an open file: what it does not hold is said to be unchecked."""
    number, people = opened.draw(seed)
    if as_json:
        found = {"ok": not opened.problems, "problems": list(opened.problems), "number": number, "panel": list(people)}
        click.echo(json.dumps(found | {"limits_checked": False}, ensure_ascii=False, indent=2))
    elif opened.problems:
        click.echo("\n".join(opened.problems[:20]))
    else:
        last = len(opened.panels) - 1
        click.echo(f"The digest of the {last + 1:,} panels is right. Each has as many people as there are seats.")
        click.echo(f"The seed picks panel {number} (of 0 to {last}): {', '.join(people)}")
        click.echo("Quotas, households and alternates were not checked: this open file holds nobody's answers.")
    return 1 if opened.problems else 0


@draw.command("replace")
@click.argument("lottery", type=FILE)
@click.option("--seed", required=True, help="The seed that was announced.")
@click.option("--out", multiple=True, required=True, metavar="ID", help="Somebody who dropped out. May be said again.")
@click.option("--dropout", type=FILE, help="The same file as in the draw, if there was one.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def replace(lottery: Path, seed: str, out: Sequence[str], dropout: Path | None, as_json: bool) -> int:
    """Who comes in for people who dropped out: the first alternates that keep the quotas. Exit code 1 when the quotas cannot be kept."""
    from kitchentable.seats.draw.alternates import replace as replace_people
    from kitchentable.seats.draw.open_file import Opened
    from kitchentable.seats.draw.verify import check_file
    from kitchentable.seats.draw.whole import draw as draw_one

    with _plainly():
        checked = check_file(lottery)
        if isinstance(checked, Opened):
            raise BadInput(f"{lottery.name} is an open file: it holds nobody's answers, so it cannot say who comes in.")
        if checked.problems:
            raise BadInput(checked.problems)
        task = checked.lottery.task
        drawn = draw_one(checked.lottery, seed, _dropout(dropout, task))
        done = replace_people(task, checked.lottery.panels[drawn.number], drawn.alternates, out)
    missed = [{"feature": q.feature, "value": q.value, "min": q.low, "max": q.high, "reached": number} for q, number in done.missed]
    if as_json:
        found = {"came": list(done.came), "panel": list(done.panel), "missed": missed, "empty": done.empty}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        click.echo(f"Comes in: {', '.join(done.came) or 'nobody'}.")
        for quota, number in done.missed:
            click.echo(f"{quota.name}: now {number}, wanted {quota.low} to {quota.high}.")
        if done.empty:
            click.echo(f"Seats left empty: {done.empty}.")
        click.echo(f"The panel now: {', '.join(done.panel)}")
    return 1 if done.missed or done.empty else 0


@contextmanager
def _plainly() -> Iterator[None]:
    """What is wrong with the files is one line and exit code 2."""
    try:
        yield
    except BadInput as problem:
        raise Wrong(str(problem)) from problem


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Says on stderr what is being done, while somebody is watching it."""
    if not sys.stderr.isatty():
        yield lambda words: None
        return
    from rich.console import Console

    with Console(stderr=True).status("Starting") as status:
        yield status.update


def _task(
    people: Path, quotas: Path, seats: int, alternates: int, must: Sequence[str], together: Sequence[str], method: str
) -> tuple[Task, tuple[str, ...]]:
    from kitchentable.seats.draw.people import read_people
    from kitchentable.seats.draw.quotas import read_quotas
    from kitchentable.seats.draw.task import make_task

    limits = read_quotas(quotas)
    pool = read_people(people, limits)
    groups = []
    for one in together:
        feature, is_, value = one.partition("=")
        if not is_:
            raise BadInput(f"--no-one-alone {one}: say it as FEATURE=VALUE.")
        groups.append((feature.strip(), value.strip()))
    task = make_task(pool, limits, seats, alternates=alternates, must=must, together=groups, method=method)
    return task, pool.unused


def _dropout(path: Path | None, task: Task) -> dict[str, int]:
    """How likely each person is to drop out, in thousandths, from a CSV `id,chance`."""
    if path is None:
        return {}
    from kitchentable.seats.draw.sheet import read_sheet

    sheet = read_sheet(path)
    known = {person.id for person in task.people}
    found = {}
    for line in sheet.lines:
        one, cell = line.cells.get("id", ""), line.cells.get("chance", "")
        if one not in known:
            raise BadInput(f"{sheet.name}, row {line.row}, column id: nobody in the list has the id “{one}”.")
        try:
            chance = float(cell)
        except ValueError:
            chance = -1.0
        if not 0 <= chance <= 1:
            raise BadInput(f"{sheet.name}, row {line.row}, column chance: “{cell}” is not a number from 0 to 1.")
        found[one] = round(chance * 1000)
    return found


def _write(path: Path, lottery: Lottery) -> None:
    from kitchentable.seats.draw.lottery import to_file

    try:
        path.write_text(json.dumps(to_file(lottery), ensure_ascii=True) + "\n", encoding="ascii")
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {(error.strerror or str(error)).lower()}.") from error


def _say_no_panel(nothing: Any, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(nothing.as_json(), ensure_ascii=False, indent=2))
        return
    click.echo(f"Nothing was drawn. {nothing.why}")
    for way in nothing.ways:
        click.echo(f"- {way.words} ({way.kept_to})")


def _sealed(sealed: dict[str, Any]) -> str:
    return (
        f"The lottery of {sealed['panels']:,} panels is made. Publish these two digests before the seed is known.\n"
        f"People and quotas: {sealed['input_sha256']}\nLottery: {sealed['lottery_sha256']}"
    )


def _in_words(drawn: Drawn) -> str:
    lottery, task = drawn.lottery, drawn.lottery.task
    lines = [
        f"Panel {drawn.number} of 0 to {len(lottery.panels) - 1}, picked by the seed “{drawn.seed}”:",
        ", ".join(drawn.panel),
        *([f"Alternates, in this order: {', '.join(drawn.alternates)}"] if drawn.alternates else []),
        f"Method: {task.method}. {METHODS[task.method]}",
        f"The lowest chance is {min(lottery.chances):.4f}, the highest {max(lottery.chances):.4f}. "
        f"In the list nobody is further than {lottery.stated_bound} from their chance.",
        _how_sure(lottery),
        *(f"{one['feature']} {one['value']}: {one['reached']} ({one['min']} to {one['max']})" for one in drawn.as_json()["quotas"]),
        f"People and quotas: {task.input_sha256}",
        f"Lottery: {lottery.sha256}",
    ]
    return "\n".join(line for line in lines if line)


def _how_sure(lottery: Lottery) -> str:
    """What is proven about the chances, and how far the list is from the bound where not all is."""
    if lottery.task.method == "stratified":
        return ""
    if lottery.exact:
        return "It is proven that these are the fairest chances of this method."
    struck = "" if lottery.in_time else "The time limit struck. "
    return f"{struck}No draw can beat the chances named here; the list comes within {lottery.stated_bound} of each of them."
