"""What was asked, decided, promised and written: how it is found and shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.gatherings.models import Gathering, Minute
from kitchentable.policy.verdict import Actor
from kitchentable.ties.models import Promise
from kitchentable.ties.search.said import CHUNK
from kitchentable.ties.search.sources import Doc, Shown, Source, source
from kitchentable.ui.pieces import Status
from kitchentable.voices.models import Decision, Option, Question, Theme, Weighed
from kitchentable.words.models import Document, Version
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import works_where

Keys = Callable[[object, object], Iterable[str]]
EARLY = datetime(2000, 1, 1, tzinfo=UTC)


def _numbers(keys: Iterable[str]) -> list[int]:
    return [int(key) for key in keys if key.isdigit()]


def _moment(day: Any) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _chunks(rows: QuerySet[Any], make: Callable[[Sequence[Any]], list[Doc]]) -> Iterator[Doc]:
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = some[-1].pk
        yield from make(some)


def _of_work(kind: str) -> Keys:
    """All of this kind in a piece of work, when the work itself changes (it becomes public, say)."""

    def keys(thing: object, result: object) -> Iterable[str]:
        work = result if isinstance(result, Work) else thing
        if not isinstance(work, Work):
            return []
        from kitchentable.ties.search.keeping import keys_with

        return keys_with(kind, f"v{work.pk}")

    return keys


# ── decisions ─────────────────────────────────────────────────────────────────────────────────────


def _decisions() -> QuerySet[Decision]:
    return Decision.objects.select_related("work", "chosen").prefetch_related("options")


def _decision_docs(rows: Sequence[Decision]) -> list[Doc]:
    return [
        Doc(
            d.record_key,
            "\n".join([d.title, d.what, d.because, *(one.what for one in d.options.all())]),
            _moment(d.decided_on) if d.decided_on else d.noted_at or d.work.started_at,
            d.work_id,
            open=d.work.is_public,
        )
        for d in rows
    ]


def _some_decisions(keys: Iterable[str], rows: QuerySet[Decision]) -> list[Decision]:
    wanted = [key.rpartition(":") for key in keys]
    listed = [(slug, int(number)) for slug, _colon, number in wanted if number.isdigit()]
    found = rows.filter(work__slug__in={slug for slug, _n in listed}, number__in={n for _s, n in listed})
    return [d for d in found if (d.work.slug, d.number) in set(listed)]


def _show_decisions(person: Actor, keys: Iterable[str]) -> Mapping[str, Shown]:
    seen = Decision.objects.seen_by(person).select_related("work", "chosen")
    return {d.record_key: _decision_shown(d) for d in _some_decisions(keys, seen)}


def _decision_shown(d: Decision) -> Shown:
    if d.decided_on is None:
        status = Status("waiting", _("Not decided yet"))
        came = _("Expected on %(day)s.") % {"day": date_format(d.expected_on, "j F Y")} if d.expected_on else ""
    else:
        status, came = Status("done", _("Decided")), d.chosen.what if d.chosen else d.because
    return Shown("decision", d.record_key, d.what or d.title, d.get_absolute_url(), d.title, d.work.title, d.work.slug, d.decided_on, came=came, status=status)  # fmt: skip


def _decision_keys(thing: object, result: object) -> Iterable[str]:
    for one in (result, thing):
        if isinstance(one, Option):
            return [one.decision.record_key]
        if isinstance(one, Decision):
            return [one.record_key]
    return []


# ── questions ─────────────────────────────────────────────────────────────────────────────────────


def _question_docs(rows: Sequence[Question]) -> list[Doc]:
    return [Doc(str(q.pk), f"{q.asks}\n{q.more}", q.opened_at or EARLY, q.work_id, open=q.work.is_public) for q in rows]


def _opened() -> QuerySet[Question]:
    return Question.objects.filter(opened_at__isnull=False).select_related("work")


def _show_questions(person: Actor, keys: Iterable[str]) -> Mapping[str, Shown]:
    rows = _opened().filter(pk__in=_numbers(keys), work__in=Work.objects.seen_by(person))
    return {
        str(q.pk): Shown(
            "question", str(q.pk), q.more or q.asks, q.work.get_absolute_url(), q.asks, q.work.title, q.work.slug,
            timezone.localtime(q.opened_at).date() if q.opened_at else None,
            status=Status("done", _("Closed")) if q.closed_at else Status("waiting", _("Asked")),
        )
        for q in rows
    }  # fmt: skip


def _question_keys(thing: object, result: object) -> Iterable[str]:
    return [str(one.pk) for one in (result, thing) if isinstance(one, Question)][:1]


# ── themes ────────────────────────────────────────────────────────────────────────────────────────


def _told_themes() -> Exists:
    """Themes that a decision names: everyone reads them on its page."""
    return Exists(Weighed.objects.filter(theme=OuterRef("pk"), decision__decided_on__isnull=False))


def _theme_docs(rows: Sequence[Theme]) -> list[Doc]:
    told = set(Theme.objects.filter(_told_themes(), pk__in=[t.pk for t in rows], work__is_public=True).values_list("pk", flat=True))
    return [Doc(str(t.pk), f"{t.called}\n{t.what}", t.at, t.work_id, open=t.pk in told) for t in rows]


def seen_themes(person: Actor) -> QuerySet[Theme]:
    """Themes of pieces of work in which one has a part; and those that a public decision names."""
    return Theme.objects.filter(Q(work__in=works_where(person, *Role.Kind)) | (Q(work__is_public=True) & _told_themes()))


def _show_themes(person: Actor, keys: Iterable[str]) -> Mapping[str, Shown]:
    leads = set(works_where(person, Role.Kind.LEAD, Role.Kind.CHECKER))
    return {
        str(t.pk): Shown(
            "theme",
            str(t.pk),
            t.what or t.called,
            _theme_url(t, leads),
            t.called,
            t.work.title,
            t.work.slug,
            timezone.localtime(t.at).date(),
        )
        for t in seen_themes(person).filter(pk__in=_numbers(keys)).select_related("work")
    }


def _theme_url(theme: Theme, leads: set[int]) -> str:
    if theme.work_id in leads:
        return reverse("voices:theme", args=[theme.work.slug, theme.pk])
    return f"{reverse('ties:search')}?theme={theme.pk}"


def _theme_keys(thing: object, result: object) -> Iterable[str]:
    for one in (result, thing):
        if isinstance(one, Theme):
            return [str(one.pk)]
        if isinstance(one, Weighed):
            return [str(one.theme_id)]
        if isinstance(one, Decision):
            return [str(pk) for pk in one.weighed.values_list("theme", flat=True)]
    return []


# ── lines of minutes ──────────────────────────────────────────────────────────────────────────────


def _lines() -> QuerySet[Minute]:
    """Told decisions and promises; never a point: that is its maker's, and becomes a contribution with their yes."""
    kinds = (Minute.Kind.DECISION, Minute.Kind.PROMISE)
    return Minute.objects.filter(told_at__isnull=False, kind__in=kinds).exclude(words="").select_related("gathering__work", "owner")


