"""What a person types when they say something, add to it, choose who sees it, or reply. Words are taken to the letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person
from kitchentable.policy.verdict import Problem
from kitchentable.ui.forms import KitchenForm, PickField, UploadField, Words
from kitchentable.ui.pieces import Pick
from kitchentable.voices import files
from kitchentable.voices.models import Kept, Question, Sharing, Way

ME = "me"


def show(form: KitchenForm, problem: Problem) -> None:
    """Show a domain problem beside its question, or on top when it has none here. What was typed stays."""
    form.add_error(problem.field if problem.field in form.fields else None, str(problem))


SHARINGS = {
    Sharing.LEAD: Pick(
        Sharing.LEAD.value,
        Sharing.LEAD.label,
        _("The people who lead and check this work, and the person who must answer. Nobody else."),
        "lock",
    ),
    Sharing.GROUP: Pick(
        Sharing.GROUP.value, Sharing.GROUP.label, _("Also the people at the table of this piece of work. Not your name."), "table"
    ),
    Sharing.PUBLIC: Pick(
        Sharing.PUBLIC.value,
        Sharing.PUBLIC.label,
        _("It may stand on the public page. Your name does not. We check first that it names nobody else."),
        "people",
    ),
    Sharing.NAMED: Pick(
        Sharing.NAMED.value,
        Sharing.NAMED.label,
        _("It may stand on the public page, with your name. We check first that it names nobody else."),
        "person",
    ),
}


def sharings(*, has_name: bool) -> list[Pick]:
    """The choices of who may see it, each with what it means. A visitor has no name to show."""
    return [pick for sharing, pick in SHARINGS.items() if has_name or sharing != Sharing.NAMED]


class ManyFilesInput(forms.FileInput):
    """One field, several files."""

    allow_multiple_selected = True


class ManyFiles(UploadField):
    """Several files in one field; an empty list when there are none. Empty files get our own sentence."""

    def __init__(self, *, accept: str, several: bool = False, **kwargs: Any) -> None:
        widget = (ManyFilesInput if several else forms.FileInput)(attrs={"accept": accept})
        super().__init__(widget=widget, required=False, allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Every file that was sent."""
        sent = data if isinstance(data, (list, tuple)) else [data]
        return [super(ManyFiles, self).clean(one) for one in sent if one]


