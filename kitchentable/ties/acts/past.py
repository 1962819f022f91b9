"""Bringing in papers of old years, letting everyone read them, and taking them out again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from kitchentable.people.models import Person
from kitchentable.policy.act import act, note_many
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import Actor, Problem
from kitchentable.ties.models import PastPaper
from kitchentable.ties.past import digest_of, passages
from kitchentable.works.models import Work


class HereAlready(Problem):
    """The same paper, or another one with the same code of the same team, is here."""

    def __init__(self, words: str, paper: PastPaper, field: str | None = None) -> None:
        self.paper, self.field = paper, field
        super().__init__(words)


class ReadItFirst(Problem):
    """Nobody said that it names nobody."""

    field = "names_nobody"


@act("ties.keep_past")
def keep_past(
    by: Person,
    work: Work | None,
    *,
    title: str,
    on: date,
    team: str,
    text: str,
    place: str = "",
    theme: str = "",
    code: str = "",
    only_year: bool = False,
) -> PastPaper:
    """Keep one paper. Only people who work here read it until somebody says that it names nobody.

    Raises HereAlready for the same text of the same team, and for a code that this team has used; Problem without words.
    """
    if not text.strip():
        raise Problem(_("There are no words in it."))
    digest, team, code = digest_of(team, text), " ".join(team.split()), " ".join(code.split())
    here = PastPaper.objects.filter(gone_at__isnull=True)
    same = here.filter(digest=digest).first()
    if same is not None:
        raise HereAlready(_("This paper is here already: “%(title)s”. Nothing came in twice.") % {"title": same.title}, same)
    other = here.filter(team__iexact=team, code=code).first() if code else None
    if other is not None:
        raise HereAlready(
            _("%(team)s has another paper with this code: “%(title)s”.") % {"team": team, "title": other.title}, other, "code"
        )
    return PastPaper.objects.create(
        title=" ".join(title.split()) or _("A paper without a title"), on=on, only_year=only_year, place=place.strip(),
        theme=theme.strip(), team=team, code=code, work=work, text=text, digest=digest,
        pieces=len(passages(text)), by=by, at=now(),
    )  # fmt: skip


@act("ties.bring_past")
def bring_past(by: Person, thing: object, *, papers: Sequence[PastPaper]) -> list[PastPaper]:
    """Keep the new papers of a sheet, all or none. Those that came in meanwhile are left as they are."""
    here = set(
        PastPaper.objects.filter(gone_at__isnull=True, digest__in=[one.digest for one in papers]).values_list("digest", flat=True)
    )
    new = [one for one in papers if one.digest not in here]
    for one in new:
        one.by, one.at, one.pieces = by, now(), len(passages(one.text))
    made = PastPaper.objects.bulk_create(new)
    note_many(by, "ties.keep_past", made)
    return made


@act("ties.show_past")
def show_past(by: Person, paper: PastPaper, *, names_nobody: bool) -> PastPaper:
    """Let everyone read it, after reading it: it names nobody, and nobody can be known from it. Raises ReadItFirst."""
    if not names_nobody:
        raise ReadItFirst(_("Read it first. Then tick that it names nobody."))
    paper.public_at, paper.public_by = now(), by
    paper.save(update_fields=["public_at", "public_by"])
    return paper


@act("ties.hide_past")
def hide_past(by: Person, paper: PastPaper) -> PastPaper:
    """Only people who work here read it from now on."""
    paper.public_at = paper.public_by = None
    paper.save(update_fields=["public_at", "public_by"])
    return paper


@act("ties.drop_past")
def drop_past(by: Actor, paper: PastPaper, *, because: str) -> PastPaper:
    """Take it out: its words go, that it was here stays. Raises Problem without a reason."""
    if not because.strip():
        raise Problem(_("Say why it goes."))
    paper.gone_at, paper.gone_because, paper.text, paper.public_at = now(), because.strip()[:300], "", None
    paper.save(update_fields=["gone_at", "gone_because", "text", "public_at"])
    return paper
