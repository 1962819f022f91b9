"""Canaries for the walk in Easy Read: lines of a draft, what people who check it say, and how they want to be named.

Rows are made by hand, not by acts: the walk asks who can read a word, however it came to stand there.
"""

from __future__ import annotations

from typing import Any

from kitchentable.policy.clock import now
from kitchentable.words.easy_state import snapshot
from kitchentable.words.models import Document, EasyCheck, EasyComment, EasyLine, Version

WRITERS = {"natalie", "dee"}


def put(world: Any) -> None:
    """A draft that Lou checks, a group that said something, and a public paper whose Easy Read was checked."""
    cast = world.cast
    lou, natalie = cast.lou.person, cast.natalie.person
    document = Document.objects.create(work=cast.work, title=world.canary("easytitle", {"lou", *WRITERS}), made_by=natalie)
    version = Version.objects.create(document=document, text="x", made_by=natalie)
    line = EasyLine.objects.create(version=version, place=0, words=world.canary("easyline", {"lou", *WRITERS}), symbol="bus")
    check = EasyCheck.objects.create(version=version, asked=lou, asked_by=natalie)
    EasyComment.objects.create(
        check_of=check, line=line, line_said=line.words, face="not_sure", words=world.canary("easysaid", {"lou", *WRITERS})
    )
    said = EasyCheck.objects.create(
        version=version, names=world.canary("easygroup", WRITERS), asked_by=natalie, is_clear=False, checked_at=now()
    )
    EasyComment.objects.create(check_of=said, line_said="", face="not_sure", words=world.canary("easygroupsaid", WRITERS))
    shown = Document.objects.create(work=cast.work, title="An easy paper", is_public=True, made_by=natalie)
    sent = Version.objects.create(document=shown, text="x", made_by=natalie, sent_at=now(), sent_by=natalie)
    EasyLine.objects.create(version=sent, place=0, words=world.canary("easygiven", {"anyone"}), symbol="bus")
    EasyCheck.objects.create(
        version=sent, names=world.canary("easychecked", {"anyone"}), asked_by=natalie, is_clear=True, checked_at=now(),
        lines=snapshot(sent.easy_lines.all()),
    )  # fmt: skip


THINGS: dict[str, Any] = {"document": Document, "line": EasyLine, "check": EasyCheck, "comment": EasyComment}
VALUES: dict[str, Any] = {}


def keys_of(place: str) -> list[str]:
    """Every key that may stand at `<slug:place>` in an address of Easy Read."""
    return VALUES[place] if place in VALUES else list(THINGS[place].objects.order_by("-pk").values_list("key", flat=True))
