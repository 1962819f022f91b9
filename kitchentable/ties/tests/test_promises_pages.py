"""Pages of promises: what everyone sees, what whoever keeps them does, and how people say yes or no to another day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import write
from kitchentable.policy.clock import today
from kitchentable.ties import promise_links
from kitchentable.ties.acts import agreeing_anew, keeping
from kitchentable.ties.evidence import Span
from kitchentable.ties.models import Anew, AnewSaid, Promise
from kitchentable.ties.promise_counts import promise_counts
from kitchentable.ties.tests.promising import BECAUSE, HOW, WHAT, make_promise
from kitchentable.works.models import Work

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def day_fields(name: str, days: int) -> dict[str, int]:
    day = today() + timedelta(days=days)
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def agreed_anew(cast: Any, made: Promise, days: int = 40) -> Promise:
    chloe = cast.chloe.person
    asked = agreeing_anew.propose_anew(
        cast.ben.person, made, what=made.what, by_when=today() + timedelta(days=days), because=BECAUSE
    )
    agreeing_anew.say_anew(chloe, asked, says="yes", person=chloe)
    return Promise.objects.select_related("first").get(renews=made)


def test_everyone_sees_who_promised_what_by_when_and_how_it_stands(cast: Any) -> None:
    url = reverse("ties:promises", args=[cast.work.slug])
    assert "Here you will see every promise" in text(cast.anyone.get(url))
    make_promise(cast, days=-3, what="The late one is here.")
    make_promise(cast, days=9, is_public=False, what="Not for everyone.")
    keeping.keep_promise(cast.ben.person, make_promise(cast, what="The kept one is here."), how=HOW)
    keeping.break_promise(cast.ben.person, make_promise(cast, what="The broken one is here."), because=BECAUSE)
    agreed_anew(cast, agreed_anew(cast, make_promise(cast, "chloe", days=5)), days=60)
    page = text(cast.anyone.get(url))
    for words in (
        "late</span>",
        "Kept, on time",
        "Not kept",
        BECAUSE,
        "Agreed anew twice. The first day was",
        "<bdi>Ben Ash</bdi> keeps it",
    ):
        assert words in page
    assert "Not for everyone." not in page
    for words in ("4 promises.", "Kept: 1", "Open: 1", "Late: 1", "Not kept: 1", "10 days ago"):
        assert words in page, "they add up, each counted once"
    late = text(cast.anyone.get(url, {"show": "late"}))
    assert "The late one is here." in late
    assert "The kept one is here." not in late
    all_of_it = text(cast.anyone.get(reverse("ties:all_promises"), {"show": "no-such-list", "page": "x"}))
    assert cast.work.title in all_of_it
    assert "The kept one is here." in text(cast.anyone.get(url, {"show": "kept"}))
    assert "The broken one is here." in text(cast.anyone.get(url, {"show": "not_kept"}))
    assert "Not for everyone." in text(cast.natalie.get(url))
    Work.objects.update(is_public=False)
    cast.anyone.get(url, status=404)
    assert "The late one" not in text(cast.anyone.get(reverse("ties:all_promises")))


def test_whoever_keeps_it_sees_what_is_next_and_says_it_is_kept_in_one_go(cast: Any) -> None:
    made = make_promise(cast, "chloe", days=-1)
    page = text(cast.ben.get("/office/promises/"))
    assert "1 promise is late. Start there" in page
    kept = reverse("ties:promise_kept", args=[made.key])
    assert kept in page
    assert "Say what was done" in text(cast.ben.post(kept, {"how": "We will take this on board."}, status=422))
    assert "2026" in text(cast.ben.post(kept, {"how": HOW, **day_fields("done_on", 3)}, status=422))
    assert "this promise is kept" in text(cast.ben.post(kept, {"how": HOW, **day_fields("done_on", 0)}, status=200))
    assert "Somebody said before how it ended: Kept" in text(cast.natalie.get(reverse("ties:promise_not_kept", args=[made.key])))
    assert "Somebody said before" in text(cast.natalie.post(kept, {"how": "Another said this at once."}, status=422))
    assert Promise.objects.get(pk=made.pk).how_it_ended == HOW
    assert HOW in text(cast.ben.get("/office/promises/?show=ended"))
    cast.gill.get(kept, status=403)


def test_handing_on_and_not_keeping_through_pages(cast: Any) -> None:
    made = make_promise(cast, "chloe")
    assert "Dee keeps this promise now" in text(
        cast.natalie.post(reverse("ties:promise_hand_on", args=[made.key]), {"to": cast.dee.person.key}, status=200)
    )
    url = reverse("ties:promise_not_kept", args=[made.key])
    cast.ben.get(url, status=403)
    page = text(cast.dee.post(url, {"because": BECAUSE, "decider": cast.rao.person.key}, status=200))
    assert "Ms Rao" in page
    assert BECAUSE in page


def test_people_are_asked_on_their_page_by_a_link_and_by_phone(cast: Any) -> None:
    made = make_promise(cast, "chloe", "lou", "mina")
    page = text(
        cast.ben.post(
            reverse("ties:promise_anew", args=[made.key]),
            {"what": WHAT, "because": BECAUSE, **day_fields("by_when", 50)},
            status=200,
        )
    )
    assert "Until they agree, the old day counts" in page
    asked = Anew.objects.get()
    assert "You are asked" in text(cast.chloe.get("/me/promises/"))
    answer = reverse("ties:anew_answer", args=[made.key])
    cast.pat.get(answer, status=404)
    assert "Write what you want to say" in text(cast.chloe.post(answer, {"says": "more", "words": ""}, status=422))
    assert "We have what you said" in text(
        cast.chloe.post(answer, {"says": "yes", "words": "Please keep it this time."}, status=200)
    )
    message = write(Outgoing.objects.get(kind="ties.anew_ask", person=cast.mina.person))
    assert message is not None
    assert BECAUSE in text(cast.anyone.get(message.link))
    assert AnewSaid.objects.count() == 1, "opening changes nothing"
    cast.pat.get(message.link, status=403)
    cast.anyone.post(message.link, {"says": "yes", "words": ""}, status=200)
    cast.anyone.post(message.link, {"says": "no", "words": ""})
    assert AnewSaid.objects.get(person=cast.mina.person).says == "yes", "a link is used up by the first answer"
    other = "y" if message.link[-2] == "x" else "x"
    cast.anyone.get(f"{message.link[:-2]}{other}/", status=410)
    stolen = promise_links.path(asked, cast.mina.person).replace(f"/{cast.mina.person.pk}-", f"/{cast.lou.person.pk}-")
    cast.anyone.get(stolen, status=410)
    one = made.get_absolute_url()
    lead, keeper = text(cast.natalie.get(one)), text(cast.ben.get(one))
    assert "Please keep it this time." in lead
    assert "<bdi>Chloe</bdi>" in lead
    assert "Please keep it this time." in keeper
    assert "<bdi>Chloe</bdi>" not in keeper, "whoever made the promise reads the words without a name"
    for seat in (cast.anyone, cast.mina, cast.joan):
        assert "Please keep it this time." not in text(seat.get(one))
    said_for = reverse("ties:anew_said_for", args=[made.key])
    cast.rao.get(said_for, status=404)
    cast.natalie.post(said_for, {"whom": cast.lou.person.key, "way": "phone", "says": "yes", "words": ""}, status=200)
    made.refresh_from_db()
    assert made.state == "anew", "all have said yes: it need not wait"
    cast.anyone.get(message.link, status=410)
    assert "What was promised before" in text(cast.anyone.get(one))


def test_whoever_keeps_a_promise_and_does_not_work_here_gets_no_advice_on_their_words(cast: Any) -> None:
    made = make_promise(cast, "raj", owner="chloe", is_public=False)
    url = reverse("ties:promise_kept", args=[made.key])
    assert "data-advised" not in cast.chloe.get(url).content.decode()
    assert "data-advised" in cast.natalie.get(url).content.decode()


@pytest.mark.parametrize(
    ("who", "url"),
    [
        ("anyone", "/promises/"), ("natalie", "/promises/"), ("chloe", "/me/promises/"), ("ben", "/office/promises/"),
        ("anyone", "/works/better-help-at-home/promises/"),
    ],
)  # fmt: skip
def test_a_page_asks_the_tables_no_more_for_more_rows(cast: Any, who: str, url: str) -> None:
    seat, counts = getattr(cast, who), []
    for few in (2, 26):
        for number in range(few):
            make_promise(cast, "chloe", "mina", days=number - 3)
        seat.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            seat.get(url)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 1
    assert counts[1] <= 15


def test_counts_go_by_the_day_that_was_promised_first_and_each_promise_is_counted_once(cast: Any) -> None:
    ben, span = cast.ben.person, Span(today() - timedelta(days=20), today() + timedelta(days=20))
    keeping.keep_promise(ben, make_promise(cast, days=0), how=HOW)
    keeping.keep_promise(ben, make_promise(cast, days=-2), how=HOW)
    keeping.keep_promise(ben, make_promise(cast, days=None), how=HOW)
    keeping.break_promise(ben, make_promise(cast, days=3), because=BECAUSE)
    make_promise(cast, days=-1)
    make_promise(cast, days=4, made_on=today() - timedelta(days=15))
    keeping.keep_promise(ben, agreed_anew(cast, make_promise(cast, "chloe", days=-5)), how=HOW)
    make_promise(cast, days=90)
    with CaptureQueriesContext(connection) as queries:
        found = promise_counts(cast.work, span)
    assert len(queries) <= 2
    assert (found.made, found.kept_on_time, found.kept_late, found.not_kept, found.agreed_anew) == (8, 2, 2, 1, 1)
    assert (found.open, found.overdue, found.oldest_open) == (3, 1, today() - timedelta(days=15))
    assert promise_counts(None, span) == found
    before = promise_counts(cast.work, Span(today() - timedelta(days=30), today() - timedelta(days=1)))
    assert before.open == 8, "as it stood then"
    assert promise_counts(cast.work, Span(today() - timedelta(days=900), today() - timedelta(days=800))) == type(found)()
