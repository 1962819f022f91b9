"""Links in messages: forwarded to somebody else they show nothing, and opening one changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from kitchentable.gatherings import links
from kitchentable.gatherings.acts import inviting as acts
from kitchentable.gatherings.models import Gathering, Invitation, Place
from kitchentable.gatherings.tests.test_inviting import listed
from kitchentable.people.models import Outgoing, Reach, Scope, Supporter, WhatWorks
from kitchentable.policy.clock import at
from kitchentable.policy.verdict import Refused

pytestmark = pytest.mark.django_db
State = Invitation.State
DAY = datetime(2026, 6, 9, 10, 30, tzinfo=UTC)
CANARIES = ("canarytitle", "canarypurpose", "canaryplace", "canaryneed", "canarythistime", "canaryname")


@pytest.fixture(autouse=True)
def _in_may() -> Any:
    with at(datetime(2026, 5, 12, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def invitation(cast: Any) -> Invitation:
    place = Place.objects.create(called="canaryplace", address="canaryplace")
    gathering = Gathering.objects.create(
        work=cast.work, title="canarytitle", purpose="canarypurpose", place=place, starts_at=DAY, host=cast.natalie.person
    )
    chloe = cast.chloe.person
    chloe.called = "canaryname"
    chloe.save()
    WhatWorks.objects.create(person=chloe, words="canaryneed", shown_to="gathering")
    made = listed(cast, gathering, chloe)
    acts.send(cast.natalie.person, gathering)
    Invitation.objects.filter(pk=made.pk).update(this_time="canarythistime")
    made.refresh_from_db()
    return made


def url_of(invitation: Invitation) -> str:
    return links.path(invitation.key, "reply", invitation.person)


def shows_nothing(response: Any) -> str:
    page: str = response.content.decode()
    assert not [word for word in CANARIES if word in page]
    return page


def test_a_forwarded_link_shows_only_that_there_is_an_invitation_on_a_day(cast: Any, invitation: Invitation) -> None:
    url = url_of(invitation)
    page = shows_nothing(cast.anyone.get(url))
    assert "Tuesday 9 June" in page
    assert "It is for me" in page
    assert 'name="says"' not in page
    asked = shows_nothing(cast.anyone.get(f"{url}?mine=1"))
    assert 'value="yes"' in asked
    assert 'value="if"' not in asked
    invitation.refresh_from_db()
    assert invitation.state == State.SENT
    shows_nothing(cast.pat.get(url, status=403))
    cast.pat.post(url, {"says": "no"}, status=403)


def test_a_yes_through_the_link_counts_once_and_the_link_then_shows_what_was_said(cast: Any, invitation: Invitation) -> None:
    url = url_of(invitation)
    shows_nothing(cast.anyone.post(url, {"says": "if"}, status=422))
    assert "You said: yes" in shows_nothing(cast.anyone.post(url, {"says": "yes"}, status=200))
    assert "You said: yes" in shows_nothing(cast.anyone.post(url, {"says": "no"}, status=200))
    invitation.refresh_from_db()
    assert (invitation.state, invitation.way, invitation.this_time) == (State.YES, "link", "canarythistime")


def test_a_link_is_for_one_person_one_thing_and_one_purpose(cast: Any, invitation: Invitation) -> None:
    other = listed(cast, invitation.gathering, cast.pat.person)
    acts.send(cast.natalie.person, invitation.gathering)
    token = links.token(invitation.key, "reply", invitation.person)
    for wrong in (
        reverse("gatherings:invitation_link", args=[other.key, token]),
        reverse("gatherings:invitation_link", args=[invitation.key, token[:-1] + ("a" if token[-1] != "a" else "b")]),
        reverse("gatherings:invitation_link", args=[invitation.key, links.token(invitation.key, "how", invitation.person)]),
        reverse("gatherings:invitation_link", args=["nothere", token]),
    ):
        shows_nothing(cast.anyone.get(wrong, status=410))
    bearer = links.LinkBearer(invitation.person, "reply", invitation.key)
    other.refresh_from_db()
    with pytest.raises(Refused):
        acts.reply(bearer, other, says=State.NO)
    with pytest.raises(Refused):
        acts.go_ahead(bearer, invitation, need=WhatWorks.objects.get(), because="x")  # type: ignore[arg-type]


def test_a_link_is_good_until_the_gathering_is_over(cast: Any, invitation: Invitation) -> None:
    with at(DAY + timedelta(hours=1)):
        cast.anyone.get(url_of(invitation))
    with at(DAY + timedelta(hours=3)):
        cast.anyone.get(url_of(invitation), status=410)
    Gathering.objects.update(state=Gathering.State.CANCELLED)
    assert "It will not happen" in shows_nothing(cast.anyone.get(url_of(invitation)))


def test_whoever_is_signed_in_and_may_read_it_is_led_to_the_whole_invitation(cast: Any, invitation: Invitation) -> None:
    assert cast.chloe.get(url_of(invitation), status=302)["Location"] == invitation.get_absolute_url()
    lou = listed(cast, invitation.gathering, cast.lou.person)
    acts.send(cast.natalie.person, invitation.gathering)
    cast.kim.get(url_of(lou), status=403)
    Supporter.objects.update(scopes=[Scope.INVITATIONS])
    cast.kim.get(url_of(lou), status=302)


def test_one_more_can_be_answered_through_the_link(cast: Any, invitation: Invitation) -> None:
    Reach.objects.filter(person=cast.pat.person).update(asks_a_month=0)
    pat = listed(cast, invitation.gathering, cast.pat.person)
    acts.send(cast.natalie.person, invitation.gathering)
    assert 'name="may_ask"' in cast.anyone.get(f"{url_of(pat)}?mine=1").content.decode()
    cast.anyone.post(url_of(pat), {"may_ask": "yes"}, status=200)
    assert Outgoing.objects.filter(kind="gatherings.invited", person=cast.pat.person).count() == 1
    assert 'name="says"' in cast.anyone.get(f"{url_of(pat)}?mine=1").content.decode()
