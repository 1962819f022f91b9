"""A finding is known again in the next state of a text, and a better word changes nothing but itself."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kitchentable.words.clarity.check import check
from kitchentable.words.clarity.finding import Finding
from kitchentable.words.clarity.match import REPLACED, Known, apply, find, known, match, name_of
from kitchentable.words.clarity.plain_text import read_plain
from kitchentable.words.clarity.tests.test_check import TEXTS

pytestmark = pytest.mark.one_database
LETTER = "We utilise the hall. The MDT will utilise it prior to May.\n\nWe utilise a box in due course. It was decided."


def found(text: str) -> list[Finding]:
    return list(check(read_plain(text)).findings)


def words(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in found(text)]


def test_the_same_text_loses_nothing_and_gains_nothing() -> None:
    same = match(found(LETTER), found(LETTER))
    assert (same.gone, same.new) == ((), ())
    assert all(old == new for old, new in same.stay)


@pytest.mark.parametrize("nth", [0, 1, 2])
def test_of_three_equal_ones_the_one_that_was_mended_is_gone(nth: int) -> None:
    one = [each for each in found(LETTER) if each.text == "utilise"][nth]
    after = match(found(LETTER), found(apply(LETTER, one, "use")))
    assert after.gone == (one,)
    assert after.new == ()


def test_a_finding_moves_with_its_words_and_a_new_one_is_new() -> None:
    changed = "Dear all. The ECG is here.\n\n" + LETTER.replace("It was decided.", "We chose.")
    after = match(found(LETTER), found(changed))
    assert [one.text for one in after.gone] == ["was decided"]
    assert [one.text for one in after.new] == ["ECG"]
    assert all(new.start > old.start for old, new in after.stay)


def test_it_is_found_again_by_kind_words_and_number() -> None:
    names = known(found(LETTER))
    assert Known("hard_word", "utilise", 2) in names
    assert find(found(LETTER), Known("hard_word", "utilise", 2)).start == LETTER.rindex("utilise")
    assert find(found(LETTER), Known("hard_word", "utilise", 3)) is None


def test_what_is_said_of_a_whole_text_stays_when_its_first_words_change() -> None:
    long = "We met at the hall and had tea and cake with Joan and all her friends. " * 60
    after = match(found("A plan\n\n" + long), found("The plan\n\n" + long + "More."))
    assert not [one for one in (*after.gone, *after.new) if one.kind == "overload"]


def test_thousands_of_findings_are_matched_in_little_time() -> None:
    many = found("We utilise it prior to May. " * 5_000)
    assert len(match(many, many[1:]).gone) == 1


@pytest.mark.parametrize(
    ("text", "instead", "after"),
    [
        ("Utilise it.", "use", "Use it."),
        ("We utilise it.", "use", "We use it."),
        ("You must UTILISE it.", "use", "You must USE it."),
        ("The CQC met.", "Care Quality Commission", "The Care Quality Commission met."),
        ("The MDT met.", "multi-disciplinary team", "The multi-disciplinary team met."),
    ],
)
def test_capitals_stay(text: str, instead: str, after: str) -> None:
    assert apply(text, next(one for one in found(text) if one.kind in REPLACED), instead) == after


def test_a_and_an_fit_when_asked_for() -> None:
    text = "This is an amendment. It has a remuneration."
    one, other = [each for each in found(text) if each.kind == "hard_word"]
    assert apply(text, one, "change", article=True).startswith("This is a change.")
    assert apply(text, one, "change").startswith("This is an change.")
    assert apply(text, other, "income", article=True).endswith("an income.")


def test_what_cannot_be_replaced_is_refused() -> None:
    utilise = next(one for one in found(LETTER) if one.text == "utilise")
    passive = next(one for one in found(LETTER) if one.kind == "passive")
    for text, one, instead, says in (
        (LETTER[3:], utilise, "use", "has changed"),
        (LETTER, utilise, " ", "needed"),
        (LETTER, passive, "x", "anew"),
    ):
        with pytest.raises(ValueError, match=says):
            apply(text, one, instead)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.integers(0, 50), st.booleans())
def test_a_better_word_changes_nothing_else(text: str, which: int, listed: bool) -> None:
    source = read_plain(text)
    findings = list(check(source).findings)
    mendable = [one for one in findings if one.kind in REPLACED]
    if not mendable:
        return
    one = mendable[which % len(mendable)]
    instead = one.say_instead[0] if listed and one.say_instead else "soup"
    after = apply(source.text, one, instead)
    put = after[one.start : len(after) - (len(source.text) - one.end)]
    assert after[: one.start] == source.text[: one.start]
    assert after[one.start + len(put) :] == source.text[one.end :]
    assert put.lower() == " ".join(instead.split()).lower()
    again = list(check(read_plain(after)).findings)
    if instead == "soup" and one.kind == "hard_word":
        # One fewer of those words; what was hidden in or beside them may show now.
        assert Counter(map(name_of, again))[name_of(one)] < Counter(map(name_of, findings))[name_of(one)]
    both = match(findings, again)
    assert len(both.gone) + len(both.stay) == len(findings)
    assert len(both.new) + len(both.stay) == len(again)
    assert all(name_of(old) == name_of(new) for old, new in both.stay)
