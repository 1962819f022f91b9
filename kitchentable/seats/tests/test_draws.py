"""Draws in the system: what people can rely on when seats are drawn, whether they are online or not."""

from __future__ import annotations

import json
import zlib
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from kitchentable.people.models import Outgoing, Reach
from kitchentable.people.outbox import write
from kitchentable.policy.book import may
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.models import Number
from kitchentable.policy.verdict import HOUSE, Refused
from kitchentable.record.models import Line
from kitchentable.seats.acts import draws as acts
from kitchentable.seats.acts import drawn as after
from kitchentable.seats.draw.open_file import check_open
from kitchentable.seats.jobs.draws import check_draws, make_lists
from kitchentable.seats.models import Call, Draw, FairnessAnswer, FairnessChoice, Offer, Seat, Ticket
from kitchentable.seats.pool import pool_of, unsealed_task
from kitchentable.seats.tests.making import make_call, make_offers

pytestmark = pytest.mark.django_db
SEED = "7 12 23 31 44 49"
State, Result = Draw.State, Ticket.Result


@pytest.fixture
def lottery_night(cast: Any) -> SimpleNamespace:
    """A call for six, closed, with 24 offers of which nine came by phone or post; Natalie has started its draw."""
    call = make_call(cast, other_ways="Write to us, or come to the open evening.")
    offers = make_offers(call)
    call.closed_at = now()
    call.save()
    natalie = cast.natalie.person
    return SimpleNamespace(cast=cast, call=call, offers=offers, natalie=natalie, draw=acts.start_draw(natalie, call))


def sealed(night: Any) -> Draw:
    return acts.seal(night.natalie, night.draw)


def listed(night: Any) -> Draw:
    sealed(night)
    make_lists()
    night.draw.refresh_from_db()
    return night.draw


def published(night: Any, days: int = 0) -> Draw:
    return acts.publish(night.natalie, listed(night), seed_from="Saturday's lottery", seed_on=today() + timedelta(days=days))


def drawn(night: Any) -> Draw:
    night.draw = acts.draw_panel(night.natalie, published(night), seed=SEED, again=SEED)
    return night.draw


def page_of(name: str, thing: Any) -> str:
    return reverse(f"seats:{name}", args=[thing.key])


# ── the steps ─────────────────────────────────────────────────────────────────────────────────────


def test_the_lead_goes_from_step_to_step_by_page(cast: Any, django_assert_max_num_queries: Any) -> None:
    call = make_call(cast)
    make_offers(call)
    lead = cast.natalie
    assert "People can still offer" in lead.get(page_of("draws", call)).content.decode()
    Call.objects.filter(pk=call.pk).update(closed_at=now())
    lead.post(page_of("draws", call), status=200)
    draw = call.draws.get()
    with django_assert_max_num_queries(15):
        html = lead.get(page_of("draw_run", draw)).content.decode()
    assert "Yes, this can be done." in html
    assert "24 people can be drawn" in html
    assert "By phone: 5" in html
    lead.post(page_of("draw_seal", draw), status=200)
    assert "wait until the panels are made" in lead.get(page_of("draw_run", draw), {"watch": "1"}).content.decode()
    make_lists()
    html = lead.get(page_of("draw_run", draw)).content.decode()
    assert "publish the list" in html
    day = today()
    wrong = {"seed_from": "Dice", "seed_on_day": "1", "seed_on_month": "1", "seed_on_year": "2020"}
    html = lead.post(page_of("draw_publish", draw), wrong, status=422).content.decode()
    assert "This day has gone by" in html
    assert 'value="Dice"' in html, "what was typed stays"
    right = {"seed_from": "Dice", "seed_on_day": day.day, "seed_on_month": day.month, "seed_on_year": day.year}
    lead.post(page_of("draw_publish", draw), right, status=200)
    html = lead.post(page_of("draw_panel", draw), {"seed": SEED, "again": "7 12 23"}, status=422).content.decode()
    assert "The two are not the same" in html
    html = lead.post(page_of("draw_panel", draw), {"seed": SEED, "again": f" {SEED} "}, status=200).content.decode()
    assert "Nobody is told yet" in html
    with django_assert_max_num_queries(15):
        lead.get(page_of("draw_people", draw))
    lead.post(page_of("draw_tell", draw), status=200)
    draw.refresh_from_db()
    assert draw.state == State.TOLD
    assert Seat.objects.filter(draw=draw, kind=Seat.Kind.SEAT).count() == 6
    assert Seat.objects.filter(draw=draw, kind=Seat.Kind.ALTERNATE).count() == 2
    with django_assert_max_num_queries(15):
        html = cast.anyone.get(page_of("draw", draw)).content.decode()
    assert "How the seats were drawn" in html
    steps = list(Line.objects.filter(thing_key=draw.key).order_by("pk").values_list("act", flat=True))
    assert [one.removeprefix("seats.") for one in steps] == [
        "start_draw", "seal", "list_made", "publish_draw", "draw_panel", "tell_people",
    ]  # fmt: skip


