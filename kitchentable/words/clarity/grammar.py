"""Endings of English words, so that “utilised” becomes “used” and “was obtained” becomes “was got”, never “use” or “get”."""

from __future__ import annotations

import re
from typing import Literal

from kitchentable.words.clarity.source import word_set

Form = Literal["base", "s", "past", "participle", "ing", "plural"]
# Base: (past, participle). Words whose last letter doubles stand in DOUBLES.
IRREGULAR = {
    "get": ("got", "got"), "buy": ("bought", "bought"), "do": ("did", "done"), "make": ("made", "made"), "give": ("gave", "given"),
    "meet": ("met", "met"), "put": ("put", "put"), "let": ("let", "let"), "begin": ("began", "begun"), "send": ("sent", "sent"),
    "choose": ("chose", "chosen"), "show": ("showed", "shown"), "run": ("ran", "run"), "say": ("said", "said"), "tell": ("told", "told"),
    "see": ("saw", "seen"), "hold": ("held", "held"), "understand": ("understood", "understood"), "hide": ("hid", "hidden"),
    "mean": ("meant", "meant"), "keep": ("kept", "kept"), "think": ("thought", "thought"), "bring": ("brought", "brought"),
    "set": ("set", "set"), "pay": ("paid", "paid"), "take": ("took", "taken"), "speak": ("spoke", "spoken"), "stand": ("stood", "stood"),
    "stick": ("stuck", "stuck"), "shrink": ("shrank", "shrunk"), "find": ("found", "found"), "go": ("went", "gone"),
    "speed": ("sped", "sped"), "build": ("built", "built"), "undertake": ("undertook", "undertaken"), "withhold": ("withheld", "withheld"),
    "write": ("wrote", "written"), "leave": ("left", "left"), "have": ("had", "had"), "come": ("came", "come"), "rise": ("rose", "risen"),
    "break": ("broke", "broken"), "spend": ("spent", "spent"), "seek": ("sought", "sought"), "partake": ("partook", "partaken"),
    "strive": ("strove", "striven"), "read": ("read", "read"), "overspend": ("overspent", "overspent"), "arise": ("arose", "arisen"), "undergo": ("underwent", "undergone"), "uphold": ("upheld", "upheld"), "lead": ("led", "led"),
    "feel": ("felt", "felt"), "draw": ("drew", "drawn"), "wake": ("woke", "woken"), "foresee": ("foresaw", "foreseen"),
    "become": ("became", "become"), "is": ("was", "been"), "lose": ("lost", "lost"), "spread": ("spread", "spread"), "cut": ("cut", "cut"),
}  # fmt: skip
DOUBLES = word_set(
    "fit sum cancel equal occur defer omit confer underpin ban drop submit transfer permit incur concur embed fulfil stop plan fix get let put run set begin shrink swap transmit commit refer cut"
) - {"fix"}
# These end so in every spelling.
NO_Z = word_set("arise rise exercise advise revise supervise compromise promise comprise devise improvise surprise")
PEOPLE = {"person": "people", "child": "children", "man": "men", "woman": "women", "this": "these", "that": "those"}
NO_VERB = frozenset({"must", "can", "not", "cannot", "need to", "as"})
# These tell the writer what to do; they are no words to put in.
ASKS = ("say ", "name ", "the person")
TWO_VERBS = re.compile(r"(\w+) and (\w+(?: \w+)?)$")
HAVE_OR_BE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|has|have|had|having|get|gets|got|'s|’s|'ve|’ve)\s+(?:(?:not|also|now|all|already|always|often|only|since|never|then|\w+ly)\s+)?$"
)


def forms(term: str, part: str) -> dict[str, Form]:
    """Every shape of a term, each with its form; the first word of a verb and the head of a noun change."""
    found: dict[str, Form] = {term: "base"}
    spellings = {term}
    if part == "verb":
        head = term.partition(" ")[0]
        for one in (term, *([term.replace("ise", "ize", 1)] if head.endswith("ise") and head not in NO_Z else [])):
            spellings.add(one)
            found |= {one: "base", third(one): "s", past(one): "past", participle(one): "participle", ing(one): "ing"}
        for one in spellings:
            # One shape for both: which it is shows in the words before.
            if past(one) == participle(one):
                found[past(one)] = "past"
    elif part == "noun":
        found[plural(term)] = "plural"
    elif re.search(r"is(?:e|ation|ed|ing)\b", term):
        found[re.sub(r"is(e|ation|ed|ing)\b", r"iz\1", term, count=1)] = "base"
    return found


def turned(plain: str, form: Form, before: str) -> str:
    """A plain word in the form of the hard one. `before` is the text before it, in lower case: “was” before makes a participle of a past."""
    head = plain.partition(" ")[0]
    if form == "base" or head in NO_VERB or plain.startswith(ASKS):
        return plain
    joined = TWO_VERBS.match(plain) if form != "plural" else None
    if joined:
        return f"{turned(joined[1], form, before)} and {turned(joined[2], form, before)}"
    if form == "plural":
        return plural(plain)
    if head == "is":
        return plain.replace("is ", {"s": "is ", "ing": "being "}.get(form, "was "), 1)
    if form == "s":
        return third(plain)
    if form == "ing":
        return ing(plain)
    return participle(plain) if form == "participle" or HAVE_OR_BE.search(before) else past(plain)


def third(term: str) -> str:
    """“uses”."""
    head, rest = _parted(term)
    if head in ("do", "go", "undergo") or head.endswith(("s", "x", "z", "ch", "sh")):
        return head + "es" + rest
    if head == "have":
        return "has" + rest
    return (head[:-1] + "ies" if _consonant_y(head) else head + "s") + rest


def past(term: str) -> str:
    """“used”."""
    head, rest = _parted(term)
    return (IRREGULAR[head][0] if head in IRREGULAR else _ed(head)) + rest


def participle(term: str) -> str:
    """“used”, “given”."""
    head, rest = _parted(term)
    return (IRREGULAR[head][1] if head in IRREGULAR else _ed(head)) + rest


def ing(term: str) -> str:
    """“using”."""
    head, rest = _parted(term)
    if head in DOUBLES:
        head += head[-1]
    elif head.endswith("e") and not head.endswith(("ee", "oe", "ye")):
        head = head[:-1]
    return head + "ing" + rest


def plural(term: str) -> str:
    """“parts”, “people who use services”."""
    head, rest = _parted(term)
    if head in PEOPLE:
        rest = re.sub(r"^ who (\w+?)ies\b", r" who \1y", rest)
        rest = re.sub(r"^ who (\w+?)(e?)s\b", lambda found: f" who {found[1]}{found[2]}", rest)
        return PEOPLE[head] + rest
    if re.match(r" (?:of|who|to|for|with|by|at|in|when)\b", rest):
        return _noun(head) + rest
    start, space, last = term.rpartition(" ")
    return start + space + (PEOPLE.get(last) or _noun(last))


def _noun(word: str) -> str:
    if word.endswith("s") and not word.endswith("ss"):
        return word
    if _consonant_y(word):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("ss", "x", "ch", "sh")) else "s")


def _parted(term: str) -> tuple[str, str]:
    head, space, rest = term.partition(" ")
    return head, space + rest


def _consonant_y(word: str) -> bool:
    return word.endswith("y") and len(word) > 1 and word[-2] not in "aeiou"


def _ed(word: str) -> str:
    if word in DOUBLES:
        return word + word[-1] + "ed"
    if word.endswith("e"):
        return word + "d"
    return word[:-1] + "ied" if _consonant_y(word) else word + "ed"
