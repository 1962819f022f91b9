"""Search: what one finds, what one does not, and that words go when they are taken back."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kitchentable.people import acts as people
from kitchentable.people import erasures
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import ANYONE, HOUSE
from kitchentable.ties.acts.promising import promise
from kitchentable.ties.models import Building, Entry, Word
from kitchentable.ties.search import keeping, vocabulary
from kitchentable.ties.search.finding import Ask, already, find, keys
from kitchentable.ties.search.sides import not_telling
from kitchentable.ties.search.sources import sources
from kitchentable.voices import acts
from kitchentable.voices.models import Contribution, Theme
from kitchentable.words.models import Term

WORDS = "The night worker from the Kestrel agency came at ten, and my chair was not charged."


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Each test begins with an empty vocabulary: the process keeps it between pages."""
    vocabulary.forget()


@pytest.fixture
def said(cast: Any) -> Contribution:
    """Chloe said something, through the act."""
    return acts.say(cast.chloe.person, cast.work, words=WORDS)


def found(person: Any, words: str, **more: Any) -> list[str]:
    """The keys of what somebody finds."""
    return keys(find(person, Ask(words, **more)).hits)


def test_it_is_found_as_soon_as_it_is_said_by_those_who_may_read_it(cast: Any, said: Contribution) -> None:
    assert said.code in found(cast.chloe.person, "night")
    assert said.code in found(cast.natalie.person, "night worker")
    for one in (cast.reg.person, cast.gill.person, cast.sam.person, ANYONE):
        assert said.code not in found(one, "night worker kestrel")


def test_what_is_published_is_found_by_everyone_and_what_is_held_again_by_nobody_else(cast: Any, said: Contribution) -> None:
    acts.share(cast.chloe.person, said, sharing="public")
    assert said.code not in found(ANYONE, "night")
    acts.publish(cast.natalie.person, said)
    assert said.code in found(ANYONE, "night")
    acts.share(cast.chloe.person, said, sharing="lead")
    assert said.code not in found(ANYONE, "night")


@pytest.mark.parametrize("typed", ["nights", "workers", "KESTREL", "charging a chair", "kestral", "nigth", "agencies", "overnight"])
def test_word_forms_slips_of_the_pen_and_other_words_for_the_same_find_it(cast: Any, said: Contribution, typed: str) -> None:
    assert said.code in found(cast.natalie.person, typed)


def test_respite_finds_short_break_and_what_the_glossary_writes_another_way_too(cast: Any) -> None:
    one = acts.say(cast.chloe.person, cast.work, words="We had no short break last summer.")
    other = acts.say(cast.chloe.person, cast.work, words="The Gullwing does not come to our road.")
    assert one.code in found(cast.natalie.person, "respite")
    assert other.code not in found(cast.natalie.person, "zumbador")
    Term.objects.create(term="zumbador", slug="zumbador", meaning="A bus.", also="Gullwing", confirmed_at=now())
    assert other.code in found(cast.natalie.person, "zumbador")


def _in_database(word: str) -> bool:
    """Does this word stand anywhere in the tables, the full-text index and its files included?"""
    raw = str(
        connection.connection.serialize() if isinstance(connection.connection, sqlite3.Connection) else b"", "latin-1"
    ).lower()
    if connection.vendor == "sqlite":
        return word in raw
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ties_word WHERE word LIKE %s", [f"%{word}%"])
        in_words = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM ties_entry WHERE terms || forms || marks || found::text LIKE %s", [f"%{word}%"])
        return bool(in_words or cursor.fetchone()[0])


def test_words_that_are_taken_back_are_nowhere_in_the_database(cast: Any, said: Contribution) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA secure_delete = ON")
    assert _in_database("kestrel")
    acts.withdraw(cast.chloe.person, said)
    assert not Entry.objects.filter(key=said.code).exists()
    assert not _in_database("kestrel")
    assert said.code not in found(cast.natalie.person, "night worker")
    assert Word.objects.filter(word="chair").exists() == any("chair" in c.words for c in Contribution.objects.all())


def test_the_words_of_somebody_who_is_erased_are_nowhere_in_the_database(cast: Any, tmp_path: Any, settings: Any) -> None:
    settings.HOME = tmp_path
    someone = people.add(cast.natalie.person, "Fen", channel="in_person")
    one = acts.say(cast.natalie.person, cast.work, words="My wallaby lives in Zennor.", for_person=someone)
    acts.transcribe(cast.natalie.person, one, words="A quokka, I said.")
    assert one.code in found(cast.natalie.person, "quokka")
    erasures.erase(HOUSE, someone)
    assert not any(_in_database(word) for word in ("wallaby", "zennor", "quokka"))
    assert found(cast.natalie.person, "wallaby zennor quokka") == []


