"""Every view says who it is for. The walk test fails on a view without a mark."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from kitchentable.policy.act import require

View = Callable[..., HttpResponseBase]


class KTRequest(HttpRequest):
    """A request with the person who makes it (a Person, or ANYONE)."""

    person: Any


def public(why: str) -> Callable[[View], View]:
    """Anyone may open this page, because."""

    def keep(view: View) -> View:
        view.kt_mark = ("public", why)  # type: ignore[attr-defined]
        return view

    return keep


def signed_in(view: View) -> View:
    """Only for a person who has signed in; others are asked to, and come back here."""

    @functools.wraps(view)
    def wrapped(request: KTRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.person.is_someone:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    wrapped.kt_mark = ("signed_in", "")  # type: ignore[attr-defined]
    return wrapped


def behind(act: str) -> Callable[[View], View]:
    """Only for those whom the rule `act` lets (asked without a thing); the view asks again with the thing."""

    def keep(view: View) -> View:
        @functools.wraps(view)
        def wrapped(request: KTRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.person.is_someone:
                return to_sign_in(request)
            require(request.person, act)
            return view(request, *args, **kwargs)

        wrapped.kt_mark = ("behind", act)  # type: ignore[attr-defined]
        return wrapped

    return keep


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page and remember the way back (GET pages only)."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    query = f"?{urlencode({'next': back})}" if back else ""
    return redirect(reverse("people:sign_in") + query)
