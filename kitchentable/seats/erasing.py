"""What goes of an offer when somebody is erased: all answers. The offer itself stays counted, without words (law 1's way)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.people.erasures import before_erasing
from kitchentable.people.holding import hold_back
from kitchentable.people.models import Person
from kitchentable.seats.models import FairnessAnswer


@before_erasing
def forget_what_they_answered(person: Person) -> None:
    """Each answer for fairness goes as a whole row: an empty one would still say that there was an answer."""
    FairnessAnswer.objects.filter(offer__person=person).delete()


hold_back("seats.Offer.home_index", _("It is where you live, scrambled, so that no home has two seats."))
