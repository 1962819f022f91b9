"""Acts of papers: making one, writing its text, its summary, the next version, and what is decided about each thing the check finds.

A version that was sent never changes. Each change of a text names the count of changes that its writer saw, so that two tabs, or two people,
never overwrite each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person
from kitchentable.policy.act import act, note_many
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.words.better import WHOLE, alike, apply_all, choices
from kitchentable.words.checking import Mark, Place, Seen, check_text, placed, seen_in
from kitchentable.words.clarity.source import lf
from kitchentable.words.following import follow
from kitchentable.words.models.papers import Document, Handled, KeptWord, Version
from kitchentable.works.models import Work

LONGEST = 1_000_000
"""Letters of one paper: about 300 pages. One request carries no more."""
HIDDEN = _("There is a hidden mark in your words that we cannot keep. Please type them again.")
TEXT = ("text", "words", "found", "left", "kept", "checked_at", "changed_at", "changes", "came_as", "notes")
COUNTED = ("left", "kept", "checked_at", "changed_at")
SUMMARY = ("what_this_is", "what_we_ask", "by_when", "by_when_on", "what_happens_next")


class Stale(Problem):
    """Somebody, or another tab, changed the version since this page was opened. `stands` is the version as it is now."""

    def __init__(self, stands: Version) -> None:
        self.stands = stands
        super().__init__(
            str(_("This paper was changed since you opened it. Nothing of yours is lost, and nothing was overwritten."))
        )


class NotThere(Problem):
    """What was found is not at this place any more."""


class SayWhy(Problem):
    """A word stays only with a because."""

    field = "because"


class NoWords(Problem):
    """Nothing is written yet, or too much."""

    field = "text"


class NotComplete(Problem):
    """The summary has four parts."""


class TooLong(Problem):
    """Two pages are two pages."""

    field = "short_text"


class DayHasPassed(Problem):
    """Nobody can do something by a day that has gone."""

    field = "by_when_on"


class AlreadyKept(Problem):
    """The word is on the list already."""

    field = "word"


# ── papers and their text ─────────────────────────────────────────────────────────────────────────


@act("words.new_document")
def new_document(
    by: Person,
    work: Work,
    *,
    title: str,
    kind: str = Document.Kind.PAPER,
    is_public: bool = False,
    text: str = "",
    came_as: str = "",
    notes: Sequence[str] = (),
) -> Document:
    """Make a paper with its first version. `came_as` and `notes`: the file it was read from, and what of it could not be read. Raises NoWords."""
    document = Document.objects.create(work=work, title=title.strip(), kind=kind, is_public=is_public, made_by=by)
    version = Version(document=document, number=1, made_by=by, came_as=came_as[:120], notes=list(notes))
    version.text = _fits(text)
    version.save()
    _count(version, seen_in(version), is_first=True)
    version.save(update_fields=TEXT)
    return document


@act("words.change_document")
def change_document(by: Actor, document: Document, *, title: str, kind: str, is_public: bool) -> Document:
    """Give it another name or kind, or let everyone read it once it is sent."""
    document.title, document.kind, document.is_public = title.strip(), kind, is_public
    document.save(update_fields=["title", "kind", "is_public"])
    return document


@act("words.write_version")
def write_version(
    by: Actor, version: Version, *, text: str, changes: int, came_as: str | None = None, notes: Sequence[str] = ()
) -> Version:
    """Write its text anew. `changes`: the count that the writer saw. What was decided stays with the places that stay.

    Raises Stale (with the version as it stands) and NoWords; nothing is overwritten then.
    """
    stands = _mine(version, changes)
    if came_as is not None:
        stands.came_as, stands.notes = came_as[:120], list(notes)
    _retext(stands, _fits(text))
    return stands


@act("words.next_version")
def next_version(by: Person, document: Document, *, what_changed: str) -> Version:
    """The next version of a paper that was sent: the same text and decisions to begin with. `what_changed` is told to those who have the old one."""
    before = document.newest()
    fresh = Version.objects.create(
        document=document,
        number=before.number + 1,
        made_by=by,
        what_changed=what_changed.strip(),
        short_text=before.short_text,
        text=before.text,
        **{name: getattr(before, name) for name in SUMMARY},
    )
    rows = [
        Handled(
            version=fresh, kind=row.kind, rule=row.rule, was=row.was, nth=row.nth, what=row.what, because=row.because, by_id=row.by_id, at=row.at
        )
        for row in before.handled.filter(what=Handled.What.KEPT, gone_at__isnull=True).order_by("pk")
    ]  # fmt: skip
    Handled.objects.bulk_create(rows)
    _count(fresh, seen_in(fresh), is_first=True)
    fresh.save(update_fields=TEXT)
    return fresh


def _fits(text: str) -> str:
    if len(text) > LONGEST:
        raise NoWords(
            _("This has %(now)s letters. One paper can have %(most)s. Make two papers of it.")
            % {"now": f"{len(text):,}", "most": f"{LONGEST:,}"}
        )
    if "\x00" in text:
        raise NoWords(HIDDEN)
    return lf(text)


def _mine(version: Version, changes: int | None) -> Version:
    """The version, locked, if it is as its writer saw it."""
    stands = Version.objects.select_for_update(of=("self",)).select_related("document__work").get(pk=version.pk)
    if changes is not None and stands.changes != changes:
        raise Stale(stands)
    return stands


def _retext(version: Version, text: str) -> None:
    """Another text: decisions go along with their places; those whose place went stay on record as gone."""
    before, was_empty = version.text, not version.text.strip()
    old = placed(check_text(before, summed_up=True).findings)
    version.text = text
    new = placed(check_text(text, summed_up=True).findings)
    to = follow(before, text, [one for one, _place in old], [one for one, _place in new])
    index = {place: at for at, (_one, place) in enumerate(old)}
    rows = list(version.handled.select_for_update().filter(what=Handled.What.KEPT, gone_at__isnull=True))
    moved = []
    for row in rows:
        at = index.get(Place(row.kind, row.was, row.nth))
        there = to.get(at) if at is not None else None
        if there is None:
            row.gone_at = now()
        elif new[there][1].nth == row.nth:
            continue
        else:
            row.nth = new[there][1].nth
        moved.append(row)
    Handled.objects.bulk_update(moved, ["nth", "gone_at"], batch_size=500)
    version.changes += 1
    version.changed_at = now()
    _count(version, seen_in(version), is_first=was_empty)
    version.save(update_fields=TEXT)


def _count(version: Version, seen: Seen, *, is_first: bool = False) -> None:
    """How much is left. When nothing is, the version counts as checked from this moment; else it does not."""
    left = len(seen.left)
    version.words = seen.report.words
    version.left, version.kept = left, len(seen.marks) - left
    if is_first:
        version.found = len(seen.marks)
    version.checked_at = now() if left == 0 and version.text.strip() else None


# ── its summary ───────────────────────────────────────────────────────────────────────────────────


@act("words.set_summary")
def set_summary(
    by: Actor,
    version: Version,
    *,
    what_this_is: str,
    what_we_ask: str,
    by_when: str,
    by_when_on: date | None,
    what_happens_next: str,
    changes: int | None = None,
    what_changed: str | None = None,
) -> Version:
    """Say the four parts (R009). With a day and no words for it, the words say the day. Raises NotComplete, DayHasPassed, Stale."""
    stands = _mine(version, changes)
    if by_when_on and by_when_on < today():
        raise DayHasPassed(_("This day has passed. Give a day from today on."))
    if by_when_on and not by_when.strip():
        by_when = str(_("By %(day)s") % {"day": date_format(by_when_on, "l j F Y")})
    given = (what_this_is, what_we_ask, by_when, what_happens_next)
    if not all(one.strip() for one in given):
        raise NotComplete(_("Each of the four parts needs some words. If you ask nothing, say so. If there is no rush, say so."))
    stands.what_this_is, stands.what_we_ask, stands.by_when, stands.what_happens_next = (one.strip() for one in given)
    stands.by_when_on = by_when_on
    if what_changed is not None:
        stands.what_changed = what_changed.strip()
    stands.changes += 1
    stands.save(update_fields=[*SUMMARY, "what_changed", "changes"])
    return stands


@act("words.set_short")
def set_short(by: Actor, version: Version, *, short_text: str, changes: int | None = None) -> Version:
    """Write the two-page summary of a long paper, in Markdown. Raises TooLong, Stale."""
    stands = _mine(version, changes)
    words, most = len(short_text.split()), number("short_most_words")
    if words > most:
        raise TooLong(
            _("This has %(words)d words. Two pages hold about %(most)d. Nothing is lost: make it shorter.")
            % {"words": words, "most": most}
        )
    stands.short_text = lf(short_text)
    stands.changes += 1
    stands.save(update_fields=["short_text", "changes"])
    return stands


# ── what the check found ──────────────────────────────────────────────────────────────────────────


@act("words.accept")
def accept(
    by: Person,
    version: Version,
    *,
    place: Place,
    better: str,
    changes: int | None = None,
    choice: int | None = None,
    everywhere: bool = False,
) -> Handled:
    """Put `better` where something was found, and nowhere else. With `everywhere` and `choice`, in each place of the same word, in its form.

    `choice`: which of the better words it was, from 0, so that “utilised” becomes “used” where “utilise” becomes “use”.
    Raises Stale, NotThere.
    """
    stands = _mine(version, changes)
    seen = seen_in(stands)
    mark = _found(seen, place)
    if mark.finding.kind in WHOLE:
        raise NotThere(_("This is about the whole paper. Change the text, or keep it and say why."))
    if "\x00" in better:
        raise NotThere(HIDDEN)
    if better == mark.finding.text:
        raise NotThere(_("These are the same words. Change them, or keep them and say why."))
    turned = [(mark, better)]
    if everywhere and choice is not None:
        offered = [(one, choices(one.finding)) for one in same_as(mark, seen)]
        turned = [(one, words[choice]) for one, words in offered if len(words) > choice] or turned
    rows = [
        Handled(
            version=stands, kind=one.place.kind, rule=one.finding.rule, was=one.place.was, nth=one.place.nth, now_says=words,
            what=Handled.What.CHANGED, by=by,
        )
        for one, words in turned
    ]  # fmt: skip
    _retext(stands, apply_all(stands.text, [(one.finding, words) for one, words in turned]))
    return _on_record(by, "words.accept", rows)


@act("words.keep")
def keep(
    by: Person, version: Version, *, place: Place, because: str, changes: int | None = None, whole_paper: bool = False
) -> Handled:
    """What was found stays as it is, because; here, or in each place of the same word in this version. Raises SayWhy, Stale, NotThere."""
    stands = _mine(version, changes)
    seen = seen_in(stands)
    mark = _found(seen, place)
    marks = same_as(mark, seen) if whole_paper else [mark]
    return _keep(by, "words.keep", stands, marks, because)


@act("words.keep_rest")
def keep_rest(by: Person, version: Version, *, because: str, kind: str = "", changes: int | None = None) -> Handled:
    """All that is left of one kind, or all that is left, stays, because: somebody knows, and says why. Raises SayWhy, Stale, NotThere."""
    stands = _mine(version, changes)
    marks = [one for one in seen_in(stands).left if not kind or one.place.kind == kind]
    if not marks:
        raise NotThere(_("Nothing is left to keep."))
    return _keep(by, "words.keep_rest", stands, marks, because)


@act("words.look_again")
def look_again(by: Actor, handled: Handled) -> Handled:
    """What was kept is looked at again: it counts as left. The row stays on record."""
    handled.gone_at = now()
    handled.save(update_fields=["gone_at"])
    stands = _mine(handled.version, None)
    _count(stands, seen_in(stands))
    stands.save(update_fields=COUNTED)
    return handled


@act("words.keep_word")
def keep_word(by: Person, _thing: object = None, *, word: str, because: str) -> KeptWord:
    """A word stays in everything that the organisation writes, because. Raises SayWhy, AlreadyKept."""
    word, because = " ".join(word.split()), because.strip()
    if not word or not because:
        raise SayWhy(_("Say which word stays, and why."))
    if KeptWord.objects.running().filter(word__iexact=word).exists():
        raise AlreadyKept(_("This word is on the list already."))
    return KeptWord.objects.create(word=word[:120], because=because, by=by)


@act("words.let_go_word")
def let_go_word(by: Person, kept: KeptWord) -> KeptWord:
    """The check says again what is clearer than this word. Papers that were checked before stay checked."""
    kept.ended_at, kept.ended_by = now(), by
    kept.save(update_fields=["ended_at", "ended_by"])
    return kept


def same_as(mark: Mark, seen: Seen) -> list[Mark]:
    """All places that are left of the same word as this one, itself too. Short forms and what is about the whole text stand alone."""
    if mark.finding.kind in ("acronym", "overload", "structure", "jargon"):
        return [mark]
    return [one for one in seen.left if alike(one.finding, mark.finding)]


def _found(seen: Seen, place: Place) -> Mark:
    mark = next((one for one in seen.marks if one.place == place), None)
    if mark is None or mark.kept is not None:
        raise NotThere(_("This is not there any more: it was changed or kept already. Here is the paper as it stands."))
    return mark


def _keep(by: Person, name: str, version: Version, marks: Sequence[Mark], because: str) -> Handled:
    because = because.strip()
    if not because:
        raise SayWhy(_("Say why it stays. People may ask."))
    if "\x00" in because:
        raise SayWhy(HIDDEN)
    rows = [
        Handled(
            version=version, kind=one.place.kind, rule=one.finding.rule, was=one.place.was, nth=one.place.nth,
            what=Handled.What.KEPT, because=because, by=by,
        )
        for one in marks
    ]  # fmt: skip
    first = _on_record(by, name, rows)
    _count(version, seen_in(version))
    version.save(update_fields=COUNTED)
    return first


def _on_record(by: Actor, name: str, rows: Sequence[Handled]) -> Handled:
    """Save the rows; the first gets its line in the record from the act, the others here."""
    Handled.objects.bulk_create(rows)
    note_many(by, name, rows[1:])
    return rows[0]
