"""What those who run a call type: the call itself, what it asks to be fair, and within which limits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.seats.acts.calls import CHANGES, Limit
from kitchentable.seats.fairness import ready_made
from kitchentable.seats.models import Call, FairnessQuestion
from kitchentable.ui.forms import DayField, KitchenForm, PicksField, Words
from kitchentable.ui.pieces import Pick

MOST_SEATS = 500


class CallForm(KitchenForm):
    """A call in plain words."""

    title = forms.CharField(label=_("What is it called?"), help_text=_("Like: Six people to plan help at home."), max_length=160)
    what = Words(advice=True, label=_("What will people do?"), help_text=_("In short, plain words."), most=3000)
    how_much_time = Words(
        advice=True, label=_("How much time is it?"), help_text=_("How often, how long, from when to when."), most=1000
    )
    what_we_pay = Words(
        advice=True, label=_("What do we pay?"), help_text=_("The money for their time, and what else we pay for."), most=1000
    )
    what_support = Words(
        advice=True,
        label=_("What support is there?"),
        help_text=_("Like: travel, an interpreter, somebody who rings before."),
        most=1000,
    )
    for_whom = Words(advice=True, label=_("For whom is it?"), required=False, most=1000)
    seats = forms.IntegerField(
        label=_("How many seats are there?"),
        min_value=1,
        max_value=MOST_SEATS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    alternates = forms.IntegerField(
        label=_("How many people stand in when somebody drops out?"),
        min_value=0,
        max_value=MOST_SEATS,
        initial=0,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    closes_on = DayField(label=_("Until which day can people offer?"))
    other_ways = Words(
        advice=True,
        label=_("How can people be part without a seat?"),
        help_text=_("Those who are not drawn read this."),
        required=False,
        most=2000,
    )

    def __init__(self, *args: Any, call: Call | None = None, **kwargs: Any) -> None:
        first = today() + timedelta(days=number("call_days"))
        kwargs.setdefault("initial", {name: getattr(call, name) for name in CHANGES} if call else {"closes_on": first})
        super().__init__(*args, **kwargs)
        if call is None or call.opened_at is None:
            self.fields["closes_on"].help_text = _(
                "At least %(days)d days from the day it opens, so that post and partners have time too."
            ) % {"days": number("call_days")}
        else:
            self.fields["closes_on"].help_text = _("People were told this day. It can be later, not earlier.")

    def call(self) -> Call:
        """What was typed, as a call that is not saved."""
        return Call(**{name: self.cleaned_data[name] for name in CHANGES})


class ReadyForm(KitchenForm):
    """Ready-made questions to ask."""

    codes = PicksField(
        label=_("Which of these do you want to ask?"), error_messages={"required": _("Choose one question or more.")}
    )

    def __init__(self, *args: Any, taken: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picks = []
        for one in ready_made().values():
            asks, choices = one.in_words()
            if one.code not in taken:
                picks.append(Pick(one.code, asks, " · ".join(words for _code, words in choices)))
        self.fields["codes"].offer(picks)  # type: ignore[attr-defined]


class OwnQuestionForm(KitchenForm):
    """A question in their own words."""

    asks = forms.CharField(label=_("What do you ask?"), help_text=_("Like: Do you get help at home?"), max_length=200)
    choices = Words(
        label=_("What can people answer?"),
        help_text=_("One answer on each line. “I would rather not say” is added by itself."),
        most=6000,
    )

    def lines(self) -> list[tuple[str, str]]:
        """Each answer, with no code yet."""
        return [("", line.strip()) for line in self.cleaned_data["choices"].splitlines() if line.strip()]


def _count(label: str, most: int) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "aria-label": label})
    return forms.IntegerField(required=False, min_value=0, max_value=most, widget=widget)


class LimitsForm(KitchenForm):
    """A grid: for each question whether the draw keeps to it, and for each answer how many at least, at most, and “never alone”."""

    def __init__(self, *args: Any, call: Call, questions: list[FairnessQuestion], **kwargs: Any) -> None:
        first: dict[str, Any] = {}
        super().__init__(*args, **kwargs)
        self.call, self.questions = call, questions
        for q in questions:
            first[f"draw_{q.code}"] = q.in_draw
            self.fields[f"draw_{q.code}"] = forms.BooleanField(label=_("The draw keeps to these limits"), required=False)
            for c in q.choices.all():
                at = f"{q.code}_{c.code}"
                first |= {f"low_{at}": c.low or None, f"high_{at}": c.high, f"alone_{at}": c.never_alone}
                self.fields[f"low_{at}"] = _count(_("%(words)s: at least") % {"words": c.words}, call.seats)
                self.fields[f"high_{at}"] = _count(_("%(words)s: at most") % {"words": c.words}, call.seats)
                self.fields[f"alone_{at}"] = forms.BooleanField(
                    required=False,
                    widget=forms.CheckboxInput(attrs={"aria-label": _("%(words)s: never alone") % {"words": c.words}}),
                )
        self.initial = first

    def grid(self) -> list[tuple[FairnessQuestion, forms.BoundField, list[tuple[Any, list[forms.BoundField]]]]]:
        """Each question, whether the draw keeps to it, and each answer with its three boxes."""
        return [
            (
                q,
                self[f"draw_{q.code}"],
                [(c, [self[f"{what}_{q.code}_{c.code}"] for what in ("low", "high", "alone")]) for c in q.choices.all()],
            )
            for q in self.questions
        ]

    def limits(self) -> dict[str, dict[str, Limit]]:
        """What was typed, for the act."""
        said = self.cleaned_data
        return {
            q.code: {
                c.code: Limit(
                    said.get(f"low_{q.code}_{c.code}") or 0,
                    said.get(f"high_{q.code}_{c.code}"),
                    bool(said.get(f"alone_{q.code}_{c.code}")),
                )
                for c in q.choices.all()
            }
            for q in self.questions
            if said.get(f"draw_{q.code}")
        }
