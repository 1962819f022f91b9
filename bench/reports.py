"""How long a report takes in all formats: `python -m bench.reports` (the demo's own database: KITCHENTABLE_HOME names it).

Makes an impact report of the busiest piece of work, counts it, makes each format in a folder of its own, and says the seconds of each.
Issue 7 asks for 30 s for all formats. Nothing is kept: all of it is rolled back.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

AT_MOST = 30.0
WORDS = (
    "Most of what people said has an answer, and most answers came on time. The wait for a second care worker is still too long.\n\n"
    "Chloe and Raj read this page before it went out. They asked us to say plainly that Sunday visits got worse, and why that happened."
)


class _Back(Exception):
    """Rolls it all back."""


def main() -> int:
    """Print it all. The exit code is 0: a reader decides."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kitchentable.site.settings")
    import django

    django.setup()
    from django.db import transaction

    try:
        with transaction.atomic():
            _measure()
            raise _Back
    except _Back:
        return 0


def _measure() -> None:
    from django.db.models import Count

    from kitchentable.policy.clock import today
    from kitchentable.ties.acts import reports
    from kitchentable.ties.reporting.blocks import last_closed
    from kitchentable.ties.reporting.files import paper_of
    from kitchentable.words.formats import make as formats
    from kitchentable.words.making import BY_MACHINE, missing
    from kitchentable.works.models import Role, Work

    work = Work.objects.annotate(n=Count("contributions")).order_by("-n").first()
    if work is None:
        print("There is no piece of work: run the demo first.")
        return
    lead = Role.objects.filter(work=work, kind=Role.Kind.LEAD, until__isnull=True).select_related("person").latest("pk").person
    last = last_closed(today())
    print(f"{work}: {work.contributions.count():,} contributions")
    for kind in ("board", "gripp2", "uk_standards"):
        start = time.perf_counter()
        report = reports.make_report(lead, work, kind=kind, since=last.replace(year=last.year - 9, month=1, day=1), until=last)
        for part in report.what.parts:
            reports.write_in_report(lead, report, part=part.code, words=WORDS)
        making = reports.make_report_again(lead, report)
        print(f"{kind}: counted twice in {time.perf_counter() - start:.2f} s")
        whole = 0.0
        with tempfile.TemporaryDirectory() as folder:
            for one in BY_MACHINE:
                if missing(one):
                    print(f"  {one}: cannot be made here")
                    continue
                start = time.perf_counter()
                made = formats.make(one, paper_of(making), Path(folder))
                took = time.perf_counter() - start
                whole += took
                print(
                    f"  {one}: {took:.2f} s, {made.size / 1000:.0f} kB, {made.pages or '-'} pages, {'ready' if made.ready else 'NOT READY'}"
                )
                for check in made.checks:
                    if not check.passed:
                        print(f"    {check.what}: {check.because}")
        print(f"  all formats: {whole:.1f} s (asked: {AT_MOST:.0f} s at most)")


if __name__ == "__main__":
    raise SystemExit(main())
