"""A question in plain words gives filters too: “What have carers said about nights since 2024?”. Pure; says what it read, so that it can be undone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
SIDES = (
    ("carer", r"(?:unpaid |family )?carers"),
    ("lived", r"(?:people with lived experience|disabled people|people who draw on support|experts by experience)"),
    ("staff", r"(?:staff|people who work here|council staff)"),
)
TOLD = r"(?:say|said|saying|tell|told|telling|think|want|wanted|ask|asked|write|wrote)"
ASKED = re.compile(
    r"^(?:what|how|which)\b[^?]*?\b(?:have|has|did|do|does|are|were)\b(?: all)? (?P<who>" + "|".join(side for _name, side in SIDES)
    + r")\b(?: been)? (?P<did>" + TOLD + r")\b(?: us)?(?: about| of| on| for)?\b",
    re.IGNORECASE,
)  # fmt: skip
KINDS = (
    (("promise",), re.compile(r"^what (?:did|have) (?:we|you|they|the council) promised?\b(?: us| people)?(?: about| on| for)?", re.IGNORECASE)),
    (("decision", "minute"), re.compile(r"^what (?:was|did (?:we|you|they)|have (?:we|you|they)) (?:been )?decided?\b(?: about| on)?", re.IGNORECASE)),
    (("answer",), re.compile(r"^what (?:was|did (?:we|you|they)|have (?:we|you|they)) answer(?:ed)?\b(?: about| on| to)?", re.IGNORECASE)),
)  # fmt: skip
TIME = re.compile(
    r"\b(?P<how>since|in|before|until|from)\s+(?:(?P<month>" + "|".join(MONTHS) + r")\s*)?(?P<year>20\d\d|19\d\d)?\b(?!\s*(?:people|pounds))"
    r"|\b(?P<last>last|this) (?P<span>year|month)\b",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plain:
    """What a question asks for: the words that are left, and filters that were read from it ("" and None: none)."""

    words: str
    side: str = ""
    kinds: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    @property
    def found_filters(self) -> bool:
        """Was anything read from it besides words?"""
        return bool(self.side or self.kinds or self.since or self.until)


def read(question: str, today: date) -> Plain:
    """Read a question; words that are no question come back as they are."""
    said = " ".join(question.split())
    side, kinds = "", tuple[str, ...]()
    asked = ASKED.search(said)
    if asked:
        side = next(name for name, pattern in SIDES if re.fullmatch(pattern, asked["who"], re.IGNORECASE))
        said = said[: asked.start()] + " " + said[asked.end() :]
    for found, pattern in KINDS:
        if not asked and pattern.search(said):
            kinds, said = found, pattern.sub(" ", said, count=1)
            break
    since, until = None, None
    time = next((one for one in TIME.finditer(said) if one["last"] or one["month"] or one["year"]), None)
    if time is not None:
        since, until = _span(time, today)
        rest = said[: time.start()] + " " + said[time.end() :]
        if since or until:
            said = rest
    return Plain(" ".join(said.strip(" ?").split()), side, kinds, since, until)


def _span(time: re.Match[str], today: date) -> tuple[date | None, date | None]:
    if time["last"]:
        return _last_or_this(time["last"].lower(), time["span"].lower(), today)
    month = MONTHS.index(time["month"].lower()) + 1 if time["month"] else None
    year = int(time["year"]) if time["year"] else _newest_year(month or 1, today)
    first = date(year, month or 1, 1)
    after = date(year + 1, 1, 1) if month in (None, 12) else date(year, (month or 1) + 1, 1)
    how = time["how"].lower()
    if how == "in":
        return first, after - timedelta(days=1)
    return (first, None) if how in ("since", "from") else (None, first - timedelta(days=1))


def _last_or_this(which: str, span: str, today: date) -> tuple[date, date]:
    if span == "year":
        year = today.year - (which == "last")
        return date(year, 1, 1), date(year, 12, 31)
    first = today.replace(day=1)
    if which == "last":
        end = first - timedelta(days=1)
        return end.replace(day=1), end
    return first, today


def _newest_year(month: int, today: date) -> int:
    """“In January” is the last January that has begun."""
    return today.year if month <= today.month else today.year - 1
