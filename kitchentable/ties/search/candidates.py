"""Candidates from the database's own full-text index: few enough to weigh each, from all that this person may probably see.

One statement: texts with all that is sought, with pairs of it, with each alone; of each the newest. What is common is asked for in a
way that stops early, what is rare as a whole.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from kitchentable.policy.verdict import Actor
from kitchentable.ties.search.best import Sought, Text
from kitchentable.ties.search.keeping import kind_mark
from kitchentable.works.models import Role
from kitchentable.works.rules import works_where

ALL, PAIR, ONE, BROWSE = 400, 150, 250, 300
RAREST = 5
COMMON = 0.2
"""A word of more than a fifth of all texts brings no candidates by itself when others do."""
WHOLE = 8_000
"""Up to so many texts PostgreSQL reads all that fit and sorts them; above, it walks from the newest and stops."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where to look, as marks: each tuple is “one of these”; `without` is “none of these”."""

    each: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()


def may_see(person: Actor) -> tuple[str, ...]:
    """Marks of what this person may probably see: a hint. What is found is still asked about, one by one, by `Source.show`."""
    found = ["o1", "u1"]
    if person.is_someone:
        found.append(f"p{person.pk}")  # type: ignore[attr-defined]
        found += [f"w{pk}" for pk in works_where(person, Role.Kind.LEAD, Role.Kind.CHECKER)]
        found += [f"g{pk}" for pk in works_where(person, *Role.Kind)]
    return tuple(found)


def where(
    person: Actor,
    *,
    works: Sequence[int] = (),
    without: Sequence[int] = (),
    kinds: Sequence[str] = (),
    theme: int | None = None,
    side: str = "",
    since: date | None = None,
    until: date | None = None,
    today: date,
) -> Where:
    """The filters as marks."""
    each = [may_see(person)]
    if works:
        each.append(tuple(f"v{pk}" for pk in works))
    if kinds:
        each.append(tuple(kind_mark(kind) for kind in kinds))
    if theme is not None:
        each.append((f"t{theme}",))
    if side:
        each.append((f"s{''.join(letter for letter in side if letter.isalnum())}",))
    if since or until:
        each.append(_months(since, until, today) or ("m0",))
    return Where(tuple(each), tuple(f"v{pk}" for pk in without))


def _months(since: date | None, until: date | None, today: date) -> tuple[str, ...]:
    """Whole years as years, the rest as months; days are left to the end."""
    first = since or date(max(today.year - 60, 1), 1, 1)
    last = until or date(today.year + 1, 12, 31)
    found = []
    for year in range(first.year, min(last.year, first.year + 150) + 1):
        from_month = first.month if year == first.year else 1
        to_month = last.month if year == last.year else 12
        if (from_month, to_month) == (1, 12):
            found.append(f"y{year:04d}")
        else:
            found += [f"m{year:04d}{month:02d}" for month in range(from_month, to_month + 1)]
    return tuple(found)


def candidates(sought: Sequence[Sought], place: Where, texts: int, *, wider: int = 1) -> list[Text]:
    """Texts to weigh. `wider` times as many when the first were not enough."""
    parts, given = [], list[Any]()
    for some, most in _combinations(sought, texts):
        said = _all_of([_group(one) for one in some] + [_one_of(each) for each in place.each])
        said += (" NOT " if _sqlite() else " & !") + _one_of(place.without) if place.without else ""
        few = min((one.texts for one in some), default=texts) <= WHOLE
        parts.append(_part(few=few))
        given += [said, most * wider]
    if not parts:
        return []  # SQLite would take an empty list; PostgreSQL does not
    ids = " UNION ".join(f"SELECT id FROM ({part}) AS p{n}" for n, part in enumerate(parts))  # noqa: S608 - no words in it
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, kind, key, terms, forms FROM ties_entry WHERE id IN ({ids})", given)  # noqa: S608 - no words in it
        return [Text(row[0], row[1], row[2], row[3].split(" "), row[4].split(" ")) for row in cursor.fetchall()]


def entries(ids: Iterable[int], place: Where) -> list[Text]:
    """Those of these entries that lie where we look (found by their meaning, say)."""
    listed = list(ids)
    if not listed:
        return []
    said = _all_of([_one_of(each) for each in place.each])
    said += (" NOT " if _sqlite() else " & !") + _one_of(place.without) if place.without else ""
    holes = ", ".join(["%s"] * len(listed))
    # The row is looked up first: the full-text index only says whether it lies where we look.
    fits = (
        "EXISTS (SELECT 1 FROM ties_entry_found WHERE ties_entry_found MATCH %s AND rowid = e.id)"
        if _sqlite()
        else "e.found @@ %s::tsquery"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.id, e.kind, e.key, e.terms, e.forms FROM ties_entry e WHERE e.id IN ({holes}) AND {fits}",  # noqa: S608 - no words in it
            [*listed, said],
        )
        return [Text(row[0], row[1], row[2], row[3].split(" "), row[4].split(" ")) for row in cursor.fetchall()]


def _combinations(sought: Sequence[Sought], texts: int) -> list[tuple[tuple[Sought, ...], int]]:
    """All, pairs of the rarest, each of the rarest; nothing sought means: the newest."""
    if not sought:
        return [((), BROWSE)]
    # An expression (“short break”) stands for its words; each of them is sought alone too.
    units = [one for one in sought if not one.exact or one.share == 1.0]
    rare = [one for one in sought if one.texts and one.texts <= texts * COMMON]
    alone = rare[:RAREST] or units[:2]
    found = [(tuple(units), ALL)] if len(units) > 1 else []
    if len(units) > 2:
        found += [(pair, PAIR) for pair in itertools.combinations(units[:4], 2)]
    return found + [((one,), ONE) for one in alone]


def _part(*, few: bool) -> str:
    if _sqlite():
        return "SELECT rowid AS id FROM ties_entry_found WHERE ties_entry_found MATCH %s ORDER BY rowid DESC LIMIT %s"
    if few:
        return "SELECT id FROM (SELECT id FROM ties_entry WHERE found @@ %s::tsquery OFFSET 0) AS x ORDER BY id DESC LIMIT %s"
    return "SELECT id FROM ties_entry WHERE found @@ %s::tsquery ORDER BY id DESC LIMIT %s"


def _group(one: Sought) -> str:
    ways = list(dict.fromkeys(_all_of(member.marks) for member in one.members))
    return ways[0] if len(ways) == 1 else f"({_or().join(ways)})"


def _all_of(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({_and().join(parts)})"


def _one_of(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({_or().join(parts)})"


def _sqlite() -> bool:
    return connection.vendor == "sqlite"


def _and() -> str:
    return " AND " if _sqlite() else " & "


def _or() -> str:
    return " OR " if _sqlite() else " | "
