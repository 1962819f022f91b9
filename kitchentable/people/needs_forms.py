"""What a person types about what works for them, one question at a time; and what staff type at their word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kitchentable.people import files, needs_list
from kitchentable.people.models import Asked, Way, WhatWorks
from kitchentable.people.needs_list import Starting
from kitchentable.ui.forms import KitchenForm, PickField, UploadField, Words
from kitchentable.ui.pieces import Pick

Kind = WhatWorks.Kind
ICONS: dict[str, str] = {
    Kind.CONTACT: "phone", Kind.FORMAT: "paper", Kind.PROFESSIONAL: "hands", Kind.SUPPORT: "said", Kind.WAY_THERE: "wheelchair",
    Kind.PLACE: "place", Kind.TIME: "clock", Kind.PEOPLE: "people", Kind.FEELING: "works", Kind.FOOD: "food", Kind.CARE: "care",
    Kind.MONEY: "pound", Kind.OTHER: "question",
}  # fmt: skip
HINTS = {
    Kind.CONTACT: _("Phone, text, letter, e-mail, or somebody you name."),
    Kind.FORMAT: _("Large print, Easy Read, braille, sound, papers early."),
    Kind.PROFESSIONAL: _("BSL interpreter, speech-to-text, notetaker, advocate."),
    Kind.SUPPORT: _("Time to answer, a hearing loop, one thing at a time."),
    Kind.WAY_THERE: _("Steps, doors, parking, somebody who guides you."),
    Kind.PLACE: _("Toilets, quiet, light, smells."),
    Kind.TIME: _("Which hours, how long, breaks."),
    Kind.PEOPLE: _("Who comes with you, whom you want to meet first."),
    Kind.FEELING: _("A way out, hard subjects, somebody to talk to after."),
    Kind.FOOD: _("What you can eat, help to eat or drink."),
    Kind.CARE: _("Medicine at set times, a machine, what to do if you are ill."),
    Kind.MONEY: _("Travel booked, paid on the day, advice first."),
    Kind.OTHER: _("Anything that is not in this list."),
}
BY_CATEGORY = {
    "getting in": "wheelchair", "toilet": "toilet", "people": "people", "hearing": "heard", "seeing": "eye", "reading": "book",
    "speaking": "said", "thinking": "understood", "senses": "light", "feeling": "works", "time": "clock", "contact": "phone",
    "money": "pound", "food": "food", "care": "care", "safety": "leave", "longer": "clock",
}  # fmt: skip
BY_ID = {"N55": "quiet", "N57": "nose", "N58": "hands", "N59": "no", "N60": "hide", "N14": "hands", "N15": "hands", "N22": "sound"}
WEIGHTS = (
    Pick(WhatWorks.Weight.MUST, WhatWorks.Weight.MUST.label, _("We do not hold a gathering for you without it."), "promise"),
    Pick(WhatWorks.Weight.HELPS, WhatWorks.Weight.HELPS.label, _("We do what we can. We tell you when we cannot."), "works"),
)
SHOWN = (
    Pick(WhatWorks.ShownTo.NOBODY, WhatWorks.ShownTo.NOBODY.label, _("It stays with you until you choose."), "lock"),
    Pick(
        WhatWorks.ShownTo.LEAD, WhatWorks.ShownTo.LEAD.label, _("The person who leads a piece of work you take part in."), "person"
    ),
    Pick(
        WhatWorks.ShownTo.ARRANGERS,
        WhatWorks.ShownTo.ARRANGERS.label,
        _("Also those who book a room, ring you or write to you."),
        "promise",
    ),
    Pick(WhatWorks.ShownTo.GATHERING, WhatWorks.ShownTo.GATHERING.label, _("Also all who come to a gathering with you."), "table"),
)
HOW_THEY_SAID_YES = [
    Pick(Way.PHONE, Way.PHONE.label, icon="phone"),
    Pick(Way.IN_PERSON, Way.IN_PERSON.label, icon="person"),
    Pick(Way.PAPER, Way.PAPER.label, icon="paper"),
]


def often_said(kind: str) -> list[Starting]:
    """What people often say of this kind, in the order of the list."""
    return [one for one in needs_list.starting().values() if one.kind == kind]


def in_words(one: Starting) -> str:
    """A starting point in the reader's language."""
    return gettext(one.words)


