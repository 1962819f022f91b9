"""Stems, marks, marked words, same words: the pure parts of search; and the seam for a model of meaning."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from typing import Any

import pytest

from kitchentable.ties.models import Entry, Meaning
from kitchentable.ties.search import keeping, meaning, same, vocabulary
from kitchentable.ties.search.finding import Ask, find, keys
from kitchentable.ties.search.marking import marked
from kitchentable.ties.search.stems import stem
from kitchentable.ties.search.tokens import kept_form, mark, words
from kitchentable.ties.tests.search_world import texts
from kitchentable.voices import acts


def test_stems_are_those_of_the_porter_stemmer_of_sqlite() -> None:
    """FTS5's own stemmer is the oracle, over every word of the labelled texts and of our lists."""
    many = sorted(
        {word for text in texts().values() for word in re.findall(r"[a-z]+", text.lower())}
        | {w for w in same.well_spelled() if w.isascii() and w.isalpha()}
    )
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(w, tokenize='porter ascii')")
    db.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'instance')")
    db.executemany("INSERT INTO t(rowid, w) VALUES (?, ?)", list(enumerate(many)))
    theirs = dict(db.execute("SELECT doc, term FROM v"))
    different = {word: (stem(word), theirs[n]) for n, word in enumerate(many) if stem(word) != theirs[n]}
    assert len(many) > 1_500
    assert different == {}


def test_what_is_kept_holds_no_words_and_is_the_same_for_all_forms() -> None:
    terms, forms, found = kept_form("The carers' CHAIRS were charging.")
    assert found == {"carers", "chairs", "charging"}
    assert not any(word[:4] in terms + forms for word in ("carer", "chair", "charg"))
    assert terms.split()[1] == mark(stem("chair"))
    assert len(terms.split()) == len(forms.split()) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Mum’s café, naïve", ["mum", "cafe", "naive"]), ("", []), ("مرحبا بكم", ["مرحبا", "بكم"]), ("a\x00b night", ["night"])],
)
def test_words_of_a_text(text: str, expected: list[str]) -> None:
    assert [one for one in words(text) if len(one) > 1] == expected


def test_marked_pieces_are_the_text_to_the_letter() -> None:
    text = "Nights are long.\n The night-worker said “no”. " * 3
    pieces = marked(text, {stem("night")})
    assert "".join(piece.words for piece in pieces) == text
    assert [piece.words for piece in pieces if piece.found][:2] == ["Nights", "night"]
    long = marked("word " * 500 + "otter " + "word " * 500, {"otter"})
    assert any(piece.found for piece in long)
    assert sum(len(piece.words) for piece in long) < 500


def test_each_row_of_the_list_of_same_words_is_right_and_a_wrong_one_is_named() -> None:
    assert len(same.listed()) > 100
    with pytest.raises(ValueError, match="line 2"):
        list(same._read("way\tweight\tsaid\nboth\t2\ta; b"))


class Small:
    """A model of our own for the test: a text is how often it speaks of each of three things."""

    name = "small"
    THINGS = (("dusk", "evening", "twilight"), ("dog", "puppy"), ("lift", "elevator"))

    def numbers(self, asked: Sequence[str]) -> list[list[float]]:
        return [[float(sum(word in text.lower() for word in group)) for group in self.THINGS] for text in asked]


def test_with_a_model_of_meaning_what_means_the_same_is_found_and_goes_with_its_words(cast: Any, monkeypatch: Any) -> None:
    vocabulary.forget()
    natalie = cast.natalie.person
    c = acts.say(cast.chloe.person, cast.work, words="Twilight frightens me.")
    assert c.code not in keys(find(natalie, Ask("dusk")).hits)
    meaning.forget()
    monkeypatch.setattr(meaning, "model", Small)
    keeping.build()
    assert meaning.fill() == Entry.objects.count()
    assert meaning.fill() == 0
    assert c.code in keys(find(natalie, Ask("dusk")).hits)
    assert c.code not in keys(find(cast.reg.person, Ask("dusk")).hits)
    acts.withdraw(cast.chloe.person, c)
    assert Meaning.objects.count() == Entry.objects.count()
    assert c.code not in keys(find(natalie, Ask("dusk")).hits)
    meaning._held = None
