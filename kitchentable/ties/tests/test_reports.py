"""Reports: one press makes one in every format; it says only what was counted and what people wrote; and an empty time is said to be empty."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import mammoth
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document as WordDocument
from pypdf import PdfReader

from kitchentable.people import files
from kitchentable.people.erasures import erase
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import HOUSE, Refused
from kitchentable.ties.acts import reports as acts
from kitchentable.ties.evidence import Figure, Learned, PromiseCounts, Stayed, Tip
from kitchentable.ties.jobs import reports as jobs
from kitchentable.ties.models import Report, ReportFile
from kitchentable.ties.reporting import gather as gathering
from kitchentable.ties.reporting.blocks import last_closed
from kitchentable.ties.reporting.facts import from_json, to_json
from kitchentable.ties.reporting.files import paper_of
from kitchentable.ties.reporting.kinds import KINDS
from kitchentable.voices.models import Contribution
from kitchentable.voices.tests.making import say
from kitchentable.words.formats import make as formats
from kitchentable.words.formats.paper import Picture, Table, lines
from kitchentable.works.models import Felt as FeltStep
from kitchentable.works.models import Work

pytestmark = pytest.mark.django_db
QUICK = ("html", "plain")


@pytest.fixture
def evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the other parts of ties count, as they give it."""
    tips = [
        Tip(n, f"Tip {n}", "well", f"It holds well, number {n}.", (Figure(f"tip{n}_a", f"Answers on time {n}", 9, 12), Figure(f"tip{n}_b", "Needs met", None)))
        for n in range(1, 7)
    ]  # fmt: skip
    monkeypatch.setattr(gathering, "spot_of", lambda work, person: tips)
    monkeypatch.setattr(gathering, "promise_counts", lambda work, span: PromiseCounts(8, 5, 1, 1, 1, 3, 1, date(2025, 2, 3)))
    monkeypatch.setattr(gathering, "learnt", lambda work, span: Learned(4, 9, 12, 5, 7))
    monkeypatch.setattr(
        gathering,
        "continuity",
        lambda work, years: [
            Stayed(year, {"lived": 14, "carer": 0, "staff": 13}, {"lived": 8, "carer": 0, "staff": 7}) for year in years
        ],
    )


def last_year() -> dict[str, date]:
    year = today().year - 1
    return {"since": date(year, 1, 1), "until": date(year, 12, 31)}


def made(cast: Any, kind: str = "board", **more: Any) -> Report:
    work = None if KINDS[kind].scope == "all" else cast.work
    found: Report = acts.make_report(cast.natalie.person, work, kind=kind, **(last_year() | more))
    return found


def words_of(report: Report) -> str:
    return "\n".join(lines(paper_of(report.makings.first())))


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_report_has_its_parts_in_word_and_as_pdf(cast: Any, evidence: None, kind: str, tmp_path: Any) -> None:
    report = made(cast, kind)
    for part in report.what.parts:
        acts.write_in_report(cast.natalie.person, report, part=part.code, words=f"We say this about {part.code}.")
    making = acts.make_report_again(cast.natalie.person, report)
    paper = paper_of(making)
    word, pdf = (formats.make(one, paper, tmp_path) for one in ("word", "pdf"))
    assert word.ready, [check for check in word.checks if not check.passed]
    assert pdf.ready, [check for check in pdf.checks if not check.passed]
    html = mammoth.convert_to_html(io.BytesIO(word.path.read_bytes())).value
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(str(pdf.path)).pages).split())
    for part in report.what.parts:
        assert f"We say this about {part.code}." in html
        assert f"We say this about {part.code}." in text
        assert f">{part.title}</" in html.replace("&#x27;", "'") or str(part.title) in html
    document = WordDocument(io.BytesIO(word.path.read_bytes()))
    pictures = [one for one in paper.blocks if isinstance(one, Picture)]
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert described == [one.alt for one in pictures]
    if kind in ("board", "gripp2", "uk_standards", "scie"):
        assert pictures, "a chart stands as a picture"
        assert all(one.is_here for one in pictures)
    tables = [one for one in paper.blocks if isinstance(one, Table)]
    assert len(document.tables) == len(tables)


