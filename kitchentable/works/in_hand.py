"""What somebody has in hand in pieces of work: the parts of staff in them, and who decides and who must answer. Each goes to a named person."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.people.models import Person
from kitchentable.people.owing import InHand, Keeping, keeps, may_hand_on, must_be_here
from kitchentable.policy.act import act, note
from kitchentable.policy.book import forget_facts, rule
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Verdict
from kitchentable.works.models import Role, Work

STAFF_PARTS = (Role.Kind.LEAD, Role.Kind.CHECKER, Role.Kind.ANSWERER, Role.Kind.DECIDER)
NAMED = ("decider", "answers_first")


@rule("works.hand_on", house=True)
def may_hand_on_parts(person: Actor, holder: Person | None) -> Verdict:
    """They themselves, and the administrator; the house on the day that was planned."""
    return may_hand_on(person, holder)


@rule("works.leave", house=True)
def may_leave_work(person: Actor, holder: Person | None) -> Verdict:
    """They themselves, and the administrator; the house on the day that was planned."""
    return may_hand_on(person, holder)


@act("works.hand_on")
def hand_on(by: Actor, holder: Person, *, keys: Sequence[str], to: Person) -> Person:
    """Give parts in pieces of work (“slug:lead”, “slug:decider” …) to somebody else, who has them from this moment. Raises NotHere."""
    must_be_here(to)
    wanted = {tuple(key.rsplit(":", 1)) for key in keys}
    works = {work.slug: work for work in Work.objects.select_for_update().filter(slug__in={slug for slug, _what in wanted})}
    for slug, what in sorted(wanted):
        work = works.get(slug)
        if work is None:
            continue
        if what.startswith("named_"):
            _name(by, work, what.removeprefix("named_"), holder, to)
        else:
            _give(by, work, Role.Kind(what), holder, to)
    for either in (holder, to):
        forget_facts(either)
    return holder


def _name(by: Actor, work: Work, field: str, holder: Person, to: Person) -> None:
    if field in NAMED and getattr(work, f"{field}_id") == holder.pk:
        setattr(work, field, to)
        work.save(update_fields=[field])
        note(by, "works.change", work)


def _give(by: Actor, work: Work, kind: Role.Kind, holder: Person, to: Person) -> None:
    """The new part first, so that a piece of work is never without a lead, not for a moment."""
    running = Role.objects.filter(work=work, kind=kind, until__isnull=True)
    if not running.filter(person=to).exists():
        note(by, "works.role", Role.objects.create(work=work, person=to, kind=kind))
    _end(by, list(running.filter(person=holder)))


@act("works.leave")
def leave(by: Actor, holder: Person, *, work: Work | None = None) -> Person:
    """End what parts somebody still has, in one piece of work or in all: after all that needs a name has one."""
    left = Role.objects.filter(Q(until__isnull=True) | Q(until__gt=now()), person=holder)
    _end(by, list(left.filter(work=work) if work else left))
    forget_facts(holder)
    return holder


def _end(by: Actor, roles: list[Role]) -> None:
    for role in roles:
        role.until = now()
        role.save(update_fields=["until"])
        note(by, "works.end_role", role)


def _parts(person: Person) -> list[InHand]:
    # A part that has ended stays ended, whatever the clock says: one that is set back gives nothing back.
    running = Role.objects.filter(person=person, kind__in=STAFF_PARTS, until__isnull=True)
    rows = running.order_by("work__title", "pk").values_list("work__slug", "work__title", "kind").distinct()
    found = {
        f"{slug}:{kind}": InHand(
            "works.parts", f"{slug}:{kind}", _("%(part)s: %(work)s") % {"part": Role.Kind(kind).label, "work": title}, work=slug
        )
        for slug, title, kind in rows
    }
    return list(found.values())


def _named(person: Person) -> list[InHand]:
    found = []
    for work in Work.objects.filter(Q(decider=person) | Q(answers_first=person)).order_by("title", "pk"):
        for field, words in (("decider", _("Decides: %(work)s")), ("answers_first", _("Must answer first: %(work)s"))):
            if getattr(work, f"{field}_id") == person.pk:
                found.append(InHand("works.named", f"{work.slug}:named_{field}", words % {"work": work.title}, work=work.slug))
    return found


def _give_all(by: Actor, holder: Person, keys: Sequence[str], to: Person) -> None:
    hand_on(by, holder, keys=keys, to=to)


keeps(Keeping("works.parts", gettext_lazy("Parts in pieces of work"), of=_parts, give_all=_give_all, order=10))
keeps(Keeping("works.named", gettext_lazy("Named to decide or to answer"), of=_named, give_all=_give_all, order=11))