def test_each_step_only_goes_forward(lottery_night: Any) -> None:
    night = lottery_night
    with pytest.raises(Refused, match="only goes forward"):
        acts.publish(night.natalie, night.draw, seed_from="Dice", seed_on=today())
    with pytest.raises(Refused, match="Publish the list first"):
        acts.draw_panel(night.natalie, night.draw, seed=SEED, again=SEED)
    draw = drawn(night)
    for step in (
        lambda: acts.seal(night.natalie, draw),
        lambda: acts.publish(night.natalie, draw, seed_from="Dice", seed_on=today()),
        lambda: acts.draw_panel(night.natalie, draw, seed="other", again="other"),
        lambda: acts.give_up(night.natalie, draw, because="I do not like it"),
        lambda: acts.set_limits(night.natalie, draw, limits=[], method="nash", alternates=0),
    ):
        with pytest.raises(Refused):
            step()
    assert Draw.objects.get(pk=draw.pk).seed == SEED


def test_the_seed_cannot_be_typed_before_its_day_nor_before_publication(lottery_night: Any) -> None:
    night = lottery_night
    draw = published(night, days=3)
    verdict = may(night.natalie, "seats.draw_panel", draw)
    assert not verdict
    assert "Until then nobody can draw" in verdict.because
    assert night.cast.natalie.post(page_of("draw_panel", draw), {"seed": SEED, "again": SEED}).status_code == 403
    # Until the seed can be known, it can be given up; then no more.
    assert may(night.natalie, "seats.give_up", draw)
    with at(now() + timedelta(days=3)):
        assert not may(night.natalie, "seats.give_up", draw)
        assert acts.draw_panel(night.natalie, draw, seed=SEED, again=SEED).state == State.DRAWN


def test_only_the_lead_draws_and_nobody_brings_a_list_of_their_own(lottery_night: Any) -> None:
    night = lottery_night
    for slug in ("dee", "chloe", "rao"):
        with pytest.raises(Refused):
            acts.seal(getattr(night.cast, slug).person, night.draw)
    with pytest.raises(Refused):
        acts.list_impossible(night.natalie, night.draw, why={})
    assert night.cast.dee.get(page_of("draw_run", night.draw)), "who checks may look"
    night.cast.chloe.get(page_of("draw_run", night.draw), status=403)
    night.cast.anyone.get(page_of("draw", night.draw), status=404)


def test_a_double_click_draws_once(lottery_night: Any) -> None:
    night = lottery_night
    draw = published(night)
    typed = {"seed": SEED, "again": SEED, "once": "3f0b6d5e-8f0c-4a6e-9a4f-0a1b2c3d4e5f"}
    first = night.cast.natalie.post(page_of("draw_panel", draw), typed, follow=False)
    second = night.cast.natalie.post(page_of("draw_panel", draw), typed, follow=False)
    assert first.status_code == 303
    assert second.status_code in (303, 403)
    assert Seat.objects.filter(draw=draw, kind=Seat.Kind.SEAT).count() == 6


def test_of_two_leads_who_draw_at_once_the_second_changes_nothing(lottery_night: Any, monkeypatch: Any) -> None:
    night = lottery_night
    draw = published(night)
    stale = Draw.objects.get(pk=draw.pk)
    acts.draw_panel(night.natalie, draw, seed=SEED, again=SEED)
    # The second asked its rule before the first was done: what it then takes hold of has gone on.
    assert stale.state == State.PUBLISHED
    with pytest.raises(acts.WentOn):
        acts.draw_panel(night.natalie, stale, seed="1 2 3", again="1 2 3")
    stale.refresh_from_db()
    assert stale.seed == SEED


# ── what is fair ──────────────────────────────────────────────────────────────────────────────────


