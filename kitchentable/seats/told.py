"""What everyone reads of a decision that was taken with a gap: who was missing then, and what is done about it now."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kitchentable.seats.gaps import gaps_now
from kitchentable.seats.models import AffectedGroup, GapNote


@dataclass(frozen=True, slots=True)
class Gap:
    """The groups that had nobody at the table, as they were called then, each with what will be done."""

    groups: tuple[tuple[str, str], ...]


def gap_note_for(decision: str) -> Gap | None:
    """What to show beside a decision (its record key); None when nobody was missing. At most three queries."""
    found = GapNote.objects.filter(decision=decision).select_related("work").first()
    if found is None:
        return None
    missing = {group.key for group in gaps_now(found.work)}
    known = {group.key: group for group in AffectedGroup.objects.on_map().filter(work=found.work)}
    keys = found.group_keys.splitlines()
    return Gap(tuple((name, _now(known.get(key), key in missing)) for name, key in zip(found.names, keys, strict=False)))


def _now(group: AffectedGroup | None, is_missing: bool) -> str:
    if group is None:
        return ""
    if not is_missing:
        return _("Somebody is at the table for them now.")
    if group.how_to_reach.strip():
        return _("This is how we reach them: %(how)s") % {"how": group.how_to_reach}
    return _("We must still find out how to reach them. If you know, tell us.")
