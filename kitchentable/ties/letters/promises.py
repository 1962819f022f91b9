"""What messages about promises say. To those it was made to: what was promised and what came of it. To staff: counts and a link, no words."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.people.asks import is_an_ask
from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import Message, writes
from kitchentable.policy.clock import today
from kitchentable.ties import promise_links
from kitchentable.ties.models import Anew, Promise
from kitchentable.works.models import Work

is_an_ask("ties.anew_ask")


# ── to those it was made to ───────────────────────────────────────────────────────────────────────


@writes("ties.promise_kept")
def kept(message: Outgoing) -> Message | None:
    """It is kept: how."""
    promise = _theirs(message, Promise.State.KEPT)
    if promise is None:
        return None
    done = _("It was done on %(day)s.") % {"day": _day(promise.done_on)} if promise.done_on else ""
    parts = [
        _("%(name)s says that it is done:") % {"name": promise.owner},
        promise.how_it_ended,
        done,
        _("Is that not so? Tell us, or ring us."),
    ]
    return _message(message, promise, _("A promise to you was kept"), parts)


@writes("ties.promise_broken")
def broken(message: Outgoing) -> Message | None:
    """It will not be kept: because, and who decided that."""
    promise = _theirs(message, Promise.State.BROKEN)
    if promise is None:
        return None
    parts = [
        _("This will not be kept. We are sorry. The reason:"),
        promise.how_it_ended,
        _("Who decided that: %(name)s.") % {"name": promise.ended_by or promise.owner},
        _("Do you want to say something about it? Tell us, or ring us. Somebody named must answer you."),
    ]
    return _message(message, promise, _("A promise to you will not be kept"), parts)


@writes("ties.promise_handed")
def handed(message: Outgoing) -> Message | None:
    """Somebody else keeps it now; what was promised stays."""
    promise = _theirs(message, Promise.State.OPEN)
    if promise is None:
        return None
    parts = [
        _("%(name)s keeps this promise from now on. What was promised stays the same.") % {"name": promise.owner},
        _("By when: %(day)s.") % {"day": _day(promise.by_when)} if promise.by_when else "",
    ]
    return _message(message, promise, _("Somebody else keeps a promise to you now"), parts)


@writes("ties.anew_ask")
def anew_ask(message: Outgoing) -> Message | None:
    """May it be agreed anew? The old words, the new ones, why, and until when one can answer."""
    anew = (
        Anew.objects.filter(key=message.thing_key, state=Anew.State.ASKED).select_related("promise__work", "promise__owner").first()
    )
    if anew is None or not _is_to(anew.promise, message.person_id):
        return None
    promise = anew.promise
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("%(name)s promised this in “%(work)s”:") % {"name": promise.owner, "work": promise.work.title},
        promise.what,
        _("By when: %(day)s.") % {"day": _day(promise.by_when)} if promise.by_when else "",
        _("Now %(name)s asks you to agree to this instead:") % {"name": promise.owner},
        anew.what,
        _("By when: %(day)s.") % {"day": _day(anew.by_when)},
        _("Why: %(because)s") % {"because": anew.because},
        _("You can say yes, say no, or say something first. If you say no, the old day counts. Please answer by %(day)s.")
        % {"day": _day(anew.answer_by)},
        _("If you say nothing, that is not a yes. You can also ring us or write to us."),
    ]
    return Message(
        _("A promise to you: may we change it?"), _joined(parts), promise_links.path(anew, message.person), _("Say yes or no")
    )


@writes("ties.anew_ended")
def anew_ended(message: Outgoing) -> Message | None:
    """What came of the question: agreed, or the old day counts."""
    anew = (
        Anew.objects.filter(key=message.thing_key)
        .select_related("promise__work", "promise__owner", "promise__first", "made")
        .first()
    )
    if anew is None or anew.is_open or not _is_to(anew.made or anew.promise, message.person_id):
        return None
    if anew.state == Anew.State.AGREED:
        parts = [_("It was agreed anew. This counts now:"), anew.what, _("By when: %(day)s.") % {"day": _day(anew.by_when)}]
        subject = _("A promise to you was agreed anew")
    else:
        old = _("The old day counts: %(day)s.") % {"day": _day(anew.promise.by_when)} if anew.promise.by_when else ""
        why = (
            _("It was not agreed, so nothing is changed.")
            if anew.state == Anew.State.REFUSED
            else _("The question was taken back. Nothing is changed.")
        )
        parts, subject = [why, old], _("A promise to you stays as it was")
    return _message(message, anew.promise, subject, parts)


# ── to whoever keeps it, and the lead ─────────────────────────────────────────────────────────────


@writes("ties.promise_yours")
def yours(message: Outgoing) -> Message | None:
    """You keep this promise now."""
    promise = Promise.objects.open().filter(key=message.thing_key, owner=message.person).select_related("work").first()
    if promise is None:
        return None
    parts = [
        _("A promise in “%(work)s” was given to you. You keep it from now on.") % {"work": promise.work.title},
        _("Its day is %(day)s. The day stays.") % {"day": _day(promise.by_when)} if promise.by_when else "",
        _("Those it was made to have been told your name."),
    ]
    return Message(_("A promise is yours now"), _joined(parts), promise.get_absolute_url(), _("Read it"))


@writes("ties.promises_due")
def due(message: Outgoing) -> Message | None:
    """Before the day."""
    days = list(
        Promise.objects.open().filter(owner=message.person, warned_on__isnull=False, by_when__gte=today()).order_by("by_when")
        .values_list("by_when", flat=True)[:100]
    )  # fmt: skip
    if not days:
        return None
    count = ngettext("%(n)d promise of yours comes due.", "%(n)d promises of yours come due.", len(days)) % {"n": len(days)}
    parts = [
        f"{count} " + _("The next day is %(day)s.") % {"day": _day(days[0])},
        _("Is it kept? Then say how. Can it not be kept in time? Ask those you promised it to, before the day."),
    ]
    return Message(_("Your promises come due"), _joined(parts), reverse("ties:my_promises"), _("See my promises"))


@writes("ties.promises_late")
def late(message: Outgoing) -> Message | None:
    """After the day: for whoever keeps it, and the lead."""
    work = Work.objects.filter(slug=message.thing_key).first()
    if work is None:
        return None
    rows = list(Promise.objects.overdue().filter(work=work).order_by("by_when").values_list("owner", "by_when")[:1000])
    mine = sum(owner == message.person_id for owner, _by_when in rows)
    if not rows:
        return None
    parts = [
        ngettext("In “%(work)s”, %(n)d promise is late.", "In “%(work)s”, %(n)d promises are late.", len(rows))
        % {"work": work.title, "n": len(rows)},
        ngettext("%(n)d of them is yours.", "%(n)d of them are yours.", mine) % {"n": mine} if mine else "",
        _(
            "Say how it was kept, say why it cannot be kept, or ask those it was made to for another day. Tell people before they have to ask."
        ),
    ]
    link = reverse("ties:my_promises") if mine else f"{reverse('ties:promises', args=[work.slug])}?show=late"
    return Message(_("Promises that are late"), _joined(parts), link, _("See them"))


# ── pieces ────────────────────────────────────────────────────────────────────────────────────────


def _theirs(message: Outgoing, state: str) -> Promise | None:
    """The promise while it stands so, and while it was made to the one we write to."""
    found = Promise.objects.filter(key=message.thing_key, state=state).select_related("work", "owner", "ended_by").first()
    return found if found is not None and _is_to(found, message.person_id) else None


def _is_to(promise: Promise, person_pk: int) -> bool:
    return promise.to_everyone or promise.to.filter(person=person_pk).exists()


def _message(message: Outgoing, promise: Promise, subject: str, parts: list[str]) -> Message:
    first = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("This was promised in “%(work)s”:") % {"work": promise.work.title},
        promise.what,
    ]
    return Message(subject, _joined([*first, *parts]), promise.get_absolute_url(), _("Read it"))


def _joined(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def _day(day: date | None) -> str:
    return date_format(day, "l j F Y") if day else ""
