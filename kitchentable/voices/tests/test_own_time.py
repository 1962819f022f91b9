"""Each person's own last day to reply to a question, by when they had its papers (R013)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from kitchentable.policy.clock import at, now, today
from kitchentable.policy.verdict import ANYONE, Refused
from kitchentable.voices import acts
from kitchentable.voices.acts.saying import NotOpen
from kitchentable.voices.jobs import close_questions
from kitchentable.voices.models import Question
from kitchentable.voices.replying import takes_replies
from kitchentable.words.linking import PaperStays
from kitchentable.words.models import Version
from kitchentable.words.tests.making import make_document
from kitchentable.words.tests.sending_steps import PLAIN, becomes_ready, ready_version, send

BECAUSE = "The printer broke."
LAST = 20


@pytest.fixture
def asked(cast: Any) -> tuple[Question, Version]:
    """A question with one paper, that was sent to Pat and Reg; Reg's copy is not ready."""
    question = Question.objects.create(
        work=cast.work, kind="help", asks="Which hours suit you?", opened_at=now(), closes_on=today() + timedelta(days=LAST)
    )
    version = ready_version(cast)
    acts.question_papers(cast.natalie.person, question, papers=[version.document])
    send(cast, version, "pat", "reg", unready_because=BECAUSE)
    return question, version


def say_url(cast: Any) -> str:
    return reverse("voices:say", args=[cast.work.slug])


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_whose_copy_came_three_days_late_may_reply_three_days_longer_also_by_phone(cast: Any, asked: Any) -> None:
    question, version = asked
    with at(now() + timedelta(days=3)):
        becomes_ready(version, PLAIN)
    with at(now() + timedelta(days=LAST + 3)):
        assert close_questions() == 0
        acts.say(cast.reg.person, cast.work, words="In the morning.", question=question)
        acts.say(cast.natalie.person, cast.work, words="And at six.", question=question, way="phone", for_person=cast.reg.person)
        for whom in (cast.pat.person, ANYONE):
            with pytest.raises(NotOpen):
                acts.say(whom, cast.work, words="In the evening.", question=question)
    with at(now() + timedelta(days=LAST + 4)):
        assert not takes_replies(question, cast.reg.person)
        assert close_questions() == 1


def test_a_question_waits_for_whoevers_time_has_not_begun(cast: Any, asked: Any) -> None:
    question, version = asked
    with at(now() + timedelta(days=60)):
        assert close_questions() == 0
        assert takes_replies(question, cast.reg.person)
        becomes_ready(version, PLAIN)
    with at(now() + timedelta(days=60 + LAST)):
        assert close_questions() == 0
    with at(now() + timedelta(days=60 + LAST + 1)):
        assert close_questions() == 1


def test_without_papers_nothing_changes(cast: Any, asked: Any) -> None:
    question, _version = asked
    question.papers.clear()
    with at(now() + timedelta(days=LAST + 1)):
        assert not takes_replies(question, cast.reg.person)
        assert close_questions() == 1


def test_each_reads_their_own_day_and_nobody_reads_anothers(cast: Any, asked: Any) -> None:
    _question, version = asked
    version.document.is_public = True
    version.document.save()
    with at(now() + timedelta(days=3)):
        becomes_ready(version, PLAIN)
    reg, joan, anyone = (text(who.get(say_url(cast))) for who in (cast.reg, cast.joan, cast.anyone))
    assert "3 days late. So you have 3 days more" in reg
    for other in (joan, anyone, text(cast.pat.get(say_url(cast)))):
        assert "3 days" not in other
    assert "If your copy of a paper comes later, you have as many days more." in joan
    assert "Help at home: what could change" in anyone, "papers to read first"
    work = text(cast.reg.get(cast.work.get_absolute_url()))
    assert "3 days late. So you have 3 days more" in work


def test_after_the_day_for_all_the_question_stands_only_where_it_is_open(cast: Any, asked: Any) -> None:
    question, version = asked
    with at(now() + timedelta(days=3)):
        becomes_ready(version, PLAIN)
    with at(now() + timedelta(days=LAST + 2)):
        assert question.asks in text(cast.reg.get(cast.work.get_absolute_url()))
        assert question.asks not in text(cast.pat.get(cast.work.get_absolute_url()))
        form = f"{reverse('voices:write_for', args=[cast.work.slug])}?for="
        assert question.asks in text(cast.natalie.get(form + cast.reg.person.key))
        assert question.asks not in text(cast.natalie.get(form + cast.pat.person.key))


def test_the_lead_sees_how_many_wait_and_never_closes_over_them(cast: Any, asked: Any) -> None:
    question, _version = asked
    page = text(cast.natalie.get(reverse("voices:question", args=[cast.work.slug, question.pk])))
    assert "1 person does not have their copy yet" in page
    assert "Close this question now" not in page
    with pytest.raises(Refused, match="time still"):
        acts.close_question(cast.natalie.person, question)


def test_papers_are_chosen_on_a_page_and_stay_once_people_were_asked(cast: Any, asked: Any) -> None:
    question, version = asked
    other = make_document(cast, "What it costs")
    here = reverse("voices:question_papers", args=[cast.work.slug, question.pk])
    cast.natalie.post(here, {"papers": [other.key]}, status=422)
    with pytest.raises(PaperStays):
        acts.question_papers(cast.natalie.person, question, papers=[])
    cast.natalie.post(here, {"papers": [other.key, version.document.key]}, status=200)
    assert set(question.papers.all()) == {other, version.document}
    cast.pat.get(here, status=403)
    cast.rao.get(here, status=403)
