"""Bringing in a file: nobody's words are lost, nothing comes in twice, and nothing in a file can hurt us."""

from __future__ import annotations

import csv
import io
import re
import shlex
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from kitchentable.people.sheets import NotASheet, open_sheet
from kitchentable.people.worker import jobs
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.verdict import HOUSE, Problem
from kitchentable.record import lines
from kitchentable.site.cast import Cast, build_cast
from kitchentable.voices import acts, imports
from kitchentable.voices.acts.saying import due_day
from kitchentable.voices.commands import voices
from kitchentable.voices.models import Contribution, ImportRun, Question, Status, Theme
from kitchentable.works import acts as works
from kitchentable.works.models import Role, Work
from tests.asking import opened

DATA = Path(__file__).parent / "data"
EXTRACT = DATA / "bowling_green_extract.csv"
DOCS = Path(__file__).parents[3] / "docs" / "real-data.md"
SLUG = "better-help-at-home"


@pytest.fixture
def world(db: None) -> Cast:
    return build_cast()


def sheet(tmp_path: Path, content: str | bytes, name: str = "file.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def bring_in(world: Cast, path: Path, sharing: str = "lead") -> ImportRun:
    found = open_sheet(path)
    columns = imports.settle(found.headings, {})
    run = imports.start_here(HOUSE, world.work, name=path.name, columns=columns, sharing=sharing)
    return imports.bring_in(HOUSE, run, found, path.with_suffix(".refused"))


def counts(run: ImportRun) -> tuple[int, int, int]:
    return run.new, run.known, run.refused


def refused(path: Path) -> list[dict[str, str]]:
    with path.with_suffix(".refused").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# ── reading ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_text_file_reads_the_same_however_it_was_saved(tmp_path: Path, encoding: str, delimiter: str, newline: str) -> None:
    text = newline.join([f"id{delimiter}words", f'7{delimiter}"Dŵr, té; «ναι» {delimiter} \U0001f60a"', f"8{delimiter}مرحبا"])
    found = open_sheet(sheet(tmp_path, text.encode(encoding)))

    assert found.headings == ("id", "words")
    assert [line.cells for line in found.lines()] == [["7", f"Dŵr, té; «ναι» {delimiter} \U0001f60a"], ["8", "مرحبا"]]


def test_an_old_windows_file_keeps_its_letters(tmp_path: Path) -> None:
    found = open_sheet(sheet(tmp_path, "words\nIt’s £5 – too much".encode("cp1252")))

    assert [line.cells for line in found.lines()] == [["It’s £5 – too much"]]


def test_lines_are_numbered_as_the_file_shows_them(tmp_path: Path) -> None:
    found = open_sheet(sheet(tmp_path, 'words\n"two\nlines"\n\nlast\n'))

    assert [(line.number, line.cells[0]) for line in found.lines()] == [(2, "two\nlines"), (5, "last")]


def test_an_excel_file_reads_with_its_days_and_numbers(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Comment ID", "Date", "Your comment"])
    book.active.append([12, datetime(2026, 5, 4, 10, 30), "=not a formula"])
    book.active["C2"].data_type = "s"
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "a.xlsx").rename(tmp_path / "kept")  # what is uploaded is kept without an ending
    found = open_sheet(tmp_path / "kept")

    assert imports.guess(found.headings) == {"id": "Comment ID", "said_at": "Date", "words": "Your comment"}
    assert [line.cells for line in found.lines()] == [["12", "2026-05-04T10:30:00", "=not a formula"]]


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"%PDF-1.7 \x00\x01", "not a sheet"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "not a sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"PK\x03\x04 not a zip", "broken"),
        (zipped(a_xml=b"<a/>"), "not an Excel"),
        (zipped(xl__workbook_xml=b"<broken"), "broken"),
        (zipped(xl__workbook_xml=b"x", xl__bomb_xml=b"0" * 30_000_000), "too big"),
        (zipped(xl__workbook_xml=b"<!DOCTYPE lolz [<!ENTITY a 'b'>]><a/>"), "do not open"),
        (b"words\n\x81\x8d \xff", "letters"),
        (b"\n\nwords\nhello", "first line"),
        (b"\xff\xfeabc", "letters"),
    ],
)
def test_a_file_that_is_not_a_sheet_is_refused_in_a_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(NotASheet, match=says):
        list(open_sheet(sheet(tmp_path, content)).lines())


