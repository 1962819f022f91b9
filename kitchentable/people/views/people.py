"""People, as staff see them: find, add, change how somebody is reached, at their word."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people import acts, beside, flags, scopes, support_acts
from kitchentable.people.forms import AddPersonForm, FindForm, ReachForm, for_them
from kitchentable.people.models import DecidingHelp, Person, Reach, SupportAsk, Supporter
from kitchentable.people.outbox import reach_of
from kitchentable.people.support_forms import SupporterForm, ask_about_them
from kitchentable.people.views.reach import as_typed
from kitchentable.people.views.supporters import helped, number_typed
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page

A_PAGE = 25


@behind("people.add")
@require_safe
def people(request: KTRequest) -> HttpResponse:
    """Find somebody by name. Nobody is listed without being looked for."""
    form = FindForm(request.GET if "q" in request.GET else None)
    found = None
    if form.is_bound and form.is_valid():
        named = Person.objects.seen_by(request.person).filter(called__icontains=form.cleaned_data["q"])
        found = Paginator(named.select_related("reach").order_by("called", "pk"), A_PAGE).get_page(request.GET.get("page"))
    return page(request, "people/people.html", form=form, found=found)


@behind("people.add")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: KTRequest) -> HttpResponse:
    """Add somebody, who may have no e-mail and no phone."""
    form = AddPersonForm(request.POST or None, initial={"channel": Reach.Channel.PHONE, "format": Reach.Format.STANDARD})
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, lambda: _add(request, form))
        except Problem as problem:
            form.add_problem(problem)
    return page(request, "people/add.html", form=form)


def _add(request: KTRequest, form: AddPersonForm) -> HttpResponse:
    typed = dict(form.cleaned_data)
    new = acts.add(request.person, typed.pop("called"), **typed)
    return done(request, _("%(name)s is added.") % {"name": new}, reverse("people:person", args=[new.key]))


@behind("people.add")
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: KTRequest, key: str) -> HttpResponse:
    """How to reach somebody, who helps them, and what staff may write down at their word."""
    one = get_object_or_404(Person.objects.seen_by(request.person), key=key)
    what = request.POST.get("what", "")
    now_reached = reach_of(one)
    form = ReachForm(request.POST if what == "reach" else None, initial=as_typed(now_reached))
    for_them(form)
    support = SupporterForm(request.POST if what == "support" else None, prefix="support")
    ask_about_them(support)
    wrong = ""
    try:
        if what == "reach" and form.is_valid():
            return once(request, lambda: _reach(request, one, now_reached, form))
        if what == "support" and support.is_valid():
            return once(request, lambda: _support(request, one, support))
        if what == "stop":
            return once(request, lambda: _stop(request, one))
        if what in ("yes", "no"):
            return once(request, lambda: _answer_ask(request, one, says_yes=what == "yes"))
    except Problem as problem:
        if what in ("reach", "support"):
            (support if what == "support" else form).add_problem(problem)
        else:
            wrong = str(problem)
    supporters, before = helped(one)
    return page(
        request,
        "people/person.html",
        one=one,
        wrong=wrong,
        asked=[(ask, scopes.for_them(ask.scopes, ask.person.called)) for ask in _asked_of(one)],
        reach=reach_of(one) if what else now_reached,
        form=form,
        support=support,
        supporters=supporters,
        before=before,
        beside=beside.links(request.person, one),
        flag=flags.flag_of(request.person, one),
        is_me=one == request.person,
        may_read_alone=may(request.person, "people.read_alone", one),
        may_deciding=may(request.person, "people.help_to_decide", DecidingHelp(person=one)),
    )


def _asked_of(one: Person) -> QuerySet[SupportAsk]:
    return SupportAsk.objects.waiting().filter(whom=one).select_related("person").order_by("at")[:A_PAGE]


def _reach(request: KTRequest, one: Person, now_reached: Reach, form: ReachForm) -> HttpResponse:
    acts.change_reach(request.person, now_reached, **form.cleaned_data, for_person=one)
    return done(request, _("Saved. From now on we reach %(name)s this way.") % {"name": one}, _at(one))


def _support(request: KTRequest, one: Person, form: SupporterForm) -> HttpResponse:
    helper = support_acts.find(form.cleaned_data["who"])
    if helper is None:
        raise _Unknown(_("We do not know this person. Add them first."))
    named = Supporter(person=one, supporter=helper, until=form.cleaned_data["until"], scopes=form.cleaned_data["scopes"])
    acts.allow_supporter(request.person, named, for_person=one)
    return done(request, _("Saved. %(helper)s can help %(name)s now.") % {"helper": helper, "name": one}, _at(one))


def _stop(request: KTRequest, one: Person) -> HttpResponse:
    theirs = Supporter.objects.seen_by(request.person).filter(person=one).select_related("person", "supporter")
    found = get_object_or_404(theirs, pk=number_typed(request))
    acts.stop_supporter(request.person, found, for_person=one)
    words = _(
        "Stopped. Tell them: from this moment %(helper)s sees nothing of %(name)s and can write nothing. What is over: %(list)s."
    )
    over = {"helper": found.supporter, "name": one, "list": "; ".join(scopes.for_them(found.scopes, one.called))}
    return done(request, words % over, _at(one))


def _answer_ask(request: KTRequest, one: Person, *, says_yes: bool) -> HttpResponse:
    ask = get_object_or_404(SupportAsk.objects.seen_by(request.person), key=request.POST.get("ask", ""), whom=one)
    if says_yes:
        support_acts.agree_support(request.person, ask, for_person=one)
        return done(request, _("Saved. %(helper)s can help %(name)s now.") % {"helper": one, "name": ask.person}, _at(one))
    support_acts.end_ask(request.person, ask, for_person=one)
    return done(request, _("Saved. Nothing was opened."), _at(one))


class _Unknown(Problem):
    field = "who"


def _at(one: Person) -> str:
    return reverse("people:person", args=[one.key])
