"""What stands in the tables now, for the record to compare with what it wrote. Words that were taken back or erased are not asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kitchentable.record.lines import witness
from kitchentable.voices.models import Answer, Contribution, Kept, Reply, Reuse, Transcript, Understanding, Way
from kitchentable.voices.models.contributions import WITH_WORDS

Row = tuple[str, str, Mapping[str, str]]
AT_ONCE = 2_000


@witness("Contribution", made_by=("voices.say", "voices.add", "voices.import"))
def contributions() -> Iterator[Row]:
    """Every contribution that still has its words, by the act that brought it."""
    rows = Contribution.objects.filter(status__in=WITH_WORDS).select_related("work").order_by("pk")
    for c in rows.iterator(AT_ONCE):
        yield _brought_by(c), c.record_key, c.in_record()


def _brought_by(c: Contribution) -> str:
    if c.adds_to_id is not None:
        return "voices.add"
    return "voices.import" if c.way == Way.IMPORTED else "voices.say"


@witness("Answer", made_by=("voices.answer",))
def answers() -> Iterator[Row]:
    """Every answer, whether it was sent or sent back."""
    for a in Answer.objects.select_related("decider", "passed_to").order_by("pk").iterator(AT_ONCE):
        yield "voices.answer", a.record_key, a.in_record()


@witness("Reply", made_by=("voices.reply",))
def replies() -> Iterator[Row]:
    """What authors said of their answers."""
    rows = Reply.objects.filter(contribution__status__in=WITH_WORDS).select_related("contribution", "answer")
    for r in rows.order_by("pk").iterator(AT_ONCE):
        yield "voices.reply", r.record_key, r.in_record()


@witness("Transcript", made_by=("voices.transcribe",))
def transcripts() -> Iterator[Row]:
    """The words of recordings."""
    rows = Transcript.objects.filter(contribution__status__in=WITH_WORDS).select_related("contribution")
    for t in rows.order_by("pk").iterator(AT_ONCE):
        yield "voices.transcribe", t.record_key, t.in_record()


@witness("Understanding", made_by=("voices.hear", "voices.agree"))
def understandings() -> Iterator[Row]:
    """What we heard; and what its author said of that, once they did."""
    rows = Understanding.objects.filter(contribution__status__in=WITH_WORDS).select_related("contribution")
    for u in rows.order_by("pk").iterator(AT_ONCE):
        yield "voices.hear", u.record_key, {"heard": u.heard, "agreed": "None", "in_what_way": ""}
        if u.agreed is not None:
            yield "voices.agree", u.record_key, u.in_record()


@witness("Reuse")
def reuses() -> Iterator[Row]:
    """What we asked to tell again, and what its author said."""
    rows = Reuse.objects.filter(contribution__status__in=WITH_WORDS).select_related("contribution")
    for r in rows.order_by("pk").iterator(AT_ONCE):
        yield "voices.reuse", r.record_key, {"for_what": r.for_what, "agreed": "None"}
        if r.agreed is not None:
            yield "voices.answer_reuse", r.record_key, r.in_record()


@witness("Kept", made_by=("voices.keep_file",))
def files() -> Iterator[Row]:
    """Files that are still kept."""
    for kept in Kept.objects.filter(gone_at__isnull=True).order_by("pk").iterator(AT_ONCE):
        yield "voices.keep_file", kept.record_key, kept.in_record()
