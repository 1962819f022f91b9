"""Places as a sheet of rows: out, back in with a reason for each row that cannot come, and nothing kept before somebody says so."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
import uuid
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kitchentable.gatherings import places_csv
from kitchentable.gatherings.acts import places as acts
from kitchentable.gatherings.acts.places import Given
from kitchentable.gatherings.commands import places as command
from kitchentable.gatherings.models import Fact, Place
from kitchentable.people.sheets import NotASheet
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import Problem
from kitchentable.record.models import Line

pytestmark = pytest.mark.django_db

HEAD = "place,address,code,answer,number,note,looked_by,looked_on"
HALL = "Hall,1 Mill Street,,,,,,"
IMPORT = "/office/places/import/"


def reading(text: str | bytes, folder: Path) -> places_csv.Reading:
    path = folder / "rows.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return places_csv.look_at(places_csv.read_table(path))


def exported() -> bytes:
    return b"".join(places_csv.as_csv(Place.objects.in_use()))


def file(text: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("places.csv", text if isinstance(text, bytes) else text.encode())


def known_hall(cast: Any) -> Place:
    place = acts.add_place(cast.natalie.person, Place(called="Hall", address="1 Mill Street"))
    acts.write_look(
        cast.natalie.person,
        place,
        given={"V20": Given("yes", Decimal("86.5"), "=HYPERLINK(1)"), "V55": Given("no")},
        checked_by="Pat and Dee",
        checked_on=date(2026, 5, 20),
        with_disabled_people=True,
    )
    return place


def test_what_goes_out_comes_back_as_known_and_no_cell_runs_as_a_formula(cast: Any, tmp_path: Path) -> None:
    known_hall(cast)
    acts.add_place(
        cast.natalie.person, Place(called="Café “Weir”, back", address="a\nb", the_way="One\nTwo", seats=8, is_informal=True)
    )
    out = exported()
    assert out.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(out.decode("utf-8-sig"))))
    assert len(rows) == 2 * 64
    door = next(row for row in rows if row["code"] == "V20" and row["place"] == "Hall")
    assert (door["answer"], door["number"], door["unit"], door["note"]) == ("yes", "86.5", "cm", "'=HYPERLINK(1)")
    assert reading(out, tmp_path).counts == {"new": 0, "changed": 0, "known": 128, "refused": 0}
    assert reading(out.replace(b",", b";").replace(b"; back", b" back"), tmp_path).counts["refused"] == 0


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Hall,,V99,yes,,,Pat,2026-05-20", "Column “code”: There is no fact “V99”."),
        ("Hall,,V57,yes,,,Pat,2026-05-20", "Column “code”: V57 is about the day, not about the place."),
        ("Hall,,V20,yes,wide,,Pat,2026-05-20", "Column “number”: “wide” is no number that we can keep."),
        ("Hall,,V20,yes,NaN,,Pat,2026-05-20", "Column “number”: “NaN” is no number"),
        ("Hall,,V55,yes,3,,Pat,2026-05-20", "Column “number”: There is nothing to count for V55."),
        ("Hall,,V20,perhaps,,,Pat,2026-05-20", "Column “answer”: “perhaps” is neither yes nor no."),
        ("Hall,,V20,yes,,,,2026-05-20", "Column “looked_by”: Write who went and looked."),
        ("Hall,,V20,yes,,,Pat,", "Column “looked_on”: Write the day"),
        ("Hall,,V20,yes,,,Pat,1900-01-01", "Column “looked_on”: This day is too long ago."),
        ("Hall,,V20,yes,,,Pat,2999-01-01", "Column “looked_on”: This day is still to come."),
        ("Hall,,V20,yes,,,Pat,31/02/2026", "Column “looked_on”: There is no such day."),
        ("Hall,,V20,yes,,,Pat,soon", "Column “looked_on”: “soon” is no day that we can read."),
        ("Barn,,V20,yes,,,Pat,2026-05-20", "Column “place”: There is no place called “Barn”."),
        ("Barn,,,,,,,", "Column “address”: We do not know this place yet."),
        (f"Hall,,V20,yes,,{'x' * 401},Pat,2026-05-20", "Column “note”: This is too long."),
        ("Hall,,V20,yes,,\x00,Pat,2026-05-20", "There is a hidden mark in this row"),
        ("Hall,2 Mill Street,,,,,,", "This stands in row 2 already."),
    ],
)
def test_a_row_that_cannot_come_in_says_its_row_and_why(cast: Any, tmp_path: Path, row: str, says: str) -> None:
    found = reading(f"{HEAD}\n{HALL}\n{row}\n", tmp_path)
    assert found.counts == {"new": 1, "changed": 0, "known": 0, "refused": 1}
    assert (found.refused[0].line, says in found.refused[0].why) == (3, True), found.refused[0].why
    again = list(csv.DictReader(io.StringIO(places_csv.refused_csv(found).decode("utf-8-sig"))))
    assert [(one["line"], one["why_refused"]) for one in again] == [("3", found.refused[0].why)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("place,ansver\nHall,yes\n", "We do not know the column “ansver”. The columns are: place_key, place"),
        ("code,answer\nV20,yes\n", "There is no column “place”."),
        ("place,Place\nHall,Hall\n", "A column stands there twice."),
        ("", "This file is empty."),
        ("place,code\nHall,V20,yes\n", "Row 2 has more cells than there are columns."),
        (f"place,code\n{'Hall,V20' + chr(10)}" + "Hall,V20\n" * 5_000, "more than 5000 rows"),
        ("place,note\n" + "Hall,x\n" * 300_000, "bigger than 2 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(NotASheet, match=re.escape(says)):
        reading(text, tmp_path)


def test_a_newer_look_that_we_hold_stays_and_a_number_decides_for_itself(cast: Any, tmp_path: Path) -> None:
    place = known_hall(cast)
    rows = f'{HEAD}\nHall,,V55,yes,,,Lou,2026-05-19\nhall,,v20,yes,"70,5",,Lou,21/05/2026\nHall,,V44,,,,,\n'
    found = reading(rows.encode("utf-8-sig"), tmp_path)
    assert found.counts == {"new": 0, "changed": 1, "known": 1, "refused": 1}
    assert "We hold a newer look, of Wednesday 20 May 2026. We keep that one." in found.refused[0].why
    acts.bring_in(cast.natalie.person, found.to_save)
    door = Fact.objects.get(place=place, code="V20")
    assert (door.answer, door.number, door.checked_by, door.checked_on) == ("no", Decimal("70.5"), "Lou", date(2026, 5, 21))
    assert Fact.objects.get(code="V55").answer == "no"
    assert Line.objects.filter(act="gatherings.place_look", thing_key=f"{place.key}:V20").count() == 2


def test_the_page_shows_every_row_before_anything_is_kept_and_then_brings_it_in_once(cast: Any) -> None:
    rows = f"{HEAD}\nNew barn,,V20,yes,90,,Pat,2026-05-20\nNew barn,3 Mill Street,,,,,,\nNew barn,,V98,yes,,,Pat,2026-05-20\n"
    page = cast.natalie.post(IMPORT, {"do": "look", "upload": file(rows)}, status=200)
    html = page.content.decode()
    assert "New barn" in html
    assert "There is no fact “V98”" in html
    assert not Place.objects.exists()
    sealed = re.search(r'name="rows" value="([^"]*)"', html)
    assert sealed
    refused = cast.natalie.post(IMPORT, {"do": "refused", "rows": sealed[1]}, status=200)
    assert refused.headers["Content-Disposition"].startswith('attachment; filename="places-refused')
    assert "V98" in refused.content.decode("utf-8-sig")
    assert not Place.objects.exists()
    once = str(uuid.uuid4())
    for _again in range(2):
        cast.natalie.post(IMPORT, {"do": "keep", "rows": sealed[1], "once": once}, status=200)
    place = Place.objects.get()
    assert (place.called, place.address, place.facts.get().answer) == ("New barn", "3 Mill Street", "yes")
    assert place.facts.get().typed_by == cast.natalie.person
    again = cast.natalie.post(IMPORT, {"do": "look", "upload": file(rows)}, status=200)
    assert "Bring these in" not in again.content.decode()
    forged = cast.natalie.post(IMPORT, {"do": "keep", "rows": sealed[1][:-3] + "abc"}, status=422)
    assert "Please choose the file again." in forged.content.decode()


def test_the_page_says_what_is_wrong_with_a_file(cast: Any) -> None:
    page = cast.natalie.post(IMPORT, {"do": "look", "upload": file("place,ansver\nHall,yes\n")}, status=422)
    assert "We do not know the column “ansver”." in page.content.decode()
    assert "Please choose a file." in cast.natalie.post(IMPORT, {"do": "look"}, status=422).content.decode()
    out = cast.natalie.get("/office/places/export.csv")
    assert out.headers["Content-Type"].startswith("text/csv")
    assert b"".join(out.streaming_content).startswith(b"\xef\xbb\xbfplace_key,place,address")


def test_the_command_looks_first_keeps_then_and_finds_all_known_the_second_time(cast: Any, tmp_path: Path) -> None:
    rows = tmp_path / "in.csv"
    rows.write_text(f"{HEAD}\n{HALL}\nHall,,V20,yes,90,,Pat,2026-05-20\n", encoding="utf-8")

    def say(*arguments: str) -> tuple[int, dict[str, Any]]:
        done = CliRunner().invoke(command, [*arguments, "--json"], catch_exceptions=False)
        return done.exit_code, json.loads(done.output)

    code, dry = say("import", str(rows), "--dry-run")
    assert (code, dry["new"], Place.objects.count()) == (0, 2, 0)
    assert say("import", str(rows))[1]["new"] == 2
    assert say("import", str(rows))[1]["known"] == 2
    assert say("export", str(tmp_path / "out.csv"))[1]["places"] == 1
    assert (tmp_path / "out.csv").read_bytes() == exported()
    rows.write_text(f"{HEAD}\nHall,,V20,yes,90,,Pat,{today() + timedelta(days=1)}\n", encoding="utf-8")
    code, told = say("import", str(rows), "--refused", str(tmp_path / "refused.csv"))
    assert (code, told["refused"]) == (1, 1)
    assert b"still to come" in (tmp_path / "refused.csv").read_bytes()


CELLS = st.sampled_from(
    ["", "Hall", "V20", "V55", "V99", "S01", "yes", "no", "perhaps", "12", "1e9", "-1", "NaN", "2026-05-20", "31/02/2026", "=1+1", '"', "\x00", "é"]
)  # fmt: skip
HEADS = st.lists(st.sampled_from([*places_csv.COLUMNS, "line", "other", ""]), max_size=9)
SHEETS = st.tuples(HEADS, st.lists(st.lists(CELLS, max_size=9), max_size=6), st.sampled_from([",", ";", "\t"])).map(
    lambda parts: "\n".join(parts[2].join(row) for row in [parts[0], *parts[1]]).encode()
)


@pytest.mark.one_database
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.one_of(st.binary(max_size=400), SHEETS, st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
)
@pytest.mark.slow
def test_whatever_bytes_come_in_they_get_a_sentence_and_looking_changes_nothing(cast: Any, body: bytes) -> None:
    if not Place.objects.exists():
        known_hall(cast)
    before = (list(Place.objects.values()), list(Fact.objects.values()), Line.objects.count())
    with tempfile.TemporaryDirectory() as folder:
        said: list[str] = []
        try:
            found = reading(body, Path(folder))
            said = [row.why for row in found.refused]
            assert sum(found.counts.values()) == len(found.rows)
            assert places_csv.refused_csv(found)
        except Problem as problem:
            said = [str(problem)]
    assert all(words.endswith((".", "?")) for words in said), said
    assert before == (list(Place.objects.values()), list(Fact.objects.values()), Line.objects.count())
