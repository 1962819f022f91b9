"""Arrangements, communication professionals and the day sheet."""

from __future__ import annotations
