"""`kitchentable words check …`: is it really clear? Needs no database; the help starts without Django and without the word lists."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kitchentable.words.clarity.source import Source

FILE = click.Path(dir_okay=False, path_type=Path)
EPILOG = (
    "Exit codes: 0 nothing found, 1 something found, 2 wrong use or a file that cannot be read. It advises: it never says that a text is "
    "understood, and it is not for what people say, only for what the organisation writes."
)


class Wrong(click.ClickException):
    """Wrong use: one line, exit code 2."""

    exit_code = 2


@click.group()
def commands() -> None:
    """Check whether words are clear."""


@commands.command(epilog=EPILOG)
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="One JSON object; a list of them for several files.")
@click.option("--text-out", type=FILE, help="Write the text that the places count in there (one FILE only).")
@click.option("--github", "as_github", is_flag=True, help="One annotation a line, for a pull request.")
@click.option("--easy-read", is_flag=True, help="By the rules of Easy Read: 15 words, one idea, no short forms.")
@click.option("--glossary", type=FILE, metavar="CSV", help="term,meaning: what your organisation explains itself.")
@click.option("--keep", type=FILE, metavar="CSV", help="word,because: words that stay; they are shown, not counted.")
def check(
    files: Sequence[Path],
    as_json: bool,
    text_out: Path | None,
    as_github: bool,
    easy_read: bool,
    glossary: Path | None,
    keep: Path | None,
) -> int:
    """Find what is hard to read: short forms, hard words, long sentences, empty phrases and more, each with why and a better one.

    Reads text, Markdown, HTML, Word (.docx), OpenDocument (.odt) and PDF.
    """
    from kitchentable.words.clarity.check import House
    from kitchentable.words.clarity.check import check as check_one
    from kitchentable.words.clarity.files import read_file
    from kitchentable.words.clarity.finding import BadFile

    if as_json and as_github:
        raise click.UsageError("Say --json or --github, not both.")
    if text_out is not None and len(files) > 1:
        raise click.UsageError("--text-out takes one FILE.")
    try:
        house = House(_pairs(glossary, "term", "meaning"), _pairs(keep, "word", "because"), easy_read=easy_read)
        reports = [check_one(_named(read_file(path), path), house) for path in files]
        if text_out is not None:
            _write(text_out, reports[0].source.text)
    except BadFile as problem:
        raise Wrong(str(problem)) from problem
    from kitchentable.words.clarity.report import as_json as shaped
    from kitchentable.words.clarity.report import github, in_colour

    if as_json:
        shapes = [shaped(report) for report in reports]
        click.echo(json.dumps(shapes[0] if len(shapes) == 1 else shapes, ensure_ascii=False))
        for report in reports:
            for note in report.notes:
                click.echo(f"{report.source.name}: {note}", err=True)
    elif as_github:
        for report in reports:
            for line in github(report):
                click.echo(line)
    else:
        from rich.console import Console

        console = Console(highlight=False, soft_wrap=False, width=None if sys.stdout.isatty() else 120)
        for report in reports:
            in_colour(report, console)
    return 1 if any(report.findings for report in reports) else 0


def _named(source: Source, path: Path) -> Source:
    from dataclasses import replace

    return replace(source, name=str(path))


def _pairs(path: Path | None, first: str, second: str) -> dict[str, str]:
    """Two columns of a CSV file. Raises BadFile with the row that is wrong."""
    from kitchentable.words.clarity.files import decoded
    from kitchentable.words.clarity.finding import BadFile

    if path is None:
        return {}
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path.name} cannot be read: {(error.strerror or str(error)).lower()}.") from error
    rows = list(csv.reader(decoded(raw, path.name).splitlines()))
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    if header[:2] != [first, second]:
        raise BadFile(f"{path.name}: its first row must be “{first},{second}”.")
    found = {}
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) < 2 or not row[0].strip() or not row[1].strip():
            raise BadFile(f"{path.name}, row {number}: both {first} and {second} are needed.")
        found[row[0].strip()] = row[1].strip()
    return found


def _write(path: Path, text: str) -> None:
    from kitchentable.words.clarity.finding import BadFile

    try:
        with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
            file.write(text)
    except OSError as error:
        raise BadFile(f"{path} cannot be written: {(error.strerror or str(error)).lower()}.") from error
