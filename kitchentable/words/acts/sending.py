"""Sending a version to people, each in their format; starting each person's clock; asking first who wants to read less."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kitchentable.people.asks import asked_not_to_be, goes_over
from kitchentable.people.models import Person
from kitchentable.people.outbox import reach_of, tell, tell_many
from kitchentable.policy.act import act, note_many
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.ui.dates import day_in_words
from kitchentable.words.audience import reaches_of
from kitchentable.words.models import FormatAsk, Sent, Version
from kitchentable.words.read_before import too_late_for
from kitchentable.words.readiness import why_not_ready
from kitchentable.words.ready import Need, own_need, ready_needs


class NobodyChosen(Problem):
    """Nobody is on the list."""

    field = "groups"


class NotClear(Problem):
    """The summary is not whole (R009)."""


class NotReady(Problem):
    """Somebody's format is not ready, and no reason was given (R014)."""

    field = "unready_because"


class TooLate(Problem):
    """It comes less than a week before people meet about it, and no reason was given (R034, R035)."""

    field = "late_because"


@act("words.send")
def send(by: Person, version: Version, *, people: Sequence[Person], late_because: str = "", unready_because: str = "") -> Version:
    """Send a version to these people, each in their format and through their channel. Who has it already does not get it twice.

    Whose format is ready has it now. The others are told why not and get it by themselves on the day it is ready: then their own clock
    starts (R013). Who has been asked as often as they want this month is asked first (R100).

    Raises NotClear, NobodyChosen, NotReady, TooLate.
    """
    locked = Version.objects.select_for_update(of=("self",)).select_related("document__work").get(pk=version.pk)
    if missing := why_not_ready(locked):
        raise NotClear(" ".join(missing))
    late_because, unready_because = late_because.strip(), unready_because.strip()
    have = set(locked.sent.filter(person__isnull=False).values_list("person_id", flat=True))
    chosen = {one.pk: one for one in people}
    alone = asked_not_to_be(chosen, work=locked.document.work.slug, about=locked.document.title)
    new = [one for one in chosen.values() if one.pk not in have | alone and one.erased_at is None]
    if not new:
        raise NobodyChosen(_("Choose somebody who does not have it yet."))
    rows = _rows(locked, new)
    waiting = [one for one in rows if one.ready_at is None and not one.asked_first]
    if waiting and not (unready_because or locked.unready_because):
        raise NotReady(_("Some copies are not ready yet. Wait for them, or say why it goes out before. Those who wait read it."))
    meeting = too_late_for(locked.document)
    if meeting is not None and not (late_because or locked.late_because):
        raise TooLate(
            _("“%(what)s” is on %(day)s. That is soon for reading. Say why it comes late. Everyone reads it.")
            % {"what": meeting.called, "day": day_in_words(meeting.day, today())}
        )
    _keep_reasons(by, locked, late_because, unready_because)
    Sent.objects.bulk_create(rows)
    _tell(locked, rows)
    note_many(by, "words.sent_to", rows)
    _copy(locked, version)
    return locked


def _rows(version: Version, people: Iterable[Person]) -> list[Sent]:
    everyone = list(people)
    reaches = reaches_of(everyone)
    ready, full, moment = ready_needs(version), goes_over(one.pk for one in everyone), now()
    rows = []
    for person in everyone:
        reach = reaches[person.pk]
        need, asked_first = own_need(reach), person.pk in full
        has_it = need in ready and not asked_first
        rows.append(
            Sent(
                version=version, person=person, kind=need[0], language=need[1], asked_at=moment, ready_at=moment if has_it else None,
                asked_first=asked_first, by_hand=reach.is_offline,
            )
        )  # fmt: skip
    return rows


def _keep_reasons(by: Person, version: Version, late_because: str, unready_because: str) -> None:
    if version.sent_at is None:
        version.sent_at, version.sent_by = now(), by
    version.late_because = late_because or version.late_because
    version.unready_because = unready_because or version.unready_because
    version.save(update_fields=["sent_at", "sent_by", "late_because", "unready_because"])


def _copy(stands: Version, to: Version) -> None:
    for name in ("sent_at", "sent_by", "late_because", "unready_because"):
        setattr(to, name, getattr(stands, name))


def _tell(version: Version, rows: Sequence[Sent]) -> None:
    work = version.document.work.slug
    tell_many(_whom(one for one in rows if one.is_asked), "words.one_more_paper", work=work)
    tell_many(_whom(one for one in rows if one.ready_at is not None), "words.sent", work=work)
    tell_many(_whom(one for one in rows if one.ready_at is None and not one.asked_first), "words.waits", work=work)


