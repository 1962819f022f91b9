"""Forms that ask kindly: plain words when something is missing, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kitchentable.ui.advice import CHECK, Advice, advice_on
from kitchentable.ui.pieces import Pick
from kitchentable.ui.pieces import Words as SomeWords

LONGEST = 20_000

NO_HIDDEN_MARKS = _("There is a hidden mark in your words that we cannot keep. Please type them again here.")

PLAIN: list[tuple[type[forms.Field], dict[str, SomeWords]]] = [
    (forms.Field, {"required": _("Please answer this.")}),
    (
        forms.CharField,
        {
            "required": _("Please write something here."),
            "null_characters_not_allowed": NO_HIDDEN_MARKS,
            "max_length": _("This is too long. You can use up to %(limit_value)d letters, and you used %(show_value)d."),
            "min_length": _("This is too short. Use %(limit_value)d letters or more."),
        },
    ),
    (
        forms.IntegerField,
        {
            "required": _("Please write a number."),
            "invalid": _("Please write a number, like 3."),
            "min_value": _("Please write %(limit_value)s or more."),
            "max_value": _("Please write %(limit_value)s or less."),
        },
    ),
    (
        forms.DecimalField,
        {
            "invalid": _("Please write a number, like 12.50."),
            "max_decimal_places": _("Please use no more than %(max)s numbers after the dot."),
        },
    ),
    (forms.EmailField, {"invalid": _("This does not look like an e-mail address. One looks like name@example.org.")}),
    (forms.URLField, {"invalid": _("This does not look like a web address. One looks like https://example.org.")}),
    (forms.BooleanField, {"required": _("Please tick this if you agree.")}),
    (
        forms.ChoiceField,
        {
            "required": _("Please choose one."),
            "invalid_choice": _("This choice is not on the list any more. Please choose again."),
        },
    ),
    (
        forms.MultipleChoiceField,
        {
            "required": _("Please choose one or more."),
            "invalid_list": _("Please choose from the list."),
        },
    ),
    (
        forms.ModelChoiceField,
        {
            "required": _("Please choose one."),
            "invalid_choice": _("This choice is not on the list any more. Please choose again."),
        },
    ),
    (forms.ModelMultipleChoiceField, {"required": _("Please choose one or more.")}),
    (
        forms.FileField,
        {
            "required": _("Please choose a file."),
            "invalid": _("The file did not arrive. Please choose it again."),
            "missing": _("The file did not arrive. Please choose it again."),
            "empty": _("This file has nothing in it. Please choose another one."),
            "max_length": _("The name of this file is too long. Please give it a shorter name."),
            "contradiction": _("Please choose a file, or tick the box to take it away. Not both."),
        },
    ),
    (
        forms.ImageField,
        {"invalid_image": _("We cannot open this as a picture. Please choose a JPEG or PNG picture.")},
    ),
    (forms.DateField, {"required": _("Please give a day."), "invalid": _("Please write a day, like 4 May 2026.")}),
    (forms.TimeField, {"required": _("Please give a time."), "invalid": _("Please write a time, like 14:30.")}),
]


def general_words() -> frozenset[str]:
    """Words for a missing answer that do not say which question they are about."""
    return frozenset(str(messages["required"]) for _kind, messages in PLAIN if "required" in messages)


def speak_plainly(field: forms.Field) -> None:
    """Put our words where the field still says Django's; words given for this field stay."""
    theirs: dict[str, Any] = {}
    ours: dict[str, SomeWords] = {}
    for kind in reversed(type(field).__mro__):
        theirs |= getattr(kind, "default_error_messages", {})
        if not kind.__module__.startswith("django."):
            ours |= kind.__dict__.get("default_error_messages", {})
    plain: dict[str, SomeWords] = {}
    for kind, messages in PLAIN:
        if isinstance(field, kind):
            plain |= messages
    for code, words in (plain | ours).items():
        if code not in field.error_messages or field.error_messages[code] is theirs.get(code):
            field.error_messages[code] = words


class KitchenForm(forms.Form):
    """A form whose fields speak plainly. Render each question with `{% field form.x %}`."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.advice: dict[str, Advice] = {}
        for field in self.fields.values():
            speak_plainly(field)

    @property
    def only_looks(self) -> bool:
        """Whether “Check my words” was pressed: the page comes back with advice and all that was typed, and nothing is saved."""
        return self.is_bound and CHECK in self.data and any(getattr(field, "advice", False) for field in self.fields.values())

    def full_clean(self) -> None:
        """As Django does; with “Check my words” nothing is missing and nothing is wrong: words are looked at."""
        if not self.only_looks:
            super().full_clean()
            return
        self._errors = ErrorDict()
        self.cleaned_data = {}
        for name, field in self.fields.items():
            if not getattr(field, "advice", False):
                continue
            said = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            if isinstance(said, str) and (found := advice_on(said.replace("\r\n", "\n"))) is not None:
                self.advice[name] = found

    def is_valid(self) -> bool:
        """Whether it can be saved. Never while words are only looked at."""
        return super().is_valid() and not self.only_looks

    def add_problem(self, problem: Exception) -> None:
        """Show a domain problem beside its field, or on top when this form does not ask about it."""
        field = getattr(problem, "field", None)
        self.add_error(field if field in self.fields else None, str(problem))


class Words(forms.CharField):
    """Words, kept to the letter: nothing trimmed, up to 20,000 letters, lines as they were typed.

    `advice`: the organisation writes here, and the clarity check gives quiet advice. Never for a box in which a person speaks (danger 7).
    """

    widget = forms.Textarea(attrs={"rows": 6})
    default_error_messages = {
        "required": _("Please write something here."),
        "null_characters_not_allowed": NO_HIDDEN_MARKS,
    }

    def __init__(self, *, most: int = LONGEST, advice: bool = False, **kwargs: Any) -> None:
        kwargs["strip"] = False
        self.most, self.advice = most, advice
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Browsers send line ends as two signs; people typed one."""
        text: str = super().to_python(value) or ""
        return text.replace("\r\n", "\n")

    def validate(self, value: str) -> None:
        """Blank is not an answer; too long says by how much."""
        if self.required and not value.strip():
            raise ValidationError(self.error_messages["required"], code="required")
        over = len(value) - self.most
        if over > 0:
            raise ValidationError(
                ngettext(
                    "This is %(over)s character too long. Nothing is lost. Please make it a little shorter.",
                    "This is %(over)s characters too long. Nothing is lost. Please make it a little shorter.",
                    over,
                )
                % {"over": over},
                code="max_length",
            )


