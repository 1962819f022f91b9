"""Erasing a person: their words and all that points at them go; the sums and the record still hold.

What goes and what stays is what the models say (`holds`). Floors above register what must happen first with `before_erasing`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from kitchentable.people import mailing
from kitchentable.people.acts import who_has
from kitchentable.people.holding import Holding, holdings
from kitchentable.people.leaving_acts import end_sittings
from kitchentable.people.models import Duty, Erasure, Outgoing, Person
from kitchentable.people.worker import job
from kitchentable.policy.act import act
from kitchentable.policy.book import forget_facts
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import HOUSE, Actor, Problem
from kitchentable.record import lines

Before = Callable[[Person], None]
_BEFORE: list[Before] = []


class CannotErase(Problem):
    """Something must be done first."""


def before_erasing(found: Before) -> Before:
    """Register what a floor does with a person's things before they are erased. It may raise CannotErase, and then nothing changes."""
    _BEFORE.append(found)
    return found


@act("people.erase")
def erase(by: Actor, person: Person, *, for_person: Person | None = None) -> Erasure:
    """Erase a person for good: everything in one transaction, or nothing. Done twice, the first stays.

    Raises CannotErase when they are the only administrator, or when a floor says that something must be handed on first.
    """
    made, new = Erasure.objects.get_or_create(person_key=person.key, defaults={"at": now()})
    if not new and person.erased_at is not None:
        return made
    _someone_must_stay(person)
    _leave_no_traces_in_free_pages()
    for found in _BEFORE:
        found(person)
    mailing.take_away(list(Outgoing.objects.filter(person=person).values_list("key", flat=True)))
    for holding in holdings():
        _clear(holding, person)
    Duty.objects.filter(person=person, until__isnull=True).update(until=now())
    end_sittings(person)
    person.refresh_from_db()
    person.set_unusable_password()
    person.is_active, person.erased_at = False, now()
    person.save()
    forget_facts(person)
    transaction.on_commit(_after, robust=True)
    return made


def reapply() -> int:
    """Erase again everyone whom the file says was erased: after a backup from before that day was restored. Returns how many."""
    count = 0
    for key in sorted(_in_file()):
        person = Person.objects.filter(key=key, erased_at__isnull=True).first()
        if person is not None:
            erase(HOUSE, person)
            count += 1
    return count


def file() -> Path:
    """One key a line, of everyone who was erased. It lies beside the database, and restoring a backup must not replace it."""
    return Path(settings.HOME) / "erasures.txt"


@job("people.erasures_file", every=timedelta(hours=1))
def write_file() -> None:
    """Add to the file every erasure that is not in it: the machine may have stopped between the erasure and the file."""
    there = _in_file()
    missing = [key for key in Erasure.objects.order_by("pk").values_list("person_key", flat=True) if key not in there]
    if not missing:
        return
    descriptor = os.open(file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, "".join(f"{key}\n" for key in missing).encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _in_file() -> set[str]:
    if not file().exists():
        return set()
    return {line.strip() for line in file().read_text(encoding="utf-8").splitlines() if line.strip()}


def _after() -> None:
    write_file()
    if connection.vendor == "sqlite":
        # The log of SQLite still holds the pages as they were; this writes them over.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _leave_no_traces_in_free_pages() -> None:
    """Have SQLite write zeros over what is deleted. (PostgreSQL does so when it vacuums.)"""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _someone_must_stay(person: Person) -> None:
    if [one.pk for one in who_has(Duty.Kind.ADMINISTRATOR)] == [person.pk]:
        raise CannotErase(_("You are the only administrator. Give this to somebody else first."))


def _clear(holding: Holding, person: Person) -> None:
    """Do with each row what its model says, and forget the salts, so that nothing can be tested against the record any more.

    A row goes when the field that names the person says "delete"; other fields that say "delete" or "blank" are emptied.
    """
    gone = {name for name, about in holding.fields.items() if about.erase != "keep"}
    if not gone:
        return
    row_goes = getattr(holding.fields.get(holding.path), "erase", "keep") == "delete"
    for row in holding.rows(person).iterator(500):
        if hasattr(row, "record_key"):
            lines.forget(type(row).__name__, row.record_key)
        if row_goes:
            row.delete()
            continue
        for name in gone:
            setattr(row, name, _empty(row._meta.get_field(name)))
        row.save(update_fields=sorted(gone))


def _empty(field: Any) -> Any:
    if field.null:
        return None
    if isinstance(field, (models.CharField, models.TextField)):
        return ""
    return field.get_default()
