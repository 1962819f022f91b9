"""Forms of the table and its seats."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kitchentable.policy.clock import today
from kitchentable.seats.models import AffectedGroup, Seat
from kitchentable.ui.forms import DayField, KitchenForm, PickField, Words
from kitchentable.ui.pieces import Pick
from kitchentable.works.models import Work

THEIR_WORD, OWN_WORD = "said", "not_said"


class GiveForm(KitchenForm):
    """A seat for somebody: for which group, of which kind, and how they came to it."""

    group: forms.ModelChoiceField[AffectedGroup] = forms.ModelChoiceField(
        queryset=AffectedGroup.objects.none(), to_field_name="key", label=_("For which group?"), empty_label=_("Choose a group")
    )
    kind = PickField(
        [
            Pick(Seat.Kind.SEAT.value, Seat.Kind.SEAT.label, _("They decide with the others."), "seat"),
            Pick(Seat.Kind.ALTERNATE.value, Seat.Kind.ALTERNATE.label, _("We ask them when a seat becomes free."), "clock"),
            Pick(Seat.Kind.OBSERVER.value, Seat.Kind.OBSERVER.label, _("They listen."), "eye"),
        ],
        label=_("What kind of seat?"),
    )
    way = PickField(
        [
            Pick(Seat.Way.ASKED.value, Seat.Way.ASKED.label),
            Pick(Seat.Way.ELECTED.value, Seat.Way.ELECTED.label),
            Pick(Seat.Way.STANDING.value, Seat.Way.STANDING.label),
            Pick(Seat.Way.DRAWN.value, Seat.Way.DRAWN.label, _("By a draw that was not made here.")),
        ],
        label=_("How did they come to it?"),
        help_text=_("Everyone can read this, without the name."),
    )
    way_words = forms.CharField(
        label=_("Who asked or chose them?"),
        help_text=_("Like “by Healthwatch”. Everyone can read it. Name no person."),
        max_length=200,
        required=False,
    )
    since = DayField(label=_("Since when?"), help_text=_("Leave it empty for today."), required=False)

    def __init__(self, *args: Any, work: Work, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = AffectedGroup.objects.on_map().filter(work=work)  # type: ignore[attr-defined]
        self.fields["since"].not_after = today()  # type: ignore[attr-defined]


class LeaveForm(KitchenForm):
    """To leave one's own seat. Nothing has to be said."""

    why = Words(
        label=_("Why do you leave?"),
        help_text=_("You need not say. Only you and the lead of this piece of work can read it."),
        required=False,
        most=4_000,
    )


class EndForm(KitchenForm):
    """To end somebody's seat: at their word, or without it and then with a because."""

    word = PickField(
        [
            Pick(THEIR_WORD, _("They told me"), _("By phone, by post or in person.")),
            Pick(OWN_WORD, _("I end it without their word"), _("They are told, and read why.")),
        ],
        label=_("Who says that this seat ends?"),
    )
    until = DayField(label=_("From which day?"), help_text=_("Leave it empty for today."), required=False)
    why = Words(
        label=_("Why, in their words?"),
        help_text=_("Only if they want to say it. Only they and the lead can read it."),
        required=False,
        most=4_000,
    )
    because = Words(label=_("If you end it without their word: why?"), help_text=_("They read this."), required=False, most=4_000)

    def __init__(self, *args: Any, seat: Seat, may_decide: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].say_can_skip = False  # type: ignore[attr-defined]
        self.fields["until"].not_before, self.fields["until"].not_after = seat.since, today()  # type: ignore[attr-defined]
        if not may_decide:
            del self.fields["word"], self.fields["because"]

    @property
    def at_their_word(self) -> bool:
        """The person said that they leave."""
        return bool(self.cleaned_data.get("word", THEIR_WORD) == THEIR_WORD)


class StandInForm(KitchenForm):
    """Who takes over a seat."""

    alternate = PickField(
        label=_("Who takes this seat?"), help_text=_("Ask them first. Those of the same group come first, then in their order.")
    )

    def __init__(self, *args: Any, alternates: list[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picks = [Pick(one.key, one.person.called, one.group.name, "person") for one in alternates if one.person is not None]
        self.fields["alternate"].offer(picks)  # type: ignore[attr-defined]
