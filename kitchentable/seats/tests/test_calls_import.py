"""Files of offers: every row is new, known or refused with a sentence; nothing comes in twice; answers stay out of sight."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kitchentable.people.models import Outgoing, Person
from kitchentable.people.sheets import NotASheet
from kitchentable.policy.clock import at, now
from kitchentable.policy.verdict import Refused
from kitchentable.seats.acts import imports as acts
from kitchentable.seats.jobs import calls as jobs
from kitchentable.seats.models import Call, FairnessAnswer, Offer, OfferImport
from kitchentable.seats.tests.making import make_call

pytestmark = pytest.mark.django_db

GOOD = """\ufeffid;name;email;phone;post;home;group;age;help
1;"Ada, the first";ada@millbrook.example;;;3 Weir;;16 to 34;yes
2;Bo;;01632 960 1;;;;;
3;Cy;;;1 Mill Lane;;Care workers;old;I would rather not say
"""
HERON = "heron"


@pytest.fixture
def call(cast: Any, settings: Any, tmp_path: Path) -> Call:
    settings.FILES = tmp_path
    return make_call(cast)


@pytest.fixture(autouse=True)
def nothing_lies_about(tmp_path: Path) -> Iterator[None]:
    """No open copy of a file stays on the disk, whatever happened."""
    yield
    assert not list(tmp_path.rglob("open-*"))


def send(cast: Any, call: Call, content: str | bytes, name: str = "offers.csv", **more: Any) -> Any:
    raw = content if isinstance(content, bytes) else content.encode()
    data = {"upload": SimpleUploadedFile(name, raw), "way": "partner", "partner": "Carers Hub", **more}
    return cast.natalie.post(reverse("seats:offers_import", args=[call.key]), data)


def bring(cast: Any, call: Call, content: str | bytes, name: str = "offers.csv") -> OfferImport:
    """Send, look, start, and let the worker do it."""
    send(cast, call, content, name)
    run = OfferImport.objects.order_by("-pk")[0]
    here = reverse("seats:offers_file", args=[run.key])
    columns = {f"column_{what}": heading for what, heading in run.columns.items()}
    cast.natalie.post(here, {"what": "start", **columns})
    jobs.bring_offers()
    run.refresh_from_db()
    return run


def refused(content: str, call: Call, cast: Any) -> list[str]:
    """The sentences of the first look."""
    run = acts.keep_file(cast.natalie.person, call, file=io.BytesIO(content.encode()), name="x.csv", way="post")
    return [row.why for row in acts.preview(run, run.columns, most=1000).refused]


def test_a_file_is_looked_at_comes_in_and_gets_the_same_receipt(cast: Any, call: Call) -> None:
    page = send(cast, call, GOOD).content.decode()
    assert "3 are new, 0 are here already, 0 cannot come in" in page
    assert "Ada, the first" in page
    assert "16 to 34" not in page
    assert not Offer.objects.exists()
    run = bring(cast, call, GOOD)
    assert (run.state, run.new, run.known, run.refused) == ("done", 3, 0, 0)
    ada, bo, cy = Offer.objects.order_by("pk")
    assert (ada.person.called, ada.way, ada.partner, ada.typed_by) == (
        "Ada, the first",
        "partner",
        "Carers Hub",
        cast.natalie.person,
    )
    assert ada.home == "3 Weir"
    assert cy.group.name == "Care workers"
    assert dict(ada.fairness_answers.values_list("question__code", "choice__code")) == {"age": "young", "help": "gets"}
    assert dict(cy.fairness_answers.values_list("question__code", "choice__code")) == {"age": "old", "help": "unsaid"}
    assert bo.fairness_answers.count() == 0
    assert Outgoing.objects.filter(kind="seats.offer_thanks").count() == 3
    assert "The file has come in" in cast.natalie.get(reverse("seats:offers_file", args=[run.key])).content.decode()
    cast.natalie.get(reverse("seats:offers_refused", args=[run.key]), status=404)


def test_run_again_nothing_comes_in_twice_and_what_was_taken_back_stays_so(cast: Any, call: Call) -> None:
    bring(cast, call, GOOD)
    from kitchentable.seats.acts.offers import take_back

    first = Offer.objects.order_by("pk")[0]
    take_back(cast.natalie.person, first, for_person=first.person)
    again = bring(cast, call, GOOD + "4;Di;di@millbrook.example;;;;;;\n")
    assert (again.new, again.known, again.refused) == (1, 3, 0)
    assert Offer.objects.count() == 4
    assert Person.objects.filter(called="Bo").count() == 1


def test_somebody_we_know_is_not_made_twice(cast: Any, call: Call) -> None:
    run = bring(cast, call, "name,email\nChloe,chloe@millbrook.example\nSomebody else,chloe@millbrook.example\n")
    assert run.new == 2
    assert Offer.objects.filter(person=cast.chloe.person).count() == 1
    again = bring(cast, call, "id,name,email\n77,Chloe,CHLOE@millbrook.example\n")
    assert (again.new, again.known) == (0, 1)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("name,email\n,a@b.example\n", "Line 2, column “name”: this cell is empty"),
        ("name,email\nAda,nonsense\n", "Line 2, column “email”: this does not look like"),
        ("name,phone\nAda,\n", "Line 2: e-mail, phone and post are all empty"),
        ("id,name,phone\n1,Ada,1\n1,Bo,2\n", "Line 3 is the same offer as line 2: the same id"),
        ("name,phone\nAda,1\nADA,1\n", "Line 3 is the same offer as line 2: the same person"),
        ("name,phone,group\nAda,1,Dragons\n", "Line 2, column “group”: no group on the map is called “Dragons”"),
        ("name,phone,age\nAda,1,heron\n", "Line 2, column “age”: this answer is not one of those"),
        ("name,phone\nAda, the first,1\n", "Line 2 has 3 cells for 2 columns. Is a quote mark"),
        ("name,phone,day\nAda,1,yesterday\n", "Line 2, column “day”: we cannot read this day"),
        ("name,phone,day\nAda,1,01/01/2999\n", "Line 2, column “day”: this day is still to come"),
    ],
)
def test_each_thing_that_is_wrong_is_a_sentence_with_line_and_column(cast: Any, call: Call, rows: str, says: str) -> None:
    found = refused(rows, call, cast)
    assert len(found) == 1
    assert says in found[0]
    assert HERON not in found[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "has nothing in it"),
        (b"name,email\n", "no rows under the names"),
        (b"%PDF-1.7", "not a sheet of rows"),
        (b"PK\x03\x04nonsense", "broken"),
    ],
)
def test_a_file_that_is_none_is_a_sentence(cast: Any, call: Call, content: bytes, says: str) -> None:
    assert says in send(cast, call, content).content.decode()
    assert not OfferImport.objects.exists()


def test_a_file_without_names_asks_which_column_they_are_in(cast: Any, call: Call) -> None:
    page = send(cast, call, "wer,phone\nAda,1\n").content.decode()
    assert "We do not see which column holds the names" in page
    run = OfferImport.objects.get()
    here = reverse("seats:offers_file", args=[run.key])
    assert "1 are new" in cast.natalie.post(here, {"what": "look", "column_name": "wer", "column_phone": "phone"}).content.decode()
    cast.natalie.post(here, {"what": "drop"})
    assert not OfferImport.objects.exists()
    assert not list((django_settings.FILES / "offers").iterdir())


def test_an_excel_file_comes_in_too(cast: Any, call: Call) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Name", "Phone number", "How old are you?"])
    book.active.append(["Ada", 1632960114, "65 or over"])
    out = io.BytesIO()
    book.save(out)
    run = bring(cast, call, out.getvalue(), "offers.xlsx")
    assert (run.new, run.refused) == (1, 0)
    assert FairnessAnswer.objects.get().choice.code == "old"
    assert Offer.objects.get().person.reach.phone == "1632960114"


def test_refused_rows_can_be_had_with_the_reason_and_without_what_people_answered(cast: Any, call: Call) -> None:
    rows = (
        "name,email,age,faith\n=Ada,nonsense,16 to 34,I have one\nBo,bo@millbrook.example,heron,None\nCy,cy@millbrook.example,,\n"
    )
    run = bring(cast, call, rows)
    assert (run.new, run.refused) == (1, 2)
    url = reverse("seats:offers_refused", args=[run.key])
    text = cast.natalie.get(url).content.decode("utf-8-sig")
    assert text.splitlines()[0] == "name,email,line,why_refused"
    assert text.splitlines()[1].startswith("'=Ada,nonsense,2,")
    for word in (HERON, "16 to 34,", "I have one"):
        assert word not in text.replace("write one of: young", "")
    cast.chloe.get(url, status=403)


def test_the_file_is_locked_on_the_disk_and_gone_when_it_is_in(cast: Any, call: Call) -> None:
    send(cast, call, GOOD)
    kept = list((django_settings.FILES / "offers").iterdir())
    assert kept
    assert all(b"millbrook" not in path.read_bytes() for path in kept)
    run = bring(cast, call, GOOD)
    assert not (django_settings.FILES / "offers" / run.key).exists()
    with at(now() + timedelta(days=15)):
        jobs.sweep_offers()
    assert not list((django_settings.FILES / "offers").iterdir())


def test_what_a_crash_left_on_the_disk_is_swept_up(cast: Any, call: Call, tmp_path: Path) -> None:
    send(cast, call, GOOD)
    (tmp_path / "offers" / "open-left.xlsx").write_bytes(b"ada@millbrook.example")
    (tmp_path / "offers" / "nobody-knows").write_bytes(b"half")
    with at(now() + timedelta(hours=2)):
        jobs.sweep_offers()
    assert [path.name for path in (tmp_path / "offers").iterdir()] == [OfferImport.objects.get().key]


def test_a_worker_that_was_killed_goes_on_where_it_was(cast: Any, call: Call, monkeypatch: Any) -> None:
    monkeypatch.setattr(acts, "BATCH", 2)
    rows = "name,phone\n" + "".join(f"P{n},{n}\n" for n in range(5)) + ",9\n"
    send(cast, call, rows)
    run = OfferImport.objects.get()
    acts.start(cast.natalie.person, run, columns=run.columns)
    OfferImport.objects.update(state="running", beat_at=now())
    run.refresh_from_db()
    steps = iter([True, False])
    acts.bring_in(run, go_on=lambda: next(steps))
    run.refresh_from_db()
    assert (run.done, run.new, run.state) == (2, 2, "running")
    assert "2 of 6 rows" in cast.natalie.get(reverse("seats:offers_file", args=[run.key])).content.decode()
    jobs.bring_offers()  # another has it in hand
    assert Offer.objects.count() == 2
    with at(now() + timedelta(minutes=3)):
        jobs.bring_offers()
    run.refresh_from_db()
    assert (run.state, run.done, run.new, run.refused) == ("done", 6, 5, 1)
    assert Offer.objects.count() == 5


def test_what_came_after_the_last_day_is_refused_and_what_came_before_is_not(cast: Any, call: Call) -> None:
    with at(now() + timedelta(days=30)):
        late = (call.closes_on + timedelta(days=1)).isoformat()
        rows = f"name,phone,day\nAda,1,{call.closes_on.isoformat()}\nBo,2,{late}\nCy,3,\n"
        run = bring(cast, call, rows)
    assert (run.new, run.refused) == (1, 2)


def test_only_those_who_run_the_call_bring_files_in(cast: Any, call: Call) -> None:
    for who in (cast.chloe, cast.gill):
        with pytest.raises(Refused):
            acts.keep_file(who.person, call, file=io.BytesIO(b"name\nA\n"), name="x", way="post")
    with pytest.raises(NotASheet, match="too big"):
        acts.keep_file(cast.natalie.person, call, file=io.BytesIO(b"a" * (acts.MOST_BYTES + 1)), name="x", way="post")
