"""How a person wants pages to look: dark or light, larger, wider. Kept in cookies on their own device."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

CHOICES: dict[str, tuple[str, ...]] = {
    "look": ("", "light", "dark"),
    "text": ("", "large"),
    "space": ("", "wide"),
}
COOKIE = "kt_{}"
A_YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Look:
    """The choices as they stand on <html>; an empty one follows the device."""

    look: str = ""
    text: str = ""
    space: str = ""


def look_of(request: HttpRequest | None) -> Look:
    """What this browser asked for; anything we do not know counts as no choice."""
    if request is None:
        return Look()
    given = {name: request.COOKIES.get(COOKIE.format(name), "") for name in CHOICES}
    return Look(**{name: value if value in CHOICES[name] else "" for name, value in given.items()})


def look(request: HttpRequest) -> dict[str, Look]:
    """Context processor: `look` for every page."""
    return {"look": look_of(request)}
