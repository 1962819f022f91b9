"""Canaries for the walk in reports of ties: one nobody may read yet, with words in a part, one in a making, and one for all work.

Rows are made by hand, not by acts.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from kitchentable.policy.clock import today
from kitchentable.ties.evidence import Span
from kitchentable.ties.models import Making, Report, ReportFile, ReportWords
from kitchentable.ties.reporting.facts import Facts, Item, to_json

MAKERS = {"natalie", "dee", "rao"}
STAFF = {"natalie", "dee", "rao", "ben", "gill", "sam"}


def put(world: Any) -> None:
    """Two reports that are not published, with a canary in each text."""
    cast = world.cast
    for name, work, who in (("work", cast.work, MAKERS), ("all", None, STAFF)):
        report = Report.objects.create(
            work=work, kind="board", since=date(2025, 1, 1), until=date(2025, 12, 31), made_by=cast.natalie.person
        )
        item = Item("promises", "Promises", (world.canary(f"reportfact{name}", who),))
        facts = Facts(
            Span(report.since, report.until),
            world.canary(f"reportabout{name}", who),
            today(),
            (item,),
            (world.canary(f"reportnote{name}", who),),
        )
        making = Making.objects.create(
            report=report, number=1, facts=to_json(facts), made_by=cast.natalie.person,
            words=[["how", world.canary(f"reportmade{name}", who), "2026-01-05"]],
        )  # fmt: skip
        ReportWords.objects.create(report=report, part="ask", words=world.canary(f"reportwords{name}", who), by=cast.natalie.person)
        ReportFile.objects.create(
            making=making, kind="pdf", state=ReportFile.State.FAILED, why_not=world.canary(f"reportwhy{name}", who)
        )


THINGS: dict[str, Any] = {"report": Report, "report_file": ReportFile}
VALUES: dict[str, Any] = {"report_part": ["how", "ask", "aim"]}
