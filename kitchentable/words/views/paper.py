"""Papers as people read them: the list, one paper with its formats, its files, and asking for another format."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Max, Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people import files
from kitchentable.people.looking import note_looks
from kitchentable.people.models import Look, Person, Scope
from kitchentable.people.outbox import reach_of
from kitchentable.people.rules import supported
from kitchentable.people.serving import hand_over
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, public
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page
from kitchentable.words.acts import formats as acts
from kitchentable.words.forms.formats import AskForm
from kitchentable.words.languages import called, language_name
from kitchentable.words.making import in_short
from kitchentable.words.models import Document, Format, FormatAsk, Sent, Version
from kitchentable.words.readable import PUBLIC, papers_for, readable, text_of
from kitchentable.words.ready import fits, is_current, newest_sent, own_need
from kitchentable.words.rules.formats import Copy, given
from kitchentable.words.shown import Text, card, dated, has_page, stands, to_read
from kitchentable.words.shown import text_of as shown_text

A_PAGE = 20
MOST_VERSIONS = 10
METHODS = ["GET", "HEAD", "POST"]
Kind, State = Format.Kind, Format.State


@public("Public papers that were sent are for everyone. With ?for= a supporter reads what the person lets them read.")
@require_safe
def papers(request: KTRequest) -> HttpResponse:
    """The papers that everyone can read, the newest first; with `?for=KEY` those of a person one supports."""
    whose = _whose(request)
    if whose is None:
        found = Document.objects.filter(PUBLIC)
    else:
        went = Sent.objects.counting().filter(person=whose.pk, version__sent_at__isnull=False)
        found = Document.objects.filter(versions__in=went.values("version"))
        note_looks(request.person, [whose.pk], Look.What.PAPER, Look.Why.SUPPORT, thing_key="papers")
    sent = found.annotate(went=Max("versions__sent_at")).select_related("work").order_by("-went", "-pk")
    shown = Paginator(sent, A_PAGE).get_page(request.GET.get("page"))
    return page(request, "words/formats/papers.html", page_obj=shown, whose=whose)


def _whose(request: KTRequest) -> Person | None:
    """The person whose papers a supporter opens; nobody when one reads one's own. Anyone else's is not here."""
    key = request.GET.get("for", "")
    if not key or key == request.person.key:
        return None
    return get_object_or_404(Person, key=key, pk__in=supported(request.person, Scope.PAPERS))


def _open(request: KTRequest, key: str) -> tuple[Document, Person | None]:
    whose = _whose(request)
    seen = Document.objects.seen_by(request.person) if whose is None else papers_for(whose)
    return get_object_or_404(seen.select_related("work"), key=key), whose


def _looked(request: KTRequest, document: Document, whose: Person | None) -> None:
    """The person reads, in words, that their supporter opened it."""
    if whose is not None:
        note_looks(request.person, [whose.pk], Look.What.PAPER, Look.Why.SUPPORT, about=document.title, thing_key=document.key)


@public(
    "Public papers that were sent are for everyone; others for those they were sent to: the rule “words.read_version” is asked."
)
@require_safe
def paper(request: KTRequest, document: str) -> HttpResponse:
    """One paper: in short, the formats to choose from, the short version, the text."""
    one, whose = _open(request, document)
    versions = list(readable(request.person, one, whose).defer("text", "short_text", "notes")[:MOST_VERSIONS])
    version = _chosen(request, one, versions)
    if whose is None:
        require(request.person, "words.read_version", version)
    else:
        require(request.person, "words.read_for", Copy(version, whose))
    _looked(request, one, whose)
    newest = newest_sent(one)
    current = newest is None or version.sent_at is None or version.number >= newest.number
    again = f"?{urlencode({'for': whose.key})}" if whose else ""
    made = list(version.formats.order_by("pk"))
    for each in made:
        each.version = version
    own = own_need(reach_of(whose or request.person)) if request.person.is_someone else None
    cards = [card(each, _to(one, each, again), mine=(each.kind, each.language) == own) for each in made if given(each)]
    cards.sort(key=lambda each: (not each.mine, list(Kind.values).index(each.one.kind), each.one.language))
    said = _text(request, version, made)
    return page(
        request,
        "words/formats/paper.html",
        document=one,
        version=version,
        whose=whose,
        again=again,
        is_draft=version.sent_at is None,
        is_old=not current,
        newest=newest if not current else None,
        may_read_newest=not current and newest is not None and newest.pk in {each.pk for each in versions},
        rows=in_short(version),
        cards=cards,
        coming=[(called(each.kind, each.language), stands(each, current=current)) for each in made if not given(each)],
        text=said,
        translated=request.GET.get("language", "") if said.lang != _own_language() else "",
        language=language_name(said.lang),
        short=shown_text(version.short_text, _own_language(), "short", one.title) if version.short_text.strip() else None,
        minutes=to_read(version.text),
        versions=[(each, dated(each)) for each in versions] if len(versions) > 1 else [],
        may_write=bool(may(request.person, "words.formats_office", one)),
    )


def _own_language() -> str:
    return settings.LANGUAGE_CODE


def _to(document: Document, one: Format, again: str) -> str:
    here = reverse("words:paper", args=[document.key])
    if one.kind == Kind.HTML:
        return "#read"
    if has_page(one):
        return f"{here}{again or '?'}{'&' if again else ''}language={one.language}&version={one.version.key}#read"
    return reverse("words:format_file", args=[document.key, one.key]) + again


def _chosen(request: KTRequest, document: Document, versions: list[Version]) -> Version:
    """The version that was asked for; else the newest that was sent; else, for those who write it, the draft."""
    key = request.GET.get("version", "")
    found = next((one for one in versions if one.key == key), None) if key else None
    if found is None and not key:
        found = next((one for one in versions if one.sent_at is not None), versions[0] if versions else None)
    if found is None:
        raise Http404
    return Version.objects.select_related("document__work").get(pk=found.pk)


def _text(request: KTRequest, version: Version, made: list[Format]) -> Text:
    """The text to read: a translation when one was chosen and is ready, else the paper itself."""
    language = request.GET.get("language", "")
    for one in made:
        if language and one.kind == Kind.LANGUAGE and one.language == language and given(one):
            words = text_of(one)
            if words:
                return shown_text(words, language)
    return shown_text(version.text, _own_language(), title=version.document.title)


@public("Public papers that were sent are for everyone; others for those they were sent to: the rule “words.read_format” is asked.")
@require_safe
def format_file(request: KTRequest, document: str, format: str) -> HttpResponseBase:
    """The file of one format, whole or the part that a player asks for. One of an old version says so in its name and a header."""
    document_, whose = _open(request, document)
    one = get_object_or_404(Format.objects.select_related("version__document__work"), key=format, version__document=document_)
    if whose is None:
        require(request.person, "words.read_format", one)
    else:
        require(request.person, "words.read_for", Copy(one.version, whose))
        if not given(one):
            raise Http404
    _looked(request, document_, whose)
    try:
        path = files.where(one.path)
    except FileNotFoundError as gone:
        raise Http404 from gone
    old = not is_current(one.version) or not fits(one, one.version)
    name = f"{_('OUT OF DATE')} - {one.name}" if old else one.name
    answer = hand_over(request, path, name=name, media_type=one.media_type, shown=one.kind in (Kind.AUDIO, Kind.BSL))
    if old:
        answer["X-Out-Of-Date"] = "yes"
        answer["Link"] = f'<{reverse("words:paper", args=[document_.key])}>; rel="latest-version"'
    return answer


@public("Anyone who can read a paper may ask for it in another format. Who is not signed in reads how to ring us.")
@require_http_methods(METHODS)
def ask_format(request: KTRequest, document: str) -> HttpResponse:
    """ "I need this in another format": owed within some working days, and we tell them."""
    one = get_object_or_404(Document.objects.seen_by(request.person).select_related("work"), key=document)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(request.person, "words.ask_for_format", one)
        if form.is_valid():
            try:
                return once(request, lambda: _ask(request, one, form))
            except Problem as problem:
                form.add_problem(problem)
    mine = FormatAsk.objects.filter(Q(person=request.person.pk), document=one) if request.person.is_someone else []
    return page(
        request,
        "words/formats/ask.html",
        status=422 if form.is_bound else 200,
        document=one,
        form=form,
        asks=[(called(ask.kind, ask.language), ask) for ask in mine],
    )


def _ask(request: KTRequest, one: Document, form: AskForm) -> HttpResponse:
    kind, language = form.need()
    ask = acts.ask_for(request.person, one, kind=kind, language=language)
    if ask.told_at is not None:
        return done(request, _("This format is ready now. You find it here."), one)
    words = _("We have it. You get it by %(day)s, and we tell you. If your time gets too short by this, we give you more.")
    return done(request, words % {"day": date_format(ask.due_on, "l j F")}, one)
