"""`docs/needs.md`: how each of the 92 needs is answered, written from the data.

`DJANGO_SETTINGS_MODULE=kitchentable.site.settings python -m tools.needs_table > docs/needs.md`
"""

from __future__ import annotations

import sys

import django

django.setup()

from kitchentable.gatherings.fit_ways import Way, ways  # noqa: E402
from kitchentable.people.needs_list import starting  # noqa: E402

ANSWERS = {
    "place": "the place",
    "time": "the start",
    "length": "length and breaks",
    "notice": "notice",
    "papers": "papers early",
    "professional": "somebody booked",
    "online": "a way in by phone",
    "format": "a task: format",
    "contact": "a task: contact",
    "task": "a task",
}
HEAD = """# What each need changes

A gathering is planned around the people who come. Each of the 92 starting points of `people/data/access_needs.tsv` changes the fit of a
plan, or becomes a task with a number of days to arrange it, or both. `gatherings/data/fit.tsv` holds this; a test reads this table and
tries each row on a small plan.

- **the place**: facts of the checklist that must be “yes” (V-codes), or a measured number. `or` means that one is enough. What nobody has
  looked at does not fit until somebody has looked, and is never called “no”.
- **the start**: the time the person gave; without one, mornings end at 11 (a setting).
- **length and breaks**: ten minutes in each hour, and not longer than two hours (settings).
- **somebody booked**: a communication professional of that kind is booked.
- **a task**: somebody arranges it and says what was done. It never stops a plan.
- A need in a person's own words, with no starting point, is always a task: read it, and say how it will be met. When it clearly names a
  start (“after 11”), the start is held to it.

A must-have that does not fit stops the gathering from being confirmed (R063) until the plan is changed, it is arranged and done, or the
person themself says “go ahead, and this is why”.

| need | in the words of the list | answered by | task | days |
|---|---|---|---|---|"""


def table() -> list[str]:
    """The rows, one for each need."""
    return [
        f"| {way.id} | {starting()[way.id].words} | {_answers(way)} | {way.task if way.is_arranged else ''} | {way.lead_days} |"
        for way in ways().values()
    ]


def _answers(way: Way) -> str:
    found = []
    for by in way.by:
        words = ANSWERS[by]
        if by == "place":
            facts = [" or ".join(f"{one.code}{one.sign}{one.number if one.sign else ''}" for one in group) for group in way.facts]
            words += f" ({', '.join(facts)})"
        elif by == "professional":
            words += f" ({way.professional})"
        found.append(words)
    return "; ".join(found)


if __name__ == "__main__":
    sys.stdout.write("\n".join([HEAD, *table(), ""]))
