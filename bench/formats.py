"""How long every format of a 17-page paper takes: `python -m bench.formats [FILE]`.

The paper is the first 17 pages (at 325 words) of FILE, or of words made up here. First each kind alone, then all of them as the command
makes them. Elapsed seconds, and processor seconds beside them: on a busy machine only the second say something.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from kitchentable.words.formats.folder import make_all, source_of
from kitchentable.words.formats.make import KINDS, can_make, make
from kitchentable.words.formats.paper import Block, Paper, lines, word_count
from kitchentable.words.formats.read import read_file, read_markdown

PAGES, PAGE = 17, 325  # words of a page, as in bench.clarity
AT_MOST = 15.0  # seconds for all, issue 6
PEERS = ("pandoc", "soffice")


def main(files: list[Path]) -> int:
    """Print it. The exit code is 0: a reader decides."""
    paper = first_pages(read_file(files[0]) if files else read_markdown(made_up()))
    words = word_count(paper)
    print(f"{words:,} words, {words / PAGE:.0f} pages of {PAGE} words; {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as name:
        for kind in KINDS:
            if missing := can_make(kind):
                print(f"  {kind:8} {missing}")
                continue
            start, used = time.perf_counter(), _processor()
            made = make(kind, paper, Path(name))
            took, spent = time.perf_counter() - start, _processor() - used
            state = "ready" if made.ready else "not ready"
            print(f"  {kind:8} {took:6.2f} s elapsed, {spent:6.2f} s processor, {made.size / 1e6:6.2f} MB, {state}")
        start, used = time.perf_counter(), _processor()
        source = source_of(Path("paper.md"), b"bench", paper)
        state_of_all = make_all(source, Path(name) / "all", KINDS)
        took, spent = time.perf_counter() - start, _processor() - used
        print(f"All {len(state_of_all.made)}: {took:.1f} s elapsed (at most {AT_MOST:.0f}), {spent:.1f} s processor")
    there = [peer for peer in PEERS if shutil.which(peer)]
    print(f"Peers on this machine: {', '.join(there) or 'none (no pandoc, no LibreOffice), so nothing is compared'}.")
    return 0


def first_pages(paper: Paper) -> Paper:
    """The blocks of the first pages."""
    kept: list[Block] = []
    count = 0
    for one in paper.blocks:
        count += sum(len(line.split()) for line in lines(Paper("", (one,))))
        if count > PAGES * PAGE:
            break
        kept.append(one)
    return replace(paper, blocks=tuple(kept))


def made_up() -> str:
    """A paper with headings, lists, links and tables."""
    part = (
        "## Part {n}: what we ask of you\n\n"
        + "We want to know what matters to you when somebody comes to your home. " * 12
        + "\n\n"
        "- the same person each time\n- a person who knows your name\n- time to talk, see [our page](https://example.org/{n})\n\n"
        "| Day | Visits |\n| --- | --- |\n| Monday | 24 |\n| Tuesday | 18 |\n\n"
    )
    return "# Home care\n\n" + "".join(part.replace("{n}", str(number)) for number in range(1, 60))


def _processor() -> float:
    mine, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    sys.exit(main([Path(one) for one in sys.argv[1:]]))
