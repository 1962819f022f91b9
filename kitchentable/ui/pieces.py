"""The pieces that pages are built from, as values: other floors fill them, templates draw them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Kind = Literal["done", "partly", "no", "later", "passed", "waiting", "late", "again", "unknown", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Status:
    """A word and a shape, then a colour."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: done, now or next; when, and by whom."""

    words: str
    icon: str
    state: Literal["done", "now", "next"]
    when: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a share bar: `label` in words and how many."""

    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Room:
    """A place in the main menu."""

    url: str
    label: str
    icon: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a person: what, about what, until when."""

    url: str
    title: str
    words: str
    small: str = ""
    icon: str = "answered"
    tone: str = "plum"
    by: date | datetime | None = None
