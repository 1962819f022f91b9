"""Words that look like the name of a condition, so that a page can say “you need not tell us this”. Nothing is blocked, changed or kept (R043)."""

from __future__ import annotations

import csv
import functools
import re
from pathlib import Path

DATA = Path(__file__).parent / "data"


@functools.cache
def names() -> tuple[str, ...]:
    """The plain names we know, as they are looked for. Raises ValueError that names the line when a row is not right."""
    with (DATA / "diagnoses.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for count, row in enumerate(rows, start=1):
        if len(row) != 1 or not row[0].strip():
            raise ValueError(f"diagnoses.tsv, line {count}: one name wanted")
    return tuple(row[0].casefold() for row in rows[1:])


def look_like_one(words: str) -> bool:
    """Is one of them in these words, as a whole word?"""
    return _all().search(words.casefold().replace("’", "'")) is not None


@functools.cache
def _all() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names())) + r")(?!\w)")
