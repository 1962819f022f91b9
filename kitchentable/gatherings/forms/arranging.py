"""What is typed about arrangements and communication professionals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.acts.professionals import CHANNELS
from kitchentable.gatherings.arranged import Candidate
from kitchentable.gatherings.models import Professional, WhatToDo
from kitchentable.people.models import Person, Reach, Way
from kitchentable.ui.forms import KitchenForm, PickField, Words
from kitchentable.ui.pieces import Pick

AT_THEIR_WORD = [(way.value, way.label) for way in (Way.PHONE, Way.IN_PERSON, Way.PAPER)]


class DoneForm(KitchenForm):
    """What was done, and for getting out: who helps."""

    helper = forms.CharField(
        label=_("Who helps them to get out?"),
        help_text=_("One name. It stands on the sheet for the day."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    note = Words(
        label=_("What was done?"),
        help_text=_("A few words. The person reads them."),
        most=2_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, with_helper: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_helper:
            del self.fields["helper"]


class HandOverForm(KitchenForm):
    """Who does it from now on."""

    to = forms.ModelChoiceField(
        label=_("Give it to"),
        help_text=_("Only those who may see it are on this list."),
        queryset=Person.objects.none(),
        empty_label=_("Choose"),
    )

    def __init__(self, *args: Any, owners: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Person.objects.filter(pk__in=[one.pk for one in owners])  # type: ignore[attr-defined]


class BreaksForm(KitchenForm):
    """Shall they be there in the breaks too (R062)?"""

    wants = PickField(
        [Pick("yes", _("Yes, in the breaks too")), Pick("no", _("No, not in the breaks"))],
        label=_("Shall those who interpret be there in the breaks and at lunch too?"),
        two=True,
    )
    way = forms.ChoiceField(label=_("How did they tell you?"), choices=AT_THEIR_WORD)

    def __init__(self, *args: Any, for_oneself: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if for_oneself:
            del self.fields["way"]


class AskForm(KitchenForm):
    """Whom to ask for a place."""

    who = PickField(label=_("Whom do you ask?"))
    because = forms.CharField(
        label=_("If they are not registered: why is this right here?"),
        help_text=_("Only registered people interpret for health, mental health, legal or police matters."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, found: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {one.professional.key: one for one in found if one.can_be_asked}
        field = self.fields["who"]
        assert isinstance(field, PickField)
        field.offer([Pick(key, one.professional.called, _hint(one)) for key, one in self.found.items()])
        self.fields["because"].say_can_skip = False  # type: ignore[attr-defined]
        if all(one.professional.registered_as for one in self.found.values()):
            del self.fields["because"]

    def chosen(self) -> Professional:
        """Whom they chose."""
        return self.found[self.cleaned_data["who"]].professional


def _hint(one: Candidate) -> str:
    registered = one.professional.registered_as or str(_("Not registered"))
    return f"{one.status.words} · {registered}" if one.status else registered


class SaidForm(KitchenForm):
    """Yes or no from a professional, as somebody heard it."""

    said = PickField([Pick("yes", _("They come")), Pick("no", _("They do not come"))], label=_("What did they say?"), two=True)
    way = forms.ChoiceField(label=_("How did they tell you?"), choices=AT_THEIR_WORD)


class WhatToDoForm(KitchenForm):
    """What the person wants done."""

    says = PickField(label=_("Choose one"))
    words = Words(
        label=_("Anything to add?"),
        required=False,
        most=4_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    way = forms.ChoiceField(label=_("How did they tell you?"), choices=AT_THEIR_WORD)

    def __init__(self, *args: Any, is_typed: bool, one_is_booked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["says"]
        assert isinstance(field, PickField)
        field.offer([Pick(one.value, one.label) for one in WhatToDo.Says if one_is_booked or one != WhatToDo.Says.ONE])
        if not is_typed:
            del self.fields["way"]


class ProfessionalForm(KitchenForm):
    """Somebody on the list, and how to ask them."""

    called = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"}))
    kind = forms.ChoiceField(label=_("What they do"), choices=Professional.Kind.choices)
    language = forms.CharField(
        label=_("Which language?"), help_text=_("Only for an interpreter of another language."), max_length=60, required=False
    )
    registered_as = forms.CharField(
        label=_("Registered as"),
        help_text=_("The register and the number, for example: NRCPD, RSLI, 1234567. Leave it empty if they are not registered."),
        max_length=80,
        required=False,
    )
    channel = forms.ChoiceField(
        label=_("How do we ask them?"), choices=[(one.value, one.label) for one in CHANNELS], initial=Reach.Channel.EMAIL
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    note = forms.CharField(
        label=_("A note"),
        help_text=_("For example which days they work. Nothing about the people they work for."),
        max_length=300,
        required=False,
    )