def test_a_word_that_others_said_too_stays_when_one_of_them_takes_theirs_back(cast: Any, said: Contribution) -> None:
    other = acts.say(cast.chloe.person, cast.work, words="Kestrel again.")
    acts.withdraw(cast.chloe.person, said)
    assert Word.objects.filter(word="kestrel").exists()
    assert found(cast.natalie.person, "kestral") == [other.code]


def test_nothing_tells_that_something_hidden_is_there(cast: Any, said: Contribution) -> None:
    """The same page for words that nobody said and for words that one may not read: no count, no “more”, no near spelling."""
    there, not_there = find(cast.reg.person, Ask("kestral")), find(cast.reg.person, Ask("zzgrelda"))
    assert (there.hits, there.more, there.meant, there.also) == (not_there.hits, not_there.more, not_there.meant, not_there.also)
    assert find(cast.natalie.person, Ask("kestral")).meant == (("kestral", "kestrel"),)


def test_a_stale_index_shows_nothing_that_the_rules_do_not(cast: Any, said: Contribution) -> None:
    """The index only proposes: whoever changes its marks gains nothing."""
    entry = Entry.objects.get(key=said.code)
    entry.marks += " o1"
    entry.save()
    assert found(ANYONE, "night worker") == []
    Contribution.objects.filter(pk=said.pk).update(status="withdrawn", words="")
    assert found(cast.natalie.person, "night worker kestrel") == []


def test_who_may_see_little_still_gets_a_full_page(cast: Any) -> None:
    """A hundred that one may not see lie before the five that one may."""
    rows = [
        Contribution(
            work=cast.work, number=9_000 + n, words="otter " * 3, sharing="public" if n < 5 else "lead", owner=cast.rao.person,
            published_at=now() if n < 5 else None, due_on=today(),
        )
        for n in range(105)
    ]  # fmt: skip
    Contribution.objects.bulk_create(rows)
    keeping.build(anew=True)
    Entry.objects.update(marks="o1 kcontribution")
    page = find(ANYONE, Ask("otter"), limit=4)
    assert len(page.hits) == 4
    assert page.more
    assert not find(ANYONE, Ask("otter"), limit=5).more


def test_filters_narrow(cast: Any, said: Contribution) -> None:
    natalie = cast.natalie.person
    assert said.code in found(natalie, "night", works=[cast.work.pk])
    assert said.code not in found(natalie, "night", without=[cast.work.pk])
    assert said.code not in found(natalie, "night", kinds=("answer",))
    assert said.code in found(natalie, "night", since=today(), until=today())
    assert said.code not in found(natalie, "night", until=today() - timedelta(days=1))
    assert said.code not in found(natalie, "night", since=today() + timedelta(days=400))
    theme = Theme.objects.create(work=cast.work, called="Nights", by=natalie)
    assert said.code not in found(natalie, "night", theme=theme.pk)
    acts.mark(natalie, theme, contributions=[said])
    assert said.code in found(natalie, "", theme=theme.pk)
    acts.unmark(natalie, theme, contributions=[said])
    assert said.code not in found(natalie, "night", theme=theme.pk)


def test_promises_decisions_and_answers_are_found_with_what_came_of_them(cast: Any) -> None:
    natalie = cast.natalie.person
    made = promise(natalie, cast.work, what="We put a marmot by the door.", owner=natalie, by_when=today())
    hit = find(ANYONE, Ask("marmot")).hits[0]
    assert (hit.kind, hit.key) == ("promise", made.key)
    assert "Natalie keeps it" in hit.came


def test_every_kind_builds_and_mends_itself(cast: Any, said: Contribution) -> None:
    """Taken out behind its back, each row comes back; strays go; building goes on where it was stopped."""
    promise(cast.natalie.person, cast.work, what="We mend the lift.", owner=cast.natalie.person, by_when=today())
    keeping.build(anew=True)
    before = set(Entry.objects.values_list("kind", "key", "terms", "marks"))
    assert {"contribution", "promise"} <= {kind for kind, *_rest in before} <= set(sources())
    first = Entry.objects.order_by("pk").first()
    assert first is not None
    first.delete()
    Entry.objects.create(kind="contribution", key="stray", on=today())
    assert keeping.mend() == (1, 1)
    assert set(Entry.objects.values_list("kind", "key", "terms", "marks")) == before
    steps = iter([True, False])
    keeping.build(anew=True, go_on=lambda: next(steps, False))
    half = keeping.current()
    assert half is not None
    assert half.state == Building.State.RUNNING
    keeping.build()
    assert set(Entry.objects.values_list("kind", "key", "terms", "marks")) == before
    assert Building.objects.get().state == Building.State.DONE


