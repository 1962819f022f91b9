"""After a draw: who leaves, who comes in, who is told, and what nobody can read."""

from __future__ import annotations

import json
import zlib
from typing import Any

import pytest
from django.urls import reverse

from kitchentable.people.models import Outgoing, Person, Reach
from kitchentable.people.outbox import write
from kitchentable.policy.book import may
from kitchentable.policy.clock import now, today
from kitchentable.policy.models import Number
from kitchentable.policy.verdict import HOUSE, Refused
from kitchentable.record.models import Line
from kitchentable.seats.acts import drawn as after
from kitchentable.seats.acts import draws as acts
from kitchentable.seats.jobs.draws import make_lists
from kitchentable.seats.models import Draw, FairnessAnswer, FairnessChoice, Offer, Seat, Ticket
from kitchentable.seats.pool import pool_of
from kitchentable.seats.tests.drawing import SEED, drawn, listed, make_night, page_of, published, sealed

pytestmark = pytest.mark.django_db
State, Result = Draw.State, Ticket.Result


@pytest.fixture
def lottery_night(cast: Any) -> Any:
    return make_night(cast)


# ── leaving, and who comes in ─────────────────────────────────────────────────────────────────────


def test_who_leaves_before_sealing_is_just_not_in_the_list(lottery_night: Any) -> None:
    night = lottery_night
    Offer.objects.filter(pk=night.offers[7].pk).update(taken_back_at=now())
    draw = listed(night)
    assert draw.tickets.count() == 23
    assert not draw.tickets.filter(offer=night.offers[7]).exists()


def test_who_leaves_after_sealing_changes_nobody_elses_chance(lottery_night: Any) -> None:
    night = lottery_night
    draw = published(night)
    before = (draw.input_sha256, draw.lottery_sha256, list(draw.tickets.values_list("number", "in_panels")))
    offer = night.offers[7]
    after.leave_draws(Person.objects.get(pk=offer.person_id), offer)
    ticket = draw.tickets.get(offer=offer)
    assert ticket.dropped_out_at is not None
    draw.refresh_from_db()
    assert before == (draw.input_sha256, draw.lottery_sha256, list(draw.tickets.values_list("number", "in_panels")))
    drawn_ = acts.draw_panel(night.natalie, draw, seed=SEED, again=SEED)
    after.tell_people(night.natalie, drawn_)
    assert not Seat.objects.filter(draw=draw, person=offer.person).exists()
    assert not Outgoing.objects.filter(person=offer.person, kind__startswith="seats.").exists()


def test_a_person_leaves_by_page_reads_what_their_chance_was_and_it_can_be_typed_for_them(lottery_night: Any, client: Any) -> None:
    night = lottery_night
    draw = published(night)
    online, by_post = night.offers[0].person, night.offers[4]
    client.force_login(online)
    mine = client.get(page_of("draw", draw)).content.decode()
    ticket = draw.tickets.get(offer__person=online)
    assert ticket.number in mine
    assert f"You are in {ticket.in_panels} of the 1,000 panels" in mine
    client.post(page_of("draw_leave", draw))
    assert "Your chance of a seat was about" in client.get(page_of("draw_leave", draw)).content.decode()
    assert f"You were in {ticket.in_panels} of the 1,000 panels" in client.get(page_of("draw", draw)).content.decode()
    url = reverse("seats:draw_left", args=[draw.key, by_post.key])
    assert "Type this only at their word" in night.cast.natalie.get(url).content.decode()
    night.cast.natalie.post(url, status=200)
    assert draw.tickets.here().count() == 22
    line = Line.objects.filter(act="seats.drop_out").latest("pk")
    assert line.for_key == by_post.person.key
    assert draw.tickets.get(offer=by_post).number not in line.thing_key.split(":"), "the record does not say whose number it is"


def test_who_stands_in_comes_in_with_the_limits_kept(lottery_night: Any) -> None:
    night = lottery_night
    draw = drawn(night)
    after.tell_people(night.natalie, draw)
    gone = draw.tickets.filter(result=Result.SEAT).select_related("offer__person", "draw__call__work").first()
    assert "Nobody has to be replaced" in night.cast.natalie.get(page_of("draw_replace", draw)).content.decode()
    after.drop_out(night.natalie, gone, for_person=gone.offer.person)
    seat = Seat.objects.get(draw=draw, person=gone.offer.person)
    assert seat.until == today()
    html = night.cast.natalie.get(page_of("draw_replace", draw)).content.decode()
    assert "comes in" in html
    seen = [part.split('"')[0] for part in html.split('name="seen" value="')[1:]]
    night.cast.natalie.post(page_of("draw_replace", draw), {"seen": seen}, status=200)
    came = draw.tickets.get(took_over_from=gone)
    assert (came.result, came.offer.key) == (Result.SEAT, seen[0])
    assert Seat.objects.get(draw=draw, person=came.offer.person, kind=Seat.Kind.SEAT).stands_in_for == seat
    assert Seat.objects.at_table().filter(draw=draw, until__isnull=True).count() == 6
    assert not Seat.objects.filter(person=came.offer.person, kind=Seat.Kind.ALTERNATE, until__isnull=True).exists()
    assert Outgoing.objects.filter(person=came.offer.person, kind="seats.comes_in").count() == 1
    night.cast.natalie.post(page_of("draw_replace", draw), {"seen": seen})
    assert draw.tickets.filter(took_over_from__isnull=False).count() == 1, "sent twice, done once"
    html = night.cast.anyone.post(page_of("draw_check", draw), status=200).content.decode()
    assert "The draw is right" in html, "who comes and goes does not change what was drawn"


