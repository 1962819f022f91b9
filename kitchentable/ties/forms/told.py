"""What is typed: what is new in a question, the name of a point, “not again about this”."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kitchentable.policy.clock import today
from kitchentable.ties.models import NotAgain
from kitchentable.ui.forms import DayField, KitchenForm, PickField, Words
from kitchentable.ui.pieces import Pick
from kitchentable.works.models import Work

What, Way = NotAgain.What, NotAgain.Way


class NewForm(KitchenForm):
    """What is new in what we ask."""

    new = Words(
        advice=True,
        most=1_000,
        label=_("What is new in what you ask?"),
        help_text=_("What do you not know yet from what people told you? People read this beside the question."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class JoinForm(KitchenForm):
    """The name of one point."""

    called = forms.CharField(
        label=_("What do they say, in a few words?"),
        help_text=_("Use words of theirs. If there is a theme with this name, they go into it."),
        max_length=120,
    )


class NotAgainForm(KitchenForm):
    """What one does not want to be asked about again, and for how long."""

    what = PickField(
        [
            Pick(What.WORK.value, What.WORK.label),
            Pick(What.MATTER.value, What.MATTER.label, _("Like: short breaks.")),
            Pick(What.ALL.value, What.ALL.label, _("You still get answers to what you said.")),
        ],
        label=_("What shall we not ask you about again?"),
    )
    work: forms.ModelChoiceField[Work] = forms.ModelChoiceField(
        queryset=Work.objects.none(),
        to_field_name="slug",
        label=_("Which piece of work?"),
        help_text=_("Only if you chose one piece of work."),
        empty_label=_("Choose one"),
        required=False,
    )
    matter = forms.CharField(
        label=_("Which thing, in your words?"),
        help_text=_("Only if you chose one thing. A few words do. Nobody who asks people reads them."),
        max_length=120,
        required=False,
    )
    until = DayField(label=_("Until which day?"), help_text=_("Leave it empty: until you say that we may."), required=False)

    def __init__(self, *args: Any, works: QuerySet[Work], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["work"].queryset = works  # type: ignore[attr-defined]
        self.fields["until"].not_before = today()  # type: ignore[attr-defined]


class NotAgainForForm(NotAgainForm):
    """The same, typed by staff for somebody."""

    way = PickField(
        [Pick(str(one.value), one.label) for one in (Way.PHONE, Way.POST, Way.IN_PERSON)],
        label=_("How did they tell you?"),
        two=True,
    )
