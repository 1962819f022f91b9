"""Who may do what, and why not: looking back together."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.policy.book import fact, rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.ties.models import Lesson, LookBack, LookDoubt, LookLine, LookSaid
from kitchentable.ties.taking_part import took_part
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import ONLY_LEAD, has_role

CLOSED = _("This time of looking back is over. What was said stays as it is.")
NOT_HERE = _("Only people who took part can look back on it.")
ONLY_CLOCK = _("The system does this by itself, on the day.")
ONLY_THEY = _("Only the person who said it can take it back.")
LEADS = (Role.Kind.LEAD, Role.Kind.CHECKER)


def leads(person: Actor, work_id: int | None) -> bool:
    """Lead or checker of a piece of work; of any with None."""
    return has_role(person, work_id, *LEADS)


def _lead_of_open(person: Actor, look_back: LookBack | None) -> Verdict:
    if not leads(person, look_back.work_id if look_back else None):
        return no(ONLY_LEAD)
    return no(CLOSED) if look_back is not None and not look_back.is_open else yes()


@rule("ties.hope")
def may_hope(person: Actor, work: Work | None) -> Verdict:
    """Its lead and its checkers write down what the group hopes for (R105)."""
    return yes() if leads(person, work.pk if work else None) else no(ONLY_LEAD)


@rule("ties.look_open", house=True)
def may_open(person: Actor, work: Work | None) -> Verdict:
    """The clock, on its day; its lead, at the end of a stage."""
    return yes() if leads(person, work.pk if work else None) else no(ONLY_LEAD)


@rule("ties.look_ask", house=True)
def may_ask(_person: Actor, _look_back: LookBack | None) -> Verdict:
    """The clock."""
    return no(ONLY_CLOCK)


@rule("ties.look_warn", house=True)
def may_warn(_person: Actor, _thing: object) -> Verdict:
    """The clock."""
    return no(ONLY_CLOCK)


@rule("ties.look_office")
def may_see_office(person: Actor, work: Work | None) -> Verdict:
    """Its lead and its checkers."""
    return may_hope(person, work)


@rule("ties.look_say")
def may_say(person: Actor, look_back: LookBack | None) -> Verdict:
    """Whoever took part; staff who lead it and supporters at somebody’s word (the act asks whose)."""
    if not person.is_someone:
        return no(_("Sign in first, or ring us. We write it down as you say it."))
    if look_back is None:
        return yes()
    if not look_back.is_open:
        return no(CLOSED)
    if took_part(person, look_back.work) or leads(person, look_back.work_id) or fact(person, "people.supports"):
        return yes()
    return no(NOT_HERE)


@rule("ties.look_keep")
def may_keep(person: Actor, look_back: LookBack | None) -> Verdict:
    """Whoever may say something: what is not sent yet is theirs alone."""
    return may_say(person, look_back)


@rule("ties.look_take_back")
def may_take_back(person: Actor, said: LookSaid) -> Verdict:
    """Whoever said it, at any time; staff who lead it and supporters at their word, which the act asks for."""
    if said.person_id is not None and said.person_id == getattr(person, "pk", None):
        return yes()
    if said.person_id is not None and (leads(person, said.look_back.work_id) or said.person_id in fact(person, "people.supports")):
        return yes()
    return no(ONLY_THEY)


@rule("ties.look_room")
def may_write_room(person: Actor, look_back: LookBack | None) -> Verdict:
    """Its lead and its checkers type what the group said in the room."""
    return _lead_of_open(person, look_back)


@rule("ties.look_line")
def may_write_line(person: Actor, look_back: LookBack | None) -> Verdict:
    """Its lead, its checkers and members at the table, until it closes."""
    if not has_role(person, look_back.work_id if look_back else None, *LEADS, Role.Kind.MEMBER):
        return no(_("Only the lead and people at the table put it into short lines."))
    return no(CLOSED) if look_back is not None and not look_back.is_open else yes()


@rule("ties.look_line_drop")
def may_drop_line(person: Actor, line: LookLine) -> Verdict:
    """Its lead; whoever wrote it; not once the group was shown it and it can be agreed on."""
    if not line.look_back.is_open:
        return no(CLOSED)
    if line.look_back.shown_at is not None and line.look_back.shown_at >= line.at:
        return no(_("The group was shown this line. It stays. People can say that they do not see it so."))
    if leads(person, line.look_back.work_id) or (
        line.written_by_id is not None and line.written_by_id == getattr(person, "pk", None)
    ):
        return yes()
    return no(ONLY_LEAD)


@rule("ties.look_show")
def may_show(person: Actor, look_back: LookBack | None) -> Verdict:
    """Its lead and its checkers."""
    return _lead_of_open(person, look_back)


@rule("ties.look_close")
def may_close(person: Actor, look_back: LookBack | None) -> Verdict:
    """Its lead and its checkers, once the group was shown the lines."""
    return _lead_of_open(person, look_back)


@rule("ties.look_doubt")
def may_doubt(person: Actor, line: LookLine) -> Verdict:
    """Whoever took part, also after it closed; staff who lead it and supporters at somebody’s word."""
    if not person.is_someone:
        return no(NOT_HERE)
    work = line.look_back.work
    if took_part(person, work) or leads(person, work.pk) or fact(person, "people.supports"):
        return yes()
    return no(NOT_HERE)


@rule("ties.look_undoubt")
def may_undoubt(person: Actor, doubt: LookDoubt) -> Verdict:
    """Whoever said it; staff who lead it and supporters at their word."""
    if doubt.person_id is not None and (
        doubt.person_id == getattr(person, "pk", None)
        or leads(person, doubt.line.look_back.work_id)
        or doubt.person_id in fact(person, "people.supports")
    ):
        return yes()
    return no(ONLY_THEY)


@rule("ties.lessons_find", house=True)
def may_find_lessons(_person: Actor, _work: Work | None) -> Verdict:
    """The system, when a piece of work starts."""
    return no(ONLY_CLOCK)


@rule("ties.lesson_point")
def may_point(person: Actor, work: Work | None) -> Verdict:
    """Its lead and its checkers."""
    return may_hope(person, work)


@rule("ties.lesson_say")
def may_say_lesson(person: Actor, lesson: Lesson | None) -> Verdict:
    """The lead and the checkers of the work that may take it up."""
    return yes() if leads(person, lesson.work_id if lesson else None) else no(ONLY_LEAD)
