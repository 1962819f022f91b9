"""The worker: sends what waits in the outbox, seals the record, and does what comes back by itself.

Any number of workers may run at once, on either database: each message, and each job, is claimed by one of them with a single
UPDATE that only one can win. A worker that is killed between sending a mail and noting it will send it once more: SMTP can
promise "at least once" and no better. The second has the same Message-ID (`mailing.letter`).
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType

from django.contrib.sessions.models import Session
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from kitchentable.people import acts, mailing, outbox, outbox_acts
from kitchentable.people.models import Beat, Outgoing, Reach
from kitchentable.policy import limits
from kitchentable.policy.clock import now
from kitchentable.policy.models import Once
from kitchentable.policy.verdict import HOUSE
from kitchentable.record import guard, lines

log = logging.getLogger("kitchentable.worker")

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(days=1),
)
HELD = timedelta(minutes=10)  # longer than any one message can take; a worker that died lets go of its message after this
AT_ONCE = 50
EACH = timedelta(seconds=30)  # how often the beat is written when there is nothing to do
ONCE_KEPT = timedelta(days=14)
State = Outgoing.State


@dataclass(frozen=True, slots=True)
class Job:
    """Something that a floor has the worker do from time to time."""

    name: str
    every: timedelta
    run: Callable[[], object]


_JOBS: dict[str, Job] = {}


def job(name: str, *, every: timedelta) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Have the worker run a function without arguments about every `every`. One worker at a time runs it."""

    def keep(found: Callable[[], object]) -> Callable[[], object]:
        if name in _JOBS:
            raise ValueError(f"two jobs called {name}")
        _JOBS[name] = Job(name, every, found)
        return found

    return keep


def jobs() -> tuple[Job, ...]:
    """Every job, by name."""
    return tuple(_JOBS[name] for name in sorted(_JOBS))


def round(stop: threading.Event | None = None) -> int:
    """Do what is due now: messages, the seal, the jobs. Returns how many messages were dealt with."""
    stop = stop or threading.Event()
    done = _send_due(stop)
    if not stop.is_set():
        with _going_on("seal"):
            lines.seal_all(now())
        _run_jobs(stop)
    beat("worker")
    return done


def run(stop: threading.Event) -> None:
    """Go round until `stop` is set. Rests a second between rounds; a message that was begun is finished first."""
    while not stop.is_set():
        close_old_connections()
        with _going_on("round"):
            round(stop)
        stop.wait(1)


def run_until_told() -> None:
    """Run until SIGTERM or SIGINT."""
    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda _number, _frame: stop.set())
    run(stop)


def beat(name: str) -> None:
    """Note that the worker is alive; at most every half minute, so that an idle house does not wear out its disk."""
    moment = now()
    last = Beat.objects.filter(name=name).first()
    if last is None or not timedelta(0) <= moment - last.at < EACH:
        Beat.objects.update_or_create(name=name, defaults={"at": moment})


# ── messages ──────────────────────────────────────────────────────────────────────────────────────


def _send_due(stop: threading.Event) -> int:
    done = 0
    due = Outgoing.objects.filter(state=State.WAITING, not_before__lte=now()).order_by("not_before", "pk")
    while not stop.is_set():
        before = done
        for message in list(due.select_related("person")[:AT_ONCE]):
            if stop.is_set():
                break
            if _claim(message):
                done += 1
                with _going_on(f"message {message.key}"):
                    _send(message)
        if done == before:
            break
    return done


def _claim(message: Outgoing) -> bool:
    """Take a message: True for one worker only. Whatever happens to that worker, it is tried again when `HELD` is over."""
    mine = Outgoing.objects.filter(pk=message.pk, state=State.WAITING, not_before=message.not_before)
    held = now() + HELD
    if not mine.update(not_before=held, tries=F("tries") + 1):
        return False
    message.not_before, message.tries = held, message.tries + 1
    return True


