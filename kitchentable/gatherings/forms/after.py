"""After: how it was, the minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.acts.after import BY_HAND, NewLine
from kitchentable.gatherings.models import Ease, HowItWas, Invitation, Minute
from kitchentable.people.models import Person, Way, WhatWorks
from kitchentable.ui.forms import DayField, KitchenForm, PickField, Words, speak_plainly
from kitchentable.ui.pieces import Pick

MET = [
    Pick(HowItWas.Met.MET, _("Met: it was there, and it worked"), icon="done"),
    Pick(HowItWas.Met.PARTLY, _("Partly met"), icon="partly"),
    Pick(HowItWas.Met.NOT, _("Not met"), icon="no"),
]
STEPS = [
    Pick("5", _("Yes, fully"), icon="face-5"),
    Pick("4", _("Mostly"), icon="face-4"),
    Pick("3", _("Partly"), icon="face-3"),
    Pick("2", _("Not much"), icon="face-2"),
    Pick("1", _("Not at all"), icon="face-1"),
]
ASKS = (
    ("at_ease", _("Were you at ease?")),
    ("heard", _("Were you heard?")),
    ("could_say", _("Could you say what you wanted to say?")),
)


def way_field() -> PickField:
    """How somebody’s word came to staff."""
    return PickField([Pick(way, Way(way).label) for way in BY_HAND], label=_("How did they tell you?"))


class HowForm(KitchenForm):
    """Each need, one by one; then how it felt. Everything can be skipped."""

    def __init__(self, *args: Any, needs: Sequence[WhatWorks], asks_ease: bool, for_them: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs, self.asks_ease = needs, asks_ease
        if for_them:
            self.fields["way"] = way_field()
        for need in needs:
            self.fields[f"met_{need.key}"] = PickField(MET, label=_("How was it this time?"), required=False)
            self.fields[f"why_{need.key}"] = Words(label=_("What happened?"), required=False, most=2000)
        if asks_ease:
            for name, label in ASKS:
                self.fields[name] = PickField(STEPS, label=label, required=False)
            self.fields["words"] = Words(label=_("Anything you want to say about how it felt"), required=False, most=4000)
            self.fields["reads"] = PickField(
                [Pick(value, label) for value, label in Ease.Reads.choices],
                label=_("Who may read these words?"),
                required=False,
                initial=Ease.Reads.NOBODY,
            )
        for field in self.fields.values():
            speak_plainly(field)

    def needs_with_fields(self) -> list[tuple[WhatWorks, Any, Any]]:
        """Each need with its two questions."""
        return [(need, self[f"met_{need.key}"], self[f"why_{need.key}"]) for need in self.needs]

    def ease_fields(self) -> list[Any]:
        """The questions about how it felt."""
        return [self[name] for name in (*(one for one, _label in ASKS), "words", "reads")] if self.asks_ease else []

    def clean(self) -> dict[str, Any]:
        """Words about a need want a choice with them: nobody else may say whether it was met."""
        for need in self.needs:
            if self.cleaned_data.get(f"why_{need.key}", "").strip() and not self.cleaned_data.get(f"met_{need.key}"):
                self.add_error(f"met_{need.key}", _("Choose whether it was met, partly met or not met. Only you can say it."))
        return self.cleaned_data

    def said_of(self, need: WhatWorks) -> tuple[str, str]:
        """What was said of a need: met or not (empty when it was skipped), and why."""
        return self.cleaned_data[f"met_{need.key}"], self.cleaned_data[f"why_{need.key}"]

    def ease(self) -> dict[str, Any]:
        """How it felt, when anything was said."""
        if not self.asks_ease:
            return {}
        steps: dict[str, Any] = {name: int(value) for name, _label in ASKS if (value := self.cleaned_data[name])}
        words = self.cleaned_data["words"].strip()
        return {**steps, "words": words, "reads": self.cleaned_data["reads"] or Ease.Reads.NOBODY} if steps or words else {}


class LineForm(KitchenForm):
    """A line of the minutes."""

    kind = PickField([Pick(value, label) for value, label in Minute.Kind.choices], label=_("What is it?"))
    words = Words(advice=True, label=_("What was said, decided or promised?"), most=4000)
    made_by = forms.ChoiceField(
        label=_("For a point: who made it?"),
        required=False,
        help_text=_("Others do not see this name. We ask them whether we may answer it, like everything that is said."),
    )
    owner = forms.ChoiceField(label=_("For a promise: who keeps it?"), required=False)
    by_when = DayField(label=_("For a promise: by when?"), required=False)

    def __init__(self, *args: Any, invited: Sequence[Invitation], keepers: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._invited = {one.key: one for one in invited}
        self._keepers = {one.key: one for one in keepers}
        self._offer("made_by", _("Nobody is named"), {key: one.person for key, one in self._invited.items()})
        self._offer("owner", _("Nobody yet"), self._keepers)
        for name in ("owner", "by_when"):  # a promise needs them, the others have none
            self.fields[name].say_can_skip = False  # type: ignore[attr-defined]

    def _offer(self, name: str, nobody: Any, people: Mapping[str, Person]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", nobody), *((key, str(one)) for key, one in people.items())]

    def line(self) -> NewLine:
        """The line as it was typed."""
        typed = self.cleaned_data
        return NewLine(
            typed["kind"], typed["words"], self._invited.get(typed["made_by"]), self._keepers.get(typed["owner"]), typed["by_when"]
        )


class CarryForm(KitchenForm):
    """May we answer this? And who may see it?"""

    agreed = PickField(
        [
            Pick("yes", _("Yes, answer it"), _("Somebody named must answer by a date, and we bring you the answer.")),
            Pick("no", _("No, leave it in the room"), _("It stays in the minutes, and nothing more happens with it.")),
        ],
        label=_("May we answer this like everything that is said?"),
    )
    sharing = PickField(label=_("If yes: who may see it?"), required=False)

    def __init__(self, *args: Any, sharings: Sequence[Pick], usual: str, for_them: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sharing"]
        assert isinstance(field, PickField)
        field.offer(sharings)
        field.initial = usual
        field.say_can_skip = False  # type: ignore[attr-defined]
        if for_them:
            self.fields["way"] = way_field()
            speak_plainly(self.fields["way"])
