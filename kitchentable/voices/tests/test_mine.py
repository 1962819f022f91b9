"""The author's side: their words first, what came of them, and the last word is theirs."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kitchentable.people import acts as people
from kitchentable.people.models import Supporter
from kitchentable.policy import clock
from kitchentable.policy.clock import now, today
from kitchentable.record.lines import verify
from kitchentable.voices import acts, links
from kitchentable.voices.models import Contribution, Outcome, Reply, Reuse
from kitchentable.voices.opened import visitors_code
from kitchentable.voices.tests.making import answer, photo, say, wav

pytestmark = pytest.mark.django_db


def page_of(cast, who: str, c: Contribution) -> str:
    return getattr(cast, who).get(f"/said/{c.code}/").content.decode()


def post(cast, who: str, c: Contribution, what: str, **data):
    return getattr(cast, who).post(f"/said/{c.code}/{what}/", data)


# ── reading ───────────────────────────────────────────────────────────────────────────────────────


def test_while_it_waits_the_page_says_who_must_answer_and_by_when(cast):
    page = page_of(cast, "chloe", say(cast, "chloe", "I miss every afternoon."))
    assert "I miss every afternoon." in page
    assert "Ms Rao must answer you by" in page
    assert "There is no answer yet." in page


def test_late_is_said_plainly(cast):
    c = say(cast, "chloe")
    Contribution.objects.filter(pk=c.pk).update(due_on=today() - timedelta(days=14))
    page = page_of(cast, "chloe", c)
    assert "working days late" in page
    assert "Ms Rao had to answer by" in page


def test_an_answer_stands_beside_the_words(cast):
    c = say(cast, "chloe", "The bus stop is too far.")
    answer(cast, c)
    page = page_of(cast, "chloe", c)
    assert page.index("The bus stop is too far.") < page.index("A new bus stop opens")
    for fact in ("Ms Rao", "Ben Ash", "Dee", "Used", "Is this so?"):
        assert fact in page


def test_an_answer_that_waits_for_its_check_is_not_shown(cast):
    c = say(cast, "chloe")
    made = acts.answer(
        cast.rao.person,
        [c],
        outcome=Outcome.LATER,
        words="The council votes on it in spring.",
        decider=cast.rao.person,
        decided_on=today(),
        look_again_on=today() + timedelta(days=90),
    )
    assert "The council votes on it" not in page_of(cast, "chloe", c)
    assert post(cast, "chloe", c, "reply", is_so="yes").status_code == 404
    acts.check(cast.dee.person, made)
    page = page_of(cast, "chloe", c)
    assert "The council votes on it" in page
    assert "It comes back by itself." in page


def test_nobody_else_opens_the_authors_page(cast):
    c = say(cast, "chloe", "Only for the lead")
    for seat in (cast.pat, cast.gill, cast.sam, cast.green, cast.kim):
        answered = seat.client.get(f"/said/{c.code}/")
        assert answered.status_code == 404
    assert cast.anyone.get(f"/said/{c.code}/", status=302)["Location"].startswith("/said/?next=")


@pytest.mark.parametrize("what", ["receipt", "reply", "add", "sharing", "take-back"])
def test_nobody_else_does_anything_with_it(cast, what):
    c = say(cast, "chloe", "Mine", sharing="named")
    acts.publish(cast.natalie.person, c)
    answer(cast, c)
    for seat in (cast.pat, cast.kim, cast.anyone, cast.rao):
        answered = seat.client.post(
            f"/said/{c.code}/{what}/", {"is_so": "no", "what_is_wrong": "x", "words": "x", "sharing": "lead"}
        )
        assert answered.status_code in (302, 403, 404)
    c.refresh_from_db()
    assert (c.status, c.words, c.sharing, c.opens) == ("answered", "Mine", "named", 0)
    assert Contribution.objects.count() == 1


def test_staff_are_led_to_the_office_and_readers_to_the_public_page(cast):
    c = say(cast, "chloe", "Shared", sharing="public")
    assert cast.natalie.get(f"/said/{c.code}/", status=302)["Location"] == f"/office/said/{c.code}/"
    acts.publish(cast.natalie.person, c)
    assert cast.green.get(f"/said/{c.code}/", status=302)["Location"] == f"/works/{cast.work.slug}/said/{c.number}/"


def test_a_stopped_supporter_sees_nothing_from_that_moment(cast):
    from kitchentable.voices.tests.making import saying

    cast.kim.post(
        f"/works/{cast.work.slug}/say/",
        saying("Lou says hello", known_as=cast.kim.person.key, whose=cast.lou.person.key, read_back="yes"),
    )
    c = Contribution.objects.get()
    assert "Lou says hello" in page_of(cast, "kim", c)
    people.stop_supporter(cast.lou.person, Supporter.objects.get(supporter=cast.kim.person))
    assert cast.kim.client.get(f"/said/{c.code}/").status_code == 404
    assert cast.kim.client.get(f"/said/{c.code}/receipt/").status_code == 404


# ── replying ──────────────────────────────────────────────────────────────────────────────────────


def test_yes_is_kept(cast):
    c = say(cast, "chloe")
    answer(cast, c)
    page = post(cast, "chloe", c, "reply", is_so="yes").content.decode()
    assert "You said that it is so." in page
    assert "You said: yes, that is so." in page


def test_no_asks_what_is_wrong(cast):
    c = say(cast, "chloe")
    answer(cast, c)
    page = post(cast, "chloe", c, "reply", is_so="no").content.decode()
    assert "Tell us what is wrong." in page
    assert not Reply.objects.exists()


def test_no_opens_it_again_with_a_new_date_and_all_answers_stay(cast):
    c = say(cast, "chloe")
    answer(cast, c)
    page = post(cast, "chloe", c, "reply", is_so="no", what_is_wrong="There is no bus stop.").content.decode()
    assert "It is open again. Ms Rao must answer you by" in page
    c.refresh_from_db()
    assert (c.status, c.opens) == ("waiting", 1)
    answer(cast, c, words="We were wrong. The bus stop opens on 1 July, and Ben Ash checks it.")
    page = page_of(cast, "chloe", c)
    for words in ("opens on 1 July", "There is no bus stop.", "A new bus stop opens in front of the hub", "Earlier answers"):
        assert words in page


def test_a_reply_pressed_twice_counts_once(cast):
    c = say(cast, "chloe")
    answer(cast, c)
    once = "6f0c2a34-8d0e-4cc4-9f4b-0d4b9b0c1f11"
    for _ in range(2):
        post(cast, "chloe", c, "reply", is_so="no", what_is_wrong="No bus stop.", once=once)
    c.refresh_from_db()
    assert (Reply.objects.count(), c.opens) == (1, 1)


def test_what_we_heard_can_be_confirmed_or_not_quite(cast):
    c = say(cast, "chloe")
    first = acts.hear(cast.natalie.person, c, heard="Chloe wants a taxi.")
    assert "Chloe wants a taxi." in page_of(cast, "chloe", c)
    assert "In what way" in post(cast, "chloe", c, f"understood/{first.pk}", agreed="no").content.decode()
    post(cast, "chloe", c, f"understood/{first.pk}", agreed="no", in_what_way="Not a taxi. A bus stop.")
    second = acts.hear(cast.natalie.person, c, heard="Chloe wants a bus stop nearby.")
    post(cast, "chloe", c, f"understood/{second.pk}", agreed="yes")
    page = page_of(cast, "chloe", c)
    for words in ("Chloe wants a taxi.", "Not a taxi. A bus stop.", "What we understood together"):
        assert words in page


def test_each_reuse_is_asked_for_and_can_be_changed(cast):
    c = say(cast, "chloe")
    reuse = acts.ask_reuse(cast.natalie.person, c, for_what="A film for new staff")
    assert "A film for new staff" in page_of(cast, "chloe", c)
    post(cast, "chloe", c, f"reuse/{reuse.pk}", agreed="yes")
    assert Reuse.objects.get().agreed is True
    post(cast, "chloe", c, f"reuse/{reuse.pk}", agreed="no")
    assert Reuse.objects.get().agreed is False


def test_a_passed_one_shows_from_whom_to_whom(cast):
    c = say(cast, "chloe")
    acts.pass_on(cast.natalie.person, c, to=cast.ben.person)
    page = page_of(cast, "chloe", c)
    assert "passed from <bdi>Ms Rao</bdi> to <bdi>Ben Ash</bdi>" in page
    assert "Ben Ash must answer you by" in page


# ── adding, sharing, taking back ──────────────────────────────────────────────────────────────────


def test_adding_keeps_the_first_words(cast):
    c = say(cast, "chloe", "First words.")
    page = post(cast, "chloe", c, "add", words="  And more.\r\n").content.decode()
    assert "First words." in page
    more = c.additions.get()
    assert (more.words, more.said_by) == ("  And more.\n", cast.chloe.person)
    c.refresh_from_db()
    assert c.words == "First words."


def test_a_visitor_adds_and_can_read_what_they_added(cast):
    c = say(cast, "anyone", "First words.")
    post(cast, "anyone", c, "add", words="And more.")
    assert "And more." in page_of(cast, "anyone", c.additions.get())


def test_choosing_fewer_people_takes_it_down_at_once(cast):
    c = say(cast, "chloe", "Shared", sharing="named")
    acts.publish(cast.natalie.person, c)
    assert "with your name" in page_of(cast, "chloe", c)
    post(cast, "chloe", c, "sharing", sharing="lead")
    assert not Contribution.objects.published().exists()
    assert "Nobody else." in page_of(cast, "chloe", c)


def test_what_is_held_says_why(cast):
    c = say(cast, "chloe", "My neighbour Ann", sharing="public")
    acts.hold(cast.natalie.person, c, because="It names your neighbour.")
    assert "It is not shown to everyone, because: It names your neighbour." in page_of(cast, "chloe", c)


def test_taking_back_asks_first_then_takes_the_words_everywhere(cast):
    c = say(cast, "chloe", "I take this back.", papers=[photo()], sharing="public")
    acts.publish(cast.natalie.person, c)
    answer(cast, c)
    post(cast, "chloe", c, "reply", is_so="no", what_is_wrong="Wrong words here")
    assert "I take this back." in cast.chloe.get(f"/said/{c.code}/take-back/").content.decode()
    page = post(cast, "chloe", c, "take-back").content.decode()
    assert "You took this back" in page
    for words in ("I take this back.", "Wrong words here"):
        assert words not in page
        assert words not in cast.chloe.get(f"/said/{c.code}/receipt/", follow=True).content.decode()
    assert verify().wrong == ()


def test_a_visitor_does_everything_an_author_does_with_the_code_alone(cast):
    c = say(cast, "anyone", "I am nobody you know.")
    answer(cast, c)
    browser = Client()
    browser.post("/said/", {"code": visitors_code(c)})
    assert "A new bus stop" in browser.get(f"/said/{c.code}/").content.decode()
    browser.post(f"/said/{c.code}/reply/", {"is_so": "no", "what_is_wrong": "It is not there."})
    assert Reply.objects.get().what_is_wrong == "It is not there."
    browser.post(f"/said/{c.code}/take-back/", {})
    c.refresh_from_db()
    assert c.status == "withdrawn"
    assert verify().wrong == ()


def test_signing_out_forgets_the_codes(cast):
    c = say(cast, "anyone", "Shared computer.")
    cast.anyone.client.logout()
    assert cast.anyone.get(f"/said/{c.code}/", status=302)["Location"].startswith("/said/")


def test_the_receipt_is_sent_again_when_asked(cast):
    c = say(cast, "chloe")
    before = cast.chloe.person.messages.count()
    post(cast, "chloe", c, "receipt")
    post(cast, "chloe", c, "receipt")
    assert cast.chloe.person.messages.count() == before + 1


# ── links in mails ────────────────────────────────────────────────────────────────────────────────


def link_of(cast, c: Contribution, thing) -> str:
    return links.path(c, thing, cast.chloe.person)


@pytest.fixture
def answered(cast):
    c = say(cast, "chloe", "The bus stop is too far.")
    made = answer(cast, c)
    return c, made, link_of(cast, c, made)


def test_a_link_opens_one_thing_without_signing_in(cast, answered):
    page = Client().get(answered[2]).content.decode()
    assert "The bus stop is too far." in page
    assert "A new bus stop opens" in page


def test_opening_a_link_changes_nothing_however_often_a_machine_does(cast, answered):
    for _ in range(3):
        Client().get(answered[2])
        Client().head(answered[2])
    assert not Reply.objects.exists()


def test_a_reply_through_a_link_is_the_authors_and_uses_it_up(cast, answered):
    _c, _made, path = answered
    page = Client().post(path, {"is_so": "no", "what_is_wrong": "No bus."}, follow=True).content.decode()
    assert "It is open again." in page
    assert "The bus stop is too far." not in page
    assert Reply.objects.get().way == "link"
    again = Client().get(path)
    assert again.status_code == 410
    assert "The bus stop is too far." not in again.content.decode()
    assert verify().wrong == ()


def test_a_link_gives_no_way_to_anything_else(cast, answered):
    c, _made, path = answered
    browser = Client()
    browser.get(path)
    for what in ("", "receipt/", "add/", "sharing/", "take-back/"):
        assert browser.get(f"/said/{c.code}/{what}").status_code == 302
        browser.post(f"/said/{c.code}/{what}", {"sharing": "named", "words": "x"})
    c.refresh_from_db()
    assert (c.status, c.sharing, Contribution.objects.count()) == ("answered", "lead", 1)


def test_a_link_that_was_changed_in_any_sign_opens_nothing(cast, answered):
    start, key = answered[2].rstrip("/").rsplit("/", 1)
    for at in range(len(key)):
        other = key[:at] + ("3" if key[at] != "3" else "4") + key[at + 1 :]
        assert Client().get(f"{start}/{other}/").status_code == 410


def test_a_link_of_one_thing_opens_no_other(cast, answered):
    key = answered[2].rstrip("/").rsplit("/", 1)[1]
    other = say(cast, "pat", "Pat’s words")
    answer(cast, other)
    assert Client().get(f"/said/{other.code}/{key}/").status_code == 410


def test_an_old_link_leads_to_signing_in(cast, answered):
    with clock.at(now() + timedelta(days=30)):
        assert Client().get(answered[2]).status_code == 200
    with clock.at(now() + timedelta(days=31)):
        page = Client().get(answered[2])
        assert page.status_code == 410
        assert "/sign-in/?next=" in page.content.decode()
    with clock.at(now() - timedelta(days=1)):
        assert Client().get(answered[2]).status_code == 410


def test_a_link_to_an_older_answer_is_over_when_there_is_a_newer_one(cast, answered):
    c, _made, path = answered
    post(cast, "chloe", c, "reply", is_so="no", what_is_wrong="No bus.")
    newer = answer(cast, c, words="The bus stop opens on 1 July, and Ben Ash checks it.")
    assert Client().get(path).status_code == 410
    assert Client().get(link_of(cast, c, newer)).status_code == 200


def test_a_link_after_taking_back_shows_no_words(cast, answered):
    c, _made, path = answered
    acts.withdraw(cast.chloe.person, c)
    page = Client().get(path).content.decode()
    assert "This was taken back" in page
    assert "bus stop" not in page
    Client().post(path, {"is_so": "no", "what_is_wrong": "x"})
    assert not Reply.objects.exists()


def test_somebody_else_who_is_signed_in_cannot_use_a_link(cast, answered):
    page = cast.pat.get(answered[2], status=403).content.decode()
    assert "The bus stop is too far." not in page
    cast.pat.client.post(answered[2], {"is_so": "yes"})
    assert not Reply.objects.exists()


def test_the_author_who_is_signed_in_is_led_to_the_whole_page(cast, answered):
    assert cast.chloe.get(answered[2], status=302)["Location"] == f"/said/{answered[0].code}/#reply"


def test_links_for_understanding_and_reuse_work_once(cast):
    c = say(cast, "chloe")
    u = acts.hear(cast.natalie.person, c, heard="Chloe wants a bus stop.")
    r = acts.ask_reuse(cast.natalie.person, c, for_what="A film for new staff")
    for thing in (u, r):
        path = link_of(cast, c, thing)
        assert Client().get(path).status_code == 200
        Client().post(path, {"agreed": "yes"})
        thing.refresh_from_db()
        assert thing.agreed is True
        assert Client().post(path, {"agreed": "no"}).status_code == 410
        thing.refresh_from_db()
        assert thing.agreed is True


def test_the_page_with_everything_takes_few_queries(cast, django_assert_max_num_queries):
    c = say(cast, "chloe", "All of it", recording=wav(), sharing="public")
    acts.transcribe(cast.natalie.person, c, words="Typed later")
    acts.agree(cast.chloe.person, acts.hear(cast.natalie.person, c, heard="All"), agreed=True)
    answer(cast, c)
    post(cast, "chloe", c, "reply", is_so="no", what_is_wrong="No.")
    answer(cast, c, words="The bus stop opens on 1 July, and Ben Ash checks it.")
    acts.ask_reuse(cast.natalie.person, c, for_what="A film")
    acts.pass_on(cast.natalie.person, c, to=cast.ben.person)
    post(cast, "chloe", c, "add", words="More")
    with django_assert_max_num_queries(16):
        cast.chloe.get(f"/said/{c.code}/")


def test_the_day_of_a_receipt_is_the_day_where_we_are(cast):
    with clock.at(datetime(2026, 6, 30, 23, 30, tzinfo=timezone.get_fixed_timezone(0))):
        c = say(cast, "chloe")
        assert "Wednesday 1 July" in page_of(cast, "chloe", c)
