"""Joining what says nearly the same into one point, or keeping it apart. Each keeps their own words and is owed their own answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from kitchentable.people.models import Person
from kitchentable.policy.act import act
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.ties import near
from kitchentable.ties.models import NearGroup, NearIn
from kitchentable.voices.acts import make_theme, mark
from kitchentable.voices.models import ThemeMark

A_NIGHT = 2_000


class TickTwo(Problem):
    """Fewer than two were ticked."""

    field = "said"


@act("ties.look_for_near", record=False)
def look_for_near(by: Actor, thing: object, *, most: int = A_NIGHT) -> int:
    """Look at those that nobody looked at yet, at most so many. How many were looked at."""
    return near.missed(most)


@act("ties.join_near")
def join_near(by: Person, group: NearGroup, *, said: Sequence[NearIn], called: str) -> NearGroup:
    """Join the ticked ones into one point with a name; the others of the group are kept apart.

    Raises TickTwo for fewer than two; Problem without a name, or when the point was joined already.
    """
    locked = NearGroup.objects.select_for_update(of=("self",)).select_related("work").get(pk=group.pk)
    ticked = [one for one in said if one.group_id == locked.pk and not one.apart and one.contribution.has_words]
    if len(ticked) < 2:
        raise TickTwo(_("Tick two or more that say the same."))
    theme = make_theme(by, locked.work, called=called)
    mark(by, theme, contributions=[one.contribution for one in ticked])
    pks = [one.pk for one in ticked]
    NearIn.objects.filter(group=locked).exclude(pk__in=pks).update(apart=True)
    NearIn.objects.filter(pk__in=pks).update(joined=True)
    locked.state, locked.theme, locked.by, locked.at = NearGroup.State.JOINED, theme, by, now()
    locked.save(update_fields=["state", "theme", "by", "at"])
    near.count_again([locked.pk])
    locked.refresh_from_db()
    return locked


@act("ties.keep_apart")
def keep_apart(by: Person, group: NearGroup) -> NearGroup:
    """They are not the same: the group is not shown again."""
    group.state, group.by, group.at = NearGroup.State.APART, by, now()
    group.save(update_fields=["state", "by", "at"])
    return group


@act("ties.not_the_same")
def not_the_same(by: Actor, one: NearIn, *, for_person: Person | None = None) -> NearIn:
    """Its author says that it is not the same as the others: it leaves the point."""
    if one.apart:
        return one
    one.apart, one.joined = True, False
    one.save(update_fields=["apart", "joined"])
    if one.group.theme is not None:
        ThemeMark.objects.filter(theme=one.group.theme, contribution=one.contribution).delete()
    near.count_again([one.group_id])
    return one


def waiting_of(members: Iterable[NearIn]) -> list[str]:
    """The codes of those that still wait for an answer."""
    return [one.contribution.code for one in members if one.contribution.status == "waiting"]
