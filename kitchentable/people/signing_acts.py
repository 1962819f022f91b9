"""What changes when somebody signs in, or changes the keys they sign in with."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Letter, Outgoing, Passkey, Person, Reach
from kitchentable.people.outbox import tell
from kitchentable.people.secret import index
from kitchentable.people.signing import (
    MOST_TRIES,
    Secrets,
    code_digest,
    is_the_code,
    link_digest,
    new_secrets,
    people_at,
)
from kitchentable.policy import limits
from kitchentable.policy.act import act
from kitchentable.policy.clock import now
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Actor, Problem

KEEP = timedelta(days=1)


class WeakPassword(Problem):
    """A password that is easy to guess."""

    field = "password"


class NotFree(Problem):
    """This passkey is known already."""

    field = "credential"


@act("people.sign_in_letter", record=False)
def ask_letter(by: Actor, address: str, *, sitting: str, next: str = "", shared_computer: bool = False) -> Letter:
    """Make a code and a link for `address`, good in the browser that holds `sitting`.

    The same rows are read and written whether we know the address or not, so that neither the answer nor its time tells.
    """
    moment = now()
    _sweep()
    fresh, found = new_secrets(), index(address)
    known = people_at(found)
    letter = Letter.objects.create(
        person=known[0] if known else None,
        email_index=found,
        locked=f"{fresh.code}\n{fresh.token}" if known else _as_long_as(fresh),
        sitting=sitting,
        code_digest=code_digest(sitting, fresh.code),
        link_digest=link_digest(fresh.token),
        next=next,
        shared_computer=shared_computer,
        made_at=moment,
        ends_at=moment + timedelta(minutes=number("code_minutes")),
    )
    if known:
        tell(known[0], "people.sign_in", str(letter.pk), channel=Reach.Channel.EMAIL)
    else:
        _tell_nobody(letter)
    return letter


@act("people.sign_in_code", record=False)
def use_code(by: Actor, letter: Letter, *, typed: str) -> bool:
    """Use up the letter with its code. False for a wrong code, and after five tries, a use or the end. Each try is counted."""
    tried = Letter.objects.filter(pk=letter.pk, used_at__isnull=True, ends_at__gt=now(), tries__lt=MOST_TRIES)
    if not tried.update(tries=F("tries") + 1):
        return False
    return is_the_code(letter, typed) and letter.person_id is not None and _use(letter)


@act("people.sign_in_link", record=False)
def use_link(by: Actor, letter: Letter) -> bool:
    """Use up the letter with its link. False when it was used before, or is over."""
    return letter.person_id is not None and _use(letter)


@act("people.sign_in")
def signed_in(by: Person, person: Person, *, elsewhere: bool = False, thing: str = "") -> Person:
    """Keep in the record that this person signed in; `elsewhere` (not where the mail was asked for) tells them by mail."""
    if elsewhere:
        tell(person, "people.signed_in", thing, channel=Reach.Channel.EMAIL)
    return person


@act("people.sign_in_passkey", record=False)
def use_passkey(by: Actor, passkey: Passkey, *, count: int) -> Passkey:
    """Keep the device's new count, so that a copy of the key is noticed."""
    passkey.count, passkey.used_at = count, now()
    passkey.save(update_fields=["count", "used_at"])
    return passkey


@act("people.keys_password")
def set_password(by: Person, person: Person, *, password: str) -> Person:
    """Give a person a password, at their own wish. Raises WeakPassword with what to do."""
    try:
        validate_password(password, person)
    except ValidationError as found:
        raise WeakPassword(" ".join(found.messages)) from found
    person.set_password(password)
    person.save(update_fields=["password"])
    _tell_changed(person)
    return person


@act("people.keys_no_password")
def remove_password(by: Person, person: Person) -> Person:
    """Take the password away; mail and passkeys still work."""
    person.set_unusable_password()
    person.save(update_fields=["password"])
    _tell_changed(person)
    return person


@act("people.keys_add")
def add_passkey(by: Person, passkey: Passkey) -> Passkey:
    """Keep a passkey of this person's device. Raises NotFree when we have it already."""
    if Passkey.objects.filter(credential=passkey.credential).exists():
        raise NotFree(_("This passkey is kept here already."))
    passkey.made_at = now()
    passkey.save()
    _tell_changed(passkey.person)
    return passkey


@act("people.keys_remove")
def remove_passkey(by: Person, passkey: Passkey) -> Person:
    """Take a passkey away."""
    person = passkey.person
    passkey.delete()
    _tell_changed(person)
    return person


def _use(letter: Letter) -> bool:
    moment = now()
    mine = Letter.objects.filter(pk=letter.pk, used_at__isnull=True, ends_at__gt=moment)
    return bool(mine.update(used_at=moment, locked=""))


def _sweep() -> None:
    """Blank what is over, and take away what is a day old."""
    moment = now()
    Letter.objects.filter(ends_at__lte=moment).exclude(locked="").update(locked="")
    Letter.objects.filter(made_at__lt=moment - KEEP).delete()


def _as_long_as(fresh: Secrets) -> str:
    """Words as long as the real ones, for an address nobody has: nothing that could ever be used."""
    return "-" * (len(fresh.code) + 1 + len(fresh.token))


def _tell_nobody(letter: Letter) -> None:
    """The reads and the write of `tell`, for an address nobody has."""
    Reach.objects.filter(person_id=0).first()
    Outgoing.objects.filter(same=f"people.sign_in:{letter.pk}").first()
    with transaction.atomic():
        limits.tried("sign_in.nobody", letter.sitting)


def _tell_changed(person: Person) -> None:
    tell(person, "people.keys", person.key, same=secrets.token_hex(8), channel=Reach.Channel.EMAIL)
