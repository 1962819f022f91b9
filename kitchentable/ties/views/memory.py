"""Search: all that one may see, words first, what came of it beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, public
from kitchentable.policy.verdict import Actor
from kitchentable.ties.forms.memory import SearchForm
from kitchentable.ties.search.finding import Ask, Found, find
from kitchentable.ties.search.marking import Piece, marked
from kitchentable.ties.search.sources import Shown, sources
from kitchentable.ties.search.written import seen_themes
from kitchentable.ui.shortcuts import page
from kitchentable.voices.models import Theme
from kitchentable.works.models import Group, Work

A_PAGE = 20
LAST_PAGE = 25
MOST_WORKS = 200
MOST_THEMES = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found, ready for the page: its words with what was looked for marked."""

    shown: Shown
    kind: Any
    pieces: list[Piece]


@public("Search shows each person what they may read anyway; to somebody who has not signed in, what everyone may read.")
@require_safe
def search(request: KTRequest) -> HttpResponse:
    """What was said, asked, answered, decided and promised. What is typed here is not kept and not counted."""
    person = request.person
    works = list(Work.objects.seen_by(person).order_by("title")[:MOST_WORKS])
    form = SearchForm(request.GET, works=works, themes=_themes(person, request.GET.get("work", ""), request.GET.get("theme", "")))
    number = _page(request.GET.get("page", ""))
    found, ask, meant = _find(person, form, number)
    hits = [Hit(one, sources()[one.kind].name, marked(one.words, found.marked)) for one in found.hits]
    answer = page(
        request,
        "ties/memory/search.html",
        form=form,
        q=form.chosen("q"),
        asked=bool(form.chosen("q") or form.narrowed),
        hits=hits,
        also=found.also,
        meant=found.meant,
        read=_read_as(ask) if meant else [],
        number=number,
        earlier=_address(request, number - 1) if number > 1 else "",
        later=_address(request, number + 1) if found.more and number < LAST_PAGE else "",
        at_the_end=found.more and number >= LAST_PAGE,
        kinds=[found.name for _kind, found in sorted(sources().items())],
    )
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _find(person: Actor, form: SearchForm, number: int) -> tuple[Found, Ask, bool]:
    """(what was found, what was asked, whether filters were read from the question). Nothing with them: then by the words alone."""
    if not form.chosen("q") and not form.narrowed:
        return Found(), Ask(""), False
    meant, plain = form.as_ask(today())
    found = find(person, meant, limit=A_PAGE, offset=(number - 1) * A_PAGE)
    if meant != plain and not found.hits and number == 1:
        return find(person, plain, limit=A_PAGE), plain, False
    return found, meant, meant != plain


def _themes(person: Actor, work: str, theme: str) -> list[Theme]:
    """Themes to choose from: of the chosen piece of work, and the one that an address names."""
    seen = seen_themes(person)
    found = list(seen.filter(work__slug=work).order_by("called")[:MOST_THEMES]) if work else []
    if theme.isdigit() and int(theme) < 2**60 and int(theme) not in {one.pk for one in found}:
        found += list(seen.filter(pk=int(theme))[:1])
    return found


def _page(given: str) -> int:
    return min(max(int(given), 1), LAST_PAGE) if given.isdecimal() and len(given) < 6 else 1


def _address(request: KTRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


def _read_as(ask: Ask) -> list[str]:
    """What we read from the question, in words."""
    read = []
    if ask.side:
        read.append(_("said by: %(who)s") % {"who": dict(Group.choices)[ask.side]})
    read += [str(sources()[kind].name) for kind in ask.kinds if kind in sources()]
    if ask.since:
        read.append(_("from %(day)s") % {"day": f"{ask.since.day} {ask.since:%B %Y}"})
    if ask.until:
        read.append(_("until %(day)s") % {"day": f"{ask.until.day} {ask.until:%B %Y}"})
    return read
