"""What the worker does for formats of a version: makes those that wait, one by one, and takes up what a lost worker left."""

from __future__ import annotations

import logging
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext as _

from kitchentable.people import files
from kitchentable.people.worker import job
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import HOUSE
from kitchentable.words import making
from kitchentable.words.acts import formats as acts
from kitchentable.words.models import Format
from kitchentable.words.readable import words_in

log = logging.getLogger("kitchentable.worker")
Kind, State = Format.Kind, Format.State
A_WHILE = 20.0  # seconds, so that messages do not wait
LOST_AFTER = timedelta(minutes=10)  # longer than any one format takes
LOOK_AT = 20


@job("words.make_formats", every=timedelta(seconds=2))
def make_formats() -> int:
    """Make what waits, for a while; returns how many were made. No transaction is open while one is made."""
    take_up_lost()
    until, done = time.monotonic() + A_WHILE, 0
    while time.monotonic() < until:
        one = _claim()
        if one is None:
            break
        done += _make(one)
    return done


def take_up_lost() -> int:
    """Formats whose worker was lost wait again; those that broke it each time do not."""
    lost = Format.objects.filter(state=State.MAKING, changed_at__lt=now() - LOST_AFTER)
    because = _("It broke our system each time. Order it from somebody, or bring the file.")
    found = 0
    for one in list(lost[:LOOK_AT]):
        try:
            acts.not_made(HOUSE, one, because=because)
            found += 1
        except acts.Taken:
            continue
    return found


def _claim() -> Format | None:
    """The next one that a machine can make. Web pages first (R016), then what is owed first."""
    translation = Format.objects.filter(
        version=OuterRef("version"), kind=Kind.LANGUAGE, language=OuterRef("language"), state=State.READY
    )
    waiting = Format.objects.filter(state=State.WAITING).filter(Q(language="") | Exists(translation)).exclude(kind=Kind.LANGUAGE)
    first = Case(When(kind=Kind.HTML, then=Value(0)), default=Value(1))
    for one in waiting.select_related("version__document__work").order_by(first, F("due_on").asc(nulls_last=True), "pk")[:LOOK_AT]:
        if not making.by_machine(one.version, one.kind):
            continue
        try:
            return acts.making(HOUSE, one)
        except acts.Taken:
            continue
    return None


def _make(one: Format) -> bool:
    """Make one. What goes wrong is written down for people to read."""
    try:
        text = words_in(one.version, one.language) if one.language else ""
        if one.language and not text:
            raise making.NotMade(_("The translation has no text that we can use. Order this format, or bring it."), for_good=True)
        with tempfile.TemporaryDirectory(prefix="kitchentable-") as folder, files.tidy():
            _kept(one, making.make(one.version, one.kind, Path(folder), text=text, language=one.language))
    except making.NotMade as problem:
        return _not_made(one, str(problem), for_good=problem.for_good)
    except OSError as problem:
        log.warning("format %s: %s", one.key, problem)
        return _not_made(one, _("The disk did not take it. Ask the administrator to look."))
    except acts.Taken:
        return False
    return True


def _kept(one: Format, result: making.Result) -> None:
    with result.path.open("rb") as opened:
        path, size, digest = files.write_made(iter(lambda: opened.read(1 << 20), b""))
    ending = result.path.suffix.lstrip(".")
    acts.made(
        HOUSE,
        one,
        result=acts.Made(
            path, result.media_type, ending, size, digest, result.made_with, result.pages, result.seconds, result.checks
        ),
    )


def _not_made(one: Format, because: str, *, for_good: bool = False) -> bool:
    try:
        acts.not_made(HOUSE, one, because=because, for_good=for_good)
    except acts.Taken:
        log.info("format %s was taken over", one.key)
    return False
