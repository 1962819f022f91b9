"""Law 3 for search: whatever is said, shared, published and taken back, each finds exactly what they may read, and the words stay with it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kitchentable.policy.book import forget_facts
from kitchentable.policy.verdict import ANYONE
from kitchentable.ties.models import Entry, Word
from kitchentable.ties.search import keeping, vocabulary
from kitchentable.ties.search.finding import Ask, find, keys
from kitchentable.ties.search.plain_question import read
from kitchentable.voices import acts
from kitchentable.voices.models import Contribution

CREATURES = ("otter", "heron", "badger", "weevil", "gannet")
STEP = st.tuples(
    st.sampled_from(("say", "share", "publish", "withdraw")), st.integers(0, 4), st.sampled_from(("lead", "group", "public"))
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=4, max_size=9))
def test_each_finds_exactly_what_they_may_read(cast: Any, steps: list[tuple[str, int, str]]) -> None:
    chloe, natalie = cast.chloe.person, cast.natalie.person
    Contribution.objects.all().delete()
    keeping.build(anew=True)
    vocabulary.forget()
    for what, which, sharing in steps:
        creature = CREATURES[which]
        c = Contribution.objects.filter(said_by=chloe, words__contains=creature).first()
        if what == "say" or c is None:
            acts.say(chloe, cast.work, words=f"The {creature} came at night.", sharing=sharing)
        elif what == "share":
            acts.share(chloe, c, sharing=sharing)
        elif what == "publish" and c.sharing == "public" and c.published_at is None:
            acts.publish(natalie, c)
        elif what == "withdraw":
            acts.withdraw(chloe, c)
    for who in (chloe, natalie, cast.reg.person, cast.kim.person, cast.gill.person, ANYONE):
        if who is not ANYONE:
            forget_facts(who)
        may = {c.code for c in Contribution.objects.seen_by(who).exclude(words="")}
        assert set(keys(find(who, Ask("night", kinds=("contribution",)), limit=50).hits)) == may
    alive = " ".join(Contribution.objects.values_list("words", flat=True))
    assert {one for one in CREATURES if Word.objects.filter(word=one).exists()} == {one for one in CREATURES if one in alive}
    assert Entry.objects.filter(kind="contribution").count() == Contribution.objects.exclude(words="").count()


@pytest.mark.parametrize(
    ("asked", "words", "side", "kinds", "since", "until"),
    [
        ("What have carers said about nights?", "nights", "carer", (), None, None),
        ("what did unpaid carers tell us about short breaks", "short breaks", "carer", (), None, None),
        ("What do people with lived experience want?", "", "lived", (), None, None),
        ("What did we promise about buses?", "buses", "", ("promise",), None, None),
        ("buses in 2024", "buses", "", (), "2024-01-01", "2024-12-31"),
        ("lifts since March", "lifts", "", (), "2026-03-01", None),
        ("doctors last year", "doctors", "", (), "2025-01-01", "2025-12-31"),
        ("help last month", "help", "", (), "2026-05-01", "2026-05-31"),
        ("carers who come late", "carers who come late", "", (), None, None),
        ("living in town", "living in town", "", (), None, None),
    ],
)
def test_a_question_in_plain_words_gives_filters(
    asked: str, words: str, side: str, kinds: tuple[str, ...], since: str | None, until: str | None
) -> None:
    from datetime import date

    found = read(asked, date(2026, 6, 15))
    assert (found.words, found.side, found.kinds) == (words, side, kinds)
    assert (found.since and found.since.isoformat(), found.until and found.until.isoformat()) == (since, until)
