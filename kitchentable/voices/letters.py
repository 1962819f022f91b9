"""What the messages say that voices sends. Made when they go out, so nothing that was taken back meanwhile is in them.

Subjects hold no words of anyone: they show on locked screens. Mails to staff hold no words of people at all, only a link.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.people.asks import is_an_ask
from kitchentable.people.clock import add_working_days
from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import Message, writes
from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.voices import links
from kitchentable.voices.models import Answer, Contribution, Outcome, Reuse, Status, Understanding
from kitchentable.works.models import Work

MANY = 20
is_an_ask("voices.heard", still_because="It is about what they said themselves.")
is_an_ask("voices.answered", still_because="It is the answer to what they said.")
is_an_ask("voices.reuse")


# ── to those who said something ───────────────────────────────────────────────────────────────────


@writes("voices.thanks")
def thanks(message: Outgoing) -> Message | None:
    """The receipt: all their words, the code, who must answer and by when."""
    c = _theirs(message, message.thing_key)
    if c is None:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("We have what you told us about “%(work)s” on %(day)s.") % {"work": c.work.title, "day": _day(_local(c))},
        your_words(c),
        _("Typed by %(by)s for %(name)s.") % {"by": c.typed_by.called, "name": message.person.called} if c.typed_by else "",
        _("%(name)s must answer you by %(day)s.") % {"name": c.owner.called, "day": _day(c.due_on)},
        _("Your code is %(code)s. Say it when you ring us.") % {"code": c.code},
        _("Is something wrong here? Tell us, and we add it. You can also take it back at any time."),
    ]
    return _message(_("We have what you told us"), parts, reverse("voices:said", args=[c.code]), _("Read it, and what comes of it"))


@writes("voices.heard")
def heard(message: Outgoing) -> Message | None:
    """What we heard, beside their own words: is that it?"""
    code, _colon, pk = message.thing_key.partition(":")
    c = _theirs(message, code)
    u = Understanding.objects.filter(pk=_pk(pk), contribution__code=code, agreed__isnull=True).select_related("by").first()
    if c is None or u is None:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("%(name)s wrote down what we heard. Is that what you meant?") % {"name": u.by.called},
        your_words(c),
        _("What we heard:") + "\n" + u.heard,
        _("Tell us “yes”, or “not quite” and in what way. You can also ring us or write to us. Your code is %(code)s.")
        % {"code": c.code},
        _open_for(),
    ]
    return _message(_("Is this what you meant?"), parts, links.path(c, u, message.person), _("Say yes, or not quite"))


@writes("voices.answered")
def answered(message: Outgoing) -> Message | None:
    """Their own words, and what happened beside them: outcome first. Is it so?"""
    code, _colon, key = message.thing_key.partition(":")
    c = _theirs(message, code)
    people = ("decider", "passed_to", "written_by", "checked_by")
    a = Answer.objects.filter(key=key, checked_at__isnull=False, to__contribution__code=code).select_related(*people).first()
    if c is None or a is None:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("%(name)s has answered you.") % {"name": a.written_by.called},
        your_words(c),
        _("What happened: %(outcome)s") % {"outcome": a.get_outcome_display()}
        + "\n"
        + a.words
        + (f"\n{a.because}" if a.because else ""),
        "\n".join(facts(a)),
        _("Is that so? You decide if this is finished. Say “no”, and it opens again with a new date."),
        _("You can also ring us or write to us. Your code is %(code)s.") % {"code": c.code},
        _open_for(),
    ]
    return _message(_("You have an answer"), parts, links.path(c, a, message.person), _("Say whether it is so"))


@writes("voices.came_back")
def came_back(message: Outgoing) -> Message | None:
    """The day to look again has come."""
    c = _theirs(message, message.thing_key)
    if c is None:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("We said that we would look at this again. That day has come."),
        your_words(c),
        _("%(name)s must answer you by %(day)s.") % {"name": c.owner.called, "day": _day(c.due_on)}
        if c.status == Status.WAITING
        else "",
        _("Has something changed for you? Tell us. Your code is %(code)s.") % {"code": c.code},
    ]
    return _message(
        _("We are looking at it again"), parts, reverse("voices:said", args=[c.code]), _("Read it, and what comes of it")
    )


@writes("voices.reuse")
def reuse(message: Outgoing) -> Message | None:
    """May we tell your story again, for this one thing?"""
    code, _colon, pk = message.thing_key.partition(":")
    c = _theirs(message, code)
    r = Reuse.objects.filter(pk=_pk(pk), contribution__code=code, agreed__isnull=True).select_related("by").first()
    if c is None or r is None:
        return None
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("%(name)s asks: may we use what you told us once more?") % {"name": r.by.called},
        _("For this: %(what)s") % {"what": r.for_what},
        your_words(c),
        _("You can say no. Nothing else changes if you do. Until you say yes, we do not use it."),
        _open_for(),
    ]
    return _message(_("May we use what you told us?"), parts, links.path(c, r, message.person), _("Say yes or no"))


# ── to staff: counts and links, no words of people ────────────────────────────────────────────────


@writes("voices.yours")
def yours(message: Outgoing) -> Message | None:
    """You are asked to answer."""
    c = (
        Contribution.objects.filter(code=message.thing_key, owner=message.person, status=Status.WAITING)
        .select_related("work")
        .first()
    )
    if c is None:
        return None
    again = _("The person said that the answer is not so. It is open again.") if c.opens else ""
    parts = [
        _("You are asked to answer one thing that a person told us about “%(work)s”.") % {"work": c.work.title},
        again,
        _("The answer is due by %(day)s. If somebody else must answer it, pass it on by name. The date stays.")
        % {"day": _day(c.due_on)},
    ]
    return _message(_("One thing for you to answer"), parts, reverse("voices:one", args=[c.code]), _("Read and answer it"))


@writes("voices.please_check")
def please_check(message: Outgoing) -> Message | None:
    """A second person is wanted."""
    a = _answer(message.thing_key)
    if a is None or not a.waits_for_check:
        return None
    count = a.to.count()
    parts = [
        ngettext(
            "%(name)s wrote an answer for %(count)d person in “%(work)s”. It waits for a second person to check it.",
            "%(name)s wrote an answer for %(count)d people in “%(work)s”. It waits for a second person to check it.",
            count,
        )
        % {"name": a.written_by.called, "count": count, "work": a.work.title},
        _("Check that it says what happens, who does it and by when, or why not, in clear words. Then it goes out."),
    ]
    return _message(_("An answer waits for your check"), parts, reverse("voices:check", args=[a.key]), _("Check it"))


@writes("voices.sent_back")
def sent_back(message: Outgoing) -> Message | None:
    """The second person wants it clearer."""
    a = _answer(message.thing_key)
    if a is None or a.sent_back_at is None:
        return None
    codes = a.to.filter(contribution__status=Status.WAITING).values_list("contribution__code", flat=True)[:MANY]
    if not codes:
        return None
    parts = [
        _("Your answer in “%(work)s” was checked, and it is not ready to go out yet.") % {"work": a.work.title},
        _("Read what is missing, and write it once more. Nobody has been told anything yet, and the date stays."),
    ]
    link = f"{reverse('voices:answer')}?{urlencode([('said', code) for code in codes])}"
    return _message(_("Your answer came back"), parts, link, _("Write it once more"))


@writes("voices.opened_often")
def opened_often(message: Outgoing) -> Message | None:
    """For the accountable board member: said "no" again and again."""
    c = Contribution.objects.filter(code=message.thing_key).select_related("work", "owner").first()
    if c is None or not c.has_words:
        return None
    parts = [
        ngettext(
            "In “%(work)s”, a person has said %(count)d time that our answer is not so.",
            "In “%(work)s”, a person has said %(count)d times that our answer is not so.",
            c.opens,
        )
        % {"work": c.work.title, "count": c.opens},
        _("%(name)s must answer by %(day)s. You are told because you answer for this on the board.")
        % {"name": c.owner.called, "day": _day(c.due_on)},
        _("Its number is %(number)d. Ask the lead of this piece of work to tell you more.") % {"number": c.number},
    ]
    return _message(_("An answer was said to be wrong again"), parts, c.work.get_absolute_url(), _("Open the piece of work"))


@writes("voices.due")
def due(message: Outgoing) -> Message | None:
    """For the lead: what is late, due today, due soon; by who owes it."""
    work = Work.objects.filter(slug=message.thing_key).first()
    if work is None:
        return None
    rows = _owed(work)
    if not rows:
        return None
    parts = [
        _("In “%(work)s” people wait for answers:") % {"work": work.title},
        "\n".join(rows),
        _("Ask what is in the way, or pass it on by name. Tell people before they have to ask."),
    ]
    link = f"{reverse('voices:said_list')}?{urlencode({'work': work.slug})}"
    return _message(_("Answers that are due"), parts, link, _("See them"))


def _owed(work: Work) -> list[str]:
    """One line for each person who owes: "Ms Rao: 2 late, 1 due today, 3 due by Friday"."""
    day = today()
    until = add_working_days(day, number("warn_days"), settings.NATION)
    rows = (
        Contribution.objects.filter(work=work, status=Status.WAITING, due_on__lte=until)
        .order_by("owner__called", "owner_id")
        .values_list("owner__called", "owner_id")
        .annotate(late=Count("pk", Q(due_on__lt=day)), now=Count("pk", Q(due_on=day)), soon=Count("pk", Q(due_on__gt=day)))
    )
    return [
        _("%(name)s: %(late)d late, %(now)d due today, %(soon)d due soon") % {"name": name, "late": late, "now": now, "soon": soon}
        for name, _owner, late, now, soon in rows
    ]


# ── pieces ────────────────────────────────────────────────────────────────────────────────────────


def your_words(c: Contribution) -> str:
    """The person's words to the letter, between lines that say whose they are; a recording is named."""
    said = c.words or _("What you sent as a recording or a file is kept as you sent it.")
    return _("Your words:") + "\n" + said


