"""The places of the demo: five that people could meet at, each with facts, the way there and drawings with words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kitchentable.gatherings.found import changing_places, facts_of
from kitchentable.site.demo.places import SPOTS, lay_places

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_the_places_differ_in_what_people_need_and_each_has_a_page(
    cast: Any, settings: Any, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    settings.FILES = tmp_path / "files"
    with django_assert_max_num_queries(120):
        made = lay_places(cast.natalie.person, drawn=False)
    known = {slug: facts_of([place])[place.pk] for slug, place in made.items()}
    toilets = {slug: changing_places(found)[0] for slug, found in known.items()}
    assert toilets == {"annes": "yes", "river": "no", "library": "no", "chamber": "no", "annexe": "no"}
    assert known["annes"]["V55"].answer == "unknown"
    assert known["annes"]["V44"].answer == "yes"
    assert known["chamber"]["V46"].answer == "no"
    assert all(one.is_old for one in known["annexe"].values() if one.checked_on)
    for place in made.values():
        cast.lou.get(place.get_absolute_url())


@pytest.mark.slow
def test_each_drawing_has_words_and_is_light_enough_for_a_page(cast: Any, settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"
    made = lay_places(cast.natalie.person)
    photos = [photo for place in made.values() for photo in place.photos.all()]
    assert len(photos) == sum(len(spot.photos) for spot in SPOTS)
    assert all(len(photo.alt) > 30 and photo.width == 960 for photo in photos)
    assert all(path.stat().st_size < 150_000 for path in (tmp_path / "files").glob("??/*"))
