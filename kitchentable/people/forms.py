"""What people type about signing in, how to reach them, who helps them, and a worry."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kitchentable.people.models import Passkey, Person, Reach
from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.ui.forms import KitchenForm, Words

LANGUAGES = [
    ("en-gb", "English"),
    ("cy", "Cymraeg (Welsh)"),
    ("ar", "العربية (Arabic)"),
    ("bn", "বাংলা (Bengali)"),
    ("zh-hans", "中文 (Chinese)"),
    ("fr", "Français (French)"),
    ("gu", "ગુજરાતી (Gujarati)"),
    ("it", "Italiano (Italian)"),
    ("fa", "فارسی (Persian)"),
    ("pl", "Polski (Polish)"),
    ("pt", "Português (Portuguese)"),
    ("pa", "ਪੰਜਾਬੀ (Punjabi)"),
    ("ro", "Română (Romanian)"),
    ("so", "Soomaali (Somali)"),
    ("es", "Español (Spanish)"),
    ("ta", "தமிழ் (Tamil)"),
    ("tr", "Türkçe (Turkish)"),
    ("uk", "Українська (Ukrainian)"),
    ("ur", "اردو (Urdu)"),
]


class SharedForm(KitchenForm):
    """Whose computer it is."""

    shared = forms.BooleanField(
        label=_("Other people use this computer too"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        minutes = number("shared_minutes")
        self.fields["shared"].help_text = ngettext(
            "Tick this at a library or a day centre. Then we sign you out when you close the browser, or after %(n)d minute without use.",
            "Tick this at a library or a day centre. Then we sign you out when you close the browser, or after %(n)d minutes without use.",
            minutes,
        ) % {"n": minutes}


class SignInForm(SharedForm):
    """The address, and whose computer it is."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send a code to this address. You do not need a password."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Type your e-mail address."),
            "invalid": _("Type an e-mail address, like name@example.org."),
        },
    )
    field_order = ["email", "shared"]


class CodeForm(KitchenForm):
    """The six figures of the mail."""

    code = forms.CharField(
        label=_("The code in the mail"),
        help_text=_("Six figures. Spaces do not matter."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("Type the six figures of the code.")},
    )

    def clean_code(self) -> str:
        """Figures only: people type 123 456 and 123-456, and figures of other scripts."""
        typed = "".join(str(int(letter)) for letter in self.cleaned_data["code"] if letter.isdecimal())
        if len(typed) != 6:
            raise forms.ValidationError(_("The code has six figures. Look at the mail again."))
        return typed


class WhoForm(KitchenForm):
    """Which of the people who share one address."""

    who = forms.ChoiceField(
        label=_("Who are you?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose your name.")},
    )

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.key: person for person in people}
        who = self.fields["who"]
        assert isinstance(who, forms.ChoiceField)
        who.choices = [(person.key, str(person)) for person in people]

    def chosen(self) -> Person:
        """The person of a valid form."""
        return self.people[self.cleaned_data["who"]]


