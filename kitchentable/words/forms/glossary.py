"""What is typed about words: meanings, questions, answers, and files of terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kitchentable.people.tables import MOST_BYTES
from kitchentable.ui.forms import KitchenForm, PickField, UploadField, Words
from kitchentable.ui.pieces import Pick
from kitchentable.words.acts.asks import MOST_AROUND, MOST_WORD
from kitchentable.words.models import Term, TermAsk
from kitchentable.words.terms_csv import MOST

Way = TermAsk.Way


class TermForm(KitchenForm):
    """One meaning of one word. Everything in it is read by everyone."""

    term = forms.CharField(label=_("The word or the letters"), help_text=_("Like: respite, or MDT."), max_length=MOST["term"])
    spelled_out = forms.CharField(
        label=_("What do the letters stand for?"),
        help_text=_("Only for a short form, like: Multi-Disciplinary Team."),
        max_length=MOST["spelled_out"],
        required=False,
    )
    meaning = Words(label=_("What does it mean, in plain words?"), help_text=_("One or two short sentences."), most=MOST["meaning"])
    here = Words(
        label=_("What does it mean here, with us?"),
        help_text=_("Like: who it is, when they meet, whom to ring. Everyone can read this."),
        most=MOST["here"],
        required=False,
    )
    also = forms.CharField(
        label=_("Other ways to write it"), help_text=_("With commas between them."), max_length=MOST["also"], required=False
    )

    def as_term(self) -> Term:
        """What was typed, not saved."""
        return Term(**{name: self.cleaned_data[name].strip() for name in ("term", "spelled_out", "meaning", "here", "also")})


class AskForm(KitchenForm):
    """What a person wants to know about a word."""

    word = forms.CharField(label=_("Which word?"), help_text=_("A word, a few words, or letters like MDT."), max_length=MOST_WORD)
    around = Words(
        label=_("What do you want to know about it?"),
        help_text=_("You can write the sentence it stands in. Leave it empty if you like."),
        most=MOST_AROUND,
        required=False,
    )


class AskForForm(AskForm):
    """The same, typed by staff for somebody."""

    way = PickField(
        [Pick(str(one.value), one.label) for one in (Way.PHONE, Way.POST, Way.IN_PERSON)], label=_("How did they ask?"), two=True
    )


class AnswerForm(KitchenForm):
    """What a word means, for the one who asked."""

    answer = Words(
        label=_("What does it mean?"),
        help_text=_("Write to the person who asked. Use the words that you would use at a kitchen table."),
        most=MOST["meaning"],
    )
    then = PickField(label=_("And the glossary?"))
    spelled_out = forms.CharField(
        label=_("What do the letters stand for?"),
        help_text=_("Only for a short form."),
        max_length=MOST["spelled_out"],
        required=False,
    )
    seen_advice = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, terms: Sequence[Term], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = {term.key: term for term in terms}
        picks = [Pick(term.key, _("It stands there: %(term)s") % {"term": term.term}, term.meaning[:160]) for term in terms]
        picks += [
            Pick("new", _("Put this answer into it"), _("A second person reads it first. Then everyone sees it.")),
            Pick("none", _("Leave the glossary as it is")),
        ]
        then = self.fields["then"]
        assert isinstance(then, PickField)
        then.offer(picks)
        self.initial.setdefault("then", picks[0].value)

    def term(self, word: str) -> Term | None:
        """The meaning that goes with it: one that stands there, a new one that is not saved, or none."""
        then = self.cleaned_data["then"]
        if then == "new":
            said = self.cleaned_data
            return Term(term=word[: MOST["term"]], spelled_out=said["spelled_out"].strip(), meaning=said["answer"].strip())
        return self.terms.get(then)


class PassForm(KitchenForm):
    """Who answers instead."""

    to = PickField(label=_("Who answers?"))


class HereForm(KitchenForm):
    """What a word of a shipped list means here."""

    which = forms.MultipleChoiceField(required=False)
    here = Words(label=_("What does it mean here, with us?"), most=MOST["here"], required=False)


class TermsFileForm(KitchenForm):
    """One file of terms."""

    upload = UploadField(
        label=_("The file"),
        help_text=_("A CSV file, or an Excel file that ends in .xlsx, with the columns of the file that you get here."),
        max_bytes=MOST_BYTES,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
