"""An answer that says nothing bounces; one that says something, however short, does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kitchentable.voices.empty import empty_phrases_in, phrases, says_nothing

EMPTY = [
    "We will take this on board.",
    "Thank you for your comments. They have been noted.",
    "Thank you very much, your feedback is important to us.",
    "We will look at this in due course.",
    "Noted with thanks",
    "We hear you and we will consider this as soon as possible, subject to funding.",
    "Unfortunately this is policy.",
    "   ",
    "Thanks",
]
SAYS_SOMETHING = [
    "You were right. The lift was fixed on 12 May. I check it each Monday.",
    "No. It costs £2 million.",
    "The lift was fixed.",
    "Thank you for telling us. Ben Ash will build a ramp at Mill Lane by 14 August.",
    "We will take this on board: the bus stop moves to the hospital door on 3 July.",
    "Na, oherwydd y gost o £4,000.",
    "لا، لأن المبنى ليس ملكنا.",
]


@pytest.mark.parametrize("words", EMPTY)
def test_empty_answers_bounce(words: str) -> None:
    assert says_nothing(words)


@pytest.mark.parametrize("words", SAYS_SOMETHING)
def test_answers_that_say_something_pass(words: str) -> None:
    assert not says_nothing(words)


def test_every_shipped_phrase_alone_is_empty_and_is_found() -> None:
    for phrase in phrases():
        assert says_nothing(phrase.phrase), phrase.phrase
        assert phrase in empty_phrases_in(f"Well, {phrase.phrase}.")


@given(st.lists(st.sampled_from([p.phrase for p in phrases()]), min_size=1, max_size=6))
def test_stringing_empty_phrases_together_says_no_more(found: list[str]) -> None:
    assert says_nothing(". ".join(found))
