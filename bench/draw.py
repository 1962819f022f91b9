"""How long `kitchentable draw` takes from a cold start, on made-up pools; and sortition-algorithms beside it on the smallest.

`python -m bench.draw` prints a table; `--without-others` leaves sortition-algorithms out. That library is no dependency of ours (it brings
some 35 packages): it is installed into a folder of its own under .cache when it can be.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OTHERS = ROOT / ".cache" / "sortition"
# Values of the features, in turn.
VALUES = (2, 5, 4, 3, 4, 2, 3)


@dataclass(frozen=True)
class Size:
    """A pool: how many people for how many seats, with how many features, how large the homes; and the seconds asked for."""

    people: int
    seats: int
    features: int
    target: float
    seed: int = 1
    home: float = 0.0  # people for each home; 0: nobody shares one

    @property
    def name(self) -> str:
        shared = f", {self.home:g} per home" if self.home else ""
        return f"{self.people:,} for {self.seats}, {self.features} features{shared} (pool {self.seed})"


SIZES = (
    Size(200, 20, 6, 2.5),
    Size(200, 20, 7, 2.5, seed=3),
    Size(200, 20, 7, 2.5, seed=4),
    Size(200, 20, 7, 2.5, seed=7),
    Size(200, 20, 7, 2.5, seed=2, home=2),
    Size(500, 50, 6, 5),
    Size(1000, 80, 7, 30),
    Size(2000, 150, 7, 120),
    Size(2000, 200, 2, 1.5),
    Size(500, 50, 7, 5, seed=2, home=0.7),
    Size(500, 50, 7, 5, seed=2, home=2),
    Size(1000, 80, 7, 30, seed=2, home=0.7),
    Size(2000, 150, 7, 120, seed=2, home=0.7),
)


def make(size: Size, folder: Path) -> tuple[Path, Path]:
    """A pool that differs from the population as pools do: each group offers more or less often than its share; quotas follow the share."""
    chance = random.Random(size.seed)
    shares, pools = [], []
    for at in range(size.features):
        share = _to_one([chance.random() + 0.3 for _ in range(VALUES[at % len(VALUES)])])
        shares.append(share)
        pools.append(_to_one([part * (0.4 + 1.2 * chance.random()) for part in share]))
    people, quotas = folder / "people.csv", folder / "quotas.csv"
    features = [f"f{at}" for at in range(size.features)]
    rows = [[chance.choices([f"v{value}" for value in range(len(pool))], pool)[0] for pool in pools] for _ in range(size.people)]
    homes = random.Random(size.seed)
    with people.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", *features, "household"])
        for number, row in enumerate(rows):
            out.writerow([f"p{number:04}", *row, f"h{homes.randrange(int(size.people / size.home))}" if size.home else ""])
    with quotas.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["feature", "value", "min", "max"])
        for feature, share in zip(features, shares, strict=True):
            for value, part in enumerate(share):
                out.writerow([feature, f"v{value}", int(part * size.seats), int(part * size.seats) + 1])
    return people, quotas


def _to_one(parts: list[float]) -> list[float]:
    return [part / sum(parts) for part in parts]


def measure(size: Size) -> tuple[float, float, float, float, dict[str, object]]:
    """Seconds of the whole command, those the processor worked for it, of its verification, MiB at the most so far, and what it printed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        people, quotas = make(size, folder)
        command = [sys.executable, "-m", "kitchentable.site.cli", "draw"]
        lottery = str(folder / "lottery.json")
        before, started = _worked(), time.monotonic()
        done = subprocess.run(
            [*command, people, quotas, "--seats", str(size.seats), "--seed", "7 12 23", "--json", "--lottery-out", lottery],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        drawn, worked = time.monotonic() - started, _worked() - before
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        started = time.monotonic()
        subprocess.run([*command, "verify", lottery, "--seed", "7 12 23"], cwd=ROOT, capture_output=True, check=True)
        return drawn, worked, time.monotonic() - started, memory, json.loads(done.stdout)


def _worked() -> float:
    """Seconds that the processor has worked for our children."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


THEIRS = """
import sys, time
from pathlib import Path
import sortition_algorithms as s
people, quotas, seats = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
settings = s.Settings(id_column="id", columns_to_keep=[], selection_algorithm="maximin",
                      solver_backend=sys.argv[4])
source = s.CSVFileDataSource(features_file=quotas, people_file=people, already_selected_file=None,
                             selected_file=Path("selected.csv"), remaining_file=Path("remaining.csv"))
select = s.SelectionData(source)
features, _ = select.load_features(seats)
pool, _ = select.load_people(settings, features)
ok, panels, report = s.run_stratification(features=features, people=pool, number_people_wanted=seats, settings=settings)
assert ok, report.as_text()
"""


def theirs(size: Size) -> tuple[float, float] | None:
    """Seconds of sortition-algorithms' maximin as a whole command, and those the processor worked; None when it cannot be installed or run."""
    python = OTHERS / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", OTHERS], check=True)
        if subprocess.run([python, "-m", "pip", "install", "--quiet", "sortition-algorithms"], capture_output=True).returncode:
            return None
    with tempfile.TemporaryDirectory() as name:
        people, quotas = make(size, Path(name))
        before, started = _worked(), time.monotonic()
        done = subprocess.run(
            [python, "-c", THEIRS, people, quotas, str(size.seats), "highspy"],
            cwd=name,
            capture_output=True,
            text=True,
            timeout=900,
        )
        if done.returncode:
            print(done.stderr[-600:], file=sys.stderr)
            return None
        return time.monotonic() - started, _worked() - before


def main() -> int:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--without-others", action="store_true")
    options.add_argument("--only", type=int, help="people: sizes with so many")
    chosen = options.parse_args()
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'pool':<50} {'seconds':>8} {'worked':>7} {'target':>7} {'verify':>7} {'MiB':>5} {'proven':>7} {'list within':>11}")
    for size in SIZES:
        if chosen.only and size.people != chosen.only:
            continue
        seconds, worked, verify, memory, found = measure(size)
        lottery = found["lottery"]
        assert isinstance(lottery, dict)
        proven = "yes" if found["exact"] else "no"
        print(
            f"{size.name:<50} {seconds:>8.2f} {worked:>7.2f} {size.target:>7} {verify:>7.2f} {memory:>5.0f} {proven:>7} {lottery['bound']:>11}",
            flush=True,
        )
        if size == SIZES[0] and not chosen.without_others:
            other = theirs(size)
            if other is None:
                print("  sortition-algorithms could not be measured here")
            else:
                times = f"{other[0] / seconds:.0f} times as long ({other[1] / worked:.0f} times the work)"
                print(f"  sortition-algorithms, maximin: {other[0]:.1f} s, worked {other[1]:.1f} s: {times}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