def test_a_quote_mark_that_is_never_closed_does_not_swallow_the_memory(tmp_path: Path) -> None:
    path = sheet(tmp_path, 'words\nfine\n"open' + "x" * 1_100_000)

    with pytest.raises(NotASheet, match="Line 3"):
        list(open_sheet(path).lines())


@given(st.binary(max_size=300))
def test_no_bytes_make_more_than_a_sentence(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = sheet(tmp_path_factory.mktemp("any"), content)
    with suppress(NotASheet):
        found = open_sheet(path)
        assert all(len(line.cells) >= len(found.headings) for line in found.lines())


@given(st.binary(max_size=200))
def test_no_broken_workbook_makes_more_than_a_sentence(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = sheet(tmp_path_factory.mktemp("any"), zipped(xl__workbook_xml=content))
    with pytest.raises(NotASheet):
        list(open_sheet(path).lines())


# ── columns and cells ─────────────────────────────────────────────────────────────────────────────


def test_columns_are_guessed_by_name_and_ids_of_people_are_not_taken_for_ids_of_rows() -> None:
    headings = ("said_at", "comment_id", "author_id", "agrees", "disagrees", "moderated", "comment")

    assert imports.guess(headings) == {"said_at": "said_at", "id": "comment_id", "author": "author_id", "words": "comment"}


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"words": "nope"}, "There is no column “nope”. The columns are: a, b."),
        ({"what": "a"}, "There is no “what”"),
        ({}, "do not see which"),
    ],
)
def test_a_column_that_is_not_there_is_named_with_those_that_are(wanted: dict[str, str], says: str) -> None:
    with pytest.raises(NotASheet, match=says):
        imports.settle(("a", "b"), wanted)


@pytest.mark.parametrize(
    ("given_", "meant"),
    [
        ("1517603680343", datetime(2018, 2, 2, 20, 34, 40, 343000, tzinfo=UTC)),
        ("1517603680", datetime(2018, 2, 2, 20, 34, 40, tzinfo=UTC)),
        ("2026-05-04", datetime(2026, 5, 3, 23, 0, tzinfo=UTC)),
        ("2026-05-04T10:30:00Z", datetime(2026, 5, 4, 10, 30, tzinfo=UTC)),
        ("2026-01-04 10:30", datetime(2026, 1, 4, 10, 30, tzinfo=UTC)),
        ("4/1/2026", datetime(2026, 1, 4, tzinfo=UTC)),
        ("04.01.2026 9:05", datetime(2026, 1, 4, 9, 5, tzinfo=UTC)),
        ("2026/01/04", datetime(2026, 1, 4, tzinfo=UTC)),
        ("Sunday 4th January 2026", datetime(2026, 1, 4, tzinfo=UTC)),
        ("4 Jan 2026, 09:05", datetime(2026, 1, 4, 9, 5, tzinfo=UTC)),
    ],
)
def test_a_day_is_read_as_people_write_it(given_: str, meant: datetime) -> None:
    with at(datetime(2026, 6, 1, tzinfo=UTC)):
        assert imports.read_moment(given_) == meant


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ("05/31/2024", "cannot read"),
        ("yesterday", "cannot read"),
        ("12345", "cannot read"),
        ("9999999999999", "still to come"),
        ("2099-01-01", "still to come"),
        ("1900-01-01", "before 1990"),
        ("31/12/1989", "before 1990"),
        ("99999-01-01", "cannot read"),
        ("١٢/٣/٢٠٢٤", "before 1990|cannot read|still"),
    ],
)
def test_a_day_that_cannot_be_is_named(given_: str, says: str) -> None:
    if says.startswith("before 1990|"):
        assert imports.read_moment(given_) is not None
        return
    with pytest.raises(Problem, match=says):
        imports.read_moment(given_)


