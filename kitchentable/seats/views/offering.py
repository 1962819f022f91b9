"""Offering: one form, kept before anything more is asked; then what makes it fair; the receipt; taking back."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people.models import Person
from kitchentable.people.visits import visitor
from kitchentable.policy.act import require
from kitchentable.policy.book import may
from kitchentable.policy.limits import too_many, tried
from kitchentable.policy.marks import KTRequest, public, signed_in
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.seats.acts import offers as acts
from kitchentable.seats.bearers import OfferBearer
from kitchentable.seats.forms.offers import AnswersForm, OfferForm
from kitchentable.seats.models import Call, Draw, FairnessAnswer, FairnessQuestion, Offer, Ticket
from kitchentable.seats.own_days import is_open_for
from kitchentable.seats.views.public_calls import seen_call
from kitchentable.ui.pieces import Status
from kitchentable.ui.shortcuts import done, page

METHODS = ["GET", "HEAD", "POST"]
HELD, MOST_HELD = "seats.offers", 20
LIMIT, HOUR = "seats.offer", 60
CAME = {
    Ticket.Result.SEAT.value: Status("done", gettext_lazy("You have a seat")),
    Ticket.Result.ALTERNATE.value: Status("waiting", gettext_lazy("You stand in when somebody leaves")),
    Ticket.Result.NOT.value: Status("no", gettext_lazy("Not drawn this time")),
}


@public("Anyone may offer while a call is open. No account is needed.")
@never_cache
@require_http_methods(METHODS)
def offer(request: KTRequest, call: str) -> HttpResponse:
    """Offer for a seat; what was typed stays whatever happens."""
    one = seen_call(request, call)
    if not is_open_for(one, request.person) and request.method != "POST":
        return page(request, "seats/calls/closed.html", call=one)
    me: Actor = request.person
    if isinstance(me, Person) and (before := one.offers.filter(person=me, taken_back_at__isnull=True).first()):
        return redirect("seats:my_offer", before.key)
    groups = one.work.affected_groups.on_map()
    form = OfferForm(request.POST if request.method == "POST" else None, groups=groups, asks_who=not me.is_someone)
    if request.method == "POST":
        why_not = _why_not_yet(request, one, form)
        if why_not:
            form.add_error(None, why_not)
        elif form.is_valid():
            try:
                response = once(request, lambda: _offered(request, one, form))
            except Problem as problem:
                form.add_problem(problem)
            else:
                _hold(request, response)
                return response
    return page(request, "seats/calls/offer.html", status=422 if form.is_bound else 200, call=one, form=form)


def _why_not_yet(request: KTRequest, one: Call, form: OfferForm) -> str:
    """What stands between this form and its being kept; the page shows it and keeps every word."""
    if not may(request.person, "seats.offer", one) or not is_open_for(one, request.person):
        return _(
            "This call closed while you were writing. Your words are still here. Ring us today, and we look at what can be done."
        )
    if form.data.get("website"):
        return _("Press the button once more, so that we know you are a person.")
    if not request.person.is_someone and too_many(LIMIT, visitor(request), limit=number("say_an_hour"), minutes=HOUR):
        return _(
            "Many things were sent from this connection in the last hour. Ring us, or send it later. Your words are still here."
        )
    return ""


def _offered(request: KTRequest, one: Call, form: OfferForm) -> HttpResponse:
    if not request.person.is_someone:
        tried(LIMIT, visitor(request))
    made = acts.offer(request.person, one, new=form.new(), **form.offered())
    asks = one.fairness.count()
    if not asks:
        return done(
            request, _("Thank you. We have your offer."), reverse("seats:receipt", args=[made.key]), saved=f"offer-{one.key}"
        )
    words = ngettext(
        "Thank you. We have your offer. %(n)d question that you can skip helps us to be fair.",
        "Thank you. We have your offer. %(n)d questions that you can skip help us to be fair.",
        asks,
    ) % {"n": asks}
    return done(request, words, reverse("seats:offer_answers", args=[made.key]), saved=f"offer-{one.key}")


def _hold(request: KTRequest, response: HttpResponse) -> None:
    """A visitor may go on with this offer in this sitting. Nothing in an address opens it: what is sent on shows nobody anything."""
    if request.person.is_someone:
        return
    try:
        key = str(resolve(response.headers.get("Location", "")).kwargs.get("offer", ""))
    except Resolver404:
        return
    request.session[HELD] = [*(one for one in request.session.get(HELD, []) if one != key), key][-MOST_HELD:]


def the_offer(request: KTRequest, key: str) -> tuple[Actor, Offer]:
    """Whose it is and the offer: one’s own, or one that was made in this sitting. 404 for all others, staff included."""
    offers = Offer.objects.select_related("call__work", "person", "group", "typed_by")
    me: Actor = request.person
    if me.is_someone:
        return me, get_object_or_404(offers.seen_by(me).filter(person=me.pk), key=key)  # type: ignore[attr-defined]
    held = frozenset(request.session.get(HELD, []))
    if key not in held:
        raise Http404
    return OfferBearer(held), get_object_or_404(offers, key=key)


def answer_page(
    request: KTRequest, by: Actor, one: Offer, *, to: str, for_person: Person | None = None, shows_own: bool = False
) -> HttpResponse:
    """The questions for fairness. What was chosen before is shown to the person alone, and to nobody who types for them."""
    require(by, "seats.answer_fairness", one)
    questions: list[FairnessQuestion] = list(one.call.fairness.prefetch_related("choices"))
    first = {}
    if shows_own:
        first = {f"q_{q}": c for q, c in one.fairness_answers.values_list("question__code", "choice__code")}
    form = AnswersForm(request.POST if request.method == "POST" else None, questions=questions, initial=first)
    if form.is_valid():
        return once(request, lambda: _answered(request, by, one, form, to, for_person))
    return page(
        request,
        "seats/calls/answers.html",
        status=422 if form.is_bound else 200,
        offer=one,
        call=one.call,
        form=form,
        to=to,
        for_them=for_person is not None,
        again=not shows_own and FairnessAnswer.objects.filter(offer=one).exists() and for_person is None,
    )


def _answered(request: KTRequest, by: Actor, one: Offer, form: AnswersForm, to: str, for_person: Person | None) -> HttpResponse:
    acts.answer(by, one, answers=form.answers(), for_person=for_person)
    return done(request, _("Saved. Nobody sees what one person answered. We only count."), to)


@public("Who offered goes on with their own offer, in the same sitting or signed in.")
@never_cache
@require_http_methods(METHODS)
def offer_answers(request: KTRequest, offer: str) -> HttpResponse:
    """What makes it fair: reached when the offer is kept already."""
    by, one = the_offer(request, offer)
    to = reverse("seats:receipt", args=[one.key])
    return answer_page(request, by, one, to=to, shows_own=by.is_someone)


@public("Who offered sees their own receipt, in the same sitting or signed in.")
@never_cache
@require_safe
def receipt(request: KTRequest, offer: str) -> HttpResponse:
    """The receipt: the code, what comes next, how they hear of it."""
    by, one = the_offer(request, offer)
    return page(
        request, "seats/calls/receipt.html", offer=one, call=one.call, can_answer=bool(may(by, "seats.answer_fairness", one))
    )


@public("Who offered may take it back, in the same sitting or signed in.")
@never_cache
@require_http_methods(METHODS)
def take_back(request: KTRequest, offer: str) -> HttpResponse:
    """Take an offer back."""
    by, one = the_offer(request, offer)
    require(by, "seats.take_back", one)
    if request.method == "POST":

        def back() -> HttpResponse:
            acts.take_back(by, one)
            return done(
                request, _("Your offer is taken back. What you wrote and answered is deleted."), one.call.get_absolute_url()
            )

        return once(request, back)
    return page(request, "seats/calls/take_back.html", offer=one, call=one.call)


@signed_in
@never_cache
@require_safe
def my_offer(request: KTRequest, offer: str) -> HttpResponse:
    """How far one’s own offer is."""
    by, one = the_offer(request, offer)
    return page(
        request,
        "seats/calls/my_offer.html",
        offer=one,
        call=one.call,
        stands=stands(one),
        questions=one.call.fairness.count(),
        can_answer=bool(may(by, "seats.answer_fairness", one)),
        draws=list(one.call.draws.filter(published_at__isnull=False).order_by("number")),
    )


def stands(one: Offer) -> Status:
    """How an offer stands, in words that name no chance and no other person."""
    if one.taken_back_at is not None:
        return Status("withdrawn", _("You took it back"))
    told = one.tickets.filter(draw__state=Draw.State.TOLD, dropped_out_at__isnull=True).order_by("-draw__number").first()
    if told is not None and told.result in CAME:
        return CAME[told.result]
    if one.call.is_open:
        return Status("waiting", _("We have it. Others can still offer."))
    if one.call.is_sealed:
        return Status("waiting", _("The list for the draw is made."))
    return Status("waiting", _("The call has closed. Seats will be given."))
