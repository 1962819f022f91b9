"""Counting for a report: only what everyone may read, with the same counts hidden as on the pages that show it (law 5).

Counts of people are taken from the tables that the pages themselves show (`years.shown`, `Quarter.shown`, `look_counts.for_everyone`): hidden
anew here, another cell might be hidden, and the two together would give it away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kitchentable.people import access
from kitchentable.people.secret import mark
from kitchentable.people.small import published
from kitchentable.policy.clock import today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import ANYONE
from kitchentable.seats.picture import for_stage
from kitchentable.ties import looked
from kitchentable.ties.continuity import continuity
from kitchentable.ties.evidence import Figure, Span
from kitchentable.ties.learnt import learnt
from kitchentable.ties.look_counts import AIMS, SKIPPED, for_everyone
from kitchentable.ties.look_dates import called
from kitchentable.ties.models import LookBack, LookSaid, Quarter
from kitchentable.ties.promise_counts import promise_counts
from kitchentable.ties.quarters import after
from kitchentable.ties.reporting.blocks import Block, blocks, last_closed, may_end, within
from kitchentable.ties.reporting.facts import STANDING, Facts, Grid, Item
from kitchentable.ties.reporting.ladder import both_sides
from kitchentable.ties.reporting.lundy import checks_of
from kitchentable.ties.side_by_side import SHOWN_QUARTERS, learned_chart
from kitchentable.ties.sweet import spot_of
from kitchentable.ties.years import chart_of, shown
from kitchentable.ui.charts import Chart, Series
from kitchentable.voices.models import Contribution, Decision, Outcome, Status
from kitchentable.voices.sums import ANSWERED, public_sum
from kitchentable.works.models import Work

MOST_LINES = 40


def gather(work: Work | None, span: Span) -> Facts:
    """All that a report may show of a piece of work, or of all public ones, in a span of closed months.

    About twenty queries for a piece of work; three more for each public piece of work when it is about all.
    """
    works = [work] if work else list(Work.objects.filter(is_public=True).order_by("pk"))
    limit = number("hide_below")
    items = [
        *_tips(work),
        _promises(work, span),
        *_voices(works, span, limit),
        _decisions(works, span),
        _learning(work, span),
    ]
    items.append(_stayed(work, span, limit))
    if work:
        items += [_seats(work), both_sides(work, limit), *checks_of(work, span, limit), *_looked(work), _felt(work, span, limit)]
    else:
        items += _access()
    if work and timezone.localtime(work.started_at).date() > span.until:
        # What stands as it is today says nothing about a time before the work began.
        items = [one for one in items if one.code not in STANDING]
    items.append(_key(items))
    return Facts(span, str(work) if work else "", today(), tuple(items), tuple(_notes(work, span)))


def _notes(work: Work | None, span: Span) -> list[str]:
    notes = []
    if work and timezone.localtime(work.started_at).date() > span.since:
        day = date_format(work.started_at, "j F Y")
        notes.append(_("This piece of work began on %(day)s. Nothing is counted before that.") % {"day": day})
    if span.until < last_closed(today()):
        notes.append(
            _("The six tips, seats, the ladder and how points ended are as they stood on the day of the count, not in this time.")
        )
    if work is None:
        notes.append(_("Only public pieces of work are counted here."))
    return notes


def _tips(work: Work | None) -> list[Item]:
    """The sweet spot as everyone may read it, on the day of the count."""
    return [
        Item(f"tip{tip.number}", str(tip.name), (str(tip.words),) if tip.words else (), tuple(tip.figures), empty=not tip.figures)
        for tip in spot_of(work, ANYONE)
    ]


def _promises(work: Work | None, span: Span) -> Item:
    found = promise_counts(work, span)
    due = found.kept_on_time + found.kept_late + found.not_kept
    figures = (
        Figure("promises_kept", _("Promises kept on time, of those whose day lay in this time"), found.kept_on_time, due),
        Figure("promises_late", _("Promises kept late"), found.kept_late, due),
        Figure("promises_not_kept", _("Promises not kept"), found.not_kept, due),
        Figure("promises_anew", _("Promises agreed anew with those they were made to"), found.agreed_anew),
        Figure("promises_overdue", _("Promises open after their day, at the end of this time"), found.overdue, found.open),
    )
    if not (found.made or due or found.agreed_anew or found.open):
        return Item("promises", _("Promises"), empty=True)
    says: tuple[str, ...] = ()
    if found.oldest_open:
        says = (_("The oldest promise that is still open was made on %(day)s.") % {"day": date_format(found.oldest_open, "j F Y")},)
    rows = (
        Series(_("Kept on time"), (found.kept_on_time,), 1),
        Series(_("Kept late"), (found.kept_late,), 4),
        Series(_("Not kept"), (found.not_kept,), 5),
    )
    drawn = Chart(
        _("What came of promises"),
        _("Of %(due)d promises whose day lay in this time: %(kept)d kept on time, %(late)d kept late, %(no)d not kept.")
        % {"due": due, "kept": found.kept_on_time, "late": found.kept_late, "no": found.not_kept},
        (_("Promises"),),
        rows,
        "stack",
    )
    return Item("promises", _("Promises"), says, figures, (drawn,) if due else ())


def _voices(works: Sequence[Work], span: Span, limit: int) -> list[Item]:
    """What came in, in whole blocks of months, and how it ended. Of all work: sums of what each piece of work may show by itself."""
    shown: Counter[date] = Counter()
    came, outcomes, small = 0, Counter[str](), 0
    any_block = False
    cut: list[Block] = []
    for one in works:
        found = _blocks_of(one, limit)
        mine = within(found, span)
        any_block = any_block or bool(mine)
        came += sum(block.count for block in mine)
        cut += mine
        for block in mine:
            shown[block.since] += block.count
        ended = _outcomes_of(one, limit)
        small += ended is None
        outcomes.update(ended or {})
    items = [_came_in(works, cut, came, any_block, span)]
    says = (
        (
            ngettext(
                "In %(n)d piece of work too little was answered to show how.",
                "In %(n)d pieces of work too little was answered to show how.",
                small,
            )
            % {"n": small},
        )
        if small
        else ()
    )
    rows = tuple(Outcome(code) for code in Outcome.values if code in outcomes)
    drawn = Chart(
        _("How points ended"), _("Points that were answered, up to the day of the count."), tuple(str(row.label) for row in rows),
        (Series(_("Points"), tuple(outcomes[row.value] for row in rows), 1),),
    )  # fmt: skip
    items.append(Item("outcomes", _("How points ended"), says, charts=(drawn,) if rows else (), empty=not rows))
    return items


def _came_in(works: Sequence[Work], cut: Sequence[Block], came: int, known: bool, span: Span) -> Item:
    title = _("What people said")
    figure = Figure("came_in", _("Points that came in"), came if known else None, unknown=not known)
    if not known:
        says = (_("Too little came in to show a number for this time, or nothing did."),)
        return Item("voices", title, says, (figure,), empty=True)
    per_block = Counter[tuple[date, date]]()
    for block in cut:
        per_block[block.since, block.until] += block.count
    spans = sorted(per_block)
    says = (_("Months in which little came in are counted together with the next ones. What is left over at an end is not in it."),)
    charts: tuple[Chart, ...] = ()
    if len(works) == 1 and came:
        kept = [one for one in spans if per_block[one]]
        drawn = Chart(
            _("Points that came in"), _("Each bar is one month or some months together."), tuple(_months(*one) for one in kept),
            (Series(_("Points"), tuple(per_block[one] for one in kept), 1),),
        )  # fmt: skip
        charts = (drawn,) if len(kept) <= MOST_BARS else (_by_year(kept, per_block, span),)
    return Item("voices", title, says, (figure,), charts, empty=not came)


MOST_BARS = 12


def _by_year(spans: Sequence[tuple[date, date]], counts: Counter[tuple[date, date]], span: Span) -> Chart:
    years = tuple(range(span.since.year, span.until.year + 1))
    sums = tuple(sum(counts[one] for one in spans if one[1].year == year) for year in years)
    row = Series(_("Points"), sums, 1)
    return Chart(
        _("Points that came in"),
        _("By year. Months counted together stand in the year of the last one."),
        tuple(map(str, years)),
        (row,),
        "lines",
    )


def _months(since: date, until: date) -> str:
    one, other = date_format(since, "F Y"), date_format(until, "F Y")
    return one if one == other else _("%(one)s to %(other)s") % {"one": one, "other": other}


def _blocks_of(work: Work, limit: int) -> list[Block]:
    """Blocks of one piece of work, beside the sum that its public page shows."""
    rows = Contribution.objects.filter(work=work).order_by().values_list("received_at", flat=True)
    by_month = Counter(timezone.localtime(at).date().replace(day=1) for at in rows.iterator(5_000))
    total = sum(by_month.values())
    return may_end(blocks(by_month, last_closed(today()), limit), total, limit)


def _outcomes_of(work: Work, limit: int) -> dict[str, int] | None:
    """How its points ended, when the public page shows how many were answered; None when too few. A count under the limit takes another with it."""
    found = Contribution.objects.filter(work=work)
    sums = public_sum({**found.sums()}, limit)
    if (ANSWERED,) not in [cell.places for cell in sums.cells]:
        return None if sums.received is None or any(ANSWERED in cell.places for cell in sums.cells) else {}
    counts = Counter(found.filter(status=Status.ANSWERED).order_by().values_list("outcome", flat=True))
    codes = list(Outcome.values)
    row = published([[counts[code] for code in codes]], limit, key=mark("reports", work.slug)).rows[0]
    return {code: cell for code, cell in zip(codes, row, strict=True) if cell is not None}


def _decisions(works: Sequence[Work], span: Span) -> Item:
    """Decisions of public work, each with what was chosen: everyone may read them."""
    found = (
        Decision.objects.filter(work__in=works, decided_on__range=(span.since, span.until))
        .select_related("chosen")
        .order_by("decided_on", "pk")
    )
    rows = list(found[: MOST_LINES + 1])
    count = found.count()
    grid = Grid(
        _("What was decided"), (_("Day"), _("Decision"), _("What was chosen")),
        tuple((date_format(one.decided_on, "j F Y") if one.decided_on else "", one.title, str(one.chosen) if one.chosen else "–") for one in rows[:MOST_LINES]),
    )  # fmt: skip
    says = (_("There are %(n)d more.") % {"n": count - MOST_LINES},) if count > MOST_LINES else ()
    figure = Figure("decisions", _("Decisions that were taken"), count)
    return Item("decisions", _("What was decided"), says, (figure,), grids=(grid,) if rows else (), empty=not rows)


def _closed_years(span: Span) -> list[int]:
    """Years that lie whole within the span and are over: counts of people are never cut finer, so no two reports differ by a month."""
    return [
        year
        for year in range(span.since.year, span.until.year + 1)
        if date(year, 1, 1) >= span.since and date(year, 12, 31) <= min(span.until, last_closed(today()))
    ]


def _learning(work: Work | None, span: Span) -> Item:
    """Who learned, staff and people side by side (R108): of the whole organisation, by the three months that the page of learning shows."""
    title = _("Learning")
    kept = list(Quarter.objects.filter(first_day__range=(span.since, span.until)).order_by("first_day")) if work is None else []
    kept = [one for one in kept if after(one.first_day) - timedelta(days=1) <= span.until][-SHOWN_QUARTERS:]
    drawn = learned_chart(kept)
    if drawn is None:
        says = (_("Who learned is counted for the whole organisation only, by whole three months."),) if work else ()
        return Item("learning", title, says, empty=True)
    offered = learnt(None, Span(kept[0].first_day, after(kept[-1].first_day) - timedelta(days=1))).offered
    figures = (Figure("learning_offered", _("Learning that was offered, in whole three months of this time"), offered),)
    return Item("learning", title, (), figures, (drawn,))


def _small(limit: int) -> str:
    return _("Numbers under %(n)d are not shown, and sometimes one beside them, so that nobody can tell who it was.") % {"n": limit}


def _stayed(work: Work | None, span: Span, limit: int) -> Item:
    """Who of a year's table was there the year before, for closed years, as the page of the years of a table shows it."""
    title = _("Who stayed at the table")
    if work is None:
        return Item("stayed", title, (_("Who stayed is counted for each piece of work by itself."),), empty=True)
    years = _closed_years(span)
    found = continuity(work, range(years[0], years[-1] + 1)) if years else []
    drawn = chart_of(shown([one for one in found if sum(one.here.values())], limit, work), limit)
    return Item("stayed", title, charts=(drawn,) if drawn else (), empty=drawn is None)


