"""The labelled set: what a person who reads would mark, beside what the check finds. `python -m bench.clarity` prints the figures.

A place counts as found when a finding of the same kind overlaps it; long forms, short forms and ends of sentences must fit exactly.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kitchentable.words.clarity.check import Report, check
from kitchentable.words.clarity.plain_text import read_plain

LABELLED = Path(__file__).resolve().parent / "labelled"
LISTED = re.compile(r"^(?:[-•]|\d\.|\(?[a-z]\))\s")
Place = tuple[str, int, int]
MARK = re.compile(r"\[(\w+)\|([^\]]+)\]")


@dataclass
class Score:
    right: int = 0
    false: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / (self.right + len(self.false)) if self.right + len(self.false) else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + len(self.missed)) if self.right + len(self.missed) else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def lines(name: str) -> list[str]:
    return [line for line in (LABELLED / name).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def report_of(text: str) -> Report:
    return check(read_plain(text))


def ours(text: str) -> list[Place]:
    """What the check finds."""
    return [(one.kind, one.start, one.end) for one in report_of(text).findings]


def places(*names: str, find: Callable[[str], list[Place]] = ours) -> dict[str, Score]:
    """Each kind of finding, on sentences.txt and traps.txt unless other files are named; `find` is the check, or a peer."""
    scores: dict[str, Score] = defaultdict(Score)
    for line in [line for name in names or ("sentences.txt", "traps.txt") for line in lines(name)]:
        text, wanted = _marked(line)
        found = find(text)
        for kind, start, end in wanted:
            if any(kind == other and begin < end and stop > start for other, begin, stop in found):
                scores[kind].right += 1
            else:
                scores[kind].missed.append(f"{text[start:end]!r} in {text}")
        for kind, begin, stop in found:
            if not any(kind == other and begin < end and stop > start for other, start, end in wanted):
                scores[kind].false.append(f"{text[begin:stop]!r} in {text}")
    return scores


def all_of(scores: dict[str, Score]) -> Score:
    """The kinds together."""
    return Score(
        sum(one.right for one in scores.values()),
        [words for one in scores.values() for words in one.false],
        [words for one in scores.values() for words in one.missed],
    )


def _marked(line: str) -> tuple[str, list[tuple[str, int, int]]]:
    long = line.startswith("long: ")
    line = line.removeprefix("long: ").replace("\\n", "\n")
    parts, wanted, at, length = [], [], 0, 0
    for mark in MARK.finditer(line):
        parts.append(line[at : mark.start()])
        length += len(parts[-1])
        wanted.append((mark[1], length, length + len(mark[2])))
        parts.append(mark[2])
        length += len(mark[2])
        at = mark.end()
    text = "".join([*parts, line[at:]])
    return text, [*wanted, *([("long_sentence", 0, len(text))] if long else [])]


def traps() -> list[str]:
    """Every false alarm on traps.txt."""
    return [f"{one.kind} {one.text!r} in {line}" for line in lines("traps.txt") for one in report_of(line).findings]


def acronyms() -> dict[str, Score]:
    """Short forms and long forms, by exact place."""
    scores = {"short": Score(), "long": Score()}
    for line in lines("acronyms.txt"):
        text = ""
        short: set[tuple[int, int]] = set()
        long: set[tuple[int, int]] = set()
        begun: list[int] = []
        for one in line:
            if one in "{<":
                begun.append(len(text))
            elif one in "}>":
                (short if one == "}" else long).add((begun.pop(), len(text)))
            else:
                text += one
        uses = report_of(text).acronyms
        found = {"short": {use.short for use in uses}, "long": {use.long for use in uses if use.long}}
        for name, wanted in (("short", short), ("long", long)):
            score = scores[name]
            score.right += len(wanted & found[name])
            score.missed += [f"{text[i:j]!r} in {text}" for i, j in sorted(wanted - found[name])]
            score.false += [f"{text[i:j]!r} in {text}" for i, j in sorted(found[name] - wanted)]
    return scores


def our_sentences(text: str) -> list[str]:
    """The sentences that the check counts."""
    return [text[start:end] for start, end in report_of(text).sentences]


def splits(*names: str, split: Callable[[str], list[str]] = our_sentences) -> list[str]:
    """Every line of splits.txt and splits_more.txt (or of the files named) whose sentences are not those a person would see."""
    wrong = []
    for line in [line for name in names or ("splits.txt", "splits_more.txt") for line in lines(name)]:
        line = line.replace("\\n", "\n")
        wanted = [LISTED.sub("", part.strip()) for part in line.split("|")]
        found = [LISTED.sub("", part.strip()) for part in split(line.replace("| ", "").replace("|", "")) if part.strip()]
        if found != wanted:
            wrong.append(f"{found}\n     wanted {wanted}")
    return wrong
