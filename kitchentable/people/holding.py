"""What we hold about one person, read from what every model says of its fields (`holds`): the source of export and erasure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person
from kitchentable.policy.clock import now
from kitchentable.record.about import About, our_models

# About a person, and yet not in what that person can take away at once: each with why.
HELD_BACK: dict[str, str | Promise] = {
    "people.Worry.what_was_done": _("Other people may be in it. Ask the safeguarding lead."),
    "people.Worry.seen_by": _("Other people may be in it. Ask the safeguarding lead."),
    "people.Reach.email_index": _("It is your e-mail address, scrambled."),
    "people.WhatWorks.mark": _("It is scrambled. It only helps to check a place or a time against what you said."),
    "people.WhatWorks.voice": _("You can listen to it and save it on your page “What works for me”."),
    "people.Person.password": _("It is scrambled. Nobody can read it, and we cannot either."),
}


def hold_back(field: str, because: str | Promise) -> None:
    """A field (`floor.Model.field`) of a floor above whose content a person is not shown, and why."""
    HELD_BACK[field] = because


# Of a row that is about the person, these say when and where, and hold no words of anyone else.
CONTEXT_NAMES = frozenset({"act", "code", "number", "work", "status", "outcome", "state", "key", "way"})
# The page is for reading; random keys and the like are in the file.
ONLY_IN_THE_FILE = frozenset({"key", "thing_key", "by_key", "for_key", "person", "not_before", "email_index", "is_active", "act"})
NAMES = {
    "people.Person": _("You"),
    "people.Reach": _("How to reach you"),
    "people.Outgoing": _("Messages to you"),
    "people.Supporter": _("Your supporters, and whom you support"),
    "people.SupportAsk": _("Who was asked to support whom"),
    "people.Alone": _("Words between you and us alone"),
    "people.DecidingHelp": _("Help with one decision"),
    "people.Duty": _("What you answer for"),
    "people.Letter": _("Mails to sign in"),
    "people.Passkey": _("Your passkeys"),
    "people.Worry": _("Worries you told us"),
    "people.WhatWorks": _("What works for you, and what you wrote down for others"),
    "people.Asked": _("When we asked what works for you"),
    "people.Look": _("Who looked at something of yours, and where you looked"),
    "record.Line": _("Lines in the record of what happened: when, and a random key"),
}
FIELDS = {
    "called": _("What we call you"),
    "works_here": _("Do you work here?"),
    "last_login": _("When you last signed in"),
    "asks_a_month": _("How often we may ask you in a month"),
    "good_times": _("When it suits you"),
    "told_by": _("Who told you"),
    "said_by": _("Who said it"),
    "typed_by": _("Who typed it"),
    "due_on": _("Answer due"),
    "owner": _("Who must answer"),
    "why": _("Why"),
    "weight": _("How much you need it"),
    "kind": _("What it is about"),
    "mark": _("Whether you started from what people often say"),
    "detail": _("What to know to get it right"),
    "shown_to": _("Who may see it"),
    "hidden_at": _("When you hid it"),
    "voice": _("Your recording"),
    "came": _("What you said when we asked"),
    "for_what": _("What it was for"),
    "what_came": _("What came of it"),
    "help_offered": _("Which help was offered"),
    "decision": _("Which decision"),
    "by": _("Who did it"),
    "words": _("Words"),
    "scopes": _("What they may do"),
}


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

    def about(self, person: Person) -> Q:
        """What finds the rows that are about this person."""
        if self.path == "self":
            return Q(pk=person.pk)
        return Q(**{self.path.replace(".", "__"): person if self._end().is_relation else person.key})

    def rows(self, person: Person) -> models.QuerySet[Any]:
        """The rows that are about this person."""
        found = self.model._base_manager.filter(self.about(person))
        return found.select_related(*self.joins())

    def joins(self) -> list[str]:
        """What is read along with a row to get to the person."""
        steps = self.path.split(".")[:-1]
        return ["__".join(steps)] if steps else []

    def is_about(self, row: Any, person: Person) -> bool:
        """Is this row, by this path, about this person?"""
        if self.path == "self":
            return bool(row.pk == person.pk)
        for step in self.path.split(".")[:-1]:
            row = getattr(row, step)
            if row is None:
                return False
        end = self._end()
        return bool(getattr(row, end.attname) == (person.pk if end.is_relation else person.key))

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
    held: dict[str, list[dict[str, Any]]] = {}
    why: dict[str, dict[str, str]] = {}
    for model, holdings_of in _by_model():
        for row in _rows(model, holdings_of, person).iterator(500):
            shown, reasons = _shown(row, holdings_of, person)
            held.setdefault(model._meta.label, []).append({name: _plain(value) for name, value in shown.items()})
            why.setdefault(model._meta.label, {}).update(reasons)
    return {"person": person.key, "called": person.called, "made_at": now().isoformat(), "held": held, "why": why}


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of thing that we hold, for a page: what it is, how many there are, and the first of them."""

    what: str
    count: int
    rows: list[list[tuple[str, str, str]]]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.rows)


