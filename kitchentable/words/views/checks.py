"""The check beside the text: marks in the paper, a note for each, and what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page
from kitchentable.words.acts import papers as acts
from kitchentable.words.better import WHOLE, choices
from kitchentable.words.checking import Mark, Seen, seen_in
from kitchentable.words.kinds import KINDS, Kind
from kitchentable.words.marking import pieces
from kitchentable.words.models.papers import Document, Handled, KeptWord, Version
from kitchentable.words.views.papers import METHODS, newest, the_paper

A_PAGE = 25
SHORT = 90
HERE, PAPER, ALWAYS = "here", "paper", "always"
WORDS = ("acronym", "hard_word", "jargon", "avoid_term", "empty_phrase")
"""Kinds that are a word or a phrase: it can stay in everything we write."""
NO_ROW_OF_SAME = ("acronym", "overload", "structure", "jargon")


@dataclass(frozen=True, slots=True)
class Note:
    """One finding as it stands at the side."""

    number: int
    mark: Mark
    kind: Kind
    said: str
    better: Sequence[str]
    same: int
    typed: str = ""
    own: str = ""
    problem: str = ""

    @property
    def asks(self) -> bool:
        """A short form with several meanings: only the writer knows which one is meant."""
        return self.mark.finding.kind == "acronym" and len(self.better) > 1

    @property
    def is_whole(self) -> bool:
        """It is about the whole paper: there is no place to put other words."""
        return self.mark.finding.kind in WHOLE

    @property
    def is_word(self) -> bool:
        """It can stay in everything we write."""
        return self.mark.finding.kind in WORDS and len(self.mark.finding.text) <= 120


@dataclass(frozen=True, slots=True)
class Wrong:
    """What could not be done, and what was typed for it."""

    problem: str
    key: tuple[str, str, str]
    because: str = ""
    own: str = ""


@behind("words.papers_office")
@require_http_methods(METHODS)
def check(request: KTRequest, document: str) -> HttpResponse:
    """What may lose a reader, 25 at a time, with the part of the text around it. The writer chooses what to change."""
    paper = the_paper(request, document)
    version = newest(paper)
    wrong: Wrong | None = None
    if request.method == "POST":
        try:
            return once(request, lambda: _decide(request, paper, version))
        except Problem as problem:
            sent = request.POST
            key = (sent.get("kind", ""), sent.get("at", ""), sent.get("nth", ""))
            wrong = Wrong(str(problem), key, sent.get("because", "")[:2_000], sent.get("own", "")[:5_000])
            version = newest(paper)
    seen = seen_in(version)
    left = seen.left
    counts = Counter(one.place.kind for one in left)
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    numbered = [(number, one) for number, one in enumerate((one for one in left if not kind or one.place.kind == kind), start=1)]
    shown = Paginator(numbered, A_PAGE).get_page(request.GET.get("page"))
    notes = _notes(shown, left, wrong)
    return page(
        request,
        "words/papers/check.html",
        status=422 if wrong else 200,
        paper=paper,
        version=version,
        seen=seen,
        kinds=[(KINDS[code], counts[code]) for code in KINDS if counts[code]],
        kind=KINDS.get(kind),
        notes=notes,
        page_obj=shown,
        pieces=pieces(seen.report.source, [(one.number, one.mark.finding) for one in notes]),
        left=len(left),
        looked_at=len(seen.marks) - len(left) + version.handled.filter(what=Handled.What.CHANGED).count(),
        here=_address(paper, kind, shown.number),
        kept_always=len({one.text.casefold() for one, _why in seen.report.kept}),
        minutes=max(1, round(seen.report.reading_minutes)),
        may_change=may(request.person, "words.accept", version),
        wrong=wrong if wrong and not any(one.problem for one in notes) else None,
    )


def _notes(shown: Page[tuple[int, Mark]], left: Sequence[Mark], wrong: Wrong | None) -> list[Note]:
    same = Counter((one.finding.kind, one.finding.text.casefold()) for one in left)
    notes = []
    for number, one in shown:
        found = one.finding
        is_wrong = wrong is not None and wrong.key == (found.kind, str(found.start), str(one.place.nth))
        notes.append(
            Note(
                number=number,
                mark=one,
                kind=KINDS[found.kind],
                said=_short(found.text),
                better=choices(found),
                same=1 if found.kind in NO_ROW_OF_SAME else same[found.kind, found.text.casefold()],
                typed=wrong.because if is_wrong and wrong else "",
                own=(wrong.own if is_wrong and wrong else "") or found.text,
                problem=wrong.problem if is_wrong and wrong else "",
            )
        )
    return notes


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= SHORT else words[: SHORT - 1].rstrip() + "…"


def _address(paper: Document, kind: str, number: int, note: int = 0) -> str:
    query: dict[str, str] = {**({"kind": kind} if kind else {}), **({"page": str(number)} if number > 1 else {})}
    return reverse("words:check", args=[paper.key]) + (f"?{urlencode(query)}" if query else "") + (f"#f{note}" if note else "")


def _decide(request: KTRequest, paper: Document, version: Version) -> HttpResponse:
    """One decision. It leads back to the note that is at the same place of the list now: the next one."""
    sent = request.POST
    what, changes = sent.get("what", ""), _number(sent.get("changes", ""))
    if what == "rest":
        rest_of = sent.get("rest_of", "")
        acts.keep_rest(request.person, version, because=sent.get("because", ""), kind=rest_of, changes=changes)
        return done(request, _("Kept, with your reason."), _address(paper, "", 1))
    mark = _meant(version, sent.get("kind", ""), _number(sent.get("at", "")), _number(sent.get("nth", "")))
    number = _number(sent.get("number", "")) or 1
    to = _address(paper, request.GET.get("kind", ""), _number(request.GET.get("page", "")) or 1, number)
    if what == "keep":
        words = _keep(request, version, mark, changes)
    elif what == "own":
        row = acts.accept(
            request.person, version, place=mark.place, better=sent.get("own", "").replace("\r\n", "\n"), changes=changes
        )
        words = _("Changed. It now says “%(words)s”.") % {"words": _short(row.now_says)}
    else:
        words = _use(request, version, mark, what, changes)
    return done(request, words, to)


def _use(request: KTRequest, version: Version, mark: Mark, what: str, changes: int | None) -> str:
    """`use-0` puts the first of the better words here; `all-0` in each place of the same word."""
    how, _dash, which = what.partition("-")
    offered, choice = choices(mark.finding), _number(which)
    if how not in ("use", "all") or choice is None or choice >= len(offered):
        raise acts.NotThere(_("Choose one of the better words, or write your own."))
    before = version.handled.filter(what=Handled.What.CHANGED).count()
    row = acts.accept(
        request.person, version, place=mark.place, better=offered[choice], choice=choice, everywhere=how == "all", changes=changes
    )
    many = version.handled.filter(what=Handled.What.CHANGED).count() - before
    if many > 1:
        return ngettext(
            "Changed in %(n)d place: “%(was)s” is now “%(now)s”.", "Changed in %(n)d places: “%(was)s” is now “%(now)s”.", many
        ) % {"n": many, "was": _short(mark.finding.text), "now": _short(offered[choice])}
    return _("Changed: “%(was)s” is now “%(now)s”.") % {"was": _short(row.was), "now": _short(row.now_says)}


def _keep(request: KTRequest, version: Version, mark: Mark, changes: int | None) -> str:
    """Here, in the whole paper, or in everything we write from now on."""
    how_far, because = request.POST.get("how_far", HERE), request.POST.get("because", "")
    acts.keep(request.person, version, place=mark.place, because=because, changes=changes, whole_paper=how_far in (PAPER, ALWAYS))
    word = mark.finding.text
    if how_far == ALWAYS and mark.finding.kind in WORDS and not KeptWord.objects.running().filter(word__iexact=word).exists():
        acts.keep_word(request.person, None, word=word, because=because)
        return _("“%(word)s” stays in everything we write, with your reason.") % {"word": _short(word)}
    return _("Kept, with your reason: “%(word)s”.") % {"word": _short(word)}


def _meant(version: Version, kind: str, start: int | None, nth: int | None) -> Mark:
    """The mark that a note stands for. Raises NotThere when the text or our words changed in the meantime."""
    seen: Seen = seen_in(version)
    found = next((one for one in seen.left if (one.finding.kind, one.finding.start, one.place.nth) == (kind, start, nth)), None)
    if found is None:
        raise acts.NotThere(_("This is not there any more: it was changed or kept already. Here is the paper as it stands."))
    return found


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


@behind("words.papers_office")
@require_http_methods(METHODS)
def decided(request: KTRequest, document: str) -> HttpResponse:
    """What was changed and what was kept in the newest version: who, why, when. What was kept can be looked at again."""
    paper = the_paper(request, document)
    version = newest(paper)
    if request.method == "POST":
        row = get_object_or_404(
            version.handled.filter(what=Handled.What.KEPT, gone_at__isnull=True),
            key=request.POST.get("row", "").replace("\x00", ""),
        )
        row.version = version
        return once(request, lambda: _look_again(request, paper, row))
    what = request.GET.get("what", "")
    rows = version.handled.select_related("by").order_by("-at", "-pk")
    rows = rows.filter(what=what) if what in Handled.What.values else rows
    shown = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "words/papers/decided.html",
        paper=paper,
        version=version,
        rows=[(one, KINDS.get(one.kind)) for one in shown],
        page_obj=shown,
        what=what,
        may_change=bool(may(request.person, "words.accept", version)),
    )


def _look_again(request: KTRequest, paper: Document, row: Handled) -> HttpResponse:
    acts.look_again(request.person, row)
    return done(
        request, _("It counts as left again. What was said before stays on record."), reverse("words:check", args=[paper.key])
    )
