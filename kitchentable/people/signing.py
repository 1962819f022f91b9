"""Signing in: codes and links (only their digests are kept), safe ways back, and the mails about it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.people.models import Letter, Outgoing, Person, Reach
from kitchentable.people.outbox import Message, writes
from kitchentable.policy.clock import now
from kitchentable.policy.numbers import number

MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Secrets:
    """What one sign-in mail holds: six figures to type, and a token for the link."""

    code: str
    token: str


def new_secrets() -> Secrets:
    """Fresh ones, from the machine's own randomness."""
    return Secrets(f"{secrets.randbelow(1_000_000):06d}", secrets.token_urlsafe(32))


def code_digest(sitting: str, code: str) -> str:
    """The keyed digest of a code, bound to the browser that asked."""
    return salted_hmac("kitchentable.sign-in.code", f"{sitting}:{code}", algorithm="sha256").hexdigest()


def link_digest(token: str) -> str:
    """The keyed digest of a link's token."""
    return salted_hmac("kitchentable.sign-in.link", token, algorithm="sha256").hexdigest()


def is_the_code(letter: Letter, typed: str) -> bool:
    """Is this the code of the letter? Takes as long for a near miss as for a far one."""
    return constant_time_compare(letter.code_digest, code_digest(letter.sitting, typed))


def is_open(letter: Letter) -> bool:
    """Can it still be used?"""
    return letter.used_at is None and letter.ends_at > now()


def people_at(email_index: str) -> list[Person]:
    """Everyone who may sign in through this address, by name: several people may share one."""
    if not email_index:
        return []
    found = Person.objects.filter(reach__email_index=email_index, is_active=True, erased_at__isnull=True)
    return list(found.order_by("called", "pk"))


def safe_next(given: str) -> str:
    """The way back after signing in: a path on this site, or nothing."""
    inside = given.startswith("/") and url_has_allowed_host_and_scheme(given, allowed_hosts=None)
    if not inside or len(given) > 300 or given.startswith(("/sign-in/", "/sign-out/")):
        return ""
    return given


def email_of(person: Person) -> str:
    """The address a person signs in through, or nothing."""
    reach = Reach.objects.filter(person=person).first()
    return reach.email if reach else ""


@writes("people.sign_in")
def write_letter(message: Outgoing) -> Message | None:
    """The mail with the code and the link. None when it was used or is over."""
    letter = Letter.objects.filter(pk=int(message.thing_key)).first()
    if letter is None or not letter.locked or not is_open(letter):
        return None
    code, token = letter.locked.split("\n")
    minutes = number("code_minutes")
    last = ngettext("Both work once, for %(n)d minute.", "Both work once, for %(n)d minutes.", minutes) % {"n": minutes}
    return Message(
        subject=_("Your code to sign in"),
        words="\n\n".join(
            [
                _("Your code is %(code)s") % {"code": code},
                _("Type it on the page where you asked for it. Or open the link in this mail."),
                last,
                _("We never ask you for this code by phone. Do not give it to anyone."),
                _("If you did not ask for this, you need do nothing. Nobody can sign in without this mail."),
            ]
        ),
        link=reverse("people:sign_in_link", args=[token]),
        link_words=_("Sign me in"),
    )


@writes("people.signed_in")
def write_signed_in(_message: Outgoing) -> Message | None:
    """Somebody signed in as this person in another browser than the one that asked."""
    return Message(
        subject=_("You signed in"),
        words="\n\n".join(
            [
                _("Somebody signed in with your mail, on another device or in another browser than the one that asked for it."),
                _("If it was you, all is well."),
                _("If it was not you, ring us today. We will close it, and help you to be safe."),
            ]
        ),
    )


@writes("people.keys")
def write_keys_changed(_message: Outgoing) -> Message | None:
    """A password or a passkey was added or taken away."""
    return Message(
        subject=_("How you sign in has changed"),
        words="\n\n".join(
            [
                _("Your password or a passkey was added, changed or taken away."),
                _("If it was you, all is well."),
                _("If it was not you, ring us today. We will close it, and help you to be safe."),
            ]
        ),
        link=reverse("people:keys"),
        link_words=_("See your keys"),
    )
