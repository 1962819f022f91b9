"""How somebody is reached: their own choice, or typed by staff at their word; and nobody becomes another person through an address."""

from __future__ import annotations

import pytest

from kitchentable.people import acts
from kitchentable.people.acts import AddressNotAllowed
from kitchentable.people.models import Person, Reach
from kitchentable.policy.clock import now
from kitchentable.record.models import Line

HERE = "/me/reach/"


def typed(**more):
    return {"channel": "phone", "phone": "01632 960 555", "format": "large", "language": "pl", "good_times": "after 11", **more}


def test_a_person_chooses_how_we_reach_them(cast):
    said = cast.chloe.post(HERE, typed(asks_a_month="2", email="chloe@millbrook.example"))
    assert "Saved. From now on we reach you this way." in said.content.decode()
    reach = Reach.objects.get(person=cast.chloe.person)
    assert (reach.channel, reach.format, reach.language, reach.good_times, reach.asks_a_month) == (
        "phone",
        "large",
        "pl",
        "after 11",
        2,
    )
    assert reach.phone == "01632 960 555"


def test_a_way_without_an_address_comes_back_and_nothing_typed_is_lost(cast):
    before = Reach.objects.get(person=cast.chloe.person).channel
    page = cast.chloe.post(HERE, typed(channel="letter", post="", good_times="not on Fridays")).content.decode()
    assert "Tell us your address, or choose another way." in page
    assert "not on Fridays" in page
    assert Reach.objects.get(person=cast.chloe.person).channel == before


def test_contact_details_are_locked_in_the_table(cast):
    cast.chloe.post(HERE, typed(email="quite.new@example.org", post="7 Hidden Lane"))
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT email, phone, post, email_index FROM people_reach")
        table = str(cursor.fetchall())
    assert "quite.new" not in table
    assert "960 555" not in table
    assert "Hidden Lane" not in table


def test_only_staff_find_people_and_only_by_two_letters_of_a_name(cast):
    for seat in (cast.chloe, cast.kim, cast.lou):
        assert seat.get("/office/people/", status=403)
        assert seat.get(f"/office/people/{cast.reg.person.key}/", status=403)
    assert cast.anyone.get("/office/people/", status=302)
    assert "Chloe" not in cast.natalie.get("/office/people/").content.decode()
    assert "Type two letters of the name." in cast.natalie.get("/office/people/?q=C").content.decode()
    assert "Chloe" in cast.natalie.get("/office/people/?q=chl").content.decode()
    assert "Nobody with this name" in cast.natalie.get("/office/people/?q=zzzz").content.decode()


def test_a_long_list_of_people_comes_in_pages(cast):
    for count in range(30):
        acts.add(cast.natalie.person, f"Morgan {count:02d}", channel="in_person")
    first = cast.natalie.get("/office/people/?q=morgan").content.decode()
    assert "30 people found" in first
    assert first.count("Morgan ") == 25
    assert cast.natalie.get("/office/people/?q=morgan&page=2").content.decode().count("Morgan ") == 5


def test_staff_add_somebody_who_is_not_online(cast):
    page = cast.natalie.post("/office/people/new/", typed(called="Joan of Mill Lane")).content.decode()
    joan = Person.objects.get(called="Joan of Mill Lane")
    assert f"/office/people/{joan.key}/" in page or "is added" in page
    assert joan.reach.phone == "01632 960 555"
    assert not joan.has_usable_password()
    assert not joan.works_here


def test_staff_change_how_somebody_is_reached_and_the_record_says_for_whom(cast):
    reg = cast.reg.person
    cast.natalie.post(f"/office/people/{reg.key}/", {**typed(), "what": "reach"})
    assert Reach.objects.get(person=reg).channel == "phone"
    line = Line.objects.filter(act="people.reach").order_by("-pk")[0]
    assert (line.by_key, line.for_key) == (cast.natalie.person.key, reg.key)


def test_staff_cannot_move_the_address_that_somebody_signs_in_with(cast):
    chloe = cast.chloe.person
    Person.objects.filter(pk=chloe.pk).update(last_login=now())
    page = cast.natalie.post(
        f"/office/people/{chloe.key}/", {**typed(channel="email", email="natalies.other@example.org"), "what": "reach"}
    )
    assert "Only they can change it." in page.content.decode()
    assert Reach.objects.get(person=chloe).email != "natalies.other@example.org"


def test_staff_cannot_give_somebody_the_address_of_staff(cast):
    natalie = Reach.objects.get(person=cast.natalie.person)
    with pytest.raises(AddressNotAllowed):
        acts.add(cast.natalie.person, "Joan", email=natalie.email)
    assert not Person.objects.filter(called="Joan").exclude(key__startswith="demo").exists()


def test_the_page_about_a_person_asks_the_tables_only_a_few_times(cast, django_assert_max_num_queries):
    cast.natalie.get(f"/office/people/{cast.lou.person.key}/")
    with django_assert_max_num_queries(16):
        cast.natalie.get(f"/office/people/{cast.lou.person.key}/")
