"""Parts that are never checked: what people said, addresses, code. They become spaces in a copy of the text, so offsets stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kitchentable.words.clarity.source import Block, Source, Span

ADDRESS = re.compile(r"https?://[^\s<>\"”]+|www\.[^\s<>\"”]+")
DOMAIN = re.compile(r"\.(?:uk|org|com|net|gov|nhs|info|eu|io|co|wales|scot|cymru|UK|ORG|COM)\b(?:/[^\s<>\"”)]*)?")
QUOTED = re.compile(r"“[^“”]{1,1500}”|\"[^\"\n]{1,1500}\"|«[^«»]{1,1500}»")
# A straight single mark is also an apostrophe: it opens only after a space and before a letter, and closes only before a space or a stop.
SINGLE = re.compile(r"[‘'](?<![\w’'].)(?=[A-Za-z])[^‘\n]{1,600}?[\w.,!?…][’'](?!\w)")
UNCLOSED = re.compile(r"[“\"][^“”\"]+\Z")
LONGEST_NAME = 253  # characters of a name on the web (RFC 1035)
ENDS_ADDRESS = ".,;:!?)’'"


def unchecked_spans(source: Source, said: Sequence[Span]) -> list[Span]:
    """All spans that no finder looks into, in order, joined where they touch. `said` are the quotes of the text."""
    found = [*source.unchecked, *addresses(source.text), *said]
    found += [(block.start, block.end) for block in source.blocks if block.kind in ("quote", "code")]
    return joined(found)


def addresses(text: str) -> Iterator[Span]:
    """Web and e-mail addresses, names after @ and #."""
    for one in ADDRESS.finditer(text):
        yield one.start(), one.start() + len(one.group().rstrip(ENDS_ADDRESS))
    for one in DOMAIN.finditer(text):
        start = _word_start(text, one.start())
        if start < one.start():
            yield start, one.start() + len(one.group().rstrip(ENDS_ADDRESS))
    at = text.find("@")
    while at >= 0:
        end = at + 1
        while end < len(text) and (text[end].isalnum() or text[end] in ".-_"):
            end += 1
        yield _word_start(text, at), at + 1 + len(text[at + 1 : end].rstrip(".-_"))
        at = text.find("@", end)


def _word_start(text: str, at: int) -> int:
    furthest = max(0, at - LONGEST_NAME)
    while at > furthest and (text[at - 1].isalnum() or text[at - 1] in ".-_+"):
        at -= 1
    return at


def quotes(text: str, blocks: Sequence[Block]) -> Iterator[Span]:
    """What stands between quotation marks, inside one block. A quote that runs over paragraphs opens each and closes once."""
    if not any(mark in text for mark in "“\"«‘'"):
        return
    # A short form in quotation marks, (the “ICB”), is no saying.
    spans = [one.span() for pattern in (QUOTED, SINGLE) for one in pattern.finditer(text) if not one.group()[1:-1].isupper()]
    spans.sort()
    at = 0
    for number, block in enumerate(blocks):
        while at < len(spans) and spans[at][0] < block.start:
            at += 1
        last = block.start
        while at < len(spans) and spans[at][0] < block.end:
            if spans[at][1] <= block.end:
                yield spans[at]
                last = max(last, spans[at][1])
            at += 1
        opens = UNCLOSED.search(text, last, block.end) if "“" in text[last : block.end] else None
        if opens and number + 1 < len(blocks) and text[blocks[number + 1].start] == "“":
            yield opens.start(), block.end


def joined(spans: Iterable[Span]) -> list[Span]:
    """In order, without overlaps."""
    done: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if done and start <= done[-1][1]:
            done[-1] = (done[-1][0], max(end, done[-1][1]))
        else:
            done.append((start, end))
    return done


def blanked(text: str, spans: Sequence[Span], mark: str = "\x00") -> str:
    """The text with those spans filled with a mark that is no word, as long as before."""
    if not spans:
        return text
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += (text[at:start], mark * (end - start))
        at = end
    parts.append(text[at:])
    return "".join(parts)


def lowered(text: str) -> str:
    """Lower case of the same length: a letter whose lower case is two characters stays as it is."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := one.lower()) == 1 else one for one in text)
