"""`kitchentable voices …`: bringing in and taking out, and doing to many what the office does to one, as a named person.

Every command prints one JSON object with `--json`. Exit 0: fine; 1: done, with problems that are named; 2: wrong use.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
from django.db.models import Q
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from kitchentable.people.models import Person
from kitchentable.people.secret import index
from kitchentable.people.sheets import open_sheet
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import HOUSE, Actor, Problem, Refused
from kitchentable.voices import acts, exports, imports
from kitchentable.voices.models import Answer, Contribution, ImportRun, Question
from kitchentable.voices.models.contributions import PUBLIC_CHOICES, WITH_WORDS
from kitchentable.works.models import Work

SAYS = Console(stderr=True)
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
of_work = click.option("--work", "slug", required=True, metavar="SLUG", help="The piece of work, as in its address.")
by_person = click.option("--as", "who", required=True, metavar="WHO", help="Who does it: a person's key or e-mail address.")
numbered = click.option("--numbers", default="", metavar="1-200,205", help="Only these numbers.")


class Wrong(click.ClickException):
    """One clear line on stderr, and exit 2."""

    exit_code = 2


@click.group()
def voices() -> None:
    """Bring in what people said, and take out what came of it."""


# ── in ────────────────────────────────────────────────────────────────────────────────────────────


@voices.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@of_work
@click.option("--question", type=int, metavar="N", help="The question it answers; a wrong number lists them all.")
@click.option("--columns", multiple=True, metavar="words=comment,said_at=date", help="Which column is what. Others are guessed.")
@click.option(
    "--sharing", type=click.Choice(["lead", "group", "public"]), default="lead", show_default=True, help="Who may see it."
)
@click.option("--dry-run", is_flag=True, help="Look at every row and keep nothing.")
@click.option("--refused", type=click.Path(dir_okay=False, path_type=Path), help="Where refused rows go. [FILE-refused.csv, here]")
@click.option("--as", "who", default="", metavar="WHO", help="Who brings it in: a person's key or e-mail address. [the house]")
@as_json
def bring_in(
    file: Path,
    slug: str,
    question: int | None,
    columns: tuple[str, ...],
    sharing: str,
    dry_run: bool,
    refused: Path | None,
    who: str,
    as_json: bool,
) -> None:
    """Bring in a CSV or XLSX FILE of what people said.

    Each row is new, known or refused; run it again and nothing comes twice. Ctrl-C is safe: what came in stays, and the same
    command goes on.
    """
    with plainly():
        by, work = _person(who) if who else HOUSE, _work(slug)
        asked = _question(work, question)
        sheet = open_sheet(file)
        settled = imports.settle(sheet.headings, _columns(columns))
        if dry_run:
            _show(imports.preview(sheet, settled, work, sharing), file, as_json)
            return
        began = time.monotonic()
        refused = refused or Path(f"{file.stem}-refused.csv")
        run = imports.start_here(by, work, name=file.name, columns=settled, sharing=sharing, question=asked)
        stopped = False
        try:
            with _bar(sum(1 for _line in sheet.lines()), as_json) as tick:
                imports.bring_in(by, run, sheet, refused, tick=tick)
        except KeyboardInterrupt:
            stopped = True
        finally:
            if run.state != ImportRun.State.DONE:
                imports.stop(by, run)
        found = {
            "file": file.name,
            "work": work.slug,
            "rows": run.done,
            "new": run.new,
            "known": run.known,
            "refused": run.refused,
            "refused_file": str(refused) if run.refused else "",
            "stopped": stopped,
            "seconds": round(time.monotonic() - began, 1),
        }
    if stopped:
        _tell(as_json, found, f"Stopped after {run.done:,} rows. They stay. Run the same command again to go on.")
    else:
        words = f"{run.done:,} rows: {run.new:,} new, {run.known:,} known, {run.refused:,} refused."
        _tell(as_json, found, words + (f" Refused rows and why: {refused}" if run.refused else ""))
    sys.exit(1 if run.refused or stopped else 0)


def _show(seen: imports.Preview, file: Path, as_json: bool) -> None:
    counts = seen.counts
    if not as_json:
        table = Table(title=f"{file.name}: the first rows, as they will be")
        for heading in ("line", "said", "words", "theme", "who may see it"):
            table.add_column(heading)
        for row in seen.first:
            said = row.said_at.date().isoformat() if row.said_at else ""
            table.add_row(str(row.line), said, _short(row.words), row.theme, row.sharing)
        Console().print(table)
        for row in seen.why:
            click.echo(f"line {row.line}: {row.why}")
    found = {
        "file": file.name,
        "columns": seen.columns,
        "rows": counts.rows,
        "new": counts.new,
        "known": counts.known,
        "refused": counts.refused,
        "why": [{"line": row.line, "why": row.why} for row in seen.why],
        "dry_run": True,
    }
    words = (
        f"{counts.rows:,} rows: {counts.new:,} would be new, {counts.known:,} known, {counts.refused:,} refused. Nothing was kept."
    )
    _tell(as_json, found, words)
    sys.exit(1 if counts.refused else 0)


# ── out ───────────────────────────────────────────────────────────────────────────────────────────


@voices.command("export")
@of_work
@click.option("--format", "kind", type=click.Choice(list(exports.KINDS)), default="csv", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it. [standard output]")
@click.option("--as", "who", default="", metavar="WHO", help="Who takes it out. [the house]")
def take_out(slug: str, kind: str, out: Path | None, who: str) -> None:
    """Take out everything that was said and what came of it. No contact details; names only where their owners chose it."""
    with plainly():
        pieces = exports.KINDS[kind][0](_person(who) if who else HOUSE, _work(slug))
        if out is None:
            with suppress(BrokenPipeError):  # `| head` has read enough
                sys.stdout.buffer.writelines(pieces)
                sys.stdout.buffer.flush()
            return
        unfinished = out.with_name(out.name + ".part")
        with unfinished.open("wb") as file:
            file.writelines(pieces)
        unfinished.replace(out)


# ── to many at once ───────────────────────────────────────────────────────────────────────────────


@voices.command("theme")
@of_work
@click.option("--called", required=True, metavar="NAME", help="The theme; made when it is not there.")
@click.option("--search", multiple=True, metavar="WORD", help="Everything with one of these in its words.")
@numbered
@by_person
@as_json
def theme(slug: str, called: str, search: tuple[str, ...], numbers: str, who: str, as_json: bool) -> None:
    """Put contributions into a theme."""
    with plainly():
        by, work = _person(who), _work(slug)
        if not search and not numbers:
            raise Problem("Say which: --search WORD, or --numbers 1-20.")
        wanted = Q()
        for word in search:
            wanted |= Q(words__icontains=word)
        found = list(_seen(by, work, numbers).filter(wanted, status__in=WITH_WORDS))
        made = acts.make_theme(by, work, called=called)
        acts.mark(by, made, contributions=found)
        count = made.marks.count()
    said = f"“{made.called}”: {len(found)} found, {count} in the theme now."
    _tell(as_json, {"theme": made.called, "found": len(found), "in_theme": count}, said)


@voices.command("answer")
@of_work
@click.option("--file", required=True, type=click.Path(path_type=Path), help="A CSV file; see below.")
@by_person
@as_json
def answer(slug: str, file: Path, who: str, as_json: bool) -> None:
    """Answer many from a CSV file, one answer a row. A second person still checks each one.

    Columns: numbers ("3 7 12"), outcome (used, partly, not_used, later, passed), words; and where they fit: because, decider,
    decided_on, who_does_it, by_when, cost, look_again_on, passed_to. People by key or e-mail address, days as 2026-05-31 or +90.
    """
    done, before, problems = 0, 0, []
    with plainly():
        by, work = _person(who), _work(slug)
        sheet = open_sheet(file)
        missing = {"numbers", "outcome", "words"} - set(sheet.headings)
        if missing:
            raise Problem(f"{file.name} has no column “{min(missing)}”.")
        for line in sheet.lines():
            row = {heading: cell.strip() for heading, cell in zip(sheet.headings, line.cells, strict=False)}
            try:
                done += _answer(by, work, row)
            except acts.AlreadyAnswered as already:
                if already.answer is not None and already.answer.words == row["words"]:
                    before += 1
                else:
                    problems.append({"line": line.number, "why": str(already)})
            except Problem as problem:
                problems.append({"line": line.number, "why": str(problem)})
    found = {"answered": done, "answers_known": before, "problems": problems}
    _report(as_json, found, f"{done} answered. Each answer waits for its check.", problems)


def _answer(by: Person, work: Work, row: dict[str, str]) -> int:
    wanted = _numbers(row["numbers"].replace(" ", ","))
    found = list(_seen(by, work, "").filter(number__in=wanted))
    if not wanted or len(found) != len(wanted):
        raise Problem(f"There is nothing with the number {min(wanted - {c.number for c in found}, default=0)}.")
    if row["outcome"] not in dict(Answer._meta.get_field("outcome").choices or ()):
        raise Problem(f"“{row['outcome']}” is no outcome. Write used, partly, not_used, later or passed.")
    acts.answer(
        by,
        found,
        outcome=row["outcome"],
        words=row["words"],
        because=row.get("because", ""),
        decider=_person(row["decider"]) if row.get("decider") else work.decider,
        decided_on=_day(row.get("decided_on", "")) or today(),
        who_does_it=row.get("who_does_it", ""),
        by_when=_day(row.get("by_when", "")),
        cost=row.get("cost", ""),
        look_again_on=_day(row.get("look_again_on", "")),
        passed_to=_person(row["passed_to"]) if row.get("passed_to") else None,
    )
    return len(found)


@voices.command("check")
@of_work
@numbered
@by_person
@as_json
def check(slug: str, numbers: str, who: str, as_json: bool) -> None:
    """Say that answers are whole and clear, as the second person. Their authors are told. Read them first."""
    done, problems = 0, []
    with plainly():
        by, work = _person(who), _work(slug)
        waiting = Answer.objects.filter(work=work, checked_at__isnull=True, sent_back_at__isnull=True)
        if numbers:
            waiting = waiting.filter(contributions__number__in=_numbers(numbers)).distinct()
        for one in waiting.select_related("work", "decider", "passed_to", "written_by").order_by("pk"):
            try:
                acts.check(by, one)
                done += 1
            except Refused as refused:
                problems.append({"answer": one.key, "why": str(refused.verdict.because)})
    _report(as_json, {"checked": done, "problems": problems}, f"{done} answers checked and sent.", problems)


@voices.command("publish")
@of_work
@numbered
@click.option("--except", "without", default="", metavar="9,13", help="But not these.")
@by_person
@as_json
def publish(slug: str, numbers: str, without: str, who: str, as_json: bool) -> None:
    """Let everyone read contributions whose authors chose that. Read them first: they must name nobody else."""
    with plainly():
        by, work = _person(who), _work(slug)
        found = _seen(by, work, numbers).filter(sharing__in=PUBLIC_CHOICES, status__in=WITH_WORDS, published_at__isnull=True)
        done = 0
        for c in found.exclude(number__in=_numbers(without)).select_related("work"):
            acts.publish(by, c)
            done += 1
    _tell(as_json, {"published": done}, f"{done} published.")


# ── small steps ───────────────────────────────────────────────────────────────────────────────────


@contextmanager
def plainly() -> Iterator[None]:
    """A rule's no and a problem become one line on stderr and exit 2."""
    try:
        yield
    except Refused as refused:
        raise Wrong(str(refused.verdict.because)) from refused
    except Problem as problem:
        raise Wrong(str(problem)) from problem
    except OSError as error:
        raise Wrong(f"{error.filename or 'The disk'}: {error.strerror}.") from error


