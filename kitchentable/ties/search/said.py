"""What people said, and what was answered: how they are found and shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.policy.verdict import Actor
from kitchentable.seats.models import Seat
from kitchentable.ties.search.sides import sides_of
from kitchentable.ties.search.sources import Doc, Shown, Source, source
from kitchentable.ui.pieces import Kind, Status
from kitchentable.voices.models import Answer, AnswerTo, Contribution, ImportRun, Outcome, Sharing, Theme, Transcript
from kitchentable.voices.models.contributions import WITH_WORDS
from kitchentable.works.models import Role
from kitchentable.works.rules import works_where

CHUNK = 1_000
KINDS: dict[str, Kind] = {
    Outcome.USED: "done", Outcome.PARTLY: "partly", Outcome.NOT_USED: "no", Outcome.LATER: "later", Outcome.PASSED: "passed",
}  # fmt: skip


# ── contributions ─────────────────────────────────────────────────────────────────────────────────


def _every() -> Iterator[Doc]:
    return _in_chunks(Contribution.objects.filter(status__in=WITH_WORDS), _docs)


def _some(keys: Iterable[str]) -> Iterator[Doc]:
    return iter(_docs(list(Contribution.objects.filter(code__in=list(keys), status__in=WITH_WORDS).order_by("pk"))))


def _docs(rows: Sequence[Contribution]) -> list[Doc]:
    """A few queries for all of them: transcripts, themes, sides."""
    pks = [c.pk for c in rows]
    typed: dict[int, list[str]] = {}
    for pk, words in Transcript.objects.filter(contribution__in=pks).order_by("at", "pk").values_list("contribution", "words"):
        typed.setdefault(pk, []).append(words)
    themes: dict[int, list[int]] = {}
    for pk, theme in Contribution.themes.through.objects.filter(contribution__in=pks).values_list("contribution", "theme"):
        themes.setdefault(pk, []).append(theme)
    sides = sides_of({(c.work_id, c.said_by_id) for c in rows if c.said_by_id is not None})
    return [
        Doc(
            c.code,
            "\n".join([c.words, *typed.get(c.pk, ())]),
            c.said_at,
            c.work_id,
            open=c.is_published,
            table=c.sharing != Sharing.LEAD,
            people=tuple(pk for pk in (c.said_by_id, c.typed_by_id, c.owner_id) if pk is not None),
            themes=tuple(themes.get(c.pk, ())),
            side=sides.get((c.work_id, c.said_by_id or 0), ""),
        )
        for c in rows
    ]


def _show(person: Actor, keys: Iterable[str]) -> Mapping[str, Shown]:
    # The rule is asked for each of these few by its primary key: asked of all at once, SQLite walks through every open contribution.
    may = Contribution.objects.seen_by(person).filter(pk=OuterRef("pk"), status__in=WITH_WORDS)
    seen = Contribution.objects.filter(Exists(may.order_by()), code__in=list(keys)).select_related("work", "answer", "owner")
    seen = seen.prefetch_related(Prefetch("transcripts", Transcript.objects.order_by("at", "pk")))
    office = set(works_where(person, Role.Kind.LEAD, Role.Kind.CHECKER, Role.Kind.DECIDER))
    mine = set(works_where(person, *Role.Kind))
    return {c.code: _shown(c, person, office) for c in seen if _work_is_known(c, person, mine)}


def _work_is_known(c: Contribution, person: Actor, mine: set[int]) -> bool:
    """A piece of work that is not public yet is not told of by a point in it, but to those who have to do with either."""
    if c.work.is_public or c.work_id in mine:
        return True
    return person.is_someone and getattr(person, "pk", None) in (c.said_by_id, c.typed_by_id, c.owner_id)


def _shown(c: Contribution, person: Actor, office: set[int]) -> Shown:
    words = c.words or "\n".join(one.words for one in c.transcripts.all())
    mine = person.is_someone and c.said_by_id == getattr(person, "pk", None)
    works_on_it = c.work_id in office or (person.is_someone and c.owner_id == getattr(person, "pk", None))
    if mine or not (works_on_it or c.is_published):
        url = c.get_absolute_url()
    elif works_on_it:
        url = reverse("voices:one", args=[c.code])
    else:
        url = reverse("home:point", args=[c.work.slug, c.number])
    status, came = what_came(c)
    return Shown(
        "contribution", c.code, words, url, "", c.work.title, c.work.slug,
        timezone.localtime(c.said_at).date(), c.content_note or (str(c.get_way_display()) if c.way != "typed" else ""), came, status, bool(c.content_note),
    )  # fmt: skip


def what_came(c: Contribution) -> tuple[Status, str]:
    """Where it stands, and what came of it in a sentence."""
    if c.status == "answered" and c.answer is not None:
        return Status(KINDS.get(c.outcome, "done"), str(c.answer.get_outcome_display())), short(c.answer.words)
    owes = _("%(name)s must answer by %(day)s.") % {"name": c.owner.called, "day": date_format(c.due_on, "j F Y")}
    return Status("waiting", _("Waits for its answer")), owes


def short(words: str, most: int = 220) -> str:
    """The beginning, cut between two words."""
    flat = " ".join(words.split())
    return flat if len(flat) <= most else flat[:most].rsplit(" ", 1)[0].rstrip(".,;:") + " …"


def _in_chunks(rows: QuerySet[Any], make: Any) -> Iterator[Doc]:
    """By primary key: however many there are, little is held at once and nothing is locked."""
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = some[-1].pk
        yield from make(some)


def _itself(thing: object, result: object) -> list[str]:
    found = result if isinstance(result, Contribution) else thing
    return [found.code] if isinstance(found, Contribution) else []


def _its_contribution(thing: object, _result: object) -> list[str]:
    return [thing.code] if isinstance(thing, Contribution) else []


def _of_theme(thing: object, _result: object) -> list[str]:
    """Marking and unmarking change which contributions a theme has; those that it had are found from the marks and the index."""
    if not isinstance(thing, Theme):
        return []
    from kitchentable.ties.search.keeping import keys_with

    return list({*thing.contributions.values_list("code", flat=True), *keys_with("contribution", f"t{thing.pk}")})


def _of_import(thing: object, _result: object) -> list[str]:
    """Those that just came in: the newest of this work that came from a file and are not in the index yet."""
    if not isinstance(thing, ImportRun):
        return []
    from kitchentable.ties.search.keeping import not_in_index

    newest = (
        Contribution.objects.filter(work=thing.work_id, source_key__isnull=False).order_by("-pk").values_list("code", flat=True)
    )
    return not_in_index("contribution", list(newest[: CHUNK * 2]))


def _of_seat(thing: object, result: object) -> list[str]:
    seat = result if isinstance(result, Seat) else thing
    if not isinstance(seat, Seat) or seat.person_id is None:
        return []
    return list(
        Contribution.objects.filter(work=seat.work_id, said_by=seat.person_id, status__in=WITH_WORDS).values_list("code", flat=True)
    )


def _of_answer(thing: object, result: object) -> list[str]:
    found = result if isinstance(result, Answer) else thing
    return [found.key] if isinstance(found, Answer) else []


# ── answers ───────────────────────────────────────────────────────────────────────────────────────


def _checked() -> QuerySet[Answer]:
    return Answer.objects.filter(checked_at__isnull=False, sent_back_at__isnull=True)


def _answer_docs(rows: Sequence[Answer]) -> list[Doc]:
    pks = [one.pk for one in rows]
    links = AnswerTo.objects.filter(answer__in=pks, contribution__status__in=WITH_WORDS)
    people: dict[int, set[int]] = {}
    public = set[int]()
    for answer, said_by, sharing, published in links.values_list(
        "answer", "contribution__said_by", "contribution__sharing", "contribution__published_at"
    ):
        if said_by is not None:
            people.setdefault(answer, set()).add(said_by)
        if published is not None and sharing in (Sharing.PUBLIC, Sharing.NAMED):
            public.add(answer)
    return [
        Doc(
            one.key, "\n".join([one.words, one.because, one.who_does_it]), one.checked_at or one.written_at, one.work_id,
            open=one.pk in public, people=tuple(sorted({*people.get(one.pk, ()), one.written_by_id})),
        )
        for one in rows
    ]  # fmt: skip


def _show_answers(person: Actor, keys: Iterable[str]) -> Mapping[str, Shown]:
    """An answer is seen with a contribution that it answers and that one may see; and in the office."""
    listed = list(keys)
    seen = Contribution.objects.seen_by(person).filter(pk=OuterRef("contribution"), status__in=WITH_WORDS)
    to = AnswerTo.objects.filter(Exists(seen), answer__key__in=listed, told_at__isnull=False).select_related("contribution__work")
    first: dict[int, Contribution] = {}
    roles = set(works_where(person, *Role.Kind))
    for link in to.order_by("-contribution__published_at", "pk"):
        if _work_is_known(link.contribution, person, roles):
            first.setdefault(link.answer_id, link.contribution)
    whole = set(works_where(person, Role.Kind.LEAD, Role.Kind.CHECKER, Role.Kind.DECIDER))
    mine = Q(work__in=whole) | Q(written_by=person.pk) if person.is_someone else Q(pk__in=[])  # type: ignore[attr-defined]
    rows = _checked().filter(Q(pk__in=list(first)) | mine, key__in=listed).select_related("work")
    return {one.key: _answer_shown(one, first.get(one.pk), person, whole) for one in rows}


def _answer_shown(one: Answer, to: Contribution | None, person: Actor, office: set[int]) -> Shown:
    url = _shown(to, person, office).url if to is not None else reverse("home:work", args=[one.work.slug])
    words = one.words + (f"\n{one.because}" if one.because else "")
    on = timezone.localtime(one.checked_at).date() if one.checked_at else one.decided_on
    return Shown(
        "answer", one.key, words, url, _("What we answered"), one.work.title, one.work.slug, on,
        status=Status(KINDS.get(one.outcome, "done"), str(one.get_outcome_display())),
    )  # fmt: skip


def _answers_to(thing: object, result: object) -> list[str]:
    found = result if isinstance(result, Contribution) else thing
    return list(found.answers.values_list("key", flat=True)) if isinstance(found, Contribution) else []


CONTRIBUTION = source(
    Source(
        "contribution", gettext_lazy("What people said"), _every, _some, _show,
        {
            **dict.fromkeys(("voices.say", "voices.add"), _itself),
            **dict.fromkeys(
                ("voices.share", "voices.withdraw", "voices.erase", "voices.publish", "voices.hold", "voices.transcribe", "voices.pass_on"),
                _its_contribution,
            ),
            **dict.fromkeys(("voices.mark", "voices.unmark"), _of_theme),
            "voices.import": _of_import,
            **dict.fromkeys(("seats.take", "seats.stand_in"), _of_seat),
        },
    )
)  # fmt: skip
ANSWER = source(
    Source(
        "answer", gettext_lazy("What was answered"), lambda: _in_chunks(_checked(), _answer_docs),
        lambda keys: iter(_answer_docs(list(_checked().filter(key__in=list(keys))))), _show_answers,
        {
            **dict.fromkeys(("voices.check", "voices.send_back"), _of_answer),
            **dict.fromkeys(("voices.share", "voices.withdraw", "voices.erase", "voices.publish", "voices.hold"), _answers_to),
        },
    )
)  # fmt: skip
__all__ = ["ANSWER", "CONTRIBUTION", "short", "what_came"]
