"""A person's own pages: what waits for them, and what came of what they said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kitchentable.home.forms import Filter
from kitchentable.home.points import with_steps
from kitchentable.home.waits import Waits, easy_reads, from_gatherings, papers_to_read
from kitchentable.people import doors
from kitchentable.people.asks import asks_this_month
from kitchentable.people.looking import note_looks
from kitchentable.people.models import Look, Person, Reach, Scope, SupportAsk, Supporter
from kitchentable.people.rules import supported
from kitchentable.policy.clock import now, today
from kitchentable.policy.marks import KTRequest, signed_in
from kitchentable.ui.dates import day_in_words
from kitchentable.ui.shortcuts import page
from kitchentable.voices.models import Contribution, Reply, Reuse, Status, Understanding
from kitchentable.words.models import EasyCheck, Sent
from kitchentable.works.models import Role, Work

PER_PAGE = 25
FEW = 5
MOST_WAITING = 12
LOADED = ("work", "owner", "answer__decider", "answer__passed_to")


@signed_in
@require_safe
def me(request: KTRequest) -> HttpResponse:
    """My seat: what waits for me, and what came of what I said."""
    person: Person = request.person
    mine = _mine(person)
    newest = list(_loaded(mine)[: FEW + 1])
    # Not everyone has a paper, and few are asked to check an Easy Read: whether this one is comes with a row that is read anyway.
    asked = EasyCheck.objects.open().filter(asked=OuterRef("person"))
    unread = Sent.objects.filter(person=OuterRef("person"), opened_at__isnull=True)
    reach = Reach.objects.filter(person=person).annotate(is_asked=Exists(asked), has_papers=Exists(unread)).first()
    waits = list(_waits(person, easy=getattr(reach, "is_asked", True), papers=getattr(reach, "has_papers", True)))
    works = list(_where_i_sit(person)[: FEW * 2])
    return page(
        request,
        "home/me.html",
        waits=waits[:MOST_WAITING],
        how_much=_how_much(len(waits)),
        newest=with_steps(newest[:FEW]),
        there_is_more=len(newest) > FEW,
        works=works,
        reach=reach,
        asked=asks_this_month([person.pk])[person.pk],
        support=_support(person),
    )


@signed_in
@require_safe
def my_said(request: KTRequest) -> HttpResponse:
    """All that I said; or with `whose`, all that I typed for a person I support."""
    person: Person = request.person
    whose = _whose(person, request.GET.get("whose", ""))
    if whose is None:
        found, works = _mine(person), []
    else:
        found = Contribution.objects.seen_by(person).filter(said_by=whose, typed_by=person)
        works = list(Work.objects.seen_by(person).order_by("title")[:MOST_WAITING])
        note_looks(person, [whose.pk], Look.What.SAID, Look.Why.SUPPORT)
    form = Filter(request.GET)
    listed = Paginator(_loaded(form.narrow(found)), PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "home/my_said.html",
        whose=whose,
        works=works,
        form=form,
        narrowed=form.is_used,
        listed=listed,
        rows=with_steps(list(listed.object_list)),
    )


def _mine(person: Person) -> QuerySet[Contribution]:
    return Contribution.objects.filter(said_by=person)


def _loaded(found: QuerySet[Contribution]) -> QuerySet[Contribution]:
    return found.select_related(*LOADED).prefetch_related("understandings", "replies").order_by("-received_at", "-pk")


def _where_i_sit(person: Person) -> QuerySet[Work]:
    roles = Role.objects.filter(Q(until__isnull=True) | Q(until__gt=now()), work=OuterRef("pk"), person=person)
    return Work.objects.filter(Exists(roles) | Q(decider=person)).order_by("title")


def _whose(person: Person, key: str) -> Person | None:
    """The person I support whose key this is; nobody when there is no key. Anyone else's is not here."""
    if not key:
        return None
    found: Person | None = Person.objects.filter(pk__in=supported(person, Scope.WRITE), key=key).first()
    if found is None:
        raise Http404
    return found


@doors.leads(Scope.WRITE)
def write_for(person: Person) -> str:
    """Where a supporter writes what somebody says, and reads what they wrote."""
    return f"{reverse('home:my_said')}?{urlencode({'whose': person.key})}"


# ── what waits ────────────────────────────────────────────────────────────────────────────────────


