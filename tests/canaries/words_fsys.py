"""Canaries for the walk in papers and their formats: the words of a draft, of a paper that one person was sent, why a format failed, who asked for one.

Rows are made by hand, not by acts: the walk asks who can read a word, however it came to stand there.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kitchentable.people import files
from kitchentable.policy.clock import now, today
from kitchentable.words.models import Document, Format, FormatAsk, Sent, Version

WRITES = {"natalie", "dee"}


def put(world: Any) -> None:
    """A public paper with a draft of its next version and a format that failed; a paper that only Chloe was sent; an ask of Reg's."""
    cast = world.cast
    open_one = Document.objects.create(work=cast.work, title="A paper for everyone", is_public=True, made_by=cast.natalie.person)
    first = _version(cast, open_one, 1, text=world.canary("papertext", {"anyone"}), sent_at=now(), sent_by=cast.natalie.person)
    _version(
        cast, open_one, 2, text=world.canary("drafttext", WRITES), what_changed=world.canary("draftchanged", WRITES),
        what_this_is=world.canary("draftis", WRITES),
    )  # fmt: skip
    _file(first, Format.Kind.PLAIN, world.canary("readyfile", {"anyone"}))
    _file(first, Format.Kind.PDF, world.canary("failedfile", WRITES), state="failed", why_not=world.canary("whynot", WRITES))
    Format.objects.create(
        version=first, kind=Format.Kind.BSL, state="ordered", ordered_from=world.canary("orderedfrom", WRITES), ordered_on=today(),
        due_on=today() + timedelta(days=9),
    )  # fmt: skip
    FormatAsk.objects.create(document=open_one, kind="braille", person=cast.reg.person, due_on=today() + timedelta(days=7))
    one = Document.objects.create(work=cast.work, title=world.canary("chloetitle", {"chloe", *WRITES}), made_by=cast.natalie.person)
    sent = _version(cast, one, 1, text=world.canary("chloetext", {"chloe", *WRITES}), sent_at=now(), sent_by=cast.natalie.person)
    _file(sent, Format.Kind.PLAIN, world.canary("chloefile", {"chloe", *WRITES}))
    Sent.objects.create(version=sent, person=cast.chloe.person, kind="html", ready_at=now())


def _version(cast: Any, document: Document, number: int, **more: Any) -> Version:
    defaults = {
        "words": 2, "what_this_is": "A plan.", "what_we_ask": "Read it.", "by_when": "Soon.", "what_happens_next": "We tell you.",
        "made_by": cast.natalie.person, "checked_at": now(),
    }  # fmt: skip
    return Version.objects.create(document=document, number=number, **(defaults | more))


def _file(version: Version, kind: str, words: str, *, state: str = "ready", why_not: str = "") -> Format:
    path, size, digest = files.write_made([words.encode()])
    return Format.objects.create(
        version=version, kind=kind, state=state, ready_at=now() if state == "ready" else None, path=path, size=size, digest=digest,
        name="paper.txt", media_type="text/plain", checks=[["There are words in it", state == "ready", why_not]], why_not=why_not,
    )  # fmt: skip


THINGS: dict[str, Any] = {"document": Document, "format": Format, "version": Version}
VALUES: dict[str, Any] = {}
