"""Typing what somebody said by phone, in person or on paper: for them, in their words, with the same clock."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people.models import Person
from kitchentable.policy.act import TYPE_FOR, require
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.once import once
from kitchentable.policy.verdict import ANYONE, Problem
from kitchentable.ui.shortcuts import done, page
from kitchentable.voices import acts, files
from kitchentable.voices.forms.office import WriteForForm
from kitchentable.voices.forms.saying import show
from kitchentable.voices.models import Contribution
from kitchentable.voices.replying import asked_now
from kitchentable.voices.views.office import the_one
from kitchentable.works.models import Work

KEEP = "office-write-for"
NOBODY = "nobody"
MOST_FOUND = 20


@behind("voices.office")
@require_http_methods(["GET", "HEAD", "POST"])
def write_for(request: KTRequest, slug: str) -> HttpResponse:
    """First: who said it? Then: their words."""
    work = get_object_or_404(Work.objects.seen_by(request.person).select_related("decider", "answers_first"), slug=slug)
    require(request.person, "voices.say", work)
    who = request.GET.get("for", "")
    if not who:
        return _choose(request, work)
    person = None if who == NOBODY else get_object_or_404(Person.objects.seen_by(request.person), key=who)
    require(request.person, TYPE_FOR, person)
    form = WriteForForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        questions=[one.question for one in asked_now(work, person or ANYONE)],
        has_name=person is not None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            with files.tidy():
                return once(request, lambda: _keep(request, work, person, form))
        except Problem as problem:
            show(form, problem)
    return page(
        request,
        "voices/office/write_for.html",
        status=422 if form.is_bound else 200,
        work=work,
        whose=person,
        form=form,
        keep=f"{KEEP}-{work.slug}-{who}",
    )


def _keep(request: KTRequest, work: Work, person: Person | None, form: WriteForForm) -> HttpResponse:
    said = form.cleaned_data
    c = acts.say(
        request.person,
        work,
        words=said["words"],
        question=form.asked(),
        way=said["way"],
        sharing=said["sharing"],
        content_note=said["content_note"],
        said_at=form.said_at(),
        read_back=form.was_read_back(),
        uploads=form.uploads(),
        for_person=person,
        in_nobodys_name=person is None,
    )
    words = _("Saved. Read this out to them: the code is %(code)s. %(name)s must answer by %(day)s.") % {
        "code": c.code,
        "name": c.owner.called,
        "day": date_format(c.due_on, "l j F" if c.due_on.year == today().year else "l j F Y"),
    }
    sees_it = Contribution.objects.in_office(request.person).filter(pk=c.pk).exists()
    to = reverse("voices:read_out", args=[c.code]) if sees_it else reverse("voices:write_for", args=[work.slug])
    return done(request, words, to, saved=f"{KEEP}-{work.slug}-{person.key if person else NOBODY}")


def _choose(request: KTRequest, work: Work) -> HttpResponse:
    find = request.GET.get("q", "").strip()[:100]
    people = list(_called(request, find)[: MOST_FOUND + 1]) if find else []
    return page(
        request,
        "voices/office/write_for_whom.html",
        work=work,
        find=find,
        people=people[:MOST_FOUND],
        too_many=len(people) > MOST_FOUND,
        most=MOST_FOUND,
        someone_new=_someone_new(work),
    )


def _called(request: KTRequest, find: str) -> QuerySet[Person]:
    """People by a part of their name; those of this house's staff come like everyone else."""
    wanted = Q()
    for part in find.split():
        wanted &= Q(called__icontains=part)
    found: QuerySet[Person] = Person.objects.seen_by(request.person).filter(wanted)
    return found.select_related("reach").order_by("called", "pk")


def _someone_new(work: Work) -> str:
    back = f"{reverse('voices:write_for', args=[work.slug])}"
    try:
        return f"{reverse('people:add')}?{urlencode({'next': back})}"
    except NoReverseMatch:
        return ""


@behind("voices.office")
@require_safe
def read_out(request: KTRequest, code: str) -> HttpResponse:
    """The receipt, to read out or to print: the code, their words, who must answer and by when."""
    return page(request, "voices/office/read_out.html", c=the_one(request, code))
