"""What holds for every request and every answer."""

from __future__ import annotations

import errno
import io
import logging
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from kitchentable.people.models import Person
from kitchentable.site import middleware, urls
from kitchentable.site.logs import Line

ERRORS: dict[str, BaseException] = {
    "locked": OperationalError("database is locked"),
    "full": OSError(errno.ENOSPC, "No space left on device"),
    "mistake": IntegrityError("UNIQUE constraint failed"),
}


def breaks(request: HttpRequest, how: str) -> HttpResponse:
    raise ERRORS[how]


def shows(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.META['REMOTE_ADDR']} {request.is_secure()}")


urlpatterns = [path("breaks/<how>/", breaks), path("shows/", shows), *urls.urlpatterns]
handler500 = urls.handler500
with_breaks = pytest.mark.urls(__name__)


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@with_breaks
@pytest.mark.django_db
@pytest.mark.parametrize("how", ["locked", "full"])
def test_what_could_not_be_saved_is_said_and_given_back(visitor: Client, how: str) -> None:
    words = {"words": "The bus does not wait.", "password": "hunter2-hunter2", "csrfmiddlewaretoken": "tok-en", "once": "on-ce"}
    answer = visitor.post(f"/breaks/{how}/", words)
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "Not saved" in page
    assert "The bus does not wait." in page
    assert "hunter2" not in page
    assert "tok-en" not in page
    assert "on-ce" not in page
    assert int(answer["Retry-After"]) > 0


@with_breaks
@pytest.mark.django_db
def test_our_own_mistake_is_a_500_without_a_traceback(visitor: Client) -> None:
    answer = visitor.post("/breaks/mistake/", {"words": "Hello there"})
    assert answer.status_code == 500
    assert "Traceback" not in answer.content.decode()
    assert "UNIQUE" not in answer.content.decode()


@with_breaks
def test_tables_that_are_away_before_the_view_is_reached_are_503_too(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> None:
        raise OperationalError("could not connect")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", away)
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    answer = visitor.post("/shows/", {"words": "The bus does not wait."})
    assert answer.status_code == 503
    assert "The bus does not wait." in answer.content.decode()


@with_breaks
@pytest.mark.django_db
def test_each_answer_carries_the_policy_and_pages_for_a_person_are_not_kept(visitor: Client) -> None:
    for where in ("/shows/", "/health/", "/nowhere/", "/breaks/locked/"):
        answer = visitor.get(where)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "microphone=(self)" in answer["Permissions-Policy"]
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "no-store" not in visitor.get("/shows/")["Cache-Control"]
    assert visitor.post("/shows/")["Cache-Control"] == "private, no-store"
    visitor.force_login(Person.objects.create(called="Chloe"))
    assert visitor.get("/shows/")["Cache-Control"] == "private, no-store"


@with_breaks
@pytest.mark.django_db
def test_forwarded_headers_count_only_from_the_proxy_we_know(visitor: Client, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    forged = {"HTTP_X_FORWARDED_FOR": "1.2.3.4, 5.6.7.8", "HTTP_X_FORWARDED_PROTO": "https"}
    assert visitor.get("/shows/", REMOTE_ADDR="9.9.9.9", **forged).content == b"9.9.9.9 False"
    assert visitor.get("/shows/", REMOTE_ADDR="10.0.0.1", **forged).content == b"5.6.7.8 True"


def test_what_is_too_big_is_refused_unread_and_then_drained() -> None:
    class Input(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            Input.taken += size
            return b"x" * size

    def view(_: HttpRequest) -> HttpResponse:
        raise AssertionError("it was let in")

    size = settings.UPLOAD_MAX_BYTES + 2 * 1024 * 1024
    request = RequestFactory().post("/", b"", content_type="multipart/form-data; boundary=x")
    request.META |= {"CONTENT_LENGTH": str(size), "wsgi.input": Input()}
    answer = middleware.TooBigMiddleware(view)(request)
    assert answer.status_code == 413
    chunks = iter(answer)  # type: ignore[call-overload]
    assert b"too big" in next(chunks)
    assert Input.taken == 0
    list(chunks)
    assert Input.taken == size


def test_the_log_holds_no_rows_and_no_query_strings() -> None:
    line = Line()
    row = logging.LogRecord("a", logging.ERROR, "", 0, "failed\nDETAIL:  Failing row contains (Chloe).", (), None)
    assert "Chloe" not in line.format(row)
    query = logging.LogRecord("a", logging.ERROR, "", 0, "Internal Server Error: /sign-in/?code=123456", (), None)
    assert "123456" not in line.format(query)
