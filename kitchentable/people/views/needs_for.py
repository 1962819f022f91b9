"""Staff ask somebody what works for them, and write it down at their word. What stands there already is not shown to them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kitchentable.people import needs_acts, needs_forms, needs_list
from kitchentable.people.models import Asked, Person, WhatWorks
from kitchentable.policy.act import require
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.dates import moment_in_words
from kitchentable.ui.forms import KitchenForm
from kitchentable.ui.pieces import Pick
from kitchentable.ui.shortcuts import done, page


@behind("people.needs_for")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def needs_for(request: KTRequest, key: str) -> HttpResponse:
    """How many things are on record, and when they were asked; write down one more, or do what they ask with one that stands there."""
    whom = get_object_or_404(Person.objects.seen_by(request.person), key=key)
    require(request.person, "people.needs_for", whom)
    kind = request.GET.get("kind", "")
    if kind in WhatWorks.Kind.values:
        return _write(request, whom, kind)
    stands = list(WhatWorks.objects.filter(person=whom).defer("words", "why", "detail").order_by("recorded_at", "pk"))
    forms = _forms(request, whom, stands)
    what = request.POST.get("what", "")
    if request.method == "POST" and what not in forms:
        raise Http404
    form = forms.get(what)
    if form is not None and form.is_valid():
        try:
            return once(request, lambda: _did(request, whom, stands, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "people/needs/needs_for.html",
        status=422 if form is not None else 200,
        whom=whom,
        count=len(stands),
        asked=Asked.objects.filter(person=whom).select_related("by").first(),
        kinds=[(one, one.label, needs_forms.ICONS[one]) for one in WhatWorks.Kind],
        forms=forms,
    )


def _forms(request: KTRequest, whom: Person, stands: list[WhatWorks]) -> dict[str, KitchenForm]:
    """What can be done here, by name; only what makes sense for this person today."""

    def sent(name: str) -> object:
        return request.POST if request.POST.get("what") == name else None

    days = [Pick(one.key, _by_day(count, one)) for count, one in enumerate(stands, start=1)]
    unwritten = (
        set(WhatWorks.objects.filter(person=whom, words="").exclude(voice="").values_list("key", flat=True)) if stands else set()
    )
    forms: dict[str, KitchenForm] = {"asked": needs_forms.AskedForm(sent("asked"), prefix="asked")}
    if stands:
        forms["right"] = needs_forms.RightForm(sent("right"), prefix="right")
        forms["one"] = needs_forms.OneForForm(sent("one"), prefix="one", needs=days)
    if unwritten:
        forms["type"] = needs_forms.TypeForForm(
            sent("type"), prefix="type", needs=[pick for pick in days if pick.value in unwritten]
        )
    return forms


def _by_day(count: int, need: WhatWorks) -> str:
    """What staff know a need by: its number and when it was said, and never what it says."""
    words = _("%(count)d. Said on %(when)s, hidden now") if need.hidden_at else _("%(count)d. Said on %(when)s")
    return words % {"count": count, "when": moment_in_words(need.recorded_at, today())}


def _did(request: KTRequest, whom: Person, stands: list[WhatWorks], form: KitchenForm) -> HttpResponse:
    by, typed = request.person, form.cleaned_data
    if isinstance(form, needs_forms.AskedForm):
        needs_acts.note_asked(by, Asked(person=whom, came=typed["came"], way=typed["way"]), for_person=whom)
        return done(request, _("Noted that you asked %(name)s.") % {"name": whom}, _at(whom))
    if isinstance(form, needs_forms.RightForm):
        needs_acts.all_still_right(by, whom, way=typed["way"], for_person=whom)
        return done(request, _("Noted: it is all still right for %(name)s.") % {"name": whom}, _at(whom))
    one = get_object_or_404(WhatWorks.objects.select_related("person"), key=typed["need"], person=whom)
    if isinstance(form, needs_forms.TypeForForm):
        needs_acts.change(by, one, words=typed["words"], way=typed["way"], agreed=typed["agreed"], for_person=whom)
        return done(request, _("Saved. %(name)s can read it on their own page.") % {"name": whom}, _at(whom))
    if typed["do"] == "hide":
        needs_acts.hide(by, one, for_person=whom)
    elif typed["do"] == "unhide":
        needs_acts.unhide(by, one, way=typed["way"], agreed=typed["agreed"], for_person=whom)
    elif typed["do"] == "delete":
        needs_acts.take_away(by, one, for_person=whom)
    else:
        needs_acts.show(by, one, shown_to=typed["do"], way=typed["way"], agreed=typed["agreed"], for_person=whom)
    return done(request, _("Done, as %(name)s wanted.") % {"name": whom}, _at(whom))


def _write(request: KTRequest, whom: Person, kind: str) -> HttpResponse:
    """Write it, read it back, keep it. The words stand in the page until they agree, and are not shown again after."""
    form = needs_forms.WriteForForm(request.POST if request.method == "POST" else None, kind=kind)
    what = request.POST.get("what", "")
    if what in ("read", "save") and form.is_valid():
        try:
            if what == "save":
                return once(request, lambda: _wrote(request, whom, kind, form))
            return page(
                request,
                "people/needs/read_back.html",
                whom=whom,
                form=form,
                words=form.said(),
                kind=WhatWorks.Kind(kind),
                weight=form.label_of("weight"),
                shown_to=form.label_of("shown_to"),
            )
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "people/needs/write_for.html",
        status=422 if form.errors else 200,
        whom=whom,
        form=form,
        kind=WhatWorks.Kind(kind),
        icon=needs_forms.ICONS[kind],
    )


def _wrote(request: KTRequest, whom: Person, kind: str, form: needs_forms.WriteForForm) -> HttpResponse:
    typed, chosen = form.cleaned_data, form.chosen()
    need = WhatWorks(
        person=whom,
        words=form.said(),
        why=typed["why"],
        detail=typed["detail"],
        weight=typed["weight"],
        kind=kind,
        shown_to=typed["shown_to"],
        mark=needs_list.mark_of(whom, chosen.id if chosen else ""),
        way=typed["way"],
        read_back=True,
    )
    needs_acts.say(request.person, need, for_person=whom)
    count = WhatWorks.objects.filter(person=whom).count()
    words = ngettext("Saved. %(count)d thing is on record.", "Saved. %(count)d things are on record.", count)
    return done(request, words % {"count": count}, _at(whom))


def _at(whom: Person) -> str:
    return reverse("people:needs_for", args=[whom.key])
