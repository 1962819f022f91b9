"""What a supporter may do, in words: for the person who chooses, and for the supporter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Look, Scope
from kitchentable.ui.pieces import Pick

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

HINTS = {
    Scope.WRITE: (_("They also see the receipt of what they wrote. It says that they wrote it for you."), "pencil"),
    Scope.INVITATIONS: (_("What for, where and when."), "calendar"),
    Scope.REPLY: (_("They say yes or no, at your word."), "answered"),
    Scope.NEEDS: (_("Only what you show to somebody. What you keep for yourself stays closed."), "works"),
    Scope.PAPERS: (_("What you get to read before and after a gathering."), "paper"),
    Scope.TRAVEL: (_("How you get there and back."), "bus"),
    Scope.PAY: (_("How much, and when."), "pound"),
}
FOR_THEM = {
    Scope.WRITE: _("Write what %(name)s says"),
    Scope.INVITATIONS: _("Read invitations to %(name)s"),
    Scope.REPLY: _("Reply to invitations for %(name)s"),
    Scope.NEEDS: _("Read what works for %(name)s"),
    Scope.PAPERS: _("Read papers for %(name)s"),
    Scope.TRAVEL: _("Arrange travel for %(name)s"),
    Scope.PAY: _("See what %(name)s is paid"),
}
LOOKS = {
    Scope.WRITE: Look.What.SAID,
    Scope.INVITATIONS: Look.What.INVITATION,
    Scope.REPLY: Look.What.INVITATION,
    Scope.NEEDS: Look.What.NEEDS,
    Scope.PAPERS: Look.What.PAPER,
    Scope.TRAVEL: Look.What.TRAVEL,
    Scope.PAY: Look.What.PAY,
}


def picks() -> list[Pick]:
    """The cards to tick, in the person's words."""
    return [Pick(scope.value, scope.label, *HINTS[scope]) for scope in Scope]


def yours(scopes: Iterable[str]) -> list[str]:
    """What was shared, in the words of the person who shares it: “Write what I say”."""
    shared = set(scopes)
    return [str(scope.label) for scope in Scope if scope in shared]


def for_them(scopes: Iterable[str], name: str) -> list[str]:
    """What was shared, in the words of the supporter: “Write what Lou says”."""
    shared = set(scopes)
    return [str(one(scope, name)) for scope in Scope if scope in shared]


def one(scope: Scope, name: str) -> _StrPromise | str:
    """One of them, in the words of the supporter."""
    return FOR_THEM[scope] % {"name": name}