def _seats(work: Work) -> Item:
    """The table as its public picture shows it: groups and seats, never a name."""
    found = for_stage(work, "")
    rows = tuple((row.name, row.side_words, row.words) for row in found.rows) if found else ()
    grid = Grid(_("Seats at the table, by group, on the day of the count"), (_("Group"), _("Side of the table"), _("Seats")), rows)
    return Item("seats", _("Who is at the table"), grids=(grid,) if rows else (), empty=not rows)


def _looked(work: Work) -> Iterable[Item]:
    """What groups agreed on when they looked back, as everyone may read it."""
    aim = looked.aim_of(work)
    hoped = (aim.words, *((aim.mood,) if aim.mood else ())) if aim else ()
    yield Item("aim", _("What was hoped for"), hoped, empty=aim is None)
    found = looked.effects(work)
    for code, title, good in (("effects_good", _("Good effects"), True), ("effects_bad", _("Bad effects"), False)):
        words = tuple(_planned(one) for one in found if one.good is good)[:MOST_LINES]
        yield Item(code, title, words, empty=not words)
    said = looked.lines(work, "next_team")
    yield Item("lines", _("What we would tell the next team"), tuple(said[:MOST_LINES]), empty=not said)


def _planned(one: looked.Effect) -> str:
    """Whether it was hoped for or feared before, or nobody saw it coming (R105)."""
    told = (_("We hoped for this") if one.good else _("We feared this")) if one.planned else _("Nobody saw this coming")
    return f"{one.words} ({told})"


