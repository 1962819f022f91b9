"""What the check saw, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "acronym",
    "hard_word",
    "jargon",
    "avoid_term",
    "long_sentence",
    "empty_phrase",
    "passive",
    "double_negative",
    "structure",
    "overload",
]
KINDS: tuple[Kind, ...] = (
    "acronym", "hard_word", "jargon", "avoid_term", "long_sentence", "empty_phrase", "passive", "double_negative", "structure", "overload",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that could be clearer. `start` and `end` count characters of the text that is reported."""

    kind: Kind
    start: int
    end: int
    text: str
    say_instead: tuple[str, ...]
    why: str
    rule: str

    def as_json(self) -> dict[str, object]:
        """The shape that other people's scripts rely on."""
        return {
            "kind": self.kind,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "say_instead": list(self.say_instead),
            "why": self.why,
            "rule": self.rule,
        }


class BadFile(ValueError):
    """A file that cannot be checked. The message is one plain sentence that says why and what to do."""
