"""Write lines, seal them, verify them. The only code that touches the record's tables."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice
from typing import Protocol

from django.db import connection, transaction
from django.db.models import F

from kitchentable.record.models import Line, Salt, Seal

START = "0" * 64
BATCH = 5_000
SEALS_AT_ONCE = 500
THINGS_AT_ONCE = 900
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Recorded(Protocol):
    """A thing that can stand in the record: its key, and what the digest covers."""

    @property
    def record_key(self) -> str: ...

    def in_record(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is wrong with the record, in words."""

    what: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying saw: how many lines and seals, the head, and everything that is wrong."""

    lines: int
    seals: int
    unsealed: int
    witnessed: int
    head: str
    wrong: tuple[Found, ...]


def digest_of(salt: bytes, content: Mapping[str, str]) -> str:
    """HMAC-SHA256 of `content` (sorted JSON, UTF-8) under `salt`, in hex."""
    body = json.dumps(dict(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(salt, body.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def write(*, act: str, kind: str, key: str, by: str, for_whom: str, at: datetime, content: Mapping[str, str] | None) -> Line:
    """Add one line. `content` None: the line has no digest (nothing to bind)."""
    salt = secrets.token_bytes(16)
    line = Line.objects.create(
        act=act,
        thing_kind=kind,
        thing_key=key,
        by_key=by,
        for_key=for_whom,
        at=at,
        digest="" if content is None else digest_of(salt, content),
    )
    if content is not None:
        Salt.objects.create(line=line, value=salt)
    return line


def write_many(lines: Iterable[tuple[Line, Mapping[str, str]]]) -> None:
    """Add many lines at once (an import); each with its own salt."""
    rows, salts = [], []
    for line, content in lines:
        salt = secrets.token_bytes(16)
        line.digest = digest_of(salt, content)
        rows.append(line)
        salts.append(salt)
    made = Line.objects.bulk_create(rows)
    Salt.objects.bulk_create(Salt(line=line, value=salt) for line, salt in zip(made, salts, strict=True))


def forget(kind: str, key: str) -> None:
    """Take away the salts of every line about one thing: its words cannot be tested against the record any more."""
    Salt.objects.filter(line__thing_kind=kind, line__thing_key=key).delete()


# What the hash of a line covers, in this order. Anyone can check it from an export of the table (docs/record.md).
BOUND = ("act", "thing_kind", "thing_key", "by_key", "for_key", "at", "digest")
BoundLine = tuple[str, str, str, str, str, datetime, str]


def _moment(at: datetime) -> int:
    """Whole microseconds since 1970: no rounding, so that two moments never look the same."""
    return (at - EPOCH) // MICROSECOND


def _line_hash(line: BoundLine) -> bytes:
    act, kind, key, by, for_whom, at, digest = line
    return hashlib.sha256("\x1f".join((act, kind, key, by, for_whom, str(_moment(at)), digest)).encode()).digest()


def _bound(line: Line) -> BoundLine:
    return (line.act, line.thing_kind, line.thing_key, line.by_key, line.for_key, line.at, line.digest)


def _root(lines: Iterable[BoundLine]) -> str:
    total = hashlib.sha256()
    for line in lines:
        total.update(_line_hash(line))
    return total.hexdigest()


def _head(number: int, previous: str, root: str, count: int, at: datetime) -> str:
    return hashlib.sha256(f"{number}|{previous}|{root}|{count}|{_moment(at)}".encode()).hexdigest()


def seal(at: datetime) -> Seal | None:
    """Close every committed line that is not sealed yet into the next seal; None when there is none.

    Safe with several writers: lines committed later, even with lower ids, go into the seal after this one,
    and a lock lets one sealer work at a time.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(72110001)")
        lines = list(Line.objects.filter(seal__isnull=True).order_by("id")[:BATCH])
        if not lines:
            return None
        last = Seal.objects.order_by("-number").first()
        number, previous = (last.number + 1, last.head) if last else (1, START)
        root, count = _root(map(_bound, lines)), len(lines)
        made = Seal.objects.create(
            number=number, count=count, root=root, previous=previous, at=at, head=_head(number, previous, root, count, at)
        )
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE record_line SET seal_id = %s, place = %s WHERE id = %s",
                [(made.pk, place, line.pk) for place, line in enumerate(lines)],
            )
        return made


def seal_all(at: datetime) -> int:
    """Seal until nothing is left; returns how many seals were made."""
    made = 0
    while seal(at):
        made += 1
    return made


def head() -> str:
    """The head of the chain: copy it somewhere safe, and `record verify --head` proves nothing before it changed."""
    last = Seal.objects.order_by("-number").first()
    return last.head if last else START


