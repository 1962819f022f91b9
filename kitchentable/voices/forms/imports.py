"""Sending a file, and saying which column is what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kitchentable.ui.forms import KitchenForm, PickField, UploadField
from kitchentable.ui.pieces import Pick
from kitchentable.voices.imports import FIELDS, MOST_BYTES
from kitchentable.voices.models import Question

ASKS = {
    "words": (_("Which column holds what people said?"), _("Every word is kept as it stands.")),
    "said_at": (
        _("Which column holds the day?"),
        _("Days like 31/05/2024, 2024-05-31 or 31 May 2024. Without it, we write down today."),
    ),
    "id": (
        _("Which column holds the number or code of each one?"),
        _("With it, you can send the file again and nothing comes in twice."),
    ),
    "author": (
        _("Which column tells people apart?"),
        _("It is not kept. It only helps to see that two people said the same."),
    ),
    "theme": (_("Which column holds a theme?"), _("Themes that are not there yet are made.")),
    "sharing": (_("Which column says who may see it?"), _("Each cell says lead, group or public.")),
}


class FileForm(KitchenForm):
    """One file of rows."""

    upload = UploadField(
        label=_("The file"),
        help_text=_("A CSV file, or an Excel file that ends in .xlsx. The first line holds the names of the columns."),
        max_bytes=MOST_BYTES,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )


class ColumnsForm(KitchenForm):
    """Which column is what, who may see it, and which question it answers."""

    sharing = PickField(
        label=_("Who may see what comes in?"),
        help_text=_("Choose what people were told when they said it. If you do not know, choose the first."),
    )
    question = forms.ChoiceField(label=_("Which question does it answer?"), required=False)

    def __init__(self, *args: Any, headings: Sequence[str], questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [("", _("No column"))] + [(heading, heading) for heading in headings]
        for what in FIELDS:
            asks, hint = ASKS[what]
            self.fields[f"column_{what}"] = forms.ChoiceField(
                label=asks, help_text=hint, choices=columns if what != "words" else columns[1:], required=what == "words"
            )
        sharing = self.fields["sharing"]
        assert isinstance(sharing, PickField)
        sharing.offer(
            (
                Pick("lead", _("Only the lead, and who must answer"), icon="lock"),
                Pick("group", _("The people at the table too"), icon="people"),
                Pick("public", _("Everyone, once you have read it"), _("Nothing is public until you publish it."), icon="eye"),
            )
        )
        asked = [(str(q.pk), q.asks) for q in questions]
        field = self.fields["question"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("None of our questions")), *asked]
        if not asked:
            del self.fields["question"]
        self.order_fields([f"column_{what}" for what in FIELDS])

    @property
    def columns(self) -> dict[str, str]:
        """What was chosen: {field: heading}, also for "no column"."""
        return {what: self.cleaned_data[f"column_{what}"] for what in FIELDS}
