"""How many asks (R100): counted from what was sent, limited by the person's own number."""

from __future__ import annotations

from datetime import timedelta

from kitchentable.people.asks import asks_this_month, goes_over
from kitchentable.people.models import Outgoing, Reach
from kitchentable.people.outbox import tell
from kitchentable.policy.clock import now


def ask(person, count: int = 1, kind: str = "voices.heard") -> None:
    for number in range(count):
        tell(person, kind, f"thing{number}", same=f"{now().timestamp()}{Outgoing.objects.count()}")


def test_a_person_is_asked_no_more_than_they_wish(cast, django_assert_num_queries):
    chloe, raj, pat = cast.chloe.person, cast.raj.person, cast.pat.person
    everyone = [person.pk for person in (chloe, raj, pat, cast.lou.person)]
    ask(chloe, 2)
    ask(raj, 2)
    ask(pat, 9)
    ask(chloe, 5, kind="voices.thanks")
    with django_assert_num_queries(1):
        assert asks_this_month(everyone) == dict(zip(everyone, (2, 2, 9, 0), strict=True))
    with django_assert_num_queries(1):
        assert goes_over(everyone) == {raj.pk}, "Raj said two; Chloe said three; Pat did not say"
    Reach.objects.filter(person=cast.lou.person).update(asks_a_month=0)
    assert goes_over(everyone) == {raj.pk, cast.lou.person.pk}, "who wants no asks gets none"


def test_what_was_dropped_came_last_month_or_is_told_again_by_hand_is_no_ask(cast):
    raj = cast.raj.person
    ask(raj, 4)
    first, second, third, _fourth = Outgoing.objects.filter(person=raj).order_by("pk")
    Outgoing.objects.filter(pk=first.pk).update(state=Outgoing.State.DROPPED)
    Outgoing.objects.filter(pk=second.pk).update(made_at=now() - timedelta(days=32))
    Outgoing.objects.filter(pk=third.pk).update(same=f"by-hand:{first.key}")
    assert asks_this_month([raj.pk]) == {raj.pk: 1}
    assert goes_over([raj.pk]) == set()
    assert "We asked you for 1 thing this month. You said no more than 2." in cast.raj.get("/me/").content.decode()
