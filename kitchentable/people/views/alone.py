"""A word to us alone: between a person and the office, and never before a supporter."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people import alone_acts
from kitchentable.people.models import Alone, Person
from kitchentable.people.support_forms import AloneForm
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.marks import KTRequest, behind, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.ui.shortcuts import done, page

A_PAGE = 25


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def alone(request: KTRequest) -> HttpResponse:
    """The person says something to us alone, and reads what we answered."""
    me: Person = request.person
    form = AloneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, lambda: _say(request, form))
        except Problem as problem:
            form.add_problem(problem)
    words = Alone.objects.seen_by(me).filter(person=me).select_related("by")
    found = Paginator(words, A_PAGE).get_page(request.GET.get("page"))
    if request.method == "GET" and any(not word.from_person and word.seen_at is None for word in found):
        alone_acts.see_alone(me, me)
    return page(request, "people/alone.html", form=form, words=found, readers=alone_acts.readers(me))


def _say(request: KTRequest, form: AloneForm) -> HttpResponse:
    alone_acts.say_alone(request.person, Alone(person=request.person, words=form.cleaned_data["words"]))
    return done(request, _("We have it. No supporter can read it."), reverse("people:alone"))


@behind("people.read_alone")
@require_safe
@never_cache
def alone_office(request: KTRequest) -> HttpResponse:
    """Who spoke with us alone, the newest first. No words in the list."""
    people = (
        Alone.objects.seen_by(request.person)
        .exclude(person=request.person)
        .order_by()
        .values("person__key", "person__called")
        .annotate(last=Max("at"), unread=Count("pk", Q(from_person=True, seen_at__isnull=True)))
        .order_by("-last", "person__key")
    )
    return page(request, "people/alone_office.html", rows=Paginator(people, A_PAGE).get_page(request.GET.get("page")))


@behind("people.read_alone")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def alone_with(request: KTRequest, key: str) -> HttpResponse:
    """What one person and the office said to each other alone; answer, or say something first."""
    whom = _other(request, key)
    require(request.person, "people.read_alone", whom)
    form = AloneForm(request.POST if request.method == "POST" else None)
    form.fields["words"].label = _("What do you want to say to them?")
    form.fields["words"].help_text = _("They read it after signing in, or you say it to them when nobody else listens.")
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, lambda: _answer(request, whom, form))
        except Problem as problem:
            form.add_problem(problem)
    words = Alone.objects.seen_by(request.person).filter(person=whom).select_related("by")
    found = Paginator(words, A_PAGE).get_page(request.GET.get("page"))
    if request.method == "GET" and any(word.from_person and word.seen_at is None for word in found):
        alone_acts.see_alone(request.person, whom)
    return page(request, "people/alone_with.html", whom=whom, form=form, words=found)


def _answer(request: KTRequest, whom: Person, form: AloneForm) -> HttpResponse:
    alone_acts.answer_alone(request.person, Alone(person=whom, words=form.cleaned_data["words"]))
    words = _("Saved. %(name)s is told that there is a word for them alone. The message holds none of your words.")
    return done(request, words % {"name": whom}, reverse("people:alone_with", args=[whom.key]))


@behind("people.add")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def alone_for(request: KTRequest, key: str) -> HttpResponse:
    """Staff write down what somebody says to us alone by phone; nobody reads it here afterwards but those who may."""
    whom = _other(request, key)
    require(request.person, "people.alone", Alone(person=whom))
    form = AloneForm(request.POST if request.method == "POST" else None)
    form.fields["words"].label = _("What do they say?")
    form.fields["words"].help_text = _("In their words. Is anybody listening with them? Then ask when you can ring again.")
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, lambda: _say_for(request, whom, form))
        except Problem as problem:
            form.add_problem(problem)
    readers = alone_acts.readers(whom)
    return page(request, "people/alone_for.html", whom=whom, form=form, readers=readers)


def _say_for(request: KTRequest, whom: Person, form: AloneForm) -> HttpResponse:
    alone_acts.say_alone(request.person, Alone(person=whom, words=form.cleaned_data["words"]), for_person=whom)
    to = "people:alone_with" if may(request.person, "people.read_alone", whom) else "people:person"
    return done(request, _("Saved. No supporter can read it."), reverse(to, args=[whom.key]))


def _other(request: KTRequest, key: str) -> Person:
    found: Person = get_object_or_404(Person.objects.seen_by(request.person).exclude(pk=request.person.pk), key=key)
    return found
