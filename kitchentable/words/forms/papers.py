"""What those who write papers type: the paper itself, its summary, and why a word stays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.ui.forms import DayField, KitchenForm, PickField, UploadField, Words
from kitchentable.ui.pieces import Pick
from kitchentable.words.acts.papers import LONGEST
from kitchentable.words.clarity.files import LARGEST
from kitchentable.words.models.papers import Document, Version


class PaperForm(KitchenForm):
    """What a paper is called and who may read it."""

    title = forms.CharField(
        label=_("What is the paper called?"),
        help_text=_("Say what it is about. Like: Help at home: what could change."),
        max_length=160,
    )
    kind = PickField(
        [Pick(value, label) for value, label in Document.Kind.choices],
        label=_("What kind of paper is it?"),
        initial=Document.Kind.PAPER,
    )
    is_public = forms.BooleanField(label=_("Everyone can read it on our pages, once it is sent"), required=False)


class NewPaperForm(PaperForm):
    """A new paper, written here or read from a file."""

    text = Words(
        label=_("The paper"),
        help_text=_(
            "Write it here, or put it in later. A line that starts with # is a heading. A line that starts with - is in a list."
        ),
        required=False,
        most=LONGEST,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "true"}),
    )
    came_as = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    notes = forms.CharField(required=False, max_length=2_000, widget=forms.HiddenInput)


class FileForm(KitchenForm):
    """A file to read the text from."""

    file = UploadField(
        label=_("Choose the file"),
        help_text=_("Word (.docx), OpenDocument (.odt), PDF, a web page (.html), Markdown (.md) or plain text (.txt)."),
        max_bytes=LARGEST,
        widget=forms.FileInput(attrs={"accept": ".docx,.docm,.odt,.pdf,.html,.htm,.md,.txt"}),
    )


class WriteForm(KitchenForm):
    """The text of a version, and which state of it the writer saw."""

    text = Words(
        label=_("The paper"),
        help_text=_("A line that starts with # is a heading, ## a smaller one. A line that starts with - is in a list."),
        most=LONGEST,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
    )
    changes = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    came_as = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    notes = forms.CharField(required=False, max_length=2_000, widget=forms.HiddenInput)


class SummaryForm(KitchenForm):
    """The four parts that stand first in every format (R009)."""

    what_this_is = Words(advice=True, label=_("What this is"), help_text=_("One or two sentences."), most=2_000)
    what_we_ask = Words(
        advice=True,
        label=_("What we ask of you"),
        help_text=_("One thing a line. If you ask nothing, say so: “Nothing. It is for you to know.”"),
        most=2_000,
    )
    by_when_on = DayField(label=_("By when? The day"), help_text=_("Leave it empty when there is no rush."), required=False)
    by_when = forms.CharField(
        label=_("By when, in words"),
        help_text=_("Like: There is no rush. With a day and nothing here, we write the day in words."),
        required=False,
        max_length=200,
    )
    what_happens_next = Words(
        advice=True, label=_("What happens next"), help_text=_("Who decides, when, and how people hear of it."), most=2_000
    )
    what_changed = Words(
        advice=True,
        label=_("What is new since the version before"),
        help_text=_("People who have the old one read this."),
        required=False,
        most=2_000,
    )
    changes = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        names = ("what_this_is", "what_we_ask", "by_when", "by_when_on", "what_happens_next", "what_changed", "changes")
        kwargs.setdefault("initial", {name: getattr(version, name) for name in names})
        super().__init__(*args, **kwargs)
        self.fields["by_when_on"].not_before = today()  # type: ignore[attr-defined]
        if version.number == 1:
            del self.fields["what_changed"]

    def clean(self) -> dict[str, Any]:
        """By when: a day, or words such as “There is no rush”."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not said.get("by_when_on") and not (said.get("by_when") or "").strip():
            self.add_error("by_when_on", _("Say by when: give a day, or write “There is no rush”."))
        return said


class ShortForm(KitchenForm):
    """The two-page summary of a long paper."""

    short_text = Words(advice=True, label=_("The short version"), most=20_000, widget=forms.Textarea(attrs={"rows": 16}))
    changes = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"short_text": version.short_text, "changes": version.changes})
        super().__init__(*args, **kwargs)
        self.fields["short_text"].help_text = _(
            "Two pages at the most: about %(most)d words. Say what is asked of people and by when."
        ) % {"most": number("short_most_words")}


class NextForm(KitchenForm):
    """What is new in the next version."""

    what_changed = Words(
        advice=True,
        label=_("What will be new in it?"),
        help_text=_("People who have the old version read this. You can change it later."),
        most=2_000,
    )


class KeepWordForm(KitchenForm):
    """A word that stays in everything we write."""

    word = forms.CharField(label=_("Which word stays?"), max_length=120)
    because = Words(label=_("Why does it stay?"), help_text=_("Everyone who works here can read this."), most=1_000)
