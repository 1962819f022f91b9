"""Canaries for the walk in papers: what is written and not sent yet, why a word stays, and what stays in everything we write.

Rows are made by hand, not by acts: the walk asks who can read a word, however it came to stand there.
"""

from __future__ import annotations

from typing import Any

from kitchentable.policy.clock import now
from kitchentable.words.models import Document, Handled, KeptWord, Version
from kitchentable.words.views.our_words import LISTS

WRITERS = {"natalie", "dee"}
STAFF = {"natalie", "dee", "rao", "ben", "gill", "sam"}


def put(world: Any) -> None:
    """A paper that nobody was sent, with a decision; the next version of one that was sent to nobody; a word that stays."""
    cast = world.cast
    natalie = cast.natalie.person
    draft = Document.objects.create(work=cast.work, title=world.canary("papertitle", WRITERS), is_public=True, made_by=natalie)
    first = Version.objects.create(
        document=draft, text=f"# A plan\n\nWe utilise {world.canary('papertext', WRITERS)} in due course.\n",
        what_this_is=world.canary("paperthis", WRITERS), what_we_ask=world.canary("paperask", WRITERS),
        what_happens_next=world.canary("papernext", WRITERS), short_text=world.canary("papershort", WRITERS),
        words=5_000, made_by=natalie, came_as=world.canary("papercame", WRITERS), notes=[world.canary("papernote", WRITERS)],
    )  # fmt: skip
    Handled.objects.create(
        version=first, kind="hard_word", rule="R031", was="utilise", what=Handled.What.KEPT, by=natalie,
        because=world.canary("paperkept", WRITERS),
    )  # fmt: skip
    KeptWord.objects.create(word=world.canary("keptword", STAFF), because=world.canary("keptwhy", STAFF), by=natalie)
    KeptWord.objects.create(
        word=world.canary("goneword", STAFF), because="x", by=natalie, ended_at=now(), ended_by=natalie
    )  # fmt: skip


THINGS: dict[str, Any] = {"document": Document, "version": Version}
VALUES: dict[str, Any] = {"words_list": list(LISTS)}


def keys_of(place: str) -> list[str]:
    """Every key that may stand at `<slug:place>` in an address of papers."""
    return VALUES[place] if place in VALUES else list(THINGS[place].objects.order_by("-pk").values_list("key", flat=True))
