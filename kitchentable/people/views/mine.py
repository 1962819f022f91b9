"""A person's own: all that we hold about them, and being erased."""

from __future__ import annotations

from django import forms
from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people import holding
from kitchentable.people.erasures import erase as erase_person
from kitchentable.policy.marks import KTRequest, signed_in
from kitchentable.policy.verdict import Problem
from kitchentable.ui.forms import KitchenForm
from kitchentable.ui.shortcuts import done, page

MOST_OF_A_KIND = 50


class EraseForm(KitchenForm):
    """Are you sure?"""

    sure = forms.BooleanField(
        label=_("Yes, erase me. I know that it cannot be undone."),
        error_messages={"required": _("Tick the box if you are sure.")},
    )


@signed_in
@never_cache
@require_safe
def export(request: KTRequest) -> HttpResponse:
    """All that we hold about the person, readable, each with its reason."""
    return page(request, "people/export.html", held=list(holding.readable(request.person, most=MOST_OF_A_KIND)))


@signed_in
@never_cache
@require_safe
def export_json(request: KTRequest) -> HttpResponse:
    """The same as a file."""
    answer = JsonResponse(holding.export(request.person), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="kitchen-table-about-me.json"'
    return answer


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: KTRequest) -> HttpResponse:
    """What goes, what stays and why; then erase."""
    form = EraseForm(request.POST or None)
    if form.is_valid():
        try:
            # No `once` here: the person is gone after it, and a second press comes from nobody.
            erase_person(request.person, request.person)
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            logout(request)
            return done(request, gettext("You are erased. We do not know any more who you were."), to="/")
    return page(request, "people/erase.html", form=form, stays=holding.stays())
