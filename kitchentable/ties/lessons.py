"""What other teams would tell a new piece of work: looked for by its words, and a gate until its lead has said what they take up.

(What the last *gathering* taught stands in gatherings/lessons.py.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.policy.act import follows
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import HOUSE, Actor
from kitchentable.ties.acts.lessons import bring_lessons
from kitchentable.ties.look_dates import called
from kitchentable.ties.models import Lesson, LookLine
from kitchentable.ties.search import finding
from kitchentable.ties.search.sources import Doc, Shown, Source, source
from kitchentable.works.gates import gate
from kitchentable.works.models import Work

KIND = "lookback"


def found_for(person: Actor, work: Work) -> list[LookLine]:
    """Lines for the next team from other work that is alike, by its title and then by what it is; best first."""
    most = number("lessons_most")
    keys: list[str] = []
    for words in (work.title, work.what_this_is.strip().split("\n")[0][:200]):
        if words.strip() and len(keys) < most:
            ask = finding.Ask(words=words, without=[work.pk] if work.pk else [], kinds=[KIND])
            keys += [hit.key for hit in finding.find(person, ask, limit=most).hits if hit.kind == KIND]
    wanted = list(dict.fromkeys(keys))[:most]
    lines = {line.key: line for line in _lines().filter(key__in=wanted).exclude(look_back__work=work)}
    return [lines[key] for key in wanted if key in lines]


@follows("works.start")
def bring_what_others_learned(by: Actor, _thing: object, work: object) -> None:
    """As soon as a piece of work starts, what other teams would tell it stands in front."""
    if isinstance(work, Work) and (lines := found_for(by, work)):
        bring_lessons(HOUSE, work, lines=lines)


@gate
def lessons_are_answered(work: Work, stage: Work.Stage) -> str:
    """A piece of work leaves “thinking” once its lead has said of each lesson what they do with it (in the spirit of R099)."""
    if work.stage != Work.Stage.THINKING or stage == Work.Stage.THINKING:
        return ""
    if not Lesson.objects.filter(work=work, takes=Lesson.Takes.NOT_SAID).exists():
        return ""
    return _("Other teams left something for you. Open “What other teams would tell you” and say what you take up.")


# ── what can be found ─────────────────────────────────────────────────────────────────────────────


def _lines() -> QuerySet[LookLine]:
    closed = LookLine.objects.filter(look_back__closed_at__isnull=False, kind=LookLine.Kind.NEXT_TEAM)
    return closed.select_related("look_back__work")


def _every() -> Iterator[Doc]:
    return map(_doc, _lines().order_by("pk").iterator(500))


def _some(keys: Iterable[str]) -> Iterator[Doc]:
    return map(_doc, _lines().filter(key__in=list(keys)))


def _doc(line: LookLine) -> Doc:
    look_back = line.look_back
    # With the title of its work, so that a team whose work is alike finds it.
    text = f"{look_back.work.title}\n{line.words}"
    return Doc(line.key, text, look_back.closed_at or line.at, look_back.work_id)


def _show(person: Actor, keys: Iterable[str]) -> Mapping[str, Shown]:
    seen = LookLine.objects.seen_by(person).filter(pk__in=_lines().values("pk"), key__in=list(keys))
    return {line.key: _shown(line) for line in seen.select_related("look_back__work")}


def _shown(line: LookLine) -> Shown:
    look_back, work = line.look_back, line.look_back.work
    on = timezone.localtime(look_back.closed_at or line.at).date()
    url = reverse("ties:look_back", args=[work.slug, look_back.key])
    return Shown(KIND, line.key, line.words, url, called(look_back), work.title, work.slug, on)


def _of_look_back(thing: object, result: object) -> list[str]:
    """The lines of what was closed."""
    found = getattr(result, "pk", None) or getattr(thing, "pk", None)
    return list(_lines().filter(look_back=found).values_list("key", flat=True)) if found else []


source(
    Source(
        kind=KIND,
        name=gettext_lazy("What teams would tell the next one"),
        every=_every,
        some=_some,
        show=_show,
        acts={"ties.look_close": _of_look_back},
    )
)