class PasswordForm(SignInForm):
    """Address and password, for those who chose to have one."""

    password = forms.CharField(
        label=_("Your password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Type your password.")},
    )
    field_order = ["email", "password", "shared"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = ""


class NewPasswordForm(KitchenForm):
    """A password of one's own choice."""

    password = forms.CharField(
        label=_("A new password"),
        help_text=_("Three or four words that do not belong together are good. You can paste it, or let your browser make one."),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Type a password.")},
    )


class PasskeyForm(KitchenForm):
    """A passkey: its name, and what the device says (filled in by the page's script)."""

    called = forms.CharField(
        label=_("Which device is this?"),
        help_text=_("A name that you know it by: “My phone”."),
        max_length=Passkey._meta.get_field("called").max_length,
        error_messages={"required": _("Give the device a name.")},
    )
    credential = forms.CharField(max_length=20_000, widget=forms.HiddenInput)


class ReachForm(KitchenForm):
    """How somebody wants to be reached."""

    channel = forms.ChoiceField(
        label=_("How shall we tell you things?"),
        choices=Reach.Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one way.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Also the address you sign in with."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"invalid": _("Type an e-mail address, like name@example.org.")},
    )
    phone = forms.CharField(
        label=_("Phone number"),
        help_text=_("For calls and text messages. Say if it is a textphone or goes through Relay UK."),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    post = forms.CharField(
        label=_("Postal address"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "street-address"}),
    )
    good_times = forms.CharField(
        label=_("Good times to reach you"),
        help_text=_("For example: after 11 in the morning, not on Fridays."),
        required=False,
        max_length=Reach._meta.get_field("good_times").max_length,
    )
    format = forms.ChoiceField(
        label=_("In which format?"),
        choices=Reach.Format.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one format.")},
    )
    language = forms.ChoiceField(label=_("In which language?"), choices=LANGUAGES)
    asks_a_month = forms.IntegerField(
        label=_("How many things may we ask you in a month, at the most?"),
        help_text=_("Leave it empty if you do not mind."),
        required=False,
        min_value=0,
        max_value=99,
        error_messages={"invalid": _("Type a number, like 3."), "max_value": _("Type a number under 100.")},
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class AddPersonForm(ReachForm):
    """Somebody we know, who may not be online."""

    called = forms.CharField(
        label=_("What shall we call them?"),
        help_text=_("The name they want to be called by."),
        max_length=Person._meta.get_field("called").max_length,
        error_messages={"required": _("Type the name they want to be called by.")},
    )
    field_order = ["called", "channel", "email", "phone", "post", "good_times", "format", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["asks_a_month"]
        for_them(self)


def for_them(form: forms.Form) -> None:
    """The same questions, asked by staff about another person."""
    words = {
        "channel": _("How shall we tell them things?"),
        "good_times": _("Good times to reach them"),
        "asks_a_month": _("How many things may we ask them in a month, at the most?"),
    }
    for name, label in words.items():
        if name in form.fields:
            form.fields[name].label = label
    form.fields["email"].help_text = _("Also the address they sign in with, if they do.")
    for field in form.fields.values():
        field.widget.attrs.pop("autocomplete", None)
        field.widget.attrs["autocomplete"] = "off"
    if "asks_a_month" in form.fields:
        form.fields["asks_a_month"].help_text = _("Leave it empty if they do not mind.")


def untils(start: date | None = None) -> list[tuple[str, str]]:
    """Days to choose from, up to a year."""
    first = start or today()
    words = [(1, _("1 month")), (3, _("3 months")), (6, _("6 months")), (12, _("1 year"))]
    return [
        (
            str(months),
            _("%(long)s, until %(day)s") % {"long": word, "day": formats.date_format(months_on(first, months), "l j F Y")},
        )
        for months, word in words
    ]


def months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


class WorryForm(KitchenForm):
    """A worry about someone. Nothing of it is kept in the browser."""

    words = Words(
        label=_("What are you worried about?"),
        help_text=_("Say it in your own words. You do not have to be sure."),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "dir": "auto"}),
        error_messages={"required": _("Write what worries you, or ring us.")},
    )
    how_to_reach = Words(
        label=_("How can we reach you safely?"),
        help_text=_("You can leave this empty. Then we cannot ask you more, but we still act."),
        required=False,
        most=1000,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "dir": "auto"}),
    )
    with_name = forms.BooleanField(required=False)

    def __init__(self, *args: Any, called: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if called:
            self.fields["with_name"].label = _("Tell them that I am %(name)s") % {"name": called}
            self.fields["with_name"].help_text = _("If you leave this empty, we do not keep who you are.")
        else:
            del self.fields["with_name"]


class WorryDoneForm(KitchenForm):
    """What was done to keep somebody safe."""

    what_was_done = Words(
        label=_("What was done?"),
        help_text=_("Who did what, and when. Only those with this duty can read it, now and later."),
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "dir": "auto"}),
    )


class FindForm(KitchenForm):
    """Find people by name."""

    q = forms.CharField(
        label=_("Name"),
        help_text=_("Two letters at the least."),
        min_length=2,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
        error_messages={"required": _("Type two letters of the name."), "min_length": _("Type two letters of the name.")},
    )
