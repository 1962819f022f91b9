"""Counting what people said when they looked back, so that nobody is given away (law 5). Counts are written once, when it closes."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from kitchentable.people.small import Cell, published
from kitchentable.ties.models import LookBack, LookSaid

SKIPPED = "0"
STEPS = ("5", "4", "3", "2", "1", SKIPPED)
AIMS = (*(str(one) for one in LookSaid.Aim), SKIPPED)
LADDER = (*(str(n) for n in range(7, 0, -1)), SKIPPED)
SIDES = (str(LookSaid.Side.PEOPLE), str(LookSaid.Side.STAFF))


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be read of one time of looking back. `said` None: too few, and nothing is shown. Cells None: hidden.

    `by_side` is empty when it may not be shown by side.
    """

    said: Cell
    felt: Mapping[str, Cell]
    aim: Mapping[str, Cell]
    by_side: Mapping[str, Sequence[Cell]]


def count(look_back: LookBack) -> dict[str, Any]:
    """All counts of what was said and is there, as they are kept when it closes. Two queries at the most."""
    rows = list(look_back.said.counted().values_list("side", "felt", "aim_met", "step"))
    felt = Counter(str(felt or SKIPPED) for _side, felt, _aim, _step in rows)
    aim = Counter(aim or SKIPPED for _side, _felt, aim, _step in rows)
    step = {side: Counter(str(step or SKIPPED) for s, _f, _a, step in rows if s == side) for side in SIDES}
    return {
        "said": len(rows),
        "felt": {one: felt[one] for one in STEPS},
        "aim": {one: aim[one] for one in AIMS},
        "step": {side: {one: step[side][one] for one in LADDER} for side in SIDES},
    }


def for_everyone(look_back: LookBack, limit: int) -> Shown:
    """As anyone may read it (R116): nothing while it is open or fewer than `limit` said something; small counts hidden with others."""
    counts = look_back.counts
    if look_back.is_open or counts.get("said", 0) < limit:
        return Shown(None, {}, {}, {})
    key = _key(look_back)
    table = published([[counts["step"][side][one] for one in LADDER] for side in SIDES], limit, key=f"{key}step")
    # The sum is shown with the other tables: where this one would have to hide it, it is not shown at all.
    by_side = dict(zip(SIDES, table.rows, strict=True)) if table.all is not None else {}
    return Shown(counts["said"], _hidden(counts["felt"], limit, f"{key}felt"), _hidden(counts["aim"], limit, f"{key}aim"), by_side)


def for_the_group(look_back: LookBack, least: int) -> Shown:
    """As those with a part in it read it: all counts of a group of `least` or more; by side only when each side is as large."""
    counts = look_back.counts
    if look_back.is_open or counts.get("said", 0) < least:
        return Shown(None, {}, {}, {})
    sizes = [sum(counts["step"][side].values()) for side in SIDES]
    by_side = {side: [counts["step"][side][one] for one in LADDER] for side in SIDES} if min(sizes) >= least else {}
    return Shown(counts["said"], counts["felt"], counts["aim"], by_side)


def enough(n: int, of: int, limit: int) -> int | None:
    """`n` of `of` people when neither they nor the others are few; None for hidden."""
    return n if n >= limit and (of == n or of - n >= limit) else None


def there_by_side(there: Mapping[str, int], limit: int, key: str) -> Mapping[str, Cell]:
    """How many were in a room, by side, for everyone: small counts hidden with others; the sum is shown only when nothing gives them back."""
    sides = [side for side in there if there[side]]
    if not sides:
        return {}
    return _hidden({side: there[side] for side in sides}, limit, key)


def _hidden(counts: Mapping[str, int], limit: int, key: str) -> Mapping[str, Cell]:
    table = published([list(counts.values())], limit, columns_add_up=False, key=key)
    return dict(zip(counts, table.rows[0], strict=True))


def _key(look_back: LookBack) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"look:{look_back.key}".encode(), hashlib.sha256).hexdigest()
