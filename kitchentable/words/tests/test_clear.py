"""How clear is what we send: counted by month and work, never by who wrote it, and never so that a person can be picked out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from kitchentable.people.models import Person
from kitchentable.policy import clock
from kitchentable.words import clear
from kitchentable.words.jobs.glossary import count_versions
from kitchentable.words.models import Counted, Format, Handled, TermAsk, Version
from kitchentable.words.tests.making import make_document, make_format, make_sent, make_version
from kitchentable.words.tests.test_glossary import text_of
from kitchentable.works.models import Work

pytestmark = pytest.mark.django_db
URL = "/how-clear/"
MAY = timezone.make_aware(datetime(2026, 5, 12, 9))
LATER = timezone.make_aware(datetime(2026, 8, 3, 9))


def people(n: int) -> list[Person]:
    return [Person.objects.create(called=f"Invented {n}") for n in range(n)]


def a_work(cast: Any, slug: str) -> Work:
    return Work.objects.create(
        slug=slug, title=f"Work {slug}", what_this_is="x", what_we_ask="x", can_change="x", cannot_change="x", decider=cast.rao.person,
        answers_first=cast.rao.person, is_public=True,
    )  # fmt: skip


def a_paper(cast: Any, work: Work | None = None, *, late: int = 0, days: int = 3, at: datetime = MAY, **more: Any) -> Version:
    """A version that was sent, with `late` people whose format came `days` days after."""
    document = make_document(cast)
    if work is not None:
        document.work = work
        document.save()
    version = make_version(cast, document, sent_at=at, **{"found": 7, "kept": 2, "left": 1, **more})
    for person in people(late):
        make_sent(version, person, asked_at=at, ready_at=at + timedelta(days=days))
    return version


def make_ready(version: Version, kind: str, at: datetime) -> None:
    Format.objects.filter(pk=make_format(version, kind).pk).update(ready_at=at)


def test_a_month_says_what_was_found_fixed_and_kept_and_how_long_sentences_are(cast: Any) -> None:
    version = a_paper(cast)
    a_paper(cast, found=3, kept=0, left=0)
    make_ready(version, Format.Kind.HTML, MAY)
    make_ready(version, Format.Kind.LARGE18, MAY + timedelta(hours=10))
    make_ready(version, Format.Kind.AUDIO, MAY + timedelta(days=1))
    make_format(version, Format.Kind.BRAILLE, ready=False)
    assert count_versions() == 2
    assert count_versions() == 0
    with clock.at(LATER):
        month = clear.year_of(2026, [cast.work.pk]).months[2]
        page = text_of(cast.anyone.get(URL))
    assert month.first.month == 5
    assert (month.papers, month.found, month.fixed, month.kept, month.left) == (2, 10, 7, 2, 1)
    assert (month.formats, month.formats_late) == (4, 2)
    counted = Counted.objects.first()
    assert counted is not None
    assert month.mean_sentence == round(counted.words / counted.sentences, 1)
    for words in ("May", "2 of 4", "Made plainer: 7 of 10", "Kept, with a reason: 2 of 10"):
        assert words in page


def test_days_lost_are_counted_from_the_day_it_should_have_come(cast: Any) -> None:
    version = a_paper(cast, late=6, days=3)
    same_day = people(1)[0]
    make_sent(version, same_day, asked_at=MAY, ready_at=MAY + timedelta(hours=8))
    with clock.at(LATER):
        month = clear.year_of(2026, [cast.work.pk]).months[2]
    assert (month.people_late, month.days_lost) == (6, 18)


def test_what_waits_still_goes_on_losing_days(cast: Any) -> None:
    version = a_paper(cast)
    for person in people(5):
        make_sent(version, person, ready=False, asked_at=MAY)
    with clock.at(LATER):
        assert clear.year_of(2026, [cast.work.pk]).months[1 + 1].days_lost == 5 * (LATER.date() - MAY.date()).days


def test_a_few_people_are_never_counted_for_everyone_and_cannot_be_worked_out(cast: Any) -> None:
    second, third = a_work(cast, "buses"), a_work(cast, "parks")
    for work, late in ((cast.work, 9), (second, 8), (third, 2)):
        a_paper(cast, work, late=late)
    works = [cast.work.pk, second.pk, third.pk]
    with clock.at(LATER):
        shown = {pk: clear.year_of(2026, works, only=pk).months[2].people_late for pk in works}
        whole = clear.year_of(2026, works).months[2].people_late
        assert shown[third.pk] is None
        if whole is not None:
            assert sum(count is None for count in shown.values()) >= 2
        page = text_of(cast.anyone.get(URL, {"work": "parks"}))
        assert 'data-is="Days lost">few</td>' in page
        staff = clear.year_of(2026, works, only=third.pk, hide=False).months[2]
    assert (staff.people_late, staff.days_lost) == (2, 6)


@pytest.mark.parametrize(("n", "in_time", "words"), [(4, 4, "few</td>"), (6, 5, "5 of 6")])
def test_words_asked_about_are_counted_when_there_are_enough(cast: Any, n: int, in_time: int, words: str) -> None:
    a_paper(cast)
    for one in range(n):
        TermAsk.objects.create(
            word="respite",
            asked_at=MAY,
            due_on=MAY.date() + timedelta(days=7),
            answered_at=MAY + timedelta(days=1 if one < in_time else 9),
        )
    with clock.at(LATER):
        assert f'data-is="Words asked, answered in time">{words}' in text_of(cast.anyone.get(URL))


def test_the_month_that_runs_is_not_shown_and_works_that_are_not_public_neither(cast: Any) -> None:
    a_paper(cast, at=LATER)
    hidden = a_work(cast, "secret")
    Work.objects.filter(pk=hidden.pk).update(is_public=False)
    a_paper(cast, hidden)
    with clock.at(LATER):
        page = text_of(cast.anyone.get(URL))
        assert "Nothing to show for this year" in page
        assert "Work secret" not in page
        assert "Work secret" not in text_of(cast.natalie.get(URL))


def test_nobody_is_counted_by_name_and_reasons_are_for_staff(cast: Any) -> None:
    version = a_paper(cast)
    Handled.objects.create(
        version=version,
        kind="jargon",
        was="commissioning",
        what=Handled.What.KEPT,
        because="It is what they do.",
        by=cast.natalie.person,
    )
    url = reverse("words:clear_office")
    with clock.at(LATER):
        office, public = text_of(cast.natalie.get(url)), text_of(cast.anyone.get(URL))
    assert "It is what they do." in office
    assert "It is what they do." not in public
    assert "Natalie" not in public
    main = office.partition("<main")[2].partition("</main>")[0]
    assert "Natalie" not in main
    cast.chloe.get(url, status=403)


def test_odd_addresses_and_empty_years_are_answered(cast: Any) -> None:
    for query in ({"year": "9999"}, {"year": "abcd"}, {"year": "²"}, {"work": "no-such"}, {"year": "-1"}, {"work": "\x00"}):
        assert "Nothing to show for this year" in text_of(cast.anyone.get(URL, query))


def test_years_are_asked_with_few_questions(cast: Any, django_assert_max_num_queries: Any) -> None:
    for n in range(30):
        a_paper(cast, late=n % 3, at=MAY - timedelta(days=20 * n))
    with clock.at(LATER), django_assert_max_num_queries(15):
        page = text_of(cast.anyone.get(URL, {"year": "2025"}))
    assert "<option selected>2025</option>" in page
    cast.natalie.get(reverse("words:clear_office"))
    with clock.at(LATER), django_assert_max_num_queries(15):
        cast.natalie.get(reverse("words:clear_office"))
