"""The fixture `cast`: the people of the demo, each with a browser that looks at every page it gets."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.test import Client

from kitchentable.home.cast import KEY_STARTS
from kitchentable.people.models import Person
from kitchentable.policy.book import forget_facts
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import ANYONE, Actor
from kitchentable.site.cast import Cast, build_cast
from kitchentable.ui.checker import check_page
from kitchentable.works.models import Work

REDIRECTS = (301, 302, 303, 307, 308)


class Seat:
    """One person at a browser. Each page goes through the page checker; a page with a problem fails the test."""

    def __init__(self, person: Actor) -> None:
        self._person = person
        self._client: Client | None = None

    @property
    def person(self) -> Any:
        """The person as the tables have them now, with fresh facts."""
        if isinstance(self._person, Person):
            self._person.refresh_from_db()
            forget_facts(self._person)
        return self._person

    @property
    def client(self) -> Client:
        """Django's client, signed in; kept for the whole test."""
        if self._client is None:
            self._client = Client()
            if isinstance(self._person, Person):
                self._client.force_login(self._person)
        return self._client

    def get(self, url: str, data: dict[str, Any] | None = None, *, status: int = 200, follow: bool = False) -> Any:
        """Open a page."""
        return self._look(self.client.get(url, data, follow=follow), status)

    def post(self, url: str, data: dict[str, Any] | None = None, *, status: int | None = None, follow: bool = True) -> Any:
        """Send a form; by default go where it leads. `status`: what the last answer must be."""
        return self._look(self.client.post(url, data or {}, follow=follow), status)

    def _look(self, response: Any, status: int | None) -> Any:
        where = f"{response.wsgi_request.method} {response.wsgi_request.get_full_path()}"
        assert response.status_code < 500, f"{where} answered {response.status_code}"
        if status is not None:
            assert response.status_code == status, f"{where} answered {response.status_code}, not {status}"
        if _is_page(response):
            problems = check_page(response.content.decode())
            assert not problems, f"{where}:\n" + "\n".join(str(p) for p in problems)
        return response


def _is_page(response: Any) -> bool:
    html = str(response.headers.get("Content-Type", "")).startswith("text/html")
    return html and not response.streaming and response.status_code not in REDIRECTS and bool(response.content)


class Seats:
    """`seats.chloe`, `seats.rao`, …; `seats.anyone` has not signed in; `seats.work` is “Better help at home”."""

    anyone: Seat
    work: Work

    def __init__(self, made: Cast) -> None:
        self.made, self.work = made, made.work
        self.anyone = Seat(ANYONE)
        for slug, person in made.people.items():
            setattr(self, slug, Seat(person))

    def __getattr__(self, slug: str) -> Seat:
        raise AttributeError(f"{slug} is not one of the cast: {', '.join(self.made.people)}")

    def __iter__(self) -> Any:
        return (getattr(self, slug) for slug in self.made.people)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a builder gave back, and the rows that it had put into an empty database."""

    result: Any
    rows: list[tuple[type[models.Model], list[models.Model]]]


_KEPT: dict[tuple[str, date], Kept] = {}


def lay_once(name: str, build: Callable[[], Any]) -> Any:
    """What `build` puts into an empty database. Built by its acts once a day and process; after that its rows are put down as they were.

    It gives back what `build` gave the first time, so that must hold no rows that are changed later: load them anew.
    """
    if Person.objects.exists():
        return build()
    kept = _KEPT.get((name, today()))
    if kept is None:
        result = build()
        kinds = [one for config in apps.get_app_configs() for one in config.get_models(include_auto_created=True) if _is_ours(one)]
        found = [(kind, list(kind._base_manager.order_by("pk"))) for kind in kinds]
        _KEPT[name, today()] = Kept(result, [(kind, rows) for kind, rows in found if rows])
        return result
    with transaction.atomic(), connection.constraint_checks_disabled():
        for kind, rows in kept.rows:
            kind._base_manager.bulk_create([copy(row) for row in rows])
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [kind for kind, _rows in kept.rows]):
                cursor.execute(statement)
    return kept.result


def _is_ours(kind: type[models.Model]) -> bool:
    return kind._meta.managed and kind.__module__.startswith("kitchentable.")


def lay() -> Cast:
    """The cast in an empty database."""
    lay_once("cast", build_cast)
    return standing()


def standing() -> Cast:
    """The cast as the tables have it."""
    people = {person.key.removeprefix(KEY_STARTS): person for person in Person.objects.filter(key__startswith=KEY_STARTS)}
    return Cast(people, Work.objects.get(slug="better-help-at-home"))


@pytest.fixture
def cast(db: None) -> Seats:
    """Everyone of the cast, each at their own browser."""
    return Seats(lay())


__all__ = ["Seat", "Seats", "cast"]
