"""The link in a mail that asks a professional: it opens one place at one gathering, for yes or no. Nothing private, and never a sign-in.

Whoever it is passed on to sees a day, a time and a place, and what kind of work it is; no name of anyone, and no need.
"""

from __future__ import annotations

import base64
from hmac import compare_digest

from django.urls import reverse
from django.utils.crypto import salted_hmac

from kitchentable.gatherings.models import Booking
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Anyone

TAKEN = (Booking.State.ASKED, Booking.State.BOOKED)


class AskedByLink(Anyone):
    """Whoever holds the link that was sent to this professional for this place, asked at this moment."""

    def __init__(self, place: Booking) -> None:
        self.key = place.professional.person.key if place.professional and place.professional.person else "anyone"
        self.place, self.professional, self.asked_at = place.pk, place.professional_id, place.asked_at

    def opens(self, place: Booking) -> bool:
        """Is this the place, and is it still this ask?"""
        return (self.place, self.professional, self.asked_at) == (place.pk, place.professional_id, place.asked_at)


def path(place: Booking) -> str:
    """The path to send to the one who is asked; good until the gathering is over, or somebody else is asked."""
    return reverse("gatherings:booking_link", args=[place.key, _token(place)])


def opened(key: str, token: str) -> Booking | None:
    """What a link opens. None when it is old, changed, used to say no, or made for another ask."""
    people = ("gathering__place", "gathering__work", "gathering__host", "professional__person")
    place = Booking.objects.select_related(*people).filter(key=key, state__in=TAKEN).first()
    if place is None or place.professional_id is None or not compare_digest(token.encode(), _token(place).encode()):
        return None
    over = place.gathering.ends_at
    return place if place.gathering.is_open and over is not None and over > now() else None


def _token(place: Booking) -> str:
    asked = place.asked_at.isoformat() if place.asked_at else ""
    who = place.professional.key if place.professional else ""
    seal = salted_hmac("kitchentable.gatherings.booking", f"{place.key}|{who}|{asked}", algorithm="sha256").digest()[:15]
    return base64.b32encode(seal).decode().lower()
