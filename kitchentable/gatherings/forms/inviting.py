"""What people say to an invitation, themselves, through a link, or by phone and on paper with staff typing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kitchentable.gatherings.acts.inviting import Details
from kitchentable.gatherings.models import Gathering, Invitation
from kitchentable.people.models import Way
from kitchentable.ui.forms import KitchenForm, PickField, Words
from kitchentable.ui.pieces import Pick

State = Invitation.State
YES = Pick(State.YES, _("Yes, I will come"), icon="done")
NO = Pick(State.NO, _("Not this time"), _("You keep your seat. You need not say why."), icon="no")
IF = Pick(
    State.IF, _("Yes, if something changes"), _("Tell us what. Nothing is decided before we have talked with you."), icon="pencil"
)
WAYS = (
    Pick(Way.PHONE, _("By phone"), icon="phone"),
    Pick(Way.PAPER, _("On paper"), icon="letter"),
    Pick(Way.IN_PERSON, _("In person"), icon="person"),
)


class LinkForm(KitchenForm):
    """Yes or no, and nothing else: whoever holds a forwarded link sees no more than this."""

    says = PickField((YES, NO), label=_("Will you come?"))


class OneMoreForm(KitchenForm):
    """May we ask you once more this month?"""

    may_ask = PickField(
        (
            Pick("yes", _("Yes, send me the invitation"), icon="done"),
            Pick("no", _("No, not this month"), _("You keep your seat. You need not say why."), icon="no"),
        ),
        label=_("May we ask you once more this month?"),
    )


class ReplyForm(KitchenForm):
    """Is this right for you this time?"""

    says = PickField((YES, IF, NO), label=_("Is this right for you this time?"))
    this_time = Words(
        label=_("What should be different this time?"),
        help_text=_("Only what matters for this day. Those who plan the day read it, and nobody else."),
        most=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    still_right = PickField(
        (Pick("yes", _("Yes, it is still right")), Pick("no", _("No, something is different"))),
        label=_("What you told us about what works for you: is it still right this time?"),
        two=True,
        required=False,
    )
    comes_online = PickField(
        (Pick("no", _("I come to the place"), icon="place"), Pick("yes", _("I join online"), icon="sound")),
        label=_("How do you take part?"),
        two=True,
        required=False,
    )
    brings = forms.IntegerField(
        label=_("How many people come with you?"),
        help_text=_("Personal assistants, a supporter, somebody from your family. They get a chair, and lunch if there is lunch."),
        min_value=0,
        max_value=9,
        required=False,
    )
    shows_name = PickField(
        (Pick("yes", _("Yes, show my name")), Pick("no", _("No, only count me"))),
        label=_("May the others who are invited see that you come?"),
        two=True,
        required=False,
    )
    reminder_days = PickField(
        (
            Pick("1", _("The day before")),
            Pick("2", _("Two days before")),
            Pick("7", _("A week before")),
            Pick("0", _("No reminder")),
        ),
        label=_("When shall we remind you?"),
        two=True,
        required=False,
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        said = invitation if invitation.replied_at else None
        kwargs.setdefault("initial", _initial(invitation) if said else {"brings": 0})
        super().__init__(*args, **kwargs)
        if invitation.gathering.kind != Gathering.Kind.BOTH:
            del self.fields["comes_online"]

    @property
    def more_is_open(self) -> bool:
        """Does the folded part hold something that needs another look?"""
        return any(name in self.errors for name in ("comes_online", "brings", "shows_name", "reminder_days"))

    def details(self) -> Details:
        """What was said, as the act takes it."""
        said = self.cleaned_data
        return Details(
            still_right=_yes_or_no(said["still_right"]),
            this_time=said["this_time"],
            brings=said["brings"] or 0,
            comes_online=_yes_or_no(said.get("comes_online", "")),
            shows_name=_yes_or_no(said["shows_name"]),
            reminder_days=int(said["reminder_days"]) if said["reminder_days"] else None,
        )


class ReplyForForm(ReplyForm):
    """The same, typed for somebody at their word."""

    way = PickField(WAYS, label=_("How did they tell you?"))


class OneMoreForForm(OneMoreForm):
    """The same, typed for somebody at their word."""

    way = PickField(WAYS, label=_("How did they tell you?"))


class GoAheadForm(KitchenForm):
    """Go ahead without this, and this is why."""

    because = Words(
        label=_("Why can it go ahead this time?"),
        help_text=_("In your words. You can say later that it does not work after all."),
        most=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class GoAheadForForm(GoAheadForm):
    """The same, typed for somebody at their word."""

    way = PickField(WAYS, label=_("How did they tell you?"))


def _initial(invitation: Invitation) -> dict[str, Any]:
    return {
        "says": invitation.state,
        "this_time": invitation.this_time,
        "still_right": _word(invitation.still_right),
        "brings": invitation.brings,
        "comes_online": _word(invitation.comes_online),
        "shows_name": _word(invitation.shows_name),
        "reminder_days": "" if invitation.reminder_days is None else str(invitation.reminder_days),
    }


def _word(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _yes_or_no(word: str) -> bool | None:
    return None if not word else word == "yes"
