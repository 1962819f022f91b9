"""Who may make a report, write in it, stop it and let everyone read it; and why not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.policy.book import fact, rule
from kitchentable.policy.verdict import Actor, Verdict, no, yes
from kitchentable.ties.models.reports import MAKES_REPORTS, Making, Report, ReportFile
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import has_role

ONLY_THEM = _("Only people who lead, check or decide in this piece of work may make its reports.")
ONLY_HERE = _("Only people who work here may make reports about all our work.")


def _makes(person: Actor, work: Work | int | None, *, all_work: bool) -> Verdict:
    """Leads, checkers and deciders of the piece of work; those who work here, about all of it."""
    if all_work:
        return yes() if person.is_someone and fact(person, "people.works_here") else no(ONLY_HERE)
    pk = work.pk if isinstance(work, Work) else work
    return yes() if has_role(person, pk, *MAKES_REPORTS) else no(ONLY_THEM)


@rule("ties.reports_office")
def may_open_reports(person: Actor, _thing: object) -> Verdict:
    """Those who work here."""
    return yes() if person.is_someone and fact(person, "people.works_here") else no(ONLY_HERE)


@rule("ties.make_report")
def may_make_report(person: Actor, work: Work | None) -> Verdict:
    """Of a piece of work: who leads, checks or decides there. Of all work: who works here."""
    return _makes(person, work, all_work=work is None)


@rule("ties.make_report_again")
def may_make_again(person: Actor, report: Report) -> Verdict:
    """As for making it."""
    return _makes(person, report.work_id, all_work=report.work_id is None)


@rule("ties.write_in_report")
def may_write_in(person: Actor, report: Report) -> Verdict:
    """As for making it."""
    return _makes(person, report.work_id, all_work=report.work_id is None)


@rule("ties.stop_report")
def may_stop(person: Actor, making: Making) -> Verdict:
    """As for making it."""
    return _makes(person, making.report.work_id, all_work=making.report.work_id is None)


@rule("ties.report_files_again")
def may_go_on(person: Actor, making: Making) -> Verdict:
    """As for making it."""
    return may_stop(person, making)


@rule("ties.publish_report")
def may_publish(person: Actor, report: Report) -> Verdict:
    """The lead of the piece of work, when everyone may see the work; of all work, whoever leads a piece of work."""
    if report.work is not None and not report.work.is_public:
        return no(_("This piece of work is not public, so its reports are not either."))
    if has_role(person, report.work_id, Role.Kind.LEAD):
        return yes()
    return no(_("Only who leads this work may let everyone read its reports."))


@rule("ties.take_back_report")
def may_take_back(person: Actor, report: Report) -> Verdict:
    """As for publishing, also when the work is not public any more."""
    return (
        yes() if has_role(person, report.work_id, Role.Kind.LEAD) else no(_("Only who leads this work may take its reports back."))
    )


@rule("ties.report_to_paper")
def may_send(person: Actor, making: Making) -> Verdict:
    """Who writes papers of that piece of work."""
    if making.report.work_id is None:
        return no(_("A paper belongs to a piece of work. Send the file, or let everyone read the page."))
    if has_role(person, making.report.work_id, Role.Kind.LEAD, Role.Kind.CHECKER):
        return yes()
    return no(_("Only those who lead or check this piece of work may write its papers."))


@rule("ties.report_file", house=True)
def may_file(_person: Actor, _file: ReportFile) -> Verdict:
    """Only the worker makes files."""
    return no(_("The house makes the files by itself."))
