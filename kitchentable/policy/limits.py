"""How often something may be tried. Counts stand in the database, so that they hold for every web process."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings

from kitchentable.policy.clock import now
from kitchentable.policy.models import Attempt


def tried(kind: str, who: str) -> None:
    """Note one try by `who` (an address, a visitor). Only a salted digest is kept."""
    Attempt.objects.create(kind=kind, who=_digest(who), at=now())


def too_many(kind: str, who: str, *, limit: int, minutes: int) -> bool:
    """Were there `limit` tries or more in the last `minutes`?"""
    since = now() - timedelta(minutes=minutes)
    return Attempt.objects.filter(kind=kind, who=_digest(who), at__gte=since).count() >= limit


def sweep() -> int:
    """Take away tries older than a day; returns how many."""
    count, _kinds = Attempt.objects.filter(at__lt=now() - timedelta(days=1)).delete()
    return count


def _digest(who: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), who.lower().encode("utf-8", "replace"), hashlib.sha256).hexdigest()
