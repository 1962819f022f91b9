"""Looking back: what we hope for, opening a time of looking back, and what each says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from kitchentable.people.asks import goes_over
from kitchentable.people.models import Outgoing, Person, Way
from kitchentable.people.outbox import tell, tell_many
from kitchentable.policy.act import act, require
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor, Problem, Refused, no
from kitchentable.record import lines
from kitchentable.ties.look_dates import Occasion
from kitchentable.ties.look_prompts import PROMPTS
from kitchentable.ties.models import Hope, LineFrom, LookBack, LookSaid, LookWords
from kitchentable.ties.rules.looking_back import CLOSED, NOT_HERE, ONLY_THEY
from kitchentable.ties.taking_part import asked, side_of, took_part
from kitchentable.works.models import Group, Role, Work

BY_HAND = (Way.PHONE, Way.PAPER, Way.IN_PERSON)


class NothingSaid(Problem):
    """Nothing was said at all."""


class NoAim(Problem):
    """A hope without an aim."""

    field = "aim"


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody says looking back; each may be left out. `words`: by the code of the question."""

    aim_met: str = ""
    felt: int | None = None
    step: int | None = None
    words: Mapping[str, str] = field(default_factory=dict)


@act("ties.hope")
def hope(by: Person, work: Work, *, aim: str, mood_aim: str = "", good: str = "", bad: str = "") -> Hope:
    """Write down what we hope for, and what we fear (R105). What was written before stays beside it. Raises NoAim."""
    if not aim.strip():
        raise NoAim(_("Say what you want to be different afterwards."))
    early = work.stage == Work.Stage.THINKING
    return Hope.objects.create(
        work=work,
        aim=aim.strip(),
        mood_aim=mood_aim.strip(),
        good=good.strip(),
        bad=bad.strip(),
        before_it_began=early,
        written_by=by,
    )


@act("ties.look_open")
def open_look_back(by: Actor, work: Work, *, occasion: Occasion) -> LookBack:
    """Open one time of looking back. Opened again, the first stays: neither a double click nor a clock set back opens one twice."""
    made, _new = LookBack.objects.get_or_create(
        work=work,
        occasion=occasion.code,
        defaults={"kind": occasion.kind, "months": occasion.months, "due_on": occasion.due_on},
    )
    return made


@act("ties.look_ask")
def ask_group(by: Actor, look_back: LookBack) -> LookBack:
    """Ask everyone of the group who was not asked yet, each through their own channel; who wants no more asks this month comes next month (R100)."""
    tell_many([(one, look_back.key) for one in not_asked_yet(look_back)], "ties.look_back", work=look_back.work.slug)
    return look_back


def not_asked_yet(look_back: LookBack) -> list[Person]:
    """Who is to be asked now: in the group, not asked, said nothing yet, and with room for one more ask this month. Four queries."""
    told = Outgoing.objects.filter(kind="ties.look_back", thing_key=look_back.key).values("person")
    said = look_back.said.filter(sent_at__isnull=False, person__isnull=False).values("person")
    people = list(asked(look_back.work).exclude(pk__in=told).exclude(pk__in=said))
    over = goes_over(one.pk for one in people)
    return [one for one in people if one.pk not in over]


@act("ties.look_warn")
def warn_lead(by: Actor, work: Work, *, kind: str, key: str) -> Work:
    """Tell those who lead it that a time of looking back comes, or is late. Told once for each."""
    for one in Person.objects.filter(roles__work=work, roles__kind=Role.Kind.LEAD, roles__until__isnull=True).distinct():
        tell(one, kind, key, work=work.slug)
    return work


@act("ties.look_keep", record=False)
def keep(by: Person, look_back: LookBack, *, answers: Answers, for_person: Person | None = None) -> LookSaid:
    """Keep what somebody typed so far: theirs alone until they send it. What is on other pages of the questions stays. Raises Refused."""
    return _write(by, _who(by, look_back, for_person, "ties.look_keep"), look_back, answers)


