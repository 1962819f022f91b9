"""Acronyms in a text: which words are short forms, which long form stands beside them, and which are something else."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kitchentable.words.clarity.lists import Acronym, not_acronyms
from kitchentable.words.clarity.long_forms import long_form
from kitchentable.words.clarity.plain_text import is_capitals
from kitchentable.words.clarity.source import Block, Span, word_set

# One pass for three things that begin with a capital: a postcode or other code; what may be a short form (whether it is mostly capitals is asked
# afterwards); a short form with full stops. A capital comes first, and what must not stand before it after that: so the engine skips to capitals.
CAPITALS = re.compile(
    r"[A-Z](?:(?<!\w.)(?P<code>(?:[A-Z]?\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]?\d{1,2}[A-Z]?|[A-Z]{1,2}\d{2,})\b)"
    r"|(?<![A-Za-z0-9&_].)(?P<letters>[A-Za-z]{0,3}[A-Z0-9&][A-Za-z0-9&+]{0,7})(?![A-Za-z0-9&_])"
    r"|(?<![\w.].)(?P<dotted>\.(?:[A-Z]\.){1,5}))"
)
CODE = re.compile(r"[A-Z](?<!\w.)(?:[A-Z]?\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]?\d{1,2}[A-Z]?|[A-Z]{1,2}\d{2,})\b")
CODE = re.compile(r"[-/]?\d| \d\d")
ROMAN = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z")
NUMBERED = re.compile(
    r"(?:part|chapter|section|annex|appendix|volume|book|schedule|title|article|phase|stage|level|tier|type|grade|class|group|band|table|"
    r"figure|king|queen|pope|war|act|henry|george|charles|edward|elizabeth|james|richard|louis|john|william|paul|benedict|"
    r"category|item|paragraph|step|division|schedules|parts|chapters|sections|superbowl|olympiad|and|to|or|[–-])\s*$",
    re.I,
)
GRADED = re.compile(r"(?:level|grade|rating|rated|class|category|size)s? $", re.I)
TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Cllr|Sir|Dame|Lord|Lady|Rev|Councillor|Professor|Doctor)\.? $")
NUMBER_BEFORE = re.compile(r"[\d£$€][\d.,]* ?$")
SURNAME = re.compile(r" [A-Z][a-z]+(?:-[A-Z][a-z]+)?\b")
# “CQC Board” is no surname after initials.
NOT_SURNAMES = word_set(
    "board team group meeting manager services service trust council committee lead director officer worker assessment panel forum network "
    "plan strategy report england wales scotland ireland policy framework standards act guidance form forms centre office unit partnership "
    "register code programme project scheme fund grant hub nurse nurses interpreter interpreters users members staff"
)
LONGEST_SAID = 6  # letters of a short form that no list knows; a longer one is a word in capitals
RUN = re.compile(r"[A-Z](?<![\w'’&].)[A-Z'’&]*+(?:[ \t]++[A-Z][A-Z'’&]*+)++")


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a short form stands; `long` where its long form stands beside it. `name` is without the plural s."""

    name: str
    short: Span
    long: Span | None = None


def find_acronyms(
    text: str, checked: str, blocks: Sequence[Block], listed: Mapping[str, Acronym], starts: Sequence[int]
) -> list[Use]:
    """All uses, in order. `checked` is the text with what is never checked blanked; `starts` are where sentences begin."""
    places = _candidates(checked, blocks, listed)
    if not places:
        return []
    small = _words_in_small(checked, {name for name, _ in places if name not in listed})
    uses: list[Use] = []
    for name, (start, end) in places:
        if name not in listed and name.lower() in small:
            continue
        if not _something_else(checked, name, start, end, listed):
            uses.append(
                Use(name, (start, end), long_form(text, name, start, end, starts, listed[name].long if name in listed else ""))
            )
    return uses


def _candidates(checked: str, blocks: Sequence[Block], listed: Mapping[str, Acronym]) -> list[tuple[str, Span]]:
    closed = sorted(_shouted(checked, blocks, listed))
    found: list[tuple[str, Span]] = []
    at = 0
    for one in CAPITALS.finditer(checked):
        start, end = one.span()
        word = one.group()
        if one.lastgroup == "dotted":
            name = word.replace(".", "")
            if name in listed:
                found.append((name, (start, end)))
            continue
        if one.lastgroup == "code" and word not in listed:
            continue
        while at < len(closed) and closed[at][1] <= start:
            at += 1
        if at < len(closed) and closed[at][0] < end:
            continue
        name = base(word, listed)
        if name:
            found.append((name, (start, end)))
    return found


def base(word: str, listed: Mapping[str, Acronym]) -> str:
    """The short form without its plural s; empty when the word is none: “60% capitals”, two to ten characters."""
    if word in listed:
        return word
    if word.endswith("s") and (word[:-1] in listed or (word[:-1].isupper() and len(word) > 2)):
        word = word[:-1]
        if word in listed:
            return word
    capitals = sum(map(str.isupper, word))
    if (
        not 2 <= len(word) <= 10
        or capitals < 2
        or capitals < 0.6 * len(word)
        or word in not_acronyms()
        or (word.isalpha() and len(word) > LONGEST_SAID)
    ):
        return ""
    return word


def _shouted(checked: str, blocks: Sequence[Block], listed: Mapping[str, Acronym]) -> Iterator[Span]:
    """Headings and runs of words in capitals: letters there are no short forms."""
    for block in blocks:
        line = checked[block.start : block.end]
        if line.isupper() and is_capitals(line) and not all(word.strip(".,:;()&") in listed for word in line.split()):
            yield block.start, block.end
    for run in RUN.finditer(checked):
        words = run.group().split()
        if any((len(words) > 2 and base(word, listed) == "") or (word not in listed and len(word) > 5) for word in words):
            yield run.span()


def _words_in_small(checked: str, names: set[str]) -> set[str]:
    """Which of these also stand in small letters in the text: then the capitals only stress them."""
    wanted = {name.lower() for name in names if name.isalpha() and name.isupper() and len(name) > 2}
    if not wanted:
        return set()
    pieces = set(checked.split())
    return {word for word in wanted if any(word + mark in pieces for mark in ("", ".", ",", ":", ";", ")"))}


def _something_else(checked: str, name: str, start: int, end: int, listed: Mapping[str, Acronym]) -> bool:
    before, after = checked[max(0, start - 24) : start], checked[end : end + 24]
    if name not in listed and ((before[-2:-1].isdigit() and before[-1:] in "/-") or CODE.match(after)):
        return True
    if len(set(name)) == 1 and GRADED.search(before):
        # “Level AA”, “grade AAA”.
        return True
    if ROMAN.match(name) and (NUMBERED.search(before) or (name not in listed and set(name) <= set("IVX"))):
        return True
    if name in listed and not TITLE.search(before):
        # “£5M”, “10 AM”: units are in not_acronyms; a listed one after a number (“two PAs”, “5 GPs”) is meant.
        return False
    if TITLE.search(before) and SURNAME.match(after):
        return True
    if NUMBER_BEFORE.search(before) and len(name) <= 2:
        return True
    surname = SURNAME.match(after)
    initials = len(name) == 2 and name.isupper() and surname is not None
    return bool(
        initials
        and surname
        and surname.group().strip().lower() not in NOT_SURNAMES
        and not before.rstrip().endswith((" the", "The", " a"))
    )


def by_name(uses: Sequence[Use]) -> dict[str, list[Use]]:
    """Uses of each short form, in the order of their first places."""
    found: dict[str, list[Use]] = defaultdict(list)
    for use in uses:
        found[use.name].append(use)
    return found
