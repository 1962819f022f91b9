"""Those who have not signed in and still may do something: the holder of a receipt code, and of a link in a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kitchentable.policy.verdict import Anyone

if TYPE_CHECKING:
    from kitchentable.voices.models import Contribution


class CodeBearer(Anyone):
    """A visitor who typed the code of something that belongs to nobody: in all things its author."""

    def __init__(self, codes: frozenset[str]) -> None:
        self.codes = codes

    def said(self, c: Contribution) -> bool:
        """Is it theirs? Never when it belongs to a person: a code is no key to what a person said."""
        return c.said_by_id is None and c.code in self.codes


class LinkBearer(Anyone):
    """Whoever opened the link that was sent to the author: may do this one thing, on this one contribution, as the author.

    `act` is the one act, `thing` the number (pk) of the one answer, understanding or request it is about.
    """

    def __init__(self, person_key: str, code: str, act: str, thing: int) -> None:
        self.key = person_key
        self.code, self.act, self.thing = code, act, thing

    def opens(self, act: str, code: str, thing: int) -> bool:
        """Is this the one thing?"""
        return (self.act, self.code, self.thing) == (act, code, thing)
