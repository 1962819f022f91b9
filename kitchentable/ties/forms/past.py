"""What is typed about papers of old years."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kitchentable.people.tables import MOST_BYTES
from kitchentable.ties.past import MOST, NotADay, read_day
from kitchentable.ui.forms import KitchenForm, UploadField
from kitchentable.works.models import Work

MOST_PAPER = 25_000_000


class PastFileForm(KitchenForm):
    """One file."""

    upload = UploadField(
        label=_("The report or the notes"),
        help_text=_("A Word document, a PDF, or plain text (txt or md). You see its words before anything is kept."),
        max_bytes=MOST_PAPER,
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.txt,.md"}),
    )


class PastForm(KitchenForm):
    """When, where, what about, and from whom."""

    title = forms.CharField(label=_("Its title"), max_length=MOST["title"])
    on = forms.CharField(
        label=_("When was it said or written?"), help_text=_("Like 14 March 2019, or March 2019, or 2019."), max_length=MOST["on"]
    )
    team = forms.CharField(label=_("Which team or organisation does it come from?"), max_length=MOST["team"])
    place = forms.CharField(label=_("Where?"), help_text=_("Like: Library, Weir Street."), max_length=MOST["place"], required=False)
    theme = forms.CharField(
        label=_("What is it about?"), help_text=_("Like: short breaks."), max_length=MOST["theme"], required=False
    )
    code = forms.CharField(label=_("Its number with that team"), max_length=MOST["code"], required=False)
    work: forms.ModelChoiceField[Work] = forms.ModelChoiceField(
        queryset=Work.objects.none(), to_field_name="slug", label=_("Piece of work"), empty_label=_("None of ours"), required=False
    )

    def __init__(self, *args: Any, works: QuerySet[Work], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["work"].queryset = works  # type: ignore[attr-defined]

    def clean_on(self) -> Any:
        """A day, and whether only the year is known."""
        try:
            return read_day(self.cleaned_data["on"])
        except NotADay as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


class PastSheetForm(KitchenForm):
    """A sheet of many."""

    upload = UploadField(
        label=_("The sheet"),
        help_text=_("A CSV file, or an Excel file that ends in .xlsx."),
        max_bytes=MOST_BYTES,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )


class ShowPastForm(KitchenForm):
    """Read, and it names nobody."""

    names_nobody = forms.BooleanField(
        label=_("I read all of it. It names nobody, and nobody can be known from it."),
        error_messages={"required": _("Read it first. Then tick this.")},
    )


class DropPastForm(KitchenForm):
    """Why it goes."""

    because = forms.CharField(label=_("Why does it go?"), help_text=_("Like: it names people."), max_length=300)
