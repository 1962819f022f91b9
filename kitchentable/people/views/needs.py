"""What works for me: a person's own page, one thing at a time; and who looked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people import diagnoses, files, needs, needs_acts, needs_forms, needs_list
from kitchentable.people.files import Upload
from kitchentable.people.looking import note_looks
from kitchentable.people.models import Asked, Look, Person, Scope, WhatWorks
from kitchentable.people.rules import supported
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, signed_in
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.dates import day_in_words
from kitchentable.ui.forms import KitchenForm
from kitchentable.ui.shortcuts import done, page

A_PAGE = 25
STEPS: dict[str, type[KitchenForm]] = {
    "words": needs_forms.WordsForm,
    "detail": needs_forms.DetailForm,
    "why": needs_forms.WhyForm,
    "weight": needs_forms.WeightForm,
    "shown": needs_forms.ShownForm,
    "kind": needs_forms.KindForm,
}
"""The questions about one thing, by their place in the address."""
ONE_BY_ONE = ("words", "detail", "why", "weight", "shown")
"""What is asked when something is added, after what it is about: steps 2 to 6."""
FIRST = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that works for a person, as a list shows it."""

    need: WhatWorks
    icon: str
    who_sees: needs.WhoSees
    again_on: date
    is_old: bool


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def works_for_me(request: KTRequest) -> HttpResponse:
    """All that works for me, and who may see it; for a supporter, what the person lets them read."""
    me: Person = request.person
    whose = _whose(me, request.GET.get("whose", ""))
    if request.method == "POST":
        if whose is not None:
            raise Http404
        return once(request, lambda: _answer(request))
    mine = WhatWorks.objects.seen_by(me).filter(person=whose or me)
    found = Paginator(mine, A_PAGE).get_page(request.GET.get("page"))
    months = number("needs_again_months")
    rows = [_row(need, months) for need in found]
    if whose is not None:
        note_looks(me, [whose.pk] if rows else [], Look.What.NEEDS, Look.Why.SUPPORT, needs=[row.need for row in rows])
    return page(
        request,
        "people/needs/works_for_me_easy.html" if request.GET.get("view") == "easy" else "people/needs/works_for_me.html",
        whose=whose,
        found=found,
        rows=rows,
        any_old=any(row.is_old for row in rows),
        asked=Asked.objects.filter(person=me).first() if whose is None else None,
        lets_me=Person.objects.filter(pk__in=supported(me, Scope.NEEDS)).order_by("called")[:A_PAGE] if whose is None else [],
        months=months,
    )


def _whose(me: Person, key: str) -> Person | None:
    """The person whose needs I may read as their supporter; nobody without a key. Anyone else's are not here."""
    if not key:
        return None
    found: Person | None = Person.objects.filter(pk__in=supported(me, Scope.NEEDS), key=key).first()
    if found is None:
        raise Http404
    return found


def _row(need: WhatWorks, months: int) -> Row:
    again_on = needs.again_on(need, months)
    return Row(need, needs_forms.ICONS[need.kind], needs.who_sees(need), again_on, again_on <= today())


