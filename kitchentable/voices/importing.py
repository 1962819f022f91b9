"""The worker's part of an import: files that were started in the office come in, a while at a time, so that mails do not wait."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db import OperationalError
from django.utils.translation import gettext as _

from kitchentable.people.models import Beat
from kitchentable.people.worker import job
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import HOUSE, Problem, Refused
from kitchentable.voices.imports import bring_in, refused_path, sheet_of
from kitchentable.voices.models import ImportRun

A_WHILE = 20.0  # seconds
LOST_AFTER = timedelta(minutes=2)
State = ImportRun.State


@job("voices.imports", every=timedelta(seconds=2))
def bring_in_what_waits() -> None:
    """Bring in the oldest file that waits, or one whose worker was lost, for a while."""
    run = _next()
    if run is None:
        return
    until = time.monotonic() + A_WHILE
    _beat(run)
    try:
        sheet = sheet_of(run)
        if run.rows == 0:
            run.rows = sum(1 for _line in sheet.lines())
            ImportRun.objects.filter(pk=run.pk).update(rows=run.rows)
        path = refused_path(run)
        bring_in(run.by or HOUSE, run, sheet, path, tick=lambda _n: _beat(run), go_on=lambda: time.monotonic() < until)
        if path.exists() and not run.refused_path:
            ImportRun.objects.filter(pk=run.pk).update(refused_path=f"imports/{path.name}")
    except Problem as problem:
        _fail(run, str(problem))
    except Refused as refused:
        _fail(run, str(refused.verdict.because))
    except OSError:
        _fail(run, _("The disk did not take it. Ask the administrator to look, then go on."))
    except OperationalError:
        _rest(run)
        raise
    else:
        _rest(run)


def _next() -> ImportRun | None:
    """Claim one: only one worker wins."""
    runs = ImportRun.objects.exclude(path="").select_related("work__answers_first", "question__answered_by", "by").order_by("at")
    lost = Beat.objects.filter(name__startswith="import:", at__lt=now() - LOST_AFTER).values_list("name", flat=True)
    for name in lost:
        runs.filter(key=name.removeprefix("import:"), state=State.RUNNING).update(state=State.WAITING)
    for run in runs.filter(state=State.WAITING)[:5]:
        if ImportRun.objects.filter(pk=run.pk, state=State.WAITING).update(state=State.RUNNING):
            run.state = State.RUNNING
            return run
    return None


def _beat(run: ImportRun) -> None:
    Beat.objects.update_or_create(name=f"import:{run.key}", defaults={"at": now()})


def _rest(run: ImportRun) -> None:
    """Let go of it; it waits for the next round unless it is done or stopped."""
    ImportRun.objects.filter(pk=run.pk, state=State.RUNNING).update(state=State.WAITING)
    Beat.objects.filter(name=f"import:{run.key}").delete()


def _fail(run: ImportRun, problem: str) -> None:
    ImportRun.objects.filter(pk=run.pk).update(state=State.FAILED, problem=problem[:300], ended_at=now())
    Beat.objects.filter(name=f"import:{run.key}").delete()
