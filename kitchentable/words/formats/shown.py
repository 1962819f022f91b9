"""What `kitchentable words formats` shows: a bar while it works, and then what was made."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from kitchentable.words.formats.folder import Folder, Tell
from kitchentable.words.formats.made import Made

NAMES = {
    "html": "Web page",
    "word": "Word document",
    "pdf": "PDF",
    "large16": "Large print, 16 point",
    "large18": "Large print, 18 point",
    "large24": "Large print, 24 point",
    "audio": "To listen to",
    "plain": "Plain text",
    "braille": "Braille",
}


@contextmanager
def bars(kinds: Sequence[str]) -> Iterator[Tell]:
    """A bar for each kind on a screen; nothing where nobody looks."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        tasks = {kind: progress.add_task(NAMES[kind], total=1.0) for kind in kinds}
        yield lambda kind, part: progress.update(tasks[kind], completed=part)


def show(state: Folder, folder: Path, notes: Sequence[str], seconds: float) -> None:
    """What was made, what it is, and what its checks found."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("Format", "File", "What it is", "Checked"):
        table.add_column(head)
    kept = {one.kind for one in state.kept}
    for one in state.all:
        passed = sum(check.passed for check in one.checks)
        mark = (
            f"[green]✓ ready[/], {passed} checks passed"
            if one.ready
            else f"[red]✗ not ready[/], {len(one.checks) - passed} of {len(one.checks)} checks failed"
        )
        table.add_row(NAMES[one.kind] + (" [dim](kept)[/]" if one.kind in kept else ""), one.path.name, _what(one), mark)
    for kind in state.not_made:
        table.add_row(NAMES[kind], "—", "", "[red]✗ not made[/]")
    console.print(table)
    for one in state.all:
        for check in one.checks:
            if not check.passed:
                console.print(f"[red]✗[/] {NAMES[one.kind]}: “{check.what}” failed. {check.because}", markup=True)
    for kind, because in state.not_made.items():
        console.print(f"[red]✗[/] {NAMES[kind]}: {because}")
    for note in notes[:10]:
        console.print(f"[yellow]•[/] {note}")
    if len(notes) > 10:
        console.print(f"[yellow]•[/] {len(notes) - 10} more notes stand in the manifest.")
    console.print(f"{len(state.all)} formats in {folder}, {seconds:.1f} seconds. A person still has to look: a machine made them.")


def _what(one: Made) -> str:
    size = f"{one.size / 1e6:.1f} MB" if one.size > 999_999 else f"{max(1, one.size // 1000)} kB"
    if one.seconds:
        minutes = one.seconds // 60
        return f"{minutes} minutes, {size}" if minutes else f"{one.seconds} seconds, {size}"
    if one.pages:
        return f"{one.pages} {'page' if one.pages == 1 else 'pages'}, {size}"
    return size
