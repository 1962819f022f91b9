"""What ties give to the floors below, and what they do after acts of those floors: looking back together."""

from __future__ import annotations

from kitchentable.people.erasures import before_erasing
from kitchentable.people.models import Person
from kitchentable.ties import lessons
from kitchentable.ties.models import LookSaid

__all__ = ["lessons"]


@before_erasing
def drafts_go(person: Person) -> None:
    """What somebody typed and never sent goes with them: it is no word of theirs that counts."""
    LookSaid.objects.filter(person=person, sent_at__isnull=True).delete()