@given(st.text(max_size=30))
def test_no_text_in_a_date_cell_makes_more_than_a_sentence(text: str) -> None:
    with suppress(Problem):
        found = imports.read_moment(text)
        assert found is None or found.tzinfo is not None


# ── bringing in ───────────────────────────────────────────────────────────────────────────────────


def test_every_row_is_owed_an_answer_by_somebody_named_from_the_day_it_comes_in(world: Cast) -> None:
    run = bring_in(world, EXTRACT)
    first = Contribution.objects.get(number=1)

    assert counts(run) == (20, 0, 0)
    assert first.words.startswith("No family should be homeless")
    assert (first.said_at.date(), first.received_at.date()) == (date(2018, 2, 2), today())
    assert (first.owner, first.due_on, first.sharing, first.way) == (world["rao"], due_day(today()), "lead", "imported")
    assert first.said_by is None
    assert Contribution.objects.sums() == {"received": 20, "waiting": 20, "answered": 0, "withdrawn": 0, "erased": 0}


def test_a_file_that_comes_in_again_brings_nothing_twice(world: Cast) -> None:
    bring_in(world, EXTRACT)

    assert counts(bring_in(world, EXTRACT)) == (0, 20, 0)
    assert Contribution.objects.count() == 20


def test_without_ids_the_same_words_by_two_people_are_two_and_still_come_in_once(world: Cast, tmp_path: Path) -> None:
    path = sheet(tmp_path, "words\nYes.\nYes.\nNo.\n")

    assert counts(bring_in(world, path)) == (3, 0, 0)
    assert counts(bring_in(world, path)) == (0, 3, 0)
    assert counts(bring_in(world, sheet(tmp_path, "words\nNew.\nYes.\nYes.\nYes.\nNo.\n", "more.csv"))) == (2, 3, 0)


def test_an_id_that_comes_with_other_words_is_refused_and_not_lost(world: Cast, tmp_path: Path) -> None:
    bring_in(world, sheet(tmp_path, "id,words\n1,The lift is broken.\n"))
    path = sheet(tmp_path, "id,words\n1,The bus is late.\n2,Warm\n2,Cold\n2,Warm\n", "second.csv")

    assert counts(bring_in(world, path)) == (1, 1, 2)
    assert [(row["words"], row["line"]) for row in refused(path)] == [("The bus is late.", "2"), ("Cold", "4")]


def test_what_was_taken_back_does_not_come_in_again(world: Cast, tmp_path: Path) -> None:
    path = sheet(tmp_path, "id,words\n1,Please forget this.\n")
    bring_in(world, path)
    acts.withdraw(world["natalie"], Contribution.objects.get())

    assert counts(bring_in(world, path)) == (0, 1, 0)
    assert Contribution.objects.get().words == ""
    assert not Contribution.objects.filter(source_key__contains="forget").exists()


def test_rows_that_cannot_come_in_are_kept_with_their_line_and_reason(world: Cast, tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        "date,comment,sharing\n2024-05-01,Fine,public\n2024-05-01,  ,\nlast week,Words,\n,x\x00y,\n,"
        + "z" * 20_001
        + ",\n,Words,the moon\n,Words,,too,many\n1900-01-01,=cmd(),\n",
    )

    assert counts(bring_in(world, path)) == (1, 0, 7)
    assert [(row["line"], row["why_refused"][:24]) for row in refused(path)] == [
        ("3", "There are no words."),
        ("4", "We cannot read the date "),
        ("5", "The words hold a charact"),
        ("6", "The words are 1 characte"),
        ("7", "“the moon” does not say "),
        ("8", "There are 5 cells for 3 "),
        ("9", "The date “1900-01-01” is"),
    ]
    assert refused(path)[-1]["comment"] == "'=cmd()"


