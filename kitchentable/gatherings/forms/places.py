"""Places: facts, photos, the way there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.gatherings.acts.places import Given
from kitchentable.gatherings.checklist import Bounds, Item, plain
from kitchentable.gatherings.found import Found, limit_in_words
from kitchentable.gatherings.models import Place, PlacePhoto
from kitchentable.people.files import MOST_BYTES as MOST_FILE_BYTES
from kitchentable.people.files import Kind
from kitchentable.people.tables import MOST_BYTES
from kitchentable.policy.clock import today
from kitchentable.ui.forms import DayField, KitchenForm, PickField, UploadField, Words, speak_plainly
from kitchentable.ui.pieces import Pick

OF_PLACE = ("called", "address", "what_it_is_like", "the_way", "seats", "is_informal", "phone")


class PlaceForm(KitchenForm):
    """What people read about a place before they see any fact."""

    called = forms.CharField(label=gettext_lazy("What is the place called?"), max_length=120)
    address = Words(label=gettext_lazy("What is its address?"), most=1_000, widget=forms.Textarea(attrs={"rows": 3}))
    what_it_is_like = Words(
        advice=True,
        label=gettext_lazy("What is it like?"),
        help_text=gettext_lazy(
            "The room, the seats, the windows, what you hear. As you would tell a friend who has not been there."
        ),
        most=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    the_way = Words(
        advice=True,
        label=gettext_lazy("The way there, one step a line"),
        help_text=gettext_lazy(
            "From the stop or the parking bay to the seat. Say what you pass, how far it is, and where the steps and doors are."
        ),
        most=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    seats = forms.IntegerField(label=gettext_lazy("How many seats are there?"), min_value=1, max_value=30_000, required=False)
    is_informal = forms.BooleanField(
        label=gettext_lazy("It is a comfortable, less formal place: no committee room, no council chamber"),
        help_text=gettext_lazy("These come first in the list."),
        required=False,
    )
    phone = forms.CharField(
        label=gettext_lazy("Whom do we phone there?"),
        help_text=gettext_lazy("The number of the place itself."),
        max_length=40,
        required=False,
    )

    def fill(self, place: Place) -> Place:
        """Put what was typed into the place; nothing is saved."""
        for name in OF_PLACE:
            setattr(place, name, self.cleaned_data[name])
        return place


class FactsForm(KitchenForm):
    """The facts of one area, and who looked. For each fact: yes, no or nobody has looked; a number where there is one; a note."""

    checked_by = forms.CharField(
        label=gettext_lazy("Who looked?"),
        help_text=gettext_lazy("As they want to be named, like “Pat and Dee”. People read this on the page of the place."),
        max_length=200,
    )
    with_disabled_people = PickField(
        label=gettext_lazy("Did disabled people look too?"),
        picks=(Pick("yes", gettext_lazy("Yes")), Pick("no", gettext_lazy("No")), Pick("", gettext_lazy("I do not know"))),
        required=False,
    )
    again = forms.BooleanField(
        label=gettext_lazy("They looked at everything on this page again"),
        help_text=gettext_lazy("Without this, what you did not change keeps its old day and names."),
        required=False,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, items: Iterable[Item], known: Mapping[str, Found], bounds: Mapping[str, Bounds], **kwargs: Any
    ) -> None:
        self.items = list(items)
        super().__init__(*args, **kwargs)
        self.fields["checked_on"] = DayField(label=_("On which day?"), not_after=today(), error_messages={"too_late": _("This day is still to come. Write the day when somebody looked.")})  # fmt: skip
        for item in self.items:
            one = known[item.code]
            self.fields[f"{item.code}_answer"] = PickField(
                label=item.called,
                help_text=_hint(item, bounds.get(item.code)),
                picks=(
                    Pick("yes", _("Yes"), icon="done"),
                    Pick("no", _("No"), icon="no"),
                    Pick("", _("Nobody has looked"), icon="unknown"),
                ),
                required=False,
                initial="" if one.answer == "unknown" else one.answer,
            )
            heard = format_html('<span class="only-heard">{}</span>', item.called)
            if item.unit_name:
                self.fields[f"{item.code}_number"] = forms.DecimalField(
                    label=format_html("{} {}", _("How many %(unit)s?") % {"unit": item.unit}, heard),
                    min_value=0,
                    max_value=100_000,
                    decimal_places=2,
                    max_digits=8,
                    required=False,
                    initial=None if one.number is None else plain(one.number),
                    widget=forms.TextInput(attrs={"inputmode": "decimal"}),
                )
            self.fields[f"{item.code}_note"] = forms.CharField(
                label=format_html("{} {}", _("A note"), heard), max_length=400, required=False, initial=one.note
            )
        for field in self.fields.values():
            field.say_can_skip = False  # type: ignore[attr-defined]
            speak_plainly(field)

    def clean(self) -> dict[str, Any]:
        """A number without a yes or no is one only where a limit decides it."""
        said: dict[str, Any] = super().clean() or {}
        for item in self.items:
            number, answer = said.get(f"{item.code}_number"), said.get(f"{item.code}_answer")
            if number is not None and not answer and not item.has_bounds and f"{item.code}_answer" not in self.errors:
                self.add_error(f"{item.code}_answer", _("Say yes or no too, beside the number."))
        return said

    def given(self) -> dict[str, Given]:
        """What was found, by code."""
        said = self.cleaned_data
        return {
            item.code: Given(said[f"{item.code}_answer"], said.get(f"{item.code}_number"), said[f"{item.code}_note"].strip())
            for item in self.items
        }

    def rows(self) -> list[dict[str, Any]]:
        """The questions of each fact together, to draw them."""
        return [
            {
                "item": item,
                "answer": self[f"{item.code}_answer"],
                "number": self[f"{item.code}_number"] if item.unit_name else None,
                "note": self[f"{item.code}_note"],
            }
            for item in self.items
        ]


def _hint(item: Item, bounds: Bounds | None) -> str:
    """Whom it matters to, and what the number must be."""
    parts = [_("Matters most to: %(people)s.") % {"people": item.matters}]
    if bounds is not None:
        parts.append(limit_in_words(item, bounds))
        parts.append(_("The number says yes or no by itself."))
    return " ".join(parts)


class PhotoWordsForm(KitchenForm):
    """What a photo shows, in words."""

    of = forms.ChoiceField(label=gettext_lazy("What is it a photo of?"), choices=PlacePhoto.Of)
    alt = forms.CharField(
        label=gettext_lazy("Say in words what it shows"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PhotoForm(PhotoWordsForm):
    """A new photo; `has_one` when it was sent before and is held."""

    photo = UploadField(
        label=gettext_lazy("The photo"),
        help_text=gettext_lazy("A JPEG or PNG picture, without people in it."),
        max_bytes=MOST_FILE_BYTES[Kind.PICTURE],
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def __init__(self, *args: Any, has_one: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].required = not has_one
        self.fields["alt"].help_text = _(
            "For people who cannot see it. Say what helps to find the way or to know the room: “A glass door with a ramp on its "
            "right. A bell at the height of a wheelchair.” Begin with the thing itself, not with “A photo of”."
        )
        self.order_fields(["photo", "of", "alt"])


class RowsForm(KitchenForm):
    """One file of places and facts."""

    upload = UploadField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("A CSV file, or an Excel file that ends in .xlsx, with the columns of the file that you get here."),
        max_bytes=MOST_BYTES,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
