"""What is typed about the map: groups, suggestions, reasons, how the seats lean, and duties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kitchentable.seats.leaning import Chosen
from kitchentable.seats.models import AffectedGroup, DutyNote, SeatPlan
from kitchentable.seats.prompts import PROMPTS
from kitchentable.ui.forms import KitchenForm, PickField, PicksField, Words
from kitchentable.ui.pieces import Pick
from kitchentable.works.models import Group, Work

MOST_PEOPLE, MOST_SEATS, MOST_WORDS = 100_000_000, 500, 2_000
Strength, Reaching = AffectedGroup.Strength, AffectedGroup.Reaching


class GroupForm(KitchenForm):
    """A group on the map. Everything in it is read by everyone."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("Who are they?"), help_text=_("A few plain words. Name a group, never a person."), max_length=120
    )
    strength = PickField(
        [
            Pick(str(Strength.MOST.value), Strength.MOST.label, _("It changes their days. They must be at the table all along.")),
            Pick(str(Strength.MUCH.value), Strength.MUCH.label, _("It changes something that matters to them.")),
            Pick(str(Strength.SOME.value), Strength.SOME.label, _("They notice it.")),
        ],
        label=_("How strongly are they affected?"),
    )
    side = PickField(
        [
            Pick(Group.LIVED.value, Group.LIVED.label, _("They live with it themselves.")),
            Pick(Group.CARER.value, Group.CARER.label, _("They look after somebody and are not paid for it.")),
            Pick(Group.STAFF.value, Group.STAFF.label, _("At the council, or for somebody who does the work for it.")),
            Pick(Group.OTHER.value, Group.OTHER.label),
        ],
        two=True,
        label=_("Which of these are they?"),
    )
    how_affected = Words(
        advice=True, label=_("How does it affect them?"), help_text=_("Everyone can read this."), required=False, most=MOST_WORDS
    )
    not_yet_using = forms.BooleanField(label=_("They do not use it yet, but need it"), required=False)
    about_how_many = forms.IntegerField(
        label=_("About how many are they?"),
        help_text=_("A round number is fine. Leave it empty when nobody knows."),
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
    )
    who_is_missing = Words(
        label=_("Who of them is missing so far?"),
        help_text=_("Like: people who live alone, or who do not speak English. Never a name."),
        required=False,
        most=MOST_WORDS,
    )
    reaching = PickField(
        [
            Pick("", _("We do not know yet"), icon="unknown"),
            Pick(Reaching.KNOWN.value, Reaching.KNOWN.label, icon="people"),
            Pick(Reaching.PARTNER.value, Reaching.PARTNER.label, icon="hands"),
            Pick(Reaching.OUTREACH.value, Reaching.OUTREACH.label, icon="place"),
        ],
        label=_("How do we reach them?"),
        required=False,
    )
    how_to_reach = Words(
        label=_("What exactly do we do?"),
        help_text=_("Like: we ask at the food bank on Tuesdays."),
        required=False,
        most=MOST_WORDS,
    )
    seats_wanted = forms.IntegerField(label=_("How many seats should they have?"), initial=0, min_value=0, max_value=MOST_SEATS)
    prompt = forms.ChoiceField(
        label=_("Does this group answer one of the questions?"),
        choices=[("", _("None of them")), *((prompt.code, prompt.name) for prompt in PROMPTS)],
        required=False,
    )

    def fill(self, group: AffectedGroup) -> AffectedGroup:
        """The group with what was typed; not saved."""
        for name, value in self.cleaned_data.items():
            if name != "seen":
                setattr(group, name, int(value) if name == "strength" else value)
        return group

    def differs(self, group: AffectedGroup) -> list[tuple[str, str]]:
        """Where what stands is not what was typed: each question, with what stands."""
        stands = typed(group)
        found = []
        for bound in self:
            if bound.name != "seen" and str(self.cleaned_data.get(bound.name) or "") != str(stands.get(bound.name) or ""):
                named = {str(value): str(label) for value, label in getattr(bound.field, "choices", ())}
                value = str(stands.get(bound.name) or "")
                found.append((str(bound.label), named.get(value, value)))
        return found


def typed(group: AffectedGroup) -> dict[str, Any]:
    """What stands in a group, for its form."""
    stands = {name: getattr(group, name) for name in GroupForm.base_fields if name != "seen"}
    stands |= {"strength": str(group.strength), "name": str(group), "seen": group.changed_at.isoformat()}
    if group.state == AffectedGroup.State.SUGGESTED:  # how strongly, and on which side, is for the lead to say: nothing is ticked
        del stands["strength"], stands["side"]
    return stands