class SayNeedForm(KitchenForm):
    """One thing: chosen from what people often say, or in one's own words. Nothing is ticked before."""

    start = PickField(
        label=_("People often say"), help_text=_("Choose one if it fits. You can change the words later."), required=False
    )
    words = Words(
        label=_("Or say it in your own words"),
        help_text=_("What helps? You do not need to tell us about your health."),
        required=False,
        most=2_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.often = {one.id: one for one in often_said(kind)}
        if self.often:
            start = self.fields["start"]
            assert isinstance(start, PickField)
            start.offer(
                [Pick(one.id, in_words(one), icon=BY_ID.get(one.id, BY_CATEGORY[one.category])) for one in self.often.values()]
            )
            start.two = True
        else:
            del self.fields["start"]
            self.fields["words"].label = _("Say it in your own words")
        for field in self.fields.values():
            field.say_can_skip = False  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two; with both, their own words stand."""
        found = super().clean() or self.cleaned_data
        if "words" in found and not found["words"].strip() and not found.get("start"):
            self.add_error("words", _("Choose one, or write it in your own words."))
        return found

    def chosen(self) -> Starting | None:
        """The starting point, if one was chosen."""
        return self.often.get(self.cleaned_data.get("start", ""))

    def said(self) -> str:
        """The words to keep."""
        chosen, words = self.chosen(), str(self.cleaned_data["words"])
        return words if words.strip() or chosen is None else in_words(chosen)


class VoiceForm(KitchenForm):
    """One thing, said out loud or signed."""

    voice = UploadField(
        label=_("Say it or sign it"),
        help_text=_("Record your voice here, or choose a recording or a video."),
        max_bytes=files.MOST_LOCKED_BYTES,
        sound=True,
        widget=forms.FileInput(attrs={"accept": "audio/*,video/webm,video/mp4,video/quicktime,.mov"}),
        error_messages={"required": _("Record it or choose a file first.")},
    )


class WordsForm(KitchenForm):
    """The words, changed."""

    words = Words(
        label=_("What works for you?"),
        help_text=_("In your own words."),
        most=2_000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class DetailForm(KitchenForm):
    """What it takes to get it right."""

    detail = Words(
        label=_("What should we know to get it right?"),
        help_text=_("A size, a time, a name: only what helps."),
        required=False,
        most=2_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *args: Any, started: Starting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if started:
            self.fields["detail"].help_text = gettext(started.ask)


class WhyForm(KitchenForm):
    """Why, for those who want to say."""

    why = Words(
        label=_("Why does it help?"),
        help_text=_("Only if you want. People understand more when they know why. You need not name any illness."),
        required=False,
        most=2_000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class WeightForm(KitchenForm):
    """Must or helps."""

    weight = PickField(WEIGHTS, label=_("How much do you need it?"))


class ShownForm(KitchenForm):
    """Who may see it."""

    shown_to = PickField(
        SHOWN, label=_("Who may see it?"), help_text=_("You can change this on any day. You see each time that somebody looks.")
    )


class KindForm(KitchenForm):
    """What it is about."""

    kind = PickField([Pick(kind, kind.label, HINTS[kind], ICONS[kind]) for kind in Kind], label=_("What is it about?"), two=True)


# ── staff, at the person's word ───────────────────────────────────────────────────────────────────


class _AtTheirWord(KitchenForm):
    """How they said yes."""

    way = PickField(HOW_THEY_SAID_YES, label=_("How did they tell you?"))


class WriteForForm(SayNeedForm):
    """What they say, before it is read back to them."""

    detail = Words(
        label=_("What should we know to get it right?"), required=False, most=2_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    why = Words(label=_("Why it helps, if they want to say"), required=False, most=2_000, widget=forms.Textarea(attrs={"rows": 2}))
    weight = PickField(
        [Pick(WhatWorks.Weight.MUST, _("They cannot take part without it")), Pick(WhatWorks.Weight.HELPS, _("It helps them"))],
        label=_("How much do they need it?"),
        two=True,
    )
    shown_to = PickField(
        [
            Pick(WhatWorks.ShownTo.NOBODY, _("Nobody yet")),
            Pick(WhatWorks.ShownTo.LEAD, _("Their lead")),
            Pick(WhatWorks.ShownTo.ARRANGERS, _("Their lead, and those who arrange things")),
            Pick(WhatWorks.ShownTo.GATHERING, _("Everyone at a gathering")),
        ],
        label=_("Who may see it?"),
        help_text=_("Ask them. If they do not say, choose nobody."),
        initial=WhatWorks.ShownTo.NOBODY,
    )
    way = PickField(HOW_THEY_SAID_YES, label=_("How do they tell you?"))
    field_order = ["start", "words", "detail", "why", "weight", "shown_to", "way"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Or write it in their own words")
        self.fields["words"].help_text = _("What helps them? Never a diagnosis.")

    def label_of(self, name: str) -> str:
        """What was chosen, in words."""
        field = self.fields[name]
        assert isinstance(field, PickField)
        return next((str(pick.label) for pick in field.picks if pick.value == self.cleaned_data[name]), "")


class AskedForm(_AtTheirWord):
    """I asked them, and what came of it."""

    came = PickField(
        [Pick(came, came.label) for came in (Asked.Came.NONE, Asked.Came.RATHER_NOT, Asked.Came.NOT_YET)],
        label=_("What did they say?"),
    )
    field_order = ["came", "way"]


class RightForm(_AtTheirWord):
    """All that stands there still holds."""


class OneForForm(_AtTheirWord):
    """Something to do with one thing that stands there, known to staff by its day alone."""

    need = PickField(label=_("Which one?"), help_text=_("We show the day, and not what it says. Ask them which one they mean."))
    do = PickField(label=_("What do they want?"), two=True)
    agreed = forms.BooleanField(
        label=_("I read it back to them, and they agreed"), error_messages={"required": _("Read it back to them first.")}
    )
    field_order = ["need", "do", "way", "agreed"]

    def __init__(self, *args: Any, needs: Sequence[Pick], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        need, do = self.fields["need"], self.fields["do"]
        assert isinstance(need, PickField)
        assert isinstance(do, PickField)
        need.offer(needs)
        do.offer(
            [
                Pick("hide", _("Hide it from everyone")),
                Pick("unhide", _("Show it again")),
                Pick("delete", _("Take it away for good")),
                *(Pick(pick.value, _("Who may see it: %(who)s") % {"who": pick.label}) for pick in _their_shown()),
            ]
        )


class TypeForForm(_AtTheirWord):
    """The words of something they said by voice."""

    need = PickField(label=_("Which recording?"))
    words = Words(label=_("What they say"), help_text=_("In their own words. You do not hear the recording: ask them."), most=2_000)
    agreed = forms.BooleanField(
        label=_("I read it back to them, and they agreed"), error_messages={"required": _("Read it back to them first.")}
    )
    field_order = ["need", "words", "way", "agreed"]

    def __init__(self, *args: Any, needs: Sequence[Pick], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        need = self.fields["need"]
        assert isinstance(need, PickField)
        need.offer(needs)


def _their_shown() -> Sequence[Pick]:
    field = WriteForForm.base_fields["shown_to"]
    assert isinstance(field, PickField)
    return field.picks
