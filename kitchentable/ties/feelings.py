"""How groups said it felt when they looked back (R101)."""

from __future__ import annotations

from django.utils import timezone

from kitchentable.ties.evidence import Felt
from kitchentable.ties.models import LookBack
from kitchentable.works.models import Work


def feelings(work: Work | None) -> list[Felt]:
    """Each time of looking back that is closed, the oldest first, of one piece of work or of all; raw counts: hide them before you show them.

    `months` is 0 at the end of the work or of a stage. Who skipped a question is in `said` and in neither of the two counts. Counts are
    those of the day on which it closed and never change. What may be shown of them to whom: `ties.look_counts`. One query.
    """
    closed = LookBack.objects.filter(closed_at__isnull=False).order_by("closed_at", "pk")
    return [_felt(one) for one in (closed.filter(work=work) if work is not None else closed)]


def _felt(one: LookBack) -> Felt:
    assert one.closed_at is not None
    felt, aim = one.counts.get("felt", {}), one.counts.get("aim", {})
    return Felt(
        on=timezone.localtime(one.closed_at).date(),
        months=one.months,
        said=one.counts.get("said", 0),
        at_ease={int(step): n for step, n in felt.items() if step != "0"},
        aim_met={answer: n for answer, n in aim.items() if answer != "0"},
    )
