"""What must stand in a version before it goes out (R009)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kitchentable.words.models import Version


def why_not_ready(version: Version) -> str:
    """The first thing of the summary that is missing; empty when it is whole."""
    asked = (
        (version.what_this_is, _("Say first what this is. It stands on top of the paper.")),
        (version.what_we_ask, _("Say first what you ask of people.")),
        (version.by_when, _("Say first by when.")),
        (version.what_happens_next, _("Say first what happens next.")),
    )
    return next((because for words, because in asked if not words.strip()), "")
