"""A labelled set of short texts and questions, in the tables; and how well something finds them."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kitchentable.people.models import Person
from kitchentable.policy.clock import now, today
from kitchentable.voices.models import Contribution
from kitchentable.works.models import Work

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Question:
    """A short question and which texts answer it. `seen`: lists and weights were set with it; the others only at the end."""

    id: str
    seen: bool
    asks: str
    answers: frozenset[str]


def texts() -> dict[str, str]:
    """What many people said, by its number."""
    return {row["id"]: row["text"] for row in _rows("search_texts.tsv")}


def questions() -> list[Question]:
    """What is asked, labelled before anything was set."""
    return [
        Question(row["id"], row["part"] == "seen", row["question"], frozenset(row["answered_by"].split()))
        for row in _rows("search_questions.tsv")
    ]


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def lay_texts(work: Work, owner: Person) -> dict[str, str]:
    """All texts, public, in one piece of work. Gives {code: number of the text}."""
    rows = [
        Contribution(
            work=work, number=n, words=words, sharing="public", published_at=now(), owner=owner, due_on=today(), source_key=one
        )
        for n, (one, words) in enumerate(texts().items(), 1_000)
    ]  # fmt: skip
    return {c.code: str(c.source_key) for c in Contribution.objects.bulk_create(rows)}


def recall(answer: Callable[[str], Sequence[str]], asked: Sequence[Question]) -> float:
    """Recall at 10: how many of the texts that answer a question are among the first ten (of ten, when there are more), on average."""
    each = [len(one.answers & set(answer(one.asks)[:10])) / min(10, len(one.answers)) for one in asked]
    return sum(each) / len(each)


def plain_fts5(small: frozenset[str]) -> Callable[[str], list[str]]:
    """What one would write first: FTS5 with porter, any of the words, by bm25. The small words are left out, to be fair."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, words, tokenize='porter unicode61')")
    db.executemany("INSERT INTO t VALUES (?, ?)", texts().items())

    def answer(asked: str) -> list[str]:
        words = [word for word in re.findall(r"\w+", asked.lower()) if word not in small]
        said = " OR ".join(f'"{word}"' for word in words)
        rows: list[Any] = db.execute("SELECT id FROM t WHERE t MATCH ? ORDER BY rank LIMIT 10", [said]).fetchall() if said else []
        return [row[0] for row in rows]

    return answer
