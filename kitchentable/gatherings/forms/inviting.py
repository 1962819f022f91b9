"""Invitations: what is sent, what is replied, the calendar, the sheet of what will happen."""

from __future__ import annotations
