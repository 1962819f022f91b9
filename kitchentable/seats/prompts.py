"""“Have you thought of …?”: the nine protected characteristics, carers, and people who are offline, as plain questions (R079, R118).

A question is shown until a group on the map answers it, or somebody wrote why these people are not affected here. It is never answered by the system.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kitchentable.seats.models import AffectedGroup, PromptAnswer
from kitchentable.ui.pieces import Words
from kitchentable.works.models import Work


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question. `name` is short, as the law or practice calls it; `asks` is plain. `is_law`: the Equality Act 2010 names it (section 4)."""

    code: str
    name: Words
    asks: Words
    is_law: bool = True


PROMPTS: tuple[Prompt, ...] = (
    Prompt("age", _("Age"), _("Does it affect children, young people or old people differently?")),
    Prompt("disability", _("Disability"), _("Does it affect disabled people, or people with a long illness, differently?")),
    Prompt(
        "gender_reassignment",
        _("Gender reassignment"),
        _(
            "Does it affect trans people differently: people who live, or want to live, as another gender than the one given at birth?"
        ),
    ),
    Prompt(
        "marriage",
        _("Marriage and civil partnership"),
        _("Does it affect people differently because they are married or civil partners?"),
    ),
    Prompt(
        "pregnancy",
        _("Pregnancy and maternity"),
        _("Does it affect people who are pregnant, have just had a baby, or are breastfeeding?"),
    ),
    Prompt(
        "race",
        _("Race"),
        _(
            "Does it affect people differently because of their skin colour or where they come from? Gypsy, Roma and Traveller families too?"
        ),
    ),
    Prompt(
        "religion",
        _("Religion or belief"),
        _("Does it affect people differently because of what they believe, or because they believe nothing? Food, days, clothes?"),
    ),
    Prompt("sex", _("Sex"), _("Does it affect women and men differently?")),
    Prompt(
        "sexual_orientation",
        _("Sexual orientation"),
        _("Does it affect lesbian, gay or bisexual people differently? Can they be open about whom they love?"),
    ),
    Prompt(
        "carers",
        _("Carers"),
        _("Who looks after somebody without being paid for it? Young carers too? What does it change for them?"),
        is_law=False,
    ),
    Prompt(
        "offline",
        _("People who are offline"),
        _("Who will never see this on a screen? They are affected too, and are easy to forget."),
        is_law=False,
    ),
)
BY_CODE = {prompt.code: prompt for prompt in PROMPTS}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what was found: groups on the map that answer it, or why these people are not affected, or nothing yet."""

    prompt: Prompt
    groups: tuple[str, ...] = ()
    answer: PromptAnswer | None = None

    @property
    def is_open(self) -> bool:
        """Nobody has looked at it yet."""
        return not self.groups and self.answer is None


def asked(work: Work, on_map: list[AffectedGroup] | None = None) -> list[Asked]:
    """Each question with what was found for this piece of work. A group on the map goes before an older “not affected here”."""
    groups = AffectedGroup.objects.on_map().filter(work=work) if on_map is None else on_map
    answers = {answer.prompt: answer for answer in PromptAnswer.objects.filter(work=work).select_related("by")}
    found = []
    for prompt in PROMPTS:
        names = tuple(group.name for group in groups if group.prompt == prompt.code)
        found.append(Asked(prompt, names, None if names else answers.get(prompt.code)))
    return found
