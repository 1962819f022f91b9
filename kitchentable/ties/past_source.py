"""Papers of old years are found by their passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.policy.verdict import Actor
from kitchentable.ties.models import PastPaper
from kitchentable.ties.past import passages
from kitchentable.ties.search.sources import Doc, Shown, Source, source
from kitchentable.works.models import Work


def every() -> Iterator[Doc]:
    """All passages of all papers that are here."""
    for paper in PastPaper.objects.filter(gone_at__isnull=True).order_by("pk").iterator(chunk_size=50):
        yield from _docs(paper)


def some(keys: Iterable[str]) -> Iterator[Doc]:
    """These passages as they stand now."""
    wanted = set(keys)
    names = {key.partition("-")[0] for key in wanted}
    for paper in PastPaper.objects.filter(gone_at__isnull=True, key__in=names).order_by("pk"):
        yield from (doc for doc in _docs(paper) if doc.key in wanted)


def show(person: Actor, keys: Iterable[str]) -> Mapping[str, Shown]:
    """Those of these passages that this person may read."""
    wanted = list(keys)
    seen = PastPaper.objects.seen_by(person).filter(key__in={key.partition("-")[0] for key in wanted}).select_related("work")
    papers = {paper.key: (paper, passages(paper.text)) for paper in seen}
    open_work = set(Work.objects.seen_by(person).filter(past_papers__key__in=papers).values_list("pk", flat=True))
    shown = {}
    for key in wanted:
        name, _dash, at = key.partition("-")
        if name not in papers or not at.isdigit():
            continue
        paper, texts = papers[name]
        if int(at) < len(texts):
            shown[key] = _shown(key, paper, texts[int(at)], int(at), paper.work if paper.work_id in open_work else None)
    return shown


def keys_of(thing: object, result: object) -> list[str]:
    """The keys of all passages that an act brought, showed or took out."""
    found = result if isinstance(result, list) else [result if isinstance(result, PastPaper) else thing]
    return [f"{one.key}-{at}" for one in found if isinstance(one, PastPaper) for at in range(one.pieces)]


def _docs(paper: PastPaper) -> Iterator[Doc]:
    at = timezone.make_aware(datetime.combine(paper.on, time(12)))
    about = " ".join(part for part in (paper.title, paper.place, paper.theme) if part)
    for number, text in enumerate(passages(paper.text)):
        yield Doc(f"{paper.key}-{number}", f"{text}\n{about}", at, paper.work_id)


def _shown(key: str, paper: PastPaper, words: str, at: int, work: Work | None) -> Shown:
    when = str(paper.on.year) if paper.only_year else date_format(paper.on, "F Y")
    note = _("From a paper of %(team)s, %(when)s") % {"team": paper.team, "when": when}
    where = f"{reverse('ties:past', args=[paper.key])}#p{at + 1}"
    return Shown(
        "past", key, words, where, paper.title, work.title if work else "", work.slug if work else "", paper.on,
        f"{note}. {paper.place}" if paper.place else note,
    )  # fmt: skip


source(
    Source(
        "past", gettext_lazy("Papers of old years"), every, some, show,
        {"ties.keep_past": keys_of, "ties.bring_past": keys_of, "ties.show_past": keys_of, "ties.hide_past": keys_of, "ties.drop_past": keys_of},
    )
)  # fmt: skip
