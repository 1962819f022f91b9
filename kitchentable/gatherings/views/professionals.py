"""The list of interpreters and others who make it possible to take part: add, change, take off."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.gatherings.acts import professionals as acts
from kitchentable.gatherings.forms.arranging import ProfessionalForm
from kitchentable.gatherings.models import Professional
from kitchentable.people.outbox import reach_of
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.pieces import Status
from kitchentable.ui.shortcuts import done, page

A_PAGE = 25


@behind("gatherings.add_professional")
@require_safe
def professionals(request: KTRequest) -> HttpResponse:
    """Everyone on the list, by what they do."""
    kind = request.GET.get("kind", "")
    found = Professional.objects.listed().order_by("kind", "called", "pk")
    if kind in Professional.Kind.values:
        found = found.filter(kind=kind)
    listed = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    used = set(Professional.objects.listed().order_by().values_list("kind", flat=True).distinct())
    kinds = [(one.value, one.label) for one in Professional.Kind if one.value in used]
    rows = [(one, registered(one)) for one in listed]
    return page(request, "gatherings/arranging/professionals.html", rows=rows, listed=listed, kinds=kinds, kind=kind)


def registered(one: Professional) -> Status:
    """Registered, or not (R061)."""
    return Status("done", _("Registered")) if one.registered_as else Status("no", _("Not registered"))


@behind("gatherings.add_professional")
@require_http_methods(["GET", "HEAD", "POST"])
def professional_new(request: KTRequest) -> HttpResponse:
    """Put somebody on the list."""
    form = ProfessionalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return once(request, lambda: _add(request, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(request, "gatherings/arranging/professional.html", status=422 if form.is_bound else 200, form=form, one=None)


def _add(request: KTRequest, form: ProfessionalForm) -> HttpResponse:
    typed = dict(form.cleaned_data)
    one = acts.add(request.person, typed.pop("called"), **typed)
    return done(request, _("%(name)s is on the list.") % {"name": one.called}, reverse("gatherings:professionals"))


@behind("gatherings.add_professional")
@require_http_methods(["GET", "HEAD", "POST"])
def professional(request: KTRequest, professional: str) -> HttpResponse:
    """One of them: change what stands there, or take them off the list."""
    one = get_object_or_404(Professional.objects.listed().select_related("person"), key=professional)
    wants_off = request.POST.get("what") == "remove"
    reach = reach_of(one.person) if one.person else None
    there = {name: getattr(one, name) for name in ("called", "kind", "language", "registered_as", "note")}
    there |= {name: getattr(reach, name) for name in ("channel", "email", "phone")} if reach else {}
    form = ProfessionalForm(request.POST if request.method == "POST" and not wants_off else None, initial=there)
    wrong = ""
    try:
        if wants_off:
            return once(request, lambda: _remove(request, one))
        if form.is_valid():
            return once(request, lambda: _change(request, one, form))
    except Problem as problem:
        if wants_off:
            wrong = str(problem)
        else:
            form.add_problem(problem)
    return page(
        request,
        "gatherings/arranging/professional.html",
        status=422 if form.is_bound else 200,
        form=form,
        one=one,
        status_now=registered(one),
        wrong=wrong,
    )


def _change(request: KTRequest, one: Professional, form: ProfessionalForm) -> HttpResponse:
    acts.change(request.person, one, **form.cleaned_data)
    return done(request, _("Saved."), reverse("gatherings:professional", args=[one.key]))


def _remove(request: KTRequest, one: Professional) -> HttpResponse:
    acts.remove(request.person, one)
    return done(request, _("%(name)s is off the list.") % {"name": one.called}, reverse("gatherings:professionals"))
