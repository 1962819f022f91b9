"""What is typed about learning: what is offered, what is suggested, how somebody comes, and what they say afterwards."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.forms.planning import AtField
from kitchentable.gatherings.models import Gathering
from kitchentable.gatherings.when import moment_of
from kitchentable.people.models import Person
from kitchentable.policy.clock import now
from kitchentable.ties.models import Learning, Taking
from kitchentable.ui.forms import DayField, KitchenForm, PickField, Words
from kitchentable.ui.pieces import Pick
from kitchentable.words.models import Document
from kitchentable.works.models import Group, Role, Work
from kitchentable.works.rules import works_where

MOST_WORDS, MOST_LISTED = 4_000, 200
Kind = Learning.Kind

KINDS = [
    Pick(Kind.COURSE.value, Kind.COURSE.label, _("Somebody shows a group how something is done."), "book"),
    Pick(Kind.SHADOWING.value, Kind.SHADOWING.label, _("You go along with somebody for a day and see how they work."), "people"),
    Pick(Kind.MEET.value, Kind.MEET.label, _("Who sits where, who decides what, and whom to ask."), "table"),
    Pick(Kind.DAY_WITH_ME.value, Kind.DAY_WITH_ME.label, _("Led by somebody with lived experience: what a day is really like."), "hands"),
    Pick(Kind.CO_PRODUCTION.value, Kind.CO_PRODUCTION.label, _("For everyone who is new: how people and staff decide together here."), "seat"),
    Pick(Kind.SUBJECT.value, Kind.SUBJECT.label, _("What it costs, what the law says and who decides, before you are asked."), "light"),
]  # fmt: skip


class LearningForm(KitchenForm):
    """Something that is offered. Everything in it is read by everyone."""

    kind = PickField(KINDS, label=_("What kind of learning is it?"), two=True)
    title = forms.CharField(label=_("What is it called?"), help_text=_("A few plain words."), max_length=160)
    what = Words(
        advice=True,
        most=MOST_WORDS,
        label=_("What happens there, and what can people do afterwards?"),
        help_text=_("Say it as you would to a friend."),
    )
    work = forms.ModelChoiceField(
        Work.objects.none(), required=False, label=_("Which piece of work is it for?"), empty_label=_("It is for everyone"),
        help_text=_("Then it stands on the list of whoever is new there."),
    )  # fmt: skip
    for_whom = PickField([Pick(one.value, one.label) for one in Learning.ForWhom], label=_("Who is it for?"))
    way = PickField([Pick(one.value, one.label) for one in Learning.Way], label=_("How do people take part?"))
    where = forms.CharField(
        required=False, label=_("Where is it?"), help_text=_("The place, or how to join online."), max_length=300
    )
    starts_on = DayField(required=False, label=_("On which day?"), help_text=_("Leave it empty when people can do it on any day."))
    starts = AtField(
        required=False,
        label=_("When does it start?"),
        help_text=_("Like 10:30 or 2pm."),
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    until = DayField(required=False, label=_("What is the last day?"), help_text=_("Only when it is more than one day."))
    places = forms.IntegerField(
        required=False, min_value=1, max_value=1_000, label=_("How many places are there?"), help_text=_("Leave it empty when all can come."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )  # fmt: skip
    led_by = forms.ModelChoiceField(Person.objects.none(), required=False, label=_("Who leads it?"), empty_label=_("Nobody yet"))
    led_by_words = forms.CharField(
        required=False,
        max_length=200,
        label=_("How do they want to be named?"),
        help_text=_("Ask them. Like: Chloe, who knows every ramp in town."),
    )
    by_lived = forms.BooleanField(required=False, label=_("People with lived experience lead it"))
    paid = forms.BooleanField(required=False, label=_("Who leads it is paid for it"))
    document = forms.ModelChoiceField(
        Document.objects.none(), required=False, label=_("Is there a paper to read?"), empty_label=_("No paper"),
        help_text=_("Everyone can have it in their own format."),
    )  # fmt: skip
    gathering = forms.ModelChoiceField(
        Gathering.objects.none(), required=False, label=_("Is there a gathering for it?"), empty_label=_("No gathering"),
        help_text=_("Then its invitation asks each person what they need that day."),
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person, learning: Learning | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.learning = learning or Learning()
        ours = works_where(person, Role.Kind.LEAD, Role.Kind.CHECKER)
        named = Q(works_here=True, is_active=True) | Q(roles__until__isnull=True, roles__isnull=False)
        if self.learning.led_by_id:
            named |= Q(pk=self.learning.led_by_id)
        picks: dict[str, Any] = {
            "work": Work.objects.filter(pk__in=ours),
            "led_by": Person.objects.filter(named, erased_at__isnull=True).distinct().order_by("called", "pk"),
            "document": Document.objects.seen_by(person).filter(Q(is_public=True) | Q(pk=self.learning.document_id)),
            "gathering": Gathering.objects.seen_by(person).filter(Q(starts_at__gte=now()) | Q(pk=self.learning.gathering_id)),
        }
        for name, queryset in picks.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A time needs a day."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("starts") and not said.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", _("Say on which day, too."))
        return said

    def fill(self) -> Learning:
        """The learning with what was typed; not saved."""
        said, learning = dict(self.cleaned_data), self.learning
        day, moment = said.pop("starts_on"), said.pop("starts")
        learning.starts_at = moment_of(day, moment or time()) if day else None
        for name, value in said.items():
            setattr(learning, name, value)
        return learning


def as_typed(learning: Learning) -> dict[str, Any]:
    """What stands in the form for something that is there."""
    names = ("kind", "title", "what", "work", "for_whom", "way", "where", "until", "places", "led_by", "led_by_words", "by_lived", "paid", "document", "gathering")  # fmt: skip
    start = timezone.localtime(learning.starts_at) if learning.starts_at else None
    return {name: getattr(learning, name) for name in names} | {
        "starts_on": start.date() if start else None,
        "starts": start.strftime("%H:%M") if start and start.time() != time() else "",
    }


class SuggestForm(KitchenForm):
    """What somebody would like to learn, or to show others."""

    title = forms.CharField(label=_("What would you like to learn, or show to others?"), max_length=160)
    kind = PickField(KINDS, label=_("What kind of learning is it?"), two=True)
    what = Words(
        required=False,
        most=MOST_WORDS,
        label=_("Do you want to say more?"),
        help_text=_("Like: what you want to be able to do, or that you could lead it."),
    )


class TakeForm(KitchenForm):
    """How somebody comes: only counted, never shown."""

    side = PickField(
        [
            Pick(Group.LIVED.value, _("As a person with lived experience")),
            Pick(Group.CARER.value, _("As an unpaid carer")),
            Pick(Group.OTHER.value, _("Something else, or I would rather not say")),
        ],
        label=_("How do you come?"),
        help_text=_("We only count it, to see whether staff and people learn alike."),
    )


class AfterForm(KitchenForm):
    """What a person says afterwards."""

    like = Words(required=False, most=MOST_WORDS, label=_("What was it like?"))
    like_reads = PickField([Pick(one.value, one.label) for one in Taking.Reads], label=_("Who may read what it was like?"))
    can_now = Words(
        required=False, most=MOST_WORDS, label=_("What can you do now?"), help_text=_("In your own words. Something small counts.")
    )
    can_now_shared = forms.BooleanField(
        required=False, label=_("Everyone may read what I can do now. My name does not stand there.")
    )


class BecauseForm(KitchenForm):
    """Why something will not happen."""

    because = Words(advice=True, most=MOST_WORDS, label=_("Why?"), help_text=_("Everyone who waits for it reads this."))


class ThereForm(KitchenForm):
    """Was somebody there?"""

    taking = forms.SlugField()
    was = forms.ChoiceField(choices=[("yes", _("Was there")), ("no", _("Was away"))])
