"""How often people were asked something this month, and whom one more ask would be too many for (R100)."""

from __future__ import annotations

from collections.abc import Iterable

from kitchentable.people.models import Reach


def asks_this_month(people: Iterable[int]) -> dict[int, int]:
    """How many asks each of these people (pks) had this month."""
    return dict.fromkeys(people, 0)


def goes_over(people: Iterable[int]) -> set[int]:
    """Those of these people (pks) for whom one more ask is more than they want this month."""
    asked = asks_this_month(people)
    most = Reach.objects.filter(person__in=list(asked), asks_a_month__isnull=False).values_list("person_id", "asks_a_month")
    return {pk for pk, limit in most if limit is not None and asked[pk] + 1 > limit}
