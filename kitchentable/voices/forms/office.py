"""What the office types: answers, checks, what we heard, what somebody said by phone or on paper, themes, decisions, questions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person
from kitchentable.policy.clock import now, today
from kitchentable.ui.forms import DayField, KitchenForm, PickField, PicksField, Words
from kitchentable.ui.pieces import Pick
from kitchentable.voices.files import MOST_BYTES, Upload
from kitchentable.voices.forms.saying import ManyFiles, sharings
from kitchentable.voices.models import Contribution, Decision, Kept, Outcome, Question, Sharing, Theme, Way
from kitchentable.works.models import Work

BY_HAND = [
    Pick(Way.PHONE.value, _("By phone"), icon="phone"),
    Pick(Way.PAPER.value, _("On paper"), icon="paper"),
    Pick(Way.IN_PERSON.value, _("In person"), icon="people"),
]


def staff() -> QuerySet[Person]:
    """Those who can be asked to answer: they work here and can sign in."""
    found: QuerySet[Person] = Person.objects.filter(works_here=True, is_active=True, erased_at__isnull=True)
    return found.order_by("called", "pk")


def who_may_decide(works: Iterable[Work]) -> QuerySet[Person]:
    """The decider of the work, and whoever leads or answers in it."""
    pks = [work.pk for work in works]
    part = Q(roles__work__in=pks, roles__until__isnull=True, roles__kind__in=("lead", "answerer", "decider"))
    found: QuerySet[Person] = Person.objects.filter(part | Q(decides__in=pks), erased_at__isnull=True)
    return found.distinct().order_by("called", "pk")


def person_field(**kwargs: Any) -> forms.ModelChoiceField[Person]:
    """A choice of people, by their key."""
    field: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        queryset=kwargs.pop("queryset", Person.objects.none()), to_field_name="key", empty_label=_("Choose a person"), **kwargs
    )
    return field


def must_be_said(form: forms.Form, *names: str) -> None:
    """Do not say "you can skip this" of fields that are wanted in the end; the act says when, in its own words."""
    for name in names:
        form.fields[name].say_can_skip = False  # type: ignore[attr-defined]


# ── the list ──────────────────────────────────────────────────────────────────────────────────────

SHOW = [
    ("waiting", _("All that wait")),
    ("late", _("Late")),
    ("soon", _("Due soon")),
    ("unassigned", _("With nobody chosen")),
    ("again", _("Open again")),
    ("none", _("No answer yet")),
    ("check", _("To check")),
    ("publish", _("To publish")),
    ("untold", _("Not told yet")),
    ("all", _("Everything")),
]


class FilterForm(forms.Form):
    """Which ones to show. Nothing in it is ever wrong: what we do not know is left out."""

    show = forms.ChoiceField(choices=SHOW, required=False)
    work = forms.ModelChoiceField(
        queryset=Work.objects.none(), to_field_name="slug", required=False, label=_("Piece of work"), empty_label=_("All")
    )
    theme = forms.ModelChoiceField(queryset=Theme.objects.none(), required=False, label=_("Theme"), empty_label=_("All"))
    owner = forms.ModelChoiceField(
        queryset=Person.objects.none(), to_field_name="key", required=False, label=_("Who must answer"), empty_label=_("Everyone")
    )
    q = forms.CharField(max_length=200, required=False, label=_("Search in the words, or type a number or a code"))

    def __init__(self, *args: Any, works: QuerySet[Work], **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        must_be_said(self, *self.fields)
        self.fields["work"].queryset = works  # type: ignore[attr-defined]
        self.fields["owner"].queryset = staff()  # type: ignore[attr-defined]
        if self.data.get("work"):
            self.fields["theme"].queryset = Theme.objects.filter(work__in=works, work__slug=self.data["work"])  # type: ignore[attr-defined]
        else:
            del self.fields["theme"]

    def chosen(self, name: str) -> Any:
        """What was chosen; None when nothing was, or nothing that we know."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