class SayForm(KitchenForm):
    """One thing that a person says: words, or a file, or both; and who may see it."""

    question = PickField(label=_("What is it about?"), required=False)
    words = Words(
        label=_("What do you want to say?"),
        required=False,
        help_text=_("In your own words. Nothing is changed. There is no right or wrong."),
    )
    recording = ManyFiles(
        label=_("Say it out loud"),
        help_text=_("Record your voice here, or choose a recording."),
        accept="audio/*",
        max_bytes=files.MOST_BYTES[Kept.Kind.AUDIO],
        sound=True,
    )
    video = ManyFiles(
        label=_("Sign it in BSL, or film it"),
        help_text=_("Choose a video."),
        accept="video/webm,video/mp4,video/quicktime,.mov",
        max_bytes=files.MOST_BYTES[Kept.Kind.VIDEO],
    )
    papers = ManyFiles(
        label=_("Add photos, or a paper that you wrote on"),
        help_text=_("JPEG, PNG, WebP or PDF. We take out where a photo was taken."),
        accept="image/jpeg,image/png,image/webp,image/gif,application/pdf",
        several=True,
        max_bytes=files.MOST_BYTES[Kept.Kind.PICTURE],
    )
    content_note = forms.CharField(
        label=_("Is there something hard to read in it? Warn people here."),
        help_text=_("For example: “about being hurt”. You can leave this empty."),
        required=False,
        max_length=200,
    )
    whose = PickField(label=_("Whose words are these?"), required=False)
    read_back = PickField(
        [Pick("yes", _("Yes, and they agreed")), Pick("no", _("No, not yet"))],
        two=True,
        label=_("Did you read it back to them?"),
        help_text=_("Only if they are not your own words."),
        required=False,
    )
    sharing = PickField(label=_("Who may see it?"), initial=Sharing.LEAD)
    known_as = forms.CharField(required=False, widget=forms.HiddenInput)
    without_account = forms.BooleanField(
        label=_("Send it without signing in. We will not know that it is from you."), required=False
    )
    website = forms.CharField(required=False)

    def __init__(
        self,
        *args: Any,
        questions: Sequence[Question],
        supports: Sequence[Person],
        known_as: str,
        held: Sequence[files.Upload] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions, self._held = list(questions), list(held)
        self._questions = {str(q.pk): q for q in questions}
        self._supports = {p.key: p for p in supports}
        question, whose, sharing = (self.fields[name] for name in ("question", "whose", "sharing"))
        assert isinstance(question, PickField)
        assert isinstance(whose, PickField)
        assert isinstance(sharing, PickField)
        question.offer([*(Pick(pk, q.asks) for pk, q in self._questions.items()), Pick("", _("Something else"))])
        whose.offer([Pick(ME, _("They are mine")), *(Pick(key, p.called) for key, p in self._supports.items())])
        sharing.offer(sharings(has_name=bool(known_as)))
        for name in ("question", "words", "recording", "video", "papers", "whose", "read_back"):
            self.fields[name].say_can_skip = False  # type: ignore[attr-defined]
        self.fields["known_as"].initial = known_as
        self.fields["whose"].initial = kwargs.get("initial", {}).get("whose") or ME
        whose.error_messages["invalid_choice"] = _(
            "You cannot write for this person now. They may have ended it, or its last day has gone by. Nothing was sent."
        )
        self.asks_whose = bool(self._supports) or self.data.get("whose", ME) not in (ME, "") or "asks_whose" in self.data
        whose.required = self.asks_whose and self.is_bound and "asks_whose" in self.data

    def clean_question(self) -> Question | None:
        """The question, or None for something else."""
        return self._questions.get(self.cleaned_data["question"])

    def clean_whose(self) -> Person | None:
        """The person whose words these are; None: one's own."""
        return self._supports.get(self.cleaned_data["whose"])

    def clean(self) -> dict[str, Any]:
        """Somebody else's words: were they read back?"""
        found = super().clean() or self.cleaned_data
        if found.get("whose") and not found.get("read_back"):
            self.add_error("read_back", _("Say if you read it back to them."))
        if len(self.uploads()) > files.MOST_FILES:
            self.add_error(
                "papers", _("These are more than %(most)d files. Send the rest as a second message.") % {"most": files.MOST_FILES}
            )
        return found

    def uploads(self) -> list[files.Upload]:
        """The files, each with what the person says it is; those first that were put aside before."""
        return [*self._held, *self.new_uploads()]

    def new_uploads(self) -> list[files.Upload]:
        """The files that came with this sending."""
        return [
            files.Upload(file, kind)
            for name, kind in (("recording", Kept.Kind.AUDIO), ("video", Kept.Kind.VIDEO), ("papers", Kept.Kind.PICTURE))
            for file in self.cleaned_data.get(name) or []
        ]

    def read_back_said(self) -> bool | None:
        """True or False for somebody else's words; None for one's own."""
        return self.cleaned_data["read_back"] == "yes" if self.cleaned_data.get("whose") else None


def way_of(words: str, uploads: Sequence[files.Upload]) -> str:
    """How it came to us: typed when there are words, else by its first file."""
    if words.strip() or not uploads:
        return Way.TYPED
    kinds = {Kept.Kind.AUDIO: Way.VOICE, Kept.Kind.VIDEO: Way.SIGNED, Kept.Kind.PICTURE: Way.PHOTO, Kept.Kind.PAPER: Way.PAPER}
    return kinds[files.look_into(uploads[0].file, uploads[0].file.name or "").kind]


class _OnlyIfNo(KitchenForm):
    """A form whose second question is only for a “no”: no “you can skip this” beside it."""

    second: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.second].say_can_skip = False  # type: ignore[attr-defined]


class CodeForm(KitchenForm):
    """The code on a receipt. Capitals, spaces and dashes do not matter."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Letters and numbers, in groups of four. Big or small letters, and dashes, do not matter."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class ReplyForm(_OnlyIfNo):
    """“Yes, that is so” or “no, it is not”."""

    second = "what_is_wrong"

    is_so = PickField(
        [
            Pick("yes", _("Yes, that is so"), _("We keep what we said we would do in sight."), "done"),
            Pick("no", _("No, it is not"), _("It opens again. You get a new answer by a new date."), "again"),
        ],
        label=_("Is this so?"),
        help_text=_("You decide if this is finished. We do not."),
    )
    what_is_wrong = Words(
        label=_("What is wrong?"),
        help_text=_("Only if you chose “no”. In your own words."),
        required=False,
    )


class AgreeForm(_OnlyIfNo):
    """“Yes” or “not quite”, and in what way."""

    second = "in_what_way"

    agreed = PickField(
        [Pick("yes", _("Yes, that is what I meant"), icon="done"), Pick("no", _("Not quite"), icon="pencil")],
        label=_("Is that what you meant?"),
    )
    in_what_way = Words(
        label=_("In what way is it different?"),
        help_text=_("Only if you chose “not quite”."),
        required=False,
    )


class ReuseForm(KitchenForm):
    """May we tell it again, for this?"""

    agreed = PickField(
        [
            Pick("yes", _("Yes, you may"), _("For this one thing. We ask again for anything else."), "done"),
            Pick("no", _("No"), _("Nothing else changes."), "no"),
        ],
        label=_("May we use it for this?"),
    )


class AddForm(KitchenForm):
    """More to say."""

    words = Words(
        label=_("What do you want to add?"),
        help_text=_("Your first words stay as they are. What you add stands under them, and is owed an answer too."),
        required=False,
    )


class ShareForm(KitchenForm):
    """Who may see it."""

    sharing = PickField(label=_("Who may see it?"))

    def __init__(self, *args: Any, has_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sharing = self.fields["sharing"]
        assert isinstance(sharing, PickField)
        sharing.offer(sharings(has_name=has_name))
