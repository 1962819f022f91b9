"""Quiet advice under each box in which the organisation writes, and under none in which a person speaks (danger 7)."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

import kitchentable
from kitchentable.policy.clock import today
from kitchentable.policy.models import Attempt
from kitchentable.policy.numbers import starting
from kitchentable.record.models import Line
from kitchentable.seats.models import AffectedGroup
from kitchentable.ui.advice import CHECK
from kitchentable.ui.forms import KitchenForm
from kitchentable.voices import acts as answers
from kitchentable.voices.forms.office import TO_CHECK
from kitchentable.voices.models import Outcome, Question
from kitchentable.voices.tests.making import say
from kitchentable.voices.tests.office_steps import answer_url
from kitchentable.words import checking
from kitchentable.words.advising import advice_on

HAVE_ADVICE = {
    "ties.forms.leaving.ProposeForm": {"words"},
    "voices.forms.office.AnswerForm": {"words", "because"},
    "ties.forms.promises.KeptForm": {"how"},
    "ties.forms.promises.NotKeptForm": {"because"},
    "ties.forms.promises.AnewForm": {"what", "because"},
    "ties.forms.promises.DecidedForm": {"what"},
    "voices.forms.office.HeardForm": {"heard"},
    "voices.forms.office.DecisionForm": {"what"},
    "voices.forms.office.OptionForm": {"good_effects", "bad_effects"},
    "voices.forms.office.WeighForm": {"how"},
    "voices.forms.office.DecideForm": {"because"},
    "voices.forms.office.MadeBeforeForm": {"because"},
    "voices.forms.office.QuestionForm": {"more", "can_change", "cannot_change", "costs", "bad_effects"},
    "gatherings.forms.after.LineForm": {"words"},
    "gatherings.forms.planning.NewForm": {"purpose", "what_we_ask"},
    "gatherings.forms.planning.ChangeForm": {"ground_rules", "purpose", "what_we_ask", "what_you_get", "content_note"},
    "gatherings.forms.planning.BecauseForm": {"because"},
    "gatherings.forms.places.PlaceForm": {"what_it_is_like", "the_way"},
    "seats.forms.calls.CallForm": {"what", "how_much_time", "what_we_pay", "what_support", "for_whom", "other_ways"},
    "seats.forms.mapping.GroupForm": {"how_affected"},
    "seats.forms.mapping.PlanForm": {"because"},
    "seats.forms.draws.BecauseForm": {"because"},
    "seats.forms.draws.LimitsForm": {"must_because"},
    "works.forms.WorkForm": {"what_this_is", "what_we_ask", "what_next", "can_change", "cannot_change"},
    "words.forms.papers.SummaryForm": {"what_this_is", "what_we_ask", "what_happens_next", "what_changed"},
    "words.forms.papers.ShortForm": {"short_text"},
    "words.forms.papers.NextForm": {"what_changed"},
    "ties.forms.reports.PartForm": {"words"},
    "ties.forms.learning.LearningForm": {"what"},
    "ties.forms.learning.BecauseForm": {"because"},
    "ties.forms.looking_back.HopeForm": {"aim", "mood_aim", "good", "bad"},
    "ties.forms.looking_back.LineForm": {"words"},
    "ties.forms.looking_back.ActionForm": {"what"},
    "ties.forms.looking_back.LessonForm": {"because"},
    "ties.forms.told.NewForm": {"new"},
}
"""Every box with advice: what the organisation writes and people read."""
A_PERSON_SPEAKS = {
    "ties.forms.leaving.PlanForm", "ties.forms.leaving.ChooseForm", "ties.forms.leaving.LineForm",
    "voices.forms.saying.SayForm", "voices.forms.saying.AddForm", "voices.forms.office.WriteForForm", "voices.forms.office.SaidYesForm",
    "voices.forms.office.SaidSoForm", "voices.forms.office.TranscriptForm", "voices.forms.office.TheirMoreForm",
    "voices.forms.office.TheirWishForm", "gatherings.forms.after.HowForm", "gatherings.forms.agenda.BringForm",
    "gatherings.forms.agenda.SaidForm", "gatherings.forms.inviting.ReplyForm", "gatherings.forms.inviting.GoAheadForm",
    "gatherings.forms.arranging.WhatToDoForm", "seats.forms.mapping.SuggestForm", "seats.forms.offers.OfferForm",
    "seats.forms.table.LeaveForm", "people.needs_forms.SayNeedForm", "people.needs_forms.WordsForm", "people.needs_forms.WhyForm",
    "people.needs_forms.DetailForm", "people.support_forms.AloneForm", "people.support_forms.DecidingForm", "people.forms.WorryForm",
    "works.forms.FeltForm", "ties.forms.promises.SaidForm", "ties.forms.promises.SaidForForm",
    "ties.forms.learning.SuggestForm", "ties.forms.learning.AfterForm", "ties.forms.confidence.SureForm",
    "ties.forms.looking_back.LookSayForm", "ties.forms.looking_back.DoubtForm",
    "ties.forms.looking_back.RoomForm",
    "ties.forms.spot.RemarkForm", "ties.forms.spot.RemarkForForm",
}  # fmt: skip
"""Forms in which somebody speaks, or staff type what somebody said: the check looks at none of their boxes."""


def forms() -> Iterator[type[KitchenForm]]:
    """Every form of the code base, those of tests left out."""
    for one in pkgutil.walk_packages(kitchentable.__path__, "kitchentable."):
        if re.search(r"\.(forms|views|needs_forms|support_forms)(\.|$)", one.name) and ".tests" not in one.name:
            importlib.import_module(one.name)
    left = [KitchenForm]
    while left:
        for kind in left.pop().__subclasses__():
            left.append(kind)
            if kind.__module__.startswith("kitchentable.") and ".tests" not in kind.__module__:
                yield kind


def name_of(kind: type[KitchenForm]) -> str:
    return f"{kind.__module__.removeprefix('kitchentable.')}.{kind.__qualname__}"


def advised(kind: type[KitchenForm]) -> set[str]:
    return {name for name, field in kind.base_fields.items() if getattr(field, "advice", False)}  # type: ignore[attr-defined]


@pytest.mark.one_database
def test_every_box_with_advice_is_named_and_none_is_one_where_a_person_speaks() -> None:
    found = {name_of(kind): advised(kind) for kind in forms()}
    assert {name: boxes for name, boxes in found.items() if boxes} == HAVE_ADVICE
    assert set(found) >= A_PERSON_SPEAKS
    assert not A_PERSON_SPEAKS & HAVE_ADVICE.keys()
    assert len(found) > 100


@pytest.mark.one_database
def test_boxes_that_forms_make_while_they_run_have_no_advice_either() -> None:
    for kind in forms():
        source = importlib.import_module(kind.__module__).__file__ or ""
        with open(source, encoding="utf-8") as file:
            for line in file:
                assert not ("self.fields[" in line and "advice=True" in line), f"{source}: {line}"


@pytest.mark.django_db
def test_advice_says_what_could_be_clearer_and_is_no_judge() -> None:
    found = advice_on("We will utilise the MDT in due course.")
    assert [(one.said, tuple(one.better)) for one in found.lines if one.said == "utilise"] == [("utilise", ("use",))]
    assert found.count == 3
    assert advice_on("We will visit you on Monday.").count == 0
    assert advice_on("He said: “Utilise it in due course.”").count == 0
    assert advice_on("   ").count == 0


@pytest.mark.django_db
def test_while_somebody_types_a_piece_of_page_comes_back_and_nothing_is_kept(cast: Any) -> None:
    lines = Line.objects.count()
    back = cast.natalie.client.post(reverse("words:advice"), {"words": "We will utilise it."})
    assert back.status_code == 200
    page = back.content.decode()
    assert "1 thing could be clearer" in page
    assert "<html" not in page
    assert Line.objects.count() == lines
    assert "utilise" not in str(list(Attempt.objects.values()))


@pytest.mark.django_db
def test_only_staff_ask_and_not_without_end(cast: Any) -> None:
    assert cast.chloe.client.post(reverse("words:advice"), {"words": "x"}).status_code == 403
    assert cast.anyone.client.post(reverse("words:advice"), {"words": "x"}).status_code == 302
    assert cast.natalie.client.get(reverse("words:advice")).status_code == 405
    for _n in range(starting()["advice_a_minute"].value):
        cast.natalie.client.post(reverse("words:advice"), {"words": "x"})
    assert cast.natalie.client.post(reverse("words:advice"), {"words": "x"}).status_code == 429


@pytest.mark.django_db
def test_without_javascript_a_button_brings_the_page_back_with_advice_and_all_that_was_typed(cast: Any) -> None:
    url = reverse("seats:call_new", args=[cast.work.slug])
    empty = cast.natalie.get(url).content.decode()
    assert empty.count("Check my words") == 6
    back = cast.natalie.post(url, {CHECK: "what", "what": "You will utilise a form in due course.", "seats": "six"}, status=422)
    page = back.content.decode()
    assert "2 things could be clearer" in page
    assert "You will utilise a form in due course." in page
    assert 'value="six"' in page
    assert "There is a problem" not in page
    assert "Please write" not in page
    assert not cast.work.calls.exists()


@pytest.mark.django_db
def test_a_form_where_a_person_speaks_has_no_button_and_is_never_only_looked_at(cast: Any) -> None:
    url = reverse("seats:suggest", args=[cast.work.slug])
    assert "Check my words" not in cast.chloe.get(url).content.decode()
    page = cast.chloe.post(url, {CHECK: "why", "name": "People who utilise buses", "why": "In due course."}).content.decode()
    assert "could be clearer" not in page
    assert AffectedGroup.objects.filter(suggested_by=cast.chloe.person).count() == 1


@pytest.mark.django_db
def test_before_an_answer_goes_one_line_says_what_could_be_clearer_and_it_can_go_as_it_is(cast: Any) -> None:
    said = say(cast, "chloe", "You utilise too many forms in due course.")
    made = answers.answer(
        cast.rao.person,
        [said],
        outcome=Outcome.USED,
        words="We will utilise one form. Ben Ash makes it by 1 June.",
        because="",
        decider=cast.rao.person,
        decided_on=today(),
    )
    url = reverse("voices:check", args=[made.key])
    page = cast.dee.get(url).content.decode()
    # One thing in our words; two in Chloe’s, which nobody checks.
    assert "Before it goes: 1 thing could be clearer" in page
    cast.dee.post(url, {"do": "send", "looked": [pick.value for pick in TO_CHECK]})
    made.refresh_from_db()
    assert made.checked_at is not None


@pytest.mark.django_db
def test_before_a_question_opens_one_line_says_what_could_be_clearer(cast: Any) -> None:
    question = Question.objects.create(
        work=cast.work, kind="views", asks="Should we utilise one form?", can_change="The form", cannot_change="x"
    )
    page = cast.natalie.get(reverse("voices:question", args=[cast.work.slug, question.pk])).content.decode()
    assert "Before it goes: 1 thing could be clearer" in page


@pytest.mark.django_db
def test_what_a_person_said_is_looked_at_by_nothing(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    run = checking.look_over
    monkeypatch.setattr(checking, "look_over", lambda source, house: (looked.append(source.text), run(source, house))[1])
    said = say(cast, "chloe", "canaryutilise in due course")
    for seat in (cast.natalie, cast.rao, cast.chloe):
        seat.get(reverse("voices:one", args=[said.code]) if seat is not cast.chloe else reverse("home:me"))
    cast.rao.get(answer_url(said))
    assert not [words for words in looked if "canary" in words]
