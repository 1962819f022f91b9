"""Puts the person on the request, reads the organisation's numbers once for it, and turns a rule's "no" into a page that says because."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kitchentable.policy.numbers import read_once
from kitchentable.policy.verdict import ANYONE, Problem, Refused
from kitchentable.ui.errors import error_page


class PolicyMiddleware:
    """`request.person` is the signed-in Person or ANYONE; Refused becomes 403, a Problem nobody caught becomes 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        request.person = user if user is not None and user.is_authenticated else ANYONE  # type: ignore[attr-defined]
        with read_once():
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say why not, in words."""
        if isinstance(exception, Refused):
            return error_page(request, 403, because=str(exception.verdict.because))
        if isinstance(exception, Problem):
            return error_page(request, 400, because=str(exception))
        return None