def readable(person: Person, *, most: int | None = None) -> Iterator[Shelf]:
    """The same for reading: fields in words, values as people write them, each with its why. Random keys and empty values are left out."""
    for model, holdings_of in _by_model():
        found = _rows(model, holdings_of, person)
        count = found.count()
        if not count:
            continue
        rows = []
        for row in found[:most] if most else found.iterator(500):
            shown, reasons = _shown(row, holdings_of, person)
            rows.append(
                [
                    (
                        str(FIELDS.get(name) or gettext(str(getattr(model._meta.get_field(name), "verbose_name", name)))),
                        _in_words(value),
                        reasons.get(name, ""),
                    )
                    for name, value in shown.items()
                    if value not in (None, "") and name not in ONLY_IN_THE_FILE
                ]
            )
        yield Shelf(str(NAMES.get(model._meta.label) or gettext(str(model._meta.verbose_name))), count, rows)


def _by_model() -> list[tuple[type[models.Model], list[Holding]]]:
    found: dict[type[models.Model], list[Holding]] = {}
    for one in holdings():
        found.setdefault(one.model, []).append(one)
    return sorted(
        found.items(), key=lambda pair: (pair[0] is not Person, pair[0]._meta.label == "record.Line", pair[0]._meta.label)
    )


def _rows(model: type[models.Model], holdings_of: list[Holding], person: Person) -> models.QuerySet[Any]:
    asked = Q()
    joins = {field.name for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey) and _is_shown(field)}
    for one in holdings_of:
        asked |= one.about(person)
        joins.update(one.joins())
    return model._base_manager.filter(asked).select_related(*sorted(joins)).order_by("pk")


def _shown(row: models.Model, holdings_of: list[Holding], person: Person) -> tuple[dict[str, Any], dict[str, str]]:
    shown, why = _context(row, person), {}
    for one in holdings_of:
        if not one.is_about(row, person):
            continue
        for name, about in one.fields.items():
            held_back = HELD_BACK.get(f"{one.label}.{name}")
            shown[name] = str(held_back) if held_back else _value(row, name, person)
            why[name] = str(about.why)
    return shown, why


def _is_shown(field: Any) -> bool:
    return field.related_model is Person or field.name in CONTEXT_NAMES


def stays() -> list[tuple[str, str, str]]:
    """What erasing a person does not take away: (model, field, why). For the page that asks "erase me?"."""
    return [
        (
            str(NAMES.get(one.model._meta.label) or gettext(str(one.model._meta.verbose_name))),
            str(FIELDS.get(name) or gettext(str(getattr(one.model._meta.get_field(name), "verbose_name", name)))),
            str(about.why),
        )
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
    if found is None or isinstance(found, (bool, int, date)):
        return found
    return bytes(found).hex() if isinstance(found, (bytes, memoryview)) else str(found)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "l j F Y, H:i")
    return date_format(value, "l j F Y") if isinstance(value, date) else str(value)


def _whom(other: Person | None, person: Person, *, is_known: bool) -> str | None:
    """Names of those who work here and of one's own supporters; anyone else stays unnamed."""
    if other is None:
        return None
    if other.pk == person.pk or other.works_here or is_known:
        return str(other)
    return str(_("another person"))