class PassForm(KitchenForm):
    """Hand it to somebody named."""

    to = person_field(label=_("Who must answer it now?"), help_text=_("They are told. The date it is due stays."))
    because = forms.CharField(label=_("Why?"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = staff()  # type: ignore[attr-defined]


class IntoThemeForm(KitchenForm):
    """Into a theme that there is, or a new one."""

    theme: forms.ModelChoiceField[Theme] = forms.ModelChoiceField(
        queryset=Theme.objects.none(), label=_("A theme that there is"), required=False, empty_label=_("Choose a theme")
    )
    called = forms.CharField(
        label=_("Or a new theme"), help_text=_("A few words that people would use."), required=False, max_length=120
    )

    def __init__(self, *args: Any, work: Work, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        must_be_said(self, "theme", "called")
        self.fields["theme"].queryset = Theme.objects.filter(work=work)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        found = super().clean() or self.cleaned_data
        if not found.get("theme") and not (found.get("called") or "").strip() and "theme" not in self.errors:
            self.add_error("called", _("Choose a theme, or name a new one."))
        return found


class PublishForm(KitchenForm):
    """Read, and it names nobody else."""

    names_nobody = forms.BooleanField(
        label=_("I read it. It names nobody else, and nobody else can be known from it."),
        error_messages={"required": _("Read the words first. Then tick this.")},
    )


class HoldForm(KitchenForm):
    """Not shown to everyone, because."""

    because = forms.CharField(
        label=_("Why is it not shown to everyone?"), help_text=_("The person who said it reads this."), max_length=300
    )


# ── answering and checking ────────────────────────────────────────────────────────────────────────


class AnswerForm(KitchenForm):
    """What came of it: outcome, what, who, by when; or why not, and the day to look again."""

    outcome = PickField(
        [
            Pick(Outcome.USED.value, Outcome.USED.label, _("We do it, or did it."), "done"),
            Pick(
                Outcome.PARTLY.value, Outcome.PARTLY.label, _("We do a part of it. Say which part we do not do, and why."), "partly"
            ),
            Pick(
                Outcome.NOT_USED.value,
                Outcome.NOT_USED.label,
                _("We cannot or will not. Say the real reason, and when you will look again."),
                "no",
            ),
            Pick(Outcome.LATER.value, Outcome.LATER.label, _("Not now. It comes back by itself on the day you give."), "later"),
            Pick(
                Outcome.PASSED.value,
                Outcome.PASSED.label,
                _("Somebody else must answer. It stays open, and the date stays."),
                "passed",
            ),
        ],
        label=_("What came of it?"),
    )
    words = Words(
        advice=True,
        label=_("What happened, or what will happen?"),
        help_text=_("The person reads this first, beside their own words. Short sentences. Say what changes for them."),
    )
    because = Words(
        advice=True,
        label=_("Because"),
        help_text=_("Why it was decided this way. If the answer is no: what it would cost, which rule, what else was looked at."),
        required=False,
    )
    decider = person_field(label=_("Who decided?"))
    decided_on = DayField(label=_("When was it decided?"))
    who_does_it = forms.CharField(label=_("Who does it?"), help_text=_("A name."), required=False, max_length=160)
    by_when = DayField(label=_("By when?"), required=False)
    cost = forms.CharField(
        label=_("What does it cost?"),
        help_text=_("For example: £400 a week. You can say “nothing”."),
        required=False,
        max_length=200,
    )
    look_again_on = DayField(
        label=_("When will you look at it again?"),
        help_text=_("A day that must be given for “not used” and “later”."),
        required=False,
    )
    passed_to = person_field(label=_("Passed to"), help_text=_("Only for “passed to someone named”."), required=False)

    def __init__(self, *args: Any, work: Work, by: Person, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"decider": work.decider.key, "decided_on": today()})
        super().__init__(*args, **kwargs)
        self.fields["decider"].queryset = who_may_decide([work])  # type: ignore[attr-defined]
        self.fields["passed_to"].queryset = staff().exclude(pk=by.pk)  # type: ignore[attr-defined]


TO_CHECK = [
    Pick("outcome", _("The outcome is the true one.")),
    Pick("name", _("It names who decided and who does it; or why it cannot be done.")),
    Pick("date", _("It gives a date: by when, or when we look again.")),
    Pick("clear", _("The words are clear and short. No letters that stand for words.")),
    Pick("point", _("It answers what the person said, not something near it.")),
]


class CheckForm(KitchenForm):
    """What the second person looked at."""

    looked = PicksField(TO_CHECK, label=_("Look at these, one by one"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        must_be_said(self, "looked")

    def clean_looked(self) -> list[str]:
        """All of them."""
        found: list[str] = self.cleaned_data["looked"]
        if len(found) < len(TO_CHECK):
            raise forms.ValidationError(_("Tick each one when it is so. If one is not so, send the answer back and say which."))
        return found


class SendBackForm(KitchenForm):
    """Back to its writer, because."""

    because = Words(label=_("What is missing?"), help_text=_("The writer reads this, and writes a new answer."), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        must_be_said(self, "because")


# ── understanding, and what an author said by phone or on paper ───────────────────────────────────


class HeardForm(KitchenForm):
    """What we heard."""

    heard = Words(advice=True, label=_("What we heard"), help_text=_("In your words. The person says “yes” or “not quite”."))


class SaidYesForm(KitchenForm):
    """“Yes” or “not quite”, as the author said it."""

    agreed = PickField(
        [Pick("yes", _("“Yes, that is what I meant”"), icon="done"), Pick("no", _("“Not quite”"), icon="pencil")],
        label=_("What did they say to what we heard?"),
    )
    in_what_way = Words(label=_("In what way is it different?"), help_text=_("In their words."), required=False)


class SaidSoForm(KitchenForm):
    """“Yes, that is so” or “no, it is not”, as the author said it."""

    is_so = PickField(
        [
            Pick("yes", _("“Yes, that is so”"), icon="done"),
            Pick("no", _("“No, it is not”"), _("It opens again, with a new date."), "again"),
        ],
        label=_("What did they say to the answer?"),
    )
    what_is_wrong = Words(label=_("What is wrong?"), help_text=_("In their words."), required=False)
    way = PickField(BY_HAND, label=_("How did they tell you?"))


class ReuseForm(KitchenForm):
    """May we tell it again, for one thing?"""

    for_what = forms.CharField(
        label=_("What do you want to use it for?"),
        help_text=_("One thing, for example: a talk to new staff on 3 March. We ask again for anything else."),
        max_length=300,
    )


class SaidMayForm(KitchenForm):
    """Yes or no to telling it again, as the author said it."""

    agreed = PickField(
        [Pick("yes", _("“Yes, you may”"), icon="done"), Pick("no", _("“No”"), icon="no")], label=_("What did they say?")
    )


class TranscriptForm(KitchenForm):
    """The words of a recording."""

    words = Words(label=_("The words"), help_text=_("Type what is said or signed, as it is. Leave nothing out and mend nothing."))


class TheirWishForm(KitchenForm):
    """Who may see it, as the author said it."""

    sharing = PickField(label=_("Who may see it?"))

    def __init__(self, *args: Any, has_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sharing"].offer(sharings(has_name=has_name))  # type: ignore[attr-defined]


class TheirMoreForm(KitchenForm):
    """More that the author said."""

    words = Words(label=_("What they add"), help_text=_("In their words. What they said before stays as it is."))
    way = PickField(BY_HAND, label=_("How did they tell you?"))


class WriteForForm(KitchenForm):
    """What somebody said by phone, in person or on paper."""

    way = PickField(BY_HAND, label=_("How did they tell you?"))
    said_on = DayField(
        label=_("When did we hear it?"),
        help_text=_("The day of the call or the talk, or the day the paper came. The answer is owed from that day."),
    )
    question = PickField(label=_("What is it about?"), required=False)
    words = Words(
        label=_("What they said"),
        help_text=_("In their words, to the letter. Write “I”, as they did. Leave it empty when you add a scan."),
        required=False,
    )
    papers = ManyFiles(
        label=_("Add the paper as a scan or photo"),
        help_text=_("JPEG, PNG, WebP or PDF. The paper is kept as they wrote it."),
        accept="image/jpeg,image/png,image/webp,image/gif,application/pdf",
        several=True,
        max_bytes=MOST_BYTES[Kept.Kind.PAPER],
    )
    read_back = PickField(
        [
            Pick("agreed", _("Yes, and they said: that is it"), icon="done"),
            Pick("not", _("Yes, and they did not agree"), icon="pencil"),
            Pick("no", _("No, not read back"), icon="unknown"),
        ],
        label=_("Did you read it back to them?"),
    )
    content_note = forms.CharField(
        label=_("Is there something hard to read in it? Warn people here."), required=False, max_length=200
    )
    sharing = PickField(
        label=_("Who may see it?"), help_text=_("Ask them. If you could not ask, choose the first one."), initial=Sharing.LEAD.value
    )

    def __init__(self, *args: Any, questions: Iterable[Question], has_name: bool, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"said_on": today()})
        super().__init__(*args, **kwargs)
        must_be_said(self, "words", "question")
        self._questions = {str(q.pk): q for q in questions}
        asked = [Pick(pk, q.asks, icon="question") for pk, q in self._questions.items()]
        self.fields["question"].offer([*asked, Pick("", _("Something else"))])  # type: ignore[attr-defined]
        if not self._questions:
            del self.fields["question"]
        self.fields["sharing"].offer(sharings(has_name=has_name))  # type: ignore[attr-defined]

    def asked(self) -> Question | None:
        """The question it is about; None for something else."""
        return self._questions.get(self.cleaned_data.get("question") or "")

    def uploads(self) -> list[Upload]:
        """The scans."""
        return [Upload(file, Kept.Kind.PAPER) for file in self.cleaned_data.get("papers") or []]

    def was_read_back(self) -> bool | None:
        """Agreed, not agreed, or not read back."""
        return {"agreed": True, "not": False}.get(self.cleaned_data.get("read_back") or "")

    def said_at(self) -> datetime:
        """Now, for today; noon, for a day before; a day to come is for the act to refuse."""
        return moment_of(self.cleaned_data["said_on"])


def moment_of(day: date) -> datetime:
    """A moment for a day that somebody remembers."""
    return now() if day == today() else timezone.make_aware(datetime.combine(day, time(12)))


# ── themes, decisions, questions ──────────────────────────────────────────────────────────────────


class ThemeForm(KitchenForm):
    """A new theme."""

    called = forms.CharField(
        label=_("Name"), help_text=_("A few words that people would use, for example: lifts and doors."), max_length=120
    )
    what = Words(label=_("What belongs in it?"), required=False)


class ThemesForm(KitchenForm):
    """All the themes one contribution is in."""

    themes: forms.ModelMultipleChoiceField[Theme] = forms.ModelMultipleChoiceField(
        queryset=Theme.objects.none(), widget=forms.CheckboxSelectMultiple, label=_("Themes"), required=False
    )
    called = forms.CharField(label=_("A new theme"), required=False, max_length=120)

    def __init__(self, *args: Any, c: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = Theme.objects.filter(work=c.work_id)  # type: ignore[attr-defined]


class DecisionForm(KitchenForm):
    """Something that will be decided."""

    title = forms.CharField(
        label=_("What will be decided?"), help_text=_("A question, for example: how long are visits?"), max_length=200
    )
    what = Words(advice=True, label=_("What is it about?"), required=False)
    decider = person_field(label=_("Who decides?"))
    expected_on = DayField(label=_("About when?"), required=False)

    def __init__(self, *args: Any, work: Work, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"decider": work.decider.key})
        super().__init__(*args, **kwargs)
        self.fields["decider"].queryset = who_may_decide([work])  # type: ignore[attr-defined]


class OptionForm(KitchenForm):
    """One choice, as the decider sees it."""

    what = forms.CharField(label=_("The choice"), max_length=300)
    cost = forms.CharField(label=_("What it costs"), help_text=_("Say it even if it is nothing."), required=False, max_length=200)
    good_effects = Words(advice=True, label=_("What may go well, and for whom"), required=False)
    bad_effects = Words(advice=True, label=_("What may go badly, and for whom"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        must_be_said(self, "cost")


class WeighForm(KitchenForm):
    """How a theme was weighed."""

    how = Words(advice=True, label=_("How did this change the decision? Or why did it not?"))


class DecideForm(KitchenForm):
    """The choice, why, and when."""

    chosen = PickField(label=_("What is decided?"))
    because = Words(advice=True, label=_("Because"), help_text=_("Everyone reads this."))
    decided_on = DayField(label=_("On which day?"))

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"decided_on": today()})
        super().__init__(*args, **kwargs)
        self._options = {str(option.pk): option for option in decision.options.all()}
        self.fields["chosen"].offer(  # type: ignore[attr-defined]
            [*(Pick(pk, o.what, o.cost) for pk, o in self._options.items()), Pick("none", _("None of these"))]
        )

    def option(self) -> Any:
        """The chosen option; None for none of these."""
        return self._options.get(self.cleaned_data.get("chosen") or "")


class MadeBeforeForm(KitchenForm):
    """That it was decided before anyone was asked."""

    because = Words(advice=True, label=_("What was decided, and why?"), help_text=_("Everyone reads this."))
    decided_on = DayField(label=_("When was it decided?"))


class QuestionForm(KitchenForm):
    """What we ask, and what people need to know to reply well."""

    kind = PickField(
        [
            Pick("views", Question.Kind.VIEWS.label, _("Only while it is open. What people say can still change it."), "question"),
            Pick("help", Question.Kind.HELP.label, _("It is decided. People tell us what they need now."), "works"),
            Pick(
                "tell",
                Question.Kind.TELL.label,
                _("It is decided. We say what, why and what comes next. Nobody can reply as if it were open."),
                "said",
            ),
        ],
        label=_("What is it for?"),
    )
    asks = forms.CharField(label=_("What do you ask?"), help_text=_("One question, in short words."), max_length=300)
    more = Words(advice=True, label=_("What people need to know"), required=False)
    decision: forms.ModelChoiceField[Decision] = forms.ModelChoiceField(
        queryset=Decision.objects.none(), label=_("Which decision is it for?"), required=False, empty_label=_("No decision")
    )
    can_change = Words(
        advice=True,
        label=_("What can change"),
        help_text=_("One thing a line. Needed when you ask what people think."),
        required=False,
    )
    cannot_change = Words(
        advice=True,
        label=_("What cannot change, and why"),
        help_text=_("One thing a line. Needed when you ask what people think."),
        required=False,
    )
    costs = Words(
        advice=True, label=_("What the choices cost"), help_text=_("Needed when you ask what people think."), required=False
    )
    bad_effects = Words(
        advice=True, label=_("What may go badly"), help_text=_("Needed when you ask what people think."), required=False
    )
    answered_by = person_field(label=_("Who must answer what people say?"), required=False)
    closes_on = DayField(label=_("Last day to reply"), required=False)
    short_because = forms.CharField(
        label=_("If the time is short: why?"), help_text=_("People read this."), required=False, max_length=300
    )

    def __init__(self, *args: Any, work: Work, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        must_be_said(self, "can_change", "cannot_change", "costs", "bad_effects")
        self.fields["decision"].queryset = Decision.objects.filter(work=work)  # type: ignore[attr-defined]
        self.fields["answered_by"].queryset = staff()  # type: ignore[attr-defined]
