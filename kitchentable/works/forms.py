"""What staff type about a piece of work, and which step it felt like."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person
from kitchentable.ui.forms import DayField, KitchenForm, PickField, Words
from kitchentable.ui.pieces import Pick
from kitchentable.works.ladder import MEANINGS
from kitchentable.works.models import Role, Step, Work


def steps() -> list[Pick]:
    """All seven, from the top down."""
    return [Pick(str(step.value), step.label, MEANINGS[step.value]) for step in reversed(Step)]


def can_be_asked(work: Work | None) -> QuerySet[Person]:
    """Staff; and those who have a part in this piece of work, such as a councillor who decides."""
    wanted = Q(works_here=True, is_active=True)
    if work is not None and work.pk:
        wanted |= Q(roles__work=work, roles__until__isnull=True) | Q(decides=work) | Q(answers_first=work)
    found: QuerySet[Person] = Person.objects.filter(wanted, erased_at__isnull=True).distinct().order_by("called", "pk")
    return found


class WorkForm(KitchenForm):
    """Everything that people need to know about a piece of work."""

    title = forms.CharField(label=_("What is it called?"), help_text=_("A few plain words."), max_length=160)
    lead_line = forms.CharField(label=_("In one or two sentences"), required=False, max_length=300)
    what_this_is = Words(advice=True, label=_("What this is"))
    what_we_ask = Words(advice=True, label=_("What we ask of you"))
    by_when = DayField(label=_("By when"), required=False)
    what_next = Words(advice=True, label=_("What happens next"), required=False)
    can_change = Words(advice=True, label=_("What can change"), help_text=_("One thing a line."))
    cannot_change = Words(
        advice=True, label=_("What cannot change, and why"), help_text=_("One thing a line, each with its “because”.")
    )
    decider: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        to_field_name="key",
        label=_("Who decides?"),
        help_text=_("If it is not somebody who works here, give them a part in this work first."),
        empty_label=_("Choose a person"),
    )
    answers_first: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        to_field_name="key",
        label=_("Who must answer what people say?"),
        help_text=_("They can pass things on by name. The date stays."),
        empty_label=_("Choose a person"),
    )
    ladder_planned = PickField(
        [pick for pick in steps() if pick.value != str(Step.COERCION.value)],
        label=_("Which step of the ladder do you plan?"),
        help_text=_(
            "Be honest: people say afterwards which step it felt like. “Coercion”, the lowest step, can never be the plan."
        ),
    )
    people_also_do_and_check = forms.BooleanField(
        label=_("People with lived experience also help to do it and check it"), required=False
    )
    is_public = forms.BooleanField(label=_("Show it to everyone"), required=False)

    def __init__(self, *args: Any, work: Work | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = can_be_asked(work)
        self.fields["decider"].queryset = people  # type: ignore[attr-defined]
        self.fields["answers_first"].queryset = people  # type: ignore[attr-defined]

    def fill(self, work: Work) -> Work:
        """The piece of work with what was typed; not saved."""
        for name, value in self.cleaned_data.items():
            setattr(work, name, int(value) if name == "ladder_planned" else value)
        return work


def typed(work: Work) -> dict[str, Any]:
    """What stands in a piece of work, for its form."""
    names = [name for name in WorkForm.base_fields if name not in ("decider", "answers_first", "ladder_planned")]
    values = {name: getattr(work, name) for name in names}
    people = {"decider": work.decider.key, "answers_first": work.answers_first.key}
    return {**values, **people, "ladder_planned": str(work.ladder_planned)}


class StageForm(KitchenForm):
    """Where the work stands."""

    stage = PickField([Pick(stage.value, stage.label) for stage in Work.Stage], two=True, label=_("Where is it now?"))


class RoleForm(KitchenForm):
    """A part in a piece of work."""

    kind = PickField(
        [
            Pick(Role.Kind.MEMBER.value, Role.Kind.MEMBER.label, _("Takes part from start to end."), "table"),
            Pick(Role.Kind.LEAD.value, Role.Kind.LEAD.label, _("Asks, listens, and sees that everyone is answered."), "works"),
            Pick(Role.Kind.CHECKER.value, Role.Kind.CHECKER.label, _("Reads each answer before it goes."), "eye"),
            Pick(Role.Kind.ANSWERER.value, Role.Kind.ANSWERER.label, _("Answers what is given to them."), "answered"),
            Pick(Role.Kind.DECIDER.value, Role.Kind.DECIDER.label, _("Decides, and says why."), "way"),
        ],
        label=_("What do they do here?"),
    )


class FeltForm(KitchenForm):
    """Which step it felt like."""

    step = PickField(
        steps(), label=_("Which step did it feel like to you?"), help_text=_("There is no right answer. You can change it later.")
    )


class FeltForForm(FeltForm):
    """The same, typed for somebody at the table."""

    whose: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        queryset=Person.objects.none(), to_field_name="key", label=_("Who told you?"), empty_label=_("Choose a person")
    )
    field_order = ("whose", "step")

    def __init__(self, *args: Any, work: Work, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].label = _("Which step did it feel like to them?")
        members = Person.objects.filter(roles__work=work, roles__kind=Role.Kind.MEMBER, erased_at__isnull=True)
        self.fields["whose"].queryset = members.distinct().order_by("called", "pk")  # type: ignore[attr-defined]
