"""What messages about offers say. The same words whatever the way somebody offered (R117); nothing that was answered for fairness."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.people.models import Outgoing
from kitchentable.people.outbox import Message, writes
from kitchentable.seats.models import Offer


@writes("seats.offer_thanks")
def offer_thanks(message: Outgoing) -> Message | None:
    """The receipt: what they offered for, the code, and what comes next. None when it was taken back."""
    offers = Offer.objects.filter(key=message.thing_key, person=message.person, taken_back_at__isnull=True)
    offer = offers.select_related("call__work").first()
    if offer is None or message.person is None:
        return None
    call = offer.call
    parts = [
        _("Hello %(name)s,") % {"name": message.person.called},
        _("Thank you. We have your offer for “%(title)s”.") % {"title": call.title},
        what_comes_next(offer),
        _("It does not matter how your offer came to us. By page, by phone or by post: the chance is the same."),
        _("Your code is %(code)s. Say it when you ring us.") % {"code": offer.code},
        _("You can take your offer back at any time, by page, by phone or by post. You need not say why."),
    ]
    return Message(_("We have your offer"), "\n\n".join(parts), reverse("seats:my_offer", args=[offer.key]), _("See your offer"))


def what_comes_next(offer: Offer) -> str:
    """When the call closes, and how seats are given."""
    seats = ngettext("There is %(seats)d seat.", "There are %(seats)d seats.", offer.call.seats) % {"seats": offer.call.seats}
    return _(
        "%(seats)s People can offer until %(day)s. If more people offer than there are seats, seats are drawn by lot. "
        "Then we tell you, drawn or not."
    ) % {"seats": seats, "day": date_format(offer.call.closes_on, "l j F Y")}
