"""In the room: taps and choices by group, and who came."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.acts.room import MOST_VOTES
from kitchentable.gatherings.models import Choice
from kitchentable.ui.forms import KitchenForm, PickField, speak_plainly
from kitchentable.ui.pieces import Pick
from kitchentable.works.models import Group


class ChoiceForm(KitchenForm):
    """Something decided: what, how, who put it forward, and how many votes came from each group."""

    words = forms.CharField(label=_("What was decided?"), max_length=300, help_text=_("In a few words. No names."))
    how = PickField([Pick(value, label) for value, label in Choice.How.choices], label=_("How was it decided?"))
    moved_by = forms.ChoiceField(
        label=_("Which group put it forward?"),
        choices=[("", _("Not noted")), *Group.choices],
        required=False,
        help_text=_("The group only, never who."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value, label in Group.choices:
            field = forms.IntegerField(label=label, min_value=0, max_value=MOST_VOTES, required=False)
            speak_plainly(field)
            self.fields[f"votes_{value}"] = field

    def vote_fields(self) -> list[Any]:
        """The fields for votes, to draw them together."""
        return [self[f"votes_{value}"] for value in Group.values]

    def votes(self) -> dict[str, int]:
        """How many votes came from each group."""
        return {value: self.cleaned_data.get(f"votes_{value}") or 0 for value in Group.values}
