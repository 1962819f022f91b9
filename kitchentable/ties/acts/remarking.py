"""“This is not how it feels”: what somebody says of one of the six tips."""

from __future__ import annotations

from datetime import datetime

from kitchentable.people.models import Person
from kitchentable.policy.act import act
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.ties.models import Remark
from kitchentable.ties.rules.spot import ONLY_THOSE_WHO_TOOK_PART, took_part
from kitchentable.voices.acts import say
from kitchentable.voices.models import Sharing, Way
from kitchentable.works.models import Work


class NotTheirs(Problem):
    """Somebody who did not take part, or who leads the work and speaks for nobody."""

    field = "whose"


@act("ties.remark")
def remark(
    by: Actor,
    work: Work,
    *,
    tip: int,
    words: str,
    sharing: str = Sharing.LEAD,
    way: str = Way.TYPED,
    said_at: datetime | None = None,
    read_back: bool | None = None,
    for_person: Person | None = None,
) -> Remark:
    """Keep it as a contribution, with a named person who must answer by a day (law 1), and put it beside the tip.

    Raises NotTheirs when whose words these are took no part, and what `voices.say` raises.
    """
    if not took_part(for_person or by, work):
        raise NotTheirs(ONLY_THOSE_WHO_TOOK_PART)
    said = say(by, work, words=words, way=way, sharing=sharing, said_at=said_at, read_back=read_back, for_person=for_person)
    return Remark.objects.create(work=work, tip=tip, contribution=said)
