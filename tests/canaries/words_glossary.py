"""Canaries for the walk in the glossary and in what people ask about words: who asked about which word, and what waits to be confirmed.

Rows are made by hand, not by acts: the walk asks who can read a word, however it came to stand there.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kitchentable.home.cast import TABLES
from kitchentable.policy.clock import now, today
from kitchentable.words.models import Term, TermAsk, slug_of
from kitchentable.words.terms import listed


def put(world: Any) -> None:
    """A question of Chloe’s that waits, one of Lou’s that was answered, one of a visitor; meanings confirmed, waiting and taken out."""
    cast = world.cast
    natalie, rao = cast.natalie.person, cast.rao.person
    staff = {member.slug for table in TABLES for member in table.members if getattr(cast, member.slug).person.works_here}
    confirmed = _term(
        world.canary("termmeaning", {"anyone"}), term="canary respite", by=natalie, confirmed_by=rao, confirmed_at=now()
    )
    _term(world.canary("termwaits", staff), term="canary waits", by=natalie)
    _term(world.canary("termended", set()), term="canary ended", by=natalie, confirmed_by=rao, confirmed_at=now(), ended_at=now())
    due = today() + timedelta(days=3)
    TermAsk.objects.create(
        word=world.canary("askedword", {"chloe", *staff}), around=world.canary("askedaround", {"chloe", *staff}), asked_by=cast.chloe.person,
        owed_by=natalie, due_on=due, work=cast.work,
    )  # fmt: skip
    TermAsk.objects.create(
        word=world.canary("answeredword", {"lou", *staff}), asked_by=cast.lou.person, typed_by=natalie, way=TermAsk.Way.PHONE, owed_by=natalie,
        due_on=due, answer=world.canary("answeredanswer", {"lou", *staff}), answered_by=natalie, answered_at=now(), term=confirmed,
    )  # fmt: skip
    # Whoever holds the code may read it: the walk knows every code.
    TermAsk.objects.create(word=world.canary("visitorsword", {"anyone"}), owed_by=natalie, due_on=due)


def _term(meaning: str, *, term: str, **more: Any) -> Term:
    return Term.objects.create(term=term, slug=slug_of(term), meaning=meaning, **more)


THINGS: dict[str, Any] = {"term": Term, "ask": TermAsk}
VALUES: dict[str, Any] = {"word": list(listed())[:3]}


def keys_of(place: str) -> list[str]:
    """Every key that may stand at `<slug:place>` in an address of the glossary."""
    return VALUES[place] if place in VALUES else list(THINGS[place].objects.order_by("-pk").values_list("key", flat=True))
