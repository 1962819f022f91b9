"""Passkeys: what the browser is asked, and whether what it answers is true. The library `webauthn` does the proving."""

from __future__ import annotations

import json
from dataclasses import dataclass

import webauthn
from django.http import HttpRequest
from django.utils.translation import gettext as _
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from kitchentable.people.models import Passkey, Person
from kitchentable.policy.verdict import Problem

CHALLENGE = "passkey_challenge"
WRONG = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError)


class NotAPasskey(Problem):
    """What the browser sent does not prove anything."""

    field = "credential"


@dataclass(frozen=True, slots=True)
class Proved:
    """A passkey that was proved, and its new count."""

    passkey: Passkey
    count: int


def ask_for_new(request: HttpRequest, person: Person) -> str:
    """What the browser needs to make a passkey, as JSON. The challenge waits in the session."""
    options = webauthn.generate_registration_options(
        rp_id=_host(request),
        rp_name="Kitchen Table",
        user_id=person.key.encode(),
        user_name=person.called or person.key,
        user_display_name=person.called or person.key,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential)) for one in person.passkeys.all()],
    )
    request.session[CHALLENGE] = bytes_to_base64url(options.challenge)
    return webauthn.options_to_json(options)


def made(request: HttpRequest, person: Person, *, called: str, answer: str) -> Passkey:
    """The new passkey, not saved yet. Raises NotAPasskey."""
    try:
        found = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=_challenge(request),
            expected_rp_id=_host(request),
            expected_origin=_origin(request),
            require_user_verification=True,
        )
    except WRONG as wrong:
        raise NotAPasskey(_("That did not work. Press the button and try once more.")) from wrong
    return Passkey(
        person=person,
        called=called,
        credential=bytes_to_base64url(found.credential_id),
        public_key=found.credential_public_key,
        count=found.sign_count,
    )


def ask_for_proof(request: HttpRequest) -> str:
    """What the browser needs to sign in with a passkey, as JSON. It names nobody: the device knows whose it is."""
    options = webauthn.generate_authentication_options(rp_id=_host(request), user_verification=UserVerificationRequirement.REQUIRED)
    request.session[CHALLENGE] = bytes_to_base64url(options.challenge)
    return webauthn.options_to_json(options)


def prove(request: HttpRequest, answer: str) -> Proved:
    """Whose passkey answered. Raises NotAPasskey, in the same words for an unknown key and for a wrong answer."""
    challenge = _challenge(request)
    try:
        known = str(json.loads(answer)["id"])
        passkey = Passkey.objects.select_related("person").get(
            credential=known, person__is_active=True, person__erased_at__isnull=True
        )
        found = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_host(request),
            expected_origin=_origin(request),
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.count,
            require_user_verification=True,
        )
    except (*WRONG, Passkey.DoesNotExist) as wrong:
        raise NotAPasskey(_("That did not work. Try once more, or ask for a code by mail.")) from wrong
    return Proved(passkey, found.new_sign_count)


def _challenge(request: HttpRequest) -> bytes:
    """The challenge of this session. It serves one answer, right or wrong."""
    kept = request.session.pop(CHALLENGE, "")
    if not kept:
        raise NotAPasskey(_("This page was open for too long. Press the button and try once more."))
    return base64url_to_bytes(kept)


def _host(request: HttpRequest) -> str:
    host = request.get_host()
    return host.rsplit(":", 1)[0] if not host.endswith("]") else host


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
