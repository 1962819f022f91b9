"""What people type about who helps them, what they say to us alone, and help with one decision."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from kitchentable.people.forms import months_on, untils
from kitchentable.people.models import Supporter
from kitchentable.people.scopes import picks
from kitchentable.policy.clock import today
from kitchentable.ui.forms import DayField, KitchenForm, PicksField, Words

AS_IT_IS, OTHER_DAY = "as_it_is", "other"


class SupporterForm(KitchenForm):
    """Whom to ask for help, with what, and how long. Nothing is ticked for anyone."""

    who = forms.CharField(
        label=_("Who helps you?"),
        help_text=_("Their e-mail address, or their name code."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type their e-mail address or their name code.")},
    )
    scopes = PicksField(
        label=_("What may they do?"),
        help_text=_("Tick what you want. They can do nothing that you do not tick."),
        error_messages={"required": _("Tick one thing or more.")},
    )
    until = forms.ChoiceField(
        label=_("For how long?"),
        help_text=_("You can stop it on any day."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how long.")},
    )
    until_day = DayField(label=_("If another day: which day is the last?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        until, scopes = self.fields["until"], self.fields["scopes"]
        assert isinstance(until, forms.ChoiceField)
        assert isinstance(scopes, PicksField)
        until.choices = [*untils(), (OTHER_DAY, _("Until another day"))]
        scopes.offer(picks())
        self.fields["until_day"].say_can_skip = False  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last day: so many months on, or the day they name."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        day = found.pop("until_day", None)
        if found.get("until") == OTHER_DAY:
            if day is None and "until_day" not in self.errors:
                self.add_error("until_day", _("Write the last day."))
            found["until"] = day
        elif "until" in found:
            found["until"] = self._last_day(found["until"])
        return found

    def _last_day(self, chosen: str) -> date:
        return months_on(today(), int(chosen))


class ChangeSupportForm(SupporterForm):
    """What a supporter may do from now on, and until when; as it is now stands ticked, because the person ticked it."""

    def __init__(self, *args: Any, support: Supporter, **kwargs: Any) -> None:
        super().__init__(*args, initial={"scopes": support.scopes, "until": AS_IT_IS}, **kwargs)
        self._now = support.until
        del self.fields["who"]
        until = self.fields["until"]
        assert isinstance(until, forms.ChoiceField)
        as_it_is = _("As it is: until %(day)s") % {"day": formats.date_format(self._now, "l j F Y")}
        until.choices = [(AS_IT_IS, as_it_is), *until.choices]  # type: ignore[misc]

    def _last_day(self, chosen: str) -> date:
        return self._now if chosen == AS_IT_IS else super()._last_day(chosen)


def ask_about_them(form: SupporterForm) -> None:
    """The same questions, asked by staff who write down what a person says."""
    if "who" in form.fields:
        form.fields["who"].label = _("Who helps them?")
    form.fields["scopes"].help_text = _("Read each one out. Tick only what they say yes to.")
    form.fields["until"].help_text = _("They can stop it on any day.")


class AloneForm(KitchenForm):
    """A word between a person and the office. Nothing of it is kept in the browser."""

    words = Words(
        label=_("What do you want to say?"),
        help_text=_("In your own words."),
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "dir": "auto"}),
        error_messages={"required": _("Write something first.")},
    )


class DecidingForm(KitchenForm):
    """Help with one decision: the help comes first (R049)."""

    help_offered = Words(
        label=_("What help was offered?"),
        help_text=_("For example: more time, pictures, a quiet room, somebody they trust, another day."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Write what help was offered first.")},
    )
    decision = Words(
        label=_("Which one decision was it?"),
        help_text=_("One decision only. Write about another decision on its own."),
        most=1000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": _("Write which one decision it was.")},
    )
    what_came = Words(
        label=_("What did they decide?"),
        help_text=_("In their words. Or that they could not decide on that day, and when you ask again."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    on = DayField(label=_("On which day?"))
