"""The author's side: the receipt, what came of it, replying, adding, choosing who sees it, taking it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people.looking import note_looks
from kitchentable.people.models import Look, Person
from kitchentable.people.outbox import reach_of
from kitchentable.people.visits import visitor
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.limits import too_many, tried
from kitchentable.policy.marks import KTRequest, public
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.ui.dates import day_in_words
from kitchentable.ui.errors import error_page
from kitchentable.ui.shortcuts import done, page
from kitchentable.voices import acts, links
from kitchentable.voices.forms.saying import AddForm, AgreeForm, CodeForm, ReplyForm, ReuseForm, ShareForm, show
from kitchentable.voices.journey import Journey, Told, journey_of, outcome_status, receipt_text, typed_for
from kitchentable.voices.models import AnswerTo, Contribution, Reuse, Sharing, Understanding
from kitchentable.voices.opened import actor_for, open_for, read_code, tidy_code, visitors_code
from kitchentable.voices.rules import is_author

ASKS_ITSELF = "The author's own, by sign-in or by code: the view asks the rules for each."
CODE_TRIES, CODE_MINUTES = 20, 15
HEAD = ("work", "owner", "said_by", "typed_by", "answer__decider", "answer__passed_to", "answer__written_by", "answer__checked_by")


def theirs(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view who asks and their contribution; lead everyone else away without a word of it."""

    def wrapped(request: KTRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponse:
        c = Contribution.objects.select_related(*HEAD).filter(code=tidy_code(code)).first()
        by = request.person if c is None else actor_for(request, c)
        if c is None or not may(by, "voices.read_own", c):
            return _elsewhere(request, c)
        if code != c.code:
            return redirect(request.path.replace(code, c.code, 1))
        if request.method == "GET":
            note_helper(by, c)
        return view(request, c, by, *args, **kwargs)

    wrapped.__doc__, wrapped.__name__, wrapped.__module__ = view.__doc__, view.__name__, view.__module__
    return wrapped


def note_helper(by: Actor, c: Contribution) -> None:
    """Note that a supporter read what they typed, so that the person sees it among all that was opened."""
    if c.said_by_id is not None and not is_author(by, c):
        note_looks(by, [c.said_by_id], Look.What.SAID, Look.Why.SUPPORT, about=c.work.title, thing_key=c.code)


def _elsewhere(request: KTRequest, c: Contribution | None) -> HttpResponse:
    """Staff go to the office, readers to the public page; a visitor is asked for the code or to sign in, whether it exists or not.

    A supporter who was stopped and sends a form that was open is told why it was not taken.
    """
    if not request.person.is_someone:
        way_back = request.path if request.method in ("GET", "HEAD") else ""
        return redirect(f"{reverse('voices:find')}?{urlencode({'next': way_back})}" if way_back else reverse("voices:find"))
    if c is not None and request.method == "POST" and c.typed_by_id == request.person.pk and not request.person.works_here:
        require(request.person, "voices.read_own", c)
    if c is None or not Contribution.objects.seen_by(request.person).filter(pk=c.pk).exists():
        raise Http404
    if may(request.person, "voices.office"):
        return redirect("voices:one", c.code)
    return redirect("home:point", c.work.slug, c.number)


@public("Whoever has a code may type it here.")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: KTRequest) -> HttpResponse:
    """Type the code of a receipt."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and too_many("voices.code", visitor(request), limit=CODE_TRIES, minutes=CODE_MINUTES):
        return error_page(request, 429)
    if form.is_valid():
        code, proven = read_code(form.cleaned_data["code"])
        c = Contribution.objects.filter(code=code).select_related("said_by").first() if code else None
        if c is not None and c.said_by_id is None and proven:
            open_for(request, c.code)
            return redirect("voices:said", c.code)
        if c is not None and may(request.person, "voices.read_own", c):
            return redirect("voices:said", c.code)
        tried("voices.code", visitor(request))
        form.add_error(
            "code",
            _(
                "We cannot open anything with this code. Check each letter. Did you say it while you were signed in? Then sign in first."
            )
            if code
            else _("A code has 16 or 20 letters and numbers, for example “h7k2-9mwd-qx4t-3bcr-8wm2”. Check that none is missing."),
        )
    way_back = request.GET.get("next", "")
    next_query = urlencode({"next": way_back}) if way_back.startswith("/said/") and "\\" not in way_back else ""
    return page(request, "voices/mine/find.html", status=422 if form.is_bound else 200, form=form, next_query=next_query)


@public(ASKS_ITSELF)
@require_safe
@theirs
def said(request: KTRequest, c: Contribution, by: Actor) -> HttpResponse:
    """Your words, and what came of them."""
    return _said(request, c, by)


def _said(request: KTRequest, c: Contribution, by: Actor, status: int = 200, **forms: Any) -> HttpResponse:
    journey = journey_of(c, by)
    return page(
        request,
        "voices/mine/said.html",
        status=status,
        c=c,
        code=visitors_code(c),
        j=journey,
        typed_for=typed_for(c),
        **_forms(journey, forms),
        **_may(by, c),
    )


def _forms(journey: Journey, given: dict[str, Any]) -> dict[str, Any]:
    return {
        "reply_form": given.get("reply_form") or ReplyForm(),
        "agree_form": given.get("agree_form") or AgreeForm(),
        "reuse_form": given.get("reuse_form") or ReuseForm(),
        "reuse_at": given.get("reuse_at"),
    }


def _may(by: Actor, c: Contribution) -> dict[str, Any]:
    return {
        "may_add": bool(may(by, "voices.add", c)),
        "may_share": bool(may(by, "voices.share", c)),
        "may_withdraw": bool(may(by, "voices.withdraw", c)),
        "may_files": bool(may(by, "voices.read_file", c)),
        "is_visitors": c.said_by_id is None,
    }


@public(ASKS_ITSELF)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def receipt(request: KTRequest, c: Contribution, by: Actor) -> HttpResponse:
    """All their words, the code and the date: to print, to save, or to get by their channel."""
    if not c.has_words:
        return redirect("voices:said", c.code)
    if request.method == "POST":
        acts_for = for_whom(by, c)
        return once(
            request,
            lambda: (
                acts.send_receipt(by, c, for_person=acts_for),
                done(request, _("It is on its way to you."), reverse("voices:receipt", args=[c.code])),
            )[1],
        )
    if request.GET.get("save") == "txt":
        return _saved(c, request)
    reach = reach_of(c.said_by) if c.said_by else None
    return page(
        request,
        "voices/mine/receipt.html",
        c=c,
        files=list(c.files.all()),
        reach=reach,
        code=visitors_code(c),
        may_send=bool(may(by, "voices.receipt", c)),
    )


def _saved(c: Contribution, request: KTRequest) -> HttpResponse:
    where = request.build_absolute_uri(
        reverse("voices:find" if c.said_by_id is None else "voices:said", args=[] if c.said_by_id is None else [c.code])
    )
    response = HttpResponse(receipt_text(c, where, visitors_code(c)), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="kitchen-table-{c.code}.txt"'
    response["Cache-Control"] = "private, no-store"
    return response


@public(ASKS_ITSELF)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def reply(request: KTRequest, c: Contribution, by: Actor) -> HttpResponse:
    """Yes, that is so; or no, it is not."""
    to = get_object_or_404(
        AnswerTo.objects.select_related("answer", "contribution__work", "contribution__said_by"), contribution=c, answer=c.answer_id
    )
    if request.method != "POST":
        return HttpResponseRedirect(f"{c.get_absolute_url()}#reply")
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            return once(request, lambda: _reply(request, by, to, form, c.get_absolute_url()))
        except Problem as problem:
            show(form, problem)
    return _said(request, c, by, 422, reply_form=form)


def _reply(request: KTRequest, by: Actor, to: AnswerTo, form: ReplyForm, where: str) -> HttpResponse:
    is_so = form.cleaned_data["is_so"] == "yes"
    c = to.contribution
    acts.reply(by, to, is_so=is_so, what_is_wrong=form.cleaned_data["what_is_wrong"], way=_way(by), for_person=for_whom(by, c))
    if is_so:
        return done(request, _("Thank you. You said that it is so."), where, saved="reply")
    c.refresh_from_db(fields=["due_on", "owner"])
    words = _("It is open again. %(name)s must answer you by %(day)s.") % {"name": c.owner.called, "day": day_in_words(c.due_on)}
    return done(request, words, where, saved="reply")


@public(ASKS_ITSELF)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def agree(request: KTRequest, c: Contribution, by: Actor, pk: int) -> HttpResponse:
    """Is what we heard what they meant?"""
    u = get_object_or_404(Understanding.objects.select_related("contribution__said_by"), pk=pk, contribution=c)
    if request.method != "POST":
        return HttpResponseRedirect(f"{c.get_absolute_url()}#understood")
    form = AgreeForm(request.POST)
    if form.is_valid():
        try:
            return once(request, lambda: _agree(request, by, u, form, c.get_absolute_url()))
        except Problem as problem:
            show(form, problem)
    return _said(request, c, by, 422, agree_form=form)


def _agree(request: KTRequest, by: Actor, u: Understanding, form: AgreeForm, where: str) -> HttpResponse:
    agreed = form.cleaned_data["agreed"] == "yes"
    acts.agree(by, u, agreed=agreed, in_what_way=form.cleaned_data["in_what_way"], for_person=for_whom(by, u.contribution))
    return done(
        request,
        _("Thank you. We understood you.") if agreed else _("Saved. Your words and ours stand side by side."),
        where,
        saved="agree",
    )


@public(ASKS_ITSELF)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def answer_reuse(request: KTRequest, c: Contribution, by: Actor, pk: int) -> HttpResponse:
    """May it be used for one more thing?"""
    r = get_object_or_404(Reuse.objects.select_related("contribution__said_by"), pk=pk, contribution=c)
    if request.method != "POST":
        return HttpResponseRedirect(f"{c.get_absolute_url()}#reuse")
    form = ReuseForm(request.POST)
    if form.is_valid():
        return once(request, lambda: _reuse(request, by, r, form, c.get_absolute_url()))
    return _said(request, c, by, 422, reuse_form=form, reuse_at=r.pk)


def _reuse(request: KTRequest, by: Actor, r: Reuse, form: ReuseForm, where: str) -> HttpResponse:
    agreed = form.cleaned_data["agreed"] == "yes"
    acts.answer_reuse(by, r, agreed=agreed, for_person=for_whom(by, r.contribution))
    return done(request, _("Saved. We may use it for this one thing.") if agreed else _("Saved. We do not use it for this."), where)


@public(ASKS_ITSELF)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def add(request: KTRequest, c: Contribution, by: Actor) -> HttpResponse:
    """Say more; the first words stay."""
    form = AddForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            response = once(request, lambda: _add(request, by, c, form))
        except Problem as problem:
            show(form, problem)
        else:
            for code in Contribution.objects.filter(adds_to=c, said_by__isnull=True).values_list("code", flat=True):
                open_for(request, code)
            return response
    return page(request, "voices/mine/add.html", status=422 if form.is_bound else 200, c=c, form=form)


def _add(request: KTRequest, by: Actor, c: Contribution, form: AddForm) -> HttpResponse:
    acts.add(by, c, words=form.cleaned_data["words"], for_person=for_whom(by, c))
    return done(request, _("Saved. It stands under what you said first."), f"{c.get_absolute_url()}#added", saved=f"add-{c.code}")


@public(ASKS_ITSELF)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def share(request: KTRequest, c: Contribution, by: Actor) -> HttpResponse:
    """Choose anew who may see it."""
    data = request.POST if request.method == "POST" else None
    form = ShareForm(data, has_name=c.said_by_id is not None, initial={"sharing": c.sharing})
    if form.is_valid():
        return once(request, lambda: _share(request, by, c, form))
    return page(request, "voices/mine/share.html", status=422 if form.is_bound else 200, c=c, form=form)


def _share(request: KTRequest, by: Actor, c: Contribution, form: ShareForm) -> HttpResponse:
    sharing = Sharing(form.cleaned_data["sharing"])
    acts.share(by, c, sharing=sharing, for_person=for_whom(by, c))
    return done(request, _("Saved. Who may see it now: %(who)s.") % {"who": sharing.label}, c)


@public(ASKS_ITSELF)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def withdraw(request: KTRequest, c: Contribution, by: Actor) -> HttpResponse:
    """Take it back, after one question."""
    if not c.has_words:
        return redirect("voices:said", c.code)
    if request.method == "POST":
        return once(request, lambda: _withdraw(request, by, c))
    return page(request, "voices/mine/take_back.html", c=c, files=c.files.filter(gone_at__isnull=True).count())


def _withdraw(request: KTRequest, by: Actor, c: Contribution) -> HttpResponse:
    acts.withdraw(by, c, for_person=for_whom(by, c))
    return done(request, _("You took it back. Your words are gone here and from every page."), c)


@public("A link from a mail: it opens one contribution, for one act, for some days.")
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: KTRequest, code: str, key: str) -> HttpResponse:
    """What a link in a mail opens. Opening changes nothing; pressing a button says yes or no."""
    opened = links.opened(code, key)
    if opened is None:
        return _link_is_over(request, code)
    c = opened.contribution
    if request.person.is_someone:
        if may(request.person, "voices.read_own", c) and request.method != "POST":
            return redirect(f"{c.get_absolute_url()}#{links.PLACES[opened.purpose]}")
        if request.person.pk != c.said_by_id:
            return page(request, "voices/mine/link_of_another.html", status=403)
    if not c.has_words:
        return page(request, "voices/mine/link.html", c=c, gone=True)
    return _link_for(request, opened)


def _link_for(request: KTRequest, opened: links.Opened) -> HttpResponse:
    c, by, here = opened.contribution, opened.bearer, request.path
    thing = links.thing_of(opened)
    if thing is None or links.is_used(thing):
        return _link_is_over(request, c.code)
    data = request.POST if request.method == "POST" else None
    shown: dict[str, Any]
    form: ReplyForm | AgreeForm | ReuseForm
    if isinstance(thing, AnswerTo):
        form, shown = ReplyForm(data), {"told": Told(thing.answer, outcome_status(thing.answer), ())}
        act = partial(_reply, request, by, thing, form, here)
    elif isinstance(thing, Understanding):
        form, shown = AgreeForm(data), {"u": thing}
        act = partial(_agree, request, by, thing, form, here)
    else:
        form, shown = ReuseForm(data), {"r": thing}
        act = partial(_reuse, request, by, thing, form, here)
    if form.is_valid():
        try:
            return once(request, act)
        except Problem as problem:
            show(form, problem)
    return page(request, "voices/mine/link.html", status=422 if form.is_bound else 200, c=c, form=form, **shown)


def _link_is_over(request: KTRequest, code: str) -> HttpResponse:
    """Used, old, or not ours: the page says so, shows no words, and leads to signing in."""
    if request.person.is_someone:
        return redirect("voices:said", code)
    back = urlencode({"next": reverse("voices:said", args=[code])})
    return page(request, "voices/mine/link_over.html", status=410, next_query=back)


def for_whom(by: Actor, c: Contribution) -> Person | None:
    """The author, when somebody else types at their word."""
    return c.said_by if isinstance(by, Person) and by.pk != c.said_by_id else None


def _way(by: Actor) -> str:
    return "typed" if isinstance(by, Person) else "link" if by.key != "anyone" else "code"