Row = tuple[str, str, Mapping[str, str]]
Witness = Callable[[], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class _Known:
    """A floor's witness for one kind of thing."""

    kind: str
    rows: Witness
    made_by: tuple[str, ...]


_WITNESSES: list[_Known] = []


def witness(kind: str, *, made_by: tuple[str, ...] = ()) -> Callable[[Witness], Witness]:
    """Register a floor's witness: it says what stands in the tables now, and verifying compares that with the record.

    A witness is a function without arguments that yields `(act, key, content)` for each thing of `kind` whose words are
    still there: `act` is the act that wrote the line, `key` its `record_key`, `content` its `in_record()`. It is read once,
    from first to last, so it should use `.iterator()`. Things that were taken back or erased are left out: their salts are
    gone (`forget`), and their lines cannot be tested any more.

    When the same act was done several times on a thing (a page changed twice), the last line counts. `made_by` names the acts
    that make a thing once, with words that never change (law 2). For these, each line must fit, not only the last one, and a
    line whose salt is still there must have its thing: what was removed from the tables by hand is then found as well.
    """

    def keep(found: Witness) -> Witness:
        _WITNESSES.append(_Known(kind, found, made_by))
        return found

    return keep


def verify(expected_head: str = "", *, tick: Callable[[int], None] = lambda _n: None) -> Verdict:
    """Read the whole record and say what is wrong: changed, missing or reordered lines, a broken chain, rewritten words.

    Reads in a stream: memory stays small however long the record is. `tick(n)` is called when n more lines or things were read.
    """
    wrong: list[Found] = []
    previous, expected_number, total, seals = START, 1, 0, 0
    head_is_there = expected_head in ("", START)
    for one, lines in _sealed():
        seals += 1
        if one.number != expected_number:
            wrong.append(Found(f"Seal {expected_number} is missing."))
        if one.previous != previous:
            wrong.append(Found(f"Seal {one.number} does not follow the seal before it."))
        if [place for place, _line in lines] != list(range(one.count)):
            wrong.append(Found(f"Seal {one.number} closed {one.count} lines; {len(lines)} are there, or their order changed."))
        elif _root(line for _place, line in lines) != one.root:
            wrong.append(Found(f"A line in seal {one.number} was changed or moved."))
        if _head(one.number, one.previous, one.root, one.count, one.at) != one.head:
            wrong.append(Found(f"The head of seal {one.number} does not fit what it closes."))
        head_is_there = head_is_there or one.head == expected_head
        previous, expected_number = one.head, one.number + 1
        total += len(lines)
        tick(len(lines))
    if not head_is_there:
        wrong.append(Found("The head you gave is not in this record. It was rewritten or cut after you copied it."))
    unsealed = Line.objects.filter(seal__isnull=True).count()
    seen = 0
    for known in _WITNESSES:
        count, said = _hear(known, tick)
        seen += count
        wrong.extend(said)
    return Verdict(total + unsealed, seals, unsealed, seen, previous, tuple(wrong))


def _sealed() -> Iterator[tuple[Seal, list[tuple[int, BoundLine]]]]:
    """Each seal with its lines in their order."""
    seals = Seal.objects.order_by("number").iterator(SEALS_AT_ONCE)
    while some := list(islice(seals, SEALS_AT_ONCE)):
        rows = Line.objects.filter(seal__in=some).order_by("seal_id", "place", "id").values_list("seal_id", "place", *BOUND)
        lines_of = groupby(rows.iterator(BATCH), key=lambda row: row[0])
        held: dict[int, list[tuple[int, BoundLine]]] = {}
        upcoming = next(lines_of, None)
        for one in some:
            # Seals nearly always stand in the order of their ids, so that only one seal's lines are held at a time.
            while upcoming is not None and one.pk not in held and upcoming[0] <= one.pk:
                held[upcoming[0]] = [(row[1], row[2:]) for row in upcoming[1]]
                upcoming = next(lines_of, None)
            yield one, held.pop(one.pk, [])


def _hear(known: _Known, tick: Callable[[int], None]) -> tuple[int, list[Found]]:
    """Compare what one witness says with the lines about it, some hundred things at a time."""
    wrong: list[Found] = []
    rows = known.rows()
    count = 0
    told: dict[str, int] = dict.fromkeys(known.made_by, 0)
    while some := list(islice(rows, THINGS_AT_ONCE)):
        count += len(some)
        lines = _lines_about(known.kind, {key for _act, key, _content in some})
        for act, key, content in some:
            mine = lines.get((act, key), [])
            once = act in told
            if once:
                told[act] += 1
            if not mine:
                wrong.append(Found(f"{known.kind} {key} stands in the tables, but the record has no “{act}” line for it."))
            for number, digest, salt in mine if once else mine[-1:]:
                if salt is not None and digest_of(salt, content) != digest:
                    wrong.append(Found(f"{known.kind} {key} was changed outside the system: it does not fit its line.", number))
        tick(len(some))
    for act, things in told.items():
        wrong.extend(_gone(known, act, things))
    return count, wrong


def _lines_about(kind: str, keys: set[str]) -> dict[tuple[str, str], list[tuple[int, str, bytes | None]]]:
    found: dict[tuple[str, str], list[tuple[int, str, bytes | None]]] = {}
    rows = Line.objects.filter(thing_kind=kind, thing_key__in=keys).exclude(digest="").order_by("id")
    for act, key, number, digest, salt in rows.values_list("act", "thing_key", "id", "digest", F("salt__value")):
        found.setdefault((act, key), []).append((number, digest, None if salt is None else bytes(salt)))
    return found


def _gone(known: _Known, act: str, told: int) -> list[Found]:
    """Lines of things that are not in the tables any more, and were not taken back or erased. Counts first: that is quick."""
    lines = Line.objects.filter(thing_kind=known.kind, act=act, salt__isnull=False)
    if lines.order_by().values("thing_key").distinct().count() <= told:
        return []
    # The lines are read before the things, and the salts once more after: what is said or taken back meanwhile is no alarm.
    written = dict(lines.order_by("-id").values_list("thing_key", "id"))
    for name, key, _content in known.rows():
        if name == act:
            written.pop(key, None)
    still = (
        set(Salt.objects.filter(line__in=written.values()).values_list("line_id", flat=True))
        if len(written) < THINGS_AT_ONCE
        else None
    )
    return [
        Found(f"{known.kind} {key} is in the record, but not in the tables any more.", number)
        for key, number in sorted(written.items(), key=lambda found: found[1])
        if still is None or number in still
    ]
