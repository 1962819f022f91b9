"""Our words: what stays in everything we write, because; the lists that the check works with; and advice under a box."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kitchentable.policy.book import may
from kitchentable.policy.limits import too_many, tried
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.advice import LONGEST_LOOKED_AT
from kitchentable.ui.pieces import Words
from kitchentable.ui.shortcuts import done, page
from kitchentable.words.acts import papers as acts
from kitchentable.words.advising import advice_on
from kitchentable.words.clarity.lists import rows
from kitchentable.words.forms.papers import KeepWordForm
from kitchentable.words.models.papers import KeptWord
from kitchentable.words.views.papers import METHODS

A_PAGE = 25
ROWS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class WordList:
    """One shipped list: its files, how many columns they have, and which of them a page shows."""

    code: str
    name: Words
    files: tuple[tuple[str, int], ...]
    shown: tuple[int, ...]
    heads: tuple[Words, ...]
    source: Words


OWN = gettext_lazy("Collected for Kitchen Table from public papers of councils and health services. Our own choice.")
LISTS: dict[str, WordList] = {
    one.code: one
    for one in (
        WordList(
            "short-forms", gettext_lazy("Short forms"), (("acronyms.tsv", 8),), (0, 1, 2, 4),
            (gettext_lazy("Short form"), gettext_lazy("What it stands for"), gettext_lazy("In plain words"), gettext_lazy("It can also mean")),
            gettext_lazy("Collected from public letters, forms and reports. A row that nobody has confirmed is only suggested."),
        ),
        WordList(
            "hard-words", gettext_lazy("Hard words"), (("plain_words.tsv", 6),), (0, 1, 5),
            (gettext_lazy("Hard word"), gettext_lazy("Say instead"), gettext_lazy("Note")), OWN,
        ),
        WordList(
            "to-explain", gettext_lazy("Words to explain"), (("jargon.tsv", 3),), (0, 1),
            (gettext_lazy("Word"), gettext_lazy("What it means")), OWN,
        ),
        WordList(
            "to-avoid", gettext_lazy("Words that hurt or hide"), (("terms_to_avoid.tsv", 4), ("avoid_more.tsv", 4)), (0, 1, 2),
            (gettext_lazy("Word"), gettext_lazy("Say instead"), gettext_lazy("Why")),
            gettext_lazy("Collected from guides that disabled people and people who draw on support wrote. Ask people how they want to be named."),
        ),
        WordList(
            "empty-phrases", gettext_lazy("Empty phrases"), (("empty_answers.tsv", 3), ("empty_more.tsv", 3)), (0, 1, 2),
            (gettext_lazy("Phrase"), gettext_lazy("Why it says nothing"), gettext_lazy("Say instead")), OWN,
        ),
        WordList(
            "known", gettext_lazy("Short forms that need no explanation"), (("known.tsv", 2),), (0, 1),
            (gettext_lazy("Short form"), gettext_lazy("Why")), OWN,
        ),
    )
}  # fmt: skip


@behind("words.our_words")
@require_http_methods(METHODS)
def our_words(request: KTRequest) -> HttpResponse:
    """Words that stay: which, who said so, why, when. And the lists that the check works with."""
    form = KeepWordForm()
    if request.method == "POST" and request.POST.get("what") == "let-go":
        kept = get_object_or_404(KeptWord.objects.seen_by(request.person), key=request.POST.get("word_key", "").replace("\x00", ""))
        return once(request, lambda: _let_go(request, kept))
    if request.method == "POST":
        form = KeepWordForm(request.POST)
        if form.is_valid():
            try:
                return once(request, lambda: _kept(request, form))
            except Problem as problem:
                form.add_problem(problem)
    ended = request.GET.get("ended") == "1"
    words = KeptWord.objects.seen_by(request.person).filter(ended_at__isnull=not ended).select_related("by", "ended_by")
    shown = Paginator(words.order_by("word", "pk"), A_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "words/our_words.html",
        status=422 if form.is_bound else 200,
        form=form,
        words=shown,
        page_obj=shown,
        ended=ended,
        lists=LISTS.values(),
        may_keep=may(request.person, "words.keep_word"),
    )


def _kept(request: KTRequest, form: KeepWordForm) -> HttpResponse:
    kept = acts.keep_word(request.person, None, word=form.cleaned_data["word"], because=form.cleaned_data["because"])
    words = _("“%(word)s” stays. The check does not ask about it any more.") % {"word": kept.word}
    return done(request, words, reverse("words:our_words"), saved="our-words")


def _let_go(request: KTRequest, kept: KeptWord) -> HttpResponse:
    acts.let_go_word(request.person, kept)
    words = _("“%(word)s” was let go. The check asks about it again.") % {"word": kept.word}
    return done(request, words, reverse("words:our_words"))


@behind("words.our_words")
@require_safe
def word_list(request: KTRequest, words_list: str) -> HttpResponse:
    """One shipped list with its source: to look at, and to find a word in."""
    one = LISTS.get(words_list)
    if one is None:
        raise Http404
    find = request.GET.get("q", "").strip()[:100]
    found = [[row[at] for at in one.shown] for name, columns in one.files for row in rows(name, columns)]
    if find:
        found = [row for row in found if any(find.casefold() in cell.casefold() for cell in row)]
    shown = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    table = [(row[0], list(zip(one.heads[1:], row[1:], strict=True))) for row in shown]
    return page(request, "words/word_list.html", list=one, find=find, rows=table, page_obj=shown, all=len(found))


@behind("words.advice")
@require_POST
def advice(request: KTRequest) -> HttpResponse:
    """What could be clearer in the words of one box of ours, as a piece of a page. Nothing is kept."""
    who = request.person.key
    if too_many("words.advice", who, limit=number("advice_a_minute"), minutes=1):
        return HttpResponse(status=429)
    tried("words.advice", who)
    words = request.POST.get("words", "")[:LONGEST_LOOKED_AT]
    return page(request, "ui/forms/advice.html", advice=advice_on(words))
