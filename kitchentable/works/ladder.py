"""The seven steps of the ladder in words, and how it felt, in counts that give nobody away. Pure: no Django but translation."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

MEANINGS = {
    1: _("Things are done to people. Nobody asks them."),
    2: _("People are taught about what there is, so that they fit in with it."),
    3: _("People are told what will happen. They cannot change it."),
    4: _("People are asked what they think. Others decide what comes of it."),
    5: _("People can say what they think all along, and some of it changes things."),
    6: _("People help to plan it. They do not yet help to do it and check it."),
    7: _("People plan it, do it and check it together, with power shared."),
}


def hidden_counts(counts: Mapping[int, int], below: int) -> dict[int, int | None]:
    """The same counts, with those below `below` hidden (None), and enough others that no sum or difference gives them back (law 5).

    The total may be shown beside them: what is hidden always adds up to `below` or more, and is never one cell alone.
    All are hidden when the total itself is below the limit.
    """
    if sum(counts.values()) < below:
        return dict.fromkeys(counts)
    hidden = {step for step, count in counts.items() if count < below}
    shown = sorted((step for step in counts if step not in hidden), key=lambda step: (counts[step], step))
    while hidden and shown and (len(hidden) < 2 or sum(counts[step] for step in hidden) < below):
        hidden.add(shown.pop(0))
    return {step: None if step in hidden else count for step, count in counts.items()}
