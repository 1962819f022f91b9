"""Languages of papers: what they are called, and from which side they are read."""

from __future__ import annotations

from django.utils.translation import get_language_info

from kitchentable.people.forms import LANGUAGES
from kitchentable.words.models import Format

OTHERS = tuple((code, words) for code, words in LANGUAGES if not code.startswith("en"))
NAMES = dict(LANGUAGES)
FROM_RIGHT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


def language_name(code: str) -> str:
    """What a language is called, in itself and in English; its code when we do not know it."""
    return NAMES.get(code, code)


def direction(code: str) -> str:
    """ "rtl" for languages that are read from right to left, else "ltr"."""
    base = code.split("-")[0].lower()
    try:
        return "rtl" if base in FROM_RIGHT or get_language_info(base)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


def called(kind: str, language: str = "") -> str:
    """What a format is called, with its language: "Braille", "Cymraeg (Welsh)", "To listen to, Cymraeg (Welsh)"."""
    if kind == Format.Kind.LANGUAGE:
        return language_name(language)
    name = str(Format.Kind(kind).label)
    return f"{name}, {language_name(language)}" if language else name
