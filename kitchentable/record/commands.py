"""`kitchentable record …`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

SHOWN = 50


@click.group("record")
def record() -> None:
    """What happened: check that nothing was rewritten."""


@record.command("verify")
@click.option("--head", default="", help="A head you copied earlier, from /record/. Spaces in it do not matter.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify(head: str, as_json: bool) -> int:
    """Read every line and every seal, and compare the words in the tables with them. Exit 0: all is well; 1: something is wrong."""
    from kitchentable.record import guard, lines
    from kitchentable.record.models import Line

    head = "".join(head.split()).lower()
    if head and (len(head) != len(lines.START) or set(head) - set("0123456789abcdef")):
        raise click.UsageError("A head is 64 letters and figures, from 0 to 9 and a to f. Copy it again.")
    columns = (TextColumn("Reading the record"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    quiet = as_json or not sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), disable=quiet, transient=True) as bar:
        # Each line is read once, and most lines have one thing that is compared with them.
        task = bar.add_task("", total=Line.objects.count())

        def tick(count: int) -> None:
            bar.advance(task, count)

        found = lines.verify(head, tick=tick)
    from django.db import connection

    guarded = guard.stands(connection)
    if as_json:
        click.echo(json.dumps({**asdict(found), "guarded": guarded, "ok": not found.wrong}))
    else:
        for one in found.wrong[:SHOWN]:
            click.echo(f"Wrong: {one.what}" + (f" (line {one.line})" if one.line else ""))
        if len(found.wrong) > SHOWN:
            click.echo(f"… and {len(found.wrong) - SHOWN} more. --json names all of them.")
        if not guarded:
            click.echo(
                "Note: the database does not refuse changes to the record now. The worker puts its guard up again within an hour."
            )
        click.echo(
            f"{found.lines} lines, {found.seals} seals, {found.unsealed} lines not sealed yet, {found.witnessed} things compared."
        )
        click.echo(f"Head: {found.head}")
        click.echo("Something is wrong." if found.wrong else "All is well.")
    return 1 if found.wrong else 0


commands = record
