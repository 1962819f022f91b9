"""Quiet advice for the lines of an Easy Read, each with its rule. It runs on what the organisation writes, and never says “understood”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kitchentable.words.checking import check_text
from kitchentable.words.clarity.finding import Finding
from kitchentable.words.easy_suggest import WORD
from kitchentable.words.models.easy import EasyLine

AIM = 10  # R019: at most 15, aim for 10
SHOWN = ("long_sentence", "acronym", "hard_word", "jargon", "avoid_term", "double_negative", "empty_phrase")
HARD = ("acronym", "hard_word", "jargon")


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence of advice. `rule` is where it comes from; `kind` "explain" is a hard word with what its sentence could be."""

    words: str
    rule: str
    kind: str = "advice"


@dataclass(slots=True)
class Advised:
    """A line with what we would look at again, and sentences that could explain its hard words."""

    line: EasyLine
    advice: list[Advice] = field(default_factory=list)
    explain: list[str] = field(default_factory=list)


def advised(lines: Sequence[EasyLine]) -> list[Advised]:
    """The lines with their advice: one look at all of them, whatever their number."""
    parts: list[tuple[Advised, str, int]] = []
    rows, at = [], 0
    for line in lines:
        row = Advised(line)
        rows.append(row)
        for words in (line.words, line.explains):
            if words:
                parts.append((row, words, at))
                at += len(words) + 2
    report = check_text("\n\n".join(words for _row, words, _at in parts), easy=True, plain=True)
    for row, words, start in parts:
        inside = [one for one in report.findings if start <= one.start and one.end <= start + len(words)]
        _put(row, words, inside)
    for row in rows:
        _without_finding(row)
    return rows


def _put(row: Advised, words: str, found: Sequence[Finding]) -> None:
    for one in found:
        if one.kind not in SHOWN or (row.line.is_heading and one.kind == "long_sentence"):
            continue
        if one.kind in HARD:
            if words == row.line.words and _is_explained(row.line, one.text):
                continue
            plainer = one.kind == "hard_word" and one.say_instead
            if one.kind == "jargon" and one.say_instead and words == row.line.words:
                row.explain.append(
                    _("%(word)s means: %(meaning)s.") % {"word": _capital(one.text), "meaning": one.say_instead[0].rstrip(".")}
                )
            row.advice.append(Advice(_hard(one), one.rule, "advice" if plainer else "explain"))
        else:
            row.advice.append(Advice(one.why, one.rule))


def _hard(one: Finding) -> str:
    if one.kind == "acronym":
        return _("“%(word)s”: write the whole name. Easy Read has no short forms.") % {"word": one.text}
    if one.kind == "hard_word" and one.say_instead:
        return _("“%(word)s” is hard. Could you say “%(plain)s”?") % {"word": one.text, "plain": one.say_instead[0]}
    return _("“%(word)s” is hard. Say it another way, or explain it in the next sentence.") % {"word": one.text}


def _is_explained(line: EasyLine, word: str) -> bool:
    return bool(line.explains) and word.casefold() in line.explains.casefold()


def _without_finding(row: Advised) -> None:
    """What the words alone do not show: a line that could be shorter still, and a picture that is missing."""
    line = row.line
    if line.is_heading:
        return
    words = len(WORD.findall(line.words))
    if AIM < words <= 15 and not any(one.rule == "R019" for one in row.advice):
        row.advice.append(Advice(_("%(count)d words. Ten or fewer are better.") % {"count": words}, "R019"))
    if not line.symbol and not line.picture:
        row.advice.append(Advice(_("No picture yet. Each idea has one."), "R023"))


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
