"""A model of meaning, when an organisation installed one (`kitchentable[meaning]`): texts that mean nearly the same in other words.

Nothing depends on it. A package offers one with an entry point in the group `kitchentable.meaning`: a function without arguments that
gives an object with `name` (str) and `numbers(texts) -> list[list[float]]`. At night the worker asks it about each text that is new;
searching asks it about the words that were typed, in this process. Nothing leaves the machine.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points
from typing import Any, Protocol

from kitchentable.ties.models import Entry, Meaning
from kitchentable.ties.search.sources import sources

GROUP = "kitchentable.meaning"
NEAREST = 60
AT_LEAST = 0.25
BATCH = 500


class Model(Protocol):
    """What a package must offer. `numbers`: one list of floats for each text, all of one length, in any scale."""

    name: str

    def numbers(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """Where each text lies."""


@functools.cache
def model() -> Model | None:
    """The installed model, or None. The first by name, when there are several."""
    found = sorted(entry_points(group=GROUP), key=lambda one: one.name)
    return found[0].load()() if found else None


def near(said: str) -> dict[int, float]:
    """Entries (pks) that lie near to what was said, with how near (0 to 1). Empty without a model."""
    using = model()
    if using is None:
        return {}
    import numpy as np

    ids, rows = _lying(using.name)
    if not len(ids):
        return {}
    asked = _unit(np.asarray(using.numbers([said]), dtype=np.float32))[0]
    close = rows @ asked
    most = min(NEAREST, len(ids))
    best = np.argpartition(-close, most - 1)[:most]
    return {int(ids[at]): float(close[at]) for at in best if close[at] >= AT_LEAST}


def fill(go_on: Callable[[], bool] = lambda: True) -> int:
    """Ask the model about each entry that it has not seen. Returns how many. Stopped, it goes on the next night."""
    using = model()
    if using is None:
        return 0
    import numpy as np

    Meaning.objects.exclude(model=using.name).delete()
    count = 0
    while go_on():
        some = list(Entry.objects.filter(meaning__isnull=True, kind__in=sources()).order_by("pk")[:BATCH])
        if not some:
            break
        texts = {
            (kind, doc.key): doc.text for kind in sources() for doc in sources()[kind].some([e.key for e in some if e.kind == kind])
        }
        rows = _unit(np.asarray(using.numbers([texts.get((e.kind, e.key), "")[:4_000] for e in some]), dtype=np.float32))
        Meaning.objects.bulk_create(
            [
                Meaning(entry=e, model=using.name, numbers=row.astype(np.float16).tobytes())
                for e, row in zip(some, rows, strict=True)
            ],
            ignore_conflicts=True,
        )
        count += len(some)
    return count


def _unit(rows: Any) -> Any:
    import numpy as np

    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


_LOCK = threading.Lock()
_held: tuple[str, int, int, Any, Any] | None = None


def _lying(name: str) -> tuple[Any, Any]:
    """All entries with their numbers, kept in this process and read on when there are more."""
    global _held
    import numpy as np

    with _LOCK:
        newest = Meaning.objects.filter(model=name).order_by("-pk").values_list("pk", flat=True).first() or 0
        count = Meaning.objects.filter(model=name).count()
        if _held is None or _held[:3] != (name, newest, count):
            rows = list(Meaning.objects.filter(model=name).order_by("pk").values_list("entry_id", "numbers"))
            ids = np.array([one for one, _n in rows], dtype=np.int64)
            found = np.array([np.frombuffer(bytes(n), dtype=np.float16) for _one, n in rows], dtype=np.float32)
            _held = (name, newest, count, ids, found)
        return _held[3], _held[4]


def forget() -> None:
    """Look for the model anew and read all numbers again."""
    global _held
    _held = None
    model.cache_clear()
