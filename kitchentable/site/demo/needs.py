"""What works for the people of Millbrook, in their words. Invented, as they are."""

from __future__ import annotations

from dataclasses import dataclass

from kitchentable.people import needs_acts, needs_list
from kitchentable.people.models import Person, WhatWorks

Kind, ShownTo, Weight = WhatWorks.Kind, WhatWorks.ShownTo, WhatWorks.Weight


@dataclass(frozen=True, slots=True)
class Works:
    """One thing that works for one of them. `starts` is the row they began from, or ""; `by` typed it for them, at their word."""

    who: str
    words: str
    starts: str = ""
    why: str = ""
    detail: str = ""
    must: bool = False
    shown: str = ShownTo.ARRANGERS
    kind: str = ""
    by: str = ""


NEEDS = (
    Works("chloe", "I come with two personal assistants", "N08", detail="They sit next to me, one on each side.", must=True),
    Works("chloe", "I need a Changing Places toilet with hoist and bench", "N07", detail="I bring my own sling.", must=True),
    Works("chloe", "After 11 in the morning", "N66", why="Getting up takes two hours.", detail="After 11", must=True),
    Works("chloe", "Do not move my chair without asking", shown=ShownTo.GATHERING, kind=Kind.FEELING),
    Works("chloe", "I do not want to tell my hospital story again", "N65", shown=ShownTo.NOBODY),
    Works("lou", "I use Easy Read", "N35", detail="On paper", must=True, by="natalie"),
    Works("lou", "Please phone me", "N71", detail="In the afternoon. Let it ring for a long time.", by="natalie"),
    Works("lou", "I get tired", "N51", detail="Two hours is enough.", by="natalie"),
    Works("mina", "I use British Sign Language", "N14", detail="Jo Marsh, if she can come", must=True),
    Works("mina", "Please do not phone me", "N72", detail="Text me, or write."),
    Works("reg", "I use a screen reader", "N26", detail="Pages or Word. Never a scan.", must=True),
    Works("reg", "I need someone to guide me", "N34", detail="From the bus stop to my chair"),
    Works("reg", "I need things described", "N33", why="I cannot see who speaks, or what is on the wall."),
    Works("pat", "I need to know what will happen and when", "N49", detail="Times, names, and photos of the room", must=True),
    Works("pat", "I need quiet", "N55", detail="Fans and music", shown=ShownTo.LEAD),
    Works("pat", "I prefer to write", "N46"),
    Works("raj", "I care for someone", "N67", why="Mum cannot be on her own.", detail="From 2 to 4, when she sleeps"),
    Works("raj", "I need travel booked for me", "N80", detail="A taxi both ways"),
    Works("fay", "I read large print", "N27", detail="18 point", must=True, by="natalie"),
    Works("fay", "I do not use the internet", "N79", detail="Letters. Not the phone.", by="natalie"),
    Works("bert", "I use a hearing loop", "N22", by="natalie"),
    Works("dilys", "I use a hearing loop", "N22"),
    Works("maggie", "I use a hearing loop", "N22", by="natalie"),
    Works("maggie", "I need level floors or a handrail", "N04", detail="I walk slowly, with a stick.", by="natalie"),
    Works("winston", "I read large print", "N27", detail="16 point"),
    Works("hannah", "I do not want to tell my story again", "N65", why="I grew up in care. It is written down often enough."),
)


def say(need: Works, who: dict[str, Person]) -> WhatWorks:
    """Have one of them say it, or have it typed at their word."""
    person, by = who[need.who], who[need.by or need.who]
    start = needs_list.starting().get(need.starts)
    made = WhatWorks(
        person=person,
        words=need.words,
        why=need.why,
        detail=need.detail,
        weight=Weight.MUST if need.must else Weight.HELPS,
        kind=need.kind or (start.kind if start else Kind.OTHER),
        mark=needs_list.mark_of(person, need.starts),
        shown_to=need.shown,
        way="phone" if need.by else "page",
        read_back=bool(need.by),
    )
    return needs_acts.say(by, made, for_person=person if need.by else None)
