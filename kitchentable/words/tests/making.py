"""What tests of papers start from. Rows, not acts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kitchentable.people.models import Person
from kitchentable.policy.clock import now, today
from kitchentable.words.models import OWN_KIND, Document, Format, Sent, Version

TEXT = """# Help at home

## What we want to change

The MDT will utilise the CPA. We will reply in due course.

- Who comes to your home
- How long they stay

| When | Who |
|---|---|
| Monday | Ben Ash |
"""


def make_document(cast: Any, title: str = "Help at home: what could change", **more: Any) -> Document:
    """A paper of the cast's work."""
    return Document.objects.create(work=cast.work, title=title, made_by=cast.natalie.person, **more)


def make_version(cast: Any, document: Document | None = None, *, sent: bool = False, **more: Any) -> Version:
    """A version that asks something by a day; with `sent`, one that went out a moment ago."""
    document = document or make_document(cast)
    return Version.objects.create(
        **{
            "document": document,
            "number": document.versions.count() + 1,
            "text": TEXT,
            "what_this_is": "A plan for help at home.",
            "what_we_ask": "Tell us which hours suit you.",
            "by_when": "In three weeks.",
            "by_when_on": today() + timedelta(days=21),
            "what_happens_next": "Ms Rao decides in May and tells you.",
            "made_by": cast.natalie.person,
            "sent_at": now() if sent else None,
            "sent_by": cast.natalie.person if sent else None,
            **more,
        }
    )


def make_format(version: Version, kind: str, *, ready: bool = True, **more: Any) -> Format:
    """A format; ready without a file unless one is given."""
    return Format.objects.create(
        version=version,
        kind=kind,
        state=Format.State.READY if ready else Format.State.WAITING,
        ready_at=now() if ready else None,
        **more,
    )


def make_sent(version: Version, person: Person, *, ready: bool = True, **more: Any) -> Sent:
    """A version for one person in their own format."""
    kind = OWN_KIND[person.reach.format] if hasattr(person, "reach") else Format.Kind.HTML
    return Sent.objects.create(version=version, person=person, **{"kind": kind, "ready_at": now() if ready else None, **more})