def _whom(rows: Iterable[Sent]) -> list[tuple[Person, str]]:
    return [(one.person, one.key) for one in rows if one.person is not None]


@act("words.copies_ready")
def copies_ready(by: Actor, version: Version, *, need: Need) -> Version:
    """A format is ready: whoever waits for it has it from now on, is told until when they have time, and why it came late.

    Who has a newer version meanwhile is not sent the old one, so their clock stays as it is.
    """
    waiting = Sent.objects.select_for_update(of=("self",)).waiting().filter(version=version, kind=need[0], language=need[1])
    rows = list(waiting.select_related("person", "version__document"))
    _have_it(by, rows, version)
    _other_format(by, version, need)
    return version


def _other_format(by: Actor, version: Version, need: Need) -> None:
    """Who has it and asked for it in this format: from now on that is theirs, and their clock starts with it. They are told by who takes asks."""
    asked = FormatAsk.objects.waiting().filter(document=version.document_id, kind=need[0], language=need[1])
    mine = Sent.objects.select_for_update(of=("self",)).counting().filter(version=version, person__in=asked.values("person"))
    rows = list(mine.exclude(kind=need[0], language=need[1]).select_related("person", "version__document"))
    for one in rows:
        one.kind, one.language = need
        one.ready_at, one.handed_on = max(now(), one.ready_at or now()), None
        one.save(update_fields=["kind", "language", "ready_at", "handed_on"])
    note_many(by, "words.has_copy", rows)


def _have_it(by: Actor, rows: Sequence[Sent], version: Version) -> None:
    moment = now()
    Sent.objects.filter(pk__in=[one.pk for one in rows]).update(ready_at=moment)
    for one in rows:
        one.ready_at = moment
    tell_many(_whom(rows), "words.sent", work=version.document.work.slug)
    note_many(by, "words.has_copy", rows)


@act("words.follow_format")
def follow_format(by: Actor, sent: Sent) -> Sent:
    """Somebody who waits for a copy changed their format: it is the new one they wait for, or have from now on. Nothing counts backwards."""
    found = Sent.objects.select_for_update(of=("self",)).select_related("person", "version__document__work").get(pk=sent.pk)
    if found.person is None or not Sent.objects.waiting().filter(pk=found.pk).exists():
        return found
    reach = reach_of(found.person)
    found.kind, found.language = own_need(reach)
    found.by_hand = found.by_hand or reach.is_offline
    found.save(update_fields=["kind", "language", "by_hand"])
    if (found.kind, found.language) in ready_needs(found.version):
        _have_it(by, [found], found.version)
    return found


@act("words.handed")
def handed(by: Actor, sent: Sent, *, day: date) -> Sent:
    """A copy that is posted or brought was in their hand on `day`: their clock starts then, never before the copy was ready (R013).

    Said once; said again, only a later day counts, so that nobody's time gets shorter. Raises Problem for a day to come, or a copy that is not ready.
    """
    found = Sent.objects.select_for_update(of=("self",)).select_related("version__document", "person").get(pk=sent.pk)
    if found.ready_at is None:
        raise Problem(_("This copy is not ready yet."))
    if day > today():
        raise Problem(_("That day is still to come. Write the day on which they got it."))
    day = max(day, timezone.localtime(found.ready_at).date())
    found.by_hand, found.handed_on = True, max(day, found.handed_on or day)
    found.save(update_fields=["by_hand", "handed_on"])
    return found


@act("words.one_more_paper")
def answer_one_more(by: Person, sent: Sent, *, may_send: bool, for_person: Person | None = None) -> Sent:
    """“May we send you one more paper?” Yes: it comes, and their time starts with it. No: nothing comes; a yes later still counts."""
    found = Sent.objects.select_for_update(of=("self",)).select_related("person", "version__document__work").get(pk=sent.pk)
    if found.said_yes_at is not None:
        return found
    if not may_send:
        found.said_no_at = now()
        found.save(update_fields=["said_no_at"])
        return found
    found.said_yes_at, found.said_no_at = now(), None
    found.save(update_fields=["said_yes_at", "said_no_at"])
    if (found.kind, found.language) in ready_needs(found.version):
        _have_it(by, [found], found.version)
    else:
        tell(found.person, "words.waits", found.key, work=found.version.document.work.slug)
    return found


@act("words.have_read", record=False)
def have_read(by: Person, sent: Sent, *, read: bool) -> Sent:
    """The person ticks their own list. Nobody else sees it, and it changes no clock."""
    sent.opened_at = (sent.opened_at or now()) if read else None
    sent.save(update_fields=["opened_at"])
    return sent
