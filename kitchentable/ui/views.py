"""Make this page easier to use, and the look-book."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.ui import pieces as p
from kitchentable.ui.forms import KitchenForm, PickField
from kitchentable.ui.lookbook import shown
from kitchentable.ui.looks import A_YEAR, CHOICES, COOKIE, look_of
from kitchentable.ui.shortcuts import done, page


class LookForm(KitchenForm):
    """How pages should look."""

    look = PickField(
        [
            p.Pick("", gettext_lazy("As my device does"), icon="look"),
            p.Pick("light", gettext_lazy("Light"), icon="eye"),
            p.Pick("dark", gettext_lazy("Dark"), icon="quiet"),
        ],
        label=gettext_lazy("Light or dark"),
        required=False,
    )
    text = PickField(
        [
            p.Pick("", gettext_lazy("Standard size")),
            p.Pick("large", gettext_lazy("Larger"), gettext_lazy("All words and buttons grow.")),
        ],
        label=gettext_lazy("Size of the words"),
        required=False,
    )
    space = PickField(
        [
            p.Pick("", gettext_lazy("Standard space")),
            p.Pick("wide", gettext_lazy("Wider"), gettext_lazy("More space between lines, words and letters.")),
        ],
        label=gettext_lazy("Space"),
        required=False,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.say_can_skip = False  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """Choose how pages look; the choice stays on this device for a year."""
    back = _way_back(request)
    if request.method != "POST":
        now = look_of(request)
        form = LookForm(initial={"look": now.look, "text": now.text, "space": now.space})
        return page(request, "ui/look.html", form=form, back=back)
    form = LookForm(request.POST)
    if not form.is_valid():
        return page(request, "ui/look.html", status=422, form=form, back=back)
    response = done(request, _("Saved on this device. Pages look the way you chose."), to=back)
    for name in CHOICES:
        value = form.cleaned_data[name]
        if value:
            response.set_cookie(
                COOKIE.format(name), value, max_age=A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
            )
        else:
            response.delete_cookie(COOKIE.format(name), samesite="Lax")
    return response


def _way_back(request: HttpRequest) -> str:
    """Where the person came from, if it is a page of this house; else the first page."""
    sent = request.POST.get("next") or request.POST.get("back") or request.GET.get("next") or request.GET.get("back")
    came_from = sent or request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    if not safe:
        return "/"
    parts = urlsplit(came_from)
    way = parts.path + (f"?{parts.query}" if parts.query else "")
    if not way.startswith("/") or way.startswith("//") or parts.path == reverse("ui:look"):
        return "/"
    return way


@require_safe
def pieces(request: HttpRequest) -> HttpResponse:
    """The look-book: every piece we build with, once."""
    return page(request, "ui/pieces.html", **shown(request))


look.kt_mark = ("public", "Everyone may make pages easier to use.")  # type: ignore[attr-defined]
pieces.kt_mark = ("public", "It shows no person and no data.")  # type: ignore[attr-defined]
