"""A term read aloud by the machine's voice, made once and kept as a file."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from django.conf import settings

from kitchentable.people.mailing import SPEAKER, speak
from kitchentable.words.terms import Entry


def can_speak() -> bool:
    """Is there a voice on this machine?"""
    return shutil.which(SPEAKER) is not None


def sound_of(entry: Entry) -> Path:
    """The file (WAV) of a term and its meanings, made now if it is not there. Raises ByHand when there is no voice."""
    words = entry.spoken()
    folder = Path(settings.HOME) / "words-spoken"
    path = folder / f"{entry.slug}-{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:16]}.wav"
    if path.exists():
        return path
    sound = speak(words, settings.LANGUAGE_CODE)
    folder.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(sound)
    part.replace(path)
    # What it said before its meaning changed.
    for old in folder.glob(f"{entry.slug}-{'[0-9a-f]' * 16}.wav"):
        if old != path:
            old.unlink(missing_ok=True)
    return path
