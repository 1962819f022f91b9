"""Pages for when something goes wrong: what happened, and what to do next. They hold when the database does not."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from kitchentable.ui.dates import moment_in_words
from kitchentable.ui.looks import look_of
from kitchentable.ui.pieces import Organisation, Words

log = logging.getLogger(__name__)

Typed = Sequence[tuple[str, str]]
NEVER_SHOWN = ("password", "token", "code", "once", "secret", "key", "otp")


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of trouble: its heading, what happened, and what the person can do now."""

    title: Words
    happened: Words
    next: tuple[Words, ...]


TRY_AGAIN = _("Go back and try again.")
ASK = _("If it happens again, talk to us. The ways to reach us are below.")

TROUBLES: dict[int, Trouble] = {
    400: Trouble(_("We could not do that"), _("Something in what was sent does not fit."), (TRY_AGAIN, ASK)),
    403: Trouble(
        _("This page is not open to you"),
        _("Only some people may do this or see this."),
        (_("If you think you should be able to, ask us. We will tell you who decides."),),
    ),
    404: Trouble(
        _("We cannot find this page"),
        _("The address may be wrong, or the page may have moved."),
        (
            _("Check the address for missing letters."),
            _("Start again from the first page."),
            _("Or tell us what you were looking for."),
        ),
    ),
    405: Trouble(
        _("That cannot be done here"),
        _("This page was asked for in a way it does not understand."),
        (_("Go back and use the buttons on the page."), ASK),
    ),
    409: Trouble(
        _("Someone changed this before you"),
        _("While you were here, another person changed the same thing. We did not save yours over it."),
        (_("Copy your words if they are shown below."), _("Open the page again, look, and then send them.")),
    ),
    413: Trouble(
        _("This is too big for us to take in"),
        _("A file or a text was larger than we can keep."),
        (_("Send a smaller file, or send it in parts."), _("Or bring it to us, or post it. It counts the same.")),
    ),
    429: Trouble(
        _("Please wait a little"),
        _("We had many tries in a short time, so we stopped for a while. This keeps people's accounts safe."),
        (_("Wait, and then try again."), _("If you cannot wait, talk to us.")),
    ),
    500: Trouble(
        _("Something went wrong on our side"),
        _("It is not your fault. We have made a note of it and will look at it."),
        (_("Wait a minute, then go back and try again."), ASK),
    ),
    503: Trouble(
        _("Not saved"),
        _("We could not save this just now. Please keep your words safe."),
        (_("Copy your words if they are shown below."), _("Wait a few minutes, then try again."), ASK),
    ),
}

WAIT = {429: 15 * 60, 503: 60}
"""Seconds to wait when nobody says more exactly."""

BARE = frozenset({500, 503})
"""These are drawn without context processors: the database may be what broke."""


def error_page(
    request: HttpRequest | None,
    status: int,
    *,
    because: str = "",
    typed: Typed = (),
    again: datetime | None = None,
) -> HttpResponse:
    """A page that says what went wrong and what to do next; `typed` gives people their words back to copy.

    `again` is when to try again (for 429 and 503); it is said in words and sent as Retry-After.
    """
    trouble = TROUBLES.get(status) or TROUBLES[500 if status >= 500 else 400]
    context: dict[str, Any] = {
        "trouble": trouble,
        "status": status,
        "because": because,
        "typed": list(typed),
        "again": moment_in_words(again) if again else "",
    }
    response = HttpResponse(_rendered(request, context, bare=status in BARE), status=status)
    if again is not None:
        wait = again - datetime.now(tz=again.tzinfo)
        response.headers["Retry-After"] = str(max(1, int(wait.total_seconds())))
    elif status in WAIT:
        response.headers["Retry-After"] = str(WAIT[status])
    response.headers["Cache-Control"] = "no-store"
    return response


def _rendered(request: HttpRequest | None, context: dict[str, Any], *, bare: bool) -> str:
    if not bare and request is not None:
        try:
            return render_to_string("ui/error.html", context, request=request)
        except Exception:
            log.exception("The error page could not be drawn with its surroundings; drawing it alone.")
    return render_to_string("ui/error.html", context | {"look": look_of(request), "organisation": _organisation()})


def _organisation() -> Organisation:
    """Who to talk to when the database cannot say: from the setting ORGANISATION."""
    given: dict[str, Any] = getattr(settings, "ORGANISATION", None) or {}
    known = ("name", "phone", "text", "email", "post", "hours", "who")
    return Organisation(**{name: str(given.get(name) or "") for name in known})


def typed_in(request: HttpRequest, labels: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """What a person typed into the form they sent, to give back to them. Never passwords, codes or keys."""
    found = []
    try:
        sent = list(request.POST.lists())
    except (OSError, SuspiciousOperation, BadRequest, MultiPartParserError, RawPostDataException):
        return []
    for name, values in sent:
        if any(part in name.lower() for part in NEVER_SHOWN) or name.startswith("csrf"):
            continue
        label = (labels or {}).get(name) or name.replace("_", " ").replace("-", " ").capitalize()
        found += [(label, value) for value in values if len(value) > 1 and not value.isdigit()]
    return found


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400."""
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403. A PermissionDenied raised with words shows them as the because."""
    words = str(exception) if isinstance(exception, PermissionDenied) else ""
    return error_page(request, 403, because=words)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500. What was typed comes back to be copied."""
    return error_page(request, 500, typed=typed_in(request))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: the page was open too long, or cookies are off. What was typed comes back."""
    because = str(_("This page was open for a long time, or cookies are turned off. Nothing was saved."))
    return error_page(request, 403, because=because, typed=typed_in(request))