def _waits(person: Person, *, easy: bool, papers: bool) -> Iterator[Waits]:
    """What waits for this person, the oldest first in each kind. `easy`, `papers`: they may have an Easy Read to check, papers to read."""
    yield from _answers_to_look_at(person)
    yield from _heard(person)
    yield from _reuses(person)
    yield from from_gatherings(person)
    if papers:
        yield from papers_to_read(person)
    if easy:
        yield from easy_reads(person)
    yield from _asks_for_support(person)
    owed = Contribution.objects.filter(owner=person, status=Status.WAITING).count() if person.works_here else 0
    if owed:
        yield Waits(
            url=reverse("home:owed"),
            title=_("What I must answer"),
            words=ngettext("%(n)d person waits for an answer from you.", "%(n)d people wait for an answer from you.", owed)
            % {"n": owed},
            icon="said",
            tone="honey",
        )


def _answers_to_look_at(person: Person) -> Iterator[Waits]:
    told = Reply.objects.filter(contribution=OuterRef("pk"), answer=OuterRef("answer"))
    found = _mine(person).filter(~Exists(told), status=Status.ANSWERED)
    for c in found.select_related("answer__decider", "work").order_by(F("answer__checked_at").asc(nulls_last=True))[:MOST_WAITING]:
        if c.answer is None:
            continue
        yield Waits(
            url=reverse("voices:reply", args=[c.code]),
            title=_("Is this answer true?"),
            words=_("%(name)s answered what you said about %(work)s: %(words)s")
            % {"name": c.answer.decider.called, "work": c.work.title, "words": short(c.answer.words)},
            small=_("About 3 minutes. There is no rush."),
            icon="answered",
            tone="plum",
        )


def _heard(person: Person) -> Iterator[Waits]:
    found = Understanding.objects.filter(
        contribution__said_by=person, contribution__status__in=(Status.WAITING, Status.ANSWERED), agreed__isnull=True
    )
    for u in found.select_related("contribution__work", "by").order_by("at")[:MOST_WAITING]:
        yield Waits(
            url=reverse("voices:agree", args=[u.contribution.code, u.pk]),
            title=_("Is this what you meant?"),
            words=_("%(name)s wrote what we heard: %(words)s") % {"name": u.by.called, "words": short(u.heard)},
            small=_("About 2 minutes."),
            icon="understood",
            tone="blue",
        )


def _reuses(person: Person) -> Iterator[Waits]:
    found = Reuse.objects.filter(
        contribution__said_by=person, contribution__status__in=(Status.WAITING, Status.ANSWERED), agreed__isnull=True
    )
    for r in found.select_related("contribution__work", "by").order_by("at")[:MOST_WAITING]:
        yield Waits(
            url=reverse("voices:answer_reuse", args=[r.contribution.code, r.pk]),
            title=_("May we use your words again?"),
            words=_("%(name)s would like to use them for this: %(words)s") % {"name": r.by.called, "words": short(r.for_what)},
            small=_("You can say no. Nothing changes for you."),
            icon="question",
            tone="honey",
        )


def _asks_for_support(person: Person) -> Iterator[Waits]:
    for ask in (
        SupportAsk.objects.seen_by(person).waiting().filter(whom=person).select_related("person").order_by("at")[:MOST_WAITING]
    ):
        yield Waits(
            url=reverse("people:supporters"),
            title=_("Will you be a supporter?"),
            words=_("%(name)s asks you to help until %(day)s.")
            % {"name": ask.person.called, "day": day_in_words(ask.until, today())},
            small=_("You can say no."),
            icon="hands",
            tone="blue",
        )


def _how_much(count: int) -> str:
    """How much waits, in words; and that there is no rush."""
    if not count:
        return _("Nothing waits for you.")
    words = ngettext("One thing waits for you.", "%(n)d things wait for you.", count) % {"n": count}
    return _("%(waits)s There is no rush.") % {"waits": words}


def short(words: str, longest: int = 120) -> str:
    """The beginning, in quotes."""
    words = " ".join(words.split())
    return _("“%(words)s”") % {"words": words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0] + " …"}


# ── beside it ─────────────────────────────────────────────────────────────────────────────────────


def _support(person: Person) -> dict[str, list[Any]]:
    """Who helps me, and whom I help; and for whom I write."""
    found = Supporter.objects.seen_by(person).running().select_related("person", "supporter").order_by("until")
    either = found.filter(person=person) | found.filter(supporter=person)
    rows = list(either[: FEW * 4])
    return {"mine": [s for s in rows if s.person_id == person.pk], "others": [s for s in rows if s.supporter_id == person.pk]}
