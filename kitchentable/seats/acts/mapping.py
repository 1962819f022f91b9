"""Acts of the map: who is affected, who suggested it, how the seats lean, and the duties that were looked at."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kitchentable.people.models import Person
from kitchentable.people.outbox import tell
from kitchentable.policy.act import TYPE_FOR, act, note, require
from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.seats.models import AffectedGroup, DutyNote, PromptAnswer, Seat, SeatPlan
from kitchentable.seats.prompts import BY_CODE
from kitchentable.works.models import Work

State = AffectedGroup.State
COPIED = ("name", "side", "not_yet_using", "strength", "how_affected", "reaching", "how_to_reach", "prompt")
"""What an earlier map gives on. How many, who is missing and how many seats are looked at anew."""


class NoBecause(Problem):
    """A “no” needs its reason."""

    field = "because"


class NoName(Problem):
    """A group without a name."""

    field = "name"


class StaysOnMap(Problem):
    """The map cannot do without this group as it stands."""

    field = "strength"


class ChangedMeanwhile(Problem):
    """Somebody else saved it after it was read."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else changed this meanwhile. Nothing of theirs was overwritten. Look at both, then save again.")
        )


class NoApplies(Problem):
    """An assessment that does not say what was found."""

    field = "applies"


class NoWords(Problem):
    """A note with nothing in it."""

    field = "words"


class NoGroups(Problem):
    """Nothing was chosen to copy, or it cannot be."""

    field = "groups"


@act("seats.add_group")
def add(by: Person, work: Work, *, group: AffectedGroup) -> AffectedGroup:
    """Put a group on the map (R071). Raises NoName, also for a name that is there; Problem when the map is full."""
    group.work = work
    _put_on(group)
    return group


@act("seats.change_group")
def change_group(by: Person, group: AffectedGroup) -> AffectedGroup:
    """Save changed words about a group; its `changed_at` says which state was read.

    Raises ChangedMeanwhile when another lead saved first, StaysOnMap when it was the last that is affected most (R071).
    """
    _must_be_as_read(group)
    if group.strength != AffectedGroup.Strength.MOST:
        _must_keep_a_map(group)
    _must_have_name(group)
    group.changed_at = now()
    group.save()
    return group


@act("seats.take_off")
def take_off(by: Person, group: AffectedGroup, *, because: str) -> AffectedGroup:
    """Take a group off the map. It stays in sight with its reason; whoever suggested it is told.

    Raises NoBecause; StaysOnMap while somebody has a seat for it, or when it is the last that is affected most.
    """
    _must_say_why(because)
    if Seat.objects.filter(group=group).held_on(today()).exists():
        raise StaysOnMap(_("Somebody has a seat for this group. While they do, it stays on the map."))
    _must_keep_a_map(group)
    return _not_taken(group, because)


@act("seats.suggest")
def suggest(
    by: Actor, work: Work, *, name: str, why: str, for_person: Person | None = None, in_nobodys_name: bool = False
) -> AffectedGroup:
    """Suggest a group for the map, to the letter. Only those who lead or check the work read it until it is taken.

    `in_nobodys_name`: typed for somebody who wants to give no name. Raises NoName.
    """
    if in_nobodys_name:
        require(by, TYPE_FOR)
    if for_person is not None:
        require(by, "people.write_for", for_person)
    own = by if isinstance(by, Person) and not in_nobodys_name else None
    if not name.strip():
        raise NoName(_("Say which group it is."))
    return AffectedGroup.objects.create(
        work=work, asked_name=name, asked_why=why, state=State.SUGGESTED, suggested_by=for_person or own, at=now()
    )


@act("seats.take_suggestion")
def take_suggestion(by: Person, group: AffectedGroup) -> AffectedGroup:
    """Put a suggested group on the map, with the words the lead found for it; also one that was not taken before. Its suggester is told.

    Raises ChangedMeanwhile.
    """
    _must_be_as_read(group)
    group.because = ""
    _put_on(group)
    _tell(group)
    return group


@act("seats.refuse_suggestion")
def refuse_suggestion(by: Person, group: AffectedGroup, *, because: str) -> AffectedGroup:
    """Say why a suggested group is not taken. Its suggester is told. Raises NoBecause."""
    _must_say_why(because)
    return _not_taken(group, because)


@act("seats.answer_prompt")
def answer_prompt(by: Person, work: Work, *, prompt: str, because: str) -> PromptAnswer:
    """Write that a question was looked at, and why these people are not affected here (R079). Raises NoBecause."""
    if prompt not in BY_CODE:
        raise Problem(_("There is no such question."))
    _must_say_why(because)
    found, _new = PromptAnswer.objects.update_or_create(
        work=work, prompt=prompt, defaults={"because": because, "by": by, "at": now()}
    )
    return found


