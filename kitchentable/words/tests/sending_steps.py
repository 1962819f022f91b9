"""What tests of sending start from: a version that may go out, with formats."""

from __future__ import annotations

from typing import Any

from kitchentable.policy.clock import now
from kitchentable.words.acts import sending as acts
from kitchentable.words.models import Document, Format, Version
from kitchentable.words.tests.making import make_document, make_format, make_version

HTML, PLAIN, LARGE, EASY = Format.Kind.HTML, Format.Kind.PLAIN, Format.Kind.LARGE18, Format.Kind.EASY


def ready_version(cast: Any, *kinds: str, document: Document | None = None, **more: Any) -> Version:
    """A version that was checked and may be sent, with these formats ready; HTML too."""
    text = {"text": "# Help at home\n\nWe want to change when people come to your home.\n", "words": 12}
    version = make_version(cast, document or make_document(cast), **{**text, "checked_at": now(), **more})
    version.changed_at = version.checked_at
    version.save()
    for kind in (HTML, *kinds):
        make_format(version, kind)
    return version


def becomes_ready(version: Version, kind: str, language: str = "") -> Format:
    """As the act of formats does: the format is ready, and whoever waits hears of it."""
    made = make_format(version, kind, language=language)
    from kitchentable.words.ready import tell_ready

    tell_ready(made)
    return made


def send(cast: Any, version: Version, *slugs: str, **more: Any) -> Version:
    """Natalie sends it to these."""
    return acts.send(cast.natalie.person, version, people=[getattr(cast, slug).person for slug in slugs], **more)
