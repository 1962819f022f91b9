"""`kitchentable people …` and `kitchentable worker`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kitchentable.people.models import Person


@click.group("people")
def people() -> None:
    """What we hold about a person; erasing a person; the first administrator."""


@people.command("export")
@click.argument("who", metavar="PERSON")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, instead of words.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file, readable by you alone.")
def export(who: str, as_json: bool, out: Path | None) -> None:
    """All that we hold about PERSON (a key, or a name that only one person has)."""
    from kitchentable.people import holding

    person = _one(who)
    text = json.dumps(holding.export(person), ensure_ascii=False, indent=2) if as_json else _in_words(person)
    if out is None:
        click.echo(text)
        return
    try:
        out.touch(mode=0o600)
        out.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"{out} cannot be written: {error.strerror}.") from error
    click.echo(f"Written: {out}")


@people.command("erase")
@click.argument("who", metavar="PERSON")
@click.option("--yes", is_flag=True, help="Do it. Without this, it only says what would go.")
def erase(who: str, yes: bool) -> None:
    """Erase PERSON for good, when they asked for it. Their words go; sums and record still hold."""
    from kitchentable.people import erasures
    from kitchentable.policy.verdict import HOUSE, Problem

    person = _one(who)
    if not yes:
        counts = _counts(person)
        click.echo(f"This would erase {person.called} ({person.key}) for good:")
        for label, count in counts.items():
            click.echo(f"  {count} × {label}")
        raise click.UsageError("Nothing was done. Say --yes to do it.")
    try:
        erasures.erase(HOUSE, person)
    except Problem as problem:
        raise click.UsageError(str(problem)) from problem
    click.echo(f"Erased: {person.key}.")


@people.command("reapply-erasures")
def reapply() -> None:
    """Erase again everyone who was erased before: after restoring a backup. `kitchentable restore` does this by itself."""
    from kitchentable.people import erasures

    click.echo(f"Erased again: {erasures.reapply()}.")


@people.command("add-admin")
@click.argument("name")
@click.argument("email")
def add_admin(name: str, email: str) -> None:
    """Add the first administrator: NAME, and the EMAIL that the sign-in code goes to."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.db import transaction

    from kitchentable.people import acts
    from kitchentable.people.models import Duty, Reach
    from kitchentable.people.secret import index
    from kitchentable.policy.verdict import HOUSE, Problem

    try:
        validate_email(email)
    except ValidationError as error:
        raise click.UsageError(f"{email} is not an e-mail address.") from error
    if Reach.objects.filter(email_index=index(email)).exists():
        raise click.UsageError("Somebody here has this e-mail address already.")
    try:
        with transaction.atomic():
            person = acts.add(HOUSE, name, email=email, works_here=True)
            acts.give_duty(HOUSE, person, kind=Duty.Kind.ADMINISTRATOR)
    except Problem as problem:
        raise click.UsageError(str(problem)) from problem
    click.echo(f"{person.called} is an administrator ({person.key}) and can sign in with {email}.")


@click.command("worker")
@click.option("--once", is_flag=True, help="Do one round and stop.")
def worker(once: bool) -> None:
    """Send what waits, seal the record, bring back what is due. Runs until it is stopped; several may run at once."""
    from kitchentable.people import worker as work

    if once:
        click.echo(f"Messages dealt with: {work.round()}.")
        return
    work.run_until_told()


def _one(who: str) -> Person:
    """The person with this key, or the only one called so. Ends the command with one clear line otherwise."""
    from kitchentable.people.models import Person

    found: list[Person] = list(Person.objects.filter(key=who)) or list(
        Person.objects.filter(called=who, erased_at__isnull=True)[:2]
    )
    if not found:
        raise click.UsageError(f"Nobody here is called “{who}”, and it is nobody's key.")
    if len(found) > 1:
        raise click.UsageError(
            f"More than one person is called “{who}”. Use the key: it is at the end of the address of their page."
        )
    return found[0]


def _counts(person: Person) -> dict[str, int]:
    from kitchentable.people.holding import holdings

    found: dict[str, int] = {}
    for one in holdings():
        if any(about.erase != "keep" for about in one.fields.values()) and (count := one.rows(person).count()):
            found[str(one.model._meta.verbose_name)] = max(count, found.get(str(one.model._meta.verbose_name), 0))
    return found


def _in_words(person: Person) -> str:
    from kitchentable.people.holding import readable

    parts: list[str] = [f"What we hold about {person.called} ({person.key})"]
    for shelf in readable(person):
        parts.append(f"\n{shelf.what} ({shelf.count})")
        parts += [_row(row) for row in shelf.rows]
    return "\n".join(parts)


def _row(row: list[tuple[str, str, str]]) -> str:
    return "\n".join(f"  {name}: {value}" for name, value, _why in row) + "\n"


commands = people
