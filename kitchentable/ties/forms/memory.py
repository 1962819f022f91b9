"""What is looked for, and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from kitchentable.ties.search.finding import Ask
from kitchentable.ties.search.plain_question import read
from kitchentable.ties.search.sources import sources
from kitchentable.ui.forms import KitchenForm
from kitchentable.voices.models import Theme
from kitchentable.works.models import Group, Work

LONGEST = 300


class SearchForm(KitchenForm):
    """It stands in an address: what we do not know is left out and never an error."""

    q = forms.CharField(label=_("What are you looking for?"), required=False)
    kind = forms.ChoiceField(label=_("What kind of thing"), required=False)
    work = forms.ChoiceField(label=_("In which piece of work"), required=False)
    theme = forms.ChoiceField(label=_("About which theme"), required=False)
    side = forms.ChoiceField(label=_("Said by"), required=False)
    since = forms.CharField(label=_("From this day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.CharField(label=_("Until this day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, given: Mapping[str, Any], *, works: Sequence[Work], themes: Sequence[Theme]) -> None:
        super().__init__({})
        choices = {
            "kind": [("", _("Everything")), *((kind, found.name) for kind, found in sorted(sources().items()))],
            "work": [("", _("All pieces of work")), *((work.slug, work.title) for work in works)],
            "theme": [("", _("All themes")), *((str(theme.pk), theme.called) for theme in themes)],
            "side": [("", _("Everyone")), *Group.choices],
        }
        self.works = {work.slug: work.pk for work in works}
        for name, listed in choices.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]
        if not themes:
            del self.fields["theme"]
        self.data = {name: self._known(name, str(given.get(name, ""))) for name in self.fields}

    def _known(self, name: str, value: str) -> str:
        field = self.fields[name]
        value = value.replace("\x00", "").strip()[:LONGEST]
        if isinstance(field, forms.ChoiceField):
            return value if field.valid_value(value) else ""
        return value if name == "q" or _day(value) else ""

    def chosen(self, name: str) -> str:
        """What was chosen for one field, or nothing."""
        return str(self.data.get(name, ""))

    @property
    def narrowed(self) -> bool:
        """Was anything chosen besides words?"""
        return any(self.chosen(name) for name in self.fields if name != "q")

    def as_ask(self, today: date) -> tuple[Ask, Ask]:
        """(what is asked, with what a question in plain words says besides; the same by its words alone)."""
        work, theme = self.chosen("work"), self.chosen("theme")
        plain = Ask(
            self.chosen("q"),
            works=(self.works[work],) if work else (),
            kinds=(self.chosen("kind"),) if self.chosen("kind") else (),
            theme=int(theme) if theme else None,
            side=self.chosen("side"),
            since=_day(self.chosen("since")),
            until=_day(self.chosen("until")),
        )
        question = read(plain.words, today)
        if not question.found_filters:
            return plain, plain
        meant = replace(
            plain, words=question.words, side=plain.side or question.side, kinds=plain.kinds or question.kinds,
            since=plain.since or question.since, until=plain.until or question.until,
        )  # fmt: skip
        return meant, plain


def _day(value: str) -> date | None:
    try:
        return parse_date(value)
    except ValueError:
        return None