def test_the_index_is_built_anew_when_the_key_of_the_house_changes(cast: Any, said: Contribution, settings: Any) -> None:
    keeping.build()
    assert keeping.current() is not None
    settings.WORDS_KEYS = ["VGhlIGtleSBvZiBhbm90aGVyIGhvdXNlIGZvciBhIHRlc3Q="]
    assert keeping.current() is None


def test_already_gives_a_few_at_once_and_leaves_out_the_work_that_asks(cast: Any, said: Contribution) -> None:
    natalie = cast.natalie.person
    asked = "We would like to know how nights work for you, and whether workers come when they said."
    assert said.code in keys(already(natalie, asked))
    assert said.code not in keys(already(natalie, asked, without=[cast.work.pk]))
    assert already(natalie, "") == []


def test_what_few_carers_said_is_not_told_to_outsiders(cast: Any, said: Contribution) -> None:
    """One carer at the table: “what carers said there” would be a name."""
    hits = find(cast.natalie.person, Ask("night worker")).hits
    assert not_telling(cast.natalie.person, "lived", hits) == hits
    assert not_telling(ANYONE, "lived", [hit for hit in hits if hit.kind == "contribution"]) == []


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "the",
        "\x00",
        "a AND b NOT (",
        '"',
        "NEAR(x y)",
        "*",
        "kestrel' OR 1=1 --",
        "z:z",
        "!&|",
        "x" * 5_000,
        "مرحبا",
        "😀",
    ],
)
def test_whatever_is_typed_nothing_breaks(cast: Any, said: Contribution, typed: str) -> None:
    find(cast.natalie.person, Ask(typed))


def test_the_page_shows_words_first_and_is_kept_by_nobody(cast: Any, said: Contribution) -> None:
    answer = cast.natalie.get("/search/", {"q": "nigth worker"})
    text = answer.content.decode()
    assert "<mark>night</mark>" in text
    assert "Waits for its answer" in text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Kestrel" not in cast.anyone.get("/search/", {"q": "kestrel"}).content.decode()
    assert "What you can find here" in cast.anyone.get("/search/").content.decode()
    assert "We found nothing" in cast.reg.get("/search/", {"q": "zzgrelda"}).content.decode()
    for odd in (
        {"page": "99999"},
        {"page": "x"},
        {"since": "2026-99-01"},
        {"theme": "9" * 30},
        {"kind": "nope"},
        {"q": "<script>"},
    ):
        cast.natalie.get("/search/", odd)


def test_a_question_in_plain_words_says_how_it_was_read(cast: Any, said: Contribution) -> None:
    text = cast.natalie.get("/search/", {"q": "What have we promised about nights?"}).content.decode()
    assert "Promises" in text
    text = cast.natalie.get("/search/", {"q": f"night worker in {today().year}"}).content.decode()
    assert "We understood your question as" in text


def test_words_behind_a_content_note_stay_behind_it(cast: Any) -> None:
    acts.say(cast.chloe.person, cast.work, words="He shouted at the pelican.", content_note="Shouting")
    text = cast.natalie.get("/search/", {"q": "pelican"}).content.decode()
    assert "Content note: Shouting" in text
    assert text.index("Show the words") < text.index("<mark>pelican</mark>")


def test_a_page_asks_the_database_no_more_when_there_is_more(cast: Any) -> None:
    keeping.build()

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            cast.natalie.get("/search/", {"q": "otter"})
        return len(caught)

    def more(first: int, count: int) -> None:
        for n in range(first, first + count):
            acts.say(cast.chloe.person, cast.work, words=f"An otter by the door, {n}.")
            promise(cast.natalie.person, cast.work, what=f"We feed otter {n}.", owner=cast.natalie.person, by_when=today())

    more(0, 2)
    queries()
    few = queries()
    more(2, 12)
    queries()
    assert queries() <= few
    assert few <= 15


def test_a_question_of_words_that_no_text_has_finds_nothing(cast: Any) -> None:
    assert find(cast.natalie.person, Ask("What help do you need?")).hits == []
    assert already(cast.natalie.person, "Xyzzy?") == []
