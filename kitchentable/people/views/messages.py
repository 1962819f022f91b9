"""What people here must tell others themselves: calls, letters, visits, and formats no machine makes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from kitchentable.people import acts, flags, mailing, needs, outbox, outbox_acts
from kitchentable.people.clock import add_working_days, working_days_between
from kitchentable.people.models import Outgoing, Reach
from kitchentable.policy.act import require
from kitchentable.policy.clock import today
from kitchentable.policy.marks import KTRequest, behind
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.ui.forms import KitchenForm
from kitchentable.ui.pieces import Status
from kitchentable.ui.shortcuts import done, page

A_PAGE = 25
WAYS = {
    Reach.Channel.PHONE: (_("Ring"), "phone"),
    Reach.Channel.LETTER: (_("Send a letter to"), "letter"),
    Reach.Channel.IN_PERSON: (_("Go and tell"), "person"),
    Reach.Channel.SMS: (_("Send a text message to"), "phone"),
    Reach.Channel.EMAIL: (_("Make it, and send it to"), "letter"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One message on the list: whom, how, by when. No words, and no needs: only whether there is something to know first."""

    message: Outgoing
    verb: str
    by: date
    status: Status
    flag: flags.Flag | None = None


class NoteForm(KitchenForm):
    """What happened when somebody tried."""

    note = forms.CharField(
        label=_("What happened?"),
        help_text=_("A few words, for example: nobody picked up at 3pm. Write nothing about health."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


@behind("people.tell")
@require_safe
def messages(request: KTRequest) -> HttpResponse:
    """What is still to be told, the oldest first."""
    waiting = Outgoing.objects.seen_by(request.person).filter(state=Outgoing.State.TODO).select_related("person")
    found = Paginator(waiting.order_by("not_before", "pk"), A_PAGE).get_page(request.GET.get("page"))
    days = number("thanks_days")
    flagged = flags.flags_of(request.person, {message.person_id for message in found})
    rows = [replace(_row(message, days), flag=flagged.get(message.person_id)) for message in found]
    return page(request, "people/messages.html", rows=rows, found=found, days=days)


@behind("people.tell")
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: KTRequest, key: str) -> HttpResponse:
    """One message: whom to tell and when it suits them, the words to say, and what came of it."""
    one = _one(request, key)
    form = NoteForm(request.POST if request.POST.get("what") == "not-reached" else None)
    if request.method == "POST":
        answer = once(request, lambda: _did(request, one, form)) if _can(request, form) else None
        if answer is not None:
            return answer
    reach = outbox.reach_of(one.person)
    verb, picture = WAYS[Reach.Channel(one.channel)]
    is_todo = one.state == Outgoing.State.TODO
    return page(
        request,
        "people/message.html",
        one=one,
        row=_row(one, number("thanks_days")),
        words=_words(one),
        reach=reach,
        verb=verb,
        picture=picture,
        format=_format(one),
        form=form,
        is_todo=is_todo,
        first=needs.to_reach(request.person, one.person) if is_todo else [],
    )


@behind("people.tell")
@require_safe
def letter(request: KTRequest, key: str) -> HttpResponse:
    """The message as a letter to print; `?large=1` or the person's own format makes it large."""
    one = _one(request, key)
    large = request.GET.get("large", "1" if one.format == Reach.Format.LARGE else "") == "1"
    reach = outbox.reach_of(one.person)
    with mailing.in_their_language(one):
        words = _words(one)
        return page(
            request,
            "people/message_letter.html",
            one=one,
            words=words,
            paragraphs=[part for part in words.words.split("\n\n") if part.strip()] if words else [],
            link=mailing.full(words.link) if words and words.link else "",
            address=reach.post,
            format="large" if large else "",
            day=today(),
        )


def _one(request: KTRequest, key: str) -> Outgoing:
    one = get_object_or_404(Outgoing.objects.seen_by(request.person).select_related("person", "told_by"), key=key)
    require(request.person, "people.tell", one)
    return one


def _can(request: KTRequest, form: NoteForm) -> bool:
    return request.POST.get("what") in ("told", "not-needed") or (request.POST.get("what") == "not-reached" and form.is_valid())


def _did(request: KTRequest, one: Outgoing, form: NoteForm) -> HttpResponse:
    what, name = request.POST.get("what"), one.person.called
    if what == "told":
        acts.told(request.person, one)
        return done(request, gettext("Saved. %(name)s has been told.") % {"name": name}, to=reverse("people:messages"))
    if what == "not-needed":
        outbox_acts.need_not_tell(request.person, one)
        return done(request, gettext("Taken off the list."), to=reverse("people:messages"))
    outbox_acts.could_not_tell(request.person, one, note=form.cleaned_data["note"])
    return done(request, gettext("Saved. It stays on the list, so that somebody tries again."), to=one)


def _row(one: Outgoing, days: int) -> Row:
    by = add_working_days(timezone.localtime(one.made_at).date(), days, settings.NATION)
    late = working_days_between(by, today(), settings.NATION)
    if one.state != Outgoing.State.TODO:
        status = Status("done" if one.state == Outgoing.State.SENT else "withdrawn", str(one.get_state_display()))
    elif today() > by:
        words = gettext("Late") if late < 1 else _days_late(late)
        status = Status("late", words)
    else:
        status = Status("waiting", gettext("Waiting"))
    return Row(one, str(WAYS[Reach.Channel(one.channel)][0]), by, status)


def _days_late(days: int) -> str:
    return ngettext("%(n)d working day late", "%(n)d working days late", days) % {"n": days}


def _words(one: Outgoing) -> outbox.Message | None:
    """The words as they are true now. None when nothing is left to say."""
    try:
        return outbox.write(one)
    except KeyError:
        return outbox.Message(
            subject=gettext("A message"), words=gettext("Nobody has written words for this yet. Ask the administrator.")
        )


def _format(one: Outgoing) -> str:
    """What it must be, in words; empty when reading it out or printing it is enough."""
    names = {
        Reach.Format.EASY: pgettext_lazy("format", "Easy Read"),
        Reach.Format.AUDIO: _("A voice message"),
        Reach.Format.BRAILLE: _("Braille"),
        Reach.Format.BSL: _("BSL"),
        Reach.Format.LARGE: _("Large print"),
    }
    found = names.get(Reach.Format(one.format))
    return str(found) if found else ""
