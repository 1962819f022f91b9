"""What is typed about leaving, handing over, and what is passed on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person, Way, WhatWorks
from kitchentable.policy.clock import today
from kitchentable.ties.acts.handing_over import MOST_LINE, MOST_NOTE
from kitchentable.ui.forms import DayField, KitchenForm, PickField, PicksField, Words
from kitchentable.ui.pieces import Pick
from kitchentable.works.models import Work

HOW = [
    Pick(Way.PHONE, Way.PHONE.label, icon="phone"),
    Pick(Way.IN_PERSON, Way.IN_PERSON.label, icon="person"),
    Pick(Way.PAPER, Way.PAPER.label, icon="paper"),
]
WHOLE = "all"


def staff(*, but: Person | None = None) -> QuerySet[Person]:
    """Those who can take over: they work here and can sign in."""
    found: QuerySet[Person] = Person.objects.filter(works_here=True, is_active=True, erased_at__isnull=True)
    return (found.exclude(pk=but.pk) if but else found).order_by("called", "pk")


def _who(label: Any, hint: Any = "", *, required: bool = False) -> forms.ModelChoiceField[Person]:
    return forms.ModelChoiceField(
        queryset=Person.objects.none(), to_field_name="key", label=label, help_text=hint, required=required,
        empty_label=_("Choose a person"),
    )  # fmt: skip


class PlanForm(KitchenForm):
    """Who leaves, from what, when, and who takes the rest."""

    person = _who(_("Who leaves?"), required=True)
    work: forms.ModelChoiceField[Work] = forms.ModelChoiceField(
        queryset=Work.objects.none(), to_field_name="slug", label=_("What do they leave?"), required=False,
        help_text=_("Choose nothing when they leave us altogether. Their account then ends."), empty_label=_("All of it: they leave us"),
    )  # fmt: skip
    on = DayField(label=_("What is their last day?"), help_text=_("On the day after, everything is handed over."))
    to = _who(_("Who takes over?"), _("You can name others for single things on the next page."))
    why = Words(
        label=_("Why do you leave? In your words, for the group."),
        help_text=_("You need not say. If you do, everyone at the table reads it."),
        required=False, most=MOST_NOTE,
    )  # fmt: skip

    def __init__(
        self, *args: Any, by: Person, whom: QuerySet[Person] | None, works: QuerySet[Work] | None, mine: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if whom is None:
            del self.fields["person"]
        else:
            self.fields["person"].queryset = whom  # type: ignore[attr-defined]
        if works is None:
            del self.fields["work"]
        else:
            self.fields["work"].queryset = works  # type: ignore[attr-defined]
        self.fields["to"].queryset = staff()  # type: ignore[attr-defined]
        if not mine:
            del self.fields["why"]
        self.initial.setdefault("on", today())


class GiveForm(KitchenForm):
    """Who takes these things. Ticks come from the page beside it."""

    to = _who(_("Who takes them?"), _("Choose nobody to take the name away."))

    def __init__(self, *args: Any, but: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = staff(but=but)  # type: ignore[attr-defined]


class ProposeForm(KitchenForm):
    """A note about what works for two people together."""

    person = _who(_("With whom?"), required=True)
    words = Words(
        label=_("What works for the two of you?"),
        help_text=_("Such as: we ring after 11. Write no diagnosis. They read this first, change it, or say no."),
        most=MOST_NOTE,
        advice=True,
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.filter(pk__in=[one.pk for one in people]).order_by("called", "pk")  # type: ignore[attr-defined]


class ChooseForm(KitchenForm):
    """What a person lets be passed on."""

    NOTHING, NOTE = "nothing", "some"

    way = PickField(HOW, label=_("How did they tell you?"))
    what = PickField(
        [
            Pick("nothing", _("Nothing"), _("Somebody new asks you themselves."), icon="no"),
            Pick("some", _("What I choose here"), _("Only that, and only to whoever leads this work."), icon="tick"),
        ],
        label=_("What may we pass on?"),
    )
    needs = PicksField(label=_("Lines of mine that you may pass on"), required=False)
    words = Words(
        label=_("The note, the way I want it"),
        help_text=_("Change it as you like. Leave it empty to pass no note on."),
        required=False, most=MOST_NOTE,
    )  # fmt: skip

    def __init__(self, *args: Any, lines: Sequence[WhatWorks], for_them: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {line.key: line for line in lines}
        if not for_them:
            del self.fields["way"]
        if lines:
            self.fields["needs"].offer([Pick(line.key, line.words) for line in lines])  # type: ignore[attr-defined]
        else:
            del self.fields["needs"]

    def clean(self) -> dict[str, Any]:
        """A yes says to what."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("what") == self.NOTE and not said.get("needs") and not said.get("words", "").strip():
            self.add_error("what", _("Choose a line, or write a note. Or say “Nothing”."))
        return said

    def chosen(self) -> dict[str, Any]:
        """What goes to the act."""
        if self.cleaned_data["what"] == self.NOTHING:
            return {"words": "", "needs": []}
        keys = self.cleaned_data.get("needs", [])
        return {"words": self.cleaned_data["words"], "needs": [self.lines[key] for key in keys if key in self.lines]}


class LineForm(KitchenForm):
    """One line for the note of the group."""

    words = Words(
        label=_("What should somebody new know about us?"),
        help_text=_("One thing. Such as: we start with tea, and nobody is hurried."),
        most=MOST_LINE, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    person = _who(_("Whose line is it?"), _("Choose somebody when you write it down for them."))
    way = PickField(HOW, label=_("How did they tell you?"), required=False)

    def __init__(self, *args: Any, people: QuerySet[Person] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["person"]
            del self.fields["way"]
        else:
            self.fields["person"].queryset = people  # type: ignore[attr-defined]
            self.fields["person"].empty_label = _("My own")  # type: ignore[attr-defined]
