"""The one way in which whoever starts reads what people let be passed on: only what each chose, as it stands now, and each look is noted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch

from kitchentable.people.looking import note_looks
from kitchentable.people.models import Look, Person, WhatWorks
from kitchentable.policy.act import require
from kitchentable.policy.verdict import Actor
from kitchentable.ties.models import Together
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import has_role

ShownTo = WhatWorks.ShownTo
SHOWN = (ShownTo.LEAD, ShownTo.ARRANGERS, ShownTo.GATHERING)
A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Passed:
    """What one person lets be passed on. `before`: with whom it was written."""

    person: Person
    words: str
    needs: tuple[WhatWorks, ...]
    before: Person


def passed_on(by: Actor, work: Work, number: str | int | None = 1) -> Page[Any]:
    """A page of what people agreed to (each a Passed), for whoever leads this work now. A line that is hidden or kept back since is not among it.

    Raises Refused for who does not lead it.
    """
    require(by, "ties.start", work)
    lines = Prefetch("needs", queryset=WhatWorks.objects.shown(*SHOWN).order_by("pk"), to_attr="lines")
    notes = Together.objects.agreed().filter(work=work).select_related("person", "leaving__person").prefetch_related(lines)
    page: Page[Any] = Paginator(notes.order_by("person__called", "-said_at", "pk"), A_PAGE).get_page(number)
    found = [Passed(note.person, note.words, tuple(note.lines), note.leaving.person) for note in page if note.words or note.lines]
    page.object_list = found
    needs = [need for one in found for need in one.needs]
    whose = {one.person.pk for one in found}
    note_looks(by, whose, Look.What.NEEDS, Look.Why.HANDOVER, about=work.title, thing_key=work.slug, needs=needs)
    return page


def lines_to_choose(by: Actor, note: Together) -> list[WhatWorks]:
    """The lines of the person's own “what works for me” that they can pass on: those that their lead may see already.

    Whoever types at their word reads out what they may see for this work; that is a look too.
    """
    is_mine = note.person_id == getattr(by, "pk", None)
    to = SHOWN if is_mine or has_role(by, note.work_id, Role.Kind.LEAD) else SHOWN[1:]
    found = list(WhatWorks.objects.shown(*to).filter(person=note.person_id).order_by("recorded_at", "pk"))
    if found and not is_mine:
        note_looks(by, [note.person_id], Look.What.NEEDS, Look.Why.READ_OUT, about=note.work.title, thing_key=note.key, needs=found)
    return found
