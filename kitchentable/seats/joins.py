"""What seats give to the floors below: what happens to somebody's seats before they are erased."""

from __future__ import annotations

from kitchentable.people.erasures import before_erasing
from kitchentable.people.models import Person
from kitchentable.seats.acts.table import end_before_erasing


@before_erasing
def their_seats_end(person: Person) -> None:
    """The seats stay in the picture of their time, without the person and without why."""
    end_before_erasing(person)
