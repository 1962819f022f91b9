"""`kitchentable places …`: places and their facts in and out as a sheet of rows.

Every command prints one JSON object with `--json`. Exit 0: fine; 1: done, with rows that are refused; 2: wrong use.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click


@click.group("places")
def places() -> None:
    """Bring places and their facts in, and take them out."""


@places.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Look at every row and keep nothing.")
@click.option("--refused", type=click.Path(dir_okay=False, path_type=Path), help="Where refused rows go. [FILE-refused.csv, here]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def bring_in(file: Path, dry_run: bool, refused: Path | None, as_json: bool) -> None:
    """Bring in a CSV or XLSX FILE of places and facts. Run it again and nothing comes twice."""
    from kitchentable.gatherings import places_csv
    from kitchentable.gatherings.acts import places as acts
    from kitchentable.policy.verdict import HOUSE

    reading = places_csv.look_at(places_csv.read_table(file))
    counts = reading.counts
    if not dry_run:
        acts.bring_in(HOUSE, reading.to_save)
    where = ""
    if reading.refused and not dry_run:
        refused = refused or Path(f"{file.stem}-refused.csv")
        refused.write_bytes(places_csv.refused_csv(reading))
        where = str(refused)
    if as_json:
        why = [{"line": row.line, "why": row.why} for row in reading.refused]
        click.echo(
            json.dumps({"file": file.name, "dry_run": dry_run, **counts, "why": why, "refused_file": where}, ensure_ascii=False)
        )
    else:
        for row in reading.refused:
            click.echo(f"line {row.line}: {row.why}")
        click.echo(
            f"{sum(counts.values()):,} rows: {counts['new']:,} new, {counts['changed']:,} changed, {counts['known']:,} known, "
            f"{counts['refused']:,} refused."
            + (" Nothing was kept." if dry_run else "")
            + (f" Refused rows and why: {where}" if where else "")
        )
    sys.exit(1 if reading.refused else 0)


@places.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def take_out(file: Path, as_json: bool) -> None:
    """Write every place on the list and all its facts to FILE, as CSV."""
    from kitchentable.gatherings import places_csv
    from kitchentable.gatherings.models import Place

    found = list(Place.objects.in_use())
    unfinished = file.with_name(file.name + ".part")
    with unfinished.open("wb") as out:
        out.writelines(places_csv.as_csv(found))
    unfinished.replace(file)
    words = f"{len(found)} places written to {file}."
    click.echo(json.dumps({"file": str(file), "places": len(found)}) if as_json else words)
