"""What ties give to the floors below, and what they do after acts of those floors: search over all that was said and answered.

What can be found says itself which acts change it (`search/said.py`, `search/written.py`): it is kept in step when those acts are done.
"""

from __future__ import annotations

from kitchentable.gatherings.models import Minute
from kitchentable.people.erasures import before_erasing
from kitchentable.people.models import Person
from kitchentable.ties.search import said, written
from kitchentable.ties.search.keeping import remove


@before_erasing
def take_out_of_search(person: Person) -> None:
    """What goes with a person without an act of its own: lines of minutes that they made. What they said goes through `voices.erase`."""
    remove("minute", Minute.objects.filter(made_by=person).values_list("key", flat=True))


__all__ = ["said", "written"]
