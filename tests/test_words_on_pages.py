"""Every word on every page goes through gettext, and every page holds from right to left: shown by a language that nobody speaks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import models

import kitchentable
from kitchentable.home.context import house
from kitchentable.people.forms import LANGUAGES
from kitchentable.policy.numbers import rules, starting
from kitchentable.record.about import our_models
from kitchentable.ties.past import COLUMNS as PAST_COLUMNS
from kitchentable.ui.pseudo import pseudo, untranslated
from kitchentable.words.models import TermAsk
from kitchentable.words.terms import listed
from kitchentable.words.views.asking import code_of
from tests.browser.test_everyone_everywhere import house as one_of_each
from tests.browser.test_everyone_everywhere import pages_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_database]

house_with_one_of_each = one_of_each
NOT_WORDS = [
    "Kitchen Table",
    "Staffordshire top tips for co-production",
    "WM-ADASS",
    "Atom",
    "WCAG 2.2 AA",
    "wm-adass.org.uk",
    "kitchentable record verify --head",
    "kitchentable draw verify draw-",
    ".json --seed",
    "CSV",
    "XLSX",
    "JSON",
    # Kept with a question as people read it, so it is in the language of the organisation for its asker too.
    "We looked. We found nothing that people had told us about this.",
]


def typed_by_people() -> set[str]:
    """Everything in the tables: words of people are never translated."""
    found: set[str] = set()
    for model in our_models():
        texts = [f.name for f in model._meta.fields if isinstance(f, (models.CharField, models.TextField))]
        for row in model._default_manager.values_list(*texts):
            found |= {str(value) for value in row if value}
        # What was frozen when it was made, such as the facts of a report, stays in the language of that day.
        for name in (f.name for f in model._meta.fields if isinstance(f, models.JSONField)):
            for value in model._default_manager.values_list(name, flat=True):
                found |= set(strings_in(value))
    return found | {line for text in found for line in text.splitlines()}


def strings_in(value: Any) -> Iterator[str]:
    """Every string in a value of JSON, keys left out."""
    if isinstance(value, str):
        yield value
    for inside in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings_in(inside)


def shipped() -> set[str]:
    """Data that comes with a source: rules, numbers, words of the shipped lists."""
    found = {value for rule in rules().values() for value in (rule.rule, rule.number, rule.strength, rule.source, rule.url)}
    found |= {value for one in starting().values() for value in (one.what, one.unit, one.strength, one.name)}
    for term in listed().values():
        found |= {value for one in term.meanings for value in (one.term, one.meaning, one.spelled_out, *one.also)}
    words = Path(kitchentable.__file__).parent / "words"
    for table in (*(words / "data").glob("*.tsv"), words / "symbols" / "symbols.tsv"):
        cells = {cell.strip() for line in table.read_text(encoding="utf-8").splitlines()[1:] for cell in line.split("\t")}
        found |= cells | {part.strip() for cell in cells for part in cell.split(";")}
    return found | {name for _code, name in LANGUAGES} | set(PAST_COLUMNS) | {", ".join(PAST_COLUMNS)}


@pytest.mark.parametrize("slug", ["anyone", "chloe", "kim", "natalie", "rao", "dee", "sam"])
def test_no_word_on_any_page_is_left_untranslated(house_with_one_of_each: Any, rf: Any, slug: str) -> None:
    cast = house_with_one_of_each
    seat, addresses = getattr(cast, slug), pages_of(cast, slug)
    request = rf.get("/")
    request.person = seat.person
    organisation = house(request)["organisation"]
    details = {str(getattr(organisation, name, "")) for name in ("name", "phone", "text", "email", "post", "hours", "who")}
    known = typed_by_people() | shipped() | details | set(NOT_WORDS) | {settings.URL}
    known |= {code_of(one) for one in TermAsk.objects.all()}
    left, looked = [], 0
    with pseudo():
        for address in addresses:
            response = seat.client.get(address)
            if response.status_code in (301, 302, 303, 405) or not response.headers.get("Content-Type", "").startswith("text/html"):
                continue
            if address.startswith("/look/pieces/") or address.endswith(
                "/letter/"
            ):  # a look-book with sample words; a letter in its reader's language
                continue
            html = response.content.decode()
            assert 'dir="rtl"' in html, address
            left += [f"{address}: {words}" for words in untranslated(html, known)]
            looked += 1
    assert not left, "\n".join(sorted(set(left)))
    assert looked > 10
