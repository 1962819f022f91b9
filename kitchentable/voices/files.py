"""Files that come with a contribution: looked into, made safe, kept under the house's folder, served only through a rule."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile

from kitchentable.policy.verdict import Problem
from kitchentable.voices.models import Contribution, Kept


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent, and what the person says it is ("audio", "video", "picture", "paper")."""

    file: UploadedFile
    kind: str


class NotTaken(Problem):
    """A file that is not what it says, or too big."""

    field = "upload"


def keep(c: Contribution, upload: Upload) -> Kept:
    """Keep a file with a contribution."""
    raise NotTaken("")


def take_away(kept: Kept) -> None:
    """Take a file away for good; that there was one stays."""
