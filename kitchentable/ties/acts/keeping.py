"""What came of a promise: kept, not kept; handing it on; and the words before and after its day."""

from __future__ import annotations

from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from kitchentable.gatherings.acts import after as minutes
from kitchentable.gatherings.models import Minute
from kitchentable.people.clock import add_working_days, is_working_day
from kitchentable.people.models import Person
from kitchentable.people.outbox import tell, tell_many
from kitchentable.policy.act import act
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import HOUSE, Actor, Problem
from kitchentable.ties.models import Anew, Promise
from kitchentable.ties.promise_public import may_be_public
from kitchentable.ties.promise_sources import is_living
from kitchentable.voices.acts.answering import ASK_AGAIN
from kitchentable.voices.empty import says_nothing
from kitchentable.voices.models import Contribution
from kitchentable.works.models import Role, Work

State = Promise.State
AT_ONCE = 500


class NotSaid(Problem):
    """Nothing that people could see or follow."""

    def __init__(self, words: str, field: str) -> None:
        self.field = field
        super().__init__(words)


class HasEnded(Problem):
    """Somebody said before how it ended; nothing was overwritten."""


class CannotKeep(Problem):
    """This person cannot take the promise on."""

    field = "to"


@act("ties.keep_promise")
def keep_promise(
    by: Actor, promise: Promise, *, how: str, done_on: date | None = None, for_person: Person | None = None
) -> Promise:
    """It is kept: how people can see it, and the day it was done. Those it was made to are told.

    The day that counts is the day on which it is said here: nobody makes a late promise on time by a day they type, or by a clock that
    was set back. Raises NotSaid, HasEnded; the second of two who say so at once hears what the first said.
    """
    if says_nothing(how):
        raise NotSaid(_("Say what was done, so that people can see that it is so."), "how")
    day = sure_day(promise)
    if done_on is not None and done_on > day:
        raise NotSaid(_("The day it was done cannot be after today."), "done_on")
    kept = end(promise, State.KEPT, how, by if isinstance(by, Person) else None, done_on=done_on)
    if kept.source == Promise.Source.MINUTE:
        line = (
            Minute.objects.filter(key=(kept.first or kept).source_key, done_at__isnull=True)
            .select_related("gathering__work")
            .first()
        )
        if line is not None:
            minutes.promise_kept(HOUSE, line)
    return kept


@act("ties.break_promise")
def break_promise(
    by: Actor, promise: Promise, *, because: str, decider: Person | None = None, for_person: Person | None = None
) -> Promise:
    """It will not be kept: because, and who decided that. Those it was made to are told. Raises NotSaid for an empty reason (R001), HasEnded."""
    if says_nothing(because):
        raise NotSaid(str(ASK_AGAIN), "because")
    return end(promise, State.BROKEN, because, decider or (by if isinstance(by, Person) else None))


def end(
    promise: Promise,
    state: str,
    how: str,
    decider: Person | None,
    *,
    done_on: date | None = None,
    on: date | None = None,
    tells: bool = True,
) -> Promise:
    """Say how it ended, once: a step inside acts. Whoever was asked to agree it anew need not answer any more.

    `on`: the day on which it was said, when that was before promises were kept here.
    """
    kept = Promise.objects.select_for_update(of=("self",)).select_related("work", "owner", "first").get(pk=promise.pk)
    if not kept.is_open:
        raise HasEnded(
            _("This was said before: %(state)s. Nothing was changed. Read what it says.") % {"state": kept.get_state_display()}
        )
    kept.state, kept.ended_on, kept.how_it_ended, kept.ended_by, kept.done_on = state, on or sure_day(kept), how, decider, done_on
    kept.is_public = may_be_public(kept)
    kept.save(update_fields=["state", "ended_on", "how_it_ended", "ended_by", "done_on", "is_public"])
    if state != State.ANEW:
        Anew.objects.filter(promise=kept, state=Anew.State.ASKED).update(state=Anew.State.DROPPED, ended_on=kept.ended_on)
        if tells:
            tell_them(kept, f"ties.promise_{state}")
    return kept


