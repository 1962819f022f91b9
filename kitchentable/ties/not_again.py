"""Who does not want to be asked again about something (R100): read in one place by every asker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kitchentable.ties.already import content_words
from kitchentable.ties.models import NotAgain
from kitchentable.voices.models import Question, Theme
from kitchentable.works.models import Work

What = NotAgain.What
MANY = 500


def not_again_about(people: Sequence[int] | None, slug: str, about: str) -> set[int]:
    """Who of these people (pks; None: all) does not want to be asked, for a piece of work (slug, or empty) and words it is about.

    One query; three more when somebody named a matter in their words. A matter fits when all its words stand together in the title,
    in what the work asks, in one of its questions or themes, or in `about`. When in doubt, somebody is left alone.
    """
    running = NotAgain.objects.running().order_by()
    if people is not None and len(people) <= MANY:
        running = running.filter(person__in=people)
    rows = list(running.values_list("person_id", "what", "work__slug", "matter"))
    found = {pk for pk, what, work, _matter in rows if what == What.ALL or (what == What.WORK and slug and work == slug)}
    matters = [(pk, set(content_words(matter))) for pk, what, _work, matter in rows if what == What.MATTER and pk not in found]
    if matters:
        texts = [set(content_words(words)) for words in _texts(slug, about)]
        found |= {pk for pk, wanted in matters if wanted and any(wanted <= text for text in texts)}
    return found if people is None else found & set(people)


def _texts(slug: str, about: str) -> Iterable[str]:
    """What a piece of work is about, piece by piece."""
    yield about
    work = Work.objects.filter(slug=slug).first() if slug else None
    if work is None:
        return
    yield from (work.title, work.what_this_is, work.what_we_ask)
    yield from Question.objects.filter(work=work).order_by("-pk").values_list("asks", flat=True)[:MANY]
    yield from Theme.objects.filter(work=work).order_by("-pk").values_list("called", flat=True)[:MANY]
