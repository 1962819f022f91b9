"""`kitchentable words check …`: is it really clear? `kitchentable words formats …`: every format of it. Neither needs a database; the help
starts without Django, without the word lists and without the typesetter."""

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
    """Check whether words are clear, and make every format of them."""


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


KIND_NAMES = ("html", "word", "pdf", "large16", "large18", "large24", "audio", "plain", "braille")
FORMATS_EPILOG = (
    "Exit codes: 0 all made and all checks passed, 1 something was not made or a check failed, 2 wrong use or a file that cannot be read. "
    "Stop it whenever you like: run it again, and it makes only what is missing. Easy Read and sign language need people."
)


@commands.command(epilog=FORMATS_EPILOG)
@click.argument("file", type=FILE, metavar="FILE")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, metavar="DIR", help="Where the formats go.")
@click.option("--only", metavar="KINDS", default="", help=f"Some of: {', '.join(KIND_NAMES)}. With commas between them.")
@click.option("--again", is_flag=True, help="Make what is there already once more.")
@click.option("--language", metavar="TAG", default="", help="The language of the paper, such as en-GB or cy.")
@click.option("--title", default="", help="The title, where the file says none or a wrong one.")
@click.option("--version-name", metavar="TEXT", default="", help="Which version this is, in your words, for the manifest.")
@click.option("--made-by", metavar="TEXT", default="", help="Who had these made, for the manifest.")
@click.option(
    "--braille-grade", type=click.IntRange(1, 2), default=2, show_default=True, help="1: letter by letter, 2: contracted."
)
@click.option(
    "--jobs", type=click.IntRange(1, 16), default=None, help="How many are made at the same time. Default: by your machine."
)
def formats(
    file: Path,
    out: Path,
    only: str,
    again: bool,
    language: str,
    title: str,
    version_name: str,
    made_by: str,
    braille_grade: int,
    jobs: int | None,
) -> int:
    """Make every format of a paper that a machine can make, each read back and checked, with a manifest.

    Reads Markdown, HTML, Word (.docx), OpenDocument (.odt), text and PDF. Makes a web page, Word, tagged PDF, large print in 16, 18 and
    24 point, sound, plain text and braille.
    """
    import time
    from dataclasses import replace

    from kitchentable.words.clarity.finding import BadFile
    from kitchentable.words.formats.safe import language as tag

    kinds = [one.strip() for one in only.split(",") if one.strip()] or list(KIND_NAMES)
    if unknown := [one for one in kinds if one not in KIND_NAMES]:
        raise click.UsageError(f"--only does not know {', '.join(unknown)}. It knows {', '.join(KIND_NAMES)}.")
    if language and not tag(language):
        raise click.UsageError(f"--language takes a tag such as en-GB or cy, not {language}.")
    from kitchentable.words.formats.read import read_file

    begun = time.monotonic()
    try:
        paper = read_file(file)
        if not paper.blocks:
            raise BadFile(f"{file.name} is empty: there is nothing to make formats of.")
        paper = replace(paper, language=language or paper.language, title=title.strip() or paper.title)
        from kitchentable.words.formats.folder import make_all, source_of
        from kitchentable.words.formats.shown import bars, show

        source = source_of(file, file.read_bytes(), paper, version=version_name, made_by=made_by, grade=braille_grade)
        with bars(kinds) as tell:
            state = make_all(source, out, kinds, again=again, tell=tell, jobs=jobs or 0)
    except BadFile as problem:
        raise Wrong(str(problem)) from problem
    except OSError as error:
        raise Wrong(f"{out} cannot be written: {(error.strerror or str(error)).lower()}.") from error
    show(state, out, paper.notes, time.monotonic() - begun)
    return 0 if state.fine else 1


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
