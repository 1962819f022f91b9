"""Handing on what somebody has in hand around gatherings: those they host or chair, what they arrange, what they promised in the room."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from kitchentable.gatherings.acts.arranging import NotAnOwner
from kitchentable.gatherings.models import PLANNERS, Arrangement, Gathering, Minute
from kitchentable.gatherings.rules.arranging import ONLY_LEAD_SEES, for_lead_alone
from kitchentable.people.models import Person
from kitchentable.people.owing import must_be_here
from kitchentable.policy.act import act, note_many
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor
from kitchentable.works.models import Role

AT_ONCE = 500
CHAIRS = {"chair": "chair_staff", "chair_lived": "chair_lived"}


@act("gatherings.hand_on")
def hand_on(by: Actor, holder: Person, *, kind: str, keys: Sequence[str], to: Person) -> Person:
    """Somebody else hosts, arranges or keeps this from now on; the days stay. `kind` is that of what is in hand.

    Raises NotHere; NotAnOwner for an arrangement that the new one may not see.
    """
    must_be_here(to)
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        if kind == "gatherings.runs":
            _runs(by, holder, some, to)
        elif kind == "gatherings.arrangements":
            _arranges(by, holder, some, to)
        else:
            lines = Minute.objects.filter(owner=holder, key__in=some, kind=Minute.Kind.PROMISE, done_at__isnull=True)
            moved = list(lines.select_related("gathering"))
            lines.update(owner=to)
            note_many(by, "gatherings.minute_owner", moved)
    return holder


def _runs(by: Actor, holder: Person, keys: Sequence[str], to: Person) -> None:
    fields: dict[str, list[str]] = {}
    for key in keys:
        whose, what = key.rsplit(":", 1)
        fields.setdefault(whose, []).append(CHAIRS.get(what, "host"))
    changed = []
    for gathering in Gathering.objects.select_for_update(of=("self",)).filter(key__in=fields).select_related("work", "place"):
        mine = [name for name in fields[gathering.key] if getattr(gathering, f"{name}_id") == holder.pk]
        for name in mine:
            setattr(gathering, name, to)
        gathering.changed_at = now()
        gathering.save(update_fields=[*mine, "changed_at"])
        changed.append(gathering)
    note_many(by, "gatherings.change", changed)


def _arranges(by: Actor, holder: Person, keys: Sequence[str], to: Person) -> None:
    rows = list(Arrangement.objects.waiting().filter(owner=holder, key__in=keys).select_related("gathering", "need"))
    running = Role.objects.filter(Q(until__isnull=True) | Q(until__gt=now()), person=to)
    parts: dict[int, set[str]] = {}
    for work, kind in running.values_list("work_id", "kind"):
        parts.setdefault(work, set()).add(kind)
    for one in rows:
        mine = parts.get(one.gathering.work_id, set())
        may_see = Role.Kind.LEAD in mine if for_lead_alone(one) else bool(mine & {*PLANNERS, Role.Kind.ANSWERER})
        if not may_see and (for_lead_alone(one) or one.gathering.host_id != to.pk):
            raise NotAnOwner(ONLY_LEAD_SEES)
        one.owner = to
    Arrangement.objects.bulk_update(rows, ["owner"], batch_size=400)
    note_many(by, "gatherings.hand_over", rows)
