"""The pages of the sweet spot: what anyone reads, what they never read, and how fast it stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from kitchentable.policy.act import declared
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.numbers import read_once
from kitchentable.policy.verdict import HOUSE, Refused
from kitchentable.seats.models import AffectedGroup
from kitchentable.ties.acts.counting import add_up, count
from kitchentable.ties.counted.figures import BY_CODE, KINDS
from kitchentable.ties.counted.parts import Told
from kitchentable.ties.counted.reading import first_days
from kitchentable.ties.jobs.spot import count_months
from kitchentable.ties.models import CountedPart, CountedYear
from kitchentable.ties.spot_picture import picture_of
from kitchentable.ties.sweet import helps_most, in_count, seen, spot_of, standing_of
from kitchentable.works.models import Work

pytestmark = pytest.mark.django_db
Queries = Callable[..., Any]


def url(cast: Any) -> str:
    return reverse("ties:spot", args=[cast.work.slug])


def text_of(page: Any) -> str:
    return " ".join(page.content.decode().split())


def a_part(
    work: Work | None, figure: str, of: int, low: int, high: int | None = None, *, months: int = 2, side: str = ""
) -> CountedPart:
    """A part that ended so many months ago, added up as the act does."""
    until = today().replace(day=1) - timedelta(days=1)
    for _month in range(months - 1):
        until = until.replace(day=1) - timedelta(days=1)
    high = low if high is None else high
    part = CountedPart.objects.create(
        work=work, figure=figure, side=side, since=until.replace(day=1), until=until, of=of, low=low, high=high
    )  # fmt: skip
    add_up(work, [part])
    return part


def another(cast: Any, slug: str, **more: Any) -> Work:
    person = cast.rao.person
    values = {"what_this_is": "x", "what_we_ask": "x", "can_change": "x", "cannot_change": "x", "is_public": True} | more
    return Work.objects.create(slug=slug, title=f"Work {slug}", decider=person, answers_first=person, **values)


def test_an_empty_work_says_that_we_do_not_know_and_never_no(cast: Any) -> None:
    text = text_of(cast.anyone.get(url(cast)))
    assert "We do not know yet how many answers come on time." in text
    assert "That is not a “no”" in text
    assert text.count("petal-unknown") > 5
    assert "0 of" not in text


def test_words_come_first_then_numbers_with_their_base(cast: Any) -> None:
    a_part(cast.work, "answered_on_time", 40, 33)
    a_part(cast.work, "said_so", 20, 16, 20)
    a_part(cast.work, "needs_met", 30, 0, 4)
    a_part(cast.work, "agenda", 12, 5)
    text = text_of(cast.anyone.get(url(cast)))
    assert "33 of 40 things that people said had an answer on time." in text
    assert "16 or more of 20 replies" in text
    assert "4 or fewer of 30 needs were met." in text
    assert "5 of 12 points of the agenda" in text
    stands = {one.number: one.standing for one in seen(cast.work)}
    assert (stands[1], stands[2], stands[3], stands[5]) == ("well", "care", "nearly", "unknown")
    assert "2, Do not assume: ask: Needs care now." in text
    most = helps_most(seen(cast.work))
    assert most is not None
    assert most.number == 2


def test_there_is_no_sum_over_the_six_and_works_stand_in_no_order(cast: Any) -> None:
    a_part(cast.work, "answered_on_time", 40, 33)
    text = text_of(cast.anyone.get(reverse("ties:spot_all")))
    assert "Pieces of work are not put in an order." in text
    assert cast.work.title not in text
    assert "no sum over the six" in text


def test_the_organisation_is_the_sum_of_what_stands_on_public_pages(cast: Any) -> None:
    hidden, second = another(cast, "hidden", is_public=False), another(cast, "second")
    a_part(cast.work, "answered_on_time", 40, 33)
    a_part(second, "answered_on_time", 20, 16, 20)
    a_part(hidden, "answered_on_time", 50, 25)
    a_part(None, "learned", 30, 12)
    text = text_of(cast.anyone.get(reverse("ties:spot_all")))
    assert "Between 49 and 53 of 60 things that people said" in text
    assert "12 of 30 people who took up learning" in text
    assert "Learning is counted for the whole organisation." in text_of(cast.anyone.get(url(cast)))


def test_a_work_that_is_not_public_is_not_there(cast: Any) -> None:
    hidden = another(cast, "hidden", is_public=False)
    cast.anyone.get(reverse("ties:spot", args=["hidden"]), status=404)
    cast.chloe.get(reverse("ties:remark", args=["hidden"]), status=404)
    assert spot_of(hidden, cast.anyone.person) == []
    assert len(spot_of(hidden, cast.rao.person)) == 6


def test_for_reports_each_tip_has_figures_with_their_base_and_hidden_ones_have_no_number(cast: Any) -> None:
    a_part(cast.work, "answered_on_time", 40, 33)
    a_part(cast.work, "said_so", 20, 16, 20)
    tip = spot_of(cast.work, cast.anyone.person)[0]
    assert [(one.code, one.n, one.of, one.unknown) for one in tip.figures] == [
        ("answered_on_time", 33, 40, False), ("said_so", None, 20, False),
    ]  # fmt: skip
    assert tip.standing == "well"
    assert spot_of(cast.work, cast.anyone.person)[1].figures[0].unknown


def test_each_side_of_the_table_is_shown_alone_where_it_was_counted_alone(cast: Any) -> None:
    a_part(cast.work, "needs_met", 12, 7, side="lived")
    a_part(cast.work, "needs_met", 10, 6, 10, side="carer")
    assert "between 13 and 17 of 22 needs" in text_of(cast.anyone.get(url(cast))).replace("Between", "between")
    lived = text_of(cast.anyone.get(url(cast) + "?group=lived"))
    assert "7 of 12 needs" in lived
    assert "We do not count this by group." in lived
    assert "6 or more of 10 needs" in text_of(cast.anyone.get(url(cast) + "?group=carer"))
    assert "between 13 and 17" in text_of(cast.anyone.get(url(cast) + "?group=nothing")).replace("Between", "between")


def test_who_is_missing_is_said_and_a_gap_needs_care(cast: Any) -> None:
    second = another(cast, "second")
    assert seen(second)[3].standing == "unknown"
    AffectedGroup.objects.create(work=second, name="People at night", strength=AffectedGroup.Strength.MOST)
    text = text_of(cast.anyone.get(reverse("ties:spot", args=["second"])))
    assert "0 of 1 groups that are affected most have somebody at the table." in text
    assert "Nobody is there from: People at night." in text
    assert seen(second)[3].standing == "care"


def test_the_trend_shows_each_part_and_over_ten_years_each_year_also_an_empty_one(cast: Any) -> None:
    a_part(cast.work, "said_so", 20, 12, months=4)
    a_part(cast.work, "said_so", 24, 16, 24, months=2)
    page = text_of(cast.anyone.get(url(cast)))
    assert "How it went over time: “Yes, that is so”" in page
    assert "12 of 20" in page
    for year in range(2015, 2025):
        for month in (3, 9):
            if year != 2019:
                day = date(year, month, 1)
                CountedPart.objects.create(work=cast.work, figure="said_so", since=day, until=day.replace(day=30 if month == 9 else 31), of=20, low=10, high=10)  # fmt: skip
    page = text_of(cast.anyone.get(url(cast)))
    assert '<th scope="row">2018</th><td class="number">20 of 40</td>' in page
    assert '<th scope="row">2019</th><td class="number">nothing was counted</td>' in page


def test_the_organisation_shows_ten_years_and_a_work_that_is_public_no_more_is_not_in_them(cast: Any) -> None:
    second, year = another(cast, "second"), today().year - 10
    for work in (cast.work, second):
        for months in (1, 12 * 10 - 1):
            a_part(work, "said_so", 20, 10, months=months)
    first = CountedYear.objects.order_by("year").values_list("year", flat=True)[0]
    assert first in (year, year + 1)
    text = text_of(cast.anyone.get(reverse("ties:spot_all")))
    assert f'<th scope="row">{first}</th><td class="number">20 of 40</td>' in text
    Work.objects.filter(pk=second.pk).update(is_public=False)
    text = text_of(cast.anyone.get(reverse("ties:spot_all")))
    assert f'<th scope="row">{first}</th><td class="number">10 of 20</td>' in text
    assert "20 of 40" not in text
    second.delete()
    assert set(CountedYear.objects.values_list("work", flat=True)) == {cast.work.pk}


def test_of_the_whole_organisation_too_a_year_is_added_up_once(cast: Any) -> None:
    for months in (1, 1 + 12, 1 + 24):
        a_part(None, "learned", 30, 12, months=months)
    add_up(None, list(CountedPart.objects.all()))
    assert [(one.of, one.low) for one in CountedYear.objects.all()] == [(30, 12)] * 3
    assert set(first_days()) == {"learned"}
    assert first_days()["learned"] == min(CountedPart.objects.values_list("since", flat=True))


def test_old_counts_do_not_stand_for_today(cast: Any) -> None:
    CountedPart.objects.create(
        work=cast.work, figure="said_so", since=date(2020, 1, 1), until=date(2020, 3, 31), of=20, low=10, high=10
    )
    assert seen(cast.work)[0].standing == "unknown"


def test_each_figure_leads_to_how_it_is_counted(cast: Any) -> None:
    a_part(cast.work, "answered_on_time", 40, 33)
    page = text_of(cast.anyone.get(url(cast)))
    how = text_of(cast.anyone.get(reverse("ties:how_counted")))
    for kind in KINDS:
        assert f"#{kind.code}" in page
        assert f'id="{kind.code}"' in how
    assert "80 percent" in how
    assert "Our own choice" in how


def test_a_page_asks_as_many_questions_whatever_there_is_to_count(cast: Any, django_assert_max_num_queries: Queries) -> None:
    for month in range(1, 12):
        for kind in KINDS:
            a_part(None if kind.everyone else cast.work, kind.code, 40, 20, months=month)
    for n in range(30):
        a_part(another(cast, f"more-{n}"), "said_so", 40, 20)
        AffectedGroup.objects.create(work=cast.work, name=f"Group {n}", strength=AffectedGroup.Strength.MOST)
    with django_assert_max_num_queries(15):
        cast.anyone.get(url(cast))
    with django_assert_max_num_queries(15):
        cast.anyone.get(reverse("ties:spot_all"))
    with read_once(), django_assert_max_num_queries(3):  # two, and the organisation's own numbers, which a page has read
        picture_of(cast.work, cast.anyone.person)


def test_only_the_clock_counts(cast: Any) -> None:
    with pytest.raises(Refused, match="done by the clock"):
        count(cast.natalie.person, cast.work)
    assert "ties.count" in declared()


def test_counting_twice_and_with_a_clock_that_was_set_back_changes_nothing(cast: Any) -> None:
    a_part(cast.work, "said_so", 20, 12)
    stands = list(CountedPart.objects.values())
    count_months()
    with at(now() - timedelta(days=800)):
        count_months()
    assert count(HOUSE, cast.work) == []
    assert list(CountedPart.objects.values()) == stands


def test_standings_come_from_what_is_told_and_from_settings(cast: Any) -> None:
    assert standing_of(Told(20, 16, 20), "most") == "well"
    assert standing_of(Told(20, 15, 15), "most") == "nearly"
    assert standing_of(Told(20, 0, 4), "most") == "care"
    assert standing_of(Told(10, 5, 5), "share") == "well"
    assert standing_of(Told(20, 0, 20), "most") == "unknown"
    assert in_count(Told(20, 8, 12)) == "between 8 and 12 of 20"
    assert BY_CODE["asked"].by_side