def _answer(request: KTRequest) -> HttpResponse:
    """One button: all still right, nothing special, rather not say."""
    me, what = request.person, request.POST.get("what", "")
    here = reverse("people:works_for_me")
    if what == "right":
        needs_acts.all_still_right(me, me)
        return done(request, _("Noted. We ask again in a year, and before each gathering."), here)
    if what in (Asked.Came.NONE, Asked.Came.RATHER_NOT):
        needs_acts.note_asked(me, Asked(person=me, came=what))
        return done(request, _("Noted. You can change that on any day."), here)
    raise Http404


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: KTRequest) -> HttpResponse:
    """First what it is about; then the thing itself, in words or by voice. From here on each step is kept as it is given."""
    kind = request.GET.get("kind", "")
    if kind not in WhatWorks.Kind.values:
        if request.method == "POST":
            raise Http404
        kinds = [(one, one.label, needs_forms.HINTS[one], needs_forms.ICONS[one]) for one in WhatWorks.Kind]
        return page(request, "people/needs/kind.html", kinds=kinds, step=1, steps=_last_step())
    by_voice = request.GET.get("by") == "voice"
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = needs_forms.VoiceForm(*sent) if by_voice else needs_forms.SayNeedForm(*sent, kind=kind)
    if form.is_valid():
        try:
            with files.tidy():
                return once(request, lambda: _added(request, kind, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "people/needs/add.html",
        status=422 if form.is_bound else 200,
        form=form,
        kind=WhatWorks.Kind(kind),
        icon=needs_forms.ICONS[kind],
        by_voice=by_voice,
        step=FIRST,
        steps=_last_step(),
    )


def _last_step() -> int:
    return FIRST + len(ONE_BY_ONE) - 1


def _added(request: KTRequest, kind: str, form: KitchenForm) -> HttpResponse:
    me: Person = request.person
    need = WhatWorks(person=me, kind=kind)
    upload = None
    if isinstance(form, needs_forms.SayNeedForm):
        chosen = form.chosen()
        need.words, need.mark = form.said(), needs_list.mark_of(me, chosen.id if chosen else "")
    else:
        upload = Upload(form.cleaned_data["voice"], "audio")
        need.way = "voice"
    needs_acts.say(me, need, upload=upload)
    return redirect(_after(need, "words"))


def _step_url(need: WhatWorks, step: str) -> str:
    return reverse("people:need_step", args=[need.key, step]) + "?adding=1"


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def need(request: KTRequest, need: str) -> HttpResponse:
    """One thing: what I said, who may see it, what came of it; change it, hide it, take it away."""
    if request.method == "POST":
        return once(request, lambda: _did(request, _mine(request, need)))
    one = _mine(request, need)
    return page(
        request,
        "people/needs/need.html",
        row=_row(one, number("needs_again_months")),
        path=needs.path_of(one),
        sure=request.GET.get("sure") == "1",
        looks_like_a_diagnosis=_looks_like_a_diagnosis(one),
    )


def _mine(request: KTRequest, key: str) -> WhatWorks:
    return get_object_or_404(
        WhatWorks.objects.seen_by(request.person).filter(person=request.person).select_related("person", "typed_by"), key=key
    )


def _looks_like_a_diagnosis(one: WhatWorks) -> bool:
    """Words of one's own, not what people often say as we wrote it down."""
    code = needs_list.codes([one]).get(one.pk)
    own = "" if code and needs_forms.in_words(needs_list.starting()[code]) == one.words else one.words
    return diagnoses.look_like_one(f"{own}\n{one.why}\n{one.detail}")


def _did(request: KTRequest, one: WhatWorks) -> HttpResponse:
    what, all_of_them = request.POST.get("what", ""), reverse("people:works_for_me")
    back = all_of_them if request.POST.get("back") == "all" else reverse("people:need", args=[one.key])
    me: Person = request.person
    if what == "hide":
        needs_acts.hide(me, one)
        return done(request, _("Hidden. From this moment nobody but you sees it."), back)
    if what == "unhide":
        needs_acts.unhide(me, one)
        return done(request, _("It is shown again, to those you chose."), back)
    if what == "delete":
        needs_acts.take_away(me, one)
        return done(request, _("Taken away, from here and from every plan it was copied to."), all_of_them)
    raise Http404


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def need_step(request: KTRequest, need: str, step: str) -> HttpResponse:
    """One question about one thing. Saved at once; skipping leaves it as it is."""
    one = _mine(request, need)
    if step not in STEPS:
        raise Http404
    adding = request.GET.get("adding") == "1" and step in ONE_BY_ONE
    form = _step_form(step, one, request)
    if form.is_valid():
        try:
            return once(request, lambda: _kept(request, one, step, form, adding=adding))
        except Problem as problem:
            form.add_problem(problem)
    return page(
        request,
        "people/needs/step.html",
        status=422 if form.is_bound else 200,
        form=form,
        field=form[next(iter(form.fields))],
        need=one,
        icon=needs_forms.ICONS[one.kind],
        adding=adding,
        step=FIRST + ONE_BY_ONE.index(step) if adding else 0,
        steps=_last_step(),
        before=_before(one, step) if adding else "",
        skip=_after(one, step) if adding else "",
        is_last=step == ONE_BY_ONE[-1],
        looks_like_a_diagnosis=_looks_like_a_diagnosis(one),
    )


def _step_form(step: str, one: WhatWorks, request: KTRequest) -> KitchenForm:
    kind = STEPS[step]
    name = next(iter(kind.base_fields))
    more: dict[str, Any] = {}
    if kind is needs_forms.DetailForm:
        code = needs_list.codes([one]).get(one.pk)
        more["started"] = needs_list.starting()[code] if code else None
    return kind(request.POST if request.method == "POST" else None, initial={name: getattr(one, name)}, **more)


def _kept(request: KTRequest, one: WhatWorks, step: str, form: KitchenForm, *, adding: bool) -> HttpResponse:
    me: Person = request.person
    if step == "shown":
        needs_acts.show(me, one, shown_to=form.cleaned_data["shown_to"])
    else:
        needs_acts.change(me, one, **form.cleaned_data)
    if adding and step != ONE_BY_ONE[-1]:
        return redirect(_after(one, step))
    return done(request, _("Saved."), reverse("people:need", args=[one.key]))


def _before(one: WhatWorks, step: str) -> str:
    place = ONE_BY_ONE.index(step)
    return _step_url(one, ONE_BY_ONE[place - 1]) if place else reverse("people:works_for_me")


def _after(one: WhatWorks, step: str) -> str:
    place = ONE_BY_ONE.index(step) + 1
    return _step_url(one, ONE_BY_ONE[place]) if place < len(ONE_BY_ONE) else reverse("people:need", args=[one.key])


# ── who looked ────────────────────────────────────────────────────────────────────────────────────


@signed_in
@never_cache
@require_safe
def looks(request: KTRequest) -> HttpResponse:
    """Who read what of mine, for what, on which day: in words, the newest first."""
    found = Paginator(Look.objects.seen_by(request.person).select_related("by"), A_PAGE).get_page(request.GET.get("page"))
    return page(request, "people/needs/looks.html", found=found, sentences=[_sentence(look) for look in found])


def _for_what(look: Look) -> str:
    named: dict[str, Callable[[], str]] = {
        Look.Why.PLAN: lambda: _("to plan “%(what)s”"),
        Look.Why.ARRANGE: lambda: _("to arrange “%(what)s”"),
        Look.Why.HOST: lambda: _("to run “%(what)s”"),
    }
    if look.for_what and look.why in named:
        return named[look.why]() % {"what": look.for_what}
    return str(look.get_why_display())


def _sentence(look: Look) -> str:
    return _("%(name)s looked at %(what)s, %(why)s, on %(day)s.") % {
        "name": look.by or _("Somebody who was erased"),
        "what": look.get_what_display(),
        "why": _for_what(look),
        "day": day_in_words(look.on, today()),
    }
