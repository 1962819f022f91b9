"""The glossary as everyone reads it: letters, search, one word with its meanings, to listen to, and as a file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from kitchentable.policy.book import may
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, public
from kitchentable.ui.shortcuts import page
from kitchentable.words import terms_csv
from kitchentable.words.models import Term
from kitchentable.words.spoken import can_speak, sound_of
from kitchentable.words.terms import LETTERS, OTHER, Entry, book, listed

A_PAGE = 30
EVERYONE = "The glossary is for everyone: what a word means is no secret."


@public(EVERYONE)
@require_safe
def glossary(request: KTRequest) -> HttpResponse:
    """All words, by letter or by what is searched for."""
    found = book()
    q = " ".join(request.GET.get("q", "").split())[:120]
    letter = request.GET.get("letter", "").upper()[:1]
    letter = letter if letter in found.letters else ""
    shown = found.search(q) if q else found.at(letter) if letter else found.entries
    letters = [(one, one in found.letters) for one in LETTERS] + [(OTHER, True)] * (OTHER in found.letters)
    return page(
        request,
        "words/glossary/glossary.html",
        listed=Paginator(shown, A_PAGE).get_page(request.GET.get("page")),
        anything=bool(found.entries),
        letters=letters,
        letter=letter,
        other=OTHER,
        q=q,
        is_staff=bool(may(request.person, "words.glossary_office")),
    )


@public(EVERYONE)
@require_safe
def term(request: KTRequest, term: str) -> HttpResponse:
    """One word with all its meanings; for staff also what waits to be confirmed."""
    is_staff = bool(may(request.person, "words.glossary_office"))
    entry = entry_of(term)
    slug = entry.slug if entry else term
    waiting = list(Term.objects.seen_by(request.person).to_confirm().filter(slug=slug).select_related("by")) if is_staff else []
    row = listed().get(slug)
    suggested = row if is_staff and row is not None and entry is None else None
    if entry is None and not waiting and suggested is None:
        raise Http404
    return page(
        request,
        "words/glossary/term.html",
        entry=entry,
        called=entry.term if entry else waiting[0].term if waiting else row.term if row else "",
        rows=Term.objects.in_bulk([one.key for one in entry.meanings if one.key], field_name="key") if entry and is_staff else {},
        waiting=[(one, may(request.person, "words.confirm_term", one)) for one in waiting],
        suggested=suggested,
        can_listen=entry is not None and can_speak(),
        is_staff=is_staff,
    )


@public(EVERYONE)
@require_safe
def term_audio(_request: KTRequest, term: str) -> FileResponse:
    """The word and its meanings, read by the machine’s voice."""
    entry = entry_of(term)
    if entry is None or not can_speak():
        raise Http404
    return FileResponse(sound_of(entry).open("rb"), content_type="audio/wav", filename=f"{entry.slug}.wav")


@public(EVERYONE)
@require_safe
def take_out(_request: KTRequest) -> StreamingHttpResponse:
    """The whole glossary as CSV."""
    answer = StreamingHttpResponse(terms_csv.as_csv(book().entries), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="glossary-{today().isoformat()}.csv"'
    return answer


def entry_of(typed: str) -> Entry | None:
    """The word at an address: by its own name, or by the key of one of its meanings."""
    found = book()
    if typed in found.by_slug:
        return found.by_slug[typed]
    slug = Term.objects.confirmed().filter(key=typed).values_list("slug", flat=True).first()
    return found.by_slug.get(slug or "")
