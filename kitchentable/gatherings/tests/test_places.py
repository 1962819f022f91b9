"""Places: what somebody found, who and when; the way; photos; and a place that is taken away while people plan to meet there."""

from __future__ import annotations

import io
import re
import shutil
import uuid
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kitchentable.gatherings import checklist
from kitchentable.gatherings.acts import places as acts
from kitchentable.gatherings.acts.places import Given
from kitchentable.gatherings.found import Found, changing_places, facts_of, months_before
from kitchentable.gatherings.models import Fact, Gathering, Place, PlacePhoto
from kitchentable.people import files
from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import write
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.numbers import set_number
from kitchentable.policy.verdict import Refused
from kitchentable.record.models import Line

pytestmark = pytest.mark.django_db

WORDS = {
    "called": "St Anne’s Hall",
    "address": "St Anne’s Road",
    "what_it_is_like": "Light",
    "the_way": "Off the bus.\nUp the ramp.",
}


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"


def hall(cast: Any, called: str = "St Anne’s Hall", **more: Any) -> Place:
    return acts.add_place(cast.natalie.person, Place(called=called, address="St Anne’s Road", **more))


def look(cast: Any, place: Place, days_ago: int = 0, **codes: Any) -> None:
    """Write down what Pat and Dee found: `V20=78` is a number, `V55="yes"` an answer."""
    given = {code: Given(one) if isinstance(one, str) else Given("yes", Decimal(str(one))) for code, one in codes.items()}
    acts.write_look(
        cast.natalie.person,
        place,
        given=given,
        checked_by="Pat and Dee",
        checked_on=today() - timedelta(days=days_ago),
        with_disabled_people=True,
    )