def test_the_board_report_fits_one_page(cast: Any, evidence: None, tmp_path: Any) -> None:
    report = made(cast, "board")
    acts.write_in_report(
        cast.natalie.person,
        report,
        part="how",
        words="Five of seven promises were kept on time. Two were late, because the supplier left. We said so to those who wait, and gave a new day.",
    )
    acts.write_in_report(
        cast.natalie.person,
        report,
        part="ask",
        words="Please agree the money for a second driver by June. Ms Rao brings the plan in May.",
    )
    making = acts.make_report_again(cast.natalie.person, report)
    assert formats.make("pdf", paper_of(making), tmp_path).pages == 1


def test_one_press_makes_it_and_the_worker_makes_each_file(cast: Any, evidence: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "BY_MACHINE", QUICK)
    year = str(today().year - 1)
    page = cast.natalie.post(reverse("ties:reports"), {"kind": "board", "about": cast.work.slug, "time": year}, status=200)
    report = Report.objects.get()
    assert "0 of 2 formats" in page.content.decode()
    assert jobs.make_reports() == 2
    page = cast.natalie.get(reverse("ties:report", args=[report.key])).content.decode()
    assert page.count("/reports/") >= 2
    assert "5 of 7" in page
    file = ReportFile.objects.get(kind="plain")
    assert "What we ask of you" not in files.where(file.path).read_text(encoding="utf-8-sig"), "an empty part is left out"
    assert "2 parts are left out, because nobody has written them." in files.where(file.path).read_text(encoding="utf-8-sig")


def test_it_can_be_stopped_and_run_again(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "BY_MACHINE", QUICK)
    report = made(cast)
    making = report.makings.get()
    one = jobs._claim()
    assert one is not None
    acts.stop_report(cast.natalie.person, making)
    assert jobs._make(one) is False, "what was being made is thrown away"
    assert set(making.files.values_list("state", flat=True)) == {"stopped"}
    assert jobs.make_reports() == 0
    acts.files_again(cast.natalie.person, making)
    assert jobs.make_reports() == 2


def test_an_empty_year_says_that_nothing_happened(cast: Any) -> None:
    for kind in ("board", "gripp2", "lundy"):
        report = made(cast, kind, since=date(2001, 1, 1), until=date(2001, 12, 31))
        assert "Nothing was noted in this time" in words_of(report)
        assert "Nothing was noted in this time" in cast.natalie.get(reverse("ties:report", args=[report.key])).content.decode()


def test_words_are_kept_with_who_and_when_and_nothing_is_lost(cast: Any) -> None:
    report = made(cast, "gripp2")
    url = reverse("ties:report_part", args=[report.key, "aim"])
    cast.natalie.post(url, {"words": "First words."}, status=200)
    page = cast.natalie.get(url).content.decode()
    assert "First words." in page
    assert "Natalie" in page
    cast.natalie.post(url, {"words": "Other words."})
    assert list(report.said.values_list("words", flat=True)) == ["First words.", "Other words."]
    assert "words." not in words_of(report), "a making never changes"
    too_long = cast.natalie.post(url, {"words": "long " * 1_000})
    assert too_long.status_code == 422
    assert "long long" in too_long.content.decode()


def test_a_newer_making_leaves_the_published_one_as_it_is(cast: Any) -> None:
    report = made(cast)
    first = report.makings.get()
    acts.publish_report(cast.natalie.person, report, making=first)
    acts.write_in_report(cast.natalie.person, report, part="ask", words="Later words.")
    acts.make_report_again(cast.natalie.person, report)
    page = cast.anyone.get(reverse("ties:report_public", args=[report.key])).content.decode()
    assert "Later words." not in page
    acts.publish_report(cast.natalie.person, report, making=report.makings.first())
    assert "Later words." in cast.anyone.get(reverse("ties:report_public", args=[report.key])).content.decode()
    Work.objects.filter(pk=cast.work.pk).update(is_public=False)
    cast.anyone.get(reverse("ties:report_public", args=[report.key]), status=404)
    Work.objects.filter(pk=cast.work.pk).update(is_public=True)
    acts.take_back_report(cast.natalie.person, report)
    cast.anyone.get(reverse("ties:report_public", args=[report.key]), status=404)


