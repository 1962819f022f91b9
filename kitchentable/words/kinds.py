"""The kinds of things that the check finds, as pages name and draw them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kitchentable.ui.pieces import Words


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: what one is called, what several are called, and its mark in the text."""

    code: str
    one: Words
    many: Words
    mark: str


KINDS: dict[str, Kind] = {
    one.code: one
    for one in (
        Kind("acronym", _("Short form"), _("Short forms"), "m-letters"),
        Kind("hard_word", _("Hard word"), _("Hard words"), "m-hard"),
        Kind("jargon", _("Word to explain"), _("Words to explain"), "m-explain"),
        Kind("avoid_term", _("Word that hurts or hides"), _("Words that hurt or hide"), "m-avoid"),
        Kind("long_sentence", _("Long sentence"), _("Long sentences"), "m-long"),
        Kind("empty_phrase", _("Empty phrase"), _("Empty phrases"), "m-empty"),
        Kind("passive", _("Hidden doer"), _("Hidden doers"), "m-doer"),
        Kind("double_negative", _("Two negatives"), _("Two negatives"), "m-double"),
        Kind("structure", _("Headings, links and pictures"), _("Headings, links and pictures"), "m-form"),
        Kind("overload", _("About the whole paper"), _("About the whole paper"), "m-whole"),
    )
}
