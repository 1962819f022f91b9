"""Forms of sending papers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kitchentable.policy.clock import today
from kitchentable.ui.forms import DayField, KitchenForm, PickField, PicksField, Words
from kitchentable.ui.pieces import Pick
from kitchentable.words.audience import Group
from kitchentable.words.models import Document
from kitchentable.works.models import Work

YES, NO = "yes", "no"
MOST_PAPERS = 50


class WhomForm(KitchenForm):
    """First: who gets it? Groups, and single people by name."""

    group = PicksField(label=_("Which groups?"), required=False)
    also = PicksField(label=_("Who else?"), required=False)
    q = forms.CharField(
        label=_("Find somebody else"), help_text=_("Write a part of their name. You need not."), max_length=100, required=False
    )

    def __init__(self, *args: Any, groups: list[tuple[Group, int]], others: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].offer(  # type: ignore[attr-defined]
            [Pick(group.code, group.name, ngettext("%(n)d person", "%(n)d people", n) % {"n": n}, "people") for group, n in groups]
        )
        self.fields["also"].offer([Pick(one.key, one.called, icon="person") for one in others])  # type: ignore[attr-defined]
        if not others:
            del self.fields["also"]


class SendForm(KitchenForm):
    """Last: the reasons that are needed."""

    unready_because = Words(
        label=_("Why does it go out before each copy is ready?"),
        help_text=_("Those who wait for their copy read this. Name nobody."),
        required=False,
        most=1_000,
    )
    late_because = Words(
        label=_("Why does it come late?"), help_text=_("Everyone who gets it reads this."), required=False, most=1_000
    )

    def __init__(self, *args: Any, waits: bool, is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, asked in (("unready_because", waits), ("late_because", is_late)):
            self.fields[name].required = asked
            if not asked:
                del self.fields[name]

    def reason(self, name: str) -> str:
        """What was written; empty when it was not asked."""
        return str(self.cleaned_data.get(name, ""))


class HandedForm(KitchenForm):
    """When somebody got their copy."""

    day = DayField(label=_("On which day did they get it?"), help_text=_("Their time starts on that day."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"day": today()})
        super().__init__(*args, **kwargs)
        self.fields["day"].not_after = today()  # type: ignore[attr-defined]


class OneMoreForm(KitchenForm):
    """“May we send you one more paper?”"""

    may_send = PickField(
        [Pick(YES, _("Yes, send it to me"), icon="yes"), Pick(NO, _("No, not this one"), icon="no")],
        label=_("May we send it to you?"),
    )


class OneMoreForForm(KitchenForm):
    """The same, written down for somebody."""

    may_send = PickField(
        [Pick(YES, _("Yes, send it"), icon="yes"), Pick(NO, _("No, not this one"), icon="no")], label=_("What did they say?")
    )


class PapersForm(KitchenForm):
    """Which papers belong to a question, a gathering or a call."""

    papers = PicksField(
        label=_("Which papers do people read first?"),
        help_text=_("Whoever’s copy of one comes late has as many days more. So nobody loses time."),
        required=False,
    )

    def __init__(self, *args: Any, work: Work, chosen: Iterable[Document], **kwargs: Any) -> None:
        self.work = work
        self.known = {one.key: one for one in work.documents.order_by("-made_at", "-pk")[:MOST_PAPERS]}
        self.known |= {one.key: one for one in chosen}
        kwargs.setdefault("initial", {"papers": [one.key for one in chosen]})
        super().__init__(*args, **kwargs)
        self.fields["papers"].offer([Pick(key, one.title, icon="paper") for key, one in self.known.items()])  # type: ignore[attr-defined]

    def papers_chosen(self) -> list[Document]:
        """Those that are ticked."""
        return [self.known[key] for key in self.cleaned_data["papers"]]