class WhyForm(KitchenForm):
    """A reason, for everyone to read."""

    because = Words(label=_("Because"), most=MOST_WORDS)


class SuggestForm(KitchenForm):
    """Somebody tells us who else is affected."""

    name = forms.CharField(
        label=_("Who else is affected?"),
        help_text=_("A group of people, like “people who work at night”. Please name nobody."),
        max_length=120,
    )
    why = Words(label=_("How does it affect them?"), help_text=_("As much or as little as you like."), required=False, most=5_000)
    website = forms.CharField(required=False)


class CopyForm(KitchenForm):
    """Which groups of an earlier map to start from. Nothing is ticked for anyone."""

    groups = PicksField(label=_("Which of these groups are affected here too?"))

    def __init__(self, *args: Any, found: Sequence[AffectedGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {group.key: group for group in found}
        field = self.fields["groups"]
        assert isinstance(field, PicksField)
        field.offer([Pick(group.key, group.name, group.get_strength_display()) for group in found])

    def chosen(self) -> list[AffectedGroup]:
        """The groups that were ticked."""
        return [self.found[key] for key in self.cleaned_data["groups"]]


class PlanForm(KitchenForm):
    """How the seats lean, as a choice with its reason."""

    lived_percent = forms.IntegerField(
        label=_("Of 100 seats, how many at the least are for people with lived experience and unpaid carers?"),
        help_text=_("51 is more than half."),
        min_value=0,
        max_value=100,
    )
    least_lived = forms.IntegerField(
        label=_("How many people with lived experience, at the least?"),
        help_text=_("Good practice is 2 or more, so that nobody sits there alone."),
        min_value=0,
        max_value=MOST_SEATS,
    )
    least_carers = forms.IntegerField(
        label=_("How many unpaid carers, at the least?"),
        help_text=_("Good practice is 2 or more, so that nobody sits there alone."),
        min_value=0,
        max_value=MOST_SEATS,
    )
    quorum_percent = forms.IntegerField(
        label=_("To decide: of 100 people at the table, how many must be there?"),
        help_text=_("It is never fewer than 2 people."),
        min_value=0,
        max_value=100,
    )
    quorum_lived = forms.IntegerField(
        label=_("How many of them must have lived experience, or care unpaid?"), min_value=0, max_value=MOST_SEATS
    )
    because = Words(
        advice=True, label=_("Why do you choose this?"), help_text=_("Everyone can read it beside the numbers."), most=MOST_WORDS
    )

    def plan(self, work: Work) -> SeatPlan:
        """What was chosen; not saved."""
        return SeatPlan(work=work, **self.cleaned_data)


def plan_typed(plan: SeatPlan | None, chosen: Chosen) -> dict[str, Any]:
    """What was chosen, or what holds when nobody chose, for the form."""
    numbers = {name: getattr(chosen, name) for name in PlanForm.base_fields if name != "because"}
    return {**numbers, "because": plan.because if plan else ""}


HINTS = {
    DutyNote.Kind.INVOLVE: _(
        "For health bodies: the NHS Act 2006 asks you to involve people when services are planned or changed. "
        "Look at it before the work starts, and say how you came to your answer."
    ),
    DutyNote.Kind.HARM: _("Who could be treated worse because of who they are? What stops that?"),
    DutyNote.Kind.ADVANCE: _("Who has less of a chance today? What do you do so that they have the same, and take part?"),
    DutyNote.Kind.RELATIONS: _("Does it bring people together who do not know each other? Could it set them against each other?"),
}


class DutyForm(KitchenForm):
    """What was found about one duty. Only the duty to involve asks “does it apply?”."""

    applies = PickField(
        [Pick("yes", _("Yes, it applies"), icon="done"), Pick("no", _("No, it does not apply"), icon="no")],
        two=True,
        label=_("Does it apply?"),
        error_messages={"required": _("Say whether it applies: yes or no.")},
    )
    words = Words(label=_("What did you find, and why?"), most=MOST_WORDS * 2)

    def __init__(self, *args: Any, kind: DutyNote.Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != DutyNote.Kind.INVOLVE:
            del self.fields["applies"]

    def applies_said(self) -> bool | None:
        """Yes, no, or not asked."""
        return self.cleaned_data["applies"] == "yes" if "applies" in self.cleaned_data else None
