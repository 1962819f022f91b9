"""People check an Easy Read: who was asked and what they said, in the office; and the page on which they say it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people import files
from kitchentable.people.asks import goes_over
from kitchentable.people.files import Upload
from kitchentable.people.models import Person
from kitchentable.people.secret import InvalidToken
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.pieces import Status
from kitchentable.ui.shortcuts import done, page
from kitchentable.words.acts import easy_checks as acts
from kitchentable.words.easy_state import changed_since, check_before, draft_or_checked, seen, snapshot
from kitchentable.words.forms.easy import CLEAR, EndForm, GroupForm, SayForm
from kitchentable.words.models.easy import EasyCheck, EasyComment, EasyLine
from kitchentable.words.models.papers import Version
from kitchentable.words.views.easy import the_version

METHODS = ["GET", "HEAD", "POST"]
A_PAGE = 20
MOST_PEOPLE = 12


# ── in the office ─────────────────────────────────────────────────────────────────────────────────


@behind("words.easy_office")
@require_http_methods(METHODS)
def easy_checks(request: KTRequest, document: str) -> HttpResponse:
    """Who checked it and what they said; what is still to do."""
    version = the_version(request, document)
    here = EasyComment.objects.filter(check_of__version=version)
    if request.method == "POST":
        said = get_object_or_404(here.select_related("check_of__version__document"), key=request.POST.get("comment", ""))
        return once(request, lambda: _done(request, said))
    lines = list(version.easy_lines.all())
    checks = version.easy_checks.select_related("asked").annotate(said=Count("comments")).order_by("-asked_at", "-pk")
    shown = Paginator(checks, A_PAGE).get_page(request.GET.get("page"))
    to_do = here.filter(done_at__isnull=True).exclude(face=EasyComment.Face.CLEAR, words="", voice="")
    return page(
        request,
        "words/easy/checks.html",
        version=version,
        document=version.document,
        rows=[(check, status_of(check)) for check in shown],
        page_obj=shown,
        to_do=Paginator(to_do.select_related("check_of__asked", "line"), A_PAGE).get_page(request.GET.get("todo")),
        done_count=here.filter(done_at__isnull=False).count(),
        stands=draft_or_checked(version, lines),
        has_lines=bool(lines),
    )


def status_of(check: EasyCheck) -> Status:
    """How far a check is."""
    if check.declined_at is not None:
        return Status("passed", _("They would rather not"))
    if check.checked_at is None:
        return Status("waiting", _("Asked"))
    return Status("done", _("It is clear")) if check.is_clear else Status("again", _("Not yet"))


def _done(request: KTRequest, said: EasyComment) -> HttpResponse:
    acts.tick_off(request.person, said)
    return done(request, _("Done."), reverse("words:easy_checks", args=[said.check_of.version.document.key]))


@behind("words.easy_office")
@require_http_methods(METHODS)
def easy_ask(request: KTRequest, document: str) -> HttpResponse:
    """Find somebody, and ask them to check it."""
    version = the_version(request, document)
    wrong = ""
    if request.method == "POST":
        person = get_object_or_404(Person.objects.seen_by(request.person), key=request.POST.get("person", ""))
        try:
            return once(request, lambda: _asked(request, version.document.key, version, person))
        except Problem as problem:
            wrong = str(problem)
    query = request.GET.get("q", "").strip()[:100]
    people: list[Person] = []
    if query:
        wanted = Q()
        for part in query.split():
            wanted &= Q(called__icontains=part)
        people = list(
            Person.objects.seen_by(request.person).filter(wanted, erased_at__isnull=True).order_by("called")[:MOST_PEOPLE]
        )
    over = goes_over([one.pk for one in people])
    return page(
        request,
        "words/easy/ask.html",
        status=422 if wrong else 200,
        document=version.document,
        find=query,
        people=[(one, one.pk in over) for one in people],
        wrong=wrong,
        has_lines=version.easy_lines.exists(),
    )


def _asked(request: KTRequest, key: str, version: Version, person: Person) -> HttpResponse:
    acts.ask_to_check(request.person, version, person=person)
    words = _("%(name)s is asked, in their own way.") % {"name": person.called}
    return done(request, words, reverse("words:easy_checks", args=[key]))


@behind("words.easy_office")
@require_http_methods(METHODS)
def easy_group(request: KTRequest, document: str) -> HttpResponse:
    """Write down what a group said that read it together."""
    version = the_version(request, document)
    lines = list(version.easy_lines.all())
    form = GroupForm(request.POST if request.method == "POST" else None, seen=seen(snapshot(lines)))
    if form.is_valid():
        try:
            return once(request, lambda: _grouped(request, document, version, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "words/easy/group.html",
        status=422 if form.is_bound else 200,
        document=version.document,
        form=form,
        has_lines=bool(lines),
    )


def _grouped(request: KTRequest, key: str, version: Version, form: GroupForm) -> HttpResponse:
    said = form.cleaned_data
    acts.type_group(
        request.person,
        version,
        names=said["names"],
        is_clear=said["clear"] == CLEAR,
        said_on=said["said_on"],
        seen=said["seen"],
        words=said["words"],
    )
    return done(request, _("It is written down."), reverse("words:easy_checks", args=[key]))


# ── the page of who checks ────────────────────────────────────────────────────────────────────────


@signed_in
@require_http_methods(METHODS)
def easy_check(request: KTRequest, check: str) -> HttpResponse:
    """The whole paper, large, or one line at a time with faces; and at the end: is it clear?"""
    found = EasyCheck.objects.seen_by(request.person).select_related("version__document__work", "asked", "asked_by")
    one = get_object_or_404(found, key=check)
    lines = list(one.version.easy_lines.all())
    said = {comment.line_id: comment for comment in one.comments.all() if comment.line_id}
    is_own = one.asked_id == request.person.pk
    shown = {
        "check": one,
        "document": one.version.document,
        "lines": lines,
        "said": said,
        "is_own": is_own,
        "before": check_before(one) if one.checked_at is None else one,
        "verdict": may(request.person, "words.easy_say", one),
    }
    step = request.GET.get("line", "")
    wrong = ""
    if request.method == "POST" and request.POST.get("what") == "decline":
        try:
            return once(request, lambda: _declined(request, one))
        except Problem as problem:
            wrong = str(problem)
    if step == "end":
        return _end(request, one, lines, shown)
    if step:
        return _step(request, one, lines, step, shown)
    changes = changed_since(shown["before"], lines) if shown["before"] else []
    other = {change.line.pk: change for change in changes if change.line is not None}
    rows = [(line, said.get(line.pk), other.get(line.pk)) for line in lines]
    gone = [change for change in changes if change.line is None]
    return page(
        request,
        "words/easy/check.html",
        status=422 if wrong else 200,
        wrong=wrong,
        rows=rows,
        gone=gone,
        changes=changes,
        first=lines[0] if lines else None,
        **shown,
    )


def _step(request: KTRequest, one: EasyCheck, lines: list[EasyLine], key: str, shown: dict[str, object]) -> HttpResponse:
    at = next((place for place, line in enumerate(lines) if line.key == key), None)
    if at is None:
        raise Http404
    line, before = lines[at], one.comments.filter(line=lines[at]).first()
    following = lines[at + 1] if at + 1 < len(lines) else None
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SayForm(*sent, initial={"face": before.face, "words": before.words} if before else None)
    if form.is_valid():
        try:
            with files.tidy():
                return once(request, lambda: _said(request, one, line, following, form))
        except Problem as problem:
            form.add_problem(problem)
    changes = {found.line.pk: found for found in changed_since(shown["before"], lines) if found.line} if shown["before"] else {}  # type: ignore[arg-type]
    return page(
        request,
        "words/easy/check_line.html",
        status=422 if form.is_bound else 200,
        form=form,
        line=line,
        change=changes.get(line.pk),
        number=at + 1,
        earlier=lines[at - 1] if at else None,
        following=following,
        mine=before,
        **shown,
    )


def _said(request: KTRequest, one: EasyCheck, line: EasyLine, following: EasyLine | None, form: SayForm) -> HttpResponse:
    said = form.cleaned_data
    voice = Upload(said["voice"], "audio") if said["voice"] else None
    acts.comment(request.person, one, line=line, face=said["face"], words=said["words"], voice=voice, for_person=one.asked)
    return done(
        request,
        _("Thank you. We have it."),
        f"{_here(one)}?line={following.key if following else 'end'}",
        saved=f"easy-{one.key}-{line.key}",
    )


def _end(request: KTRequest, one: EasyCheck, lines: list[EasyLine], shown: dict[str, object]) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = EndForm(posted, seen=seen(snapshot(lines)), typed=not shown["is_own"])
    if posted is None and one.asked is not None:
        form.initial["names"] = one.asked.called
    if form.is_valid():
        try:
            return once(request, lambda: _ended(request, one, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "words/easy/check_end.html",
        status=422 if form.is_bound else 200,
        form=form,
        last=lines[-1] if lines else None,
        **shown,
    )


def _ended(request: KTRequest, one: EasyCheck, form: EndForm) -> HttpResponse:
    said = form.cleaned_data
    acts.say(
        request.person,
        one,
        is_clear=said["clear"] == CLEAR,
        seen=said["seen"],
        names=said["names"],
        said_on=said.get("said_on"),
        for_person=one.asked,
    )
    return done(request, _("Thank you for your help."), _here(one))


def _declined(request: KTRequest, one: EasyCheck) -> HttpResponse:
    acts.decline(request.person, one, for_person=one.asked)
    return done(request, _("That is fine. We will not ask about this again."), _here(one))


def _here(one: EasyCheck) -> str:
    return reverse("words:easy_check", args=[one.key])


@signed_in
@require_safe
def easy_voice(request: KTRequest, comment: str) -> HttpResponse:
    """What somebody said with their voice, for them and for those who write the paper; unlocked for them alone."""
    found = EasyComment.objects.filter(check_of__in=EasyCheck.objects.seen_by(request.person)).exclude(voice="")
    one = get_object_or_404(found.select_related("check_of__version__document"), key=comment)
    require(request.person, "words.easy_hear", one)
    try:
        body = files.read_locked(one.voice)
    except (FileNotFoundError, InvalidToken) as gone:
        raise Http404 from gone
    response = HttpResponse(body, content_type=one.voice_type)
    name = f"{_('what was said')}.{files.ENDINGS[one.voice_type]}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; media-src 'self'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
