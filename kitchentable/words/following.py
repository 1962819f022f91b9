"""What was decided about a place in a text stays with it while the text around it changes. Pure: no Django."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

from kitchentable.words.clarity.finding import Finding

Same = tuple[str, str, str]


def follow(before: str, after: str, old: Sequence[Finding], new: Sequence[Finding]) -> dict[int, int]:
    """For each finding of the old text that is still there: which of the new ones it is. Both as indexes.

    A line that did not change takes its findings along. In lines that changed, findings with the same words are taken to be the same ones
    in their order, when there are as many as before; else nobody can say which one went, and none is taken along.
    """
    old_lines, new_lines = before.split("\n"), after.split("\n")
    old_at, new_at = _starts(old_lines), _starts(new_lines)
    by_line_old, by_line_new = _by_line(old, old_at), _by_line(new, new_at)
    exact: dict[tuple[int, Same], list[int]] = defaultdict(list)
    for number, one in enumerate(new):
        exact[one.start, _same(one)].append(number)
    found: dict[int, int] = {}
    for tag, i1, i2, j1, j2 in _changes(old_lines, new_lines):
        was = [number for line in range(i1, i2) for number in by_line_old.get(line, ())]
        if not was:
            continue
        if tag == "equal":
            shift = new_at[j1] - old_at[i1]
            for number in was:
                here = exact.get((old[number].start + shift, _same(old[number])))
                if here:
                    found[number] = here.pop(0)
            continue
        now = [number for line in range(j1, j2) for number in by_line_new.get(line, ())]
        groups_old, groups_new = _groups(old, was), _groups(new, now)
        for same, numbers in groups_old.items():
            there = groups_new.get(same, [])
            if len(there) == len(numbers):
                found |= dict(zip(numbers, there, strict=True))
    return found


def _changes(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    """As difflib's opcodes; lines that are alike at both ends are not compared, so a small change in a long paper is quick."""
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    middle = SequenceMatcher(None, old[first : len(old) - last], new[first : len(new) - last]).get_opcodes()
    parts = [("equal", 0, first, 0, first)] if first else []
    parts += [(tag, i1 + first, i2 + first, j1 + first, j2 + first) for tag, i1, i2, j1, j2 in middle]
    if last:
        parts.append(("equal", len(old) - last, len(old), len(new) - last, len(new)))
    return parts


def _starts(lines: list[str]) -> list[int]:
    at, found = 0, []
    for line in lines:
        found.append(at)
        at += len(line) + 1
    return found


def _by_line(findings: Sequence[Finding], starts: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(findings):
        found[bisect_right(starts, one.start) - 1].append(number)
    return found


def _groups(findings: Sequence[Finding], numbers: list[int]) -> dict[Same, list[int]]:
    found: dict[Same, list[int]] = defaultdict(list)
    for number in numbers:
        found[_same(findings[number])].append(number)
    return found


def _same(one: Finding) -> Same:
    return one.kind, one.text, one.rule
