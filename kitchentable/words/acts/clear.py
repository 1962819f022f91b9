"""Counting what was sent: how many words and sentences a version has, once."""

from __future__ import annotations

from kitchentable.policy.act import act
from kitchentable.policy.verdict import Actor
from kitchentable.words.clarity.check import check
from kitchentable.words.clarity.markdown import read_markdown
from kitchentable.words.models import Counted, Version


@act("words.count_version", record=False)
def count_version(by: Actor, version: Version) -> Counted:
    """Count its sentences; a second time gives the same."""
    report = check(read_markdown(version.text))
    found, _new = Counted.objects.get_or_create(
        version=version, defaults={"words": report.words, "sentences": len(report.sentences)}
    )
    return found