@act("ties.look_say")
def say(
    by: Person,
    look_back: LookBack,
    *,
    answers: Answers,
    reads: str = LookSaid.Reads.LEAD,
    way: str = Way.PAGE,
    for_person: Person | None = None,
) -> LookSaid:
    """Say how it was; from now on it stays as it was said. Said twice, the first stays. Raises NothingSaid, Refused."""
    who = _who(by, look_back, for_person, "ties.look_say")
    said = _write(by, who, look_back, answers)
    if said.sent_at is not None:
        return said
    if not (said.aim_met or said.felt or said.step or any(one.words.strip() for one in said.answers.all())):
        raise NothingSaid(_("Nothing is written yet. Answer one question, whichever you like."))
    said.reads, said.way, said.sent_at = reads, way, now()
    said.save(update_fields=["reads", "way", "sent_at"])
    return said


@act("ties.look_take_back")
def take_back(by: Person, said: LookSaid, *, for_person: Person | None = None) -> LookSaid:
    """Take back what one said: words and numbers go, that somebody said something stays counted. What was counted when it closed stays counted.

    Raises Refused when it is not their word.
    """
    if said.person_id != getattr(by, "pk", None):
        if for_person is None or for_person.pk != said.person_id:
            raise Refused(no(ONLY_THEY), "ties.look_take_back")
        require(by, "people.write_for", for_person)
    found = LookSaid.objects.select_for_update(of=("self",)).select_related("look_back").get(pk=said.pk)
    if found.taken_back_at is not None:
        return found
    found.answers.all().delete()
    if found.look_back.is_open:
        LineFrom.objects.filter(said=found).delete()
    found.aim_met, found.felt, found.step, found.taken_back_at = "", None, None, now()
    found.save(update_fields=["aim_met", "felt", "step", "taken_back_at"])
    lines.forget("LookSaid", found.record_key)
    if found.sent_at is None:
        found.delete()
    return found


@act("ties.look_room")
def write_room(
    by: Person, look_back: LookBack, *, words: Mapping[str, str], there: Mapping[str, int], there_on: date, reads: str
) -> LookSaid:
    """Type in what the group said together in a room, with how many of each side were there. Raises NothingSaid, Problem."""
    counted = {side: n for side, n in there.items() if n > 0 and side in Group.values}
    if not counted:
        raise Problem(_("Say how many people were there."))
    if there_on > today():
        raise Problem(_("That day is still to come. Write the day on which you met."))
    if not any(one.strip() for one in words.values()):
        raise NothingSaid(_("Write down at least one thing that was said."))
    made = LookSaid.objects.create(
        look_back=look_back, there=counted, there_on=there_on, way=Way.IN_PERSON, reads=reads, typed_by=by, sent_at=now()
    )
    _put_words(made, words)
    return made


def _who(by: Person, look_back: LookBack, for_person: Person | None, name: str) -> Person:
    """Whose word it is. Raises Refused when they took no part, or did not let `by` write for them."""
    who = for_person or by
    if for_person is not None and for_person != by:
        require(by, "people.write_for", for_person)
    if not took_part(who, look_back.work) or who.erased_at is not None:
        raise Refused(no(NOT_HERE), name)
    if not LookBack.objects.select_for_update().get(pk=look_back.pk).is_open:
        raise Refused(no(CLOSED), name)
    return who


def _write(by: Person, who: Person, look_back: LookBack, answers: Answers) -> LookSaid:
    said, _new = LookSaid.objects.get_or_create(
        look_back=look_back, person=who, taken_back_at=None, defaults={"side": side_of(who), "typed_by": by if by != who else None}
    )
    if said.sent_at is not None:
        return said
    said.aim_met = answers.aim_met or said.aim_met
    said.felt = answers.felt or said.felt
    said.step = answers.step or said.step
    said.save(update_fields=["aim_met", "felt", "step"])
    _put_words(said, answers.words)
    return said


def _put_words(said: LookSaid, words: Mapping[str, str]) -> None:
    """Each answer to its question; an emptied answer goes."""
    for code, text in words.items():
        if code not in PROMPTS:
            continue
        if text.strip():
            LookWords.objects.update_or_create(said=said, prompt=code, defaults={"words": text})
        else:
            LookWords.objects.filter(said=said, prompt=code).delete()
