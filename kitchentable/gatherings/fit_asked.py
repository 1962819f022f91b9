"""Reading the earliest start out of a person's own words, and only when it is clear. Pure."""

from __future__ import annotations

import re
from datetime import time

AFTER = re.compile(
    r"\b(?:after|from|not before|no earlier than|not earlier than|later than|at the earliest)\s+"
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\b\.?|noon\b|o['’]?clock\b)?"
    r"(?=\s*$|\s*[,.;:!?)…–-]|\s+(?:in|on|or|to|and|because|as|is|so|if|but|when|please|onwards|until|every|each)\b)",
    re.IGNORECASE | re.ASCII,
)
ALONE = re.compile(
    r"\s*(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\b\.?|noon\b|o['’]?clock\b)?\s*(?:or later|onwards|or after)?\s*[.]?\s*",
    re.IGNORECASE | re.ASCII,
)
AFTERNOON = range(1, 7)


def start_asked(*texts: str) -> time | None:
    """The earliest start that the first of `texts` clearly names (“after 11”, “not before 11.30am”, “11:00”); None when in doubt.

    An hour from 1 to 6 with nothing beside it is in the afternoon. A text with a second number says more than we can read.
    """
    for text in texts:
        found = ALONE.fullmatch(text) or AFTER.search(text)
        if found and not any(sign.isdigit() for sign in text[: found.start()] + text[found.end() :]):
            return _time(found)
    return None


def _time(found: re.Match[str]) -> time | None:
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "").lower()
    if (half.startswith("p") and hour < 12) or (not half.startswith("a") and not found["minute"] and hour in AFTERNOON):
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None
