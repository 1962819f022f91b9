"""What every view ends with: a page, or "done" and on to the next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render


def page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Show a page."""
    return render(request, template, context, status=status)


def done(request: HttpRequest, words: str, to: Any) -> HttpResponse:
    """Say what happened on the next page, and go there (303). `to`: an address, or a thing with `get_absolute_url`."""
    messages.success(request, words)
    where = to.get_absolute_url() if hasattr(to, "get_absolute_url") else str(to)
    response = HttpResponseRedirect(where)
    response.status_code = 303
    return response
