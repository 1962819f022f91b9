"""Sentences that are hard to follow: too long, nobody does what is done, two negatives that cancel each other."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

import ahocorasick

from kitchentable.words.clarity.finding import Finding
from kitchentable.words.clarity.sentences import words_in
from kitchentable.words.clarity.source import Span, word_set

PARTICIPLES = word_set(
    "done made given taken held sent told found kept written drawn shown chosen known seen said put set paid brought built bought cut let led "
    "left lost met read run sold spent spread taught thought understood undertaken withdrawn begun broken driven forgotten hidden spoken "
    "overseen undergone sought borne forgiven frozen grown heard laid meant overtaken rewritten upheld withheld "
    "split shut hit hurt cast sewn torn worn stolen thrown blown flown fed fought caught sworn shaken stuck struck swept won hung dealt lent "
    "beaten bitten eaten forbidden misled reset rebuilt foreseen undone overheard redone redrawn retaken rerun"
)
# These say how something is, not what somebody did.
STATES = word_set(
    "affected heated parked domiciled confined handicapped interested tired worried pleased concerned located based situated disabled married divorced retired delighted excited scared frightened "
    "committed dedicated related limited detailed experienced skilled qualified varied mixed advanced required supposed allowed entitled "
    "needed called named aged crowded complicated confused embarrassed surprised disappointed satisfied frustrated bored relaxed isolated "
    "stressed depressed exhausted ashamed prepared determined convinced bothered annoyed upset open red bed need indeed speed feed wed seed "
    "hundred sacred naked wicked rugged kindred unemployed self-employed involved associated opposed inclined accustomed "
    "finished gone done-for wheelchair-accessible dressed trained gifted talented learned beloved united honoured thrilled welcomed seated injured "
    "likely related unchanged unrelated unaffected untouched unused undecided reserved armed attached enclosed located bound crossed detached furnished inspired "
    "set-up put-out left-handed known read let put run led met let"
)
# “The café is closed” says how it is; “the café will be closed” hides who closes it. “They were lost” says how they are.
EITHER = word_set("closed lost left shut split hurt stuck torn worn won hung swept fed cast struck")
ACTING = word_set("be been being was were")
STANDS = re.compile(r"\b(?:i|he|she|we|they|you|people|who)\s+$")
# “Is made up of” says what it is; “assisted digital”, “assisted living” are names.
NO_DOER_HIDDEN = re.compile(r"made up of\b|assisted (?:digital|living)\b")
PASSIVE = re.compile(
    r"\b(?:is|are|was|were|been|being|be)\s+(?:(?:not|also|now|then|all|still|already|always|often|only|once|never|first|fully|later|soon|currently|recently|[a-z]+ly)\s+){0,2}"
    r"(?P<did>[a-z]+ed|" + "|".join(sorted(PARTICIPLES)) + r")\b(?!-)"
)
DOER = re.compile(
    r"[^.!?;\x00]{0,60}?\bby\s+(?!(?:the end|then|now|\d|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may\b|june|july|august|september|october|november|december|post|e-?mail|phone|letter|text|hand|bus|train|car|taxi|using|\w+ing\b|midday|noon|next|this|half|a third|about|around|\w+ per cent))\w+"
)
NEGATIVES = re.compile(
    r"\b(?:not|never|cannot|n[’']t|rarely|hardly)\s+(?:an?\s+|at all\s+|be\s+|been\s+)?(?:un(?:common|like|likely|reasonabl[ey]|usual|able|aware|known|willing|happy|necessary|necessarily|fair|clear|important|"
    r"related|helpful|welcome|wise|true|lawful|safe|affected|eligible|suitable|heard|certain|duly|justified|acceptable|expected)\b|in(?:frequent(?:ly)?|significant|appropriate|conceivable|accessible|"
    r"eligible|capable|complete|consistent|correct|compatible|considerable)\b|im(?:possible|probable|material|proper)\b|ir(?:relevant|responsible)\b|dis(?:similar|satisfied|agree|approve|allow(?:ed)?|count(?:ed)?)\b|"
    r"without\b|fail(?:s|ed)?\b|refuse\b|prevent(?:ed)?\b|deny\b|ineligible\b|(?:nobody|nothing|nowhere|no one|no-one|none|never)\b)"
    r"|\b(?:not|cannot|never|n[’']t|no)\b(?:\s+[\w’']+){1,9}?,?\s+unless\b"
    r"|\bunless\b(?:\s+[\w’']+){1,6}?\s+(?:not|never|n[’']t|cannot|\w+n[’']t)\b"
    r"|\b(?:no one|nobody|nothing|none|no \w+)\s+(?:\w+\s+){0,3}?(?:not|cannot|never|\w+n[’']t)\b"
    r"|\bwithout\s+not\b|\bfail(?:s|ed|ing)?\s+to\s+(?:not|prevent|deny|refuse|disclose)\b|\bno longer\s+un\w+|\bnot\b(?:\s+\w+){1,4}\s+(?:nobody|nothing|nowhere|no one|no-one)\b"
    r"|\b(?:do|does|did|is|are|was|were|can|could|has|have|would|should|wo|ca)n[’']t\s+(?:\w+\s+){0,3}?(?:nobody|nothing|nowhere|no one|none|no \w+)\b"
)
BEGIN_PASSIVE = word_set("is are was were been being be")
BEGIN_NEGATIVE = word_set("not never cannot rarely hardly unless no nobody nothing none without fail fails failed failing") | {
    f"{word}n t" for word in word_set("do does did is are was were can could has have would should wo ca")
}
SPLITS = re.compile(
    r"[,;:–—]\s*(?:and|but|so|or|which|because|while|where|who|as|although)\b|;|\s(?:and|but|so|because|although|while|which)\s|\s[–—]\s|:\s|,\s"
)
VERBS = re.compile(
    r"\b(?:is|are|was|were|am|be|been|being|has|have|had|do|does|did|can|could|will|would|shall|should|may|might|must|need|needs|want|wants|tell|tells|go|goes|get|gets|"
    r"make|makes|help|helps|say|says|think|thinks|know|knows|like|likes|come|comes|live|lives|find|see|give|ask|asks)\b"
)
AUXILIARIES = word_set("is are was were am be been being has have had do does did can could will would shall should may might must")


def long_sentences(
    text: str, checked: str, spans: Sequence[Span], most: int, rule: str, counts: Sequence[int]
) -> Iterator[Finding]:
    """Sentences of more than `most` words. Words that somebody else said do not count."""
    for (start, end), count in zip(spans, counts, strict=True):
        if count <= most:
            continue
        said = text[start:end]
        if "\x00" in checked[start:end]:
            count = words_in(checked[start:end].replace("\x00", " "))
            if count <= most:
                continue
        yield Finding(
            "long_sentence", start, end, said, (), f"{count} words in one sentence; {most} is the most.{_where(said)}", rule
        )


def _where(sentence: str) -> str:
    """Where a full stop could stand: the joint nearest to the middle."""
    middle = len(sentence) / 2
    joints = [one for one in SPLITS.finditer(sentence) if len(sentence) * 0.2 < one.start() < len(sentence) * 0.8]
    if not joints:
        return " Make two of it."
    strong = [one for one in joints if len(one.group().strip()) > 1] or joints
    best = min(strong, key=lambda one: abs(one.start() - middle))
    following = " ".join(sentence[best.start() :].split()[:4])
    return f" A full stop could stand before “{following} …”."


def easy_sentences(text: str, spans: Sequence[Span], most_verbs: int) -> Iterator[Finding]:
    """Easy Read: one idea and one verb in a sentence (R020). Auxiliaries with their verb are one."""
    for start, end in spans:
        said = text[start:end]
        if (
            re.search(r"\b(?:and|but|because|which|who|if|when|so that|although|while)\b", said)
            and _verbs(said.lower()) > most_verbs
        ):
            yield Finding(
                "long_sentence",
                start,
                end,
                said,
                (),
                "More than one idea. In Easy Read each sentence has one idea and one verb.",
                "R020",
            )


def _verbs(sentence: str) -> int:
    count, last = 0, -2
    words = re.findall(r"[\w’']+", sentence)
    for number, word in enumerate(words):
        if VERBS.fullmatch(word):
            if not (number - last <= 2 and words[last] in AUXILIARIES):
                count += 1
            last = number
    return count


@cache
def _begins(kind: str) -> ahocorasick.Automaton:
    """The words with which a passive or a double negative can begin, so that their patterns are tried only there."""
    automaton = ahocorasick.Automaton()
    for word in sorted(BEGIN_NEGATIVE if kind == "negative" else BEGIN_PASSIVE):
        automaton.add_word(f" {word} ", len(word))
    automaton.make_automaton()
    return automaton


def _matches(pattern: re.Pattern[str], kind: str, low: str, spaced: str) -> Iterator[re.Match[str]]:
    """As `pattern.finditer(low)`, several times as quick."""
    last = 0
    for end, length in _begins(kind).iter(spaced):
        # Places count in the padded copy, whose first space makes up for the one at the end of a key.
        start = end - 1 - length
        if start >= last:
            found = pattern.match(low, start)
            if found:
                last = found.end()
                yield found


def passives(text: str, low: str, spaced: str, starts: Sequence[int], ends: Sequence[int]) -> Iterator[Finding]:
    """Things that are done, with nobody who does them."""
    for found in _matches(PASSIVE, "passive", low, spaced):
        did = found["did"]
        aux = found.group().partition(" ")[0]
        if (
            did in STATES
            or (
                did in EITHER
                and (
                    aux not in ACTING
                    or (did in ("closed", "shut") and aux in ("was", "were"))
                    or STANDS.search(low, max(0, found.start() - 8), found.start())
                )
            )
            or (did == "used" and aux not in ("be", "being", "been"))
            or NO_DOER_HIDDEN.match(low, found.end() - len(did))
            or (did.endswith("eed") and did not in ("agreed", "freed", "guaranteed"))
        ):
            continue
        number = bisect_right(starts, found.start()) - 1
        if number < 0 or found.end() > ends[number] or DOER.match(low, found.end(), ends[number]):
            continue
        start, end = found.span()
        yield Finding("passive", start, end, text[start:end], (), f"By whom? Say who {_doing(did)} it.", "R031")


def _doing(participle: str) -> str:
    return {"done": "did", "taken": "took", "given": "gave", "known": "knew", "written": "wrote", "drawn": "drew", "shown": "showed",
            "chosen": "chose", "seen": "saw", "undertaken": "undertook", "withdrawn": "withdrew", "begun": "began", "broken": "broke",
            "driven": "drove", "forgotten": "forgot", "hidden": "hid", "spoken": "spoke", "overseen": "oversaw", "borne": "bore",
            "frozen": "froze", "grown": "grew", "rewritten": "rewrote"}.get(participle, participle)  # fmt: skip


def double_negatives(text: str, low: str, spaced: str) -> Iterator[Finding]:
    """Two negatives that a reader has to turn round in the head."""
    for found in _matches(NEGATIVES, "negative", low, spaced):
        start, end = found.span()
        if ". " in text[start:end] or "\n\n" in text[start:end]:
            continue
        yield Finding(
            "double_negative",
            start,
            end,
            text[start:end],
            (),
            "Two negatives have to be turned round in the head. Say what is so.",
            "R031",
        )
