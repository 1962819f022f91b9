"""Sending a paper in the office: whom, what each of them gets, why late; and afterwards who has which copy since when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people.models import Person
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.pieces import Status, Step
from kitchentable.ui.shortcuts import done, page
from kitchentable.words.acts import sending as acts
from kitchentable.words.audience import groups_of, people_in, reaches_of
from kitchentable.words.forms.sending import YES, HandedForm, OneMoreForForm, SendForm, WhomForm
from kitchentable.words.load import Load, loads_of
from kitchentable.words.models import Document, Format, Sent, Version
from kitchentable.words.models.sending import OF_SOMEBODY
from kitchentable.words.own_time import copy_of
from kitchentable.words.read_before import Meeting, meetings_of, too_late_for
from kitchentable.words.readiness import why_not_ready
from kitchentable.words.ready import Need, own_need, ready_needs

METHODS = ["GET", "HEAD", "POST"]
A_PAGE = 25
MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Gets:
    """One person on the list before it goes: their format, whether it is ready, and what else they have to read."""

    person: Person
    format: str
    status: Status
    load: Load


@dataclass(frozen=True, slots=True)
class Copies:
    """One format that is needed: by how many people, and whether it is ready."""

    format: str
    people: int
    status: Status


@dataclass(frozen=True, slots=True)
class Has:
    """One copy that was sent: since when, how many days late, and how many days before people meet."""

    sent: Sent
    format: str
    status: Status
    days_late: int
    days_before: int | None


@behind("words.send")
@require_http_methods(METHODS)
def send(request: KTRequest, document: str) -> HttpResponse:
    """Whom, then what they get and the reasons, then it goes. Who was chosen stands in the address, so nothing is lost on the way."""
    version = _newest(request, document)
    chosen = request.GET.getlist("group"), request.GET.getlist("also")
    if "next" not in request.GET or not any(chosen):
        return _whom(request, version)
    others = Person.objects.seen_by(request.person).filter(key__in=chosen[1])
    everyone = people_in(version.document.work, chosen[0], others).order_by("called", "pk")
    return _what_they_get(request, version, everyone)


def _newest(request: KTRequest, key: str) -> Version:
    found = get_object_or_404(Document.objects.seen_by(request.person), key=key)
    version = found.versions.select_related("document__work").order_by("-number").first()
    if version is None:
        raise Http404
    require(request.person, "words.sent", version.document)
    return version


def _whom(request: KTRequest, version: Version) -> HttpResponse:
    work, find = version.document.work, request.GET.get("q", "").strip()[:100]
    groups = [(group, group.people.count()) for group in groups_of(work)]
    kept = request.GET.getlist("also")
    seen = Person.objects.seen_by(request.person).filter(erased_at__isnull=True).order_by("called", "pk")
    others = list(seen.filter(key__in=kept)) if kept else []
    if find:
        others += seen.filter(called__icontains=find).exclude(key__in=kept)[:MOST_FOUND]
    form = WhomForm(
        groups=[one for one in groups if one[1]],
        others=others,
        initial={"group": request.GET.getlist("group"), "also": kept, "q": find},
    )
    missed = "next" in request.GET
    return page(
        request,
        "words/sending/whom.html",
        version=version,
        document=version.document,
        form=form,
        find=find,
        missed=missed,
        missing=why_not_ready(version),
        verdict=may(request.person, "words.send", version),
        steps=_steps(0),
    )


def _steps(at: int) -> list[Step]:
    names = (_("Whom"), _("What they get"), _("It is sent"))
    return [Step(words, "done" if n < at else "now" if n == at else "next") for n, words in enumerate(names)]


def _what_they_get(request: KTRequest, version: Version, everyone: QuerySet[Person]) -> HttpResponse:
    people, ready = list(everyone), ready_needs(version)
    have = set(version.sent.filter(person__isnull=False).values_list("person_id", flat=True))
    needs = {pk: own_need(reach) for pk, reach in reaches_of(people).items()}
    loads = loads_of([one.pk for one in people])
    new = [one for one in people if one.pk not in have]
    full = [one for one in new if loads[one.pk].is_full]
    waits = [one for one in new if needs[one.pk] not in ready and not loads[one.pk].is_full]
    meeting = too_late_for(version.document)
    form = SendForm(
        request.POST if request.method == "POST" else None,
        waits=bool(waits) and not version.unready_because,
        is_late=meeting is not None and not version.late_because,
    )
    if form.is_valid():
        try:
            return once(request, lambda: _send(request, version, people, form))
        except Problem as problem:
            form.add_problem(problem)
    shown = Paginator(people, A_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "words/sending/what.html",
        status=422 if form.is_bound else 200,
        version=version,
        document=version.document,
        form=form,
        page_obj=shown,
        rows=[Gets(one, called(needs[one.pk]), _will(one, needs, ready, have, loads), loads[one.pk]) for one in shown],
        formats=_formats((needs[one.pk] for one in new), ready),
        new=len(new),
        full=len(full),
        waits=len(waits),
        have=len(people) - len(new),
        meeting=meeting,
        missing=why_not_ready(version),
        verdict=may(request.person, "words.send", version),
        steps=_steps(1),
        back=f"{request.path}?{urlencode([(k, v) for k in ('group', 'also') for v in request.GET.getlist(k)])}",
        keep=f"send-{version.key}",
    )


def called(need: Need) -> str:
    """A format in words."""
    name = str(Format.Kind(need[0]).label)
    return f"{name} ({need[1]})" if need[1] else name


def _will(person: Person, needs: dict[int, Need], ready: set[Need], have: set[int], loads: Any) -> Status:
    if person.pk in have:
        return Status("done", _("Was sent it already"))
    if loads[person.pk].is_full:
        return Status("later", _("Is asked first"))
    return Status("done", _("Ready")) if needs[person.pk] in ready else Status("waiting", _("Not ready"))


def _formats(needs: Iterable[Need], ready: set[Need]) -> list[Copies]:
    found = Counter(needs).most_common()
    return [Copies(called(need), n, _is_ready(need in ready)) for need, n in found]


def _is_ready(ready: bool) -> Status:
    return Status("done", _("Ready")) if ready else Status("waiting", _("Not ready"))


def _send(request: KTRequest, version: Version, people: Sequence[Person], form: SendForm) -> HttpResponse:
    acts.send(
        request.person,
        version,
        people=people,
        late_because=form.reason("late_because"),
        unready_because=form.reason("unready_because"),
    )
    words = _("It is on its way. Whoever waits for their copy gets it by itself, and their time starts then.")
    return done(request, words, reverse("words:sent", args=[version.document.key]), saved=f"send-{version.key}")


@behind("words.sent")
@require_safe
def sent(request: KTRequest, document: str) -> HttpResponse:
    """Who has the newest version that went out, in which format, since when; whose copy is late."""
    found = get_object_or_404(Document.objects.seen_by(request.person).select_related("work"), key=document)
    require(request.person, "words.sent", found)
    versions = list(found.versions.filter(sent_at__isnull=False).order_by("-number"))
    wanted = request.GET.get("version", "")
    version = next((one for one in versions if str(one.number) == wanted), versions[0] if versions else None)
    rows = Sent.objects.seen_by(request.person).filter(version=version)
    listed = rows.with_asks().select_related("person").order_by("ready_at", "person__called", "pk")
    shown = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    meeting = next(iter(meetings_of(found)), None)
    return page(
        request,
        "words/sending/sent.html",
        document=found,
        version=version,
        versions=versions,
        page_obj=shown,
        rows=[_has(one, meeting) for one in shown],
        counts=_counts(rows),
        meeting=meeting,
        papers_days=number("papers_days"),
        least_days=number("papers_least_days"),
        may_send=may(request.person, "words.send", version) if version else None,
    )


def _counts(rows: QuerySet[Sent]) -> dict[str, int]:
    to_hand = Q(by_hand=True, handed_on__isnull=True)
    return rows.aggregate(
        all=Count("pk"),
        have=Count("pk", filter=OF_SOMEBODY & Q(ready_at__isnull=False) & ~to_hand),
        waiting=Count("pk", filter=OF_SOMEBODY & Q(ready_at__isnull=True)),
        to_hand=Count("pk", filter=OF_SOMEBODY & Q(ready_at__isnull=False) & to_hand),
        asked=Count("pk", filter=Q(person__isnull=False, asked_first=True, said_yes_at__isnull=True, said_no_at__isnull=True)),
        said_no=Count("pk", filter=Q(person__isnull=False, said_no_at__isnull=False)),
        erased=Count("pk", filter=Q(person__isnull=True)),
    )


def _has(one: Sent, meeting: Meeting | None) -> Has:
    copy = copy_of(one)
    late = max(0, (copy.own - copy.standard).days) if copy.own else 0
    before = (meeting.day - copy.own).days if meeting and copy.own else None
    return Has(one, called((one.kind, one.language)), _stands(one), late, before)


def _stands(one: Sent) -> Status:
    if one.said_no_at is not None:
        return Status("unknown", _("Did not want one more"))
    if one.is_asked:
        return Status("later", _("Is asked first"))
    if one.ready_at is None:
        return Status("waiting", _("Waits for their copy"))
    if getattr(one, "waits_for_other", False):
        return Status("waiting", _("Asked for another format"))
    if one.own_day is None:
        return Status("partly", _("Ready: post it or bring it"))
    return Status("done", _("Has it"))


@behind("words.sent")
@require_http_methods(METHODS)
def sent_one(request: KTRequest, document: str, sent: str) -> HttpResponse:
    """One copy: write down that it was handed over, or what somebody said who was asked first."""
    rows = Sent.objects.seen_by(request.person).select_related("version__document__work", "person")
    one = get_object_or_404(rows, key=sent, version__document__key=document, person__isnull=False)
    require(request.person, "words.sent", one.version.document)
    asks = one.asked_first and one.said_yes_at is None
    form = (OneMoreForForm if asks else HandedForm)(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return once(request, lambda: _note(request, one, form.cleaned_data))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "words/sending/sent_one.html",
        status=422 if form.is_bound else 200,
        document=one.version.document,
        sent=one,
        row=_has(one, None),
        form=form,
        asks=asks,
        may_hand=not asks and one.ready_at is not None,
    )


def _note(request: KTRequest, one: Sent, said: dict[str, Any]) -> HttpResponse:
    if "may_send" in said:
        acts.answer_one_more(request.person, one, may_send=said["may_send"] == YES, for_person=one.person)
        words = _("Saved, as they said it.")
    else:
        acts.handed(request.person, one, day=said["day"])
        words = _("Saved. Their time starts on that day.")
    return done(request, words, reverse("words:sent", args=[one.version.document.key]))
