"""What those who plan a gathering type."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.models import PLANNERS, Gathering, Place
from kitchentable.gatherings.when import moment_of
from kitchentable.people.models import Person
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.ui.forms import DayField, KitchenForm, PickField, Words
from kitchentable.ui.pieces import Pick
from kitchentable.works.forms import can_be_asked
from kitchentable.works.models import Role, Work
from kitchentable.works.rules import works_where

KINDS = [
    Pick(Gathering.Kind.PLACE.value, Gathering.Kind.PLACE.label, icon="place"),
    Pick(Gathering.Kind.ONLINE.value, Gathering.Kind.ONLINE.label, icon="sound"),
    Pick(Gathering.Kind.BOTH.value, Gathering.Kind.BOTH.label, icon="people"),
]
TIMES = ["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p", "%I:%M %p", "%I.%M %p", "%I %p"]
MOST_MINUTES, LEAST_MINUTES = 480, 15


class AtField(forms.TimeField):
    """A time on the clock: 14:30, 2.30pm, 11am."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=TIMES, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """As people write it: 14:30."""
        return f"{value:%H:%M}" if isinstance(value, time) else value


def person_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.ModelChoiceField[Person]:
    """A person to choose, named in the form by their key."""
    return forms.ModelChoiceField(
        queryset=Person.objects.none(),
        to_field_name="key",
        label=label,
        required=required,
        help_text=help_text,
        empty_label=_("Choose a person"),
    )


class NewForm(KitchenForm):
    """The first words about a gathering."""

    work: forms.ModelChoiceField[Work] = forms.ModelChoiceField(
        queryset=Work.objects.none(), to_field_name="slug", label=_("For which piece of work?"), empty_label=_("Choose one")
    )
    title = forms.CharField(
        label=_("What is it called?"), help_text=_("A few plain words. It stands in calendars."), max_length=160
    )
    purpose = Words(advice=True, label=_("What is it for?"), help_text=_("What will be different afterwards?"), most=2000)
    what_we_ask = Words(advice=True, label=_("What do we ask of people?"), required=False, most=2000)
    kind = PickField(KINDS, label=_("Where do people meet?"))

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        works = Work.objects.filter(pk__in=works_where(by, *PLANNERS)).order_by("title")
        self.fields["work"].queryset = works  # type: ignore[attr-defined]

    def gathering(self, host: Person) -> Gathering:
        """What was typed, as a gathering that is not saved."""
        kept = {name: self.cleaned_data[name] for name in ("title", "purpose", "what_we_ask", "kind")}
        return Gathering(**kept, host=host)


class ChangeForm(KitchenForm):
    """Everything about a gathering but who comes and what is talked about."""

    day = DayField(label=_("Which day?"), required=False)
    at = AtField(label=_("From what time?"), help_text=_("Like 11:00 or 2.30pm."), required=False)
    minutes = forms.IntegerField(label=_("How many minutes long?"), min_value=LEAST_MINUTES, max_value=MOST_MINUTES)
    early_minutes = forms.IntegerField(
        label=_("How many minutes before may people come in?"), min_value=0, max_value=120, initial=15
    )
    reply_by = DayField(label=_("By which day should people reply?"), required=False)
    kind = PickField(KINDS, label=_("Where do people meet?"))
    place: forms.ModelChoiceField[Place] = forms.ModelChoiceField(
        queryset=Place.objects.none(), to_field_name="key", label=_("Which place?"), required=False, empty_label=_("No place yet")
    )
    online_link = forms.URLField(
        label=_("Link to join online"), required=False, max_length=400, assume_scheme="https", widget=forms.TextInput
    )
    online_phone = forms.CharField(label=_("Number to join by phone"), required=False, max_length=60)
    online_test = forms.CharField(
        label=_("When can people try the call before?"),
        help_text=_("Like: Monday 4pm, ring Natalie."),
        required=False,
        max_length=300,
    )
    host = person_field(_("Who runs the day?"))
    chair_lived = person_field(_("Which person with lived experience chairs?"), required=False)
    chair_staff = person_field(_("Who chairs from those who work here?"), required=False)
    quiet_room = forms.CharField(label=_("Where is the quiet room?"), required=False, max_length=300)
    talk_after = forms.CharField(label=_("Who is there to talk to afterwards?"), required=False, max_length=300)
    way_out = forms.CharField(label=_("What is the way out in a fire, and who helps?"), required=False, max_length=300)
    ground_rules = Words(
        advice=True,
        label=_("How do we want to be with each other?"),
        help_text=_("One thing a line. Made together."),
        required=False,
        most=4000,
    )
    title = forms.CharField(label=_("What is it called?"), max_length=160)
    purpose = Words(advice=True, label=_("What is it for?"), most=2000)
    what_we_ask = Words(advice=True, label=_("What do we ask of people?"), required=False, most=2000)
    what_you_get = Words(advice=True, label=_("What do people get?"), required=False, most=2000)
    content_note = Words(
        advice=True,
        label=_("Will there be something that is hard to hear?"),
        help_text=_("People read this before they say whether they come."),
        required=False,
        most=1000,
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    SECTIONS = (
        (_("When"), ("day", "at", "minutes", "early_minutes", "reply_by")),
        (_("Where"), ("kind", "place", "online_link", "online_phone", "online_test")),
        (_("Who runs it"), ("host", "chair_lived", "chair_staff")),
        (_("At ease"), ("quiet_room", "talk_after", "way_out", "ground_rules")),
        (_("What people read"), ("title", "purpose", "what_we_ask", "what_you_get", "content_note")),
    )

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = gathering
        host, lived, staff = self.fields["host"], self.fields["chair_lived"], self.fields["chair_staff"]
        host.queryset = can_be_asked(gathering.work) | Person.objects.filter(pk=gathering.host_id).distinct()  # type: ignore[attr-defined]
        lived.queryset = _at_the_table(gathering)  # type: ignore[attr-defined]
        staff.queryset = Person.objects.filter(works_here=True, is_active=True, erased_at__isnull=True)  # type: ignore[attr-defined]
        places = Place.objects.filter(Q(removed_at__isnull=True) | Q(pk=gathering.place_id))
        self.fields["place"].queryset = places  # type: ignore[attr-defined]

    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The questions by what they are about."""
        return [(words, [self[name] for name in names]) for words, names in self.SECTIONS]

    def clean(self) -> dict[str, Any]:
        """A day and a time go together; a new one is not in the past and exists on the clock."""
        found: dict[str, Any] = super().clean() or {}
        day, at = found.get("day"), found.get("at")
        found["starts_at"] = None
        if {"day", "at"} & set(self.errors):
            return found
        if (day is None) != (at is None):
            self.add_error("at" if at is None else "day", _("Give the day and the time, or leave both empty."))
        elif day is not None and at is not None:
            try:
                found["starts_at"] = moment_of(day, at)
            except Problem as problem:
                raise ValidationError({"at": str(problem)}) from None
            if found["starts_at"] != self.now.starts_at and day < today():
                self.add_error("day", _("This day has gone by."))
        return found

    def changes(self) -> dict[str, Any]:
        """What was typed, by the names of a gathering."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("day", "at", "seen")}


def _at_the_table(gathering: Gathering) -> QuerySet[Person]:
    """Who could chair with lived experience: those at the table of the work, and those on the list, who do not work here."""
    table = Q(roles__work=gathering.work_id, roles__kind=Role.Kind.MEMBER, roles__until__isnull=True)
    listed = Q(invitations__gathering=gathering.pk)
    wanted = table | listed | Q(pk=gathering.chair_lived_id)
    found: QuerySet[Person] = Person.objects.filter(wanted, works_here=False, erased_at__isnull=True)
    return found.distinct().order_by("called", "pk")


def typed(gathering: Gathering) -> dict[str, Any]:
    """What stands in a gathering, for its form."""
    here = timezone.localtime(gathering.starts_at) if gathering.starts_at else None
    names = [
        name for name in ChangeForm.base_fields if name not in ("day", "at", "seen", "place", "host", "chair_lived", "chair_staff")
    ]
    values: dict[str, Any] = {name: getattr(gathering, name) for name in names}
    for name in ("place", "host", "chair_lived", "chair_staff"):
        chosen = getattr(gathering, name)
        values[name] = chosen.key if chosen else None
    at = here.time() if here else None
    return values | {"day": here.date() if here else None, "at": at, "seen": gathering.changed_at.isoformat()}


class BecauseForm(KitchenForm):
    """Why it will not happen."""

    because = Words(advice=True, label=_("Why will it not happen?"), help_text=_("Everyone who was invited reads this."), most=1000)


class AgainForm(KitchenForm):
    """When it is planned again."""

    day = DayField(label=_("Which day?"))
    at = AtField(label=_("From what time?"), help_text=_("Like 11:00 or 2.30pm."))
    weeks = PickField(
        [
            Pick("0", _("Only once")),
            Pick("1", _("Each week")),
            Pick("2", _("Every 2 weeks")),
            Pick("4", _("Every 4 weeks")),
        ],
        two=True,
        label=_("And then again?"),
        initial="0",
    )
    times = forms.IntegerField(label=_("How many times in all?"), min_value=1, initial=1, required=False)
    with_people = forms.BooleanField(label=_("Put the same people on the list"), required=False, initial=True)

    def clean_day(self) -> Any:
        """Not in the past."""
        day = self.cleaned_data["day"]
        if day < today():
            raise ValidationError(_("This day has gone by."))
        return day


class HardDayForm(KitchenForm):
    """Days that are hard for some."""

    called = forms.CharField(label=_("What are these days?"), help_text=_("Like: school holidays in summer."), max_length=120)
    first = DayField(label=_("The first day"))
    last = DayField(label=_("The last day"))
