"""Best first: how well each text fits what is looked for. Pure: words, stems and lists come in, an order goes out.

Three lists (the exact words; word forms and other words for the same; near spellings too), each in the order of BM25 (Robertson and
Zaragoza, 2009), put together by reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

K1, B, FUSE = 1.2, 0.4, 60
LISTS = (0.2, 1.0, 0.6)
"""How much each list counts: exact, forms and same words, near."""
CLOSE = 3
"""Words of a phrase stand at most so far from each other."""


@dataclass(frozen=True, slots=True)
class Member:
    """One way to say it: marks of the stems of its words, in order. `how`: 0 as typed, 1 another word for the same, 2 a near spelling."""

    marks: tuple[str, ...]
    weight: float = 1.0
    how: int = 0


@dataclass(frozen=True, slots=True)
class Sought:
    """One thing that is looked for, in each way to say it. `exact`: the mark of the word as typed, with `form` "" when it is its own stem."""

    members: tuple[Member, ...]
    texts: int
    says: float
    exact: str = ""
    form: str = ""
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Text:
    """One candidate. `terms` and `forms` as the index keeps them; `meaning` (0 to 1) from a model of meaning, when there is one."""

    id: int
    kind: str
    key: str
    terms: Sequence[str]
    forms: Sequence[str]
    meaning: float = 0.0


def best_first(texts: Iterable[Text], sought: Sequence[Sought], *, length: float = 14.0) -> list[Text]:
    """The texts in order; the newer first among equals."""
    weighed = [(text, _weigh(text, sought, length)) for text in texts]
    total = defaultdict[int, float](float)
    lists = [(list_weight, at) for at, list_weight in enumerate(LISTS)]
    for list_weight, at in lists:
        _add(total, [(w[at], text.id) for text, w in weighed if w[at] > 0], list_weight)
    _add(total, [(text.meaning, text.id) for text, _w in weighed if text.meaning > 0], MEANING)
    found = [text for text, _w in weighed if total[text.id] > 0]
    return sorted(found, key=lambda text: (-total[text.id], -text.id))


MEANING = 1.2


def _add(total: dict[int, float], listed: list[tuple[float, int]], list_weight: float) -> None:
    """Equals share a place."""
    place, before = 0, None
    for n, (value, one) in enumerate(sorted(listed, reverse=True), 1):
        if value != before:
            place, before = n, value
        total[one] += list_weight / (FUSE + place)


def _weigh(text: Text, sought: Sequence[Sought], length: float) -> tuple[float, float, float]:
    places: dict[str, list[int]] = {}
    for at, term in enumerate(text.terms):
        places.setdefault(term, []).append(at)
    norm = K1 * (1 - B + B * len(text.terms) / length)
    exact = same = near = 0.0
    for one in sought:
        counts = [0.0, 0.0, 0.0]
        for member in one.members:
            times = _times(member.marks, places)
            if times:
                counts[member.how] += times * member.weight
        if not any(counts):
            continue
        says = one.says * one.share
        as_said = counts[0] + counts[1]
        same += says * as_said * (K1 + 1) / (as_said + norm) if as_said else 0.0
        all_of = as_said + counts[2]
        near += says * all_of * (K1 + 1) / (all_of + norm)
        if one.exact and counts[0]:
            times = _as_typed(one, text, places)
            exact += says * times * (K1 + 1) / (times + norm) if times else 0.0
    return exact, same, near


def _as_typed(one: Sought, text: Text, places: dict[str, list[int]]) -> int:
    """How often the word stands there in just the form that was typed."""
    wanted = one.form or "-"
    return sum(text.forms[at] == wanted for at in places.get(one.exact, ()))


def _times(marks: tuple[str, ...], places: dict[str, list[int]]) -> int:
    first = places.get(marks[0])
    if first is None:
        return 0
    if len(marks) == 1:
        return len(first)
    rest = [places.get(one) for one in marks[1:]]
    if not all(rest):
        return 0
    return sum(all(any(0 < abs(at - start) <= CLOSE for at in each or ()) for each in rest) for start in first)