def test_a_second_draw_is_for_the_empty_seats_only(lottery_night: Any) -> None:
    night = lottery_night
    night.call.alternates = 0
    night.call.save()
    night.draw.alternates = 0
    night.draw.save()
    first = drawn(night)
    after.tell_people(night.natalie, first)
    with pytest.raises(acts.Problem, match="Every seat"):
        acts.start_draw(night.natalie, night.call, because="More")
    gone = first.tickets.filter(result=Result.SEAT).select_related("offer__person", "draw__call__work").first()
    after.drop_out(night.natalie, gone, for_person=gone.offer.person)
    assert "1 seat stays empty" in night.cast.natalie.get(page_of("draw_replace", first)).content.decode()
    with pytest.raises(acts.About, match="Say why"):
        acts.start_draw(night.natalie, night.call)
    night.draw = acts.start_draw(night.natalie, night.call, because="Somebody left.")
    assert night.draw.seats == 1
    pool = set(pool_of(night.draw).values_list("pk", flat=True))
    assert gone.offer_id not in pool
    assert not pool & set(first.tickets.at_table().values_list("offer", flat=True))
    second = drawn(night)
    assert second.tickets.filter(result=Result.SEAT).count() == 1
    assert Seat.objects.at_table().filter(draw__call=night.call, until__isnull=True).count() == 6
    assert not may(night.natalie, "seats.replace", Draw.objects.get(pk=first.pk))
    assert "Somebody left." in night.cast.anyone.get(page_of("draw", second)).content.decode()


# ── telling ───────────────────────────────────────────────────────────────────────────────────────


def test_everyone_is_told_in_their_channel_the_nine_offline_too(lottery_night: Any) -> None:
    night = lottery_night
    draw = drawn(night)
    after.tell_people(night.natalie, draw)
    news = Outgoing.objects.filter(kind__in=after.NEWS.values())
    assert news.count() == 24
    by_hand = news.filter(state=Outgoing.State.TODO)
    assert by_hand.count() == 9
    assert set(by_hand.values_list("channel", flat=True)) == {Reach.Channel.PHONE, Reach.Channel.LETTER}
    words = {kind: write(news.filter(kind=kind).select_related("person").first()) for kind in after.NEWS.values()}
    assert "You have a seat" in words["seats.drawn"].words
    assert "drawn to stand in" in words["seats.stands_in"].words
    said = words["seats.not_drawn"]
    assert "come to the open evening" in said.words
    assert "You stay among the people we know" in said.words
    assert "Your number in the draw is" in said.words
    assert "draw" not in said.subject.lower(), "a locked screen does not say what came of it"


def test_nobody_is_told_of_a_seat_that_they_gave_back(lottery_night: Any) -> None:
    night = lottery_night
    draw = drawn(night)
    after.tell_people(night.natalie, draw)
    gone = draw.tickets.filter(result=Result.SEAT).select_related("offer__person", "draw__call__work").first()
    after.drop_out(gone.offer.person, gone)
    message = Outgoing.objects.select_related("person").get(kind="seats.drawn", person=gone.offer.person)
    assert write(message) is None


def test_a_seat_without_a_group_of_their_own_can_be_given_one_before_people_are_told(lottery_night: Any) -> None:
    night = lottery_night
    Offer.objects.filter(call=night.call).update(group=None)
    draw = drawn(night)
    seat = Seat.objects.filter(draw=draw).select_related("group").first()
    assert seat.group.is_lived
    other = night.call.work.affected_groups.on_map().exclude(pk=seat.group_id).first()
    assert "For which group?" in night.cast.natalie.get(page_of("draw_people", draw)).content.decode()
    night.cast.natalie.post(page_of("draw_people", draw), {"seat": seat.key, f"{seat.key}-group": other.key}, status=200)
    seat.refresh_from_db()
    assert seat.group == other


# ── what nobody reads ─────────────────────────────────────────────────────────────────────────────


def test_the_open_file_and_the_public_page_hold_no_answers_and_no_names(lottery_night: Any) -> None:
    night = lottery_night
    draw = drawn(night)
    raw = night.cast.anyone.get(page_of("draw_file", draw)).content.decode()
    html = night.cast.anyone.get(page_of("draw", draw)).content.decode()
    for word in ("young", "middle", "shared", "home 0", "gets", "OF-0", "Offers "):
        assert word not in raw, word
    assert "Offers " not in html
    assert "OF-0" not in html
    office = night.cast.natalie.get(page_of("draw_people", draw)).content.decode()
    assert "Offers " in office
    assert not any(f">{number}<" in office for number in draw.tickets.values_list("number", flat=True))


