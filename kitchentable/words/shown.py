"""How formats and papers are shown: a word and a shape for each state, cards to choose from, a list of contents."""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass
from html import unescape

from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.policy.clock import today
from kitchentable.ui.pieces import Status
from kitchentable.words.formats import web
from kitchentable.words.formats.paper import direction as from_which_side
from kitchentable.words.languages import called
from kitchentable.words.making import by_machine, paper_of
from kitchentable.words.models import Format, Version
from kitchentable.words.ready import fits
from kitchentable.words.uploads import TEXT_TYPE

Kind, State = Format.Kind, Format.State
WORDS_A_MINUTE = 150
LONG = 4  # headings from which a list of contents helps
HEADING = re.compile(r'<h2 id="(?P<id>[^"]+)"[^>]*>(?P<words>.*?)</h2>', re.DOTALL)
BARE_TABLE = re.compile(r"<table>\n(?!<caption>)")
PLACE = re.compile(r'(?P<before><h[2-6] id="|<a href="#)')
ICONS = {
    Kind.HTML: "look", Kind.WORD: "paper", Kind.PDF: "print", Kind.LARGE16: "eye", Kind.LARGE18: "eye", Kind.LARGE24: "eye",
    Kind.EASY: "picture", Kind.AUDIO: "sound", Kind.PLAIN: "letter", Kind.BRAILLE: "tick", Kind.BSL: "hands", Kind.LANGUAGE: "said",
}  # fmt: skip
TONES = {Kind.EASY: "plum", Kind.AUDIO: "honey", Kind.BSL: "plum", Kind.LANGUAGE: "blue", Kind.BRAILLE: "blue"}


def stands(one: Format, *, current: bool) -> Status:
    """How a format stands, in a word and a shape. `current`: its version is the one that is true now."""
    if one.state == State.READY:
        if not current:
            return Status("withdrawn", _("Out of date: there is a newer version"))
        return Status("done", _("Ready")) if fits(one, one.version) else Status("again", _("Out of date: the words have changed"))
    if one.state == State.MAKING:
        return Status("partly", _("Being made"))
    if one.state == State.CHECKING:
        return Status("waiting", _("Waits for people to check it"))
    if one.state == State.FAILED:
        return Status("no", _("Not made"))
    if one.due_on is not None and one.due_on < today():
        return Status("late", _("Late: it was to come by %(day)s") % {"day": date_format(one.due_on, "l j F")})
    if one.state == State.ORDERED and one.due_on is not None:
        return Status("waiting", _("Ordered, comes by %(day)s") % {"day": date_format(one.due_on, "l j F")})
    if by_machine(one.version, one.kind):
        return Status("waiting", _("Waits to be made"))
    return Status("soon", _("Somebody must make it"))


def how_long(one: Format) -> str:
    """Pages, or minutes to listen or watch; empty when we do not know."""
    if one.seconds:
        return minutes(-(-one.seconds // 60))
    if one.pages:
        return ngettext("%(n)d page", "%(n)d pages", one.pages) % {"n": one.pages}
    return ""


def minutes(n: int) -> str:
    """ "1 minute", "5 minutes"."""
    return ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n}


def to_read(text: str) -> int:
    """About how many minutes a text takes, read slowly. At least 1."""
    return max(1, round(len(text.split()) / WORDS_A_MINUTE))


def by_whom(one: Format) -> str:
    """Who made it: a machine, or people."""
    if one.made_by_id is None:
        return _("Made by a machine")
    return _("Made by %(who)s") % {"who": one.ordered_from} if one.ordered_from else _("Made by people")


@dataclass(frozen=True, slots=True)
class Card:
    """A format to choose."""

    one: Format
    title: str
    icon: str
    tone: str
    url: str
    is_page: bool
    size: int
    long: str
    by: str
    mine: bool


def has_page(one: Format) -> bool:
    """Is it read on the page itself: the web page, and translations that came as text?"""
    return one.kind == Kind.HTML or (one.kind == Kind.LANGUAGE and one.media_type == TEXT_TYPE)


def card(one: Format, url: str, *, mine: bool) -> Card:
    """What stands on the card of a format."""
    kind = Kind(one.kind)
    tone = f" disc-{TONES[kind]}" if kind in TONES else ""
    return Card(
        one, called(one.kind, one.language), ICONS[kind], tone, url, has_page(one), one.size, how_long(one), by_whom(one), mine
    )


@dataclass(frozen=True, slots=True)
class Text:
    """A text as HTML, in its own language and direction, with its headings for a list of contents."""

    html: SafeString
    lang: str
    dir: str
    contents: tuple[tuple[str, str], ...]


@functools.lru_cache(maxsize=64)
def _body(markdown: str, title: str, language: str, start: str, table: str) -> tuple[str, str]:
    """The HTML of a text, its ids and the links to them begun with `start`, each table with a name; and its direction."""
    paper = paper_of(markdown, title, language)
    html = PLACE.sub(lambda found: f"{found[0]}{start}-", web.body(paper))
    count = itertools.count(1)
    html = BARE_TABLE.sub(lambda found: f'{found[0]}<caption class="only-heard">{table} {next(count)}</caption>\n', html)
    return html, from_which_side(paper.title)


def text_of(markdown: str, language: str, start: str = "text", title: str = "") -> Text:
    """Make it from Markdown. `start` begins the ids of its headings, so that two texts fit on one page."""
    html, side = _body(markdown, title, language, start, _("Table"))
    contents = tuple((found["id"], unescape(strip_tags(found["words"])).strip()) for found in HEADING.finditer(html))
    return Text(mark_safe(html), language, side, contents if len(contents) >= LONG else ())  # noqa: S308 - web.body is safe


def dated(version: Version) -> str:
    """ "Version 2, Monday 30 November 2026"."""
    if version.sent_at is None:
        return _("Version %(n)d, not sent yet") % {"n": version.number}
    return _("Version %(n)d, %(day)s") % {"n": version.number, "day": date_format(version.sent_at, "l j F Y")}
