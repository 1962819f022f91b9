"""What seats give to the floors below: what happens to seats and answers before somebody is erased, and what a person is not shown."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.people.erasures import before_erasing
from kitchentable.people.holding import hold_back
from kitchentable.people.models import Person
from kitchentable.policy.clock import today
from kitchentable.seats.acts.table import end_before_erasing
from kitchentable.seats.models import FairnessAnswer, Seat
from kitchentable.words.audience import Group, audience
from kitchentable.works.models import Work


@audience
def at_the_table(work: Work) -> Iterable[Group]:
    """Whoever holds a seat now; and whoever stands in or watches."""
    held = Seat.objects.filter(work=work, person__isnull=False).held_on(today())
    return [
        Group("table", _("People at the table"), Person.objects.filter(pk__in=held.at_table().values("person"))),
        Group(
            "beside",
            _("People who stand in or watch"),
            Person.objects.filter(pk__in=held.exclude(kind=Seat.Kind.SEAT).values("person")),
        ),
    ]


@before_erasing
def their_seats_end(person: Person) -> None:
    """The seats stay in the picture of their time, without the person and without why."""
    end_before_erasing(person)


@before_erasing
def forget_what_they_answered(person: Person) -> None:
    """Each answer for fairness goes as a whole row: an empty one would still say that there was an answer. The offer stays counted, without words."""
    FairnessAnswer.objects.filter(offer__person=person).delete()


hold_back("seats.Offer.home_index", gettext_lazy("It is where you live, scrambled, so that no home has two seats."))
