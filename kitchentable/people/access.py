"""How the house keeps the accessible information standard (AIS, R041, R042): who answers for it, and counts that give nobody away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from kitchentable.people.acts import who_has
from kitchentable.people.models import Asked, Duty, Person, Reach, WhatWorks
from kitchentable.people.needs import old_since
from kitchentable.people.secret import mark
from kitchentable.people.small import Cell, Table, published
from kitchentable.policy.numbers import number

Kind = WhatWorks.Kind
GROUPS = (Kind.CONTACT, Kind.FORMAT, Kind.PROFESSIONAL, Kind.SUPPORT)
BY_HAND = (Reach.Channel.LETTER, Reach.Channel.PHONE, Reach.Channel.IN_PERSON)


@dataclass(frozen=True, slots=True)
class Met:
    """How many people said of their needs of one kind: all met, some partly, some not met; or did not say."""

    met: int
    partly: int
    not_met: int
    not_said: int


Counts = Callable[[], Mapping[str, Met]]
_COUNTS: list[Counts] = []


def counts(found: Counts) -> Counts:
    """A floor above says what people said of their needs, by kind (of WhatWorks.Kind), within the last year."""
    _COUNTS.append(found)
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """One table for the page and for the file: `code` names it in the file; `table` holds only what may be shown."""

    code: str
    title: str
    heads: tuple[str, ...]
    names: tuple[str, ...]
    table: Table

    def lines(self) -> Iterator[tuple[str, list[tuple[str, Cell]]]]:
        """Each row with its name, its counts under their heads and its sum; then the sums of the columns, where they have a meaning."""
        for name, row, total in zip(self.names, self.table.rows, self.table.across, strict=True):
            yield name, list(zip((*self.heads, _("All")), (*row, total), strict=True))
        if self.table.down:
            yield _("All"), list(zip((*self.heads, _("All")), (*self.table.down, self.table.all), strict=True))


@dataclass(frozen=True, slots=True)
class Named:
    """A duty of the standard, and who has it (R041)."""

    label: str
    people: list[Person]


def who_answers() -> list[Named]:
    """The lead and the board member; with nobody, the page says who is missing."""
    return [Named(str(kind.label), who_has(kind)) for kind in (Duty.Kind.ACCESS, Duty.Kind.BOARD)]


def tables() -> list[Shown]:
    """All that the yearly report says (R042). People are counted, and never what they need."""
    limit = number("hide_below")
    furthest, reviewed = _by_group()
    group_names = (*(str(kind.label) for kind in GROUPS), _("Anything else"))
    met = {kind: one for found in _COUNTS for kind, one in found().items()}
    shown = [
        Shown(
            "asked",
            _("People, by what we know"),
            (
                _("They told us what works"),
                _("They need nothing special"),
                _("They would rather not say"),
                _("Asked, no answer yet"),
                _("We never asked: unknown"),
            ),
            (_("Reached online"), _("Reached by phone, by letter or in person")),
            published(_by_what_we_know(), limit, key=mark("access", "known")),
        ),
        Shown(
            "steps",
            _("People who told us, by the last step that was taken"),
            (_("Written down"), _("Shown to somebody"), _("Looked at, to plan with it"), _("Said to be met")),
            group_names,
            published(furthest, limit, columns_add_up=False, key=mark("access", "steps")),
        ),
        Shown(
            "review",
            _("People who told us, by whether it was looked at again in time"),
            (_("All of it, in time"), _("Some of it is overdue")),
            group_names,
            published(reviewed, limit, columns_add_up=False, key=mark("access", "reviewed")),
        ),
    ]
    if met:
        shown.append(
            Shown(
                "met",
                _("What people said after gatherings, in the last year"),
                (_("Met"), _("Partly"), _("Not met"), _("They did not say")),
                tuple(str(Kind(kind).label) for kind in met),
                published(
                    [[m.met, m.partly, m.not_met, m.not_said] for m in met.values()],
                    limit,
                    columns_add_up=False,
                    key=mark("access", "met"),
                ),
            )
        )
    return shown


def _everyone() -> QuerySet[Person]:
    """Those who use services, unpaid carers and family too (R040); not those who work here."""
    found: QuerySet[Person] = Person.objects.filter(erased_at__isnull=True, works_here=False)
    return found


def _by_what_we_know() -> list[list[int]]:
    """Rows: reached online, by hand. Columns: told us, nothing special, rather not, no answer yet, never asked."""
    last = Asked.objects.filter(person=OuterRef("pk")).order_by("-at", "-pk").values("came")[:1]
    told = WhatWorks.objects.filter(person=OuterRef("pk"))
    people = _everyone().annotate(told=Exists(told), came=Subquery(last)).values_list("told", "came", "reach__channel")
    order = [Asked.Came.NONE, Asked.Came.RATHER_NOT, Asked.Came.NOT_YET]
    rows = [[0] * 5, [0] * 5]
    for has_told, came, channel in people.iterator(2_000):
        # They told us once and took it all away: we know nothing more than that we asked.
        column = 0 if has_told else 4 if came is None else 1 + order.index(came) if came in order else 3
        rows[1 if channel in BY_HAND or channel is None else 0][column] += 1
    return rows


def _by_group() -> tuple[list[list[int]], list[list[int]]]:
    """For each group and for the rest, people by the furthest step of any of their needs there; and by whether all was looked at in time."""
    line = old_since()
    furthest: list[dict[int, int]] = [{} for _group in range(len(GROUPS) + 1)]
    overdue: list[set[int]] = [set() for _group in range(len(GROUPS) + 1)]
    theirs = WhatWorks.objects.filter(person__erased_at__isnull=True, person__works_here=False)
    needs = theirs.values_list("person_id", "kind", "flagged_at", "shared_at", "met_at", "reviewed_at")
    for person, kind, flagged, shared, met, reviewed in needs.iterator(2_000):
        group = GROUPS.index(kind) if kind in GROUPS else len(GROUPS)
        step = 3 if met else 2 if shared else 1 if flagged else 0
        furthest[group][person] = max(step, furthest[group].get(person, 0))
        if reviewed < line:
            overdue[group].add(person)
    return (
        [[list(people.values()).count(step) for step in range(4)] for people in furthest],
        [[len(people) - len(late), len(late)] for people, late in zip(furthest, overdue, strict=True)],
    )


def rows_for_csv(shown: Iterable[Shown], hidden: str) -> Iterator[list[str]]:
    """The same tables as lines of a file: table, row, column, people. `hidden` stands for what is not shown."""
    yield ["table", "row", "column", "people"]
    for one in shown:
        for name, cells in one.lines():
            for head, cell in cells:
                yield [one.code, name, head, hidden if cell is None else str(cell)]
