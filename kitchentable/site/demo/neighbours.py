"""The rest of Millbrook: people who said something in the demo's year, and three who interpret. They cannot be chosen on the demo page."""

from __future__ import annotations

from kitchentable.people.models import Reach
from kitchentable.site.cast import Way

Channel, Format = Reach.Channel, Reach.Format

NEIGHBOURS = (
    Way("maggie", "Maggie", channel=Channel.PHONE, phone="01632 960 131", good_times="After ten. She walks slowly to the phone."),
    Way("owen", "Owen", language="cy"),
    Way("layla", "ليلى", language="ar"),
    Way("winston", "Winston", format=Format.LARGE),
    Way("dilys", "Dilys"),
    Way("femi", "Femi"),
    Way("bert", "Bert", channel=Channel.PHONE, phone="01632 960 137", good_times="In the morning"),
    Way("sue", "Sue"),
    Way("hannah", "Hannah"),
    Way("tomasz", "Tomasz", channel=Channel.SMS, phone="07700 900 141"),
    Way("priya", "Priya"),
    Way("irene", "Irene"),
    Way("graham", "Graham"),
    Way("carol", "Carol", channel=Channel.SMS, phone="07700 900 144"),
    Way("marek", "Marek", channel=Channel.SMS, phone="07700 900 145"),
    Way("zoe", "Zoe"),
    Way("ruth", "Ruth"),
    Way("nadia", "Nadia"),
    Way("jo", "Jo Marsh"),
    Way("ada", "Ada Lyle"),
    Way("theo", "Theo Finn"),
)
