"""Papers to read before a gathering: a week before at the latest (R034), and whose copy comes late replies later (R013)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from kitchentable.gatherings.acts import papers as acts
from kitchentable.gatherings.jobs import inviting as jobs
from kitchentable.gatherings.models import Gathering, Invitation
from kitchentable.gatherings.reply_days import reply_day
from kitchentable.people.models import Outgoing, Scope, Supporter
from kitchentable.people.outbox import write
from kitchentable.policy.clock import at, now, today
from kitchentable.words.acts.sending import TooLate
from kitchentable.words.audience import groups_of
from kitchentable.words.linking import PaperStays
from kitchentable.words.models import Version
from kitchentable.words.tests.sending_steps import PLAIN, becomes_ready, ready_version, send

BECAUSE = "The printer broke."


def on_day(days: int) -> datetime:
    return timezone.make_aware(datetime.combine(today() + timedelta(days=days), time(11)))


@pytest.fixture
def meeting(cast: Any) -> tuple[Gathering, Version]:
    """In 20 days, reply in 10; one paper; Reg and Pat are invited."""
    gathering = Gathering.objects.create(
        work=cast.work, title="Help at night", purpose="We talk about nights.", starts_at=on_day(20), minutes=120,
        host=cast.natalie.person, reply_by=today() + timedelta(days=10), state=Gathering.State.INVITING,
    )  # fmt: skip
    for one in (cast.reg, cast.pat):
        Invitation.objects.create(gathering=gathering, person=one.person, state=Invitation.State.SENT, sent_at=now())
    version = ready_version(cast)
    acts.gathering_papers(cast.natalie.person, gathering, papers=[version.document])
    return gathering, version


def of(gathering: Gathering, who: Any) -> Invitation:
    return Invitation.objects.select_related("gathering", "person").get(gathering=gathering, person=who.person)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_whose_copy_came_three_days_late_replies_three_days_later(cast: Any, meeting: Any) -> None:
    gathering, version = meeting
    send(cast, version, "reg", "pat", unready_because=BECAUSE)
    waits = reply_day(of(gathering, cast.reg))
    assert waits is not None
    assert waits.day is None
    with at(now() + timedelta(days=3)):
        becomes_ready(version, PLAIN)
    own, others = reply_day(of(gathering, cast.reg)), reply_day(of(gathering, cast.pat))
    assert own is not None
    assert own.day == gathering.reply_by + timedelta(days=3)
    assert others is not None
    assert others.day == gathering.reply_by
    seen = text(cast.reg.get(of(gathering, cast.reg).get_absolute_url()))
    assert "came 3 days late" in seen
    assert "Papers to read first" in seen
    assert "3 days" not in text(cast.pat.get(of(gathering, cast.pat).get_absolute_url()))


def test_nobody_is_asked_to_reply_after_it_began(cast: Any, meeting: Any) -> None:
    gathering, version = meeting
    send(cast, version, "reg", unready_because=BECAUSE)
    with at(now() + timedelta(days=15)):
        becomes_ready(version, PLAIN)
    own = reply_day(of(gathering, cast.reg))
    assert own is not None
    assert own.day == today() + timedelta(days=20)


def test_the_host_is_told_who_did_not_reply_only_when_everybody_had_their_time(cast: Any, meeting: Any) -> None:
    gathering, version = meeting
    send(cast, version, "reg", "pat", unready_because=BECAUSE)
    with at(now() + timedelta(days=3)):
        becomes_ready(version, PLAIN)
    with at(now() + timedelta(days=13)):
        assert jobs.note_no_reply() == 0
    with at(now() + timedelta(days=14)):
        assert jobs.note_no_reply() == 1
    assert gathering.host == cast.natalie.person


def test_the_message_names_the_persons_own_day(cast: Any, meeting: Any) -> None:
    gathering, version = meeting
    send(cast, version, "reg", unready_because=BECAUSE)
    one = of(gathering, cast.reg)
    message = Outgoing(kind="gatherings.invited", thing_key=one.key, person=cast.reg.person, same="x")
    written = write(message)
    assert written is not None
    assert "Your time starts on the day you have it." in written.words


def test_a_supporter_who_reads_invitations_does_not_learn_that_a_copy_was_late(cast: Any, meeting: Any) -> None:
    gathering, version = meeting
    send(cast, version, "reg", unready_because=BECAUSE)
    Supporter.objects.update(person=cast.reg.person, supporter=cast.kim.person, scopes=[Scope.INVITATIONS])
    seen = text(cast.kim.get(of(gathering, cast.reg).get_absolute_url()))
    assert "There is still time." in seen
    assert "do not have your copy" not in seen


def test_a_paper_that_goes_six_days_before_needs_a_reason(cast: Any, meeting: Any) -> None:
    _gathering, version = meeting
    with at(now() + timedelta(days=14)):
        version.by_when_on = None
        version.save()
        with pytest.raises(TooLate, match="Help at night"):
            send(cast, version, "pat")
        send(cast, version, "pat", late_because="Ms Rao was ill.")
        seen = text(cast.natalie.get(reverse("words:sent", args=[version.document.key])))
    assert "Ms Rao was ill." in seen
    assert "Days before" in seen


def test_those_invited_can_be_sent_papers_by_the_name_of_the_gathering(cast: Any, meeting: Any) -> None:
    gathering, _version = meeting
    group = next(one for one in groups_of(cast.work) if one.code == f"gathering-{gathering.key}")
    assert set(group.people) == {cast.reg.person, cast.pat.person}
    assert "Help at night" in group.name
    codes = {one.code for one in groups_of(cast.work)}
    assert {"roles", "table", "beside", "said"} <= codes


def test_papers_are_chosen_on_a_page_and_stay_once_people_were_invited(cast: Any, meeting: Any) -> None:
    gathering, version = meeting
    here = reverse("gatherings:papers", args=[gathering.key])
    cast.natalie.post(here, {"papers": []}, status=422)
    with pytest.raises(PaperStays):
        acts.gathering_papers(cast.natalie.person, gathering, papers=[])
    cast.natalie.post(here, {"papers": [version.document.key]}, status=200)
    cast.pat.get(here, status=403)
