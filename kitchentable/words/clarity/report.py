"""A report as others read it: JSON, annotations of a pull request, words in colour."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from kitchentable.words.clarity.check import Report
from kitchentable.words.clarity.finding import KINDS, Finding

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

NAMES = {
    "acronym": ("short form", "short forms"), "hard_word": ("hard word", "hard words"), "jargon": ("term to explain", "terms to explain"),
    "avoid_term": ("word that hurts or hides", "words that hurt or hide"), "long_sentence": ("long sentence", "long sentences"),
    "empty_phrase": ("empty phrase", "empty phrases"), "passive": ("hidden doer", "hidden doers"),
    "double_negative": ("double negative", "double negatives"), "structure": ("in the form of the file", "in the form of the file"),
    "overload": ("about the whole text", "about the whole text"),
}  # fmt: skip
COLOURS = {
    "acronym": "cyan", "hard_word": "yellow", "jargon": "blue", "avoid_term": "magenta", "long_sentence": "red", "empty_phrase": "magenta",
    "passive": "green", "double_negative": "red", "structure": "cyan", "overload": "bold",
}  # fmt: skip
SHOWN = 12  # of each kind, in the report for people; --json holds all
AROUND = 34  # characters on each side of a place


def as_json(report: Report) -> dict[str, object]:
    """The object that `--json` prints."""
    return {
        "file": report.source.name,
        "words": report.words,
        "sentences": len(report.sentences),
        "mean_sentence": round(report.mean_sentence, 2),
        "reading_minutes": round(report.reading_minutes, 2),
        "findings": [one.as_json() for one in report.findings],
        "sentence_spans": [list(span) for span in report.sentences],
        "acronyms": [{"short": list(use.short), "long": list(use.long) if use.long else None} for use in report.acronyms],
        "reading_age": report.reading_age,
    }


def github(report: Report) -> list[str]:
    """One line for each finding, as GitHub's workflow commands want them: it shows them beside the text."""
    text = report.source.text
    ends = [at for at, one in enumerate(text) if one == "\n"]
    lines = []
    for one in report.findings:
        line = bisect_right(ends, one.start - 1) + 1
        column = one.start - (ends[line - 2] + 1 if line > 1 else 0) + 1
        say = f" Say instead: {'; '.join(one.say_instead)}." if one.say_instead else ""
        title = _property(f"{NAMES[one.kind][0]} ({one.rule})")
        words = _data(f"{_short(one.text, 80)}: {one.why}{say}")
        lines.append(f"::warning file={_property(report.source.name)},line={line},col={column},title={title}::{words}")
    return lines


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")


def in_colour(report: Report, console: Console) -> None:
    """A report that people like to read: the figures, then each kind with its places in their sentences."""
    from rich.text import Text

    console.rule(Text(report.source.name or "text", style="bold"), align="left")
    minutes = max(1, round(report.reading_minutes))
    mean = f", {report.mean_sentence:.1f} words in a sentence" if report.mean_sentence else ""
    console.print(
        f"{_many(report.words, 'word')} in {_many(len(report.sentences), 'sentence')}{mean}, about {_many(minutes, 'minute')} to read."
    )
    if report.reading_age is not None:
        console.print(
            Text(
                f"Reading age: about {report.reading_age:.0f}. One helper among others, never alone, never proof (R031).",
                style="dim",
            )
        )
    for note in report.notes:
        console.print(Text(note, style="italic"))
    counts = Counter(one.kind for one in report.findings)
    for kind in KINDS:
        if not counts[kind]:
            continue
        console.print()
        name = NAMES[kind][counts[kind] != 1]
        console.print(Text(f"{counts[kind]} {name}", style=f"bold {COLOURS[kind]}"))
        for one in _firsts([each for each in report.findings if each.kind == kind]):
            console.print(_line(report, one), soft_wrap=False)
        if _left_off(report, kind):
            console.print(Text(f"  and {_left_off(report, kind)} more (--json shows all)", style="dim"))
    _say_kept(report, console)
    console.print()
    last = (
        "Nothing was found."
        if not report.findings
        else f"{_many(len(report.findings), 'place')} to look at. You decide: this advises, it does not judge."
    )
    console.print(Text(f"{last} Whether people understand it, only people can tell you.", style="dim"))


def _say_kept(report: Report, console: Console) -> None:
    from rich.text import Text

    if report.kept:
        console.print()
        console.print(Text("Kept", style="bold"))
        for words, because in dict.fromkeys((_short(one.text, 60), why) for one, why in report.kept):
            console.print(Text(f"  {words}: {because}"))


def _firsts(found: list[Finding]) -> list[Finding]:
    """The first place of each wording: the tenth “ensure” says nothing new."""
    seen: dict[str, Finding] = {}
    for one in found:
        seen.setdefault(f"{one.text.lower()}|{one.why}", one)
    return list(seen.values())[:SHOWN]


def _left_off(report: Report, kind: str) -> int:
    found = [one for one in report.findings if one.kind == kind]
    return len(found) - len(_firsts(found))


def _line(report: Report, one: Finding) -> Text:
    from rich.text import Text

    text = report.source.text
    line = Text("  ")
    place = _place(report, one)
    if place:
        line.append(f"{place}  ", style="dim")
    if one.kind not in ("long_sentence", "overload"):
        line.append("…" + _flat(text[max(0, one.start - AROUND) : one.start]).lstrip(), style="dim")
    line.append(_short(one.text, 120), style=f"bold {COLOURS[one.kind]}")
    if one.kind not in ("long_sentence", "overload"):
        line.append(_flat(text[one.end : one.end + AROUND]).rstrip() + "…", style="dim")
    line.append("\n    ")
    if one.say_instead:
        line.append("→ " + " · ".join(one.say_instead) + "  ", style="bold")
    line.append(f"{one.why} ")
    line.append(one.rule, style="dim")
    return line


def _place(report: Report, one: Finding) -> str:
    blocks = report.source.blocks
    at = bisect_right([block.start for block in blocks], one.start) - 1
    if at >= 0 and blocks[at].place:
        return blocks[at].place
    return f"line {report.source.text.count(chr(10), 0, one.start) + 1}"


def _flat(words: str) -> str:
    return words.replace("\n", " ")


def _short(words: str, most: int) -> str:
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1] + "…"


def _many(number: int, name: str) -> str:
    return f"{number:,} {name}" + ("" if number == 1 else "s")
