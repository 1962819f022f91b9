"""What other floors hand to the tags: small frozen values with the words already chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"
"""Words for a page: plain, or a lazy translation."""

Kind = Literal["done", "partly", "no", "later", "passed", "waiting", "soon", "late", "again", "unknown", "withdrawn"]
StepState = Literal["done", "now", "next"]

STATUS_ICONS: dict[str, str] = {
    "done": "done",
    "partly": "partly",
    "no": "no",
    "later": "later",
    "passed": "passed",
    "waiting": "clock",
    "soon": "clock",
    "late": "late",
    "again": "again",
    "unknown": "unknown",
    "withdrawn": "back",
}


@dataclass(frozen=True, slots=True)
class Status:
    """How something stands: a word, a shape, then a colour."""

    kind: Kind
    words: Words

    @property
    def icon(self) -> str:
        """The shape that goes with the word."""
        return STATUS_ICONS[self.kind]


@dataclass(frozen=True, slots=True)
class Step:
    """One step on a path. `when` and `by` are words, said only for steps that are done."""

    words: Words
    state: StepState
    when: Words = ""
    by: Words = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a share bar. `group` (1 to 6) picks its colour and its mark; 0 takes the next free one."""

    label: Words
    value: int
    group: int = 0


@dataclass(frozen=True, slots=True)
class Room:
    """A place in the main menu."""

    url: str
    label: Words
    icon: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """One answer to choose from, with a hint and an icon where they help."""

    value: str
    label: Words
    hint: Words = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who runs this table and how to reach them. The home floor gives one like it to every page."""

    name: Words
    phone: str = ""
    text: str = ""
    email: str = ""
    post: str = ""
    hours: Words = ""
    who: Words = ""
