"""Staff do at a person's word what the person does on their own page: change a supporter, and hear what was opened."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people import scopes, support_acts
from kitchentable.people.looking import note_looks
from kitchentable.people.models import Look, Person, Supporter
from kitchentable.people.support_forms import ChangeSupportForm, ask_about_them
from kitchentable.policy.act import require
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page

A_PAGE = 25


@behind("people.add")
@require_http_methods(["GET", "HEAD", "POST"])
def support_for(request: KTRequest, key: str, supporter: str) -> HttpResponse:
    """Change what somebody's supporter may do, at that person's word."""
    whom = get_object_or_404(Person.objects.seen_by(request.person), key=key)
    running = Supporter.objects.seen_by(request.person).running().filter(person=whom, supporter__key=supporter)
    one = get_object_or_404(running.select_related("person", "supporter"))
    require(request.person, "people.change_support", one)
    form = ChangeSupportForm(request.POST if request.method == "POST" else None, support=one)
    ask_about_them(form)
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, lambda: _change(request, one, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(request, "people/support_for.html", one=one, whom=whom, form=form)


def _change(request: KTRequest, one: Supporter, form: ChangeSupportForm) -> HttpResponse:
    support_acts.change_support(request.person, one, **form.cleaned_data, for_person=one.person)
    words = _("Saved. Read it back to them: %(name)s may do this and nothing else: %(list)s.")
    said = words % {"name": one.supporter, "list": "; ".join(scopes.yours(one.scopes))}
    return done(request, said, reverse("people:person", args=[one.person.key]))


@behind("people.read_out_looks")
@require_safe
@never_cache
def opened_for(request: KTRequest, key: str, supporter: str) -> HttpResponse:
    """What a supporter opened, to read out to the person who asks. The person sees that it was read."""
    whom = get_object_or_404(Person.objects.seen_by(request.person), key=key)
    require(request.person, "people.read_out_looks", whom)
    helper = get_object_or_404(Person.objects.filter(supports__person=whom, erased_at__isnull=True).distinct(), key=supporter)
    looks = Look.objects.read_out_by(request.person, whom).filter(by=helper).order_by("-at", "-pk")
    found = Paginator(looks, A_PAGE).get_page(request.GET.get("page"))
    note_looks(request.person, [whom.pk], Look.What.OPENED, Look.Why.READ_OUT, thing_key=helper.key)
    return page(request, "people/opened_for.html", whom=whom, helper=helper, looks=found)
