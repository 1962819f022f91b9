"""Make pages easier to use; and the look-book."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.ui.forms import DayField, KitchenForm, Words, pick_field
from kitchentable.ui.icons import ICONS
from kitchentable.ui.looks import look as chosen
from kitchentable.ui.pieces import Part, Status, Step
from kitchentable.ui.shortcuts import page
from kitchentable.ui.templatetags.ui import kinds

YEAR = 365 * 24 * 3600


class LookForm(KitchenForm):
    """Dark or light, larger, wider."""

    look = pick_field(
        [("", _("As my device")), ("light", _("Light")), ("dark", _("Dark"))], label=_("Light or dark?"), required=False
    )
    text = pick_field([("", _("As it is")), ("large", _("Larger"))], label=_("How large are the words?"), required=False)
    space = pick_field(
        [("", _("As it is")), ("wide", _("More space"))], label=_("How much space between words and lines?"), required=False
    )


class PiecesForm(KitchenForm):
    """One of each field, for the look-book."""

    words = Words(label=_("What do you want to say?"), help_text=_("Write it in your own words."))
    sharing = pick_field(
        [("lead", _("Only the lead")), ("public", _("Everyone"))], hints={"lead": _("Nobody else reads it.")}, icons={"lead": "lock"},
        label=_("Who may see it?"),
    )  # fmt: skip
    day = DayField(label=_("On which day?"), help_text=_("For example 14 8 2026"), required=False)
    agree = forms.BooleanField(label=_("I read it back to them"), required=False)
    file = forms.FileField(label=_("Add a picture"), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """Choose how pages look; back to where the person was."""
    back = request.POST.get("back") or request.GET.get("back") or "/"
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) or not back.startswith("/"):
        back = "/"
    form = LookForm(request.POST or None, initial=chosen(request)["look"])
    if request.method == "POST" and form.is_valid():
        response = HttpResponseRedirect(back)
        response.status_code = 303
        for name, value in form.cleaned_data.items():
            response.set_cookie(f"kt_{name}", value, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
        return response
    return page(request, "ui/look.html", form=form, back=back)


@require_safe
def pieces(request: HttpRequest) -> HttpResponse:
    """Every piece on one page."""
    form = PiecesForm({"words": ""})
    steps = [
        Step(_t("Said"), "said", "done", _t("4 May")),
        Step(_t("Heard"), "heard", "done", _t("5 May")),
        Step(_t("Understood"), "understood", "now", _t("Now")),
        Step(_t("Answered"), "answered", "next"),
        Step(_t("Is it true?"), "question", "next"),
    ]
    parts = [Part(_t("Answered"), 64), Part(_t("Waiting"), 12), Part(_t("Taken back or erased"), 6)]
    return page(
        request, "ui/pieces.html", form=form, statuses=[Status(kind, kind) for kind in kinds()], parts=parts, steps=steps,
        icons=sorted(ICONS), share_title=_t("82 points came in. Here is every one."),
    )  # fmt: skip


look.kt_mark = ("public", "Everyone may choose how pages look.")  # type: ignore[attr-defined]
pieces.kt_mark = ("public", "The look-book holds nothing of anyone.")  # type: ignore[attr-defined]
