"""Which page Django shows when something is wrong. The pages themselves are `ui.errors`."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kitchentable.site.middleware import cannot_save, not_saved, typed
from kitchentable.ui.errors import error_page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The browser sent something we cannot read."""
    return error_page(request, 400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A "no" that no rule gave a because for."""
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing here, or nothing for this person; the page does not say which."""
    return error_page(request, 404)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without its token: cookies are off, or it lay open over a sign-in. Give back what was typed."""
    because = _("This form was open for too long, or cookies are switched off. Open the page again and send it once more.")
    return error_page(request, 403, because=because, typed=typed(request))


def broken(request: HttpRequest) -> HttpResponse:
    """503 "not saved" when the tables are away, locked or full; 500 when it is our mistake."""
    return not_saved(request) if cannot_save(sys.exc_info()[1]) else error_page(request, 500)
