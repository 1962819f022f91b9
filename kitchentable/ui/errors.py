"""Pages for when something is not right: each says what happened and what to do next."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _


def _words(status: int) -> tuple[str, str]:
    return {
        400: (_("We could not use what was sent"), _("Go back and try again. If it happens again, phone us.")),
        403: (_("You cannot open this"), _("If you think you should be able to, ask us.")),
        404: (_("This page is not here"), _("Check the address, or start from the first page.")),
        405: (_("This cannot be done this way"), _("Go back and use the button on the page.")),
        409: (_("Somebody else changed this first"), _("Nothing was overwritten. Look at it again, then decide.")),
        413: (_("This file is too big"), _("Send a shorter recording or a smaller file. Or phone us and we will find another way.")),
        429: (_("That was a lot of tries"), _("Wait a quarter of an hour, then try again. Or phone us.")),
        500: (_("Something broke on our side"), _("It is not your fault. What was said before is safe. Try again in a few minutes, or phone us.")),
        503: (_("Not saved"), _("We could not save this just now. Your words are below. Copy them, and try again in a few minutes.")),
    }[status]  # fmt: skip


def error_page(request: HttpRequest, status: int, *, because: str = "", typed: Iterable[tuple[str, str]] = ()) -> HttpResponse:
    """A page that says why and what to do. Needs no database. `typed`: (label, words) of a form that could not be saved."""
    title, next_step = _words(status)
    context = {
        "title": title,
        "next_step": next_step,
        "because": because,
        "typed": [(label, words) for label, words in typed if words],
        "status": status,
        "phone": getattr(settings, "ORGANISATION", {}).get("phone", ""),
        "organisation": getattr(settings, "ORGANISATION", {}),
    }
    response = HttpResponse(loader.render_to_string("ui/error.html", context), status=status)
    if status in (429, 503):
        response["Retry-After"] = "900" if status == 429 else "60"
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return error_page(request, 403, because=str(exception))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403, when the form's token is old: the typed words are given back."""
    typed = [(name, value) for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "once", "password")]
    return error_page(
        request, 403, because=_("This form was open for too long. Copy your words, open the page again and send it."), typed=typed
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return error_page(request, 500)
