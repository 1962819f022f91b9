"""What works for me, said with one's own voice or hands: kept locked, gone with the need it belongs to."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from kitchentable.people import files
from kitchentable.people.erasures import before_erasing
from kitchentable.people.files import Kind, NotTaken, Upload
from kitchentable.people.models import Person, WhatWorks


def keep(need: WhatWorks, upload: Upload) -> None:
    """Put a recording on disk, locked, and name it in `need` (not saved yet). Call it inside a transaction. Raises NotTaken."""
    try:
        if files.look_into(upload.file, upload.file.name or "").kind not in (Kind.AUDIO, Kind.VIDEO):
            raise NotVoice(_("Send a recording of your voice, or a video. For anything else, ring us and we find a way."))
        written = files.write(upload, locked=True)
    except NotTaken as problem:
        raise NotVoice(str(problem)) from problem
    need.voice, need.voice_type = written.path, written.media_type


def take_away(paths: Iterable[str]) -> None:
    """Take recordings away for good once the change is saved."""
    for path in paths:
        if path:
            transaction.on_commit(functools.partial(files.remove, path))


class NotVoice(NotTaken):
    """A file that is no recording, or too long."""

    field = "voice"


@files.names_files
def _named(paths: list[str]) -> Iterable[str]:
    return WhatWorks.objects.filter(voice__in=paths).values_list("voice", flat=True)


@before_erasing
def _with_the_person(person: Person) -> None:
    take_away(WhatWorks.objects.filter(person=person).exclude(voice="").values_list("voice", flat=True))
