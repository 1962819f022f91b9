"""Whom voices know as readers of a paper: people who said something in the piece of work."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kitchentable.people.models import Person
from kitchentable.voices.models import Contribution
from kitchentable.voices.models.contributions import WITH_WORDS
from kitchentable.words.audience import Group, audience
from kitchentable.works.models import Work


@audience
def who_said_something(work: Work) -> Iterable[Group]:
    """By their account; whoever took all of it back is not among them."""
    said = Contribution.objects.filter(work=work, said_by__isnull=False, status__in=WITH_WORDS)
    return [Group("said", _("People who said something"), Person.objects.filter(pk__in=said.values("said_by")))]