def _work(slug: str) -> Work:
    found = Work.objects.filter(slug=slug).select_related("decider", "answers_first").first()
    if found is None:
        raise Problem(
            f"There is no piece of work “{slug}”. There are: {', '.join(Work.objects.values_list('slug', flat=True)[:20])}."
        )
    return found


def _person(who: str) -> Person:
    named = Q(key=who) | Q(reach__email_index=index(who) or "-")
    found: Person | None = Person.objects.filter(named, erased_at__isnull=True).first()
    if found is None:
        raise Problem(f"There is nobody with the key or e-mail address “{who}”.")
    return found


def _question(work: Work, pk: int | None) -> Question | None:
    if pk is None:
        return None
    found = Question.objects.filter(work=work, pk=pk).select_related("answered_by").first()
    if found is None:
        there = ", ".join(f"{q.pk} ({q.asks})" for q in Question.objects.filter(work=work)[:10])
        raise Problem(f"There is no question {pk} in this piece of work. There are: {there or 'none yet'}.")
    return found


def _seen(by: Actor, work: Work, numbers: str) -> Any:
    found = Contribution.objects.seen_by(by).filter(work=work).order_by("number").distinct()
    return found.filter(number__in=_numbers(numbers)) if numbers else found


def _numbers(text: str) -> set[int]:
    """Numbers and ranges: "1-200,205"."""
    found: set[int] = set()
    for part in (part.strip() for part in text.split(",")):
        first, _dash, last = part.partition("-")
        if not part:
            continue
        if not first.strip().isdecimal() or (last and not last.strip().isdecimal()):
            raise Problem(f"“{part}” is no number. Write them like 1-200,205.")
        if int(last or first) - int(first) > 100_000:
            raise Problem(f"“{part}” is too many at once. Ask for at most 100,000.")
        found.update(range(int(first), int(last or first) + 1))
    return found