class PickField(forms.ChoiceField):
    """One of a few answers, drawn as cards with a hint and an icon where they help."""

    widget = forms.RadioSelect

    def __init__(self, picks: Sequence[Pick] = (), *, two: bool = False, **kwargs: Any) -> None:
        self.picks, self.two = tuple(picks), two
        super().__init__(choices=[(pick.value, pick.label) for pick in picks], **kwargs)

    def offer(self, picks: Sequence[Pick]) -> None:
        """Change what can be chosen, in a form's `__init__`."""
        self.picks = tuple(picks)
        self.choices = [(pick.value, pick.label) for pick in picks]


class PicksField(forms.MultipleChoiceField):
    """Any of a few answers, drawn as cards with a hint and an icon where they help."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, picks: Sequence[Pick] = (), *, two: bool = False, **kwargs: Any) -> None:
        self.picks, self.two = tuple(picks), two
        super().__init__(choices=[(pick.value, pick.label) for pick in picks], **kwargs)

    def offer(self, picks: Sequence[Pick]) -> None:
        """Change what can be chosen, in a form's `__init__`."""
        self.picks = tuple(picks)
        self.choices = [(pick.value, pick.label) for pick in picks]


class DayWidget(forms.MultiWidget):
    """Three boxes: day, month, year. What was typed comes back as it was typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in ("day", "month", "year")}, attrs)

    def decompress(self, value: Any) -> list[str]:
        """A date as its three parts."""
        return [str(value.day), str(value.month), str(value.year)] if isinstance(value, date) else ["", "", ""]

    def id_for_label(self, id_: str) -> str:
        """The label belongs to the group, not to one box."""
        return ""


class DayField(forms.Field):
    """A day, as a date. The month may be a number or a name. Errors say what to change."""

    widget = DayWidget
    default_error_messages = {
        "required": _("Please give a day. Write the day, the month and the year."),
        "incomplete": _("Please write the day, the month and the year. One of them is missing."),
        "numbers": _("Please write the day and the year as numbers, like 4 and 2026."),
        "month": _("We do not know this month. Write a number from 1 to 12, or a name like May."),
        "year": _("Please write the year with 4 numbers, like 2026."),
        "no_such_day": _("There is no such day. Please look at the day and the month again."),
        "too_early": _("This day is too early. Please choose a later day."),
        "too_late": _("This day is too late. Please choose an earlier day."),
    }

    def __init__(self, *, not_before: date | None = None, not_after: date | None = None, **kwargs: Any) -> None:
        self.not_before, self.not_after = not_before, not_after
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Three typed parts as a date; None when all three are empty. A year of two figures is in this century."""
        if value is None or isinstance(value, date):
            return value
        day, month, year = (str(part or "").strip() for part in value)
        if not (day or month or year):
            return None
        if not (day and month and year):
            raise self._wrong("incomplete")
        if not (day.isascii() and day.isdigit() and year.isascii() and year.isdigit()):
            raise self._wrong("numbers")
        number = _month_number(month)
        if number is None:
            raise self._wrong("month")
        if len(year) == 2:
            year = f"20{year}"
        if len(year) != 4:
            raise self._wrong("year")
        try:
            return date(int(year), number, int(day))
        except ValueError:
            raise self._wrong("no_such_day") from None

    def validate(self, value: Any) -> None:
        """Within the days that are allowed."""
        super().validate(value)
        if value is None:
            return
        if self.not_before and value < self.not_before:
            raise self._wrong("too_early")
        if self.not_after and value > self.not_after:
            raise self._wrong("too_late")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another day was typed than the one that stood there."""
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True

    def _wrong(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)


def _month_number(typed: str) -> int | None:
    if typed.isascii() and typed.isdigit():
        return int(typed) if 1 <= int(typed) <= 12 else None
    wanted = typed.casefold().rstrip(".")
    names: list[Mapping[int, Any]] = [MONTHS, MONTHS_3]
    for known in names:
        for number, called in known.items():
            if str(called).casefold() == wanted:
                return number
    return None


class UploadField(forms.FileField):
    """A file, no bigger than `max_bytes`. `sound=True` also offers to record here and now."""

    def __init__(self, *, max_bytes: int, sound: bool = False, **kwargs: Any) -> None:
        self.max_bytes, self.sound = max_bytes, sound
        super().__init__(**kwargs)

    def to_python(self, data: Any) -> Any:
        """Refuse what is too big, and say how big it may be."""
        given = super().to_python(data)
        if given is not None and given.size > self.max_bytes:
            megabytes = f"{self.max_bytes / 1_000_000:.1f}".removesuffix(".0")
            raise ValidationError(
                _("This file is too big. It can be up to %(size)s MB. You can also bring it to us or post it."),
                code="too_big",
                params={"size": megabytes},
            )
        return given