def _line_docs(rows: Sequence[Minute]) -> list[Doc]:
    return [Doc(m.key, m.words, m.told_at or m.at, m.gathering.work_id, open=None) for m in rows]


def _show_lines(person: Actor, keys: Iterable[str]) -> Mapping[str, Shown]:
    rows = _lines().filter(key__in=list(keys), gathering__in=Gathering.objects.seen_by(person))
    return {m.key: _line_shown(m) for m in rows}


def _line_shown(m: Minute) -> Shown:
    status, came = Status("done", _("Decided")), ""
    if m.kind == Minute.Kind.PROMISE:
        status = Status("done", _("Kept")) if m.done_at else Status("waiting", _("Promised"))
        if m.owner is not None and m.by_when is not None:
            came = _("%(name)s does it by %(day)s.") % {"name": m.owner.called, "day": date_format(m.by_when, "j F Y")}
    work = m.gathering.work
    return Shown(
        "minute", m.key, m.words, reverse("gatherings:minutes_read", args=[m.gathering.key]), _("From the minutes"), work.title, work.slug,
        timezone.localtime(m.told_at or m.at).date(), came=came, status=status,
    )  # fmt: skip


def _line_keys(thing: object, result: object) -> Iterable[str]:
    for one in (result, thing):
        if isinstance(one, Minute):
            return [one.key]
        if isinstance(one, Gathering):
            return list(one.minute_lines.values_list("key", flat=True))
    return []


# ── papers ────────────────────────────────────────────────────────────────────────────────────────


def _papers() -> QuerySet[Document]:
    sent = Version.objects.filter(document=OuterRef("pk"), sent_at__isnull=False)
    return Document.objects.filter(Exists(sent), is_public=True).select_related("work")


def _newest_sent(rows: Sequence[Document]) -> dict[int, Version]:
    found: dict[int, Version] = {}
    for one in Version.objects.filter(document__in=[d.pk for d in rows], sent_at__isnull=False).order_by("number"):
        found[one.document_id] = one
    return found


def _paper_docs(rows: Sequence[Document]) -> list[Doc]:
    newest = _newest_sent(rows)
    return [
        Doc(
            d.key, "\n".join([d.title, v.what_this_is, v.what_we_ask, v.what_happens_next, v.text]), v.sent_at or EARLY, d.work_id,
            open=d.work.is_public,
        )
        for d in rows
        if (v := newest.get(d.pk)) is not None
    ]  # fmt: skip


