"""What people type about formats: an ask for one, an order, a file, and who checked it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kitchentable.people.files import MEGABYTE, Upload
from kitchentable.ui.forms import DayField, KitchenForm, PickField, UploadField
from kitchentable.ui.pieces import Pick
from kitchentable.words.languages import OTHERS, called
from kitchentable.words.models import Document, Format, FormatAsk
from kitchentable.words.ready import Need
from kitchentable.words.shown import ICONS
from kitchentable.words.uploads import TAKES

Kind = Format.Kind
SAME_LANGUAGE = ("", _("The language of the paper"))
MOST = 2_000 * MEGABYTE  # what is too big for its kind is said by uploads.look, with what to do about it


class NeedForm(KitchenForm):
    """A format and, for another language, which."""

    def need(self) -> Need:
        """(kind, language) as typed."""
        return self.cleaned_data["kind"], self.cleaned_data.get("language", "")

    def clean_language(self) -> str:
        """Another language needs its name."""
        language: str = self.cleaned_data.get("language", "")
        if self.cleaned_data.get("kind") == Kind.LANGUAGE and not language:
            raise ValidationError(_("Please choose the language."))
        return language


class AskForm(NeedForm):
    """ "I need this in another format"."""

    kind = PickField([Pick(kind.value, kind.label, icon=ICONS[kind]) for kind in Kind if kind != Kind.HTML], label=_("Which format do you need?"), two=True)  # fmt: skip
    language = forms.ChoiceField(
        label=_("In which language?"), help_text=_("Only for “Another language”."), choices=[SAME_LANGUAGE, *OTHERS], required=False
    )


class AskForForm(NeedForm):
    """The same for somebody who rang, wrote or came."""

    document = forms.ChoiceField(label=_("Which paper?"))
    kind = forms.ChoiceField(label=_("Which format do they need?"))
    language = forms.ChoiceField(label=_("In which language?"), choices=[SAME_LANGUAGE, *OTHERS], required=False)
    way = PickField(
        [Pick(way.value, way.label) for way in FormatAsk.Way if way != FormatAsk.Way.PAGE],
        label=_("How did they tell you?"),
        two=True,
    )

    def __init__(self, *args: Any, documents: Sequence[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "document", [(one.key, one.title) for one in documents])
        _offer(self, "kind", [(kind.value, kind.label) for kind in Kind if kind != Kind.HTML])


def _offer(form: KitchenForm, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class OrderForm(NeedForm):
    """An order to a translator, an interpreter, or somebody who reads aloud."""

    kind = forms.ChoiceField(label=_("Which format?"), choices=[one for one in Kind.choices if one[0] != Kind.HTML])
    language = forms.ChoiceField(label=_("In which language?"), choices=[SAME_LANGUAGE, *OTHERS], required=False)
    ordered_from = forms.CharField(label=_("From whom did you order it?"), max_length=200)
    due_on = DayField(label=_("By which day does it come?"))


class BringForm(NeedForm):
    """A file that somebody made."""

    kind = forms.ChoiceField(label=_("Which format is it?"), choices=[(kind.value, kind.label) for kind in Kind if kind in TAKES])
    language = forms.ChoiceField(label=_("In which language?"), choices=[SAME_LANGUAGE, *OTHERS], required=False)
    file = UploadField(label=_("The file"), max_bytes=MOST)
    names = forms.CharField(
        label=_("Who checked it?"),
        help_text=_("Names, or the name of their group, as they want to be named."),
        max_length=200,
        required=False,
    )
    checked_on = DayField(label=_("On which day did they check it?"), required=False)

    def upload(self) -> Upload:
        """The file as it was sent."""
        return Upload(self.cleaned_data["file"], "paper")


class CheckedForm(KitchenForm):
    """Which people checked it, and when (R026)."""

    format = forms.ChoiceField(label=_("Which format did they check?"))
    names = forms.CharField(
        label=_("Who checked it?"), help_text=_("Names, or the name of their group, as they want to be named."), max_length=200
    )
    checked_on = DayField(label=_("On which day did they check it?"))

    def __init__(self, *args: Any, formats: Sequence[Format], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "format", [(one.key, called(one.kind, one.language)) for one in formats])
