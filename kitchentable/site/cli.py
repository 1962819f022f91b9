"""The `kitchentable` command. Starts fast: what a command needs is read when it is called.

Exit codes: 0 fine, 1 found problems, 2 wrong use, with one line on stderr. KITCHENTABLE_TRACE=1 shows where something broke.
"""

from __future__ import annotations

import importlib
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from kitchentable import __version__

# Commands of the floors: where they stand, and whether they need the tables.
FLOORS = {
    "voices": ("kitchentable.voices.commands", "Bring contributions in, and take them out.", True),
    "places": ("kitchentable.gatherings.commands", "Bring places and their facts in, and take them out.", True),
    "people": ("kitchentable.people.commands", "Export and erase a person, add an administrator.", True),
    "record": ("kitchentable.record.commands", "Verify the record.", True),
    "words": ("kitchentable.words.commands", "Check whether words are clear, make other formats.", False),
}
SINGLE = {
    "worker": ("kitchentable.people.commands", "Send what is in the outbox, keep the clock.", True),
    "draw": ("kitchentable.seats.commands", "Draw a panel so that each person has the same chance.", False),
}


class Floors(click.Group):
    """A group whose floors' commands are read when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Our own, and those of floors that stand."""
        return sorted({*super().list_commands(ctx), *(name for name, at in {**FLOORS, **SINGLE}.items() if _stands(at[0]))})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Read one."""
        own = super().get_command(ctx, cmd_name)
        at = FLOORS.get(cmd_name) or SINGLE.get(cmd_name)
        if own is not None or at is None or not _stands(at[0]):
            return own
        where, help_, needs_tables = at
        if needs_tables:
            set_up()
        module = importlib.import_module(where)
        if cmd_name in SINGLE:
            found: click.Command | None = getattr(module, cmd_name, None)
            return found
        commands: click.Group | list[click.Command] = getattr(module, "commands", None) or getattr(module, cmd_name)
        return commands if isinstance(commands, click.Group) else click.Group(cmd_name, commands=commands, help=help_)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list, without reading the floors."""
        rows = []
        for name in self.list_commands(ctx):
            at = FLOORS.get(name) or SINGLE.get(name)
            command = None if at else super().get_command(ctx, name)
            if command is None or not command.hidden:
                rows.append((name, at[1] if at else command.get_short_help_str(limit=100) if command else ""))
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _stands(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def set_up() -> None:
    """Read the settings and the models. Raises ImproperlyConfigured with one clear sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kitchentable.site.settings")
    import django

    django.setup()


@click.group(cls=Floors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(version)s")
@click.option("--trace", is_flag=True, envvar="KITCHENTABLE_TRACE", hidden=True)
@click.pass_context
def house(ctx: click.Context, trace: bool) -> None:
    """Kitchen Table: from what was said to what was done about it."""
    ctx.ensure_object(dict)["trace"] = trace


@house.command()
@click.option("--demo", is_flag=True, help="A house of made-up people that anyone can sign in as.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Web processes, of 4 threads each.")
@click.option("--force-demo", is_flag=True, help="Let the demo be reached from other machines.")
def run(demo: bool, port: int, host: str, workers: int, force_demo: bool) -> int:
    """Start the web server and the worker, and keep them running."""
    if demo:
        os.environ["KITCHENTABLE_DEMO"] = "1"
    os.environ.setdefault("KITCHENTABLE_URL", f"http://localhost:{port}")
    from kitchentable.site import running

    # The port is tried before anything slow, so that a wrong start says so at once.
    with running.listen(host, port) as listening:
        set_up()
        return running.run(listening, host=host, port=port, workers=workers, force_demo=force_demo)


@house.command()
@click.option("--years", type=click.IntRange(1, 10), default=1, show_default=True, help="How many years back it goes.")
def demo(years: int) -> int:
    """Fill an empty house with made-up people and their years, to look at with `run --demo`."""
    os.environ["KITCHENTABLE_DEMO"] = "1"
    set_up()
    from kitchentable.site import running

    return running.make_demo(years)


@house.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def check(as_json: bool) -> int:
    """Look after the house: settings, disk, keys, tables, worker, backups, mail."""
    from kitchentable.site import doctor

    return doctor.main(as_json=as_json)


@house.command()
def migrate() -> int:
    """Bring the tables up to date."""
    set_up()
    from kitchentable.site import running

    click.echo(running.migrate() or "The tables are up to date.")
    return 0


@house.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--verify/--no-verify", default=True, show_default=True, help="Restore it into a new folder and compare.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def backup(folder: Path, verify: bool, as_json: bool) -> int:
    """Copy tables and files into a new folder inside FOLDER, while the house runs. Keys are never in it."""
    set_up()
    from kitchentable.site import backup as backups

    return backups.main_backup(folder, verify=verify, as_json=as_json)


@house.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--into", type=click.Path(file_okay=False, path_type=Path), help="An empty folder to be the home; default KITCHENTABLE_HOME."
)
@click.option(
    "--keys", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The folder with the words.key of that house."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def restore(folder: Path, into: Path | None, keys: Path | None, as_json: bool) -> int:
    """Make a house from the backup in FOLDER (the newest in it). Never writes over a house that is there."""
    if into is not None:
        os.environ["KITCHENTABLE_HOME"] = str(into.absolute())
    set_up()
    from kitchentable.site import backup as backups

    return backups.main_restore(folder, keys=keys, as_json=as_json)


@house.command(hidden=True)
def restored() -> int:
    """The last steps of a restore, with the keys of the restored house."""
    set_up()
    from kitchentable.site import backup as backups

    return backups.after_restore()


def main(arguments: list[str] | None = None) -> int:
    """Run it; the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    seen: dict[str, Any] = {}
    try:
        code = house.main(arguments, prog_name="kitchentable", standalone_mode=False, obj=seen)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        return 2
    except click.exceptions.Exit as error:
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return 130
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "kitchentable"
        _say(f"{where}: {error.format_message()} See {where} --help.")
        return 2
    except click.ClickException as error:
        _say(error.format_message())
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if seen.get("trace"):
            raise
        sentence, code = _plainly(error)
        _say(sentence)
        return code


def _say(sentence: str) -> None:
    click.echo(" ".join(sentence.split()), err=True)


def _plainly(error: Exception) -> tuple[str, int]:
    """One sentence for what went wrong, and the exit code."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    from kitchentable.policy.verdict import Problem, Refused

    if isinstance(error, ImproperlyConfigured | Problem):
        return str(error), 2
    if isinstance(error, Refused):
        return str(error.verdict.because), 2
    if isinstance(error, DatabaseError):
        words = str(error)
        hint = " Run kitchentable migrate first." if "no such table" in words or "does not exist" in words else ""
        return f"The tables cannot be used: {words.splitlines()[0] if words else type(error).__name__}.{hint}", 1
    if isinstance(error, OSError):
        return f"{error.strerror or error}: {error.filename}" if error.filename else str(error), 1
    return f"Something broke ({type(error).__name__}: {error}). KITCHENTABLE_TRACE=1 shows where.", 1


if __name__ == "__main__":
    sys.exit(main())
