"""Languages of papers: what they are called."""

from __future__ import annotations

from kitchentable.people.forms import LANGUAGES
from kitchentable.words.models import Format

OTHERS = tuple((code, words) for code, words in LANGUAGES if not code.startswith("en"))
NAMES = dict(LANGUAGES)


def language_name(code: str) -> str:
    """What a language is called, in itself and in English; its code when we do not know it."""
    return NAMES.get(code, code)


def called(kind: str, language: str = "") -> str:
    """What a format is called, with its language: "Braille", "Cymraeg (Welsh)", "To listen to, Cymraeg (Welsh)"."""
    if kind == Format.Kind.LANGUAGE:
        return language_name(language)
    name = str(Format.Kind(kind).label)
    return f"{name}, {language_name(language)}" if language else name
