"""Which papers people read before a gathering."""

from __future__ import annotations

from collections.abc import Sequence

from kitchentable.gatherings.models import Gathering
from kitchentable.policy.act import act
from kitchentable.policy.verdict import Actor
from kitchentable.words.linking import stand_by_what_was_told
from kitchentable.words.models import Document


@act("gatherings.papers")
def gathering_papers(by: Actor, gathering: Gathering, *, papers: Sequence[Document]) -> Gathering:
    """Say which papers people read first: they go a week before at the latest (R034), and whose copy comes late replies later (R013).

    Once people were invited, a paper can be added and none taken away. Raises PaperStays.
    """
    told = gathering.state != Gathering.State.PLANNING
    stand_by_what_was_told(gathering.papers, papers, told=told, work=gathering.work)
    gathering.papers.set(papers)
    return gathering
