"""How we keep the accessible information standard: counts only, for those who answer for it."""

from __future__ import annotations

import csv

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people import access, acts, support_acts
from kitchentable.people.models import Duty
from kitchentable.people.rules import has_duty
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.ui.forms import KitchenForm, PickField
from kitchentable.ui.pieces import Pick
from kitchentable.ui.shortcuts import done, page


class DutyForm(KitchenForm):
    """Who answers for it."""

    kind = PickField([Pick(kind, kind.label) for kind in (Duty.Kind.ACCESS, Duty.Kind.BOARD)], label=_("Which duty?"), two=True)
    who = forms.CharField(
        label=_("Who has it?"),
        help_text=_("Their e-mail address, or their name code."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


@behind("people.read_access")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: KTRequest) -> HttpResponse:
    """Who answers for the standard, and how far we keep it; the administrator names who answers."""
    form = DutyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        whom = support_acts.find(form.cleaned_data["who"])
        if whom is not None:
            kind = Duty.Kind(form.cleaned_data["kind"])
            return once(request, lambda: _given(request, acts.give_duty(request.person, whom, kind=kind)))
        form.add_error("who", gettext("We do not know this person. Add them first."))
    return page(
        request,
        "people/needs/access.html",
        status=422 if form.errors else 200,
        named=access.who_answers(),
        tables=[(one, list(one.lines())) for one in access.tables()],
        limit=number("hide_below"),
        months=number("needs_again_months"),
        form=form if has_duty(request.person, Duty.Kind.ADMINISTRATOR) else None,
    )


def _given(request: KTRequest, duty: Duty) -> HttpResponse:
    words = gettext("Saved. %(name)s answers for this now.") % {"name": duty.person}
    return done(request, words, reverse("people:access"))


@behind("people.read_access")
@never_cache
@require_safe
def report_csv(request: KTRequest) -> HttpResponse:
    """The same counts as a file, with the same ones hidden."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="accessible-information-{today().isoformat()}.csv"'
    hidden = gettext("hidden")
    csv.writer(response).writerows(access.rows_for_csv(access.tables(), hidden))
    return response
