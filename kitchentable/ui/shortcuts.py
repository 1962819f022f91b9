"""The two ways a view ends: show a page, or say what happened and lead on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url


def page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Show a page."""
    return render(request, template, context, status=status)


def done(request: HttpRequest, words: Any, to: Any, *, saved: str = "") -> HttpResponseRedirect:
    """Lead to `to` (an address, a url name, or a thing with get_absolute_url) and say `words` there.

    `saved` is the form's `data-keep` name: what the browser kept of it is then thrown away.
    """
    messages.success(request, words, extra_tags=saved)
    response = HttpResponseRedirect(resolve_url(to))
    response.status_code = 303
    return response
