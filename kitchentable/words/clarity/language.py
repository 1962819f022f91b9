"""Which blocks are English. Welsh, and writing that is not Latin, is never checked with English lists."""

from __future__ import annotations

import re

from kitchentable.words.clarity.source import Block, word_set

WELSH = word_set(
    "yn y yr ar mae a'r i'r o'r wedi gan ei bod eich gyda chi ni hwn hon neu am gyfer sydd oedd bydd rydym rydych byddwn byddwch ac nid nad "
    "oes fydd fel eu ein dros rhwng hefyd gallwch mewn drwy pobl gofal cyngor gwasanaethau hyn hynny yma os pan fod mwy dim felly nhw diolch"
)
ENGLISH = word_set(
    "the of and to in is are was for that this with on by be we you it have has will as at from or our your their not can they he she a an if who"
)
WORD = re.compile(r"[a-zâêîôûŵŷäëïöüáéíóúàèìòù']+")
NOT_LATIN = re.compile(r"[\u0370-\u05ff\u0600-\u06ff\u0700-\u1dff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
LATIN = re.compile(r"[A-Za-z]")
HINTS = (" yn ", " yr ", " mae ", " wedi ", " eich ", " i'r ", " o'r ", " a'r ")


def english(blocks: tuple[Block, ...], text: str, low: str) -> tuple[list[Block], list[Block]]:
    """Blocks that are English, and those that are not. What is too short to tell is English."""
    maybe_welsh = any(hint in low for hint in HINTS)
    other_letters = not text.isascii() and NOT_LATIN.search(text) is not None
    yes: list[Block] = []
    no: list[Block] = []
    for block in blocks:
        foreign = block.language not in ("", "en") or (
            (other_letters and _not_latin(text, block))
            or (maybe_welsh and is_welsh(low[block.start : block.end].replace("’", "'")))
        )
        (no if foreign else yes).append(block)
    return yes, no


def is_welsh(low: str) -> bool:
    """Whether a text in lower case is Welsh: more small words of Welsh than of English, two at least, and one in six."""
    if WELSH.isdisjoint(low.split()):
        return False
    words = WORD.findall(low)
    welsh = sum(word in WELSH for word in words)
    return welsh > 1 and welsh > sum(word in ENGLISH for word in words) and welsh * 6 >= len(words)


def _not_latin(text: str, block: Block) -> bool:
    words = text[block.start : block.end]
    return not words.isascii() and len(NOT_LATIN.findall(words)) > len(LATIN.findall(words))