def _send(message: Outgoing) -> None:
    """Make the words, send them, note what came of it."""
    if message.person.erased_at is not None:
        outbox_acts.not_sent(HOUSE, message, state=State.DROPPED)
        return
    if message.tries > len(PAUSES) + 1:  # each time, something broke before anyone could say why
        _try_again(message, mailing.NotSent(_("It broke our system each time."), for_good=True))
        return
    with mailing.in_their_language(message):
        words = outbox.write(message)
        if words is None:
            outbox_acts.not_sent(HOUSE, message, state=State.DROPPED)
            return
        try:
            went = mailing.send(message, words)
        except mailing.ByHand as because:
            outbox_acts.not_sent(HOUSE, message, state=State.TODO, problem=str(because))
            return
        except mailing.NotSent as because:
            _try_again(message, because)
            return
    with transaction.atomic():
        acts.sent(HOUSE, message)
        if went.also:
            _by_hand(message, went.also, channel=message.channel)


def _try_again(message: Outgoing, because: mailing.NotSent) -> None:
    """Later, with growing pauses; when that is no use, a person is asked to tell them."""
    if message.tries <= len(PAUSES) and not because.for_good:
        outbox_acts.send_later(HOUSE, message, at=now() + PAUSES[message.tries - 1], problem=str(because))
        return
    with transaction.atomic():
        outbox_acts.not_sent(HOUSE, message, state=State.FAILED, problem=str(because))
        _by_hand(message, _("It could not be sent. %(why)s Tell them another way.") % {"why": str(because)})


def _by_hand(message: Outgoing, what: str, *, channel: str = "") -> Outgoing:
    """Make a task for a person, so that the one it is for is told all the same."""
    made, _new = Outgoing.objects.get_or_create(
        same=f"by-hand:{message.key}",
        defaults={
            "person": message.person,
            "kind": message.kind,
            "thing_key": message.thing_key,
            "work_key": message.work_key,
            "channel": channel or _other_way(outbox.reach_of(message.person), message.channel),
            "format": message.format,
            "state": State.TODO,
            "problem": what[:200],
            "made_at": message.made_at,
            "not_before": message.made_at,
        },
    )
    return made


def _other_way(reach: Reach, failed: str) -> str:
    if reach.phone and failed != Reach.Channel.PHONE:
        return Reach.Channel.PHONE
    return Reach.Channel.LETTER if reach.post else Reach.Channel.IN_PERSON


# ── jobs ──────────────────────────────────────────────────────────────────────────────────────────


def _run_jobs(stop: threading.Event) -> None:
    last = dict(Beat.objects.filter(name__startswith="job:").values_list("name", "at"))
    for one in jobs():
        if stop.is_set():
            return
        if _is_due(one, last.get(f"job:{one.name}")) and _claim_job(one, last.get(f"job:{one.name}")):
            with _going_on(f"job {one.name}"):
                one.run()


def _is_due(one: Job, last: datetime | None) -> bool:
    """Also when the last time lies ahead: somebody set the host's clock back, and nothing may wait for years."""
    return last is None or not timedelta(0) <= now() - last < one.every


def _claim_job(one: Job, last: datetime | None) -> bool:
    name = f"job:{one.name}"
    if last is not None:
        return bool(Beat.objects.filter(name=name, at=last).update(at=now()))
    try:
        with transaction.atomic():
            Beat.objects.create(name=name, at=now())
    except IntegrityError:
        return False
    return True


@job("people.sweep", every=timedelta(hours=1))
def sweep() -> None:
    """Take away what is not needed any more: old form keys, tries and sittings."""
    limits.sweep()
    Once.objects.filter(at__lt=now() - ONCE_KEPT).delete()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


@job("record.guard", every=timedelta(hours=1))
def keep_guard() -> None:
    """Put the record's guard up when it is not there: a change of these tables on SQLite takes it away."""
    if not guard.stands(connection):
        guard.put_up(connection)


# ── going on ──────────────────────────────────────────────────────────────────────────────────────


class _going_on:
    """Write down an error and go on: one broken message or job must not keep everyone else from being told."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        if error is None or not isinstance(error, Exception):
            return False
        log.error("The worker could not finish: %s", self.what, exc_info=(type(error), error, trace))
        return True


__all__ = ["Job", "beat", "job", "jobs", "round", "run", "run_until_told"]
