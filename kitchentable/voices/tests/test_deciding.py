"""Themes, decisions and questions: nothing that is decided is asked as if it were open, and each theme is weighed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from kitchentable.policy.clock import at, today
from kitchentable.policy.verdict import Problem, Refused
from kitchentable.voices import acts
from kitchentable.voices.models import Contribution, Decision, Question, Theme
from kitchentable.voices.tests.office_steps import day
from kitchentable.voices.views.deciding import usual_last_day
from tests.asking import looked


def to(name: str, cast: Any, *more: Any) -> str:
    return reverse(f"voices:{name}", args=[cast.work.slug, *more])


def question_form(**changed: Any) -> dict[str, Any]:
    return {
        "kind": "views",
        "asks": "Shall the day centre close?",
        "more": "",
        "decision": "",
        "can_change": "When",
        "cannot_change": "The money, because of the vote",
        "costs": "£200,000 a year",
        "bad_effects": "People lose a place to meet",
        "answered_by": "",
        "short_because": "",
        **changed,
    }


@pytest.fixture
def said(cast: Any) -> list[Contribution]:
    words = [("chloe", "The bus stops at six.", "group"), ("reg", "No bus on Sunday.", "group"), ("pat", "Loud, and late.", "lead")]
    return [acts.say(getattr(cast, who).person, cast.work, words=text, sharing=sharing) for who, text, sharing in words]


# ── questions ─────────────────────────────────────────────────────────────────────────────────────


def test_s03_a_question_that_was_decided_cannot_be_dressed_up_as_open(cast):
    """S03: marked as decided on 4 May; on 10 May it cannot be asked; two honest ways on are offered, and work."""
    zone = ZoneInfo("Europe/London")
    with at(datetime(2027, 5, 5, 12, tzinfo=zone)):
        cast.natalie.post(to("decisions", cast), {"title": "Close the day centre?", "what": "", "decider": cast.rao.person.key})
        decision = Decision.objects.get()
        before = {
            "do": "before",
            "because": "The council voted to close it, to save £200,000.",
            **day("decided_on", date(2027, 5, 4)),
        }
        cast.natalie.post(to("decision", cast, decision.number), before)
    with at(datetime(2027, 5, 10, 12, tzinfo=zone)):
        cast.natalie.post(to("ask", cast), question_form(decision=decision.pk))
        question = Question.objects.get()
        page = cast.natalie.post(to("open_question", cast, question.pk), status=409).content.decode()
        assert "This was decided on 4 May 2027" in page
        assert "Tell people what was decided" in page
        assert "Ask what help people need now" in page
        assert Question.objects.get().opened_at is None
        for kind in ("tell", "help"):
            cast.natalie.post(to("ask_instead", cast, question.pk), {"kind": kind})
            draft = Question.objects.get(kind=kind)
            assert (draft.decision, draft.opened_at) == (decision, None)
            if kind == "help":
                looked(cast.natalie.person, draft)
            cast.natalie.post(to("open_question", cast, draft.pk), status=200)
            assert Question.objects.get(pk=draft.pk).opened_at is not None
        with pytest.raises(Refused):
            acts.open_question(cast.natalie.person, question)
        with pytest.raises(Problem):
            acts.say(cast.chloe.person, cast.work, words="Do not!", question=Question.objects.get(kind="tell"))
        assert acts.say(cast.chloe.person, cast.work, words="A lift to town.", question=Question.objects.get(kind="help"))
        cast.natalie.post(to("ask_instead", cast, question.pk), {"kind": "views"}, status=404)


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("can_change", "Say what can change."),
        ("cannot_change", "Say what cannot change, and why."),
        ("costs", "Say what the choices cost."),
        ("bad_effects", "Say what may go badly."),
    ],
)
def test_a_question_opens_only_when_people_are_told_enough(cast, missing, says):
    cast.natalie.post(to("ask", cast), question_form(**{missing: ""}))
    question = Question.objects.get()
    page = cast.natalie.post(to("open_question", cast, question.pk), status=422).content.decode()
    assert says in page
    cast.natalie.post(to("question", cast, question.pk), question_form())
    looked(cast.natalie.person, Question.objects.get())
    cast.natalie.post(to("open_question", cast, question.pk), status=200)
    assert Question.objects.get().closes_on == today() + timedelta(weeks=12)


def test_a_short_time_needs_a_reason(cast):
    soon = day("closes_on", today() + timedelta(days=10))
    cast.natalie.post(to("ask", cast), question_form(**soon))
    question = Question.objects.get()
    assert (
        "Give people longer, or say why not"
        in cast.natalie.post(to("open_question", cast, question.pk), status=422).content.decode()
    )
    cast.natalie.post(to("question", cast, question.pk), question_form(**soon, short_because="The lease ends on Friday."))
    looked(cast.natalie.person, Question.objects.get())
    cast.natalie.post(to("open_question", cast, question.pk), status=200)


def test_what_was_opened_stays_as_people_read_it(cast):
    cast.natalie.post(to("ask", cast), question_form())
    question = looked(cast.natalie.person, Question.objects.get())
    cast.natalie.post(to("open_question", cast, question.pk))
    page = cast.natalie.post(to("question", cast, question.pk), question_form(asks="Something else?"), status=422)
    assert "stays as people read it" in page.content.decode()
    assert Question.objects.get().asks == "Shall the day centre close?"
    cast.natalie.post(to("close_question", cast, question.pk))
    assert Question.objects.get().closed_at is not None


@pytest.mark.django_db
def test_public_holidays_give_more_weeks():
    last, free = usual_last_day(date(2026, 11, 2))
    assert free[0] == date(2026, 12, 25)
    assert last == date(2026, 11, 2) + timedelta(weeks=14)
    assert usual_last_day(date(2026, 9, 1)) == (date(2026, 9, 1) + timedelta(weeks=12), [])


def test_only_the_lead_asks(cast):
    for seat in (cast.rao, cast.chloe, cast.ben):
        seat.post(to("ask", cast), question_form(), status=403)
    cast.anyone.get(to("questions", cast), status=302)
    assert not Question.objects.exists()


# ── themes ────────────────────────────────────────────────────────────────────────────────────────


def test_people_at_the_table_make_themes_and_see_only_what_is_shared_with_them(cast, said):
    cast.chloe.post(to("themes", cast), {"called": "Buses", "what": ""})
    theme = Theme.objects.get()
    page = cast.chloe.get(to("theme", cast, theme.pk) + "?put=1").content.decode()
    assert "No bus on Sunday." in page
    assert "Loud, and late." not in page
    cast.chloe.post(to("theme", cast, theme.pk) + "?put=1", {"said": [c.code for c in said]})
    assert set(theme.contributions.all()) == set(said[:2])


def test_a_theme_counts_only_what_the_reader_may_see(cast, said):
    theme = acts.make_theme(cast.natalie.person, cast.work, called="Late")
    acts.mark(cast.natalie.person, theme, contributions=said)
    assert "3 things" in cast.natalie.get(to("themes", cast)).content.decode()
    assert "2 things" in cast.mina.get(to("themes", cast)).content.decode()


def test_what_was_put_in_a_theme_can_be_taken_out(cast, said):
    theme = acts.make_theme(cast.natalie.person, cast.work, called="Late")
    acts.mark(cast.natalie.person, theme, contributions=said)
    cast.natalie.post(to("theme", cast, theme.pk), {"said": [said[0].code]})
    assert set(theme.contributions.all()) == set(said[1:])
    assert "Nothing was ticked" in cast.natalie.post(to("theme", cast, theme.pk), {}).content.decode()


def test_one_thing_goes_into_several_themes_on_its_own_page(cast, said):
    buses = acts.make_theme(cast.natalie.person, cast.work, called="Buses")
    url = reverse("voices:into_themes", args=[said[0].code])
    cast.natalie.post(url, {"themes": [buses.pk], "called": "Evenings"})
    assert {t.called for t in said[0].themes.all()} == {"Buses", "Evenings"}
    cast.natalie.post(url, {"themes": [], "called": ""})
    assert not said[0].themes.exists()


def test_people_outside_make_no_themes(cast, said):
    cast.joan.get(to("themes", cast), status=403)
    cast.joan.post(to("themes", cast), {"called": "Mine"}, status=403)


# ── decisions ─────────────────────────────────────────────────────────────────────────────────────


def test_it_is_decided_only_when_each_theme_was_weighed_and_points_at_all_that_was_read(cast, said):
    work, natalie = cast.work, cast.natalie.person
    buses, noise = (acts.make_theme(natalie, work, called=called) for called in ("Buses", "Noise"))
    acts.mark(natalie, buses, contributions=said[:2])
    acts.mark(natalie, noise, contributions=said[2:])
    acts.pass_on(natalie, said[2], to=cast.gill.person)
    acts.make_theme(natalie, work, called="Nobody said this")
    cast.natalie.post(to("decisions", cast), {"title": "How late do we open?", "what": "", "decider": cast.rao.person.key})
    decision = Decision.objects.get()
    here = to("decision", cast, decision.number)
    cast.natalie.post(here, {"do": "option", "what": "Until nine", "cost": ""}, status=422)
    cast.natalie.post(here, {"do": "option", "what": "Until nine", "cost": "£9,000 a year", "bad_effects": "Later shifts"})
    option = decision.options.get()
    form = {
        "do": "decide",
        "chosen": option.pk,
        "because": "People miss every evening, and £9,000 is there.",
        **day("decided_on", today()),
    }
    page = cast.rao.post(here, form, status=422).content.decode()
    assert "Say first how these were weighed: Buses, Noise." in page
    weigh_noise = to("weigh", cast, decision.number, noise.pk)
    page = cast.rao.get(weigh_noise).content.decode()
    assert "Loud, and late." not in page
    assert "1 more was said only for the lead" in page
    cast.rao.post(weigh_noise, {"how": "We are committed to."}, status=422)
    cast.rao.post(weigh_noise, {"how": "A quiet room opens at six, so noise does not speak against it."})
    cast.rao.post(to("weigh", cast, decision.number, buses.pk), {"how": "The last bus goes at nine from March, so nine it is."})
    cast.rao.post(here, form, status=200)
    decision.refresh_from_db()
    assert (decision.chosen, decision.decided_by) == (option, cast.rao.person)
    assert set(decision.read.values_list("contribution", flat=True)) == {c.pk for c in said}
    cast.rao.post(here, form, status=403)
    cast.natalie.post(here, {"do": "option", "what": "Until ten", "cost": "£1"}, status=403)
    cast.natalie.post(
        here, {"do": "before", "because": "It was decided before, in April.", **day("decided_on", today())}, status=403
    )


def test_deciding_closes_its_questions(cast):
    decision = acts.plan_decision(cast.natalie.person, cast.work, title="How late?")
    cast.natalie.post(to("ask", cast), question_form(decision=decision.pk))
    question = looked(cast.natalie.person, Question.objects.get())
    cast.natalie.post(to("open_question", cast, question.pk))
    form = {"do": "decide", "chosen": "none", "because": "Nobody asked for more, so it stays at six.", **day("decided_on", today())}
    cast.rao.post(to("decision", cast, decision.number), form)
    assert Question.objects.get().closed_at is not None


def test_only_the_decider_weighs_and_decides(cast, said):
    theme = acts.make_theme(cast.natalie.person, cast.work, called="Buses")
    acts.mark(cast.natalie.person, theme, contributions=said)
    decision = acts.plan_decision(cast.natalie.person, cast.work, title="How late?", decider=cast.green.person)
    here = to("decision", cast, decision.number)
    cast.green.get(here)
    cast.natalie.post(to("weigh", cast, decision.number, theme.pk), {"how": "It changes nothing at all for us."}, status=403)
    form = {"do": "decide", "chosen": "none", "because": "It stays as it was in May.", **day("decided_on", today())}
    cast.rao.post(here, form, status=403)
    for seat in (cast.chloe, cast.ben):
        seat.get(here, status=404)
        seat.get(to("decisions", cast), status=404)


def test_a_decision_is_not_dated_after_today(cast):
    decision = acts.plan_decision(cast.natalie.person, cast.work, title="How late?")
    form = {
        "do": "decide",
        "chosen": "none",
        "because": "Nobody asked for more, so it stays.",
        **day("decided_on", today() + timedelta(days=2)),
    }
    page = cast.rao.post(to("decision", cast, decision.number), form, status=422).content.decode()
    assert "cannot be after today" in page
    assert "Nobody asked for more, so it stays." in page