def test_the_same_file_and_seed_pick_the_same_panel_and_anyone_can_check_it(lottery_night: Any, tmp_path: Any, capsys: Any) -> None:
    from kitchentable.site.cli import main

    draw = drawn(lottery_night)
    file = json.loads(lottery_night.cast.anyone.get(page_of("draw_file", draw)).content)
    opened = check_open(file)
    assert opened.problems == ()
    number, panel = opened.draw(f"  {SEED} ")
    assert (number, set(panel)) == (draw.picked, set(draw.tickets.filter(result=Result.SEAT).values_list("number", flat=True)))
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(file))
    assert main(["draw", "verify", str(path), "--seed", SEED]) == 0
    assert f"panel {draw.picked} " in capsys.readouterr().out
    html = lottery_night.cast.anyone.post(page_of("draw_check", draw), status=200).content.decode()
    assert "The draw is right" in html


def test_nothing_that_happens_to_offers_after_sealing_changes_the_list(lottery_night: Any) -> None:
    night = lottery_night
    draw = sealed(night)
    late = Offer.objects.create(call=night.call, code="OF-LATE", person=night.cast.chloe.person)
    FairnessAnswer.objects.filter(offer=night.offers[5]).delete()
    Offer.objects.filter(pk=night.offers[3].pk).update(received_at=now() + timedelta(days=1), home_index="elsewhere")
    make_lists()
    draw.refresh_from_db()
    assert draw.state == State.LISTED
    assert json.loads(zlib.decompress(draw.lottery))["input_sha256"] == draw.input_sha256
    assert not draw.tickets.filter(offer=late).exists()


def test_the_order_in_which_offers_came_changes_no_chance(lottery_night: Any) -> None:
    """Numbers are dealt at random; who is first or last in the table has the chance of those who answered alike."""
    draw = listed(lottery_night)
    answers: dict[Any, set[int]] = {}
    for ticket in draw.tickets.select_related("offer").prefetch_related("offer__fairness_answers__choice"):
        if not ticket.offer.home_index:
            key = tuple(sorted(one.choice.code for one in ticket.offer.fairness_answers.all() if one.question.in_draw))
            answers.setdefault(key, set()).add(ticket.in_panels)
    assert len(answers) == 6
    # Equal answers, equal chances: in 1,000 panels they differ by one at the most.
    assert all(max(found) - min(found) <= 1 for found in answers.values())


def test_who_offered_by_phone_or_post_has_the_chance_of_who_offered_online(lottery_night: Any) -> None:
    draw = listed(lottery_night)
    of = {ticket.offer_id: ticket.in_panels for ticket in draw.tickets.all()}
    by_answers: dict[Any, dict[bool, set[int]]] = {}
    for offer in lottery_night.offers[2:]:
        key = tuple(
            offer.fairness_answers.filter(question__in_draw=True).order_by("question").values_list("choice__code", flat=True)
        )
        by_answers.setdefault(key, {}).setdefault(offer.way in ("phone", "post"), set()).add(of[offer.pk])
    both = [found for found in by_answers.values() if len(found) == 2]
    assert both
    for found in both:
        assert max(found[True] | found[False]) - min(found[True] | found[False]) <= 1


def test_no_answer_counts_as_i_would_rather_not_say(lottery_night: Any) -> None:
    night = lottery_night
    FairnessAnswer.objects.filter(offer=night.offers[4], question__code="age").delete()
    task = unsealed_task(night.draw)
    assert [person.values[0] for person in task.people].count("unsaid") == 1
    assert task.features == ("age", "help"), "what is only counted is not in the draw"


def test_a_home_never_has_two_seats_and_who_must_be_in_is_in(lottery_night: Any) -> None:
    night = lottery_night
    limits = [tuple(one) for one in night.draw.quotas]
    for codes, because, words in ((["OF-9999"], "x", "has the code"), (["OF-0000"], " ", "Say why")):
        with pytest.raises(acts.About, match=words):
            acts.set_limits(
                night.natalie, night.draw, limits=limits, method="maximin", alternates=2, must=codes, must_because=because
            )
    night.draw = acts.set_limits(
        night.natalie, night.draw, limits=limits, method="maximin", alternates=2, must=["OF-0000"], must_because="She chairs."
    )
    draw = drawn(night)
    ticket = draw.tickets.get(offer__code="OF-0000")
    assert (ticket.in_panels, ticket.result) == (1000, Result.SEAT)
    assert draw.tickets.get(offer__code="OF-0001").in_panels == 0
    assert "She chairs." in night.cast.anyone.get(page_of("draw", draw)).content.decode()