def test_refused_rows_that_were_mended_come_in_to_the_letter(world: Cast, tmp_path: Path) -> None:
    path = sheet(tmp_path, "date,comment\n1900-01-01,=1+1 is not 3\n")
    bring_in(world, path)
    mended = sheet(tmp_path, path.with_suffix(".refused").read_text("utf-8-sig").replace("1900", "2020"), "mended.csv")

    assert counts(bring_in(world, mended)) == (1, 0, 0)
    assert Contribution.objects.get().words == "=1+1 is not 3"


def test_words_come_in_to_the_letter(world: Cast, tmp_path: Path) -> None:
    words = "  שלום \U0001f469‍\U0001f9bd \n\tDŵr — “it’s” <b>&amp;</b>\n "
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([["words"], [words]])
    bring_in(world, sheet(tmp_path, buffer.getvalue()))

    assert Contribution.objects.get().words == words


def test_themes_and_choices_of_the_file_come_in_but_no_name(world: Cast, tmp_path: Path) -> None:
    bring_in(
        world,
        sheet(tmp_path, "name,comment,topic,consent\nAnn,Too steep,Ramps,named\nBob,Too dark,Light,\nCat,So steep,Ramps,group\n"),
    )

    assert list(Contribution.objects.order_by("number").values_list("sharing", flat=True)) == ["public", "lead", "group"]
    assert {t.called: t.marks.count() for t in Theme.objects.all()} == {"Ramps": 2, "Light": 1}
    assert not Contribution.objects.filter(words__contains="Ann").exists()


def test_each_row_stands_in_the_record_and_the_record_verifies(world: Cast) -> None:
    bring_in(world, EXTRACT)
    lines.seal_all(now())

    assert lines.verify().wrong == ()
    Contribution.objects.filter(number=3).update(words="Something nicer")
    assert len(lines.verify().wrong) == 1


def test_an_import_that_was_killed_goes_on_where_it_stood(world: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "BATCH", 5)
    path = sheet(tmp_path, "words\n" + "".join(f"point {n}\n" if n % 4 else f"{'x' * 20_001}\n" for n in range(1, 24)))
    found = open_sheet(path)
    run = imports.start_here(HOUSE, world.work, name="f", columns={"words": "words"}, sharing="lead")
    kept_lines = []

    def dies(_count: int) -> None:
        kept_lines.append(1)
        if len(kept_lines) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        imports.bring_in(HOUSE, run, found, path.with_suffix(".refused"), tick=dies)
    assert ImportRun.objects.get().done == 15
    with path.with_suffix(".refused").open("a") as file:
        file.write("written,by,a,batch,that,was,rolled,back\n")

    done = imports.bring_in(HOUSE, ImportRun.objects.get(), found, path.with_suffix(".refused"))
    assert (counts(done), done.state) == ((18, 0, 5), "done")
    assert [row["line"] for row in refused(path)] == ["5", "9", "13", "17", "21"]
    assert sorted(Contribution.objects.values_list("number", flat=True)) == list(range(1, 19))


def test_only_the_lead_brings_in(world: Cast) -> None:
    from kitchentable.policy.verdict import ANYONE, Refused

    for who in ("chloe", "rao", "dee", "sam", "green"):
        with pytest.raises(Refused):
            imports.keep_file(world[who], world.work, file=EXTRACT.open("rb"), name="x.csv")
    with pytest.raises(Refused):
        imports.keep_file(ANYONE, world.work, file=EXTRACT.open("rb"), name="x.csv")
    assert ImportRun.objects.count() == 0


def test_what_answers_a_question_is_owed_by_whom_it_names(world: Cast, tmp_path: Path) -> None:
    question = acts.ask(world["natalie"], Question(work=world.work, kind="help", asks="What help?", answered_by=world["ben"]))
    with pytest.raises(Problem):
        imports.start_here(HOUSE, world.work, name="f", columns={"words": "words"}, sharing="lead", question=question)
    opened(world["natalie"], question)
    run = imports.start_here(HOUSE, world.work, name="f", columns={"words": "words"}, sharing="lead", question=question)
    path = sheet(tmp_path, "words\nA ramp\n")
    imports.bring_in(HOUSE, run, open_sheet(path), path.with_suffix(".refused"))

    assert Contribution.objects.get().owner == world["ben"]


