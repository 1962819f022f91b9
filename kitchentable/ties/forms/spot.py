"""What a person types when the picture is not how it feels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person
from kitchentable.policy.clock import today
from kitchentable.ties.models import Remark
from kitchentable.ui.forms import DayField, KitchenForm, PickField, Words
from kitchentable.ui.pieces import Pick
from kitchentable.voices.forms.office import BY_HAND, moment_of
from kitchentable.voices.forms.saying import sharings
from kitchentable.voices.models import Sharing


class RemarkForm(KitchenForm):
    """Which tip, their words, and who may see them."""

    tip = PickField([Pick(str(tip.value), tip.label) for tip in Remark.OfTip], label=_("Which part is it about?"))
    words = Words(
        label=_("How does it feel to you?"), help_text=_("In your own words. Nothing is changed. There is no right or wrong.")
    )
    sharing = PickField(sharings(has_name=True), label=_("Who may see it?"), initial=Sharing.LEAD.value)


class RemarkForForm(KitchenForm):
    """The same, typed by staff for somebody who told them by phone, on paper or in person."""

    whose = PickField(label=_("Who told you?"))
    way = PickField(BY_HAND, label=_("How did they tell you?"))
    said_on = DayField(
        label=_("When did we hear it?"),
        help_text=_("The day of the call or the talk, or the day the paper came. The answer is owed from that day."),
    )
    tip = PickField([Pick(str(tip.value), tip.label) for tip in Remark.OfTip], label=_("Which part is it about?"))
    words = Words(label=_("What they said"), help_text=_("In their words, to the letter. Write “I”, as they did."))
    read_back = PickField(
        [Pick("agreed", _("Yes, and they said: that is it"), icon="done"), Pick("no", _("No, not read back"), icon="unknown")],
        label=_("Did you read it back to them?"),
    )
    sharing = PickField(
        sharings(has_name=True),
        label=_("Who may see it?"),
        help_text=_("Ask them. If you could not ask, choose the first one."),
        initial=Sharing.LEAD.value,
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        kwargs["initial"] = {"said_on": today(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self._people = {person.key: person for person in people}
        self.fields["whose"].offer([Pick(key, person.called) for key, person in self._people.items()])  # type: ignore[attr-defined]

    def person(self) -> Person:
        """Whose words these are."""
        return self._people[self.cleaned_data["whose"]]

    def said_at(self) -> datetime:
        """When they said it."""
        return moment_of(self.cleaned_data["said_on"])

    def was_read_back(self) -> bool | None:
        """Read back, and they agreed; or not read back."""
        return True if self.cleaned_data["read_back"] == "agreed" else None
