"""What seats ask of a piece of work before it moves on: who is affected is written down first (R071)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kitchentable.seats.models import AffectedGroup
from kitchentable.works.gates import gate
from kitchentable.works.models import Work


@gate
def has_a_map(work: Work, stage: Work.Stage) -> str:
    """A piece of work leaves “thinking” only when its map says who is affected most (R071)."""
    if stage == Work.Stage.THINKING or AffectedGroup.objects.affected_most().filter(work=work).exists():
        return ""
    return _("First write down who is affected most. Open “Who is affected” and add at least one group.")
