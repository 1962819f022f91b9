"""Forms of Easy Read: its lines, its pictures, and what people say who check it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kitchentable.people.files import MEGABYTE, MOST_LOCKED_BYTES
from kitchentable.policy.clock import today
from kitchentable.ui.forms import DayField, KitchenForm, PickField, UploadField, Words
from kitchentable.ui.pieces import Pick
from kitchentable.words.acts.easy import MOST_LETTERS, LineWords
from kitchentable.words.models.easy import EasyComment, EasyLine

Face = EasyComment.Face
CLEAR, NOT_YET = "clear", "not_yet"


class LineForm(KitchenForm):
    """One idea, and the hard word of it explained."""

    words = forms.CharField(
        label=_("Words of this line"),
        help_text=_("One idea. Ten words are good, 15 is the most."),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write the words of this line.")},
    )
    explains = forms.CharField(
        label=_("Is there a hard word? Explain it here"),
        help_text=_(
            "This stands in a sentence of its own, after the line. Like: A commissioner decides what the council pays for."
        ),
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_heading = forms.BooleanField(label=_("This is a heading"), required=False)
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: object = None, *, line: EasyLine | None = None, explains: str = "") -> None:
        first = {"explains": explains}
        if line is not None:
            first = {"words": line.words, "explains": line.explains or explains, "is_heading": line.is_heading, "was": line.digest}  # type: ignore[dict-item]
        super().__init__(data, initial=first)

    def typed(self, symbol: str = "") -> LineWords:
        """What was typed, as the acts want it."""
        said = self.cleaned_data
        return LineWords(said["words"], said["explains"], said["is_heading"], symbol)


class PhotoForm(KitchenForm):
    """A photo of our own, with words for people who cannot see it."""

    photo = UploadField(
        label=_("Photo"),
        help_text=_("Only a photo that you may use, and nobody on it who did not say yes."),
        max_bytes=25 * MEGABYTE,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("Choose a photo first.")},
    )
    picture_words = forms.CharField(
        label=_("What is on it?"),
        help_text=_("For people who cannot see it. Like: a bus at a stop."),
        max_length=200,
        error_messages={"required": _("Write what is on the photo, for people who cannot see it.")},
    )


class SayForm(KitchenForm):
    """What somebody thinks of one line."""

    face = PickField(
        [
            Pick(Face.CLEAR.value, Face.CLEAR.label, "", "face-5"),
            Pick(Face.NOT_SURE.value, Face.NOT_SURE.label, "", "face-3"),
            Pick(Face.NOT_CLEAR.value, Face.NOT_CLEAR.label, "", "face-1"),
        ],
        label=_("What do you think?"),
        error_messages={"required": _("Choose a face.")},
    )
    words = Words(label=_("Do you want to say why?"), required=False, most=4_000, widget=forms.Textarea(attrs={"rows": 3}))
    voice = UploadField(
        label=_("You can say it with your voice"),
        max_bytes=MOST_LOCKED_BYTES,
        sound=True,
        required=False,
        widget=forms.FileInput(attrs={"accept": "audio/*,video/webm,video/mp4,video/quicktime,.mov"}),
    )


class EndForm(KitchenForm):
    """Clear, or not yet."""

    clear = PickField(
        [
            Pick(CLEAR, _("It is clear"), "", "face-5"),
            Pick(NOT_YET, _("Not yet"), _("Something must change."), "face-1"),
        ],
        label=_("Is it clear?"),
        error_messages={"required": _("Choose one.")},
    )
    names = forms.CharField(
        label=_("How do you want to be named?"),
        help_text=_("We write who checked it. Your name, or your group. Leave it empty if you do not want to be named."),
        max_length=200,
        required=False,
    )
    said_on = DayField(label=_("On which day did they say it?"), help_text=_("Leave it empty for today."), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: object = None, *, seen: str = "", typed: bool = False) -> None:
        super().__init__(data, initial={"seen": seen})
        if typed:
            self.fields["said_on"].not_after = today()  # type: ignore[attr-defined]
        else:
            del self.fields["said_on"]


class GroupForm(KitchenForm):
    """What a group said that read it together."""

    names = forms.CharField(
        label=_("Who checked it?"),
        help_text=_("Their names, or the name of their group. As they want to be named: everyone can read it."),
        max_length=200,
        error_messages={"required": _("Write who checked it.")},
    )
    said_on = DayField(label=_("On which day?"))
    clear = PickField(
        [Pick(CLEAR, _("They said: it is clear"), "", "face-5"), Pick(NOT_YET, _("They said: not yet"), "", "face-1")],
        label=_("What did they say?"),
        error_messages={"required": _("Choose one.")},
    )
    words = Words(
        label=_("What should change, in their words?"), required=False, most=4_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: object = None, *, seen: str = "") -> None:
        super().__init__(data, initial={"seen": seen})
        self.fields["said_on"].not_after = today()  # type: ignore[attr-defined]
