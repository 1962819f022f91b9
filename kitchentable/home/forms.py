"""Filters for lists, and the form for the organisation's numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kitchentable.policy.clock import today
from kitchentable.ui.forms import KitchenForm
from kitchentable.voices.models import Contribution, Outcome, Status, Theme

LONGEST_SEARCH = 100
MOST = 10_000
WAITING, LATE, AGAIN = "waiting", "late", "again"
SHOW = (
    ("", _("Everything")),
    (Outcome.USED, _("Used")),
    (Outcome.PARTLY, _("Partly used")),
    (Outcome.NOT_USED, _("Not used, because")),
    (Outcome.LATER, _("Later, on a date")),
    (Outcome.PASSED, _("Passed to someone named")),
    (WAITING, _("Waiting for an answer")),
    (LATE, _("Late")),
    (AGAIN, _("Open again")),
)


class Filter(KitchenForm):
    """Words to look for, and how things stand. What cannot be understood is left out, never an error: it stands in an address."""

    q = forms.CharField(label=_("Words to look for"), required=False)
    show = forms.ChoiceField(label=_("What came of it"), choices=SHOW, required=False)

    def chosen(self, name: str) -> str:
        """What was chosen for one field, or nothing."""
        self.is_valid()
        return str(self.cleaned_data.get(name, "") or "")

    @property
    def is_used(self) -> bool:
        """Was anything chosen?"""
        return any(self.chosen(name) for name in self.fields)

    def clean_q(self) -> str:
        """At most a hundred characters, with none that a table cannot look for."""
        return str(self.cleaned_data.get("q", "")).replace("\x00", "")[:LONGEST_SEARCH].strip()

    def narrow(self, found: QuerySet[Contribution]) -> QuerySet[Contribution]:
        """Only those that fit."""
        words, show = self.chosen("q"), self.chosen("show")
        if words:
            found = found.filter(Q(words__icontains=words) | Q(answer__words__icontains=words))
        if show == WAITING:
            return found.filter(status=Status.WAITING)
        if show == LATE:
            return found.filter(status=Status.WAITING, due_on__lt=today())
        if show == AGAIN:
            return found.filter(status=Status.WAITING, answer__isnull=False).exclude(outcome=Outcome.PASSED)
        if show == Outcome.PASSED:
            return found.filter(outcome=show)
        return found.filter(status=Status.ANSWERED, outcome=show) if show else found


class PublicFilter(Filter):
    """The same, and by theme."""

    theme = forms.ChoiceField(label=_("About"), required=False)

    def __init__(self, *args: Any, themes: Sequence[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if themes:
            self.fields["theme"].choices = [("", _("All themes")), *((str(theme.pk), theme.called) for theme in themes)]  # type: ignore[attr-defined]
        else:
            del self.fields["theme"]

    def narrow(self, found: QuerySet[Contribution]) -> QuerySet[Contribution]:
        """Only those that fit."""
        theme = self.chosen("theme")
        found = super().narrow(found)
        return found.filter(marks__theme=int(theme)) if theme else found


class NumberForm(KitchenForm):
    """One of the organisation's numbers, and why it is set so."""

    value = forms.IntegerField(label=_("The new number"), min_value=1, max_value=MOST)
    because = forms.CharField(
        label=_("Why?"), help_text=_("One sentence. It stands beside the number for all to read."), max_length=300
    )
