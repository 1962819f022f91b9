"""How well search finds: recall at 10 on a labelled set of short texts, beside plain FTS5 in the same run. `-s` prints the table."""

from __future__ import annotations

from typing import Any

import pytest

from kitchentable.policy.verdict import ANYONE
from kitchentable.ties.search import keeping
from kitchentable.ties.search.finding import Ask, find
from kitchentable.ties.search.tokens import SMALL
from kitchentable.ties.tests.search_world import lay_texts, plain_fts5, questions, recall, texts

AT_LEAST = 0.68


@pytest.fixture
def finds(cast: Any) -> Any:
    """Our search over the texts: question → numbers of texts, best first."""
    codes = lay_texts(cast.work, cast.rao.person)
    keeping.build(anew=True)
    return lambda asked: [
        codes[hit.key] for hit in find(ANYONE, Ask(asked, kinds=("contribution",)), limit=10).hits if hit.key in codes
    ]


@pytest.mark.one_database
def test_short_questions_find_what_answers_them_and_more_than_plain_full_text_does(finds: Any) -> None:
    plain = plain_fts5(SMALL)
    asked = questions()
    assert len(texts()) >= 300
    assert len(asked) >= 80
    parts = {"all": asked, "seen": [q for q in asked if q.seen], "unseen": [q for q in asked if not q.seen]}
    for name, some in parts.items():
        print(f"\n{name:7} {len(some):3} questions   plain FTS5 {recall(plain, some):.3f}   search {recall(finds, some):.3f}")
    ours, theirs = recall(finds, parts["unseen"]), recall(plain, parts["unseen"])
    assert ours >= AT_LEAST
    assert ours > theirs
