"""The sweet spot: of a piece of work, of all we do together, how it is counted; and “this is not how it feels”."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people.models import Person
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, public, signed_in
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Problem
from kitchentable.seats.gaps import gaps_by_stage
from kitchentable.ties.acts.remarking import remark
from kitchentable.ties.counted.explained import explained, settings_of
from kitchentable.ties.counted.reading import trends
from kitchentable.ties.forms.spot import RemarkForForm, RemarkForm
from kitchentable.ties.models import Remark
from kitchentable.ties.rules.spot import who_took_part
from kitchentable.ties.spot_page import lived_sides, names_of, rows_of, said_of, stages_in_words, with_trends
from kitchentable.ties.spot_picture import picture_of
from kitchentable.ties.sweet import helps_most
from kitchentable.ui.shortcuts import done, page
from kitchentable.voices.forms.saying import show
from kitchentable.works.models import LIVED_GROUPS, Role, Work
from kitchentable.works.rules import has_role

KEEP = "remark"
MOST_FOUND = 20


@public("Everyone may see how a public piece of work stands; the rules hide the others.")
@require_safe
def spot(request: KTRequest, slug: str) -> HttpResponse:
    """Six tips of a piece of work, or of one side of its table, with their evidence and what people say of it."""
    work = _work(request, slug)
    side = request.GET.get("group", "")
    side = side if side in LIVED_GROUPS else ""
    picture = picture_of(work, request.person, side)
    said = said_of(work, request.person)
    most = helps_most(picture.tips)
    return page(
        request,
        "ties/spot/work.html",
        work=work,
        side=side,
        sides=lived_sides(side),
        picture=picture,
        tips=[(rows_of(one, shown), said.get(one.number, [])) for one, shown in with_trends(picture.tips, trends(work, side))],
        stages=[] if side else stages_in_words(gaps_by_stage(work)),
        most=most,
        who=names_of(work, most.help.who) if most and most.help else "",
        may_remark=bool(may(request.person, "ties.remark", work)),
    )


@public("Everyone may see how we work together. It is a sum of what stands on the pages of each piece of work.")
@require_safe
def spot_all(request: KTRequest) -> HttpResponse:
    """Six tips of all public pieces of work together."""
    picture = picture_of(None, request.person)
    return page(
        request,
        "ties/spot/all.html",
        picture=picture,
        tips=[(rows_of(one, shown), []) for one, shown in with_trends(picture.tips, trends(None))],
        most=helps_most(picture.tips),
    )


@public("Everyone may know how each number is counted.")
@require_safe
def how_counted(request: KTRequest) -> HttpResponse:
    """Each figure: in plain words how it is counted, from which pages, since when, and where it ends."""
    return page(request, "ties/spot/how.html", kinds=explained(), settings=settings_of())


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: KTRequest, slug: str) -> HttpResponse:
    """“This is not how it feels”: by those who took part, or typed for them by the lead."""
    work = _work(request, slug)
    require(request.person, "ties.remark", work)
    if has_role(request.person, work.pk, Role.Kind.LEAD, Role.Kind.CHECKER):
        return _for_somebody(request, work)
    form = RemarkForm(request.POST or None, initial={"tip": request.GET.get("tip", "")})
    if form.is_valid():
        try:
            return once(request, lambda: _keep(request, work, form))
        except Problem as problem:
            show(form, problem)
    return page(
        request, "ties/spot/say.html", status=422 if form.is_bound else 200, work=work, form=form, keep=f"{KEEP}-{work.slug}"
    )


def _keep(request: KTRequest, work: Work, form: RemarkForm) -> HttpResponse:
    asked = form.cleaned_data
    made = remark(request.person, work, tip=int(asked["tip"]), words=asked["words"], sharing=asked["sharing"])
    return done(request, _saved(made), reverse("ties:spot", args=[work.slug]), saved=f"{KEEP}-{work.slug}")


def _for_somebody(request: KTRequest, work: Work) -> HttpResponse:
    people = _people(request, work)
    form = RemarkForForm(
        request.POST or None, people=people, initial={"tip": request.GET.get("tip", ""), "whose": request.GET.get("for", "")}
    )
    if form.is_valid():
        try:
            return once(request, lambda: _keep_for(request, work, form))
        except Problem as problem:
            show(form, problem)
    status = 422 if form.is_bound else 200
    return page(
        request, "ties/spot/say_for.html", status=status, work=work, form=form, people=people, find=request.GET.get("q", ""),
        keep=f"{KEEP}-{work.slug}-for",
    )  # fmt: skip


def _keep_for(request: KTRequest, work: Work, form: RemarkForForm) -> HttpResponse:
    asked = form.cleaned_data
    made = remark(
        request.person, work, tip=int(asked["tip"]), words=asked["words"], sharing=asked["sharing"], way=asked["way"],
        said_at=form.said_at(), read_back=form.was_read_back(), for_person=form.person(),
    )  # fmt: skip
    return done(request, _saved(made), reverse("ties:spot", args=[work.slug]), saved=f"{KEEP}-{work.slug}-for")


def _people(request: KTRequest, work: Work) -> list[Person]:
    """Whom the lead may type for here: those at the table; those called so who took part; and the one whom the address names."""
    seen = Person.objects.seen_by(request.person).filter(erased_at__isnull=True).order_by("called", "pk")
    table = Q(roles__work=work, roles__kind=Role.Kind.MEMBER, roles__until__isnull=True)
    found = {person.pk: person for person in seen.filter(table).distinct()}
    if find := request.GET.get("q", "").strip()[:100]:
        found |= {person.pk: person for person in who_took_part(seen.filter(called__icontains=find), work)[:MOST_FOUND]}
    if key := request.GET.get("for", ""):
        found |= {person.pk: person for person in who_took_part(seen.filter(key=key), work)}
    return list(found.values())


def _saved(made: Remark) -> str:
    said = made.contribution
    form = "l j F" if said.due_on.year == today().year else "l j F Y"
    return _("Saved, word for word. %(name)s must answer by %(day)s. The code is %(code)s.") % {
        "name": said.owner.called, "day": date_format(said.due_on, form), "code": said.code,
    }  # fmt: skip


def _work(request: KTRequest, slug: str) -> Work:
    works = Work.objects.seen_by(request.person).select_related("decider", "answers_first")
    return get_object_or_404(works, slug=slug)
