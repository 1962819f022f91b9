"""How an invitation stands, as a word and a shape."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.models import Gathering, Invitation
from kitchentable.ui.pieces import Status

State = Invitation.State
STANDS: dict[str, Status] = {
    State.LISTED: Status("unknown", _("On the list")),
    State.ASKING: Status("waiting", _("Asked first")),
    State.SENT: Status("waiting", _("No reply yet")),
    State.YES: Status("done", _("Coming")),
    State.IF: Status("partly", _("Coming if something changes")),
    State.NO: Status("no", _("Not this time")),
    State.GONE: Status("withdrawn", _("Taken off the list")),
}


def status_of(invitation: Invitation) -> Status:
    """What was replied; once it is noted, who was there; for a gathering that is off, that it will not happen."""
    if invitation.gathering.state == Gathering.State.CANCELLED:
        return Status("withdrawn", _("Will not happen"))
    if invitation.gathering.state == Gathering.State.HELD and invitation.came is not None:
        return Status("done", _("Was there")) if invitation.came else Status("no", _("Was not there"))
    return STANDS[invitation.state]
