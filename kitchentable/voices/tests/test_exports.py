"""Taking out: all that was said and what came of it, and nothing that is nobody else's business."""

from __future__ import annotations

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from kitchentable.policy.clock import today
from kitchentable.policy.verdict import HOUSE, Refused
from kitchentable.record.models import Line
from kitchentable.site.cast import Cast, build_cast
from kitchentable.voices import acts, exports

GOOD = "The lift was fixed on 12 May and Ben checks it every Monday morning."


@pytest.fixture
def world(db: None) -> Cast:
    return build_cast()


def taken(kind: str, by: object, world: Cast) -> bytes:
    return b"".join(exports.KINDS[kind][0](by, world.work))


def rows(world: Cast, by: object = HOUSE) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(taken("csv", by, world).decode("utf-8-sig"), newline="")))


def test_every_contribution_stands_there_with_what_came_of_it(world: Cast) -> None:
    said = acts.say(world["chloe"], world.work, words="The lift is broken.\n“Again”, I say.")
    acts.make_theme(world["natalie"], world.work, called="Lifts")
    acts.mark(world["natalie"], world.work.themes.get(), contributions=[said])
    made = acts.answer(
        world["rao"],
        [said],
        outcome="used",
        words=GOOD,
        decider=world["rao"],
        decided_on=today(),
        who_does_it="Ben Ash",
        by_when=today(),
    )
    acts.check(world["dee"], made)
    acts.withdraw(world["raj"], acts.say(world["raj"], world.work, words="Forget this."))
    first, second = rows(world)

    assert (first["number"], first["code"], first["words"]) == ("1", said.code, "The lift is broken.\n“Again”, I say.")
    assert (first["status"], first["outcome"], first["answer"], first["themes"]) == ("answered", "used", GOOD, "Lifts")
    assert (first["owner"], first["who_does_it"], first["by_when"]) == ("Ms Rao", "Ben Ash", today().isoformat())
    assert (second["status"], second["words"]) == ("withdrawn", "")


def test_a_name_stands_there_only_when_its_owner_chose_it_and_no_address_ever(world: Cast) -> None:
    for sharing in ("lead", "group", "public", "named"):
        acts.say(world["mina"], world.work, words=f"By {sharing}", sharing=sharing)

    assert [row["name"] for row in rows(world)] == ["", "", "", "Mina"]
    for kind in exports.KINDS:
        assert b"millbrook.example" not in taken(kind, HOUSE, world)
        assert b"07700" not in taken(kind, HOUSE, world)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_is_guarded_and_numbers_stay_numbers(world: Cast, start: str) -> None:
    acts.say(world["chloe"], world.work, words=f"{start}cmd|' /C calc'!A0")
    sheet = load_workbook(io.BytesIO(taken("xlsx", HOUSE, world))).active
    cells = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))

    assert rows(world)[0]["words"].startswith(f"'{start}cmd")
    assert cells["words"].data_type == "s"
    assert str(cells["words"].value).startswith("'")
    assert cells["number"].value == 1
    assert json.loads(taken("json", HOUSE, world))["contributions"][0]["words"] == f"{start}cmd|' /C calc'!A0"


def test_any_words_come_out_in_every_format(world: Cast) -> None:
    acts.say(world["chloe"], world.work, words="\x0b\x1f \U0001f469‍\U0001f9bd שלום " + "x" * 19_000)

    assert json.loads(taken("json", HOUSE, world))["contributions"][0]["words"].startswith("\x0b\x1f")
    sheet = load_workbook(io.BytesIO(taken("xlsx", HOUSE, world))).active
    assert "שלום" in str(sheet["D2"].value)
    assert "שלום" in rows(world)[0]["words"]


def test_an_empty_piece_of_work_comes_out_too(world: Cast) -> None:
    assert rows(world) == []
    assert json.loads(taken("json", HOUSE, world))["contributions"] == []
    assert load_workbook(io.BytesIO(taken("xlsx", HOUSE, world))).active.max_row == 1


def test_only_the_lead_takes_out_and_the_record_says_so(world: Cast) -> None:
    for who in ("chloe", "rao", "dee", "sam", "green", "kim"):
        with pytest.raises(Refused):
            exports.as_csv(world[who], world.work)
    taken("csv", world["natalie"], world)

    assert Line.objects.get(act="voices.export").by_key == world["natalie"].key


def test_a_thousand_rows_need_few_queries(world: Cast, django_assert_max_num_queries) -> None:
    for n in range(30):
        acts.say(world["chloe"], world.work, words=f"Point {n}")
    with django_assert_max_num_queries(12):
        assert len(rows(world)) == 30


def test_the_lead_takes_it_out_in_the_office(cast) -> None:
    acts.say(cast.chloe.person, cast.work, words="The lift is broken.")
    for kind in ("csv", "xlsx", "json"):
        answer = cast.natalie.get(f"/office/works/{cast.work.slug}/export/{kind}/")
        assert f".{kind}" in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert len(b"".join(answer.streaming_content)) > 100
    cast.natalie.get(f"/office/works/{cast.work.slug}/export/pdf/", status=404)
    cast.chloe.get(f"/office/works/{cast.work.slug}/export/csv/", status=403)
