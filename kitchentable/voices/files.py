"""Files that come with a contribution: kept with it, served only through a rule, taken away with its words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from kitchentable.people import files
from kitchentable.people.files import (
    MEGABYTE,
    MOST_BYTES,
    MOST_EDGE,
    MOST_FILES,
    MOST_PIXELS,
    NotTaken,
    Upload,
    check_size,
    folder,
    held,
    hold,
    let_go,
    look_into,
    sweep,
    tidy,
    tidy_name,
)
from kitchentable.policy.clock import now
from kitchentable.record import lines
from kitchentable.voices.models import Contribution, Kept


def keep(c: Contribution, upload: Upload) -> Kept:
    """Keep a file with a contribution: on disk, whole, before the row that names it can be.

    Call it inside a transaction. Raises NotTaken; OSError when the disk is full (nothing is left behind).
    """
    written = files.write(upload)
    return Kept.objects.create(
        contribution=c,
        kind=written.kind,
        name=written.name,
        media_type=written.media_type,
        size=written.size,
        digest=written.digest,
        path=written.path,
        at=now(),
    )


@files.names_files
def _named(paths: list[str]) -> Iterable[str]:
    return Kept.objects.filter(path__in=paths).values_list("path", flat=True)


def take_away(kept: Kept) -> None:
    """Take a file away for good once the change is saved; that there was one stays."""
    gone = kept.path
    kept.path, kept.name, kept.digest, kept.gone_at = "", "", "", now()
    kept.save(update_fields=["path", "name", "digest", "gone_at"])
    lines.forget("Kept", kept.key)
    if gone:
        transaction.on_commit(lambda: files.remove(gone))


def where(kept: Kept) -> Path:
    """Where a file lies. Raises FileNotFoundError for a path that this house did not make."""
    return files.where(kept.path)


def is_shown(kept: Kept) -> bool:
    """May a browser show or play it in the page?"""
    return files.is_shown(kept.media_type)


__all__ = [
    "MEGABYTE",
    "MOST_BYTES",
    "MOST_EDGE",
    "MOST_FILES",
    "MOST_PIXELS",
    "NotTaken",
    "Upload",
    "check_size",
    "folder",
    "held",
    "hold",
    "is_shown",
    "keep",
    "let_go",
    "look_into",
    "sweep",
    "take_away",
    "tidy",
    "tidy_name",
    "where",
]