def test_only_those_who_may_open_it(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "BY_MACHINE", QUICK)
    report = made(cast)
    jobs.make_reports()
    file = ReportFile.objects.filter(state="ready").first()
    assert file is not None
    address = reverse("ties:report_file", args=[report.key, file.key])
    for seat in (cast.anyone, cast.chloe):
        seat.get(address, status=404)
        seat.get(reverse("ties:report_public", args=[report.key]), status=404)
    assert cast.natalie.get(address).status_code == 200
    with pytest.raises(Refused):
        acts.make_report(cast.chloe.person, cast.work, kind="board", **last_year())
    with pytest.raises(Refused):
        acts.publish_report(cast.gill.person, report, making=report.makings.get())
    acts.publish_report(cast.natalie.person, report, making=report.makings.get())
    assert cast.anyone.get(address).status_code == 200


def test_a_month_that_is_not_over_is_in_no_report(cast: Any) -> None:
    with pytest.raises(acts.WrongTime):
        made(cast, since=today().replace(day=1), until=today())
    with pytest.raises(acts.WrongTime):
        made(cast, since=date(2024, 5, 1), until=date(2024, 1, 1))
    report = made(cast, since=date(2024, 1, 17), until=date(2024, 2, 3))
    assert (report.since, report.until) == (date(2024, 1, 1), date(2024, 2, 29)), "whole months"


def test_an_erased_writer_is_not_named_and_the_numbers_stay(cast: Any, evidence: None) -> None:
    report = made(cast, "gripp2")
    acts.write_in_report(cast.natalie.person, report, part="aim", words="Written together.")
    making = acts.make_report_again(cast.natalie.person, report)
    before = making.facts
    assert to_json(from_json(before)) == before, "what was kept reads back as the same"
    erase(HOUSE, cast.chloe.person)
    for row in (*report.said.all(), report, *report.makings.all()):
        for name in ("by", "made_by"):
            if hasattr(row, f"{name}_id"):
                setattr(row, name, cast.chloe.person)
                row.save()
    making.refresh_from_db()
    assert making.facts == before
    for url in (reverse("ties:report", args=[report.key]), reverse("ties:report_part", args=[report.key, "aim"])):
        page = cast.natalie.get(url).content.decode()
        assert "Chloe" not in page
        assert "Written together." in page


def test_the_ladder_shows_both_sides_only_where_nobody_is_given_away(cast: Any) -> None:
    Work.objects.filter(pk=cast.work.pk).update(started_at=timezone.make_aware(datetime(2020, 1, 1)))
    cast.work.refresh_from_db()
    report = made(cast, "tlap")
    assert "Too few have said how it felt" in words_of(report)
    assert FeltStep.objects.filter(work=cast.work).count() < 5


def test_a_report_can_go_out_as_a_paper(cast: Any, evidence: None) -> None:
    report = made(cast, "gripp2")
    document = acts.report_to_paper(cast.natalie.person, report.makings.get())
    text = document.newest().text
    assert document.kind == "report"
    assert "data:image/png" in text
    assert "The numbers: What came of promises" in text


def test_pages_cost_the_same_with_more_rows(cast: Any) -> None:
    def cost(seat: Any, url: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            seat.get(url)
        return len(found)

    report = made(cast)
    acts.publish_report(cast.natalie.person, report, making=report.makings.get())
    urls = [
        (cast.natalie, reverse("ties:reports")),
        (cast.anyone, reverse("ties:reports_public")),
        (cast.natalie, reverse("ties:report", args=[report.key])),
    ]
    before = [cost(*one) for one in urls]
    for _n in range(3):
        more = made(cast)
        acts.publish_report(cast.natalie.person, more, making=more.makings.get())
        acts.make_report_again(cast.natalie.person, report)
    after = [cost(*one) for one in urls]
    assert all(one <= other for one, other in zip(after, before, strict=True)), (before, after)
    assert max(after) <= 15, after


def test_points_are_counted_in_closed_months(cast: Any) -> None:
    last = last_closed(today())
    Contribution.objects.filter(work=cast.work).update(received_at=timezone.make_aware(datetime(last.year - 1, last.month, 5)))
    for number in range(7):
        c = say(cast, "chloe", f"Point {number}")
        Contribution.objects.filter(pk=c.pk).update(received_at=timezone.make_aware(datetime(last.year, last.month, 5)))
    report = made(cast, "gripp2", since=last.replace(day=1), until=last)
    item = from_json(report.makings.get().facts).item("voices")
    assert item is not None
    assert item.figures[0].n == 7
    say(cast, "chloe", "One more this month.")
    newer = from_json(acts.make_report_again(cast.natalie.person, report).facts).item("voices")
    assert newer is not None
    assert newer.figures[0].n is None, "8 on the public page less 7 would be one person's"