# ── when it cannot be done ────────────────────────────────────────────────────────────────────────


def impossible(night: Any) -> None:
    night.draw.refresh_from_db()
    for one in night.draw.quotas:
        if one[:2] == ["age", "young"]:
            one[2:] = [6, 6]
    night.draw.save()


def test_each_way_out_is_said_in_words_and_works(lottery_night: Any) -> None:
    night = lottery_night
    impossible(night)
    with pytest.raises(acts.Problem, match="cannot be done"):
        acts.seal(night.natalie, night.draw)
    html = night.cast.natalie.get(page_of("draw_run", night.draw)).content.decode()
    assert "No, not with these limits" in html
    assert "the smallest numbers add up to 8. There are only 6 seats." in html
    assert "people who answered “16 to 34” to “How old are you?”" in html
    tokens = [part.split('"')[0] for part in html.split('name="way" value="')[1:]]
    assert tokens
    before = [list(one) for one in night.draw.quotas]
    for token in tokens:
        Draw.objects.filter(pk=night.draw.pk).update(quotas=before, changed=[])
        html = night.cast.natalie.post(page_of("draw_way", night.draw), {"way": token}, status=200).content.decode()
        assert "Yes, this can be done." in html
        night.draw.refresh_from_db()
        assert night.draw.changed
    night.cast.natalie.post(page_of("draw_way", night.draw), {"way": "none"}, status=200)
    assert "Allow" in night.cast.anyone.get(page_of("draw", published(night))).content.decode()


def test_a_sealed_draw_that_cannot_be_done_stays_and_the_next_begins_with_the_way(lottery_night: Any) -> None:
    night = lottery_night
    impossible(night)
    Number.objects.create(name="draw_at_once", value=0, because="test", at=now())
    html = night.cast.natalie.get(page_of("draw_run", night.draw)).content.decode()
    assert "Not known yet." in html
    night.cast.natalie.post(page_of("draw_look", night.draw), status=200)
    check_draws()
    assert "No, not with these limits" in night.cast.natalie.get(page_of("draw_run", night.draw)).content.decode()
    sealed(night)
    make_lists()
    night.draw.refresh_from_db()
    assert night.draw.state == State.IMPOSSIBLE
    html = night.cast.natalie.get(page_of("draw_run", night.draw)).content.decode()
    token = html.split('name="way" value="')[1].split('"')[0]
    night.cast.natalie.post(page_of("draw_way", night.draw), {"way": token}, status=200)
    second = night.call.draws.get(number=2)
    assert "What is changed" in second.because
    assert Draw.objects.get(pk=night.draw.pk).state == State.IMPOSSIBLE
    night.draw = second
    assert drawn(night).state == State.DRAWN
    night.cast.natalie.get(page_of("draw_run", second.follows))


def test_limits_can_be_tried_before_they_are_saved(lottery_night: Any) -> None:
    night = lottery_night
    url = page_of("draw_limits", night.draw)
    night.cast.natalie.get(url)
    typed: dict[str, Any] = {"method": "nash", "alternates": 1, "must": "", "must_because": "", "look": "1"}
    for feature, value, low, high in night.draw.quotas:
        typed |= {f"{feature}.{value}.low": low, f"{feature}.{value}.high": high}
    assert "Yes, this can be done." in night.cast.natalie.post(url, typed, status=200).content.decode()
    typed["age.young.low"] = 6
    typed["age.young.high"] = 6
    assert "No, not with these limits" in night.cast.natalie.post(url, typed, status=200).content.decode()
    night.draw.refresh_from_db()
    assert (night.draw.changed, night.draw.method) == ([], "leximin")
    typed |= {"age.young.low": 5, "age.young.high": 3}
    del typed["look"]
    html = night.cast.natalie.post(url, typed, status=422).content.decode()
    assert "cannot be more than the largest" in html
    typed |= {"age.young.low": 2, "age.young.high": 3}
    night.cast.natalie.post(url, typed, status=200)
    night.draw.refresh_from_db()
    assert night.draw.changed == [["age", "young", 1, 3, 2, 3]]


def test_too_few_people_is_a_sentence(cast: Any) -> None:
    call = make_call(cast, closed_at=now())
    make_offers(call, 3)
    draw = acts.start_draw(cast.natalie.person, call)
    assert "There are 6 seats, but only 3 people can be drawn." in cast.natalie.get(page_of("draw_run", draw)).content.decode()


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
    after.leave_draws(offer.person, offer)
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
