"""A Word or OpenDocument file becomes a paper. Placeholder until its reader stands: blocks of the clarity check are used."""

from __future__ import annotations

from kitchentable.words.formats.building import Build
from kitchentable.words.formats.paper import Paper


def read_docx_bytes(raw: bytes, name: str, build: Build) -> Paper | None:
    """Nothing: the caller reads it block by block."""
    return None
