"""Whatever is sent, the house answers with a page and never with a 500: uploads, form fields, headers, addresses (DESIGN §9)."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kitchentable.voices.models import Contribution

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_database]

EDGE = "kitchen-table-edge"
CASES = int(os.environ.get("KITCHENTABLE_FUZZ", "1200"))
QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
STARTS = [
    b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\x00\x00\x00\x00WEBPVP8 ", b"%PDF-1.7\n", b"OggS\x00\x02", b"\x1aE\xdf\xa3",
    b"ID3\x04\x00", b"\x00\x00\x00\x18ftypmp42", b"RIFF\x24\x00\x00\x00WAVEfmt ", b"PK\x03\x04", b"MZ", b"<svg onload=alert(1)>", b"<html>",
]  # fmt: skip
NAMES = st.one_of(
    st.sampled_from(
        [
            "../../etc/passwd",
            "a.png.exe",
            "con",
            "x" * 300 + ".png",
            "\u202egnp.exe",
            "смех.png",
            "a\nb.png",
            ".htaccess",
            "photo.jpeg",
        ]
    ),
    ANYTHING.filter(lambda s: bool(s.strip())),
)


@pytest.fixture
def say(cast: Any) -> str:
    return f"/works/{cast.work.slug}/say/"


def answered(response: Any, what: object) -> None:
    assert response.status_code < 500 or response.status_code == 503, f"{response.status_code} for {what!r}"


def as_a_browser_sends_it(fields: dict[str, str], field: str, name: str, media: str, content: bytes) -> bytes:
    """A form with one file, byte for byte: names reach the house as they were sent."""
    parts = [
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in fields.items()
    ]
    told = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="{field}"; filename="{told}"\r\nContent-Type: {media}\r\n\r\n'
    return b"".join(parts) + head.encode() + content + f"\r\n--{EDGE}--\r\n".encode()


def test_no_upload_breaks_the_house(cast: Any, say: str) -> None:
    client = cast.chloe.client

    @settings(max_examples=CASES // 4, **QUIET)
    @given(
        start=st.sampled_from(STARTS), rest=st.binary(max_size=200), name=NAMES, kind=st.sampled_from(["recording", "video", "papers"]),
        media=st.sampled_from(["image/png", "audio/webm", "text/html", "application/x-msdownload", "", "x/y; charset=\u00fc"]),
    )  # fmt: skip
    def send(start: bytes, rest: bytes, name: str, kind: str, media: str) -> None:
        with transaction.atomic():
            body = as_a_browser_sends_it({"words": "", "sharing": "lead", "question": ""}, kind, name, media, start + rest)
            answered(client.post(say, body, content_type=f"multipart/form-data; boundary={EDGE}"), (name, kind, media))
            transaction.set_rollback(True)

    send()


def test_no_form_field_breaks_the_house(cast: Any, say: str) -> None:
    client = cast.chloe.client
    fields = [
        "words",
        "sharing",
        "question",
        "content_note",
        "whose",
        "read_back",
        "known_as",
        "without_account",
        "website",
        "once",
    ]

    @settings(max_examples=CASES // 4, **QUIET)
    @given(
        st.dictionaries(
            st.sampled_from(fields), st.one_of(ANYTHING, st.just("x" * 20_001), st.just("a\x00b"), st.just("-1")), max_size=6
        )
    )
    def send(form: dict[str, str]) -> None:
        with transaction.atomic():
            answered(client.post(say, form), form)
            transaction.set_rollback(True)

    send()
    assert Contribution.objects.count() == 0


def test_no_header_breaks_the_house(cast: Any, say: str) -> None:
    headers = ["cookie", "accept-language", "host", "referer", "user-agent", "x-forwarded-for", "x-forwarded-proto", "range", "if-none-match",
               "if-modified-since", "content-type", "accept", "x-csrftoken"]  # fmt: skip
    latin = st.text(st.characters(min_codepoint=1, max_codepoint=255, exclude_characters="\r\n"), max_size=120)

    @settings(max_examples=CASES // 4, **QUIET)
    @given(
        st.dictionaries(st.sampled_from(headers), latin, max_size=4),
        st.sampled_from(["/", say, "/works/", "/said/", "/sign-in/", "/me/", "/record/"]),
    )
    def send(found: dict[str, str], address: str) -> None:
        answered(Client().get(address, headers=found), (found, address))

    send()


def test_no_address_breaks_the_house(cast: Any, say: str) -> None:
    client = cast.natalie.client
    pieces = st.one_of(
        st.sampled_from(["works", "said", "me", "office", "answers", "record", "sign-in", "check", "people", "messages", "decisions", cast.work.slug]),
        ANYTHING, st.integers(-1, 10**30).map(str),
    )  # fmt: skip
    query = st.dictionaries(
        st.sampled_from(["page", "q", "show", "outcome", "theme", "status", "next", "work", "said", "back", "question", "owner"]),
        ANYTHING,
        max_size=3,
    )

    @settings(max_examples=CASES // 4, **QUIET)
    @given(st.lists(pieces, max_size=4), query)
    def send(parts: list[str], asked: dict[str, str]) -> None:
        # The test client reads "//[" as the name of a host; a browser never sends it as a path.
        address = "/" + "".join(f"{p.replace('?', '').replace('#', '')}/" for p in parts).lstrip("/")
        with transaction.atomic():
            answered(client.get(address, asked), (address, asked))
            transaction.set_rollback(True)

    send()