def _show_papers(person: Actor, keys: Iterable[str]) -> Mapping[str, Shown]:
    rows = list(_papers().filter(pk__in=Document.objects.seen_by(person).filter(key__in=list(keys)).values("pk")))
    newest = _newest_sent(rows)
    return {
        d.key: Shown(
            "paper", d.key, newest[d.pk].what_this_is or d.title, d.get_absolute_url(), d.title, d.work.title, d.work.slug,
            timezone.localtime(newest[d.pk].sent_at).date(),
        )
        for d in rows
    }  # fmt: skip


def _paper_keys(thing: object, result: object) -> Iterable[str]:
    for one in (result, thing):
        if isinstance(one, Version):
            return [one.document.key]
        if isinstance(one, Document):
            return [one.key]
    return []


# ── promises ──────────────────────────────────────────────────────────────────────────────────────

STANDS: dict[str, Any] = {
    Promise.State.OPEN: "waiting", Promise.State.KEPT: "done", Promise.State.BROKEN: "no", Promise.State.ANEW: "again",
}  # fmt: skip


def _promise_docs(rows: Sequence[Promise]) -> list[Doc]:
    return [
        Doc(p.key, f"{p.what}\n{p.how_it_ended}", p.at, p.work_id, open=p.work.is_public and p.is_public, people=(p.owner_id,))
        for p in rows
    ]


def _show_promises(person: Actor, keys: Iterable[str]) -> Mapping[str, Shown]:
    rows = Promise.objects.seen_by(person).filter(key__in=list(keys)).select_related("work", "owner")
    return {p.key: _promise_shown(p) for p in rows}


def _promise_shown(p: Promise) -> Shown:
    came = p.how_it_ended
    if not came and p.by_when is not None:
        came = _("%(name)s keeps it, by %(day)s.") % {"name": p.owner.called, "day": date_format(p.by_when, "j F Y")}
    return Shown(
        "promise", p.key, p.what, p.work.get_absolute_url(), _("What was promised"), p.work.title, p.work.slug, p.made_on, came=came,
        status=Status(STANDS[p.state], str(p.get_state_display())),
    )  # fmt: skip


def _promise_keys(thing: object, result: object) -> Iterable[str]:
    return [one.key for one in (result, thing) if isinstance(one, Promise)][:1]


def _promises() -> QuerySet[Promise]:
    return Promise.objects.select_related("work")


DECISION = source(
    Source(
        "decision", gettext_lazy("Decisions"), lambda: _chunks(_decisions(), _decision_docs),
        lambda keys: iter(_decision_docs(_some_decisions(keys, _decisions()))), _show_decisions,
        {
            **dict.fromkeys(("voices.plan_decision", "voices.add_option", "voices.decide", "voices.note_decision"), _decision_keys),
            "works.change": _of_work("decision"),
        },
    )
)  # fmt: skip
QUESTION = source(
    Source(
        "question", gettext_lazy("Questions we asked"), lambda: _chunks(_opened(), _question_docs),
        lambda keys: iter(_question_docs(list(_opened().filter(pk__in=_numbers(keys))))), _show_questions,
        {**dict.fromkeys(("voices.open", "voices.close"), _question_keys), "works.change": _of_work("question")},
    )
)  # fmt: skip
THEME = source(
    Source(
        "theme", gettext_lazy("Themes"), lambda: _chunks(Theme.objects.all(), _theme_docs),
        lambda keys: iter(_theme_docs(list(Theme.objects.filter(pk__in=_numbers(keys))))), _show_themes,
        {
            **dict.fromkeys(("voices.theme", "voices.weigh", "voices.decide", "voices.note_decision"), _theme_keys),
            "works.change": _of_work("theme"),
        },
    )
)  # fmt: skip
MINUTE = source(
    Source(
        "minute", gettext_lazy("Minutes of gatherings"), lambda: _chunks(_lines(), _line_docs),
        lambda keys: iter(_line_docs(list(_lines().filter(key__in=list(keys))))), _show_lines,
        dict.fromkeys(("gatherings.tell_minutes", "gatherings.minute_change", "gatherings.minute_drop"), _line_keys),
    )
)  # fmt: skip
PAPER = source(
    Source(
        "paper", gettext_lazy("Papers"), lambda: _chunks(_papers(), _paper_docs),
        lambda keys: iter(_paper_docs(list(_papers().filter(key__in=list(keys))))), _show_papers,
        {**dict.fromkeys(("words.send", "words.change_document"), _paper_keys), "works.change": _of_work("paper")},
    )
)  # fmt: skip
PROMISE = source(
    Source(
        "promise", gettext_lazy("Promises"), lambda: _chunks(_promises(), _promise_docs),
        lambda keys: iter(_promise_docs(list(_promises().filter(key__in=list(keys))))), _show_promises,
        {"ties.promise": _promise_keys, "works.change": _of_work("promise")},
    )
)  # fmt: skip
__all__ = ["DECISION", "MINUTE", "PAPER", "PROMISE", "QUESTION", "THEME", "seen_themes"]