def _felt(work: Work, span: Span, limit: int) -> Item:
    """Whether the aim was met, as the page of each time of looking back shows it to everyone (R101)."""
    title = _("Was the aim met?")
    closed = LookBack.objects.filter(work=work, closed_at__isnull=False).order_by("closed_at", "pk")
    within_span = [one for one in closed if one.closed_at and span.since <= timezone.localtime(one.closed_at).date() <= span.until]
    found = [(one, told) for one in within_span if (told := for_everyone(one, limit)).said is not None]
    if not found:
        return Item("felt", title, empty=True)
    names = {**{str(one): str(one.label) for one in LookSaid.Aim}, SKIPPED: _("Did not say")}
    drawn = Chart(
        title, _("What people said when they looked back together."), tuple(called(one) for one, _told in found),
        tuple(Series(names[aim], tuple(told.aim.get(aim) for _one, told in found), at % 6 + 1) for at, aim in enumerate(AIMS)),
        why_gaps=_small(limit),
    )  # fmt: skip
    return Item("felt", title, charts=(drawn,))


def _access() -> Iterable[Item]:
    """The tables of the accessible information page, as they stand there (R037 to R042)."""
    named = tuple(
        (one.label, ", ".join(_("A named person") for _person in one.people[:1]) or _("Nobody yet")) for one in access.who_answers()
    )
    yield Item(
        "who_answers", _("Who answers for it"), grids=(Grid(_("Who answers for the standard"), (_("Duty"), _("Who")), named),)
    )
    hidden = _("not shown")
    for one in access.tables():
        rows = tuple((name, *(hidden if cell is None else str(cell) for _head, cell in cells)) for name, cells in one.lines())
        yield Item(one.code, one.title, grids=(Grid(one.title, (_("Group"), *one.heads, _("All")), rows),))


def _key(items: Sequence[Item]) -> Item:
    """The figures for one page: two from the tips at most, then what came in, decisions."""
    figures = [figure for one in items if one.code in ("voices", "decisions") for figure in one.figures]
    figures += [one.figures[0] for one in items if one.code in ("tip1", "tip2") and one.figures]
    return Item(
        "key", _("In numbers"), figures=tuple(figures), empty=all(one.empty for one in items if one.code in ("voices", "decisions"))
    )
