"""What tests of seats start from: an open call with two things to be fair about, and offers that came in every way. Rows, not acts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kitchentable.people.models import Person, Reach
from kitchentable.policy.clock import now, today
from kitchentable.seats.models import AffectedGroup, Call, FairnessAnswer, FairnessChoice, FairnessQuestion, Offer

WAYS = (Offer.Way.PAGE, Offer.Way.PAGE, Offer.Way.PAGE, Offer.Way.PHONE, Offer.Way.POST)


def make_call(cast: Any, *, seats: int = 6, alternates: int = 2, **more: Any) -> Call:
    """An open call of the cast's work. Asks for age (three values) and whether they get help, both in the draw; and religion, only counted."""
    call = Call.objects.create(
        work=cast.work, title="Six people to plan help at home", what="Meet six times and say what must change.",
        how_much_time="Two hours, six times, from May to October.", what_we_pay="£20 an hour and your expenses.",
        what_support="Somebody rings you before each meeting.", seats=seats, alternates=alternates,
        closes_on=today() + timedelta(days=28), opened_at=now(), **more,
    )  # fmt: skip
    for place, (code, asks, in_draw, choices) in enumerate(
        (
            (
                "age",
                "How old are you?",
                True,
                (("young", "16 to 34", 1, 3), ("middle", "35 to 64", 1, 4), ("old", "65 or over", 1, 3)),
            ),
            ("help", "Do you get help at home?", True, (("gets", "Yes", 3, 5), ("none", "No", 1, 3))),
            ("faith", "What is your religion?", False, (("has", "I have one", 0, None), ("no", "None", 0, None))),
        )
    ):
        question = FairnessQuestion.objects.create(call=call, code=code, asks=asks, in_draw=in_draw, place=place)
        for at, (value, words, low, high) in enumerate((*choices, (FairnessChoice.UNSAID, "I would rather not say", 0, None))):
            FairnessChoice.objects.create(question=question, code=value, words=words, low=low, high=high, place=at)
    return call


def make_offers(call: Call, count: int = 24) -> list[Offer]:
    """Offers in turn: by page, phone and post; ages and help in turn too. The first two share a home."""
    group = AffectedGroup.objects.on_map().filter(work=call.work).first()
    found = []
    for n in range(count):
        person = Person.objects.create(called=f"Offers {n}")
        way = WAYS[n % len(WAYS)]
        channel = {Offer.Way.PHONE: Reach.Channel.PHONE, Offer.Way.POST: Reach.Channel.LETTER}.get(way, Reach.Channel.EMAIL)
        Reach.objects.create(
            person=person, channel=channel, email=f"offers{n}@millbrook.example", phone="01632 960 999", post="1 Weir"
        )
        home = "shared" if n < 2 else ""
        offer = Offer.objects.create(call=call, code=f"OF-{n:04}", person=person, group=group, way=way, home=home, home_index=home)
        for question in call.fairness.all():
            choices = list(question.choices.all())
            chosen = choices[n % (len(choices) - 1)]
            FairnessAnswer.objects.create(offer=offer, question=question, choice=chosen)
        found.append(offer)
    return found
