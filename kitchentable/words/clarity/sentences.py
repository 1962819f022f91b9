"""Where sentences begin and end, with rules of our own: a block is never joined to the next, a list is not one sentence.

`sentencex` was tried: it is quick, but splits after “1.”, and does not split after “5 p.m. Bring a coat.”
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from kitchentable.words.clarity.source import Block, Span, word_set
from kitchentable.words.clarity.unchecked import joined

# 1: what stops; 2: what closes after it.
END = re.compile(r"([.!?…؟。]+)((?:[\"'”’»)\]*_\x00]|\[\d{1,3}\])*)\s+")
BRACKETS = ((re.compile(r"\([^()]{1,400}\)"), "("), (re.compile(r"\[[^\[\]]{1,400}\]"), "["))
OPENERS = "\"'“‘«([*_#•–—- "
# After these a full stop never ends a sentence.
NEVER = word_set(
    "dr mr mrs ms mx prof rev revd cllr st sgt capt col gen hon messrs mme sr. vs v e.g eg i.e ie cf viz approx ca c fig figs tel ext "
    "ref refs para paras sec sect ch cap art reg regs vol ed eds incl excl dept gov maj lt insp supt pc wpc mt ft pt nr"
)
# After these it ends one only before a word that often starts a sentence.
SELDOM = word_set("u.k u.s u.s.a n.h.s b.b.c e.u ltd co inc plc corp jr sr al rd ave ln sq ph.d b.a m.a b.sc m.sc u.n d.c")
BEFORE_NUMBER = word_set("no nos p pp art s ss r rr cl vol ch jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri")
CLOCK = word_set("a.m p.m am pm")
DAYS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november "
    "december gmt bst"
)
STARTERS = word_set(
    "the a an this that these those it its he she they we you i his her their our your my in on at if when what who how why where there "
    "but and so or for from to by as with many most some all each every no not please after before during since although because while "
    "however then now also both one two bring people read see ask call tell other others another any such next today"
)
LETTERED = word_set(
    "annex appendix plan option part section vitamin grade group class type hepatitis figure table schedule room ward block band list "
    "team level tier zone route category box step item lot form question"
)
WORD = re.compile(r"\w\S*")
# A piece between spaces that is no word: “–”, “…”. The character comes first, so that the engine skips to it.
NO_WORD = re.compile(r"[^\w\s](?<!\S.)[^\w\s]*+(?!\S)")
SHORT = NEVER | SELDOM | BEFORE_NUMBER | CLOCK
LONGEST_NUMBER = 12  # characters of “1.”, “(iv)” at the start of a sentence
LONGEST_WORD = 60  # characters
ENUMERATOR = re.compile(r"[\[(*_\s]*(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxIVX]{1,5})[.)]*$")


def sentence_spans(text: str, blocks: Sequence[Block], quotes: Sequence[Span]) -> list[Span]:
    """Spans of sentences, in order, without the spaces around them. `quotes` are spans that no sentence ends inside."""
    brackets = [one.span() for pattern, mark in BRACKETS if mark in text for one in pattern.finditer(text)]
    closed = joined([*quotes, *brackets])
    starts = [start for start, _ in closed]
    spans: list[Span] = []
    for block in blocks:
        if block.kind != "code":
            spans.extend(_in_block(text, block.start, block.end, closed, starts))
    return spans


def _in_block(text: str, start: int, end: int, closed: Sequence[Span], starts: Sequence[int]) -> Iterator[Span]:
    begin = start
    for found in END.finditer(text, start, end):
        at = found.end(2)
        if closed:
            inside = bisect_right(starts, at - 1) - 1
            # Brackets around whole sentences may be split; a mark that opens in the middle may not.
            if (
                inside >= 0
                and closed[inside][0] < at < closed[inside][1]
                and not (closed[inside][0] == begin and text[begin] in "([")
            ):
                continue
        if _ends(text, begin, found, end):
            yield begin, at
            begin = found.end()
    if begin < end:
        yield begin, end


def _ends(text: str, begin: int, found: re.Match[str], end: int) -> bool:
    dot, stop_at, close_at, after = found.start(), found.end(1), found.end(2), found.end()
    if close_at == dot + 1 and after < end and text[after].isupper() and text[dot] == "." and dot - begin > LONGEST_NUMBER:
        # What nearly every sentence looks like: “… the hall. We …”.
        left = text.rfind(" ", dot - LONGEST_NUMBER, dot)
        if left >= 0:
            word = text[left + 1 : dot]
            if len(word) > 1 and word.isalpha() and word.lower() not in SHORT:
                return True
    while after < end and text[after] in OPENERS:
        after += 1
    if after >= end:
        return after == found.end()
    following = text[after]
    if following.islower():
        return text[after : after + 2] in ("iP", "eB")
    stop = text[dot:stop_at]
    if stop != ".":
        return not (stop == "…" or stop == "...") or following.isupper() or following.isdigit()
    # A word is not longer than this; looking further back for its start would make a long line without spaces slow.
    begin_of_word = max(begin, dot - LONGEST_WORD)
    left = text.rfind(" ", begin_of_word, dot) + 1 or begin_of_word
    newline = text.rfind("\n", left, dot)
    left = newline + 1 if newline >= 0 else left
    word = text[left:dot].lstrip("\"'“‘«([*_-–—/").lower()
    if text[stop_at:close_at].startswith((")", "]")) and word not in CLOCK:
        return True
    if dot - begin > LONGEST_NUMBER and len(word) > 1 and word.isalpha() and word not in SHORT:
        return True
    return _after_short(text, begin, left, dot, word, after, end)


def _after_short(text: str, begin: int, left: int, dot: int, word: str, after: int, end: int) -> bool:
    """Whether a full stop after a short word ends the sentence."""
    nothing_before = left <= begin or (left - begin < LONGEST_WORD and not text[begin:left].strip("\"'“‘«([*_ \n"))
    near = text[max(begin, left - LONGEST_WORD) : left].rstrip()
    if nothing_before and ENUMERATOR.match(text[begin:dot]):
        # “I.” alone, or “1.”: a number in front, unless it is a whole answer (“No.”).
        return False
    next_word = _word_at(text, after, end)
    if word in NEVER:
        return word in ("st", "ft", "pt", "c", "v") and next_word in STARTERS
    if word in BEFORE_NUMBER and text[after].isdigit():
        return False
    if word in CLOCK:
        return next_word not in DAYS
    if word in SELDOM:
        return next_word in STARTERS
    if len(word) == 1 and word.isalpha():
        before = near.rpartition(" ")[2].lower()
        return before in LETTERED or (next_word in STARTERS and not near.endswith("."))
    if re.fullmatch(r"(?:[a-z]\.)+[a-z]", word):
        return next_word in STARTERS
    return True


def _word_at(text: str, at: int, end: int) -> str:
    stop = at
    while stop < end and (text[stop].isalnum() or text[stop] in "'’"):
        stop += 1
    return text[at:stop].lower()


def word_counts(text: str, spans: Sequence[Span]) -> list[int]:
    """How many words each span holds: the same as `words_in` of each, and quicker."""
    none = [one.start() for one in NO_WORD.finditer(text)]
    counts = []
    for start, end in spans:
        if (start and not text[start - 1].isspace()) or (end < len(text) and not text[end].isspace()):
            # It begins or ends within a piece between spaces.
            counts.append(words_in(text[start:end]))
            continue
        pieces = len(text[start:end].split())
        if none:
            pieces -= bisect_left(none, end) - bisect_left(none, start)
        counts.append(pieces)
    return counts


def words_in(text: str) -> int:
    """How many words: pieces between spaces that hold a letter or a digit."""
    return len(WORD.findall(text))
