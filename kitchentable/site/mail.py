"""The mail backend of a house that has no mail server."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class NoMail(BaseEmailBackend):
    """Refuses, so that nobody counts as told."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Raises OSError."""
        raise OSError("No mail server is set (KITCHENTABLE_MAIL).")
