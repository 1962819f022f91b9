"""Small real files and steps that several tests of voices need."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kitchentable.policy.clock import today
from kitchentable.voices import acts
from kitchentable.voices.models import Answer, Contribution, Outcome

GPS = 0x8825
PLACE = "St Anne’s Hall"


def photo(name: str = "photo.jpg", size: tuple[int, int] = (60, 40)) -> SimpleUploadedFile:
    """A JPEG with a place, a camera and a comment in it, lying on its side."""
    picture = Image.new("RGB", size, (200, 60, 60))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretCamera"
    exif[GPS] = {1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)}
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"SecretComment")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def wav(name: str = "voice.wav", size: int = 4000) -> SimpleUploadedFile:
    """A sound file with nothing to hear in it."""
    body = bytes(index % 251 for index in range(size))
    head = b"RIFF" + (36 + size).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    head += (1).to_bytes(2, "little") * 2 + (8000).to_bytes(4, "little") * 2 + (1).to_bytes(2, "little") + (8).to_bytes(2, "little")
    return SimpleUploadedFile(name, head + b"data" + size.to_bytes(4, "little") + body, content_type="audio/wav")


def saying(words: str = "The bus stop is too far from the hub.", **more: Any) -> dict[str, Any]:
    """What a browser sends from the page where something is said."""
    return {"words": words, "question": "", "whose": "me", "sharing": "lead", "known_as": "", "once": str(uuid.uuid4()), **more}


def say(cast: Any, who: str, words: str = "The bus stop is too far from the hub.", **more: Any) -> Contribution:
    """Say something through the page, as one of the cast (or "anyone")."""
    seat = getattr(cast, who)
    sent = saying(words, known_as=getattr(seat.person, "key", "") if who != "anyone" else "", **more)
    seat.post(f"/works/{cast.work.slug}/say/", sent, status=200)
    return Contribution.objects.latest("pk")


def answer(cast: Any, c: Contribution, **more: Any) -> Answer:
    """Ms Rao answers, Dee checks."""
    c.refresh_from_db()
    facts: dict[str, Any] = {
        "outcome": Outcome.USED,
        "words": "You were right. A new bus stop opens in front of the hub on 1 June.",
        "decider": cast.rao.person,
        "decided_on": today(),
        "who_does_it": "Ben Ash",
        "by_when": today() + timedelta(days=30),
    }
    made = acts.answer(cast.rao.person, [c], **{**facts, **more})
    return acts.check(cast.dee.person, made)