# ── commands ──────────────────────────────────────────────────────────────────────────────────────


def run_command(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(voices, list(args))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


def test_the_command_says_what_came_in_and_what_was_wrong(world: Cast, tmp_path: Path) -> None:
    path = sheet(tmp_path, "words\nOne\n\x00\n")
    kept = tmp_path / "refused.csv"

    assert run_command("import", str(path), "--work", SLUG, "--dry-run")[0] == 1
    assert Contribution.objects.count() == 0
    code, said = run_command("import", str(path), "--work", SLUG, "--refused", str(kept))
    assert (code, said.split(" Refused rows")[0]) == (1, "2 rows: 1 new, 0 known, 1 refused.")
    assert kept.exists()


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["import", "nope.csv", "--work", SLUG], "nope.csv: No such file"),
        (["import", str(EXTRACT), "--work", "nowhere"], "no piece of work “nowhere”. There are: better-help-at-home"),
        (["import", str(EXTRACT), "--work", SLUG, "--columns", "words"], "Write it like words=comment"),
        (["import", str(EXTRACT), "--work", SLUG, "--question", "77"], "no question 77"),
        (["import", str(EXTRACT), "--work", SLUG, "--as", "nobody"], "nobody with the key"),
        (["import", str(EXTRACT), "--work", SLUG, "--as", "demochloe"], "Only the lead"),
        (["publish", "--work", SLUG, "--numbers", "1-x", "--as", "demonatalie"], "“1-x” is no number"),
        (["answer", "--work", SLUG, "--file", str(EXTRACT), "--as", "demorao"], "has no column"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(world: Cast, args: list[str], says: str) -> None:
    code, said = run_command(*args)

    assert code == 2
    assert says in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_the_walk_in_the_guide_works_command_by_command(world: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    natalie = world["natalie"]
    work = works.start(
        natalie,
        Work(
            slug="a-better-place", title="A better place", what_this_is="x", what_we_ask="y", can_change="All", cannot_change="Law, because",
            decider=world["rao"], answers_first=world["rao"], is_public=True,
        ),
    )  # fmt: skip
    works.give_role(natalie, work, person=world["dee"], kind=Role.Kind.CHECKER)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs" / "real-data").mkdir(parents=True)
    (tmp_path / "bowling_green_2018.csv").write_bytes(EXTRACT.read_bytes())
    (tmp_path / "docs/real-data/answers.csv").write_bytes((DATA / "answers_extract.csv").read_bytes())
    commands = re.findall(r"^kitchentable (.+)$", DOCS.read_text(), re.MULTILINE)

    for command in commands:
        first, *args = shlex.split(command)
        if first == "voices":
            code, said = run_command(*args)
            assert code == 0, f"{command}\n{said}"
        else:
            assert command == "record verify"
            lines.seal_all(now())
            assert lines.verify().wrong == ()

    said = Contribution.objects.filter(work=work)
    assert said.sums() == {"received": 20, "waiting": 3, "answered": 17, "withdrawn": 0, "erased": 0}
    assert said.published().count() == 19
    assert {t.called for t in Theme.objects.filter(work=work, marks__isnull=False)} == {
        "Walking",
        "Buses",
        "A home",
        "Parks and libraries",
    }
    with (tmp_path / "a-better-place.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 20


def test_the_answers_of_the_guide_are_fifty_and_none_is_empty() -> None:
    from kitchentable.voices.empty import says_nothing

    with (DOCS.parent / "real-data" / "answers.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))

    assert len({number for row in rows for number in row["numbers"].split()}) == 50
    assert not [row["words"] for row in rows if says_nothing(row["words"])]


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────

FILE = f"/office/works/{SLUG}/import/"


def upload(content: bytes, name: str = "survey.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def work_once() -> None:
    next(job for job in jobs() if job.name == "voices.imports").run()


def test_the_lead_sends_a_file_sees_the_rows_starts_it_and_gets_what_was_refused(cast) -> None:
    cast.natalie.get(FILE)
    seen = cast.natalie.post(FILE, {"upload": upload(b"when,what they told us\n01/05/2024,The ramp is steep\n01/05/2024,\n")})
    run = ImportRun.objects.get()
    here = f"{FILE}{run.key}/"
    assert "Which column holds what people said?" in seen.content.decode()

    seen = cast.natalie.post(
        here, {"column_words": "what they told us", "column_said_at": "when", "sharing": "public", "look": "1"}
    )
    assert "The ramp is steep" in seen.content.decode()
    assert "Line 3: " in seen.content.decode()
    assert Contribution.objects.count() == 0

    seen = cast.natalie.post(
        here, {"column_words": "what they told us", "column_said_at": "when", "sharing": "public", "start": "1"}
    )
    assert "Started." in seen.content.decode()
    work_once()
    seen = cast.natalie.get(here)
    assert "The file has come in" in seen.content.decode()
    assert counts(ImportRun.objects.get()) == (1, 0, 1)
    got = cast.natalie.get(f"{here}refused/")
    assert b"There are no words." in b"".join(got.streaming_content)
    assert Contribution.objects.get().sharing == "public"


def test_an_import_can_be_stopped_and_goes_on(cast) -> None:
    cast.natalie.post(FILE, {"upload": upload(b"words\nOne\nTwo\n")})
    here = f"{FILE}{ImportRun.objects.get().key}/"
    cast.natalie.post(here, {"column_words": "words", "sharing": "lead", "start": "1"})
    cast.natalie.post(f"{here}stop/")
    work_once()
    assert Contribution.objects.count() == 0

    assert "Go on where it stopped" in cast.natalie.get(here).content.decode()
    cast.natalie.post(f"{here}start/")
    work_once()
    assert Contribution.objects.filter(status=Status.WAITING).count() == 2


def test_a_file_that_is_no_sheet_comes_back_with_a_sentence_and_nothing_is_kept(cast) -> None:
    page = cast.natalie.post(FILE, {"upload": upload(b"%PDF-1.4 \x00", "notes.pdf")}, status=422)

    assert "This is not a sheet of rows. Send a CSV or an XLSX file." in page.content.decode()
    assert ImportRun.objects.count() == 0


def test_a_run_whose_lead_has_left_does_not_go_on(cast) -> None:
    cast.natalie.post(FILE, {"upload": upload(b"words\nOne\n")})
    here = f"{FILE}{ImportRun.objects.get().key}/"
    cast.natalie.post(here, {"column_words": "words", "sharing": "lead", "start": "1"})
    works.give_role(cast.natalie.person, cast.work, person=cast.dee.person, kind=Role.Kind.LEAD)
    works.end_role(cast.natalie.person, Role.objects.get(work=cast.work, person=cast.natalie.person, kind=Role.Kind.LEAD))
    work_once()

    assert ImportRun.objects.get().state == "failed"
    assert Contribution.objects.count() == 0
    assert "Only the lead" in cast.dee.get(here).content.decode()


def test_nobody_but_the_lead_opens_the_files_of_a_piece_of_work(cast) -> None:
    cast.natalie.post(FILE, {"upload": upload(b"words\nA secret of Chloe\n")})
    here = f"{FILE}{ImportRun.objects.get().key}/"

    for who in (cast.chloe, cast.rao, cast.dee, cast.sam, cast.kim):
        for url in (FILE, here, f"{here}refused/"):
            cast_page = who.get(url, status=403)
            assert "secret" not in cast_page.content.decode()


def test_a_year_old_import_day_is_still_the_day_it_was_said(world: Cast, tmp_path: Path) -> None:
    day = (today() - timedelta(days=365)).isoformat()
    bring_in(world, sheet(tmp_path, f"date,words\n{day},Long ago\n"))

    assert Contribution.objects.get().said_at.date().isoformat() in (day, (date.fromisoformat(day) - timedelta(days=1)).isoformat())
