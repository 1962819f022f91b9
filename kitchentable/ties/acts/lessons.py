"""What another team would tell this one: found, pointed to, and what its lead takes up."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kitchentable.people.models import Person
from kitchentable.people.outbox import tell
from kitchentable.policy.act import act, note
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.ties.models import Lesson, LookBack, LookLine
from kitchentable.works.models import Role, Work


@act("ties.lessons_find")
def bring_lessons(by: Actor, work: Work, *, lines: Iterable[LookLine]) -> list[Lesson]:
    """Put lines of earlier teams in front of a piece of work, each once. Its leads are told when there is something new."""
    return _bring(by, work, lines, None)


@act("ties.lesson_point")
def point(by: Person, work: Work, *, look_back: LookBack) -> list[Lesson]:
    """Its lead points to an earlier time of looking back: all that its team would tell the next comes in front of this work. Raises Problem."""
    lines = list(
        LookLine.objects.seen_by(by).filter(look_back=look_back, kind=LookLine.Kind.NEXT_TEAM, look_back__closed_at__isnull=False)
    )
    if not lines:
        raise Problem(_("This team left nothing for the next one."))
    return _bring(by, work, lines, by)


@act("ties.lesson_say")
def say_lesson(by: Person, lesson: Lesson, *, takes: str, because: str) -> Lesson:
    """Say whether it is taken up, and how, or why not; kept with the name. Raises Problem without words."""
    if not because.strip():
        raise Problem(_("Say in a sentence what you do with it, or why it does not fit."))
    lesson.takes, lesson.because, lesson.said_by, lesson.said_at = takes, because.strip(), by, now()
    lesson.save(update_fields=["takes", "because", "said_by", "said_at"])
    return lesson


def _bring(by: Actor, work: Work, lines: Iterable[LookLine], pointed_by: Person | None) -> list[Lesson]:
    made = []
    for line in lines:
        if line.look_back.work_id == work.pk:
            continue
        lesson, new = Lesson.objects.get_or_create(work=work, line=line, defaults={"pointed_by": pointed_by})
        if new:
            note(by, "ties.lesson", lesson)
            made.append(lesson)
    if made and pointed_by is None:
        for role in Role.objects.filter(work=work, kind=Role.Kind.LEAD, until__isnull=True).select_related("person"):
            tell(role.person, "ties.lessons", work.slug, work=work.slug)
    return made