@act("ties.hand_promise")
def hand_promise(by: Actor, promise: Promise, to: Person, *, for_person: Person | None = None) -> Promise:
    """Give it to another named person, who keeps it from now on. What was promised, and its day, stay. Those it was made to are told who has it.

    Raises CannotKeep unless `to` is a living member of staff or has a part in that work; HasEnded.
    """
    kept = Promise.objects.select_for_update(of=("self",)).select_related("work", "owner", "first").get(pk=promise.pk)
    if not kept.is_open:
        raise HasEnded(_("This promise has ended. There is nothing left to hand on."))
    has_part = Role.objects.filter(work=kept.work_id, person=to, until__isnull=True).exists() or to.pk == kept.work.decider_id
    if not is_living(to) or not (to.works_here or has_part):
        raise CannotKeep(_("Choose somebody who works here, or who has a part in this piece of work."))
    if to.pk == kept.owner_id:
        return kept
    before = kept.owner
    kept.owner, kept.warned_on = to, None
    kept.is_public = may_be_public(kept)
    kept.save(update_fields=["owner", "warned_on", "is_public"])
    same = f"{before.key}{today().isoformat()}"
    tell(to, "ties.promise_yours", kept.key, work=kept.work.slug, same=same)
    tell_them(kept, "ties.promise_handed", same=same)
    return kept


@act("ties.warn_promises")
def warn_promises(by: Actor, owner: Person, *, until: date) -> Person:
    """Tell whoever keeps promises that some come due by `until`: one message, however many there are; each is said once."""
    due = Promise.objects.open().filter(owner=owner, by_when__gte=today(), by_when__lte=until, warned_on__isnull=True)
    if due.update(warned_on=today()):
        tell(owner, "ties.promises_due", owner.key, same=today().isoformat())
    return owner


@act("ties.note_late")
def note_late(by: Actor, work: Work) -> Work:
    """Note which promises of a piece of work are late, for good; tell whoever keeps each, and the leads: one message a day to each.

    It is noted on any day, so that no clock undoes it; people hear on the next working day.
    """
    late = Promise.objects.open().filter(work=work, by_when__lt=today(), late_noted_on__isnull=True)
    owners = list(Person.objects.filter(promises__in=late).distinct().order_by("pk"))
    leads = Person.objects.filter(roles__work=work, roles__kind=Role.Kind.LEAD, roles__until__isnull=True).distinct()
    for one in {person.pk: person for person in (*owners, *leads)}.values():
        tell(one, "ties.promises_late", work.slug, work=work.slug, same=today().isoformat(), not_before=_working_hours())
    late.update(late_noted_on=today())
    return work


@act("ties.tell_everyone", record=False)
def tell_everyone(by: Actor, promise: Promise) -> int:
    """Tell the next people of a promise that was made to everyone in a piece of work; how many. The worker goes on until all are told."""
    said = Contribution.objects.filter(work=promise.work_id, said_by__isnull=False).values("said_by")
    people = list(Person.objects.filter(pk__in=said, pk__gt=promise.news_after, erased_at__isnull=True).order_by("pk")[:AT_ONCE])
    kind, _colon, key = promise.news.partition("/")
    tell_many([(one, key) for one in people], kind, work=promise.work.slug)
    promise.news_after = people[-1].pk if people else 0
    promise.news = promise.news if people else ""
    promise.save(update_fields=["news", "news_after"])
    return len(people)


def tell_them(promise: Promise, kind: str, *, key: str = "", same: str = "") -> None:
    """Tell those it was made to, each in their own way. When that is everyone in the work, the worker does it, some at a time. A step inside acts."""
    key = key or promise.key
    if promise.to_everyone:
        promise.news, promise.news_after = f"{kind}/{key}", 0
        promise.save(update_fields=["news", "news_after"])
        return
    people = Person.objects.filter(promised__promise=promise, erased_at__isnull=True).order_by("pk")
    tell_many([(one, key) for one in people.iterator(500)], kind, work=promise.work.slug, same=same)


def _working_hours() -> datetime | None:
    """None on a working day; else the morning of the next one."""
    if is_working_day(today(), settings.NATION):
        return None
    morning = datetime.combine(add_working_days(today(), 1, settings.NATION), time(8))
    return timezone.make_aware(morning)


def sure_day(promise: Promise) -> date:
    """Today, and never before the day on which it was made or noted as late: a clock that was set back undoes neither."""
    return max(day for day in (today(), promise.made_on, promise.late_noted_on) if day is not None)