def facts(a: Answer) -> list[str]:
    """Who decided, who does it, by when, at what cost, who checked, and when we look again: one a line."""
    found = [_("Who decided: %(name)s, on %(day)s") % {"name": a.decider.called, "day": _day(a.decided_on)}]
    if a.outcome == Outcome.PASSED and a.passed_to is not None:
        found.append(_("Who has it now: %(name)s") % {"name": a.passed_to.called})
    if a.who_does_it:
        found.append(_("Who does it: %(name)s") % {"name": a.who_does_it})
    if a.by_when:
        found.append(_("By when: %(day)s") % {"day": _day(a.by_when)})
    if a.cost:
        found.append(_("What it costs: %(cost)s") % {"cost": a.cost})
    if a.look_again_on:
        found.append(_("We look at it again on %(day)s") % {"day": _day(a.look_again_on)})
    if a.checked_by:
        found.append(_("Who checked this answer: %(name)s") % {"name": a.checked_by.called})
    return found


def _theirs(message: Outgoing, code: str) -> Contribution | None:
    """The contribution, while it has words and still belongs to the one we write to."""
    found = (
        Contribution.objects.filter(code=code, said_by=message.person)
        .select_related("work", "owner", "said_by", "typed_by")
        .first()
    )
    return found if found is not None and found.has_words else None


def _answer(key: str) -> Answer | None:
    return Answer.objects.filter(key=key).select_related("work", "written_by").first()


def _pk(digits: str) -> int:
    return int(digits) if digits.isascii() and digits.isdecimal() else 0


def _open_for() -> str:
    days = number("reply_days")
    return ngettext(
        "The link opens only this, for %(days)d day. Do not pass it on.",
        "The link opens only this, for %(days)d days. Do not pass it on.",
        days,
    ) % {"days": days}


def _message(subject: str, parts: list[str], link: str, link_words: str) -> Message:
    return Message(subject, "\n\n".join(part for part in parts if part), link, link_words)


def _day(day: date) -> str:
    return date_format(day, "l j F Y")


def _local(c: Contribution) -> date:
    return timezone.localtime(c.said_at).date()
