"""A draw on its way, for tests of draws."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.urls import reverse

from kitchentable.policy.clock import now, today
from kitchentable.seats.acts import draws as acts
from kitchentable.seats.jobs.draws import make_lists
from kitchentable.seats.models import Draw
from kitchentable.seats.tests.making import make_call, make_offers

SEED = "7 12 23 31 44 49"


def make_night(cast: Any) -> SimpleNamespace:
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
