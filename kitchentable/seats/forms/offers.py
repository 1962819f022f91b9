"""What people type to offer, and what staff type for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Reach
from kitchentable.policy.clock import today
from kitchentable.seats.acts.imports import MOST_BYTES, WAYS
from kitchentable.seats.acts.offers import NewPerson
from kitchentable.seats.models import AffectedGroup, FairnessQuestion, Offer
from kitchentable.seats.offer_rows import FAIR, NAMES
from kitchentable.ui.forms import DayField, KitchenForm, PickField, UploadField, Words
from kitchentable.ui.pieces import Pick

CHANNELS = [
    Pick(Reach.Channel.EMAIL.value, Reach.Channel.EMAIL.label, icon="letter"),
    Pick(Reach.Channel.SMS.value, Reach.Channel.SMS.label, icon="phone"),
    Pick(Reach.Channel.PHONE.value, Reach.Channel.PHONE.label, icon="phone"),
    Pick(Reach.Channel.LETTER.value, Reach.Channel.LETTER.label, icon="paper"),
]
WAY_ICONS = {"phone": "phone", "post": "paper", "in_person": "people", "partner": "hands", "page": "pencil"}


class OfferForm(KitchenForm):
    """Somebody offers. Who they are is asked only of those we do not know."""

    called = forms.CharField(
        label=_("What shall we call you?"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    channel = PickField(
        CHANNELS,
        label=_("How shall we reach you?"),
        help_text=_("Then fill in that one below. You can leave the others empty."),
        two=True,
        error_messages={"required": _("Choose one way.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label=_("Phone number"), required=False, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "tel"})
    )
    post = forms.CharField(
        label=_("Postal address"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )
    format = forms.ChoiceField(
        label=_("In which format?"), choices=Reach.Format.choices, initial=Reach.Format.STANDARD, required=False
    )
    group = forms.ChoiceField(label=_("For which group do you offer?"), required=False)
    words = Words(label=_("Is there anything that you want to tell us?"), required=False, most=4000)
    home = forms.CharField(
        label=_("Where do you live?"),
        help_text=_("Only so that no home has two seats. Street and number are enough. It is kept locked."),
        required=False,
        max_length=400,
    )

    WHO = ("called", "channel", "email", "phone", "post", "format")

    def __init__(self, *args: Any, groups: Iterable[AffectedGroup], asks_who: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._groups = {one.key: one for one in groups}
        group = self.fields["group"]
        assert isinstance(group, forms.ChoiceField)
        group.choices = [("", _("I do not know, or none of these")), *((key, one.name) for key, one in self._groups.items())]
        if not self._groups:
            del self.fields["group"]
        self.asks_who = asks_who
        for name in () if asks_who else self.WHO:
            del self.fields[name]

    def who(self) -> list[forms.BoundField]:
        """The questions about who they are."""
        return [self[name] for name in self.WHO if name in self.fields]

    def more(self) -> list[forms.BoundField]:
        """The questions that can all be skipped."""
        return [self[name] for name in ("group", "words", "home") if name in self.fields]

    def new(self) -> NewPerson | None:
        """Who they are, for somebody we do not know."""
        if not self.asks_who:
            return None
        said = self.cleaned_data
        names = ("called", "channel", "email", "phone", "post")
        return NewPerson(**{name: said[name] for name in names}, format=said["format"] or Reach.Format.STANDARD)

    def offered(self) -> dict[str, Any]:
        """The rest, for the act."""
        said = self.cleaned_data
        return {"group": self._groups.get(said.get("group", "")), "words": said["words"], "home": said["home"]}


class OfferForForm(OfferForm):
    """The same, typed for somebody who rang, wrote or came; with how and when."""

    way = PickField(
        [Pick(way.value, way.label, icon=WAY_ICONS[way.value]) for way in WAYS if way != Offer.Way.PAGE],
        label=_("How did they offer?"),
        two=True,
    )
    partner = forms.CharField(label=_("Which partner organisation?"), required=False, max_length=120)
    offered_on = DayField(
        label=_("On which day did it come?"),
        help_text=_("The day of the call, or the day the letter came. It counts from that day."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"offered_on": today()})
        super().__init__(*args, **kwargs)
        theirs = {
            "called": _("What shall we call them?"),
            "channel": _("How shall we reach them?"),
            "group": _("For which group do they offer?"),
            "words": _("Is there anything that they want to tell us?"),
            "home": _("Where do they live?"),
        }
        for name, label in theirs.items():
            if name in self.fields:
                self.fields[name].label = label
        for one in self.fields.values():
            if "autocomplete" in one.widget.attrs:
                one.widget.attrs["autocomplete"] = "off"

    def how(self) -> list[forms.BoundField]:
        """The questions about how and when it came."""
        return [self[name] for name in ("way", "partner", "offered_on")]

    def clean(self) -> dict[str, Any]:
        """A partner has a name."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("way") == Offer.Way.PARTNER and not said.get("partner", "").strip():
            self.add_error("partner", _("Write the name of the partner organisation."))
        return said

    def offered(self) -> dict[str, Any]:
        """With the way and the day."""
        said = self.cleaned_data
        return super().offered() | {name: said[name] for name in ("way", "partner", "offered_on")}


class AnswersForm(KitchenForm):
    """The questions for fairness: each may be skipped, none is ticked before somebody ticks it. `now`: the person’s own, for them alone."""

    def __init__(self, *args: Any, questions: Sequence[FairnessQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in questions:
            picks = [Pick(choice.code, choice.words) for choice in one.choices.all()]
            self.fields[f"q_{one.code}"] = PickField(picks, label=one.asks, required=False, two=len(picks) > 4)

    def answers(self) -> dict[str, str]:
        """What was chosen: {question code: choice code}."""
        return {name.removeprefix("q_"): chosen for name, chosen in self.cleaned_data.items() if chosen}


class FileForm(KitchenForm):
    """One file of offers, and how they came."""

    upload = UploadField(
        label=_("The file"),
        help_text=_("A CSV file, or an Excel file that ends in .xlsx. The first line holds the names of the columns."),
        max_bytes=MOST_BYTES,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    way = PickField(
        [Pick(way.value, way.label, icon=WAY_ICONS[way.value]) for way in WAYS], label=_("How did these people offer?"), two=True
    )
    partner = forms.CharField(label=_("Which partner organisation?"), required=False, max_length=120)


COLUMNS = {
    "name": _("Which column holds the names?"),
    "email": _("Which column holds the e-mail addresses?"),
    "phone": _("Which column holds the phone numbers?"),
    "post": _("Which column holds the postal addresses?"),
    "home": _("Which column holds where people live?"),
    "group": _("Which column holds the group on the map?"),
    "day": _("Which column holds the day on which they offered?"),
    "id": _("Which column holds a number or code of each one?"),
}


class ColumnsForm(KitchenForm):
    """Which column is what."""

    def __init__(self, *args: Any, headings: Sequence[str], questions: Iterable[FairnessQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = [("", _("No column")), *((heading, heading) for heading in headings)]
        for what in NAMES:
            self.fields[f"column_{what}"] = forms.ChoiceField(label=COLUMNS[what], choices=used, required=what == "name")
        for one in questions:
            label = _("Which column holds the answers to “%(asks)s”?") % {"asks": one.asks}
            self.fields[f"column_{FAIR}{one.code}"] = forms.ChoiceField(label=label, choices=used, required=False)
        self.order_fields([f"column_{what}" for what in COLUMNS])

    def columns(self) -> dict[str, str]:
        """What was chosen: {field: heading}."""
        return {name.removeprefix("column_"): heading for name, heading in self.cleaned_data.items() if heading}
