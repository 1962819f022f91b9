"""The demo's front door: be any of the cast. Only where settings say that this is a demo."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.home.cast import CAST, TABLES, member
from kitchentable.people.models import Person
from kitchentable.people.signing_acts import signed_in
from kitchentable.policy.book import forget_facts
from kitchentable.policy.marks import KTRequest, public
from kitchentable.policy.once import once
from kitchentable.ui.shortcuts import done, page


@public("A demo of invented people; it is not there on any other site.")
@require_http_methods(["GET", "HEAD", "POST"])
def demo(request: KTRequest) -> HttpResponse:
    """Choose whom to be."""
    if not getattr(settings, "DEMO", False):
        raise Http404
    if request.method == "POST":
        return once(request, lambda: _be(request, request.POST.get("person", "")))
    here = set(Person.objects.filter(is_demo=True, is_active=True, key__in=[one.key for one in CAST]).values_list("key", flat=True))
    return page(request, "home/demo.html", tables=TABLES, here=here)


def _be(request: KTRequest, slug: str) -> HttpResponse:
    """Sign in as one of the cast, and nobody else: the key, the mark and the list must all agree."""
    one = member(slug)
    person = Person.objects.filter(is_demo=True, is_active=True, key=one.key).first() if one else None
    if one is None or person is None:
        raise Http404
    signed_in(person, person)
    login(request, person)
    forget_facts(person)
    return done(request, _("You are %(name)s now.") % {"name": person.called}, reverse(one.start))
