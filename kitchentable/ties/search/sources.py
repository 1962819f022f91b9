"""What can be found: each kind of thing says which rows it has, which acts change them, and who may see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kitchentable.policy.act import follows
from kitchentable.policy.verdict import Actor
from kitchentable.ui.pieces import Status, Words


@dataclass(frozen=True, slots=True)
class Doc:
    """One row as the index keeps it. `text` goes into the index and is never shown from there.

    What follows `work` are hints, so that search need not ask about each of a million rows; `Source.show` is the judge. `open`: everyone
    may read it (None: not known). `table`: those at the table of its work may. `people` (pks): they may, whatever else. `themes` (pks)
    and `side` (works.Group) are what can be asked for.
    """

    key: str
    text: str
    at: datetime
    work: int | None = None
    open: bool | None = None
    table: bool = True
    people: tuple[int, ...] = ()
    themes: tuple[int, ...] = ()
    side: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing found, loaded for somebody who may see it: `words` as they stand now."""

    kind: str
    key: str
    words: str
    url: str
    title: str = ""
    work: str = ""
    work_slug: str = ""
    on: date | None = None
    note: str = ""
    """Such as “On paper” or a content note."""
    came: str = ""
    """What came of it, in one sentence: the answer, the decision, the promise."""
    status: Status | None = None
    """Where it stands: a word and a shape."""
    needs_care: bool = False
    """`note` is a content note: the words stay behind it until the reader opens them."""


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing that can be found.

    `every()`: all rows, for building the index. `some(keys)`: these rows as they stand now; a key that is not given back goes from the
    index. `acts`: names of acts after which its rows change, each with a function that gives their keys from (thing, result).
    `show(person, keys)`: those of these that `person` may see, by key; this is where permission is asked.
    """

    kind: str
    name: Words
    every: Callable[[], Iterator[Doc]]
    some: Callable[[Iterable[str]], Iterator[Doc]]
    show: Callable[[Actor, Iterable[str]], Mapping[str, Shown]]
    acts: Mapping[str, Callable[[object, object], Iterable[str]]] = field(default_factory=dict)


_SOURCES: dict[str, Source] = {}


def source(found: Source) -> Source:
    """Register a kind of thing that can be found: from now on it is kept in step, in the transaction of each of its acts."""
    _SOURCES[found.kind] = found
    for name, keys in found.acts.items():
        follows(name)(_keep_in_step(found.kind, keys))
    return found


def _keep_in_step(kind: str, keys: Callable[[object, object], Iterable[str]]) -> Callable[[Actor, object, object], None]:
    def after(_by: Actor, thing: object, result: object) -> None:
        from kitchentable.ties.search.keeping import refresh

        refresh(kind, keys(thing, result))

    return after


def sources() -> dict[str, Source]:
    """All kinds, by name."""
    return dict(_SOURCES)