def _columns(given: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for pair in (pair for part in given for pair in part.split(",")):
        what, equals, heading = pair.partition("=")
        if not equals:
            raise Problem(f"“{pair}” does not say which column. Write it like words=comment.")
        found[what.strip()] = heading.strip()
    return found


def _day(text: str) -> date | None:
    try:
        if text.startswith("+"):
            return today() + timedelta(days=int(text[1:]))
        return date.fromisoformat(text) if text else None
    except (ValueError, OverflowError) as error:
        raise Problem(f"“{text}” is no day. Write it like 2026-05-31, or +90 for 90 days from today.") from error


@contextmanager
def _bar(total: int, quiet: bool) -> Iterator[Callable[[int], None]]:
    columns = (TextColumn("Bringing in"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=SAYS, transient=True, disable=quiet or not SAYS.is_terminal) as progress:
        task = progress.add_task("", total=total)
        yield lambda count: progress.advance(task, count)


def _report(as_json: bool, found: dict[str, Any], words: str, problems: list[dict[str, Any]]) -> None:
    _tell(as_json, found, words)
    if not as_json:
        for problem in problems:
            where = f"line {problem['line']}" if "line" in problem else f"answer {problem['answer']}"
            click.echo(f"{where}: {problem['why']}", err=True)
    sys.exit(1 if problems else 0)


def _tell(as_json: bool, found: dict[str, Any], words: str) -> None:
    click.echo(json.dumps(found, ensure_ascii=False) if as_json else words)


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 70 else plain[:69] + "…"
