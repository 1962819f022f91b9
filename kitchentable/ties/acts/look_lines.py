"""Putting what was said into short lines, agreeing on them, and closing: from then on nothing changes its words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kitchentable.people.models import Person
from kitchentable.people.outbox import tell_many
from kitchentable.policy.act import act, require
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Problem, Refused, no
from kitchentable.record import lines
from kitchentable.ties.look_counts import count
from kitchentable.ties.models import LineFrom, LookBack, LookDoubt, LookLine, LookSaid
from kitchentable.ties.rules.looking_back import CLOSED, NOT_HERE, ONLY_THEY
from kitchentable.ties.taking_part import asked, took_part


class NoWords(Problem):
    """A line, or a doubt, without words."""

    field = "words"


@act("ties.look_line")
def write_line(
    by: Person, look_back: LookBack, *, kind: str, words: str, froms: Iterable[LookSaid] = (), for_person: Person | None = None
) -> LookLine:
    """Put what was said into one short line. `froms`: whose answers it holds; only those that `by` may read count. Raises NoWords."""
    if not words.strip():
        raise NoWords(_("Write the line in a few words."))
    _still_open(look_back, "ties.look_line")
    made = LookLine.objects.create(look_back=look_back, kind=kind, words=words.strip(), written_by=for_person or by)
    seen = LookSaid.objects.sent().seen_by(by).filter(look_back=look_back, pk__in=[one.pk for one in froms])
    LineFrom.objects.bulk_create([LineFrom(line=made, said=one) for one in seen])
    return made


@act("ties.look_line_drop")
def drop_line(by: Person, line: LookLine) -> None:
    """Take a line away, before the group was shown it."""
    lines.forget("LookLine", line.record_key)
    line.delete()


@act("ties.look_show")
def show_lines(by: Person, look_back: LookBack) -> LookBack:
    """Show the group what was put together, each through their own channel; they can say that they do not see it so. Raises Problem."""
    found = _still_open(look_back, "ties.look_show")
    if not found.lines.exists():
        raise Problem(_("There is no line yet. Put what was said into short lines first."))
    found.shown_at = now()
    found.save(update_fields=["shown_at"])
    tell_many(
        [(one, found.key) for one in asked(found.work)], "ties.look_lines", work=found.work.slug, same=found.shown_at.isoformat()
    )
    return found


@act("ties.look_close")
def close(by: Person, look_back: LookBack) -> LookBack:
    """Close it: counts and lines are kept as they are, for good. Raises Problem while a line was not shown to the group."""
    found = _still_open(look_back, "ties.look_close")
    if found.lines.exists() and (found.shown_at is None or found.lines.filter(at__gt=found.shown_at).exists()):
        raise Problem(_("Show the lines to the group first, so that everyone can say how they see it."))
    for line in found.lines.all():
        line.from_n = line.froms.filter(said__in=LookSaid.objects.counted()).count()
        line.save(update_fields=["from_n"])
    found.counts, found.closed_at = count(found), now()
    found.save(update_fields=["counts", "closed_at"])
    found.said.filter(sent_at__isnull=True).delete()
    return found


@act("ties.look_doubt")
def doubt(by: Person, line: LookLine, *, words: str, for_person: Person | None = None) -> LookDoubt:
    """“That is not how I see it”, in somebody's words; beside the line, also after it closed. Said twice, the first stays. Raises NoWords, Refused."""
    who = for_person or by
    if for_person is not None and for_person != by:
        require(by, "people.write_for", for_person)
    if not took_part(who, line.look_back.work):
        raise Refused(no(NOT_HERE), "ties.look_doubt")
    if not words.strip():
        raise NoWords(_("Say how you see it."))
    made, _new = LookDoubt.objects.get_or_create(
        line=line, person=who, taken_back_at=None, defaults={"words": words, "typed_by": by if by != who else None}
    )
    return made


@act("ties.look_undoubt")
def take_doubt_back(by: Person, found: LookDoubt, *, for_person: Person | None = None) -> LookDoubt:
    """Take back that one does not see it so. Raises Refused when it is not their word."""
    if found.person_id != by.pk:
        if for_person is None or for_person.pk != found.person_id:
            raise Refused(no(ONLY_THEY), "ties.look_undoubt")
        require(by, "people.write_for", for_person)
    if found.taken_back_at is None:
        found.words, found.taken_back_at = "", now()
        found.save(update_fields=["words", "taken_back_at"])
        lines.forget("LookDoubt", found.record_key)
    return found


def _still_open(look_back: LookBack, name: str) -> LookBack:
    """The row as it stands, locked. Raises Refused when it closed meanwhile."""
    found = LookBack.objects.select_for_update(of=("self",)).select_related("work").get(pk=look_back.pk)
    if not found.is_open:
        raise Refused(no(CLOSED), name)
    return found
