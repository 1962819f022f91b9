"""Write lines, seal them, verify them. The only code that touches the record's tables."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import connection, transaction
from django.db.models import F, Max

from kitchentable.record.models import Line, Salt, Seal

START = "0" * 64
BATCH = 5_000


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


def _line_hash(line: Line) -> bytes:
    parts = (
        line.act,
        line.thing_kind,
        line.thing_key,
        line.by_key,
        line.for_key,
        str(int(line.at.timestamp() * 1_000_000)),
        line.digest,
    )
    return hashlib.sha256("\x1f".join(parts).encode()).digest()


def _root(lines: Iterable[Line]) -> tuple[str, int]:
    total, count = hashlib.sha256(), 0
    for line in lines:
        total.update(_line_hash(line))
        count += 1
    return total.hexdigest(), count


def _head(number: int, previous: str, root: str, count: int, at: datetime) -> str:
    moment = int(at.timestamp() * 1_000_000)
    return hashlib.sha256(f"{number}|{previous}|{root}|{count}|{moment}".encode()).hexdigest()


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
        root, count = _root(lines)
        made = Seal.objects.create(
            number=number, count=count, root=root, previous=previous, at=at, head=_head(number, previous, root, count, at)
        )
        for place, line in enumerate(lines):
            line.seal, line.place = made, place
        Line.objects.bulk_update(lines, ["seal", "place"], batch_size=500)
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


Witness = Callable[[], Iterator[tuple[str, str, Mapping[str, str]]]]
_WITNESSES: list[tuple[str, Witness]] = []


def witness(kind: str) -> Callable[[Witness], Witness]:
    """Register a floor's iterator of (act, key, content now in the tables): verifying compares it with the recorded digest."""

    def keep(found: Witness) -> Witness:
        _WITNESSES.append((kind, found))
        return found

    return keep


def verify(expected_head: str = "", *, tick: Callable[[int], None] = lambda _n: None) -> Verdict:
    """Read the whole record and say what is wrong: changed, missing or reordered lines, a broken chain, rewritten words."""
    wrong: list[Found] = []
    previous, expected_number, total, seals = START, 1, 0, 0
    heads: set[str] = {START}
    for one in Seal.objects.order_by("number").iterator(200):
        seals += 1
        if one.number != expected_number:
            wrong.append(Found(f"Seal {expected_number} is missing."))
        if one.previous != previous:
            wrong.append(Found(f"Seal {one.number} does not follow the seal before it."))
        lines = list(one.lines.order_by("place"))
        root, count = _root(lines)
        if [line.place for line in lines] != list(range(one.count)):
            wrong.append(Found(f"Seal {one.number} closed {one.count} lines; {count} are there, or their order changed."))
        elif root != one.root:
            wrong.append(Found(f"A line in seal {one.number} was changed or moved."))
        if _head(one.number, one.previous, one.root, one.count, one.at) != one.head:
            wrong.append(Found(f"The head of seal {one.number} does not fit what it closes."))
        previous, expected_number = one.head, one.number + 1
        heads.add(one.head)
        total += count
        tick(count)
    if expected_head and expected_head not in heads:
        wrong.append(Found("The head you gave is not in this record. It was rewritten or cut after you copied it."))
    unsealed = Line.objects.filter(seal__isnull=True).count()
    seen, said = _verify_witnesses(tick)
    wrong.extend(said)
    return Verdict(total + unsealed, seals, unsealed, seen, previous, tuple(wrong))


def _verify_witnesses(tick: Callable[[int], None]) -> tuple[int, list[Found]]:
    wrong: list[Found] = []
    seen = 0
    for kind, found in _WITNESSES:
        last: dict[tuple[str, str], tuple[int, str, bytes | None]] = {}
        rows = (
            Line.objects.filter(thing_kind=kind)
            .exclude(digest="")
            .order_by("id")
            .values_list("act", "thing_key", "id", "digest", salted=F("salt__value"))
        )
        for act, key, number, digest, salt in rows.iterator(5_000):
            last[(act, key)] = (number, digest, None if salt is None else bytes(salt))
        for act, key, content in found():
            seen += 1
            line = last.get((act, key))
            if line is None:
                wrong.append(Found(f"{kind} {key} stands in the tables, but the record has no “{act}” line for it."))
            elif line[2] is not None and digest_of(line[2], content) != line[1]:
                wrong.append(Found(f"{kind} {key} was changed outside the system: it does not fit its line.", line[0]))
            tick(1)
    return seen, wrong


def newest() -> datetime | None:
    """When the last line was written: a host clock that went back shows against this."""
    found: datetime | None = Line.objects.aggregate(last=Max("at"))["last"]
    return found
