"""What the form of a file shows: headings, texts for pictures, words of links, tables, capitals (R029, R036)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kitchentable.words.clarity.finding import Finding

VAGUE = {
    "click here", "here", "click", "read more", "more", "link", "this link", "this", "this page", "more info", "more information",
    "learn more", "find out more", "see more", "see here", "download", "details", "continue", "click this link", "follow this link",
}  # fmt: skip
SHORTEST_SHOUT = 4  # words in capitals that follow each other


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level, with its place."""

    level: int
    start: int
    end: int


def found(start: int, end: int, text: str, why: str, rule: str = "R036", say: Sequence[str] = ()) -> Finding:
    """A finding about the form."""
    return Finding("structure", start, end, text, tuple(say), why, rule)


def skipped(text: str, headings: Sequence[Heading]) -> Iterator[Finding]:
    """Headings that jump over a level, so that somebody who listens loses the way."""
    before = 0
    for one in headings:
        if before and one.level > before + 1:
            words = text[one.start : one.end]
            yield found(
                one.start,
                one.end,
                words,
                f"This heading is of level {one.level}, the one before it of level {before}: a level is skipped.",
            )
        before = one.level or before


def vague_link(start: int, end: int, words: str) -> Iterator[Finding]:
    """A link whose words do not say where it leads."""
    if " ".join(words.lower().split()).strip(" .:>»→…*_") in VAGUE:
        yield found(start, end, words, "Somebody who listens to the links alone hears only this. Let the words say where it leads.")


def without_alt(start: int, end: int, words: str) -> Finding:
    """A picture that says nothing to those who do not see it."""
    return found(
        start, end, words, "A picture has no text for people who do not see it. Say what it shows, or that it only decorates."
    )


def no_headers(start: int, end: int, words: str) -> Finding:
    """A table whose first row is not marked as headings."""
    return found(start, end, words, "This table has no row of headings, so a screen reader cannot say what a number belongs to.")


def drawn(start: int, end: int, words: str, how: str) -> Finding:
    """Italics, underlining, capitals: shapes that are hard to read (R029)."""
    return found(start, end, words, f"{how} are hard to read. Bold, or a heading, shows what matters.", "R029")


def moved(start: int, end: int, words: str, how: str) -> Finding:
    """A part that is seen in another order than it is read aloud (R036)."""
    return found(
        start,
        end,
        words,
        f"{how} Somebody who listens may meet this in another place than those who look. Put it where it should be read.",
    )


def jumps(start: int, end: int, words: str) -> Finding:
    """A positive tabindex: the keyboard leaves the order of the page."""
    return found(
        start,
        end,
        words,
        "A positive tabindex sends the keyboard here before the rest of the page. Put it where it should come, without the number.",
    )


def lays_out(start: int, end: int, words: str) -> Finding:
    """A table that only places things on the page."""
    return found(
        start,
        end,
        words,
        "This table seems to place things on the page, not to show figures. It is read row by row, cell by cell. Use headings and paragraphs.",
    )
