"""What reports take from looking back (R102 to R107): the part “looking back” says once where it is, with `looked_from`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kitchentable.works.models import Work


class Looked(Protocol):
    """What groups wrote when they looked back, as far as everyone may read it. A module with these functions is one."""

    def aim_of(self, work: Work) -> str:
        """What was hoped for, in the words of the group; empty when nobody wrote it."""

    def effects(self, work: Work) -> Sequence[tuple[str, bool]]:
        """Each effect in the words of the group, and whether it was good."""

    def lines(self, work: Work, kind: str) -> Sequence[str]:
        """Lines of one kind, such as “next” for what the next team should know."""


_LOOKED: list[Looked] = []


def looked_from(source: Looked) -> None:
    """Say where reports find what groups wrote when they looked back. Called once, in `ties/joins/`."""
    _LOOKED[:] = [source]


def looked() -> Looked | None:
    """Where it is found, if anywhere."""
    return _LOOKED[0] if _LOOKED else None
