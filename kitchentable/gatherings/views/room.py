"""In the room: who speaks by group, what was decided, who came; and the shares after."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.gatherings import balance
from kitchentable.gatherings.acts import room as acts
from kitchentable.gatherings.forms.room import ChoiceForm
from kitchentable.gatherings.models import Choice, Gathering, Invitation
from kitchentable.gatherings.rooms import shown
from kitchentable.gatherings.share_words import in_words
from kitchentable.policy.act import require
from kitchentable.policy.book import fact
from kitchentable.policy.marks import KTRequest, signed_in
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import ANYONE, Problem
from kitchentable.ui.shortcuts import done, page
from kitchentable.works.models import Group, Work

A_PAGE = 25
MOST_AT_ONCE = 200
WORKER = Path(__file__).resolve().parent.parent / "static" / "gatherings" / "tally-worker.js"
KEPT_OFFLINE = (
    "ui/kitchen.css",
    "ui/table.svg",
    "ui/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "ui/js/leave.js",
    "ui/js/keep.js",
    "ui/js/submit-once.js",
    "ui/js/size.js",
    "ui/js/record.js",
    "gatherings/tally.js",
)


def the_gathering(request: KTRequest, key: str) -> Gathering:
    """The gathering, for who may see it. Raises Http404."""
    found: Gathering = get_object_or_404(Gathering.objects.seen_by(request.person).select_related("work", "host"), key=key)
    return found


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def tally(request: KTRequest, gathering: str) -> HttpResponse:
    """One button for each group, to press when somebody of it begins to speak; and what was decided."""
    found = the_gathering(request, gathering)
    require(request.person, "gatherings.tap", found)
    what = request.POST.get("what", "")
    form = ChoiceForm(request.POST if what == "choice" else None)
    if what == "tap" and request.POST.get("group") in Group.values:
        return once(request, lambda: _tap(request, found, request.POST["group"]))
    if what == "undo":
        return once(request, lambda: _undo(request, found))
    if what == "choice" and form.is_valid():
        try:
            return once(request, lambda: _choose(request, found, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "gatherings/room/tally.html",
        status=422 if form.is_bound else 200,
        gathering=found,
        rooms=[],  # on a phone the buttons come first; the way back leads to the rest
        form=form,
        groups=Group.choices,
        taps=found.taps.filter(taken_back_at__isnull=True).count(),
        choices=found.choices.order_by("at", "pk"),
        addresses=_addresses(found),
    )


@signed_in
@require_safe
def tally_offline(request: KTRequest, gathering: str) -> HttpResponse:
    """The same page for a device to keep: the names of the groups, and nothing of anyone."""
    found = the_gathering(request, gathering)
    require(request.person, "gatherings.tap", found)
    return page(
        request,
        "gatherings/room/tally.html",
        person=ANYONE,
        rooms=[],
        offline=True,
        form=ChoiceForm(),
        groups=Group.choices,
        addresses=_addresses(found),
    )


@signed_in
@require_safe
def tally_worker(request: KTRequest, gathering: str) -> HttpResponse:
    """The script that opens the page when there is no network. Its address is its reach: this one page."""
    found = the_gathering(request, gathering)
    require(request.person, "gatherings.tap", found)
    page_, offline = reverse("gatherings:tally", args=[found.key]), reverse("gatherings:tally_offline", args=[found.key])
    kept = {"name": f"tally-{found.key}", "page": page_, "offline": offline, "files": [static(one) for one in KEPT_OFFLINE]}
    words = f"const KEPT = {json.dumps(kept)};\n{WORKER.read_text(encoding='utf-8')}"
    return HttpResponse(words, content_type="text/javascript; charset=utf-8")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def tally_send(request: KTRequest, gathering: str) -> HttpResponse:
    """GET: a fresh form key. POST: what a device kept, in JSON; says which it may now forget. Sent twice, each counts once."""
    found = the_gathering(request, gathering)
    require(request.person, "gatherings.tap", found)
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    try:
        items = json.loads(request.body)["items"][:MOST_AT_ONCE]
        ids = [str(item["id"])[:60] for item in items]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"kept": [], "refused": []}, status=400)
    refused = _keep(request, found, items)
    return JsonResponse({"kept": [one for one in ids if one not in refused], "refused": sorted(refused)})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def attended(request: KTRequest, gathering: str) -> HttpResponse:
    """Tick who came. Whoever came late, or came with somebody, counts too."""
    found = the_gathering(request, gathering)
    require(request.person, "gatherings.came", found)
    invited = Invitation.objects.sent().filter(gathering=found).select_related("person").order_by("person__called", "pk")
    shown_now = Paginator(invited, A_PAGE).get_page(request.GET.get("page"))
    if request.method == "POST":
        return once(request, lambda: _note_who_came(request, found))
    return page(request, "gatherings/room/attended.html", gathering=found, invited=shown_now)


@signed_in
@require_safe
def shares(request: KTRequest, gathering: str) -> HttpResponse:
    """Who brought the points, who spoke, who put decisions forward: by group, for everyone who was asked to come."""
    found = the_gathering(request, gathering)
    require(request.person, "gatherings.shares", found)
    told = shown([found])[found.pk]
    return page(
        request,
        "gatherings/room/shares.html",
        gathering=found,
        shares=in_words(told) if told else None,
        came_is_known=found.invitations.filter(came__isnull=False).exists(),
        how=_how_decided([found]),
        least=number("share_group"),
    )


@signed_in
@require_safe
def shares_all(request: KTRequest, slug: str) -> HttpResponse:
    """The shares of all gatherings of a piece of work together, for everyone with a part in it: sums of what each shows by itself."""
    work = get_object_or_404(Work.objects.filter(pk__in=fact(request.person, "works.roles").keys()), slug=slug)
    held = list(Gathering.objects.filter(work=work, state=Gathering.State.HELD).order_by("starts_at", "pk"))
    told = shown(held)
    counted = [one for one in held if told[one.pk] is not None]
    return page(
        request,
        "gatherings/room/shares_all.html",
        work=work,
        shares=in_words(balance.over_time(told.values())) if counted else None,
        counted=len(counted),
        left_out=len(held) - len(counted),
        how=_how_decided(held),
        least=number("share_group"),
    )


# ── the small steps ───────────────────────────────────────────────────────────────────────────────


def _addresses(gathering: Gathering) -> dict[str, str]:
    """Where the page sends what was tapped, and where its worker is."""
    return {
        "key": gathering.key,
        "page": reverse("gatherings:tally", args=[gathering.key]),
        "send": reverse("gatherings:tally_send", args=[gathering.key]),
        "worker": reverse("gatherings:tally_worker", args=[gathering.key]),
    }


def _tap(request: KTRequest, gathering: Gathering, group: str) -> HttpResponse:
    acts.tap(request.person, gathering, taps=[acts.NewTap(acts.tap_key(), group)])
    return done(request, _("Noted: %(group)s.") % {"group": Group(group).label}, request.path)


def _undo(request: KTRequest, gathering: Gathering) -> HttpResponse:
    last = gathering.taps.filter(taken_back_at__isnull=True).order_by("-came_at", "-pk").first()
    if last is None:
        return done(request, _("There is nothing to take back."), request.path)
    acts.untap(request.person, gathering, keys=[last.key])
    return done(request, _("Taken back: %(group)s.") % {"group": Group(last.group).label}, request.path)


def _choose(request: KTRequest, gathering: Gathering, form: ChoiceForm) -> HttpResponse:
    typed = form.cleaned_data
    acts.choose(
        request.person,
        gathering,
        key=acts.tap_key(),
        words=typed["words"],
        how=typed["how"],
        moved_by=typed["moved_by"],
        votes=form.votes(),
    )
    return done(request, _("The decision is noted."), request.path)


def _keep(request: HttpRequest, gathering: Gathering, items: list[dict[str, Any]]) -> set[str]:
    """Keep what a device sent; the ids of what nobody could keep come back, so that the rest never waits behind it."""
    person: Any = request.person  # type: ignore[attr-defined]
    taps = [_as_tap(item) for item in items if item.get("kind") == "tap"]
    acts.tap(person, gathering, taps=[one for one in taps if one is not None])
    refused = {str(item["id"])[:60] for item, one in zip(_of(items, "tap"), taps, strict=True) if one is None}
    back = [key for item in _of(items, "back") if (key := _as_key(item.get("of")))]
    if back:
        acts.untap(person, gathering, keys=back)
    for item in _of(items, "choice"):
        key = _as_key(item["id"])
        form = ChoiceForm(item.get("typed") if isinstance(item.get("typed"), dict) else {})
        if not key or not form.is_valid():
            refused.add(str(item["id"])[:60])
            continue
        typed = form.cleaned_data
        acts.choose(
            person,
            gathering,
            key=key,
            words=typed["words"],
            how=typed["how"],
            moved_by=typed["moved_by"],
            votes=form.votes(),
            at=_as_time(item.get("at")),
        )
    return refused | {str(item["id"])[:60] for item in items if item.get("kind") not in ("tap", "back", "choice")}


def _of(items: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [item for item in items if item.get("kind") == kind]


def _as_tap(item: dict[str, Any]) -> acts.NewTap | None:
    key = _as_key(item.get("id"))
    return acts.NewTap(key, item["group"], _as_time(item.get("at"))) if key and item.get("group") in Group.values else None


def _as_key(given: object) -> str:
    try:
        return str(uuid.UUID(str(given)))
    except ValueError:
        return ""


def _as_time(given: object) -> datetime | None:
    try:
        return parse_datetime(str(given))
    except ValueError:
        return None


def _note_who_came(request: KTRequest, gathering: Gathering) -> HttpResponse:
    came = {}
    for key in request.POST.getlist("came")[:A_PAGE]:
        typed = request.POST.get(f"with_{key}", "")
        came[key] = min(int(typed), 9) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 0
    acts.note_who_came(request.person, gathering, asked=request.POST.getlist("asked")[:A_PAGE], came=came)
    return done(request, _("Saved. Tomorrow each person who came is asked how it was."), request.get_full_path())


def _how_decided(gatherings: list[Gathering]) -> list[tuple[str, int]]:
    """How many decisions were made in which way."""
    ways = list(Choice.objects.filter(gathering__in=gatherings).values_list("how", flat=True))
    return [(str(label), ways.count(value)) for value, label in Choice.How.choices if value in ways]
