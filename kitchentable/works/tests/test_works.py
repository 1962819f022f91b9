"""A piece of work: what can change, who does what, and which step it really was."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kitchentable.works import acts
from kitchentable.works.ladder import hidden_counts
from kitchentable.works.models import Felt, Role, Step, Work

START = reverse("works:start")


def words(cast: Any, **changed: Any) -> dict[str, Any]:
    return {
        "title": "Short breaks",
        "lead_line": "",
        "what_this_is": "A plan for short breaks.",
        "what_we_ask": "Tell us when you need one.",
        "what_next": "",
        "can_change": "The hours",
        "cannot_change": "The money, because the council voted",
        "decider": cast.rao.person.key,
        "answers_first": cast.gill.person.key,
        "ladder_planned": "5",
        **changed,
    }


def test_whoever_starts_it_leads_it(cast):
    cast.ben.post(START, words(cast))
    work = Work.objects.get(slug="short-breaks")
    assert (work.decider, work.answers_first, work.is_public) == (cast.rao.person, cast.gill.person, False)
    assert Role.objects.get(work=work, kind="lead").person == cast.ben.person
    cast.natalie.get(reverse("works:change", args=[work.slug]), status=404)


def test_the_same_title_twice_gives_two_addresses_and_a_title_without_letters_gives_one(cast):
    for title in ("Short breaks", "Short breaks", "✨", "new"):
        cast.ben.post(START, words(cast, title=title))
    assert Work.objects.count() == 5


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"ladder_planned": "7"}, "It is co-production only when people with lived experience also help to do it and check it."),
        ({"ladder_planned": "1"}, "not on the list"),
        ({"can_change": " "}, "Please write something here."),
        ({"decider": "nobody"}, "not on the list"),
    ],
)
def test_what_is_not_true_cannot_be_started_and_what_was_typed_stays(cast, changed, says):
    page = cast.ben.post(START, words(cast, what_we_ask="Keep these words.", **changed), status=422).content.decode()
    assert says in page
    assert "Keep these words." in page
    assert Work.objects.count() == 1


def test_it_may_be_called_co_production_when_people_also_do_and_check_it(cast):
    cast.ben.post(START, words(cast, ladder_planned="7", people_also_do_and_check="on"))
    assert Work.objects.get(slug="short-breaks").ladder_planned == Step.CO_PRODUCTION


def test_the_lead_changes_the_words_and_moves_the_stage(cast):
    here = reverse("works:change", args=[cast.work.slug])
    html = cast.natalie.get(here).content.decode()
    assert cast.work.what_this_is in html
    cast.natalie.post(here, words(cast, title="Better help", is_public="on"))
    cast.natalie.post(here, {"do": "stage", "stage": "deciding"})
    work = Work.objects.get(pk=cast.work.pk)
    assert (work.title, work.slug, work.stage, work.is_public) == ("Better help", cast.work.slug, "deciding", True)


def test_only_the_lead_changes_it(cast):
    for name in ("works:change", "works:roles"):
        url = reverse(name, args=[cast.work.slug])
        for seat in (cast.rao, cast.dee, cast.chloe, cast.ben):
            seat.get(url, status=403)
        cast.anyone.get(url, status=302)
    cast.chloe.get(START, status=403)


def test_somebody_is_found_by_name_and_given_a_part_which_ends_again(cast):
    url = reverse("works:roles", args=[cast.work.slug])
    assert f"?who={cast.green.person.key}" in cast.natalie.get(url, {"q": "green"}).content.decode()
    cast.natalie.post(f"{url}?who={cast.green.person.key}", {"kind": "decider"})
    role = Role.objects.get(person=cast.green.person)
    assert role.kind == "decider"
    cast.natalie.post(url, {"end": role.pk})
    role.refresh_from_db()
    assert role.until is not None


def test_the_last_lead_stays_until_there_is_another(cast):
    url = reverse("works:roles", args=[cast.work.slug])
    role = Role.objects.get(work=cast.work, kind="lead")
    assert "Name another lead first" in cast.natalie.post(url, {"end": role.pk}, status=422).content.decode()
    cast.natalie.post(f"{url}?who={cast.dee.person.key}", {"kind": "lead"})
    cast.natalie.post(url, {"end": role.pk})
    cast.natalie.get(url, status=403)


def test_a_role_of_another_work_is_not_ended_here(cast):
    cast.ben.post(START, words(cast))
    other = Role.objects.get(work__slug="short-breaks", kind="lead")
    cast.natalie.post(reverse("works:roles", args=[cast.work.slug]), {"end": other.pk}, status=404)


# ── the ladder ────────────────────────────────────────────────────────────────────────────────────


def felt(cast: Any) -> str:
    return reverse("works:felt", args=[cast.work.slug])


def test_those_at_the_table_say_which_step_it_felt_like_and_the_newest_word_counts(cast):
    cast.chloe.post(felt(cast), {"step": "4"})
    cast.chloe.post(felt(cast), {"step": "6"})
    assert Felt.objects.get().step == 6


def test_the_lead_types_it_for_somebody_who_rings(cast):
    cast.natalie.post(felt(cast), {"do": "for", "for-whose": cast.lou.person.key, "for-step": "3"})
    assert (Felt.objects.get().person, Felt.objects.get().step) == (cast.lou.person, 3)
    cast.natalie.post(felt(cast), {"do": "for", "for-whose": cast.joan.person.key, "for-step": "3"}, status=422)


def test_those_who_did_not_take_part_cannot_say(cast):
    cast.joan.post(felt(cast), {"step": "7"}, status=403)
    cast.anyone.post(felt(cast), {"step": "7"}, follow=False, status=302)
    cast.natalie.post(felt(cast), {"step": "7"}, status=422)
    assert not Felt.objects.exists()


def test_counts_of_few_are_not_shown(cast):
    for who in ("chloe", "lou", "mina", "reg"):
        acts.feel(getattr(cast, who).person, cast.work, step=6)
    page = cast.anyone.get(felt(cast))
    assert page.context["said"] is None
    assert {row["count"] for row in page.context["rows"]} == {None}
    assert "Not enough people have said yet" in page.content.decode()
    acts.feel(cast.pat.person, cast.work, step=6)
    acts.feel(cast.raj.person, cast.work, step=2)
    page = cast.anyone.get(felt(cast))
    assert page.context["said"] == 6
    assert {row["count"] for row in page.context["rows"]} == {None}


@given(st.dictionaries(st.integers(1, 7), st.integers(0, 40), min_size=7, max_size=7), st.integers(1, 10))
def test_no_count_of_few_can_be_worked_out(counts, below):
    shown = hidden_counts(counts, below)
    hidden = [step for step, count in shown.items() if count is None]
    assert all(count >= below for count in shown.values() if count is not None)
    assert all(shown[step] in (None, counts[step]) for step in counts)
    if sum(counts.values()) < below:
        assert len(hidden) == len(counts)
    elif hidden:
        rest = sum(counts.values()) - sum(count for count in shown.values() if count is not None)
        assert len(hidden) >= 2
        assert rest >= below
