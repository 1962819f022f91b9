"""Easy Read as a format: made from its lines, ready when people have checked exactly those (R026)."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from kitchentable.words.acts.formats import easy_changed
from kitchentable.words.easy_paper import easy_paper
from kitchentable.words.easy_state import draft_or_checked, on_easy_changed
from kitchentable.words.formats.easy import make_easy
from kitchentable.words.formats.made import CannotMake
from kitchentable.words.making import Maker, NotMade, Result, makes
from kitchentable.words.models import Format, Version


def _can(version: Version) -> bool:
    return bool(version.easy_lines.exists())


def _make(version: Version, folder: Path) -> Result:
    easy = easy_paper(version)
    if easy is None:
        raise NotMade(_("Nobody has written an Easy Read of this version yet."), for_good=True)
    try:
        made = make_easy(easy, folder)
    except CannotMake as problem:
        raise NotMade(str(problem), for_good=True) from problem
    return Result(made.path, made.media_type, made.made_with, made.pages, made.seconds, made.checks)


def _is_checked(version: Version) -> bool:
    return draft_or_checked(version).is_checked


makes(Format.Kind.EASY, Maker(_can, _make, _is_checked))
on_easy_changed(easy_changed)
