"""Papers of old years: a look before anything is kept, nothing twice, two teams with the same codes, and for everyone only after a check."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document as Word
from hypothesis import given
from hypothesis import strategies as st

from kitchentable.policy.verdict import ANYONE, Refused
from kitchentable.ties import past_source
from kitchentable.ties.acts.past import HereAlready, drop_past, keep_past, show_past
from kitchentable.ties.models import PastPaper
from kitchentable.ties.past import NotADay, names_in, passages, read_day
from kitchentable.ties.search.sources import sources

pytestmark = pytest.mark.django_db
TEXT = "Eleven carers came.\n\nFour hours is the wrong length for a short break."
NEW, SHEET = "/office/past/new/", "/office/past/sheet/"


def kept(cast: Any, **more: Any) -> PastPaper:
    facts: dict[str, Any] = {
        "title": "Coffee mornings",
        "on": date(2019, 3, 14),
        "team": "Carers team",
        "text": TEXT,
        "code": "SB-1",
    }
    return keep_past(cast.natalie.person, more.pop("work", None), **facts | more)


def word(*paragraphs: str) -> SimpleUploadedFile:
    paper, out = Word(), io.BytesIO()
    for one in paragraphs:
        paper.add_paragraph(one)
    paper.save(out)
    return SimpleUploadedFile("notes.docx", out.getvalue())


def sealed_in(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_word_file_is_seen_before_it_is_kept_and_comes_in_once(cast: Any) -> None:
    files = {"do": "look", "upload": word("Mr Brown of Mill Lane said that breaks are short.", "Call 01632 960188.")}
    page = cast.natalie.post(NEW, files, status=200).content.decode()
    assert "Mr Brown" in page
    assert "01632 960188" in page
    assert not PastPaper.objects.exists()
    typed = {
        "do": "keep",
        "sealed": sealed_in(page, "sealed"),
        "title": "Notes",
        "on": "March 2019",
        "team": "Carers team",
        "place": "Library",
    }
    wrong = cast.natalie.post(NEW, {**typed, "on": "some day"}, status=422).content.decode()
    assert "is no day" in wrong
    assert "Mr Brown" in wrong
    cast.natalie.post(NEW, typed, status=200)
    paper = PastPaper.objects.get()
    assert (paper.on, paper.place, paper.public_at) == (date(2019, 3, 1), "Library", None)
    again = cast.natalie.post(NEW, typed, status=422).content.decode()
    assert "Nothing came in twice" in again
    assert PastPaper.objects.count() == 1
    cast.natalie.post(NEW, {**typed, "sealed": "changed"}, status=422)


@pytest.mark.parametrize(
    ("name", "body"),
    [("a.docx", b"PK\x03\x04not a zip"), ("a.pdf", b"%PDF-1.4 broken"), ("a.txt", b"\x00\xff\xfe"), ("a.exe", b"MZ\x90")],
)
def test_a_file_that_is_not_what_it_says_is_refused_with_a_sentence(cast: Any, name: str, body: bytes) -> None:
    cast.natalie.post(NEW, {"do": "look", "upload": SimpleUploadedFile(name, body)}, status=422)
    assert not PastPaper.objects.exists()


def test_two_teams_with_the_same_codes_do_not_collide(cast: Any) -> None:
    first = kept(cast)
    other = kept(cast, team="Lower Millbrook District Council", text="Another text of theirs.")
    same_words = kept(cast, team="Third Council")
    assert len({first.pk, other.pk, same_words.pk}) == 3
    with pytest.raises(HereAlready):
        kept(cast, text="New words, same code, same team.")
    with pytest.raises(HereAlready):
        kept(cast, code="", text=TEXT.replace("\n\n", "\n \n"))


def test_a_sheet_is_looked_at_row_by_row_and_can_be_sent_again(cast: Any) -> None:
    rows = (
        "title,on,team,text,place,code,work\n"
        f"Old,14/3/2015,Carers,Breaks were short.,Library,1,{cast.work.slug}\n"
        "Old,2015,Elders,Breaks were short.,,1,\n"
        "Bad,never,Carers,Hello there,,2,\n"
        "Bad,2015,Carers,Hello there,,3,not-a-work\n"
        "Bad,2999,Carers,Hello there,,4,\n"
        "Twice,2015,Carers,Breaks were  short.,,5,\n"
        "Code,2015,Carers,Other words,,1,\n"
        ",2015,Carers,No title,,6,\n"
    )
    sheet = SimpleUploadedFile("p.csv", rows.encode())
    page = cast.natalie.post(SHEET, {"do": "look", "upload": sheet}, status=200).content.decode()
    assert not PastPaper.objects.exists()
    sealed = sealed_in(page, "rows")
    refused = cast.natalie.post(SHEET, {"do": "refused", "rows": sealed}, status=200).content.decode()
    assert refused.count("\n") == 7
    assert "is no day" in refused
    assert "stands in row 2" in refused
    cast.natalie.post(SHEET, {"do": "keep", "rows": sealed}, status=200)
    assert {(p.team, p.only_year, p.work) for p in PastPaper.objects.all()} == {
        ("Carers", False, cast.work),
        ("Elders", True, None),
    }
    page = cast.natalie.post(
        SHEET, {"do": "look", "upload": SimpleUploadedFile("p.csv", rows.encode())}, status=200
    ).content.decode()
    assert "<b>0</b>are new" in page.replace("\n", "")
    assert "<b>3</b>are here already" in page
    wrong = SimpleUploadedFile("p.csv", b"title,colour\na,b\n")
    assert "colour" in cast.natalie.post(SHEET, {"do": "look", "upload": wrong}, status=422).content.decode()


def test_only_staff_read_it_until_a_lead_says_that_it_names_nobody(cast: Any) -> None:
    paper = kept(cast, work=cast.work)
    here = reverse("ties:past", args=[paper.key])
    for seat in (cast.chloe, cast.anyone):
        seat.get(here, status=404)
    cast.gill.get(here)
    with pytest.raises(Refused):
        show_past(cast.gill.person, paper, names_nobody=True)
    show = reverse("ties:past_show", args=[paper.key])
    cast.natalie.post(show, {}, status=422)
    cast.anyone.get(here, status=404)
    cast.natalie.post(show, {"names_nobody": "on"}, status=200)
    assert "Four hours" in cast.anyone.get(here).content.decode()
    cast.natalie.post(show, {"do": "hide"}, status=200)
    cast.anyone.get(here, status=404)
    cast.chloe.get("/office/past/", status=403)


def test_its_passages_are_found_by_whom_may_read_it_and_go_with_it(cast: Any) -> None:
    paper = kept(cast)
    source = sources()["past"]
    keys = [doc.key for doc in source.every()]
    assert keys == past_source.keys_of(paper, paper)
    assert "short break" in " ".join(doc.text for doc in source.some(keys))
    assert not source.show(ANYONE, keys)
    assert set(source.show(cast.gill.person, keys)) == set(keys)
    show_past(cast.natalie.person, paper, names_nobody=True)
    shown = source.show(ANYONE, [*keys, "nothing-0", f"{paper.key}-99", "broken"])
    assert set(shown) == set(keys)
    assert next(iter(shown.values())).url.endswith("#p1")
    drop_past(cast.natalie.person, paper, because="It names people.")
    assert past_source.keys_of(paper, paper) == keys, "so that the index lets all of them go"
    assert not list(source.some(keys))
    assert not source.show(cast.natalie.person, keys)
    assert PastPaper.objects.get().text == ""
    assert kept(cast).pk != paper.pk, "what went may come in again"


def test_work_that_is_not_public_is_not_named_beside_a_public_paper(cast: Any) -> None:
    cast.work.is_public = False
    cast.work.save()
    paper = show_past(cast.natalie.person, kept(cast, work=cast.work), names_nobody=True)
    keys = past_source.keys_of(paper, paper)
    assert all(one.work == one.work_slug == "" for one in past_source.show(ANYONE, keys).values())
    assert all(one.work_slug == cast.work.slug for one in past_source.show(cast.natalie.person, keys).values())
    assert cast.work.title not in cast.anyone.get(paper.get_absolute_url()).content.decode()


def test_the_list_takes_as_many_queries_with_more_papers(cast: Any, django_assert_max_num_queries: Any) -> None:
    for n in range(30):
        kept(cast, code=str(n), text=f"Text {n}", title=f"Paper {n}")
    cast.natalie.get("/office/past/")
    with django_assert_max_num_queries(15):
        cast.natalie.client.get("/office/past/")
    assert "Paper 7" in cast.natalie.get("/office/past/", {"q": "paper 7"}).content.decode()


@pytest.mark.parametrize(
    ("words", "day", "only_year"),
    [("2019-03-14", date(2019, 3, 14), False), ("14 March 2019", date(2019, 3, 14), False), ("14th Mar. 2019", date(2019, 3, 14), False),
     ("14/3/2019", date(2019, 3, 14), False), ("March 2019", date(2019, 3, 1), False), ("2019", date(2019, 1, 1), True)],
)  # fmt: skip
def test_days_in_the_ways_that_people_write_them(words: str, day: date, only_year: bool) -> None:
    assert read_day(words) == (day, only_year)


@pytest.mark.parametrize("words", ["", "31/2/2019", "Smarch 2019", "1066", "2999", "14 3", "٢٠١٩"])
def test_no_day(words: str) -> None:
    with pytest.raises(NotADay):
        read_day(words)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=4000))
def test_passages_lose_nothing_and_say_nothing_twice(text: str) -> None:
    assert "".join("".join(passages(text)).split()) == "".join(text.split())


def test_names_are_a_help(cast: Any) -> None:
    assert names_in("said Mrs Hallam. Write to jo@example.org, ZZ1 1AA.") == ["jo@example.org", "ZZ1 1AA", "Mrs Hallam"]
