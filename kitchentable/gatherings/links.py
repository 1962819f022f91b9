"""Links in mails and letters of gatherings: each is for one person, one thing and one purpose. Never a sign-in.

A link may be forwarded, stolen, or fetched by a machine that looks into mails. So opening it changes nothing and shows nothing
private; how long it is good is decided by the thing it leads to (an invitation: until the gathering is over).
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from hmac import compare_digest

from django.urls import reverse
from django.utils.crypto import salted_hmac

from kitchentable.people.models import Person
from kitchentable.policy.verdict import Anyone

PURPOSES = ("reply", "how", "what_to_do")


class LinkBearer(Anyone):
    """Whoever opened the link that was sent to one person: may do this one thing, about this one key, as that person."""

    def __init__(self, person: Person, purpose: str, thing_key: str) -> None:
        self.key = person.key
        self.purpose, self.thing_key = purpose, thing_key

    def opens(self, purpose: str, thing_key: str) -> bool:
        """Is this the one thing?"""
        return (self.purpose, self.thing_key) == (purpose, thing_key)


@dataclass(frozen=True, slots=True)
class Opened:
    """A good link: what it is for, and who holds it."""

    purpose: str
    bearer: LinkBearer


def path(thing_key: str, purpose: str, person: Person, to: str = "gatherings:invitation_link") -> str:
    """The path to send to `person`; `to` is the url name that opens it, with the thing's key and the token."""
    return reverse(to, args=[thing_key, token(thing_key, purpose, person)])


def opened(thing_key: str, token_: str, person: Person) -> Opened | None:
    """What a link to one thing opens for the person the thing is about. None when it was changed, or made for someone or something else."""
    purpose = token_.partition("-")[0]
    if purpose not in PURPOSES or not person.is_active or person.erased_at is not None:
        return None
    if not compare_digest(token_.encode(), token(thing_key, purpose, person).encode()):
        return None
    return Opened(purpose, LinkBearer(person, purpose, thing_key))


def token(thing_key: str, purpose: str, person: Person) -> str:
    """The part of the path that nobody can guess."""
    seal = salted_hmac("kitchentable.gatherings.links", f"{purpose}|{thing_key}|{person.key}", algorithm="sha256").digest()[:20]
    return f"{purpose}-{base64.b32encode(seal).decode().lower()}"
