"""Calendar entries (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime

from kitchentable.gatherings.models import Booking
from kitchentable.policy.clock import now


def for_professional(booking: Booking) -> bytes:
    """The entry for one who is booked: the title of the work's gathering, no need and no name. Cancelled when they are not needed."""
    g = booking.gathering
    over = booking.state != Booking.State.BOOKED
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kitchen Table//EN",
        f"METHOD:{'CANCEL' if over else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{booking.key}@kitchentable",
        f"DTSTAMP:{_utc(now())}",
        f"SEQUENCE:{g.sequence + int(over)}",
        *([f"DTSTART:{_utc(g.starts_at)}"] if g.starts_at else []),
        *([f"DTEND:{_utc(g.ends_at)}"] if g.ends_at else []),
        f"SUMMARY:{g.title}",
        f"STATUS:{'CANCELLED' if over else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines).encode()


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