def text_of(response: Any) -> str:
    """What stands on a page, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]).split())


def sent(page: Any, **changed: str) -> dict[str, str]:
    """What a browser would send from a facts page: every field as it stands, with these changed."""
    html = page.content.decode()
    found = {"once": str(uuid.uuid4())}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if not name or name[1] in ("csrfmiddlewaretoken", "once"):
            continue
        if "radio" in tag or "checkbox" in tag:
            if "checked" in tag:
                found[name[1]] = value[1] if value else "on"
        else:
            found[name[1]] = value[1] if value else ""
    day = today()
    looked = {
        "checked_by": "Pat and Dee",
        "checked_on_day": str(day.day),
        "checked_on_month": str(day.month),
        "checked_on_year": str(day.year),
    }
    return {**found, **looked, "with_disabled_people": "yes", **changed}


# ── the checklist


def test_the_checklist_has_its_ninety_rows_and_our_two_senses() -> None:
    found = checklist.items()
    assert [code for code in found if code[0] == "V"] == [f"V{n:02d}" for n in range(1, 91)]
    assert {code for code in found if code[0] == "S"} == {"S01", "S02"}
    assert not found["V57"].is_place
    assert found["V20"].is_place
    assert all(item.source for item in found.values())


@pytest.mark.parametrize(
    ("file", "before", "after", "says"),
    [
        ("venue_checklist.tsv", "V03\tbefore you go", "V03\tnowhere", "venue_checklist.tsv, line 4: there is no area “nowhere”"),
        ("venue_checklist.tsv", "V05\tbefore", "V04\tbefore", "venue_checklist.tsv, line 6: “V04” is no new code like V01"),
        ("venue_parts.tsv", "cm\t80\t", "cm\teighty\t", "venue_parts.tsv, line 21: “eighty” is neither a number nor the name"),
        ("venue_parts.tsv", "V01\t0", "V01\t2", "venue_parts.tsv, line 2: is_place is 0 or 1"),
        ("venue_own.tsv", "own rule", "", "venue_own.tsv, line 2: the question or the source is missing"),
    ],
)
def test_a_wrong_row_of_the_checklist_is_named(tmp_path: Path, file: str, before: str, after: str, says: str) -> None:
    for path in checklist.DATA.glob("venue_*.tsv"):
        shutil.copy(path, tmp_path / path.name)
    words = (tmp_path / file).read_text(encoding="utf-8")
    assert before in words
    (tmp_path / file).write_text(words.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(says)):
        checklist.read(tmp_path)


# ── what is known


def test_a_door_of_78_cm_is_a_no_whatever_was_ticked_and_the_page_says_both_numbers(cast: Any) -> None:
    place = hall(cast)
    look(cast, place, V20=78, V19=0, V10=60)
    found = facts_of([place])[place.pk]
    assert [found[code].answer for code in ("V20", "V19", "V10")] == ["no", "yes", "no"]
    said = text_of(cast.chloe.get(place.get_absolute_url()))
    assert "78 cm. 80 cm or more is needed." in said
    assert "60 metres. It may be 50 metres at most." in said


def test_nobody_has_looked_is_its_own_word_and_shape_and_never_a_no(cast: Any) -> None:
    place = hall(cast)
    page = cast.chloe.get(place.get_absolute_url())
    assert {one.answer for one in facts_of([place])[place.pk].values()} == {"unknown"}
    assert "status-no" not in page.content.decode()
    assert page.content.decode().count("status-unknown") > 60
    assert "Nobody has gone and looked yet." in text_of(page)


@pytest.mark.parametrize(
    ("room", "hoist", "bench", "answer", "says"),
    [
        (Found("yes", Decimal(12)), "yes", "yes", "yes", "12 square metres, with a hoist"),
        (Found("no", Decimal(9)), "yes", "yes", "no", "The floor is 9 square metres. 12 are needed."),
        (Found("yes", Decimal(14)), "no", "unknown", "no", "no hoist on the ceiling. Nobody has looked if there is a bench"),
        (Found("yes"), "yes", "yes", "unknown", "Nobody has measured the floor."),
        (Found("yes", Decimal(14)), "yes", "unknown", "unknown", "Nobody has looked if there is a bench"),
        (Found("no"), "unknown", "unknown", "no", "There is no Changing Places toilet."),
        (Found("unknown"), "yes", "yes", "unknown", "Nobody has looked if there is a Changing Places toilet."),
    ],
)
def test_a_changing_places_toilet_counts_only_with_floor_hoist_and_bench(
    room: Found, hoist: Any, bench: Any, answer: str, says: str
) -> None:
    found, words = changing_places({"V36": room, "V37": Found(hoist), "V38": Found(bench)})
    assert (found, says in words) == (answer, True), words


def test_the_floor_of_a_changing_places_toilet_is_a_number_the_organisation_may_raise(cast: Any) -> None:
    place = hall(cast)
    look(cast, place, V36=12.5, V37="yes", V38="yes")
    assert place.called in text_of(cast.chloe.get("/places/?with=changing-places"))
    set_number(cast.sam.person, "changing_places_m2", value=13, because="The new standard.")
    assert facts_of([place])[place.pk]["V36"].answer == "no"
    assert place.called not in text_of(cast.chloe.get("/places/?with=changing-places"))


def test_a_fact_of_more_than_twelve_months_is_to_be_looked_at_again(cast: Any) -> None:
    place = hall(cast)
    look(cast, place, V55="yes")
    fresh, later = today(), now() + timedelta(days=367)
    assert not facts_of([place])[place.pk]["V55"].is_old
    with at(later):
        known = facts_of([place])[place.pk]["V55"]
        assert (known.answer, known.is_old) == ("yes", True)
        assert "To be looked at again" in text_of(cast.chloe.get(place.get_absolute_url()))
        assert "1 fact is to be looked at again" in text_of(cast.chloe.get("/places/"))
    assert months_before(fresh.replace(month=3, day=31), 1).day in (28, 29)


# ── the pages for everyone


def test_the_list_has_the_informal_first_says_who_looked_and_finds_by_name_and_by_what_is_there(cast: Any) -> None:
    assert "No place is on the list yet" in text_of(cast.lou.get("/places/"))
    hall(cast, "Council chamber")
    cafe = hall(cast, "Riverside café", is_informal=True)
    look(cast, cafe, V55="yes", V44="no", V19=0)
    said = text_of(cast.lou.get("/places/"))
    assert said.index("Riverside café") < said.index("Council chamber")
    assert "Looked at by Pat and Dee on" in said
    assert "Disabled people took part." in said
    assert "Hearing loop? Nobody has looked" in said
    assert "No hearing loop" in said
    assert "Step-free? Nobody has looked" in said
    for query, there in (
        ("q=RIVER", True),
        ("q=sea", False),
        ("with=quiet-room", True),
        ("with=quiet-room&with=hearing-loop", False),
    ):
        assert ("Riverside café" in text_of(cast.lou.get(f"/places/?{query}"))) is there, query
    assert "No place fits all of this" in text_of(cast.lou.get("/places/?with=parking"))
    assert cast.anyone.get("/places/", status=302).headers["Location"].startswith("/sign-in")


def test_two_hundred_places_take_as_few_questions_to_the_tables_as_one(cast: Any, django_assert_max_num_queries: Any) -> None:
    Place.objects.bulk_create(Place(called=f"Place {n:03d}", address="x") for n in range(200))
    Fact.objects.bulk_create(
        Fact(place=place, code=code, answer="yes", checked_by="Dee", checked_on=today())
        for place in Place.objects.all()
        for code in ("V19", "V24", "V55")
    )
    places = list(Place.objects.all())
    with django_assert_max_num_queries(3):
        known = facts_of(places)
    assert {len(one) for one in known.values()} == {92}
    for url in ("/places/", "/places/?page=3&with=step-free", places[0].get_absolute_url()):
        cast.natalie.get(url)
        with django_assert_max_num_queries(15):
            cast.natalie.get(url)


def test_a_place_page_has_the_way_step_by_step_the_senses_and_how_to_tell_us(cast: Any) -> None:
    place = hall(cast, the_way="Off the bus.\n\nUp the ramp.", what_it_is_like="Birds sing.", phone="01632 960 201")
    look(cast, place, S01="no", S02="yes", V46="yes")
    page = cast.reg.get(place.get_absolute_url())
    assert re.findall(r"<li dir=\"auto\">([^<]*)</li>", page.content.decode()) == ["Off the bus.", "Up the ramp."]
    said = text_of(page)
    for words in ("Noise", "Light", "Smell", "Crowds", "Quiet room", "Is something not right here?"):
        assert words in said
    assert "Go through the facts" not in said


# ── staff write down


def test_people_who_do_not_work_here_are_told_why_they_cannot_change_a_place(cast: Any) -> None:
    place = hall(cast)
    for url in ("new/", f"{place.key}/", f"{place.key}/facts/", f"{place.key}/photos/", f"{place.key}/remove/", "import/"):
        assert "Only people who work here may do this." in text_of(cast.chloe.get(f"/office/places/{url}", status=403))
    with pytest.raises(Refused):
        acts.remove_place(cast.chloe.person, place)


def test_staff_add_a_place_and_change_its_words(cast: Any) -> None:
    page = cast.dee.post("/office/places/new/", {**WORDS, "called": ""}, status=422)
    assert "Up the ramp." in page.content.decode()
    cast.dee.post("/office/places/new/", {**WORDS, "seats": "24", "is_informal": "on"}, status=200)
    place = Place.objects.get()
    assert (place.seats, place.is_informal, Line.objects.filter(act="gatherings.place_add").count()) == (24, True, 1)
    assert "There is a place of this name" in text_of(cast.dee.post("/office/places/new/", WORDS, status=422))
    cast.dee.post(f"/office/places/{place.key}/", {**WORDS, "called": "Hall"}, status=200)
    place.refresh_from_db()
    assert (place.called, place.is_informal) == ("Hall", False)


def test_going_through_an_area_keeps_who_looked_at_what_did_not_change(cast: Any) -> None:
    place = hall(cast)
    look(cast, place, 40, V19=0, V20=90)
    url = f"/office/places/{place.key}/facts/?area=way+in"
    page = cast.natalie.get(url)
    typed = sent(page, V21_answer="no", V21_note="Heavy", V20_number="78", checked_by="Reg")
    after = cast.natalie.post(url, typed, status=200)
    assert "Moving about" in text_of(after)
    facts = {one.code: one for one in Fact.objects.all()}
    assert (facts["V19"].checked_by, facts["V20"].checked_by, facts["V21"].checked_by) == ("Pat and Dee", "Reg", "Reg")
    assert (facts["V20"].answer, facts["V21"].note, facts["V21"].typed_by) == ("no", "Heavy", cast.natalie.person)
    assert 'value="Reg"' in after.content.decode()
    same = sent(cast.natalie.get(url))
    assert "Nothing is different" in text_of(cast.natalie.post(url, same, status=422))
    cast.natalie.post(url, {**sent(cast.natalie.get(url), checked_by="Lou"), "again": "on"}, status=200)
    assert set(Fact.objects.values_list("checked_by", flat=True)) == {"Lou"}
    cast.natalie.post(url, sent(cast.natalie.get(url), V21_answer="", V21_note=""), status=200)
    assert not Fact.objects.filter(code="V21").exists()


def test_a_day_to_come_is_refused_and_nothing_that_was_typed_is_lost(cast: Any) -> None:
    place = hall(cast)
    url = f"/office/places/{place.key}/facts/?area=senses"
    typed = sent(cast.natalie.get(url), V55_answer="yes", V55_note="Behind the stage", checked_on_year=str(today().year + 1))
    page = cast.natalie.post(url, typed, status=422)
    assert "This day is still to come." in text_of(page)
    assert "Behind the stage" in page.content.decode()
    assert not Fact.objects.exists()
    too_long_ago = sent(cast.natalie.get(url), V55_answer="yes", checked_on_year="1900")
    assert "This day is too long ago." in text_of(cast.natalie.post(url, too_long_ago, status=422))


def test_two_people_at_once_the_second_sees_what_the_first_wrote_and_nothing_is_overwritten_unseen(cast: Any) -> None:
    place = hall(cast)
    url = f"/office/places/{place.key}/facts/?area=senses"
    first, second = cast.natalie.get(url), cast.dee.get(url)
    cast.natalie.post(url, sent(first, V55_answer="no", V55_note="Used as a store"), status=200)
    page = cast.dee.post(url, sent(second, V55_answer="yes", checked_by="Dee"), status=422)
    assert "Somebody else wrote something down" in text_of(page)
    assert "Used as a store" in text_of(page)
    assert Fact.objects.get().answer == "no"
    cast.dee.post(url, sent(page, checked_by="Dee"), status=200)
    assert Fact.objects.get().answer == "yes"


# ── a place that is taken away


def test_a_place_that_is_taken_off_the_list_while_booked_stays_linked_and_its_planners_are_told(cast: Any) -> None:
    place = hall(cast)
    booked = Gathering.objects.create(
        work=cast.work, title="Nights", purpose="x", host=cast.ben.person, place=place, starts_at=now() + timedelta(days=9)
    )
    Gathering.objects.create(
        work=cast.work, title="Long ago", purpose="x", host=cast.ben.person, place=place, starts_at=now() - timedelta(days=9)
    )
    said = text_of(cast.natalie.get(f"/office/places/{place.key}/remove/"))
    assert "Gatherings are still planned here." in said
    assert "Nights" in said
    assert "Long ago" not in said
    assert "1 gathering of somebody else is planned here." in text_of(cast.gill.get(f"/office/places/{place.key}/remove/"))
    cast.natalie.post(f"/office/places/{place.key}/remove/", status=200)
    booked.refresh_from_db()
    assert booked.place == place
    assert not Place.objects.in_use().exists()
    told = Outgoing.objects.filter(kind="gatherings.place_gone")
    assert {one.person.called for one in told} == {"Natalie", "Dee", "Ben Ash"}
    assert {one.thing_key for one in told} == {booked.key}
    message = write(told[0])
    assert message is not None
    assert "Nights" in message.words
    assert "Nights" not in message.subject
    assert "We do not use this place any more" in text_of(cast.chloe.get(place.get_absolute_url()))
    assert place.called not in text_of(cast.chloe.get("/places/"))
    assert "Put it back first." in text_of(cast.natalie.get(f"/office/places/{place.key}/facts/", status=403))
    cast.natalie.post(f"/office/places/{place.key}/remove/", status=200)
    assert Place.objects.in_use().get() == place
    assert write(told[0]) is None


# ── photos


def picture(size: tuple[int, int] = (40, 30), name: str = "room.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, (90, 160, 110)).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def test_a_photo_needs_words_and_is_not_lost_while_they_are_missing(cast: Any) -> None:
    place = hall(cast)
    url = f"/office/places/{place.key}/photos/"
    page = cast.natalie.post(url, {"do": "add", "of": "room", "alt": "", "photo": picture((4000, 1000))}, status=422)
    assert "We have your photo." in text_of(page)
    held = re.search(r'name="held" value="([^"]*)"', page.content.decode())
    assert held
    cast.natalie.post(url, {"do": "add", "of": "room", "alt": "A round table", "held": held[1]}, status=200)
    photo = PlacePhoto.objects.get()
    assert (photo.width, photo.height, photo.alt) == (1600, 400, "A round table")
    shown = cast.chloe.get(place.get_absolute_url()).content.decode()
    assert 'alt="A round table" loading="lazy" width="1600" height="400"' in shown
    address = f"/places/{place.key}/photos/{photo.key}/"
    answer = cast.chloe.get(address)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert b"".join(answer.streaming_content)[:3] == b"\xff\xd8\xff"
    assert cast.anyone.get(address, status=302)
    assert list(files.folder().glob("aside/*")) == []


def test_photos_change_words_move_forward_and_go_for_good_with_their_file(
    cast: Any, django_capture_on_commit_callbacks: Any
) -> None:
    place = hall(cast)
    url = f"/office/places/{place.key}/photos/"
    for alt in ("The door", "The room"):
        cast.natalie.post(url, {"do": "add", "of": "other", "alt": alt, "photo": picture()}, status=200)
    door, room = PlacePhoto.objects.all()
    cast.natalie.post(
        url, {"do": "earlier", "photo": room.key, f"{room.key}-of": "room", f"{room.key}-alt": "One table"}, status=200
    )
    assert [(one.alt, one.of) for one in PlacePhoto.objects.all()] == [("One table", "room"), ("The door", "other")]
    missing = cast.natalie.post(url, {"do": "save", "photo": door.key, f"{door.key}-of": "door", f"{door.key}-alt": ""}, status=422)
    assert "Please write something here." in text_of(missing)
    assert files.sweep(older_than_hours=-1) == 0
    assert "gone for good" in text_of(cast.natalie.post(url, {"do": "away", "photo": door.key}, status=200))
    assert PlacePhoto.objects.count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        cast.natalie.post(url, {"do": "gone", "photo": door.key}, status=200)
    assert [one.alt for one in PlacePhoto.objects.all()] == ["One table"]
    assert len(list(files.folder().glob("??/*"))) == 1


def test_what_is_no_picture_is_refused_in_plain_words(cast: Any) -> None:
    place = hall(cast)
    paper = SimpleUploadedFile("plan.pdf", b"%PDF-1.7\n" + bytes(60))
    page = cast.natalie.post(
        f"/office/places/{place.key}/photos/", {"do": "add", "of": "room", "alt": "A plan", "photo": paper}, status=422
    )
    assert "“plan.pdf” is no picture. Send a photo." in text_of(page)
    assert not PlacePhoto.objects.exists()
