"""Forms of reports: which one, about what, for which time; and the words that people write in a part."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kitchentable.policy.clock import today
from kitchentable.ties.acts.reports import LONGEST
from kitchentable.ties.reporting.blocks import last_closed
from kitchentable.ties.reporting.kinds import KINDS
from kitchentable.ui.forms import DayField, KitchenForm, PickField, Words
from kitchentable.ui.pieces import Pick
from kitchentable.works.models import Work

ALL, OWN = "all", "own"
MOST_YEARS = 6


class NewReportForm(KitchenForm):
    """One press makes it."""

    kind = PickField(label=_("Which report?"))
    about = PickField(label=_("About what?"))
    time = PickField(label=_("For which time?"))
    since = DayField(
        label=_("From"), required=False, help_text=_("Only for your own dates. The report begins with the first day of this month.")
    )
    until = DayField(
        label=_("To"), required=False, help_text=_("Only for your own dates. The report ends with the last day of this month.")
    )

    def __init__(self, *args: Any, works: Iterable[Work], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = last_closed(today())
        self.fields["kind"].offer([Pick(one.code, one.title, one.what) for one in KINDS.values()])  # type: ignore[attr-defined]
        picks = [Pick(one.slug, one.title, icon="works") for one in works]
        self.fields["about"].offer([*picks, Pick(ALL, _("All our work"), icon="table")])  # type: ignore[attr-defined]
        years = [
            Pick(str(year), str(year), _("So far: to the end of last month.") if last < date(year, 12, 31) else "")
            for year in range(last.year, last.year - MOST_YEARS, -1)
        ]
        self.fields["time"].offer([*years, Pick(OWN, _("Our own dates"))])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A year, or both days."""
        found: dict[str, Any] = super().clean() or {}
        time = found.get("time", "")
        if time and time != OWN:
            last = last_closed(today())
            found["since"], found["until"] = date(int(time), 1, 1), min(date(int(time), 12, 31), last)
        elif time == OWN:
            for name in ("since", "until"):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError(_("Please give a day. Write the day, the month and the year.")))
        return found


class PartForm(KitchenForm):
    """What people write in one part of a report."""

    words = Words(label=_("Your words"), required=False, advice=True, most=LONGEST)

    def __init__(self, *args: Any, asks: Any, hint: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = asks
        self.fields["words"].help_text = hint
