"""What waits for a person from gatherings stands at their seat, and no more of it than they may know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kitchentable.gatherings.models import Gathering, Invitation
from kitchentable.policy.clock import now

pytestmark = pytest.mark.django_db
State = Invitation.State


def invited(cast: Any, slug: str, state: str, *, days: int = 9, how: str = Gathering.State.INVITING) -> Invitation:
    gathering = Gathering.objects.create(
        work=cast.work, title=f"Nights {state} {days}", purpose="x", host=cast.natalie.person, state=how,
        starts_at=now() + timedelta(days=days),
    )  # fmt: skip
    return Invitation.objects.create(gathering=gathering, person=getattr(cast, slug).person, state=state, sent_at=now())


def test_an_invitation_waits_until_there_is_a_reply_and_what_is_near_stands_there(cast: Any) -> None:
    waits = invited(cast, "chloe", State.SENT)
    near, far = invited(cast, "chloe", State.YES, days=5), invited(cast, "chloe", State.YES, days=40)
    page = cast.chloe.get("/me/").content.decode()
    assert "Will you come?" in page
    assert f'href="{waits.get_absolute_url()}"' in page
    assert "You go to this soon" in page
    assert f'href="{near.get_absolute_url()}"' in page
    assert f'href="{far.get_absolute_url()}"' not in page
    assert waits.get_absolute_url() not in cast.mina.get("/me/").content.decode()


def test_who_is_asked_first_whether_we_may_ask_reads_no_more_than_that(cast: Any) -> None:
    invited(cast, "chloe", State.ASKING)
    page = cast.chloe.get("/me/").content.decode()
    assert "May we ask you once more this month?" in page
    assert "Nights" not in page


def test_after_a_gathering_one_is_asked_how_it_was_until_one_has_said(cast: Any) -> None:
    was = invited(cast, "chloe", State.YES, days=-2, how=Gathering.State.HELD)
    assert "How was it for you?" in cast.chloe.get("/me/").content.decode()
    was.gathering.eases.create(person=cast.chloe.person, at_ease=4)
    assert "How was it for you?" not in cast.chloe.get("/me/").content.decode()