@act("seats.copy_map")
def copy_map(by: Person, work: Work, *, groups: Sequence[AffectedGroup]) -> list[AffectedGroup]:
    """Start from groups of an earlier map. A name that is on this map already is left out, so that twice copies once.

    Raises NoGroups when none is chosen, when one is of a work one may not see, or when the map would be too full.
    """
    chosen = AffectedGroup.objects.on_map().filter(
        pk__in=[group.pk for group in groups], work__in=Work.objects.seen_by(by).exclude(pk=work.pk)
    )
    if not groups or len(chosen) != len({group.pk for group in groups}):
        raise NoGroups(_("Choose one group or more."))
    here = {name.casefold() for name in AffectedGroup.objects.on_map().filter(work=work).values_list("name", flat=True)}
    made = []
    for one in chosen:
        if one.name.casefold() in here:
            continue
        here.add(one.name.casefold())
        kept = {name: getattr(one, name) for name in COPIED}
        group = AffectedGroup(work=work, copied_from=one, **kept)
        _put_on(group)
        note(by, "seats.add_group", group)
        made.append(group)
    return made


@act("seats.plan")
def plan(by: Person, work: Work, *, plan: SeatPlan) -> SeatPlan:
    """Say how the seats lean, and why (R073, R074). Raises NoBecause."""
    _must_say_why(plan.because)
    plan.work, plan.set_by, plan.at = work, by, now()
    plan.save()
    return plan


@act("seats.note_duty")
def note_duty(by: Person, work: Work, *, kind: str, words: str, applies: bool | None = None) -> DutyNote:
    """Write down what was found about a duty (R080, R085). A new note: the earlier ones stay. Raises NoApplies, NoWords."""
    kind = DutyNote.Kind(kind)
    if kind == DutyNote.Kind.INVOLVE and applies is None:
        raise NoApplies(_("Say whether it applies: yes or no."))
    if not words.strip():
        raise NoWords(_("Say what you found, and why."))
    return DutyNote.objects.create(
        work=work, kind=kind, applies=applies if kind == DutyNote.Kind.INVOLVE else None, words=words, by=by, at=now()
    )


def _put_on(group: AffectedGroup) -> None:
    _must_have_name(group)
    # one row of the work is locked, so that two who add at the same time cannot fill the map beyond what people can take in
    Work.objects.select_for_update().get(pk=group.work_id)
    most = number("map_most")
    if AffectedGroup.objects.on_map().filter(work=group.work_id).count() >= most:
        raise NoGroups(
            ngettext(
                "A map holds %(n)d group at the most. Join some first.",
                "A map holds %(n)d groups at the most. Join some first.",
                most,
            )
            % {"n": most}
        )
    group.state, group.on_map_since, group.changed_at = State.ON_MAP, now(), now()
    group.save()


def _not_taken(group: AffectedGroup, because: str) -> AffectedGroup:
    _must_be_as_read(group)
    group.state, group.because, group.changed_at = State.NOT_TAKEN, because, now()
    group.save(update_fields=["state", "because", "changed_at"])
    _tell(group)
    return group


def _tell(group: AffectedGroup) -> None:
    """What came of it, each time it changes; the words are those that are true when it goes."""
    tell(group.suggested_by, "seats.suggestion", group.key, work=group.work.slug, same=f"{group.state}:{now():%Y%m%d%H%M%S%f}")


def _must_be_as_read(group: AffectedGroup) -> None:
    """Of two leads who answer at the same time, the second sees what the first did; nobody is told two things."""
    if AffectedGroup.objects.select_for_update().values_list("changed_at", flat=True).get(pk=group.pk) != group.changed_at:
        raise ChangedMeanwhile


def _must_say_why(because: str) -> None:
    if not because.strip():
        raise NoBecause(_("Say why. People will read it."))


def _must_have_name(group: AffectedGroup) -> None:
    if not group.name.strip():
        raise NoName(_("Say which group it is."))
    same = AffectedGroup.objects.on_map().filter(work=group.work_id, name__iexact=group.name.strip()).exclude(pk=group.pk)
    if same.exists():
        raise NoName(_("A group of this name is on the map already."))


def _must_keep_a_map(group: AffectedGroup) -> None:
    """Past “thinking”, a piece of work always says who is affected most: the gate cannot be walked round afterwards (R071)."""
    most = AffectedGroup.objects.affected_most().filter(work=group.work_id)
    if group.work.stage != Work.Stage.THINKING and most.filter(pk=group.pk).exists() and not most.exclude(pk=group.pk).exists():
        raise StaysOnMap(_("This is the only group that is affected most. Put another one on the map first."))
