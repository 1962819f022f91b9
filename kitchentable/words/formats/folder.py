"""All formats of one file in one folder, with a manifest: some at the same time, each written whole, and none made twice."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from kitchentable import __version__
from kitchentable.words.formats.made import CannotMake, Check, Made, digest_of, put
from kitchentable.words.formats.make import KINDS, can_make, make
from kitchentable.words.formats.paper import Paper, word_count

MANIFEST = "manifest.json"
# What takes longest is begun first.
ORDER = ("audio", "large24", "large18", "large16", "pdf", "braille", "word", "html", "plain")
Tell = Callable[[str, float], None]  # a kind, and how much of it is done


@dataclass(slots=True)
class Folder:
    """What stands in a folder: each format that was made, each that was kept from before, and each that was not made, with why."""

    made: list[Made] = field(default_factory=list)
    kept: list[Made] = field(default_factory=list)
    not_made: dict[str, str] = field(default_factory=dict)

    @property
    def all(self) -> list[Made]:
        """In the order of the kinds."""
        return sorted([*self.kept, *self.made], key=lambda one: KINDS.index(one.kind))

    @property
    def fine(self) -> bool:
        """Is everything made, and has it passed all its checks?"""
        return not self.not_made and all(one.ready for one in self.all)


@dataclass(frozen=True, slots=True)
class Source:
    """The file, what was read from it, and what its makers say of it."""

    path: Path
    digest: str
    paper: Paper
    version: str = ""
    made_by: str = ""
    grade: int = 2


def source_of(path: Path, raw: bytes, paper: Paper, *, version: str = "", made_by: str = "", grade: int = 2) -> Source:
    """A source; its digest covers the title and the language that were said for it, too."""
    return Source(
        path,
        hashlib.sha256(b"\0".join((raw, paper.language.encode(), paper.title.encode()))).hexdigest(),
        paper,
        version,
        made_by,
        grade,
    )


def make_all(
    source: Source, folder: Path, kinds: Sequence[str], *, again: bool = False, tell: Tell | None = None, jobs: int = 0
) -> Folder:
    """Make formats in a folder. What was made of the same source before is kept, unless `again`. Raises OSError."""
    said = tell or (lambda kind, part: None)
    folder.mkdir(parents=True, exist_ok=True)
    state = Folder(kept=[] if again else [one for one in _before(source, folder) if one.kind in kinds])
    others = [one for one in _before(source, folder) if one.kind not in kinds]
    there = {one.kind for one in state.kept}
    for kind in there:
        said(kind, 1.0)
    todo = []
    for kind in sorted(set(kinds) - there, key=ORDER.index):
        if missing := can_make(kind):
            state.not_made[kind] = missing
            said(kind, 1.0)
        else:
            todo.append(kind)
    jobs = jobs or min(4, os.cpu_count() or 1)
    run = _alone if jobs == 1 or len(todo) < 2 else _together
    for kind, result in run(source, folder, todo, min(jobs, len(todo)), said):
        if isinstance(result, Made):
            state.made.append(result)
        else:
            state.not_made[kind] = result
        said(kind, 1.0)
        _write(source, folder, state, others)
    _write(source, folder, state, others)
    return state


def _alone(source: Source, folder: Path, todo: list[str], jobs: int, said: Tell) -> Iterator[tuple[str, Made | str]]:
    for kind in todo:
        yield kind, _one(kind, source, folder, lambda part, kind=kind: said(kind, part))  # type: ignore[misc]


def _one(kind: str, source: Source, folder: Path, progress: Callable[[float], None]) -> Made | str:
    try:
        return make(kind, source.paper, folder, progress=progress, braille_grade=source.grade)
    except CannotMake as problem:
        return str(problem)


@dataclass(slots=True)
class _Hand:
    process: SpawnProcess
    line: Connection
    kind: str = ""


def _together(source: Source, folder: Path, todo: list[str], jobs: int, said: Tell) -> Iterator[tuple[str, Made | str]]:
    """Several processes: each asks for the next kind when it is done, and ends when nobody speaks to it any more."""
    waiting = list(todo)
    hands = [_hired(source, folder) for _ in range(jobs)]
    try:
        for hand in hands:
            _give(hand, waiting)
        while busy := [hand for hand in hands if hand.kind]:
            for line in wait([hand.line for hand in busy]):
                hand = next(one for one in busy if one.line is line)
                try:
                    told = hand.line.recv()
                except (EOFError, OSError):
                    yield hand.kind, "Its maker stopped before it was done: perhaps the memory of this machine was full."
                    hands.remove(hand)
                    if waiting:
                        hands.append(_hired(source, folder))
                        _give(hands[-1], waiting)
                    continue
                if isinstance(told, float):
                    said(hand.kind, told)
                    continue
                yield hand.kind, told
                _give(hand, waiting)
    finally:
        for hand in hands:
            hand.line.close()
            hand.process.join(0.5)
            if hand.process.is_alive():
                hand.process.terminate()


def _hired(source: Source, folder: Path) -> _Hand:
    # A new interpreter, not a copy of this one: copies of programs with threads can stand still for ever.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, source, folder), daemon=True)
    process.start()
    theirs.close()
    return _Hand(process, ours)


def _give(hand: _Hand, waiting: list[str]) -> None:
    hand.kind = waiting.pop(0) if waiting else ""
    if hand.kind:
        hand.line.send(hand.kind)


def _work(line: Connection, source: Source, folder: Path) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # who stops the command stops this too, without a word

    def progress(part: float) -> None:
        line.send(min(float(part), 0.99))

    try:
        while True:
            line.send(_one(line.recv(), source, folder, progress))
    except (EOFError, BrokenPipeError):
        return


def _before(source: Source, folder: Path) -> list[Made]:
    """What the manifest says was made of the same source with the same programs, and still stands there unchanged."""
    try:
        kept = json.loads((folder / MANIFEST).read_text("utf-8"))
        if kept["source"]["sha256"] != source.digest or kept["made_with"] != f"Kitchen Table {__version__}":
            return []
        if kept["braille_grade"] != source.grade:
            kept["formats"] = [one for one in kept["formats"] if one["kind"] != "braille"]
        found = [_from_manifest(one, folder) for one in kept["formats"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [one for one in found if one.kind in KINDS and one.path.is_file() and digest_of(one.path) == one.digest]


def _from_manifest(one: dict[str, Any], folder: Path) -> Made:
    checks = tuple(Check(check["what"], check["passed"], check["because"]) for check in one["checks"])
    path = folder / Path(one["file"]).name
    return Made(
        one["kind"], path, one["media_type"], one["bytes"], one["sha256"], one["pages"], one["seconds"], one["made_with"], checks
    )


def _write(source: Source, folder: Path, state: Folder, others: list[Made]) -> None:
    formats = [
        {
            "kind": one.kind,
            "file": one.path.name,
            "sha256": one.digest,
            "bytes": one.size,
            "media_type": one.media_type,
            "pages": one.pages,
            "seconds": one.seconds,
            "made_by": "a machine",
            "made_with": one.made_with,
            "ready": one.ready,
            "checks": [asdict(check) for check in one.checks],
        }
        for one in sorted([*state.all, *others], key=lambda one: KINDS.index(one.kind))
    ]
    manifest = {
        "source": {"file": source.path.name, "sha256": source.digest, "words": word_count(source.paper)},
        "title": source.paper.title,
        "language": source.paper.language,
        "version": source.version,
        "made_by": source.made_by,
        "made_with": f"Kitchen Table {__version__}",
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "braille_grade": source.grade,
        "notes": list(source.paper.notes),
        "formats": formats,
        "not_made": [{"kind": kind, "because": because} for kind, because in sorted(state.not_made.items())],
    }
    put(folder / MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode())
