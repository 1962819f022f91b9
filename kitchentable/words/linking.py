"""Papers that belong to a question, a gathering or a call: whoever's copy of one comes late has more time for it (R013)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kitchentable.policy.verdict import Problem
from kitchentable.words.models import Document
from kitchentable.works.models import Work


class PaperStays(Problem):
    """People were told to read it: taking it away could shorten somebody's time."""

    field = "papers"


def stand_by_what_was_told(stand: Any, papers: Sequence[Document], *, told: bool, work: Work) -> None:
    """May `papers` stand where those of the relation `stand` do? Only papers of this work; once people were told, none is taken away.

    Raises PaperStays; Problem for a paper of another work.
    """
    if any(one.work_id != work.pk for one in papers):
        raise Problem(_("This paper belongs to another piece of work."))
    kept = {one.pk for one in papers}
    gone = [one for one in stand.all() if one.pk not in kept]
    if told and gone:
        raise PaperStays(
            _("People were told to read “%(paper)s” first. It stays: whoever waits for it keeps their time.")
            % {"paper": gone[0].title}
        )
