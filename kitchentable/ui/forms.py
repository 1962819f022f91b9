"""Forms: plain words, nothing lost, every field with a label, a hint and an error that says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

MOST_WORDS = 20_000
FIELD_WORDS = {
    "required": _("Please fill this in."),
    "invalid": _("Please check this."),
    "invalid_choice": _("Please choose one of these."),
}


class KitchenForm(forms.Form):
    """A form whose errors are in plain words and whose optional fields say so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not getattr(field, "own_words", False):
                field.error_messages.update({name: words for name, words in FIELD_WORDS.items() if name in field.error_messages})

    def add_problem(self, problem: Exception) -> None:
        """Show a domain problem beside its field, or on top when it has none here."""
        field = getattr(problem, "field", None)
        self.add_error(field if field in self.fields else None, str(problem))


class NoNull(ProhibitNullCharactersValidator):
    """NUL cannot be kept in a database; say so in words."""

    message = _("There is a character here that we cannot keep. Please take it out.")


class Words(forms.CharField):
    """Words of a person, kept to the letter: only the line ends that browsers add are made one kind."""

    own_words = True

    def __init__(self, *, rows: int = 6, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", MOST_WORDS)
        widget = kwargs.pop("widget", forms.Textarea(attrs={"rows": rows, "dir": "auto"}))
        super().__init__(strip=False, widget=widget, **kwargs)
        self.widget.attrs.pop("maxlength", None)
        self.validators = [v for v in self.validators if not isinstance(v, ProhibitNullCharactersValidator)]
        self.validators.append(NoNull())
        self.error_messages["required"] = _("Please write something first.")

    def to_python(self, value: Any) -> str:
        """CRLF and CR become LF; nothing else is touched."""
        found = super().to_python(value)
        return str(found).replace("\r\n", "\n").replace("\r", "\n")

    def run_validators(self, value: Any) -> None:
        """Say how much too long it is."""
        most = self.max_length or MOST_WORDS
        if value and len(value) > most:
            raise ValidationError(
                _("This is %(over)d characters too long. Send it in two parts.") % {"over": len(value) - most}, code="max_length"
            )
        self_validators = [v for v in self.validators if type(v).__name__ not in ("MaxLengthValidator",)]
        errors: list[ValidationError] = []
        for validate in self_validators:
            if value in self.empty_values:
                break
            try:
                validate(value)
            except ValidationError as wrong:
                errors.append(wrong)
        if errors:
            raise ValidationError(errors)


class DayWidget(forms.MultiWidget):
    """Day, month and year in three boxes."""

    template_name = "ui/forms/day.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__([forms.TextInput({**box}), forms.TextInput({**box}), forms.TextInput({**box})], attrs)

    def decompress(self, value: Any) -> list[Any]:
        """A date as three numbers."""
        return [value.day, value.month, value.year] if isinstance(value, date) else [None, None, None]


class DayField(forms.MultiValueField):
    """A day, typed as three numbers. Errors say what to do."""

    widget = DayWidget
    own_words = True

    def __init__(self, **kwargs: Any) -> None:
        part = forms.CharField(required=False, max_length=6)
        kwargs.setdefault("require_all_fields", False)
        super().__init__(fields=(part, part, part), **kwargs)
        self.error_messages["required"] = _("Tell us the day.")

    def compress(self, data_list: list[Any]) -> date | None:
        """Three numbers to a day. Two-figure years are this century."""
        if not data_list or not any(data_list):
            return None
        try:
            day, month, year = (int(str(part).strip()) for part in data_list)
            return date(year + 2000 if year < 100 else year, month, day)
        except (ValueError, TypeError, OverflowError) as wrong:
            raise ValidationError(_("Write the day as three numbers, for example 14 8 2026."), code="invalid") from wrong

    def clean(self, value: Any) -> date | None:
        """Empty is none; otherwise all three."""
        parts = [str(part or "").strip() for part in (value or ["", "", ""])]
        if not any(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return self.compress(parts)


class Pick(forms.RadioSelect):
    """Choices as big cards. `hints` and `icons` by value."""

    template_name = "ui/forms/picks.html"

    def __init__(
        self, *args: Any, hints: Mapping[str, Any] | None = None, icons: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.hints, self.icons = dict(hints or {}), dict(icons or {})

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the hint and the icon of a choice."""
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        option["hint"], option["icon"] = self.hints.get(str(option["value"]), ""), self.icons.get(str(option["value"]), "")
        return option


class PickMany(forms.CheckboxSelectMultiple):
    """Several choices as cards."""

    template_name = "ui/forms/picks.html"


def pick_field(
    choices: Any, *, hints: Mapping[str, Any] | None = None, icons: Mapping[str, str] | None = None, **kwargs: Any
) -> forms.ChoiceField:
    """A choice field drawn as cards."""
    field = forms.ChoiceField(choices=choices, widget=Pick(hints=hints, icons=icons), **kwargs)
    field.error_messages["required"] = _("Please choose one of these.")
    return field
