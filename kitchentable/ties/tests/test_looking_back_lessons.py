"""What teams would tell the next one: found by words, pointed to, and answered before the work goes on."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.urls import reverse

from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import write
from kitchentable.policy.act import followed
from kitchentable.policy.clock import now
from kitchentable.ties import lessons
from kitchentable.ties.models import Lesson, LookBack, LookLine
from kitchentable.ties.search import finding
from kitchentable.ties.search.finding import Ask, Found
from kitchentable.ties.search.sources import Shown, sources
from kitchentable.works import acts as works
from kitchentable.works.acts import NotYet
from kitchentable.works.models import Work

pytestmark = pytest.mark.django_db


@pytest.fixture
def left(cast: Any) -> LookLine:
    """What the team of “Better help at home” left for the next."""
    found = LookBack.objects.create(work=cast.work, kind="end", occasion="end", closed_at=now(), shown_at=now(), counts={})
    LookLine.objects.create(look_back=found, kind="helped", words="Tea.")
    return LookLine.objects.create(
        look_back=found, kind="next_team", words="Ask night staff first.", written_by=cast.natalie.person
    )


def new_work(cast: Any, slug: str = "short-breaks", **more: Any) -> Work:
    return works.start(
        cast.natalie.person,
        Work(
            slug=slug, title="Short breaks", what_this_is="Breaks at night", what_we_ask="x", can_change="x", cannot_change="x, because",
            decider=cast.rao.person, answers_first=cast.rao.person, **more,
        ),
    )  # fmt: skip


def finds(monkeypatch: pytest.MonkeyPatch, *keys: str) -> list[Ask]:
    """The search finds these, and something of another kind."""
    asked: list[Ask] = []

    def find(_person: Any, ask: Ask, *, limit: int = 20, offset: int = 0) -> Found:
        asked.append(ask)
        return Found([Shown("contribution", "nothere", "", ""), *(Shown("lookback", key, "", "") for key in keys)])

    monkeypatch.setattr(finding, "find", find)
    return asked


def test_a_new_piece_of_work_has_in_front_what_other_teams_would_tell_it(
    cast: Any, left: LookLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = finds(monkeypatch, left.key)
    assert "works.start" in followed()
    work = new_work(cast)
    assert asked[0].kinds == ["lookback"]
    assert asked[0].without == [work.pk]
    lesson = Lesson.objects.get()
    assert (lesson.work, lesson.line, lesson.pointed_by) == (work, left, None)
    message = write(Outgoing.objects.get(kind="ties.lessons", person=cast.natalie.person))
    assert message is not None
    assert message.link == reverse("ties:lessons", args=[work.slug])
    assert lessons.lessons_are_answered(work, Work.Stage.ASKING)
    with pytest.raises(NotYet):
        works.move(cast.natalie.person, work, stage=Work.Stage.ASKING)

    url = reverse("ties:lessons", args=[work.slug])
    assert "Ask night staff first." in cast.natalie.get(url).content.decode()
    answer = {"once": str(uuid.uuid4()), "lesson": lesson.key, "takes": "yes"}
    cast.natalie.post(url, {**answer, "because": " "}, status=422)
    cast.natalie.post(url, {**answer, "because": "We ask them in week one."}, status=200)
    lesson.refresh_from_db()
    assert (lesson.takes, lesson.said_by) == ("yes", cast.natalie.person)
    assert not lessons.lessons_are_answered(work, Work.Stage.ASKING)
    assert write(Outgoing.objects.get(kind="ties.lessons", person=cast.natalie.person)) is None
    cast.dee.get(url, status=404)
    cast.chloe.get(url, status=403)


def test_its_own_lines_and_lines_of_what_is_open_are_not_brought(
    cast: Any, left: LookLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds(monkeypatch, left.key)
    assert lessons.found_for(cast.natalie.person, cast.work) == []
    LookBack.objects.update(closed_at=None)
    assert new_work(cast).lessons.count() == 0


def test_its_lead_can_point_to_a_team_that_learned_something(cast: Any, left: LookLine) -> None:
    work = new_work(cast)
    assert work.lessons.count() == 0
    url = reverse("ties:lessons", args=[work.slug])
    sent = {"once": str(uuid.uuid4()), "look_back": left.look_back.key}
    cast.natalie.post(url, sent, status=200)
    cast.natalie.post(url, {**sent, "once": str(uuid.uuid4())}, status=422)
    lesson = Lesson.objects.get()
    assert (lesson.line, lesson.pointed_by) == (left, cast.natalie.person)


def test_what_is_found_is_what_was_agreed_and_only_by_who_may_read_it(cast: Any, left: LookLine) -> None:
    kind = sources()["lookback"]
    assert [one.key for one in kind.every()] == [left.key]
    assert [one.key for one in kind.some([left.key, "nothere"])] == [left.key]
    assert list(kind.acts["ties.look_close"](left.look_back, left.look_back)) == [left.key]
    assert kind.show(cast.joan.person, [left.key])[left.key].words == "Ask night staff first."
    Work.objects.filter(pk=cast.work.pk).update(is_public=False)
    assert kind.show(cast.joan.person, [left.key]) == {}
    assert kind.show(cast.chloe.person, [left.key])
    LookBack.objects.update(closed_at=None)
    assert list(kind.every()) == []
