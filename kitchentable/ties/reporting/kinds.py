"""Which reports there are: their parts, what each part shows, and what people are asked to write there. Words of ours, never made by a machine."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kitchentable.ui.pieces import Words


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a report. `shows` names items of the facts; `asks` is the question to the people who write, with advice in `hint`."""

    code: str
    title: Words
    shows: tuple[str, ...]
    asks: Words
    hint: Words = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of report. `short`: figures and one chart only, so that it fits a page. `scope`: "any", "work" or "all"."""

    code: str
    title: Words
    what: Words
    source: Words
    parts: tuple[Part, ...]
    scope: str = "any"
    short: bool = False


BOARD = Kind(
    "board",
    _("One page for a board"),
    _("What was promised and kept, on one page."),
    "",
    (
        Part("how", _("How it stands"), ("key", "promises"), _("What do these numbers mean, in two or three sentences?"), _("Say what went well and what did not. Write it with people with lived experience.")),
        Part("ask", _("What we ask of you"), (), _("What do you ask the board to do?"), _("One thing, who does it, and by when.")),
    ),
    short=True,
)  # fmt: skip
GRIPP2 = Kind(
    "gripp2",
    _("Impact report (GRIPP2 short form)"),
    _("Five parts: aim, methods, results, discussion, reflections. With good and bad effects."),
    _("GRIPP2 short form, R104"),
    (
        Part("aim", _("1. Aim"), ("aim",), _("What was involving people meant to do?"), _("Say it as it was hoped for before the work began.")),
        Part("methods", _("2. Methods"), ("voices", "seats", "tip4", "tip2"), _("How were people involved, and how not?"), _("Who, how often, in which ways, who was missing, and how they were paid.")),
        Part("results", _("3. Results"), ("decisions", "outcomes", "effects_good", "effects_bad"), _("What changed because of it? Name good and bad effects."), _("Planned or not. Say also what did not change.")),
        Part("discussion", _("4. Discussion and conclusions"), ("felt", "promises", "tip1"), _("How far did involving people make a difference, and what helped or got in the way?"), _("Effects cannot always be put down to involvement alone.")),
        Part("reflections", _("5. Reflections"), ("lines", "stayed", "tip6"), _("What went well and what did not? What would you tell the next team?"), _("Write this together with the people who took part.")),
    ),
)  # fmt: skip
UK = Kind(
    "uk_standards",
    _("Six UK standards for public involvement"),
    _("What there is to show for each of the six standards."),
    _("UK Standards for Public Involvement, R103"),
    (
        Part("inclusive", _("1. Inclusive opportunities"), ("tip4", "seats", "tip2"), _("Who could take part, who could not, and what did you do about it?")),
        Part("together", _("2. Working together"), ("tip3", "ladder"), _("How did you work together, and how was power shared?")),
        Part("learning", _("3. Support and learning"), ("learning", "tip6"), _("What support and learning was there, for people and for staff?")),
        Part("communications", _("4. Communications"), ("tip5", "voices"), _("How did people hear from you, and in which formats?")),
        Part("impact", _("5. Impact"), ("decisions", "outcomes", "effects_good", "effects_bad"), _("What difference did it make? Good and bad.")),
        Part("governance", _("6. Governance"), ("promises", "tip1"), _("Who decides, who answers for it, and how do people see that?")),
    ),
)  # fmt: skip
SCIE = Kind(
    "scie",
    _("Four parts of co-production (SCIE)"),
    _("Culture, structure, practice and review."),
    _("SCIE co-production guide, R102"),
    (
        Part("culture", _("1. Culture"), ("felt", "tip2", "tip6"), _("What do people believe and do here, when it comes to sharing power?")),
        Part("structure", _("2. Structure"), ("seats", "tip4", "tip3"), _("How is it set up, who is at the table, and how are people paid?")),
        Part("practice", _("3. Practice"), ("voices", "tip1", "tip5", "learning"), _("What do you do from day to day?")),
        Part("review", _("4. Review"), ("promises", "decisions", "effects_good", "effects_bad", "stayed", "lines"), _("What have you learned, and what do you change?")),
    ),
)  # fmt: skip
AIS = Kind(
    "ais",
    _("Yearly statement on accessible information"),
    _("How you find out, write down, show, share, meet and look again at what people need. For a council or a health service."),
    _("Accessible Information Standard DAPB1605, R037 to R042"),
    (
        Part("who", _("Who answers for it"), ("who_answers",), _("What do the lead and the board member say about this year?")),
        Part("known", _("Asked and written down"), ("asked",), _("How do you ask people, and how do you reach those you have not asked?")),
        Part("used", _("Shown, shared and met"), ("steps", "met"), _("What did you do so that needs are met? What went wrong?")),
        Part("again", _("Looked at again"), ("review",), _("What do you do about those that are overdue?")),
        Part("next", _("What comes next"), (), _("What will you do better by next year, who does it, and by when?")),
    ),
    scope="all",
)  # fmt: skip
LUNDY = Kind(
    "lundy",
    _("Four checks for each question (Lundy)"),
    _("Space, voice, audience and influence. Made for children's rights, useful for all."),
    _("Lundy model, R109"),
    (
        Part("checks", _("The four checks"), ("lundy",), _("Which question did not have all four, and why?")),
        Part("influence", _("What came of it"), ("outcomes", "decisions"), _("How did people find out what came of what they said?")),
    ),
    scope="work",
)  # fmt: skip
TLAP = Kind(
    "tlap",
    _("The ladder, before and after"),
    _("Which step was planned, and which step people and staff felt."),
    _("TLAP ladder of co-production, R081"),
    (
        Part("ladder", _("Planned and felt"), ("ladder",), _("Where did plan and feeling differ, and why?"), _("Ask both sides. Do not answer for them.")),
        Part("next", _("The next step up"), (), _("What would it take to go one step up?")),
    ),
    scope="work",
)  # fmt: skip
KINDS: dict[str, Kind] = {one.code: one for one in (BOARD, GRIPP2, UK, SCIE, AIS, LUNDY, TLAP)}
