"""Keeping the index in step: rows in, rows out, all of them anew, what is missing. Nothing else writes its tables."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from django.db import connection, transaction
from django.utils import timezone

from kitchentable.policy.clock import now
from kitchentable.ties.models import Building, Entry, Word
from kitchentable.ties.search.sources import Doc, Source, sources
from kitchentable.ties.search.stems import stem
from kitchentable.ties.search.tokens import SAME_FORM, kept_form, key_of_house, mark

T = TypeVar("T")
BATCH = 1_000
SURELY = 50
"""A word of more texts than this at the last count still stands somewhere."""
LOOKED_AT = 2_000


def refresh(kind: str, keys: Iterable[str]) -> None:
    """Bring these rows of the index in step with their tables, as they stand now: new, changed, or gone."""
    found = sources()[kind]
    for some in _batched(dict.fromkeys(keys)):
        docs = list(found.some(some))
        put(kind, docs)
        remove(kind, set(some) - {doc.key for doc in docs})


def put(kind: str, docs: Sequence[Doc]) -> None:
    """Put these rows into the index, in the place of what stood there under their keys."""
    docs = list({doc.key: doc for doc in docs}.values())
    there = {one.key: one for one in Entry.objects.filter(kind=kind, key__in=[doc.key for doc in docs])}
    new, known, lost = [], set[str](), set[str]()
    for doc in docs:
        terms, forms, words = kept_form(doc.text)
        known |= words
        fresh = Entry(
            kind=kind, key=doc.key, work_id=doc.work, on=day_of(doc), terms=terms, forms=forms, marks=" ".join(marks_of(kind, doc))
        )
        old = there.get(doc.key)
        if old is None:
            new.append(fresh)
        elif (old.terms, old.forms, old.marks, old.on, old.work_id) != (
            fresh.terms,
            fresh.forms,
            fresh.marks,
            fresh.on,
            fresh.work_id,
        ):
            lost |= word_marks(old) - word_marks(fresh)
            fresh.pk = old.pk
            fresh.save(force_update=True)
            if (old.terms, old.forms) != (terms, forms):
                _forget_meaning([old.pk])
    Entry.objects.bulk_create(new, batch_size=BATCH)
    _keep_words(known)
    _forget_words(lost)


def remove(kind: str, keys: Iterable[str]) -> None:
    """Take these rows out; words that now stand nowhere go too."""
    gone = list(Entry.objects.filter(kind=kind, key__in=list(keys)))
    if not gone:
        return
    _forget_meaning([one.pk for one in gone])
    Entry.objects.filter(pk__in=[one.pk for one in gone]).delete()
    _forget_words(set[str]().union(*(word_marks(one) for one in gone)))


def _forget_meaning(entries: list[int]) -> None:
    from kitchentable.ties.models import Meaning

    Meaning.objects.filter(entry__in=entries).delete()


def day_of(doc: Doc) -> date:
    """The day it was said, where the organisation is."""
    return timezone.localtime(doc.at).date()


def marks_of(kind: str, doc: Doc) -> list[str]:
    """For whom it may be, when, where, about what: short words of their own that the full-text index finds quickly."""
    day = day_of(doc)
    found = [kind_mark(kind), f"y{day.year:04d}", f"m{day.year:04d}{day.month:02d}"]
    found += {True: ["o1"], False: [], None: ["u1"]}[doc.open]
    if doc.work is not None:
        found += [f"v{doc.work}", f"w{doc.work}", *([f"g{doc.work}"] if doc.table else [])]
    found += [f"p{pk}" for pk in dict.fromkeys(doc.people)] + [f"t{pk}" for pk in doc.themes]
    return [*found, f"s{doc.side}"] if doc.side else found


def kind_mark(kind: str) -> str:
    """The mark of a kind: letters and digits only."""
    return "k" + "".join(letter for letter in kind if letter.isalnum())


# ── words that stand somewhere ────────────────────────────────────────────────────────────────────


def mark_of_word(word: str) -> str:
    """The mark by which a word as it is written is known."""
    root = stem(word)
    return mark(root) if root == word else mark("=" + word)


def word_marks(entry: Entry) -> set[str]:
    """The marks of all words of one entry as they were written."""
    return {term if form == SAME_FORM else form for term, form in zip(entry.terms.split(), entry.forms.split(), strict=True)}


def _keep_words(words: set[str]) -> None:
    """In order of letters, so that two who bring the same words never wait for each other in a ring."""
    for some in _batched(sorted(words)):
        there = set(Word.objects.filter(word__in=some).values_list("word", flat=True))
        fresh = [Word(word=word, mark=mark_of_word(word)) for word in some if word not in there]
        Word.objects.bulk_create(fresh, ignore_conflicts=True)


def _forget_words(marks: set[str]) -> None:
    for some in _batched(sorted(marks)):
        rows = Word.objects.filter(mark__in=some, docs__lte=SURELY)
        gone = [one.pk for one in rows if not _stands_somewhere(one)]
        Word.objects.filter(pk__in=gone).delete()


def _stands_somewhere(word: Word) -> bool:
    """Does any text still have this word? Looks at the newest with its stem; when it is none of these, it is let go."""
    root = stem(word.word)
    form = "" if root == word.word else word.mark
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            some = "SELECT rowid AS id FROM ties_entry_found WHERE ties_entry_found MATCH %s ORDER BY rowid DESC LIMIT %s"
        else:
            some = "SELECT id FROM (SELECT id FROM ties_entry WHERE found @@ %s::tsquery OFFSET 0) AS x ORDER BY id DESC LIMIT %s"
        cursor.execute(
            f"SELECT 1 FROM ties_entry WHERE id IN (SELECT id FROM ({some}) AS y) AND (%s = '' OR forms LIKE %s) LIMIT 1",  # noqa: S608 - no words in it
            [mark(root), LOOKED_AT, form, f"%{form}%"],
        )
        return cursor.fetchone() is not None


def count_words(go_on: Callable[[], bool] = lambda: True) -> None:
    """Count in how many texts each word stands, for the texts that came since the last count. It weighs words and is never shown."""
    while go_on():
        building = current()
        if building is None:
            return
        rows = list(Entry.objects.filter(pk__gt=building.counted).order_by("pk").only("pk", "terms", "forms")[: BATCH * 5])
        if not rows:
            return
        counts = Counter(one for entry in rows for one in word_marks(entry))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE ties_word SET docs = docs + %s WHERE mark = %s", [(n, one) for one, n in sorted(counts.items())]
            )
            Building.objects.filter(pk=building.pk).update(counted=rows[-1].pk)


# ── all of it anew, and what is missing ───────────────────────────────────────────────────────────


def current() -> Building | None:
    """How the index stands; None when it was never built with the key that this house has now."""
    return Building.objects.filter(made_with=key_of_house()).order_by("-pk").first()


def build(
    *, anew: bool = False, tick: Callable[[int], None] = lambda _n: None, go_on: Callable[[], bool] = lambda: True
) -> Building:
    """Build the index: from the start with `anew` or when it never was; else from where it stopped. Killed, it goes on later.

    Each batch is a transaction of its own, and people search meanwhile. Rests when `go_on` says no.
    """
    found = current()
    if found is None or anew:
        with transaction.atomic():
            if connection.vendor == "sqlite":
                _empty_sqlite()
            else:
                Entry.objects.all().delete()
            Word.objects.all().delete()
            Building.objects.all().delete()
            found = Building.objects.create(made_with=key_of_house(), at=now())
    if found.state == Building.State.DONE:
        return found
    kinds = sorted(sources())
    for kind in kinds[kinds.index(found.kind) if found.kind in kinds else 0 :]:
        place = found.place if kind == found.kind else 0
        for some in _batched(itertools.islice(sources()[kind].every(), place, None)):
            if not go_on():
                return found
            with transaction.atomic():
                put(kind, some)
                place += len(some)
                found.kind, found.place, found.done, found.at = kind, place, found.done + len(some), now()
                found.save()
            tick(len(some))
    count_words(go_on)
    found.refresh_from_db()
    found.kind, found.place, found.state, found.at = "", 0, Building.State.DONE, now()
    found.save()
    return found


def _empty_sqlite() -> None:
    """Without a look at each row: the full-text index is emptied as a whole."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ties_meaning")
        cursor.execute("DROP TRIGGER ties_entry_out")
        cursor.execute("DELETE FROM ties_entry")
        cursor.execute("INSERT INTO ties_entry_found(ties_entry_found) VALUES ('rebuild')")
        cursor.execute(
            "CREATE TRIGGER ties_entry_out AFTER DELETE ON ties_entry BEGIN "
            "INSERT INTO ties_entry_found(ties_entry_found, rowid, terms, marks) VALUES ('delete', old.id, old.terms, old.marks); END"
        )


