"""What is asked when people look back: short plain questions, each of which may be skipped. Pure.

The five NIHR principles (R107) and SCIE's four parts (R102) are prompts here, not boxes that must be filled.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kitchentable.ui.pieces import Words


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question that is answered in words. `kind`: the kind of short line that its answers are put into; empty for none of its own."""

    code: str
    asks: Words
    hint: Words = ""
    kind: str = ""
    source: Words = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the questions: what it is about, and which questions stand there. Numbers (aim_met, felt, step) are fields of their own."""

    code: str
    title: Words
    fields: tuple[str, ...]
    lead: Words = ""


NIHR = _("One of five principles of research together (NIHR)")
SCIE = _("One of four parts of working together (SCIE)")

PROMPTS: dict[str, Prompt] = {
    one.code: one
    for one in (
        Prompt("aim_why", _("Why do you say so?")),
        Prompt("felt_why", _("What made it feel so?")),
        Prompt("helped", _("What helped?"), _("People, places, times, papers, money: anything."), "helped"),
        Prompt("in_the_way", _("What got in the way?"), "", "in_the_way"),
        Prompt("power", _("What did power do?"), _("Who decided? Who was listened to? Whose way was it done?"), "power"),
        Prompt("good_hoped", _("What got better, as we hoped?"), "", "good_hoped"),
        Prompt("good_other", _("What got better that nobody had planned?"), "", "good_other"),
        Prompt("bad_feared", _("What got worse, as we feared?"), "", "bad_feared"),
        Prompt("bad_other", _("What got worse that nobody saw coming?"), _("For you, for others, for the service."), "bad_other"),
        Prompt("learned", _("What did you learn?"), _("About the subject, about each other, about yourself."), "learned"),
        Prompt("next_team", _("What would you tell the next team?"), _("One thing to do, or one thing not to do."), "next_team"),
        Prompt("nihr_power", _("Was power shared?"), "", "power", NIHR),
        Prompt("nihr_all", _("Were all the people here whose view and skill we needed?"), "", "in_the_way", NIHR),
        Prompt("nihr_knowledge", _("Did what you know count as much as what others know?"), "", "power", NIHR),
        Prompt("nihr_back", _("Did everyone get something back?"), "", "helped", NIHR),
        Prompt("nihr_ties", _("Do we know and trust each other better now?"), "", "helped", NIHR),
        Prompt("scie_culture", _("Culture: how did we treat one another?"), "", "helped", SCIE),
        Prompt("scie_structure", _("Structure: did meetings, money and rules make it easy?"), "", "in_the_way", SCIE),
        Prompt("scie_practice", _("Practice: what did we do well, and what badly?"), "", "helped", SCIE),
        Prompt("scie_review", _("Review: did we stop to look, and change what we did?"), "", "helped", SCIE),
    )
}

LEAVES: tuple[Leaf, ...] = (
    Leaf("aim", _("Was the aim met?"), ("aim_met", "aim_why")),
    Leaf("felt", _("How did it feel?"), ("felt", "felt_why")),
    Leaf("helped", _("What helped"), ("helped",)),
    Leaf("in_the_way", _("What got in the way"), ("in_the_way",)),
    Leaf("power", _("Power"), ("power",)),
    Leaf("better", _("What got better"), ("good_hoped", "good_other")),
    Leaf("worse", _("What got worse"), ("bad_feared", "bad_other"), _("It is good to know the bad too. Nobody is blamed for it.")),
    Leaf("learned", _("What you learned"), ("learned",)),
    Leaf("next", _("The next team"), ("next_team",), _("It goes to the front of the next piece of work like this one.")),
    Leaf("step", _("Which step was it?"), ("step",)),
    Leaf(
        "together", _("Five more questions"), ("nihr_power", "nihr_all", "nihr_knowledge", "nihr_back", "nihr_ties"),
        _("They come from people who work together in research. Skip what says nothing to you."),
    ),
    Leaf(
        "parts", _("Four more questions"), ("scie_culture", "scie_structure", "scie_practice", "scie_review"),
        _("They are about how we work. Skip what says nothing to you."),
    ),
    Leaf("end", _("Who may read it?"), ("reads",), _("When you send it, it stays as you said it. You can take it back.")),
)  # fmt: skip
FIRST, LAST = LEAVES[0], LEAVES[-1]


def leaf(code: str) -> Leaf:
    """The page of this name; the first for one that we do not know."""
    return next((one for one in LEAVES if one.code == code), FIRST)


def after(one: Leaf) -> Leaf:
    """The page that comes next."""
    return LEAVES[min(LEAVES.index(one) + 1, len(LEAVES) - 1)]


def before(one: Leaf) -> Leaf | None:
    """The page that came before; None on the first."""
    return LEAVES[LEAVES.index(one) - 1] if one is not FIRST else None
