"""Words encrypted at rest, with a key that is neither in the database nor in its backups (DESIGN §6)."""

from __future__ import annotations

import functools
import hashlib
import hmac
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


@functools.cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def lock(words: str) -> str:
    """Encrypt; the empty string stays empty."""
    return _box(tuple(settings.WORDS_KEYS)).encrypt(words.encode("utf-8", "surrogatepass")).decode() if words else ""


def unlock(locked: str) -> str:
    """Decrypt. Raises InvalidToken when no key of this house fits."""
    if not locked:
        return ""
    return _box(tuple(settings.WORDS_KEYS)).decrypt(locked.encode()).decode("utf-8", "surrogatepass")


def lock_bytes(plain: bytes) -> bytes:
    """Encrypt a file's content."""
    return _box(tuple(settings.WORDS_KEYS)).encrypt(plain)


def unlock_bytes(locked: bytes) -> bytes:
    """Decrypt what `lock_bytes` made. Raises InvalidToken when no key of this house fits."""
    return _box(tuple(settings.WORDS_KEYS)).decrypt(locked)


def index(words: str) -> str:
    """A keyed digest to find an encrypted value by (an e-mail address): the same for any spelling of capitals."""
    if not words:
        return ""
    key = hashlib.sha256(b"index:" + settings.WORDS_KEYS[-1].encode()).digest()
    return hmac.new(key, words.strip().casefold().encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def mark(whose: str, what: str) -> str:
    """A keyed digest of one of a few known values, other for each person (`whose` is their key).

    Without the key of the house nobody can tell from the tables what it stands for, nor that two people have the same; with it,
    the known values are tried. Some twenty times quicker than decrypting.
    """
    if not what:
        return ""
    return hmac.digest(_mark_key(settings.WORDS_KEYS[-1]), f"{whose}:{what}".encode(), "sha256").hex()


@functools.cache
def _mark_key(key: str) -> bytes:
    return hashlib.sha256(b"mark:" + key.encode()).digest()


if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:
    _Text = models.TextField


class SecretText(_Text):
    """A text field that is encrypted in the table and plain in Python."""

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way in."""
        return lock(value) if value else ""

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> str | None:
        """Decrypt on the way out."""
        return unlock(value) if value else value


__all__ = ["InvalidToken", "SecretText", "index", "lock", "lock_bytes", "mark", "unlock", "unlock_bytes"]
