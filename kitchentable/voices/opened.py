"""Codes that a visitor typed or was given in this sitting: kept in the session, gone when it ends.

Staff see the code of what was said. What nobody's name stands on is opened by the code *and* four more letters, which stand on the
visitor's receipt alone: so nobody in the office can say "yes, that is so" in a visitor's place.
"""

from __future__ import annotations

import hashlib
import hmac
import re

from django.conf import settings
from django.http import HttpResponse
from django.urls import Resolver404, resolve

from kitchentable.people.models import ALPHABET
from kitchentable.policy.marks import KTRequest
from kitchentable.policy.verdict import Actor
from kitchentable.voices.bearers import CodeBearer
from kitchentable.voices.models import Contribution

KEY = "voices.codes"
MOST = 50
LENGTH, PROOF = 16, 4
NOT_IN_CODES = re.compile(f"[^{ALPHABET}]")


def tidy_code(typed: str) -> str:
    """A code as it stands in the tables, from any spelling of it: capitals, spaces and dashes do not matter. Empty when it is none."""
    letters = "".join(sign for sign in typed.casefold() if sign.isalnum())
    if len(letters) != LENGTH or NOT_IN_CODES.search(letters):
        return ""
    return "-".join(letters[at : at + 4] for at in range(0, LENGTH, 4))


def visitors_code(c: Contribution) -> str:
    """What a visitor keeps: the code and four letters that only they are given. For what a person said: the code."""
    return c.code if c.said_by_id is not None else f"{c.code}-{_proof(c.code)}"


def _proof(code: str) -> str:
    digest = hmac.new(settings.SECRET_KEY.encode(), f"visitor:{code}".encode(), hashlib.sha256).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:PROOF])


def read_code(typed: str) -> tuple[str, bool]:
    """The code in what was typed, and whether the visitor's own letters stand after it. ("", False) when it is none."""
    letters = "".join(sign for sign in typed.casefold() if sign.isalnum())
    code = tidy_code(letters[:LENGTH]) if len(letters) in (LENGTH, LENGTH + PROOF) else ""
    proven = bool(code) and hmac.compare_digest(letters[LENGTH:].encode(), _proof(code).encode())
    return code, proven


def open_for(request: KTRequest, code: str) -> None:
    """Remember that this sitting holds the code."""
    held = [one for one in request.session.get(KEY, []) if one != code]
    if code:
        request.session[KEY] = [*held, code][-MOST:]


def actor_for(request: KTRequest, c: Contribution) -> Actor:
    """Who asks, for this contribution: the person, or the holder of its code when it belongs to nobody."""
    codes = frozenset(request.session.get(KEY, []))
    if c.said_by_id is None and c.code in codes:
        return CodeBearer(codes)
    person: Actor = request.person
    return person


def where_code(response: HttpResponse) -> str:
    """The code in the address that a response leads to; empty when it leads elsewhere."""
    try:
        found = resolve(response.headers.get("Location", ""))
    except Resolver404:
        return ""
    return str(found.kwargs.get("code", "")) if found.view_name == "voices:receipt" else ""
