"""Acts of reports: making one with its facts as they stand, writing in it, making it again, stopping, publishing. Makings never change."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from kitchentable.people.models import Person
from kitchentable.policy.act import act, require
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.ties.evidence import Span
from kitchentable.ties.models.reports import Making, Report, ReportFile, ReportWords
from kitchentable.ties.reporting.blocks import last_closed, month_of, next_month
from kitchentable.ties.reporting.facts import to_json
from kitchentable.ties.reporting.files import document_text
from kitchentable.ties.reporting.gather import gather
from kitchentable.ties.reporting.kinds import KINDS
from kitchentable.words.acts.papers import new_document
from kitchentable.words.making import BY_MACHINE, missing
from kitchentable.words.models import Document
from kitchentable.works.models import Work

LONGEST = 4_000
EARLIEST = 1990
MOST_YEARS = 30
State = ReportFile.State


class WrongTime(Problem):
    """A span that no report can be about."""

    field = "since"


class WrongKind(Problem):
    """This kind is not about that."""

    field = "kind"


class Taken(Problem):
    """Another worker has it, or it was stopped."""


@act("ties.make_report")
def make_report(by: Person, work: Work | None, *, kind: str, since: object, until: object) -> Report:
    """Count what a report of this kind says, keep it, and have each format made. `since` and `until` are days; they become whole months.

    Raises WrongTime when the months are not over or the wrong way round, WrongKind when this kind is not about that.
    """
    found = KINDS.get(kind)
    if found is None or found.scope not in ("any", "work" if work else "all"):
        raise WrongKind(
            _("This report is about one piece of work.")
            if found and found.scope == "work"
            else _("This report is about all our work.")
        )
    span = span_of(since, until)
    report = Report.objects.create(work=work, kind=kind, since=span.since, until=span.until, made_by=by)
    _made(by, report)
    return report


def span_of(since: object, until: object) -> Span:
    """Whole months that are over. Raises WrongTime."""
    import datetime

    if not isinstance(since, datetime.date) or not isinstance(until, datetime.date):
        raise WrongTime(_("Say from which day to which day."))
    if since > until:
        raise WrongTime(_("The first day comes after the last day. Change one of them."))
    if since.year < EARLIEST or until.year - since.year > MOST_YEARS:
        raise WrongTime(_("A report is about %(n)d years at most.") % {"n": MOST_YEARS})
    first, last = month_of(since), last_closed(next_month(until))
    if last > last_closed(today()):
        raise WrongTime(
            _("This month is not over yet. A report is about whole months that are over, so that small numbers stay hidden.")
        )
    return Span(first, last)


@act("ties.make_report_again")
def make_report_again(by: Person, report: Report) -> Making:
    """Count anew, with the words that stand there now. The makings before stay as they are, also the one that is published."""
    return _made(by, report)


def _made(by: Person, report: Report) -> Making:
    Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    last = report.makings.order_by("-number").first()
    making = Making.objects.create(
        report=report,
        number=last.number + 1 if last else 1,
        facts=to_json(gather(report.work, report.span)),
        words=[
            [part, row.words, timezone.localtime(row.at).date().isoformat()]
            for part, row in newest_words(report).items()
            if row.words.strip()
        ],
        made_by=by,
    )
    ReportFile.objects.filter(making__report=report, state=State.WAITING).exclude(making=making).update(
        state=State.STOPPED, changed_at=now()
    )
    ReportFile.objects.bulk_create([ReportFile(making=making, kind=kind) for kind in BY_MACHINE if not missing(kind)])
    return making


def newest_words(report: Report) -> dict[str, ReportWords]:
    """What stands in each part now."""
    return {row.part: row for row in report.said.select_related("by").order_by("pk")}


@act("ties.write_in_report")
def write_in_report(by: Person, report: Report, *, part: str, words: str) -> ReportWords:
    """Write in one part. What stood there stays on record; empty words leave the part out. Raises Problem for a part that is not there."""
    if part not in {one.code for one in report.what.parts}:
        raise Problem(_("There is no such part in this report."))
    if len(words) > LONGEST or "\x00" in words:
        raise Problem(_("This is too long for one part. Nothing is lost. Please make it shorter."))
    return ReportWords.objects.create(report=report, part=part, words=words, by=by)


@act("ties.stop_report")
def stop_report(by: Actor, making: Making) -> Making:
    """Stop what is not made yet. What is being made right now is thrown away when it comes."""
    making.files.filter(state__in=(State.WAITING, State.MAKING)).update(state=State.STOPPED, changed_at=now())
    return making


@act("ties.report_files_again")
def files_again(by: Actor, making: Making) -> Making:
    """Make the formats that were stopped or not made."""
    making.files.filter(state__in=(State.STOPPED, State.FAILED)).update(state=State.WAITING, why_not="", tries=0, changed_at=now())
    return making


@act("ties.publish_report")
def publish_report(by: Person, report: Report, *, making: Making) -> Report:
    """Everyone may read this making. Raises Problem when it belongs to another report."""
    if making.report_id != report.pk:
        raise Problem(_("This is not a version of this report."))
    report.published, report.published_by = making, by
    report.save(update_fields=["published", "published_by"])
    return report


@act("ties.take_back_report")
def take_back_report(by: Person, report: Report) -> Report:
    """It is not public any more. Who has a file keeps it."""
    report.published, report.published_by = None, None
    report.save(update_fields=["published", "published_by"])
    return report


@act("ties.report_to_paper")
def report_to_paper(by: Person, making: Making) -> Document:
    """Make a paper of it, so that it is checked and sent to each person in their format as every paper is."""
    report = making.report
    if report.work is None:
        raise Problem(_("A paper belongs to a piece of work."))
    require(by, "words.new_document", report.work)
    found: Document = new_document(
        by, report.work, title=str(report)[:160], kind=Document.Kind.REPORT, text=document_text(making)
    )  # fmt: skip
    return found


# ── the worker ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Result:
    """A file that was made and kept, or why it was not."""

    path: str = ""
    media_type: str = ""
    ending: str = ""
    size: int = 0
    digest: str = ""
    pages: int = 0
    seconds: int = 0
    made_with: str = ""
    why_not: str = ""


@act("ties.report_file")
def report_file(by: Actor, file: ReportFile, *, result: Result) -> ReportFile:
    """The worker hands in a file, or says why there is none. Raises Taken when it was stopped or taken over meanwhile."""
    state = State.FAILED if result.why_not else State.READY
    changed = ReportFile.objects.filter(pk=file.pk, state=State.MAKING, tries=file.tries).update(
        state=state, path=result.path, media_type=result.media_type, ending=result.ending, size=result.size, digest=result.digest,
        pages=result.pages, seconds=result.seconds, made_with=result.made_with[:200], why_not=result.why_not, changed_at=now(),
    )  # fmt: skip
    if not changed:
        raise Taken(_("It was stopped meanwhile."))
    file.refresh_from_db()
    return file
