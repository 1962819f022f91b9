"""Links in mails and letters: each opens one contribution, for one act, for some days. Nothing else, and never a sign-in.

A link may be forwarded, stolen, or fetched by a machine that looks into mails. So: opening it changes nothing; it lets the
reader say yes or no to one answer (or one understanding, one request) and cannot take back, add, share or open files;
it is used up by the first answer; what was said through it can be corrected by its author after signing in.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date
from hmac import compare_digest

from django.urls import reverse
from django.utils.crypto import salted_hmac

from kitchentable.people.models import Person
from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.voices.bearers import LinkBearer
from kitchentable.voices.models import Answer, AnswerTo, Contribution, Reply, Reuse, Understanding

ACTS: dict[str, str] = {"a": "voices.reply", "h": "voices.agree", "r": "voices.answer_reuse"}
PLACES: dict[str, str] = {"a": "reply", "h": "understood", "r": "reuse"}
START = date(2020, 1, 1)
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Opened:
    """A good link: its contribution, what it is for, and who holds it."""

    contribution: Contribution
    purpose: str
    bearer: LinkBearer


def path(c: Contribution, thing: Answer | Understanding | Reuse, person: Person) -> str:
    """The path to send to the author, good from today for `reply_days`."""
    purpose = "a" if isinstance(thing, Answer) else "h" if isinstance(thing, Understanding) else "r"
    return reverse("voices:link", args=[c.code, _key(c.code, purpose, thing.pk, person.key, (today() - START).days)])


def opened(code: str, key: str) -> Opened | None:
    """What a link opens. None when it is old, changed, made for someone else, or there is nothing to open."""
    purpose, _dash, rest = key.partition("-")
    days, _dash, rest = rest.partition("-")
    thing, _dash, _seal = rest.partition("-")
    if purpose not in ACTS or not _is_number(days) or not _is_number(thing):
        return None
    if not 0 <= (today() - START).days - int(days, 36) <= number("reply_days"):
        return None
    c = Contribution.objects.select_related("work", "said_by", "owner").filter(code=code, said_by__is_active=True).first()
    if c is None or c.said_by is None:
        return None
    if not compare_digest(key.encode(), _key(code, purpose, int(thing, 36), c.said_by.key, int(days, 36)).encode()):
        return None
    return Opened(c, purpose, LinkBearer(c.said_by.key, code, ACTS[purpose], int(thing, 36)))


def thing_of(opened: Opened) -> AnswerTo | Understanding | Reuse | None:
    """The one thing; None when there is a newer answer, or it is gone."""
    c, pk = opened.contribution, opened.bearer.thing
    if opened.purpose == "a":
        people = ("answer__decider", "answer__passed_to", "answer__written_by", "answer__checked_by")
        tos = AnswerTo.objects.filter(contribution=c, answer=pk, answer__checked_at__isnull=False)
        return tos.select_related("contribution__said_by", *people).first() if pk == c.answer_id else None
    if opened.purpose == "h":
        return Understanding.objects.filter(pk=pk, contribution=c).select_related("contribution__said_by", "by").first()
    return Reuse.objects.filter(pk=pk, contribution=c).select_related("contribution__said_by", "by").first()


def is_used(thing: AnswerTo | Understanding | Reuse) -> bool:
    """Did the author say yes or no already?"""
    if isinstance(thing, AnswerTo):
        return Reply.objects.filter(answer=thing.answer_id, contribution=thing.contribution_id).exists()
    return thing.agreed is not None


def _key(code: str, purpose: str, thing: int, person_key: str, days: int) -> str:
    bound = f"{code}|{purpose}|{thing}|{person_key}|{days}"
    seal = salted_hmac("kitchentable.voices.links", bound, algorithm="sha256").digest()[:15]
    return f"{purpose}-{_to36(days)}-{_to36(thing)}-{base64.b32encode(seal).decode().lower()}"


def _is_number(digits: str) -> bool:
    """In base 36, small enough for a table's key."""
    return 0 < len(digits) <= 11 and digits.isascii() and digits.isalnum() and digits == digits.lower()


def _to36(value: int) -> str:
    found = ""
    while True:
        value, digit = divmod(value, 36)
        found = DIGITS[digit] + found
        if not value:
            return found
