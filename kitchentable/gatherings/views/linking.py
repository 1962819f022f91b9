"""What a link in a message opens. It may have been forwarded: so no name, no title, no place, and nothing about anybody."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kitchentable.gatherings import links
from kitchentable.gatherings.acts import inviting as acts
from kitchentable.gatherings.forms.inviting import LinkForm, OneMoreForm
from kitchentable.gatherings.models import Gathering, Invitation
from kitchentable.people.models import Scope, Way
from kitchentable.people.rules import supports
from kitchentable.policy.book import may
from kitchentable.policy.clock import now
from kitchentable.policy.marks import KTRequest, public
from kitchentable.policy.once import once
from kitchentable.ui.shortcuts import done, page

State = Invitation.State
REPLIED = (State.YES, State.IF, State.NO)


@public("A link from a message: it says that there is an invitation on a day, and takes a yes or a no.")
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: KTRequest, invitation: str, token: str) -> HttpResponse:
    """Opening changes nothing. “It is for me” shows yes and no; more is for the person who signs in."""
    people = ("person", "gathering__work", "gathering__host")
    one = Invitation.objects.select_related(*people).filter(key=invitation).first()
    opened = links.opened(one.key, token, one.person) if one is not None else None
    if one is None or opened is None or opened.purpose != "reply" or one.state in (State.LISTED, State.GONE):
        return page(request, "gatherings/inviting/link_over.html", status=410)
    if request.person.is_someone:
        if request.person.pk == one.person_id or supports(request.person, one.person_id, Scope.INVITATIONS):
            return redirect(one)
        return page(request, "gatherings/inviting/link_of_another.html", status=403)
    if _is_over(one.gathering):
        return page(request, "gatherings/inviting/link_over.html", status=410)
    return _for_bearer(request, one, opened.bearer)


def _is_over(gathering: Gathering) -> bool:
    return gathering.state == Gathering.State.HELD or gathering.ends_at is None or gathering.ends_at <= now()


def _for_bearer(request: KTRequest, one: Invitation, bearer: links.LinkBearer) -> HttpResponse:
    act = "gatherings.one_more" if one.state == State.ASKING else "gatherings.reply"
    is_asked = one.state not in REPLIED and bool(may(bearer, act, one))
    ask = OneMoreForm if one.state == State.ASKING else LinkForm
    form = ask(request.POST if is_asked and request.method == "POST" else None)
    if form.is_valid():
        return once(request, lambda: _keep(request, one, bearer, form.cleaned_data))
    return page(
        request,
        "gatherings/inviting/link.html",
        status=422 if form.is_bound else 200,
        day=one.gathering.starts_at,
        replied=one.state if one.state in REPLIED else "",
        is_off=one.gathering.state == Gathering.State.CANCELLED,
        is_asked=is_asked,
        form=form if form.is_bound or (is_asked and "mine" in request.GET) else None,
        back=one.get_absolute_url(),
    )


def _keep(request: KTRequest, one: Invitation, bearer: links.LinkBearer, said: dict[str, str]) -> HttpResponse:
    if one.state == State.ASKING:
        may_ask = said["may_ask"] == "yes"
        acts.answer_one_more(bearer, one, may_ask=may_ask, way=Way.LINK)
        return done(
            request, _("We have your answer. The invitation comes now.") if may_ask else _("We have your answer."), request.path
        )
    acts.reply(bearer, one, says=said["says"], way=Way.LINK)
    return done(request, _("We have your reply."), request.path)
