"""What the look-book shows: invented words in every piece we build with."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kitchentable.ui.forms import DayField, KitchenForm, PickField, PicksField, UploadField, Words
from kitchentable.ui.icons import ICONS
from kitchentable.ui.pieces import Part, Pick, Status, Step


class EveryQuestion(KitchenForm):
    """One of each kind of question."""

    because = Words(
        label=gettext_lazy("What will you do about it?"),
        help_text=gettext_lazy("Chloe reads this first. Say what, who and by when."),
    )
    by_when = DayField(label=gettext_lazy("By when?"), help_text=gettext_lazy("For example 14 August 2026."))
    true = PickField(
        [
            Pick("yes", gettext_lazy("Yes, that is true"), gettext_lazy("We keep the promise in sight."), "done"),
            Pick("no", gettext_lazy("No, it is not"), gettext_lazy("It opens again."), "again"),
            Pick("later", gettext_lazy("I want to wait and see"), icon="clock"),
        ],
        label=gettext_lazy("Is this true?"),
    )
    formats = PicksField(
        [
            Pick("easy", gettext_lazy("Easy Read"), icon="book"),
            Pick("sound", gettext_lazy("Sound"), icon="sound"),
            Pick("large", gettext_lazy("Large print"), icon="print"),
        ],
        label=gettext_lazy("How would you like it?"),
        required=False,
        two=True,
    )
    where = forms.ChoiceField(label=gettext_lazy("Which place?"), choices=[("hall", "St Anne’s Hall"), ("lane", "Mill Lane")])
    phone = forms.CharField(label=gettext_lazy("Your phone number"), required=False, max_length=20)
    email = forms.EmailField(label=gettext_lazy("Your e-mail address"), required=False)
    voice = UploadField(label=gettext_lazy("Your voice note"), max_bytes=20_000_000, sound=True, required=False)
    agree = forms.BooleanField(label=gettext_lazy("You may show my words without my name"))


def shown(request: HttpRequest) -> dict[str, Any]:
    """The context of the look-book page."""
    wrong = EveryQuestion(
        {"because": " ", "by_when_day": "31", "by_when_month": "June", "by_when_year": "2026", "email": "lou"},
        prefix=None,
        auto_id="wrong_%s",
    )
    return {
        "form": EveryQuestion(auto_id="id_%s"),
        "wrong": wrong,
        "statuses": statuses(),
        "steps": steps(),
        "parts": [Part(_("People who get help at home"), 3), Part(_("Unpaid carers"), 1), Part(_("Council staff"), 6)],
        "icons": sorted(ICONS),
        "page_obj": Paginator(range(90), 10).get_page(2),
        "said": "I cannot turn my chair in it.\n  So I go home at lunch.",
        "a_day": date(2026, 8, 14),
        "a_moment": datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
    }


def statuses() -> list[Status]:
    """One status of each kind."""
    return [
        Status("done", _("Used")),
        Status("partly", _("Partly used")),
        Status("no", _("Not used, because")),
        Status("later", _("Later, on 1 February")),
        Status("passed", _("Passed on")),
        Status("waiting", _("Waiting, on time")),
        Status("late", _("2 working days late")),
        Status("again", _("Open again")),
        Status("unknown", _("Not known yet")),
        Status("withdrawn", _("Taken back")),
    ]


def steps() -> list[Step]:
    """A path with steps done, one now and one to come."""
    return [
        Step(_("Said"), "done", _("Tuesday 28 April"), "Chloe", "said"),
        Step(_("Heard"), "done", _("Wednesday 29 April"), "Natalie", "heard"),
        Step(_("Understood"), "done", _("Wednesday 6 May"), "Natalie", "understood"),
        Step(_("Answered"), "now", icon="answered"),
        Step(_("Is it true?"), "next", icon="question"),
    ]
