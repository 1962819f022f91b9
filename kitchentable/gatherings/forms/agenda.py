"""What is typed about an agenda, from both sides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.models import Talk
from kitchentable.people.models import Way
from kitchentable.ui.forms import KitchenForm, PickField, Words
from kitchentable.ui.pieces import Pick

BY_WORD = (Way.PHONE, Way.PAPER, Way.IN_PERSON)


def told_us() -> list[Pick]:
    """How somebody who is not online told us."""
    return [Pick(way.value, way.label) for way in BY_WORD]


class BringForm(KitchenForm):
    """A point from somebody who comes."""

    words = forms.CharField(
        label=_("What do you want to talk about?"), max_length=300, strip=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    content_note = forms.CharField(
        label=_("Could this be hard to hear for somebody?"),
        help_text=_("If so, write what it is about, so that people can choose. Like: about a death."),
        required=False,
        max_length=300,
    )


class PutForm(KitchenForm):
    """A point or a pause from those who plan."""

    kind = PickField(
        [Pick(kind.value, kind.label) for kind in Talk.Kind], two=True, label=_("What is it?"), initial=Talk.Kind.POINT
    )
    words = forms.CharField(label=_("In a few words"), max_length=300)
    minutes = forms.IntegerField(label=_("How many minutes?"), min_value=1, max_value=480, initial=15)
    content_note = forms.CharField(label=_("Could this be hard to hear for somebody?"), required=False, max_length=300)


class SaidForm(KitchenForm):
    """“Go ahead, and this is why”, at the person's word."""

    because = Words(label=_("What did they say? Why is it all right for them?"), most=1000)
    way = PickField(told_us(), two=True, label=_("How did they tell you?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="said_%s", **kwargs)


class DoneForm(KitchenForm):
    """What was arranged."""

    what = Words(label=_("What did you arrange, so that it fits?"), most=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="done_%s", **kwargs)
