"""A text with the places of its blocks, however it was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kitchentable.words.clarity.finding import Finding

BlockKind = Literal["paragraph", "heading", "item", "cell", "quote", "code"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece that no sentence runs across. `place` is what a person would look for: “page 3”, “paragraph 12”."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    place: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """What was read. `text` is what all offsets count in; `unchecked` are spans that are not prose (code, targets of links, mark-up);
    `structure` is what the form of the file shows; `notes` are sentences about what could not be read."""

    text: str
    blocks: tuple[Block, ...]
    unchecked: tuple[Span, ...] = ()
    structure: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    name: str = field(default="", compare=False)


def word_set(words: str) -> frozenset[str]:
    """Words with spaces between them, as a set."""
    return frozenset(words.split())


def lf(text: str) -> str:
    """Line ends as one character, no byte-order mark: the text that is reported."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


class Builder:
    """Puts blocks one under the other with an empty line between them, for files whose text is not what is in the file."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.at = 0

    def add(self, kind: BlockKind, words: str, *, level: int = 0, place: str = "", language: str = "") -> Block | None:
        """One more block; None when there is nothing in it."""
        words = words.strip()
        if not words:
            return None
        block = Block(kind, self.at, self.at + len(words), level, place, language)
        self.parts += (words, "\n\n")
        self.at = block.end + 2
        self.blocks.append(block)
        return block

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.parts)
