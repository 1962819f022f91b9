"""What floors above put at the end of a page's main part, such as the words that are explained on it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

Giver = Callable[[HttpRequest], SafeString]
_GIVERS: list[Giver] = []


def at_end(found: Giver) -> Giver:
    """Register who gives a piece of HTML, made after all the rest of the page; an empty one for nothing."""
    _GIVERS.append(found)
    return found


def ends(request: HttpRequest) -> SafeString:
    """All of them, in the order of the floors."""
    return SafeString("".join(give(request) for give in _GIVERS))
