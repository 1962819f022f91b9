"""Django's handler500: "not saved" when the tables are away, an apology when it is our mistake. The pages are `ui.errors`."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse

from kitchentable.site.middleware import cannot_save, not_saved
from kitchentable.ui.errors import bad_request, server_error


def broken(request: HttpRequest) -> HttpResponse:
    """503 when the tables are away, locked or full; 500 otherwise."""
    return not_saved(request) if cannot_save(sys.exc_info()[1]) else server_error(request)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """503 when the sitting could not be kept because the tables are away (Django calls that a bad request); 400 otherwise."""
    return not_saved(request) if cannot_save(exception) else bad_request(request, exception)