def test_no_small_number_of_answers_is_shown(lottery_night: Any) -> None:
    night = lottery_night
    # Three people who give no age: a count under five, and the sum of all is known.
    choice = FairnessChoice.objects.get(question__call=night.call, question__code="age", code="unsaid")
    FairnessAnswer.objects.filter(offer__in=night.offers[2:5], question=choice.question).update(choice=choice)
    html = night.cast.anyone.get(page_of("draw", drawn(night))).content.decode()
    table = html.split("<caption>How old are you?")[1].split("</table>")[0]
    rows = [row.split("</td>") for row in table.split("<tr>")[2:]]
    shown = [row[0].rsplit(">", 1)[1] for row in rows]
    assert shown.count("not shown") >= 2
    assert "3" not in shown
    panel = [row[3].rsplit(">", 1)[1] for row in rows]
    assert set(panel) == {"not shown"}, "six seats in groups of under five"


def test_a_changed_list_is_found_out_and_never_drawn_from(lottery_night: Any) -> None:
    night = lottery_night
    draw = published(night)
    file = json.loads(zlib.decompress(draw.lottery))
    file["panels"][0] = file["panels"][-1]
    Draw.objects.filter(pk=draw.pk).update(lottery=zlib.compress(json.dumps(file).encode()))
    html = night.cast.anyone.post(page_of("draw_check", draw), status=200).content.decode()
    assert "Something is wrong with this draw" in html
    html = night.cast.natalie.post(page_of("draw_panel", draw), {"seed": SEED, "again": SEED}, status=422).content.decode()
    assert "not the one that was published" in html
    for rubbish in (b"rubbish", zlib.compress(b"{}"), zlib.compress(b"[1]")):
        Draw.objects.filter(pk=draw.pk).update(lottery=rubbish)
        html = night.cast.anyone.post(page_of("draw_check", draw), status=200).content.decode()
        assert "Something is wrong with this draw" in html
        night.cast.natalie.post(page_of("draw_panel", draw), {"seed": SEED, "again": SEED}, status=422)


def test_checks_from_one_place_are_limited(lottery_night: Any) -> None:
    draw = published(lottery_night)
    Number.objects.create(name="draw_checks_an_hour", value=1, because="test", at=now())
    lottery_night.cast.anyone.post(page_of("draw_check", draw), status=200)
    lottery_night.cast.anyone.post(page_of("draw_check", draw), status=429)


def test_the_worker_does_not_make_a_list_for_a_draw_that_was_given_up(lottery_night: Any) -> None:
    night = lottery_night
    draw = sealed(night)
    night.cast.natalie.get(page_of("draw_give_up", draw))
    night.cast.natalie.post(page_of("draw_give_up", draw), {"because": "The hall burnt down."}, status=200)
    make_lists()
    draw.refresh_from_db()
    assert (draw.state, draw.lottery) == (State.DROPPED, None)
    assert "The hall burnt down." in night.cast.natalie.get(page_of("draw_run", draw)).content.decode()
    with pytest.raises(Refused):
        acts.list_impossible(night.natalie, draw, why={})
    with pytest.raises(acts.WentOn):
        acts.list_impossible(HOUSE, draw, why={})


def test_no_page_asks_the_tables_more_than_fifteen_times(lottery_night: Any, django_assert_max_num_queries: Any) -> None:
    night = lottery_night
    lead, me = night.cast.natalie, night.cast.anyone
    draw = drawn(night)
    gone = draw.tickets.filter(result=Result.SEAT).select_related("offer__person", "draw__call__work").first()
    stays = draw.tickets.filter(result=Result.SEAT).last()
    after.drop_out(night.natalie, gone, for_person=gone.offer.person)
    lead.get(page_of("draw_run", draw))  # signs in
    for name in ("draw_run", "draw_people", "draw_replace"):
        with django_assert_max_num_queries(15):
            lead.get(page_of(name, draw))
    for seat, url in (
        (lead, reverse("seats:draws", args=[night.call.key])),
        (lead, reverse("seats:draw_left", args=[draw.key, stays.offer.key])),
        (me, page_of("draw", draw)),
        (me, page_of("draw_file", draw)),
    ):
        with django_assert_max_num_queries(15):
            seat.get(url)
    with django_assert_max_num_queries(15):
        me.post(page_of("draw_check", draw), status=200)
    Draw.objects.filter(pk=draw.pk).update(state=State.SET_UP)
    with django_assert_max_num_queries(15):
        lead.get(page_of("draw_limits", draw))


def test_a_draw_that_was_not_published_is_not_there_for_others(lottery_night: Any) -> None:
    night = lottery_night
    draw = listed(night)
    for name in ("draw", "draw_file"):
        for seat in (night.cast.anyone, night.cast.chloe, night.cast.natalie):
            assert seat.client.get(page_of(name, draw)).status_code == 404
    assert night.cast.anyone.client.post(page_of("draw_check", draw)).status_code == 404
    night.cast.chloe.get(page_of("draw_leave", draw), status=404)
    for name in ("draw_people", "draw_replace", "draw_limits"):
        assert night.cast.chloe.client.get(page_of(name, draw)).status_code in (403, 404)
