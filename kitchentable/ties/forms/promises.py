"""What is typed about promises: how one was kept, why not, what it is to be instead, who keeps it now, and what people say of that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person
from kitchentable.policy.clock import today
from kitchentable.ties.acts.agreeing_anew import BY_HAND
from kitchentable.ties.models import AnewSaid, Promise
from kitchentable.ui.forms import DayField, KitchenForm, PickField, Words, speak_plainly
from kitchentable.ui.pieces import Pick
from kitchentable.works.models import Role

MOST = 4000
Says = AnewSaid.Says


def _people(**kwargs: Any) -> forms.ModelChoiceField[Person]:
    """A choice of people, by their key."""
    field: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        queryset=Person.objects.none(), to_field_name="key", empty_label=_("Choose a person"), **kwargs
    )
    return field


class KeptForm(KitchenForm):
    """It is kept: how people can see it."""

    how = Words(
        label=_("What was done?"),
        help_text=_("Write what people can see or do now. They read these words."),
        advice=True,
        most=MOST,
    )
    done_on = DayField(label=_("Which day was it done?"), required=False)


class NotKeptForm(KitchenForm):
    """It will not be kept."""

    because = Words(
        label=_("Why will it not be kept?"), help_text=_("Say what stands in the way. Those it was made to read these words."), advice=True,
        most=MOST,
    )  # fmt: skip
    decider = _people(label=_("Who decided that?"))

    def __init__(self, *args: Any, promise: Promise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decider"].queryset = who_may_decide(promise)  # type: ignore[attr-defined]


class AnewForm(KitchenForm):
    """What it is to be instead, and why. Nothing changes before people have agreed."""

    what = Words(label=_("What do you promise now?"), advice=True, most=MOST)
    by_when = DayField(label=_("By when?"))
    because = Words(
        label=_("Why does it have to change?"), help_text=_("People read this before they say yes or no."), advice=True, most=MOST
    )


class HandForm(KitchenForm):
    """Who keeps it from now on."""

    to = _people(
        label=_("Who keeps it from now on?"),
        help_text=_("They are told, and those it was made to as well. What was promised, and its day, stay."),
    )

    def __init__(self, *args: Any, promise: Promise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = who_may_keep(promise)  # type: ignore[attr-defined]


class DecidedForm(KitchenForm):
    """What will be done now that it is decided, by whom, by when."""

    what = Words(label=_("What will be done?"), help_text=_("One thing. You can add more after it."), advice=True, most=MOST)
    who_does_it = forms.CharField(
        label=_("Who will do it?"), help_text=_("A name, so that people know whom to ask."), max_length=160
    )
    by_when = DayField(label=_("By when?"), not_before=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by_when"].not_before = today()  # type: ignore[attr-defined]


class SaidForm(KitchenForm):
    """Yes, no, or something else. Here a person speaks."""

    says = PickField(
        [
            Pick(Says.YES, _("Yes, I agree"), icon="done"),
            Pick(Says.NO, _("No: the old day counts"), icon="no"),
            Pick(Says.MORE, _("I want to say something first"), icon="said"),
        ],
        label=_("Is that all right for you?"),
    )
    words = Words(
        label=_("Do you want to say more?"),
        help_text=_(
            "Whoever made the promise reads it without your name. Those who lead and check this piece of work read it with your name."
        ),
        required=False,
        most=MOST,
    )


class SaidForForm(SaidForm):
    """What somebody said by phone, on paper or in person."""

    whom = _people(label=_("Who told you?"))
    way = PickField([Pick(way, way.label) for way in BY_HAND], label=_("How did they tell you?"))
    field_order: Sequence[str] = ("whom", "way", "says", "words")

    def __init__(self, *args: Any, asked: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].queryset = asked  # type: ignore[attr-defined]
        for field in self.fields.values():
            speak_plainly(field)


def who_may_keep(promise: Promise) -> QuerySet[Person]:
    """Living staff, and whoever has a part in that piece of work; not the one who keeps it now."""
    part = Role.objects.filter(work=promise.work_id, until__isnull=True).values("person")
    found = Person.objects.filter(
        Q(works_here=True) | Q(pk__in=part) | Q(pk=promise.work.decider_id), is_active=True, erased_at__isnull=True
    )
    others: QuerySet[Person] = found.exclude(pk=promise.owner_id).order_by("called", "pk")
    return others


def who_may_decide(promise: Promise) -> QuerySet[Person]:
    """Whoever keeps it, the decider of the work, and its leads."""
    leads = Role.objects.filter(work=promise.work_id, kind__in=(Role.Kind.LEAD, Role.Kind.DECIDER), until__isnull=True).values(
        "person"
    )
    found: QuerySet[Person] = Person.objects.filter(
        Q(pk__in=[promise.owner_id, promise.work.decider_id]) | Q(pk__in=leads), erased_at__isnull=True
    )
    return found.order_by("called", "pk")
