"""Which formats are needed, which are ready, and which are out of date. Other parts ask here, and hear here when one becomes ready."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from kitchentable.people.models import Person, Reach
from kitchentable.people.outbox import reach_of
from kitchentable.words.models import OWN_KIND, Document, Format, FormatAsk, Version

Need: TypeAlias = tuple[str, str]
"""What somebody needs: (kind, language). The language is empty for the one the paper is written in."""

NO_WORDS_NEEDED = frozenset({Format.Kind.BSL})
"""BSL is a language of its own: which language somebody reads does not change it."""


EASY_WORDS = ("words", "explains", "symbol", "picture", "picture_words", "is_heading")


def own_need(reach: Reach) -> Need:
    """Which format of a paper is this person's, by how and in which language they want to be written to."""
    kind = OWN_KIND[reach.format]
    if kind in NO_WORDS_NEEDED or reach.language.split("-")[0] in ("", "en"):
        return kind, ""
    return (Format.Kind.LANGUAGE if kind == Format.Kind.HTML else kind), reach.language


def needed_kinds(version: Version, people: Iterable[Person]) -> Mapping[Need, tuple[int, ...]]:
    """Which formats these people need, with the pks of those who need each; and what anyone asked for and waits for. HTML always (R016)."""
    found: dict[Need, set[int]] = {(Format.Kind.HTML, ""): set()}
    everyone = list(people)
    known = Reach.objects.in_bulk([one.pk for one in everyone])
    for one in everyone:
        found.setdefault(own_need(known.get(one.pk) or reach_of(one)), set()).add(one.pk)
    asks = FormatAsk.objects.waiting().filter(document=version.document_id).order_by()
    for kind, language, person in asks.values_list("kind", "language", "person_id"):
        found.setdefault((kind, language), set()).add(person)
    return {need: tuple(sorted(pks)) for need, pks in found.items()}


def words_of(version: Version, *, with_easy: bool = False) -> str:
    """A digest of all words that go into its formats: when these change, formats that were made before do not fit any more.

    Not the title: a paper that was sent can get another name, and is the same paper. `with_easy`: for what is made from its Easy Read lines.
    """
    said = [
        version.text, version.short_text, version.what_this_is, version.what_we_ask, version.by_when,
        version.by_when_on.isoformat() if version.by_when_on else "", version.what_happens_next,
    ]  # fmt: skip
    if with_easy:
        said += [repr(line) for line in version.easy_lines.order_by("place", "pk").values_list(*EASY_WORDS)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def fits(made: Format, version: Version) -> bool:
    """Was it made from the words that stand there now?"""
    return made.made_from in ("", words_of(version, with_easy=made.kind == Format.Kind.EASY and made.made_by_id is None))


def ready_needs(version: Version) -> set[Need]:
    """Every (kind, language) of this version that is ready and was made from its words. One query."""
    found = version.formats.filter(state=Format.State.READY)
    return {(one.kind, one.language) for one in found if fits(one, version)}


def is_ready(version: Version, kind: str, language: str = "") -> bool:
    """May this format be given to people: made from these words, and every check passed?"""
    return (kind, language) in ready_needs(version)


def newest_sent(document: Document) -> Version | None:
    """The version that is true now: the newest one that was sent."""
    return document.versions.filter(sent_at__isnull=False).order_by("-number").first()


def is_current(version: Version) -> bool:
    """No newer version of this paper was sent. A draft is current: nothing that is newer went out."""
    return not Version.objects.filter(document=version.document_id, number__gt=version.number, sent_at__isnull=False).exists()


Heard = Callable[[Format], None]
_HEARD: list[Heard] = []


def on_ready(fn: Heard) -> Heard:
    """Register what happens when a format becomes ready: called inside the transaction, with the format as saved."""
    _HEARD.append(fn)
    return fn


def tell_ready(made: Format) -> None:
    """Call all that registered. For the acts of formats only."""
    for fn in _HEARD:
        fn(made)
