"""The pages of sending: whom, what they get, who has it; and a person's own papers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse

from kitchentable.people.models import Look, Reach, Supporter
from kitchentable.policy.clock import at, now, today
from kitchentable.words.models import Sent
from kitchentable.words.tests.sending_steps import LARGE, PLAIN, becomes_ready, ready_version, send
from kitchentable.words.to_read import to_read

BECAUSE = "The printer broke."


def url(name: str, *args: str) -> str:
    return reverse(f"words:{name}", args=args)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_natalie_chooses_whom_sees_what_they_get_and_sends(cast: Any) -> None:
    version = ready_version(cast, PLAIN, LARGE)
    here = url("send", version.document.key)
    assert "Everyone with a part in this work" in text(cast.natalie.get(here))
    found = text(cast.natalie.get(f"{here}?q=joan"))
    assert cast.joan.person.key in found
    step = f"{here}?next=1&also={cast.joan.person.key}&also={cast.reg.person.key}"
    seen = text(cast.natalie.get(step))
    assert "Plain text" in seen
    assert "Send it to 2 people" in seen
    assert "Why does it go out" not in seen
    cast.natalie.post(step, status=200)
    assert set(Sent.objects.values_list("person__called", "kind")) == {("Joan", "html"), ("Reg", "plain")}
    assert "2 people have their copy" in text(cast.natalie.get(url("sent", version.document.key)))


def test_whoever_sends_before_a_copy_is_ready_must_say_why_and_loses_nothing(cast: Any) -> None:
    version = ready_version(cast)
    step = f"{url('send', version.document.key)}?next=1&also={cast.reg.person.key}"
    seen = text(cast.natalie.post(step, {"unready_because": ""}, status=422))
    assert "Not ready" in seen
    assert not Sent.objects.exists()
    cast.natalie.post(step, {"unready_because": BECAUSE}, status=200)
    assert BECAUSE in text(cast.natalie.get(url("sent", version.document.key)))


def test_who_is_over_their_own_limit_is_seen_before_it_goes(cast: Any) -> None:
    Reach.objects.filter(person=cast.chloe.person).update(asks_a_month=0)
    version = ready_version(cast)
    seen = text(cast.natalie.get(f"{url('send', version.document.key)}?next=1&also={cast.chloe.person.key}"))
    assert "Is asked first" in seen
    assert "wants 0 at the most" in seen


def test_nobody_chosen_and_a_paper_that_is_not_whole_say_so(cast: Any) -> None:
    version = ready_version(cast, what_we_ask="")
    here = url("send", version.document.key)
    assert "Nobody is chosen" in text(cast.natalie.get(f"{here}?next=1"))
    assert "summary is not complete" in text(cast.natalie.get(f"{here}?next=1&group=roles"))


def test_many_people_come_on_pages_with_few_queries(cast: Any, django_assert_max_num_queries: Any) -> None:
    from kitchentable.people.models import Person
    from kitchentable.works.models import Role

    people = Person.objects.bulk_create([Person(called=f"Person {n:03}", key=f"crowd{n:011}") for n in range(120)])
    Role.objects.bulk_create([Role(work=cast.work, person=one, kind=Role.Kind.MEMBER) for one in people])
    version = ready_version(cast)
    step = f"{url('send', version.document.key)}?next=1&group=roles"
    cast.natalie.get(step)
    with django_assert_max_num_queries(18):
        assert "page=2" in text(cast.natalie.get(step))
    cast.natalie.post(step, {"unready_because": BECAUSE}, status=200)
    cast.natalie.get(url("sent", version.document.key))
    with django_assert_max_num_queries(15):
        assert "page=2" in text(cast.natalie.get(url("sent", version.document.key)))


def test_only_those_who_write_papers_there_open_these_pages(cast: Any) -> None:
    version = ready_version(cast, PLAIN)
    send(cast, version, "reg")
    for name in ("send", "sent"):
        for slug in ("reg", "pat", "rao", "sam"):
            getattr(cast, slug).get(url(name, version.document.key), status=403 if slug in ("reg", "pat", "rao", "sam") else 404)
    cast.reg.get(url("sent_one", version.document.key, Sent.objects.get().key), status=403)


def test_a_copy_that_was_posted_is_written_down_on_its_page(cast: Any) -> None:
    version = ready_version(cast, LARGE)
    send(cast, version, "fay")
    one = Sent.objects.get()
    here = url("sent_one", version.document.key, one.key)
    assert "Did you post it or bring it?" in text(cast.natalie.get(here))
    later = today() + timedelta(days=3)
    typed = {"day_day": str(later.day), "day_month": str(later.month), "day_year": str(later.year)}
    cast.natalie.post(here, typed, status=422)
    with at(now() + timedelta(days=3)):
        cast.natalie.post(here, typed, status=200)
        assert "3 days late" in text(cast.natalie.get(url("sent", version.document.key)))
    one.refresh_from_db()
    assert one.handed_on == later


def test_what_somebody_says_by_phone_is_written_down_for_them(cast: Any) -> None:
    Reach.objects.filter(person=cast.chloe.person).update(asks_a_month=0)
    version = ready_version(cast)
    send(cast, version, "chloe")
    here = url("sent_one", version.document.key, Sent.objects.get().key)
    cast.natalie.post(here, {"may_send": "yes"}, status=200)
    assert Sent.objects.get().ready_at is not None


def test_reg_reads_until_when_he_has_time_and_why(cast: Any) -> None:
    version = ready_version(cast)
    send(cast, version, "reg", unready_because=BECAUSE)
    assert "Your copy is not ready" in text(cast.reg.get(url("my_papers")))
    with at(now() + timedelta(days=3)):
        becomes_ready(version, PLAIN)
        seen = text(cast.reg.get(url("my_papers")))
    assert "came 3 days late. So you have 3 days more." in seen
    assert "We asked you for 1 thing this month" in seen


def test_a_tick_is_only_for_oneself(cast: Any) -> None:
    send(cast, ready_version(cast), "pat")
    one = Sent.objects.get()
    assert to_read(cast.pat.person).count == 1
    cast.reg.post(url("have_read", one.key), status=404)
    assert "You have read it" in text(cast.pat.post(url("have_read", one.key), {"read": "yes"}))
    assert to_read(cast.pat.person).count == 0
    cast.pat.post(url("have_read", one.key), {"read": "no"})
    assert Sent.objects.get().opened_at is None


def test_what_to_read_takes_two_queries(cast: Any, django_assert_num_queries: Any) -> None:
    send(cast, ready_version(cast), "pat")
    send(cast, ready_version(cast), "pat")
    person = cast.pat.person
    with django_assert_num_queries(2):
        found = to_read(person)
        assert (found.count, found.minutes, found.waiting) == (2, 2, 0)


def test_yes_or_no_to_one_more_paper_on_a_page(cast: Any) -> None:
    Reach.objects.filter(person=cast.chloe.person).update(asks_a_month=0)
    send(cast, ready_version(cast), "chloe")
    one = Sent.objects.get()
    assert "Say yes or no" in text(cast.chloe.get(url("my_papers")))
    cast.chloe.post(url("one_more", one.key), {}, status=422)
    assert "Not sent, as you wish" in text(cast.chloe.post(url("one_more", one.key), {"may_send": "no"}))
    cast.chloe.post(url("one_more", one.key), {"may_send": "yes"}, status=200)
    assert Sent.objects.get().ready_at is not None
    cast.pat.get(url("one_more", one.key), status=404)


def test_a_supporter_reads_somebodys_papers_only_when_they_may_and_it_is_noted(cast: Any) -> None:
    send(cast, ready_version(cast, "easy"), "lou")
    lou = f"{url('my_papers')}?for={cast.lou.person.key}"
    Supporter.objects.filter(supporter=cast.kim.person).update(scopes=["write"])
    cast.kim.get(lou, status=404)
    Supporter.objects.filter(supporter=cast.kim.person).update(scopes=["papers"])
    seen = text(cast.kim.get(lou))
    assert "Help at home: what could change" in seen
    assert "I have read it" not in seen
    assert Look.objects.filter(person=cast.lou.person, by=cast.kim.person, what=Look.What.PAPER).count() == 1


def test_nothing_to_read_and_nothing_sent_say_so(cast: Any) -> None:
    assert "Nothing to read now" in text(cast.joan.get(url("my_papers")))
    version = ready_version(cast)
    assert "It has not been sent yet" in text(cast.natalie.get(url("sent", version.document.key)))


def test_earlier_papers_come_after_those_of_now(cast: Any) -> None:
    send(cast, ready_version(cast, by_when_on=today()), "pat")
    with at(now() + timedelta(days=70)):
        seen = text(cast.pat.get(url("my_papers")))
    assert "Nothing to read this month" in seen
    assert seen.index("Earlier") < seen.index("Help at home: what could change")
