"""Filters for lists, and the form for the organisation's numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """Words to look for, and how things stand. What we do not know is left out, never an error: it stands in an address."""

    q = forms.CharField(label=_("Words to look for"), required=False)
    show = forms.ChoiceField(label=_("What came of it"), choices=SHOW, required=False)

    def __init__(self, given: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__({}, **kwargs)
        self.data = {name: self._known(name, str(given.get(name, ""))) for name in self.fields}

    def _known(self, name: str, value: str) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return value if field.valid_value(value) else ""
        return value.replace("\x00", "")[:LONGEST_SEARCH].strip()

    def chosen(self, name: str) -> str:
        """What was chosen for one field, or nothing."""
        return str(self.data.get(name, ""))

    @property
    def is_used(self) -> bool:
        """Was anything chosen?"""
        return any(self.chosen(name) for name in self.fields)

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

    def __init__(self, given: Mapping[str, Any], *, themes: Sequence[Theme], **kwargs: Any) -> None:
        super().__init__(given, **kwargs)
        if not themes:
            del self.fields["theme"]
            return
        field = self.fields["theme"]
        field.choices = [("", _("All themes")), *((str(theme.pk), theme.called) for theme in themes)]  # type: ignore[attr-defined]
        self.data = {**self.data, "theme": self._known("theme", str(given.get("theme", "")))}

    def narrow(self, found: QuerySet[Contribution]) -> QuerySet[Contribution]:
        """Only those that fit."""
        theme = self.chosen("theme")
        found = super().narrow(found)
        return found.filter(marks__theme=int(theme)) if theme else found


class NumberForm(KitchenForm):
    """One of the organisation's numbers, and why it is set so."""

    value = forms.IntegerField(label=_("The new number"), min_value=1, max_value=MOST)
    because = forms.CharField(
        label=_("Why?"),
        help_text=_("One sentence. It stands beside the number, and in the record that you set it."),
        max_length=300,
    )
