"""What we hold about one person, read from what every model says of its fields (`holds`): the source of export and erasure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person
from kitchentable.policy.clock import now
from kitchentable.record.about import About, our_models

# About a person, and yet not in what that person can take away at once: each with why.
HELD_BACK = {
    "people.Worry.what_was_done": _("Other people may be in it. Ask the safeguarding lead."),
    "people.Worry.seen_by": _("Other people may be in it. Ask the safeguarding lead."),
    "people.Reach.email_index": _("It is your e-mail address, scrambled."),
    "people.Person.password": _("It is scrambled. Nobody can read it, and we cannot either."),
}
# Of a row that is about the person, these say when and where, and hold no words of anyone else.
CONTEXT_NAMES = frozenset({"code", "number", "work", "status", "outcome", "state", "key", "way"})


@dataclass(frozen=True, slots=True)
class Holding:
    """The fields of one model that are about a person by one path, such as `contribution.said_by`."""

    model: type[models.Model]
    path: str
    fields: dict[str, About]

    @property
    def label(self) -> str:
        """Such as `people.Reach`."""
        return self.model._meta.label

    @property
    def depth(self) -> int:
        """How many steps it is to the person."""
        return 0 if self.path == "self" else 1 + self.path.count(".")

    def rows(self, person: Person) -> models.QuerySet[Any]:
        """The rows that are about this person."""
        if self.path == "self":
            return self.model._base_manager.filter(pk=person.pk)
        lookup = self.path.replace(".", "__")
        end = self._end()
        found = self.model._base_manager.filter(**{lookup: person if end.is_relation else person.key})
        steps = self.path.split(".")[:-1]
        return found.select_related("__".join(steps)) if steps else found

    def _end(self) -> models.Field[Any, Any]:
        model = self.model
        *steps, last = self.path.split(".")
        for step in steps:
            model = cast("type[models.Model]", model._meta.get_field(step).related_model)
        return cast("models.Field[Any, Any]", model._meta.get_field(last))


def holdings() -> list[Holding]:
    """Every holding of every model, those furthest from the person first."""
    found = []
    for model in our_models():
        by_path: dict[str, dict[str, About]] = {}
        for name, about in getattr(model, "holds", {}).items():
            if about.whom != "nobody":
                by_path.setdefault(about.whom, {})[name] = about
        found += [Holding(model, path, fields) for path, fields in by_path.items()]
    return sorted(found, key=lambda one: (-one.depth, one.label, one.path))


def export(person: Person) -> dict[str, Any]:
    """All that we hold about a person, as plain values: `{person, called, made_at, held: {label: [row]}, why: {label: {field: why}}}`.

    A row has the fields that are about this person, and of the rest only when, where and with whom it was; never words of anyone else.
    """
    held: dict[str, dict[Any, dict[str, Any]]] = {}
    why: dict[str, dict[str, str]] = {}
    for holding in sorted(holdings(), key=lambda one: (one.label != Person._meta.label, one.label)):
        for row in holding.rows(person).order_by("pk"):
            shown = held.setdefault(holding.label, {}).setdefault(row.pk, _context(row, person))
            for name, about in holding.fields.items():
                if f"{holding.label}.{name}" in HELD_BACK:
                    shown[name] = str(HELD_BACK[f"{holding.label}.{name}"])
                else:
                    shown[name] = _value(row, name, person)
                why.setdefault(holding.label, {})[name] = str(about.why)
    return {
        "person": person.key,
        "called": person.called,
        "made_at": now().isoformat(),
        "held": {label: list(rows.values()) for label, rows in held.items()},
        "why": why,
    }


def stays() -> list[tuple[str, str, str]]:
    """What erasing a person does not take away: (model, field, why). For the page that asks "erase me?"."""
    return [
        (str(one.model._meta.verbose_name), name, str(about.why))
        for one in sorted(holdings(), key=lambda one: one.label)
        for name, about in one.fields.items()
        if about.erase == "keep"
    ]


def _context(row: models.Model, person: Person) -> dict[str, Any]:
    holds: dict[str, About] = getattr(type(row), "holds", {})
    shown = {}
    for field in row._meta.concrete_fields:
        label = f"{row._meta.label}.{field.name}"
        names_somebody = isinstance(field, models.ForeignKey) and field.related_model is Person
        says_when_or_where = (
            field.name in holds
            and holds[field.name].whom == "nobody"
            and (field.name in CONTEXT_NAMES or isinstance(field, models.DateField))
        )
        if (names_somebody or says_when_or_where) and label not in HELD_BACK:
            shown[field.name] = _value(row, field.name, person)
    return shown


def _value(row: models.Model, name: str, person: Person) -> Any:
    field = row._meta.get_field(name)
    if isinstance(field, models.ForeignKey) and field.related_model is Person:
        return _whom(getattr(row, name), person, is_known=row._meta.label == "people.Supporter")
    display = getattr(row, f"get_{name}_display", None)
    found = display() if display else getattr(row, name)
    if isinstance(found, datetime):
        return timezone.localtime(found).isoformat(timespec="minutes")
    if isinstance(found, date):
        return found.isoformat()
    if found is None or isinstance(found, (bool, int)):
        return found
    if isinstance(found, (bytes, memoryview)):
        return bytes(found).hex()
    return str(found)


def _whom(other: Person | None, person: Person, *, is_known: bool) -> str | None:
    """Names of those who work here and of one's own supporters; anyone else stays unnamed."""
    if other is None:
        return None
    if other.pk == person.pk or other.works_here or is_known:
        return str(other)
    return str(_("another person"))


def readable(person: Person) -> Iterator[tuple[str, list[list[tuple[str, Any, str]]]]]:
    """The same for a page: (what, rows), each row a list of (field in words, value, why). Empty values are left out."""
    made = export(person)
    names = {model._meta.label: model for model in our_models()}
    for label, rows in made["held"].items():
        model = names[label]
        shown = [
            [
                (str(model._meta.get_field(name).verbose_name), value, made["why"][label].get(name, ""))  # type: ignore[union-attr]
                for name, value in row.items()
                if value not in (None, "")
            ]
            for row in rows
        ]
        yield str(model._meta.verbose_name), shown
