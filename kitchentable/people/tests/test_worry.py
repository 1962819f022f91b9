"""“I am worried about someone” (R119): anyone may say it, the safeguarding lead alone reads it, and it leaves no words anywhere else."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test import Client

from kitchentable.people import acts
from kitchentable.people.models import Duty, Outgoing, Person, Worry
from kitchentable.people.outbox import write
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import HOUSE, Refused
from kitchentable.record.models import Line

HERE = "/worried/"
CANARY = "Marigoldcanary is hungry"
WAY = "Ring at four, let it ring twice, waycanary"


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def sent(cast) -> Worry:
    cast.anyone.post(HERE, {"words": CANARY, "how_to_reach": WAY})
    return Worry.objects.get()


def test_anyone_can_say_it_without_signing_in_and_gets_a_code(cast):
    page = text(cast.anyone.post(HERE, {"words": CANARY}))
    worry = Worry.objects.get()
    assert worry.words == CANARY
    assert worry.said_by is None
    assert worry.code in page
    assert "It has been sent" in page
    assert "Not read yet" in page


def test_the_page_says_who_reads_it_and_to_ring_999(cast):
    page = text(cast.anyone.get(HERE))
    assert "Dee" in page
    assert "999" in page


def test_without_a_safeguarding_lead_the_page_says_to_ring(cast):
    Duty.objects.filter(kind=Duty.Kind.SAFEGUARDING).delete()
    assert "Nobody is named as safeguarding lead here yet. Ring us too" in text(cast.anyone.get(HERE))


def test_the_safeguarding_lead_and_nobody_else_reads_it(cast, sent):
    for seat in cast:
        found = [seat.client.get(url) for url in ("/office/worries/", f"/office/worries/{sent.code}/")]
        if seat.person == cast.dee.person:
            assert [one.status_code for one in found] == [200, 200]
            assert CANARY in text(found[1])
            assert WAY in text(found[1])
            assert CANARY not in text(found[0]), "no words in the list"
            continue
        for one in found:
            assert one.status_code == 403, seat.person
            assert CANARY not in text(one)
        assert seat.client.post(f"/office/worries/{sent.code}/", {"what_was_done": "x"}).status_code == 403
        assert not Worry.objects.seen_by(seat.person).exists()
    assert Client().get(f"/office/worries/{sent.code}/").status_code == 302


def test_the_administrator_who_was_safeguarding_lead_before_does_not_read_it_now(cast, sent):
    from kitchentable.policy.clock import now

    Duty.objects.filter(person=cast.dee.person, kind=Duty.Kind.SAFEGUARDING).update(until=now())
    assert cast.dee.client.get(f"/office/worries/{sent.code}/").status_code == 403
    with pytest.raises(Refused):
        acts.read_worry(cast.dee.person, sent)


def test_its_words_stand_nowhere_but_in_their_locked_place(cast, sent):
    cast.dee.get(f"/office/worries/{sent.code}/")
    cast.dee.post(f"/office/worries/{sent.code}/", {"what_was_done": "Donecanary went there"})
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = str(cursor.fetchall())
            assert "canary" not in rows, table
    receipt = text(cast.anyone.get(f"/worried/{sent.code}/"))
    assert "canary" not in receipt
    assert sent.code in receipt


def test_its_words_are_in_no_address_no_session_and_no_message(cast):
    browser = Client()
    answer = browser.post(HERE, {"words": CANARY, "how_to_reach": WAY, "once": str(uuid.uuid4())})
    assert answer.status_code == 303
    assert "canary" not in answer.headers["Location"]
    assert "canary" not in str(dict(browser.session.items()))
    assert "no-store" in answer.headers["Cache-Control"]
    told = Outgoing.objects.get(kind="people.worry")
    assert told.person == cast.dee.person
    assert "canary" not in str(vars(told))


def test_the_lead_is_told_at_once_without_a_word_of_it(cast, sent):
    told = Outgoing.objects.get(kind="people.worry")
    message = write(told)
    assert message
    assert message.link == f"/office/worries/{sent.code}/"
    assert "canary" not in message.subject + message.words
    cast.dee.post(f"/office/worries/{sent.code}/", {"what_was_done": "I went there."})
    assert write(told) is None, "nothing is left to say"


def test_the_form_keeps_nothing_in_the_browser(cast):
    page = text(cast.anyone.get(HERE))
    form = page[page.index('<form method="post" class="ask"') : page.index("</form>")]
    assert "data-keep" not in form


def test_nobody_is_named_who_did_not_say_so_not_even_in_the_record(cast):
    cast.chloe.post(HERE, {"words": CANARY})
    assert Worry.objects.get().said_by is None
    assert Line.objects.filter(act="people.worry").get().by_key == "anyone"


def test_whoever_says_who_they_are_is_named_to_the_lead(cast):
    cast.chloe.post(HERE, {"words": CANARY, "with_name": "on"})
    worry = Worry.objects.get()
    assert worry.said_by == cast.chloe.person
    assert "Chloe" in text(cast.dee.get(f"/office/worries/{worry.code}/"))


def test_staff_write_it_down_for_somebody_who_rings(cast):
    lou = cast.lou.person
    cast.natalie.post(f"{HERE}?for={lou.key}", {"words": CANARY})
    worry = Worry.objects.get()
    assert (worry.said_by, worry.typed_by) == (lou, cast.natalie.person)
    assert cast.chloe.client.get(f"{HERE}?for={lou.key}").status_code == 404


def test_who_read_it_first_stays_and_the_receipt_says_that_it_was_read(cast, sent):
    cast.dee.get(f"/office/worries/{sent.code}/")
    sent.refresh_from_db()
    first = sent.seen_at
    assert sent.seen_by == cast.dee.person
    cast.dee.get(f"/office/worries/{sent.code}/")
    sent.refresh_from_db()
    assert sent.seen_at == first
    assert "Not read yet" not in text(cast.anyone.get(f"/worried/{sent.code}/"))


def test_the_lead_notes_what_was_done(cast, sent):
    page = text(cast.dee.post(f"/office/worries/{sent.code}/", {"what_was_done": "I went there today. She has food."}))
    assert "I went there today. She has food." in page
    sent.refresh_from_db()
    assert sent.closed_at
    assert "something was done" in text(cast.anyone.get(f"/worried/{sent.code}/"))


def test_empty_words_come_back_with_what_to_do(cast):
    page = text(cast.anyone.post(HERE, {"words": "   ", "how_to_reach": WAY}))
    assert "Write what worries you, or ring us." in page
    assert WAY in page
    assert not Worry.objects.exists()


def test_pressing_twice_sends_it_once(cast):
    key = str(uuid.uuid4())
    pages = [text(cast.anyone.post(HERE, {"words": CANARY, "once": key})) for _press in range(2)]
    assert Worry.objects.count() == 1
    assert all(Worry.objects.get().code in page for page in pages)


def test_a_flood_is_told_to_ring(cast):
    for _count in range(number("say_an_hour")):
        assert cast.anyone.client.post(HERE, {"words": "x"}).status_code == 303
    late = cast.anyone.client.post(HERE, {"words": CANARY})
    assert late.status_code == 429
    assert "Ring us, so that we hear you now." in text(late)


def test_a_lead_whose_duty_ends_later_is_still_told(cast):
    from datetime import timedelta

    from kitchentable.policy.clock import now

    sub = Person.objects.get(key=cast.sam.person.key)
    duty = acts.give_duty(HOUSE, sub, kind=Duty.Kind.SAFEGUARDING)
    Duty.objects.filter(pk=duty.pk).update(until=now() + timedelta(days=9))
    cast.anyone.post(HERE, {"words": CANARY})
    assert set(Outgoing.objects.filter(kind="people.worry").values_list("person", flat=True)) == {
        cast.dee.person.pk,
        sub.pk,
    }
