"""What the worker does for reports: makes the files that wait, one by one, and takes up what a lost worker left."""

from __future__ import annotations

import logging
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _

from kitchentable.people import files
from kitchentable.people.worker import job
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import HOUSE
from kitchentable.ties.acts import reports as acts
from kitchentable.ties.models.reports import ReportFile
from kitchentable.ties.reporting.files import paper_of
from kitchentable.words.formats import make as formats

log = logging.getLogger("kitchentable.worker")
State = ReportFile.State
A_WHILE = 20.0  # seconds, so that messages do not wait
LOST_AFTER = timedelta(minutes=10)
MOST_TRIES = 3
BROKE = _("It broke our system each time. Ask the administrator to look.")


@job("ties.make_reports", every=timedelta(seconds=2))
def make_reports() -> int:
    """Make files that wait, for a while; returns how many were made. No transaction is open while one is made."""
    _take_up_lost()
    until, made = time.monotonic() + A_WHILE, 0
    while time.monotonic() < until and (one := _claim()) is not None:
        made += _make(one)
    return made


def _take_up_lost() -> None:
    lost = ReportFile.objects.filter(state=State.MAKING, changed_at__lt=now() - LOST_AFTER)
    lost.filter(tries__lt=MOST_TRIES).update(state=State.WAITING, changed_at=now())
    for one in lost.filter(tries__gte=MOST_TRIES).select_related("making__report__work"):
        _hand_in(one, acts.Result(why_not=BROKE))


def _claim() -> ReportFile | None:
    """The next one; the page first. One UPDATE that only one worker can win."""
    first = Case(When(kind="html", then=Value(0)), When(kind="pdf", then=Value(1)), default=Value(2))
    for pk in ReportFile.objects.filter(state=State.WAITING).order_by(first, "pk").values_list("pk", flat=True)[:20]:
        if ReportFile.objects.filter(pk=pk, state=State.WAITING).update(state=State.MAKING, tries=F("tries") + 1, changed_at=now()):
            return ReportFile.objects.select_related("making__report__work").get(pk=pk)
    return None


def _make(one: ReportFile) -> bool:
    try:
        with tempfile.TemporaryDirectory(prefix="kitchentable-") as folder, files.tidy():
            made = formats.make(one.kind, paper_of(one.making), Path(folder))
            failed = next((check for check in made.checks if not check.passed), None)
            if failed is not None:
                return _hand_in(one, acts.Result(why_not=f"{failed.what} {failed.because}".strip()))
            with made.path.open("rb") as opened:
                path, size, digest = files.write_made(iter(lambda: opened.read(1 << 20), b""))
            return _hand_in(
                one,
                acts.Result(
                    path, made.media_type, made.path.suffix.lstrip("."), size, digest, made.pages, made.seconds, made.made_with
                ),
            )
    except formats.CannotMake as problem:
        return _hand_in(one, acts.Result(why_not=str(problem)))
    except OSError as problem:
        log.warning("report file %s: %s", one.key, problem)
        return _hand_in(one, acts.Result(why_not=_("The disk did not take it. Ask the administrator to look.")))


def _hand_in(one: ReportFile, result: acts.Result) -> bool:
    try:
        acts.report_file(HOUSE, one, result=result)
    except acts.Taken:
        log.info("report file %s was stopped or taken over", one.key)
        return False
    return not result.why_not