def mend(go_on: Callable[[], bool] = lambda: True) -> tuple[int, int]:
    """Put in what is missing and take out what should not be there (a backup was restored, a process was killed). (put in, taken out)."""
    put_in = taken_out = 0
    for kind, found in sources().items():
        for some in _batched(found.every()):
            if not go_on():
                return put_in, taken_out
            there = set(Entry.objects.filter(kind=kind, key__in=[doc.key for doc in some]).values_list("key", flat=True))
            missing = [doc.key for doc in some if doc.key not in there]
            if missing:
                with transaction.atomic():
                    refresh(kind, missing)
                put_in += len(missing)
        taken_out += _take_out_strays(found, go_on)
    return put_in, taken_out


def _take_out_strays(found: Source, go_on: Callable[[], bool]) -> int:
    count, last = 0, 0
    while go_on():
        rows = list(Entry.objects.filter(kind=found.kind, pk__gt=last).order_by("pk").values_list("pk", "key")[:BATCH])
        if not rows:
            break
        last = rows[-1][0]
        alive = {doc.key for doc in found.some([key for _pk, key in rows])}
        strays = [key for _pk, key in rows if key not in alive]
        if strays:
            with transaction.atomic():
                remove(found.kind, strays)
            count += len(strays)
    return count


def tidy() -> None:
    """Have SQLite put the parts of its full-text index together, a bounded step at a time: what was deleted leaves its pages for good."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for _step in range(50):
            before = _changes(cursor)
            cursor.execute("INSERT INTO ties_entry_found(ties_entry_found, rank) VALUES ('merge', -200)")
            if _changes(cursor) - before < 2:
                return


def _changes(cursor: object) -> int:
    cursor.execute("SELECT total_changes()")  # type: ignore[attr-defined]
    return int(cursor.fetchone()[0])  # type: ignore[attr-defined]


def _batched(things: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(things)
    while some := list(itertools.islice(rest, BATCH)):
        yield some


def keys_with(kind: str, one: str) -> list[str]:
    """Keys of a kind whose entries carry this mark."""
    both = (kind_mark(kind), one)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            ids = "SELECT rowid FROM ties_entry_found WHERE ties_entry_found MATCH %s"
            cursor.execute(f"SELECT key FROM ties_entry WHERE id IN ({ids})", [" AND ".join(both)])  # noqa: S608 - no words in it
        else:
            cursor.execute("SELECT key FROM ties_entry WHERE found @@ %s::tsquery", [" & ".join(both)])
        return [row[0] for row in cursor.fetchall()]


def not_in_index(kind: str, keys: Sequence[str]) -> list[str]:
    """Those of these keys that the index does not have."""
    there = set(Entry.objects.filter(kind=kind, key__in=keys).values_list("key", flat=True))
    return [key for key in keys if key not in there]
