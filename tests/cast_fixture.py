"""The fixture `cast`: the people of the demo, each with a browser that looks at every page it gets."""

from __future__ import annotations

from copy import copy
from datetime import date
from typing import Any

import pytest
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.test import Client

from kitchentable.home.cast import KEY_STARTS
from kitchentable.people.models import Person
from kitchentable.policy.book import forget_facts
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import ANYONE, Actor
from kitchentable.record.about import our_models
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


_ROWS: dict[date, list[tuple[type[models.Model], list[models.Model]]]] = {}


def lay() -> Cast:
    """The cast in an empty database. Built by its acts once a day and process; after that its rows are put down as they were: 25 statements, not 300."""
    if Person.objects.exists():
        return build_cast()
    if today() not in _ROWS:
        made = build_cast()
        found = [(model, list(model._base_manager.order_by("pk"))) for model in our_models() if model._meta.managed]
        _ROWS[today()] = [(model, rows) for model, rows in found if rows]
        return made
    kinds = [model for model, _rows in _ROWS[today()]]
    with transaction.atomic(), connection.constraint_checks_disabled():
        for model, rows in _ROWS[today()]:
            model._base_manager.bulk_create([copy(row) for row in rows])
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), kinds):
                cursor.execute(statement)
    people = {person.key.removeprefix(KEY_STARTS): person for person in Person.objects.all()}
    return Cast(people, Work.objects.get())


@pytest.fixture
def cast(db: None) -> Seats:
    """Everyone of the cast, each at their own browser."""
    return Seats(lay())


__all__ = ["Seat", "Seats", "cast"]
