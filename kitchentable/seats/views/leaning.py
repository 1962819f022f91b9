"""How the seats lean, and the duties that were looked at: the office's forms."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.policy.act import require
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.seats.acts import mapping as acts
from kitchentable.seats.forms.mapping import HINTS, DutyForm, PlanForm, plan_typed
from kitchentable.seats.leaning import Lean, chosen_in, leans, quorum
from kitchentable.seats.leaning_words import SIDES, chosen_in_words, lacks_in_words, parts, quorum_in_words
from kitchentable.seats.models import DutyNote, SeatPlan
from kitchentable.seats.views.mapping import asked_of, the_work
from kitchentable.ui.pieces import Status, Words
from kitchentable.ui.shortcuts import done, page
from kitchentable.works.models import Work

METHODS = ["GET", "HEAD", "POST"]


@behind("seats.plan")
@require_http_methods(METHODS)
def plan(request: KTRequest, slug: str) -> HttpResponse:
    """How the seats lean: what is chosen, whether the map's seats and today's table keep it, and choosing anew."""
    work = the_work(request, slug)
    require(request.person, "seats.plan", work)
    stands = SeatPlan.objects.filter(work=work).select_related("set_by").first()
    chosen = chosen_in(stands)
    form = PlanForm(request.POST if request.method == "POST" else None, initial=plan_typed(stands, chosen))

    def keep() -> HttpResponse:
        acts.plan(request.person, work, plan=form.plan(work))
        return done(
            request,
            _("Saved. Everyone can read it, with your reason."),
            reverse("seats:plan", args=[slug]),
            saved=f"seats-plan-{slug}",
        )

    if answer := asked_of(form, keep, request):
        return answer
    found = leans(work, chosen)
    return page(
        request,
        "seats/mapping/plan.html",
        status=422 if form.is_bound else 200,
        work=work,
        form=form,
        plan=stands,
        chosen=chosen_in_words(chosen),
        quorum=quorum_in_words(quorum(found.held.total, chosen)),
        wanted=found.wanted,
        wanted_parts=parts(found.wanted),
        wanted_lacks=lacks_in_words(found.wanted),
        held_lacks=lacks_in_words(found.held),
        rows=_rows(found.wanted, found.held),
        held=found.held,
    )


def _rows(wanted: Lean, held: Lean) -> list[tuple[Words, int, int]]:
    return [
        (label, want, have)
        for label, want, have in zip(
            SIDES.values(),
            (wanted.lived, wanted.carers, wanted.staff, wanted.other),
            (held.lived, held.carers, held.staff, held.other),
            strict=True,
        )
    ]


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty: the newest note counts, and those before it stay to be read."""

    kind: DutyNote.Kind
    note: DutyNote | None
    before: tuple[DutyNote, ...] = ()

    @property
    def status(self) -> Status:
        """How it stands."""
        if self.note is None:
            return Status("unknown", _("Nobody has written it yet"))
        if self.note.applies is None:
            return Status("done", _("Looked at"))
        return Status("done", _("Yes, it applies")) if self.note.applies else Status("no", _("No, it does not apply"))


def duties_of(work: Work) -> list[Duty]:
    """The duty to involve and the three equality aims, with what was found."""
    notes = list(DutyNote.objects.filter(work=work).select_related("by")[:100])
    found = []
    for kind in DutyNote.Kind:
        mine = [note for note in notes if note.kind == kind]
        found.append(Duty(kind, mine[0] if mine else None, tuple(mine[1:])))
    return found


@behind("seats.map")
@require_safe
def duties(request: KTRequest, slug: str) -> HttpResponse:
    """The four notes about legal duties."""
    work = the_work(request, slug)
    require(request.person, "seats.note_duty", work)
    return page(request, "seats/mapping/duties.html", work=work, duties=duties_of(work))


@behind("seats.note_duty")
@require_http_methods(METHODS)
def duty(request: KTRequest, slug: str, duty: str) -> HttpResponse:
    """Write down what was found about one duty."""
    work = the_work(request, slug)
    require(request.person, "seats.note_duty", work)
    if duty not in DutyNote.Kind.values:
        raise Http404
    kind = DutyNote.Kind(duty)
    form = DutyForm(request.POST if request.method == "POST" else None, kind=kind, initial=_noted(work, kind))

    def keep() -> HttpResponse:
        acts.note_duty(request.person, work, kind=kind, words=form.cleaned_data["words"], applies=form.applies_said())
        return done(
            request,
            _("Saved. Everyone can read it."),
            reverse("seats:duties", args=[slug]),
            saved=f"seats-duty-{slug}-{kind}",
        )

    return asked_of(form, keep, request) or page(
        request,
        "seats/mapping/duty.html",
        status=422 if form.is_bound else 200,
        work=work,
        kind=kind,
        hint=HINTS[kind],
        form=form,
        keep=f"seats-duty-{slug}-{kind}",
    )


def _noted(work: Work, kind: DutyNote.Kind) -> dict[str, str]:
    note = DutyNote.objects.filter(work=work, kind=kind).first()
    if note is None:
        return {}
    return {"words": note.words, "applies": "yes" if note.applies else "no"}
