"""Who knocks: the visitor's address for rate limits, and the quiet end of a sitting at a shared computer."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kitchentable.policy.clock import now
from kitchentable.policy.numbers import number

SHARED = "shared_computer"
SEEN = "shared_seen"
MINUTE = 60


def visitor(request: HttpRequest) -> str:
    """The network address a request comes from; the site's settings make it the true one behind a proxy."""
    return str(request.META.get("REMOTE_ADDR", ""))


def start_shared(request: HttpRequest) -> None:
    """This computer is shared: the sitting ends with the browser, and after a while of quiet."""
    request.session[SHARED] = True
    request.session[SEEN] = int(now().timestamp())
    request.session.set_expiry(0)


class SharedComputer:
    """Middleware: at a shared computer, a sitting that was quiet too long is over before anything is shown.

    Stands after the sessions and before whatever reads who is signed in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.get(SHARED):
            moment = int(now().timestamp())
            quiet = moment - int(request.session.get(SEEN, 0))
            if quiet > number("shared_minutes") * MINUTE:
                request.session.flush()
                _say_so(request)
            elif quiet >= MINUTE:
                request.session[SEEN] = moment
        return self.get_response(request)


def _say_so(request: HttpRequest) -> None:
    if hasattr(request, "_messages"):
        messages.info(request, _("You were signed out, because nobody used this computer for a while."))
