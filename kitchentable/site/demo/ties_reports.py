"""The demo: a board report of “Better help at home” that everyone may read, with words people wrote; and an impact report that is being written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitchentable.policy.clock import today
from kitchentable.site.demo.words import HOME
from kitchentable.ties.acts import reports
from kitchentable.ties.reporting.blocks import last_closed

if TYPE_CHECKING:
    from kitchentable.site.demo import Year

HOW = (
    "Most of what people said has an answer, and most answers came on time. The wait for a second care worker is still too long. "
    "Chloe and Raj read this page before it came to you."
)
ASK = "Agree the money for two more weekend care workers. Ms Rao brings the plan to your next meeting."
AIM = "People who use help at home, and their families, wanted to decide with us when help comes and who comes."
RESULTS = (
    "Visits now start at a time that the person chose. Fewer people waited for breakfast.\n\n"
    "A bad effect that nobody planned: on Sundays there were more new faces, and people had to explain everything again."
)


def lay(year: Year) -> None:
    """Made in the last days, so that the months it is about are over."""
    year.on(-4, lambda: _board(year), hour=10, staff=True)
    year.on(-3, lambda: _impact(year), hour=15, staff=True)


def _board(year: Year) -> None:
    natalie, last = year.who["natalie"], last_closed(today())
    report = reports.make_report(natalie, year.works[HOME], kind="board", since=last.replace(month=1, day=1), until=last)
    reports.write_in_report(natalie, report, part="how", words=HOW)
    reports.write_in_report(natalie, report, part="ask", words=ASK)
    reports.publish_report(natalie, report, making=reports.make_report_again(natalie, report))


def _impact(year: Year) -> None:
    natalie, last = year.who["natalie"], last_closed(today())
    report = reports.make_report(natalie, year.works[HOME], kind="gripp2", since=last.replace(month=1, day=1), until=last)
    reports.write_in_report(natalie, report, part="aim", words=AIM)
    reports.write_in_report(natalie, report, part="results", words=RESULTS)
    reports.make_report_again(natalie, report)
