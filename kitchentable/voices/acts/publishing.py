"""What everyone may read: by the author's choice, after the lead's check that it names nobody else."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Person
from kitchentable.policy.act import act
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Problem
from kitchentable.voices.models import Contribution


@act("voices.publish")
def publish(by: Person, c: Contribution) -> Contribution:
    """The lead read it, and it names nobody else: everyone may read it."""
    c.published_at, c.published_by, c.held_because = now(), by, ""
    c.save(update_fields=["published_at", "published_by", "held_because"])
    return c


@act("voices.hold")
def hold(by: Person, c: Contribution, *, because: str) -> Contribution:
    """It is not shown to everyone, because; its author sees the reason."""
    if not because.strip():
        raise Problem(_("Say why it is not shown. The person will read this."))
    c.published_at, c.published_by, c.held_because = None, None, because
    c.save(update_fields=["published_at", "published_by", "held_because"])
    return c
