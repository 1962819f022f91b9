"""The link in the message that asks whether a promise may be agreed anew: for one person and one question. Never a sign-in.

It may be forwarded, or fetched by a machine that looks into mails. So opening it changes nothing; it shows what the message said and takes
a yes or a no; and it is over when the time to answer is.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from hmac import compare_digest

from django.urls import reverse
from django.utils.crypto import salted_hmac

from kitchentable.people.models import Person
from kitchentable.policy.verdict import Anyone
from kitchentable.ties.models import Anew


class LinkBearer(Anyone):
    """Whoever opened the link that was sent to `person`: may say yes or no to one question, as that person."""

    def __init__(self, person: Person, anew_key: str) -> None:
        self.key, self.person, self.anew_key = person.key, person, anew_key


@dataclass(frozen=True, slots=True)
class Opened:
    """A good link."""

    anew: Anew
    bearer: LinkBearer


def path(anew: Anew, person: Person) -> str:
    """The path to send to `person`."""
    return reverse("ties:anew_link", args=[anew.key, f"{person.pk}-{_seal(anew.key, person)}"])


def opened(anew_key: str, token: str) -> Opened | None:
    """What a link opens. None when it was changed, was made for someone or something else, or the person is not asked any more."""
    number, _dash, seal = token.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) < 12):
        return None
    person = Person.objects.filter(pk=int(number), is_active=True, erased_at__isnull=True).first()
    if person is None or not compare_digest(seal.encode(), _seal(anew_key, person).encode()):
        return None
    anew = Anew.objects.select_related("promise__work", "promise__owner", "promise__first").filter(key=anew_key).first()
    if anew is None or not (anew.promise.to_everyone or anew.promise.to.filter(person=person).exists()):
        return None
    return Opened(anew, LinkBearer(person, anew_key))


def _seal(anew_key: str, person: Person) -> str:
    found = salted_hmac("kitchentable.ties.promise_links", f"{anew_key}|{person.key}", algorithm="sha256").digest()[:20]
    return base64.b32encode(found).decode().lower()
