"""What the lead types for a draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.policy.verdict import Problem
from kitchentable.seats.can_be import Change
from kitchentable.seats.models import AffectedGroup, Draw
from kitchentable.seats.pool import Limit
from kitchentable.ui.forms import DayField, KitchenForm, PickField, Words
from kitchentable.ui.pieces import Pick

METHODS = {
    "leximin": (
        gettext_lazy("As even as can be, for everybody"),
        gettext_lazy("The person with the lowest chance gets as high a chance as can be. Then the next lowest, and so on."),
    ),
    "maximin": (
        gettext_lazy("Look at the lowest chance only"),
        gettext_lazy("The person with the lowest chance gets as high a chance as can be. Nothing is promised to the others."),
    ),
    "nash": (
        gettext_lazy("A little less for the few, more for the many"),
        gettext_lazy(
            "All chances multiplied are as high as can be. Those with the lowest chance get a little less, many others more."
        ),
    ),
    "stratified": (
        gettext_lazy("Seat by seat"),
        gettext_lazy("Seats are filled one by one, from the group that is shortest of people. Simple, and the least fair."),
    ),
}


class BecauseForm(KitchenForm):
    """Why there is one more draw, or why this one ends."""

    because = Words(advice=True, label=gettext_lazy("Why?"), help_text=gettext_lazy("Everyone can read this."), most=1000)


class LimitsForm(KitchenForm):
    """How many of each answer, how to be fair, who stands in, and who has a seat in any case."""

    method = PickField([Pick(code, *words) for code, words in METHODS.items()], label=gettext_lazy("How should the draw be fair?"))
    alternates = forms.IntegerField(
        label=gettext_lazy("How many people stand in, in case somebody leaves?"), min_value=0, max_value=200
    )
    must = forms.CharField(
        label=gettext_lazy("Who has a seat in any case?"),
        help_text=gettext_lazy("Almost always nobody. Else the codes of their offers, with a comma between."),
        required=False,
        max_length=600,
    )
    must_because = Words(
        advice=True,
        label=gettext_lazy("Why do they?"),
        help_text=gettext_lazy("Everyone can read this."),
        required=False,
        most=1000,
    )

    def __init__(self, *args: Any, draw: Draw, limits: Sequence[Limit], **kwargs: Any) -> None:
        first = {
            "method": draw.method,
            "alternates": draw.alternates,
            "must": ", ".join(draw.must),
            "must_because": draw.must_because,
        }
        for limit in limits:
            first |= {f"{limit.name}.low": limit.low, f"{limit.name}.high": limit.high}
        super().__init__(*args, initial=first, **kwargs)
        self.limits = limits
        for limit in limits:
            for end, words in (("low", _("%(words)s: at least")), ("high", _("%(words)s: at most"))):
                label = words % {"words": limit.words}
                self.fields[f"{limit.name}.{end}"] = forms.IntegerField(label=label, min_value=0, max_value=5000)

    def questions(self) -> list[tuple[str, list[tuple[Limit, forms.BoundField, forms.BoundField]]]]:
        """The boxes, question by question."""
        found: dict[str, tuple[str, list[tuple[Limit, forms.BoundField, forms.BoundField]]]] = {}
        for limit in self.limits:
            boxes = (limit, self[f"{limit.name}.low"], self[f"{limit.name}.high"])
            found.setdefault(limit.feature, (limit.asks, []))[1].append(boxes)
        return list(found.values())

    def changes(self) -> list[Change]:
        """The limits as typed."""
        typed = self.cleaned_data
        return [(one.feature, one.value, typed[f"{one.name}.low"], typed[f"{one.name}.high"]) for one in self.limits]

    def codes(self) -> list[str]:
        """The codes of those who have a seat in any case."""
        return [code for code in self.cleaned_data["must"].replace(",", " ").upper().split() if code]

    def add_problem(self, problem: Exception) -> None:
        """A problem with a limit stands at its first box."""
        field = getattr(problem, "field", None)
        if isinstance(problem, Problem) and f"{field}.low" in self.fields:
            self.add_error(f"{field}.low", str(problem))
        else:
            super().add_problem(problem)


class PublishForm(KitchenForm):
    """What the seed will be, and when it is known."""

    seed_from = forms.CharField(
        label=gettext_lazy("What will the seed be?"),
        help_text=gettext_lazy(
            "Something that nobody controls, and nobody knows yet. Like: the numbers of Saturday’s lottery, in the order they are drawn. "
            "Or: six dice thrown by people in the library."
        ),
        max_length=300,
    )
    seed_on = DayField(label=gettext_lazy("On which day is it known?"))


class SeedForm(KitchenForm):
    """The seed, twice."""

    seed = forms.CharField(
        label=gettext_lazy("What is the seed?"), help_text=gettext_lazy("Like: 7 12 23 31 44 49"), max_length=300
    )
    again = forms.CharField(label=gettext_lazy("Type it once more"), max_length=300)


class GroupForm(KitchenForm):
    """For which group somebody has their seat."""

    group: forms.ModelChoiceField[AffectedGroup] = forms.ModelChoiceField(
        queryset=AffectedGroup.objects.none(), to_field_name="key", label=gettext_lazy("For which group?"), empty_label=None
    )

    def __init__(self, *args: Any, draw: Draw, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = AffectedGroup.objects.on_map().filter(work=draw.call.work_id)  # type: ignore[attr-defined]
