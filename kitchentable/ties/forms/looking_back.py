"""Looking back together: hopes, what each says, a room, short lines, promises, lessons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person, Way
from kitchentable.ties.acts.looking_back import BY_HAND, Answers
from kitchentable.ties.look_prompts import PROMPTS
from kitchentable.ties.models import Lesson, LookBack, LookSaid
from kitchentable.ui.forms import DayField, KitchenForm, PickField, PicksField, Words, speak_plainly
from kitchentable.ui.pieces import Pick
from kitchentable.works.ladder import MEANINGS
from kitchentable.works.models import Group, Step, Work

Reads = LookSaid.Reads
AIM = [
    Pick(LookSaid.Aim.YES, _("Yes"), icon="done"),
    Pick(LookSaid.Aim.PARTLY, _("Partly"), icon="partly"),
    Pick(LookSaid.Aim.NO, _("No"), icon="no"),
    Pick(LookSaid.Aim.TOO_SOON, _("It is too soon to say"), icon="clock"),
]
FELT_WORDS = {5: _("Very good"), 4: _("Good"), 3: _("So-so"), 2: _("Not good"), 1: _("Bad")}
FELT = [Pick(str(n), words, icon=f"face-{n}") for n, words in FELT_WORDS.items()]
SIDES = {
    Group.LIVED: _("How many people with lived experience?"),
    Group.CARER: _("How many unpaid carers?"),
    Group.STAFF: _("How many people who work here?"),
    Group.OTHER: _("How many others?"),
}
READS = [
    Pick(Reads.LEAD, _("Only the lead, with my name"), _("It counts, and nobody else reads your words."), icon="lock"),
    Pick(Reads.GROUP, _("The group, with my name"), _("All who have a part in this."), icon="people"),
    Pick(Reads.EVERYONE, _("Everyone, without my name"), _("When we have finished looking back."), icon="eye"),
]


class HopeForm(KitchenForm):
    """What we hope for, and what we fear."""

    aim = Words(
        label=_("What do we want to be different afterwards?"), help_text=_("One or two sentences."), most=2000, advice=True
    )
    mood_aim = Words(
        label=_("How do we want it to feel?"), help_text=_("For people and for staff."), most=2000, required=False, advice=True
    )
    good = Words(label=_("What good may come of it?"), help_text=_("One thing a line."), most=4000, required=False, advice=True)
    bad = Words(
        label=_("What are we afraid of?"),
        help_text=_("One thing a line. For whom could it get worse?"),
        most=4000,
        required=False,
        advice=True,
    )


class LookSayForm(KitchenForm):
    """Some of the questions, or all of them. Everything can be skipped; words are kept to the letter."""

    def __init__(self, *args: Any, asks: Iterable[str], for_them: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in asks:
            self.fields[name] = self._field(name)
        if for_them:
            self.fields["way"] = PickField([Pick(way, Way(way).label) for way in BY_HAND], label=_("How did they tell you?"))
        for field in self.fields.values():
            speak_plainly(field)

    @staticmethod
    def _field(name: str) -> forms.Field:
        if name == "aim_met":
            return PickField(AIM, label=_("Was the aim met?"), required=False)
        if name == "felt":
            return PickField(FELT, label=_("How did it feel?"), required=False)
        if name == "step":
            picks = [Pick(str(step.value), step.label, MEANINGS[step.value]) for step in reversed(Step)]
            return PickField(picks, label=_("Which step of the ladder did it feel like?"), required=False)
        if name == "reads":
            return PickField(READS, label=_("Who may read your words?"), initial=Reads.LEAD)
        prompt = PROMPTS[name]
        return Words(label=prompt.asks, help_text=prompt.hint or prompt.source, required=False, most=4000)

    def answers(self) -> Answers:
        """What was typed; a question that was not asked here is left as it is."""
        typed = self.cleaned_data
        return Answers(
            typed.get("aim_met") or "",
            int(typed["felt"]) if typed.get("felt") else None,
            int(typed["step"]) if typed.get("step") else None,
            {name: typed[name] for name in self.fields if name in PROMPTS},
        )


class RoomForm(KitchenForm):
    """What the group said in the room, and who was there: numbers by side, no names."""

    there_on = DayField(label=_("On which day did you meet?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side, label in SIDES.items():
            self.fields[f"there_{side.value}"] = forms.IntegerField(label=label, min_value=0, max_value=500, required=False)
        for prompt in PROMPTS.values():
            if not prompt.source:
                self.fields[prompt.code] = Words(label=prompt.asks, help_text=prompt.hint, required=False, most=4000)
        picks = [Pick(Reads.GROUP, _("The group")), Pick(Reads.EVERYONE, _("Everyone"), _("When we have finished looking back."))]
        self.fields["reads"] = PickField(picks, label=_("What did the group say: who may read it?"), initial=Reads.GROUP)
        for field in self.fields.values():
            speak_plainly(field)

    def words(self) -> dict[str, str]:
        """What was said, by question."""
        return {name: self.cleaned_data[name] for name in self.fields if name in PROMPTS}

    def there(self) -> dict[str, int]:
        """How many of each side."""
        return {side.value: self.cleaned_data.get(f"there_{side.value}") or 0 for side in SIDES}


class LineForm(KitchenForm):
    """One short line, and from whose answers it comes."""

    words = Words(label=_("Say it in one short line"), most=300, advice=True)

    def __init__(self, *args: Any, said: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if said:
            picks = [Pick(key, words) for key, words in said]
            self.fields["froms"] = PicksField(picks, label=_("From which answers does it come?"), required=False)
            speak_plainly(self.fields["froms"])


class DoubtForm(KitchenForm):
    """“That is not how I see it.”"""

    words = Words(label=_("How do you see it?"), help_text=_("It stands beside the line, without your name."), most=2000)


class ActionForm(KitchenForm):
    """An action that becomes a promise."""

    what = Words(label=_("What will be done?"), most=600, advice=True)
    owner = forms.ChoiceField(label=_("Who sees to it?"))
    by_when = DayField(label=_("By when?"))

    def __init__(self, *args: Any, keepers: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.key, str(one)) for one in keepers]


class LessonForm(KitchenForm):
    """Whether we take it up."""

    takes = PickField(
        [
            Pick(Lesson.Takes.YES, _("We take it up"), icon="done"),
            Pick(Lesson.Takes.NO, _("It does not fit here"), icon="no"),
        ],
        label=_("What do you do with it?"),
    )
    because = Words(label=_("How, or why not?"), most=2000, advice=True)


class PointForm(KitchenForm):
    """Point to what another team learned."""

    look_back = forms.ChoiceField(label=_("Which team learned something that fits here?"))

    def __init__(self, *args: Any, found: Sequence[tuple[LookBack, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["look_back"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.key, words) for one, words in found]


class StageForm(KitchenForm):
    """Look back at the end of a stage."""

    stage = PickField([Pick(value, label) for value, label in Work.Stage.choices[:-1]], label=_("At the end of which stage?"))
