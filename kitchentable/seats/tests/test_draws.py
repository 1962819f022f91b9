"""Draws in the system: what people can rely on when seats are drawn, whether they are online or not."""

from __future__ import annotations

import json
import zlib
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from kitchentable.policy.book import may
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.models import Number
from kitchentable.policy.verdict import Refused
from kitchentable.record.models import Line
from kitchentable.seats.acts import draws as acts
from kitchentable.seats.draw.open_file import check_open
from kitchentable.seats.jobs.draws import check_draws, make_lists
from kitchentable.seats.models import Call, Draw, FairnessAnswer, FairnessChoice, Offer, Seat, Ticket
from kitchentable.seats.pool import unsealed_task
from kitchentable.seats.tests.drawing import SEED, drawn, listed, make_night, page_of, published, sealed
from kitchentable.seats.tests.making import make_call, make_offers

pytestmark = pytest.mark.django_db
State, Result = Draw.State, Ticket.Result


@pytest.fixture
def lottery_night(cast: Any) -> Any:
    return make_night(cast)


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


def test_a_call_that_asks_nothing_gives_everyone_the_same_chance(cast: Any) -> None:
    call = make_call(cast, closed_at=now())
    make_offers(call, 24)
    call.fairness.all().delete()
    natalie = cast.natalie.person
    night = SimpleNamespace(cast=cast, call=call, natalie=natalie, draw=acts.start_draw(natalie, call))
    assert "everybody has the same chance" in cast.natalie.get(page_of("draw_run", night.draw)).content.decode()
    cast.natalie.get(page_of("draw_limits", night.draw))
    draw = drawn(night)
    assert set(draw.tickets.values_list("in_panels", flat=True)) == {250}
    assert "Nobody’s chance is lower than 25 in 100." in cast.anyone.get(page_of("draw", draw)).content.decode()
    assert "The draw is right" in cast.anyone.post(page_of("draw_check", draw), status=200).content.decode()


def test_nobody_is_the_only_one_of_a_group_that_is_not_to_be_alone(lottery_night: Any) -> None:
    night = lottery_night
    FairnessChoice.objects.filter(question__call=night.call, code="old").update(never_alone=True)
    draw = drawn(night)
    task_panels = json.loads(zlib.decompress(draw.lottery))
    old = {one[0] for one in task_panels["input"]["people"] if one[1] == "old"}
    assert all(len(old & set(panel)) >= 2 for panel in task_panels["panels"])
    assert task_panels["no_one_alone_kept"] == [["age", "old"]]
