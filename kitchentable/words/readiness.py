"""What a paper still needs before it may be sent (S10, R009): asked by the page of the paper and by the act that sends."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.words.models.papers import Version


def needs_short(version: Version) -> bool:
    """Whether the text is so long that a two-page summary must stand before it."""
    return version.words > number("short_from_words")


def is_checked(version: Version) -> bool:
    """Whether somebody looked at all that the check found, and nothing was changed since."""
    return version.left == 0 and version.checked_at is not None and version.checked_at >= version.changed_at


def has_summary(version: Version) -> bool:
    """Whether all four parts of “in short” are there; a day or words say by when."""
    parts = (version.what_this_is, version.what_we_ask, version.what_happens_next)
    return all(one.strip() for one in parts) and bool(version.by_when.strip() or version.by_when_on)


def why_not_ready(version: Version) -> list[str]:
    """Each thing that is missing, as a sentence; empty when the version may be sent. Formats are not looked at here."""
    found = []
    if not version.text.strip():
        found.append(_("There are no words in the paper yet."))
    elif not is_checked(version):
        found.append(
            ngettext(
                "%(n)d thing that the check found is not looked at. Change it, or keep it and say why.",
                "%(n)d things that the check found are not looked at. Change them, or keep them and say why.",
                version.left,
            )
            % {"n": version.left}
            if version.left
            else _("Look at what the check says once more: the paper changed since.")
        )
    if not has_summary(version):
        found.append(_("The summary is not complete: what this is, what we ask of you, by when, what happens next."))
    if version.sent_at is None and version.by_when_on and version.by_when_on < today():
        found.append(_("The day by when you ask for something has passed. Give a new one in the summary."))
    if needs_short(version) and not version.short_text.strip():
        found.append(
            _("The paper has %(words)d words. Over %(most)d it needs a summary of two pages at the most.")
            % {"words": version.words, "most": number("short_from_words")}
        )
    return found
