"""The glossary: who writes and who confirms, what everyone sees, the shipped lists, files, and listening."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kitchentable.people.mailing import SPEAKER
from kitchentable.people.models import Person
from kitchentable.policy.clock import now
from kitchentable.policy.verdict import ANYONE, Refused
from kitchentable.record.models import Line
from kitchentable.words.acts import glossary as acts
from kitchentable.words.models import Term, slug_of
from kitchentable.words.terms import book, listed, to_confirm, word_forms

pytestmark = pytest.mark.django_db
GLOSSARY = "/glossary/"


def text_of(response: Any) -> str:
    return str(response.content.decode())


def make_term(
    cast: Any, term: str = "respite", meaning: str = "A break for you and the person you look after.", **more: Any
) -> Term:
    """A confirmed meaning. A row, not an act."""
    return Term.objects.create(
        **{"term": term, "slug": slug_of(term), "meaning": meaning, "by": cast.natalie.person, "confirmed_by": cast.rao.person,
           "confirmed_at": now(), **more}
    )  # fmt: skip


def typed(**changes: str) -> dict[str, str]:
    return {
        "term": "respite",
        "spelled_out": "",
        "meaning": "A break from caring.",
        "here": "Ring Ben on 01632 960 123.",
        "also": "",
        **changes,
    }


def test_what_one_person_writes_is_seen_when_another_confirms_it(cast: Any) -> None:
    page = text_of(cast.natalie.post(reverse("words:term_add"), typed(), status=200))
    assert "When somebody else who works here confirms it, everyone sees it." in page
    term = Term.objects.get()
    cast.anyone.get("/glossary/zzz-not-there/", status=404)
    assert "01632 960 123" not in text_of(cast.anyone.get(GLOSSARY, {"q": "respite"}))
    with pytest.raises(Refused, match="You wrote this"):
        acts.confirm_term(cast.natalie.person, term)
    assert "You wrote this" in text_of(cast.natalie.get(reverse("words:glossary_office")))
    cast.rao.get(reverse("words:glossary_office"))
    cast.rao.post(reverse("words:term_confirm"), {"terms": [term.key]}, status=200)
    page = text_of(cast.anyone.get(reverse("words:term", args=["respite"])))
    assert "A break from caring." in page
    assert "Ring Ben on 01632 960 123." in page
    assert cast.anyone.get(reverse("words:term", args=[term.key])).status_code == 200


def test_where_only_one_person_works_that_one_may_confirm(cast: Any) -> None:
    Person.objects.filter(works_here=True).exclude(pk=cast.natalie.person.pk).update(is_active=False)
    term = acts.add_term(cast.natalie.person, Term(term="DP", meaning="Money to pay for your own help."))
    assert acts.confirm_term(cast.natalie.person, term).confirmed_at


@pytest.mark.parametrize("who", ["anyone", "chloe", "kim"])
def test_only_staff_write_and_confirm(cast: Any, who: str) -> None:
    person = getattr(cast, who).person
    term = make_term(cast)
    for act in (lambda: acts.add_term(person, Term(term="x", meaning="y")), lambda: acts.change_term(person, term, to=Term(term="x", meaning="y")),
                lambda: acts.end_term(person, term), lambda: acts.confirm_listed(person, listed()["mdt"]),
                lambda: acts.not_here(person, listed()["mdt"]), lambda: acts.bring_terms(person, [])):  # fmt: skip
        with pytest.raises(Refused):
            act()


def test_new_words_take_the_place_of_the_old_ones_only_when_confirmed(cast: Any) -> None:
    term = make_term(cast)
    url = reverse("words:term_change", args=[term.key])
    assert "A break for you" in text_of(cast.natalie.get(url))
    cast.natalie.post(url, typed(meaning="A rest for you."), status=200)
    assert "A break for you" in text_of(cast.anyone.get(reverse("words:term", args=["respite"])))
    new = Term.objects.to_confirm().get()
    acts.confirm_term(cast.rao.person, new)
    page = text_of(cast.anyone.get(reverse("words:term", args=["respite"])))
    assert "A rest for you." in page
    assert "A break for you" not in page
    term.refresh_from_db()
    assert term.ended_at is not None
    assert {"words.change_term", "words.confirm_term"} <= set(Line.objects.values_list("act", flat=True))


def test_what_was_typed_stays_when_something_is_wrong(cast: Any) -> None:
    page = text_of(cast.natalie.post(reverse("words:term_add"), typed(meaning=" "), status=422))
    assert "Ring Ben on 01632 960 123." in page
    make_term(cast, meaning="A break from caring.", here="Ring Ben on 01632 960 123.")
    page = text_of(cast.natalie.post(reverse("words:term_add"), typed(), status=422))
    assert "stands in the glossary with this meaning already" in page


def test_a_meaning_that_is_taken_out_is_gone_for_everyone(cast: Any) -> None:
    term = make_term(cast)
    cast.rao.get(reverse("words:term_end", args=[term.key]))
    cast.rao.post(reverse("words:term_end", args=[term.key]), {}, status=200)
    assert "A break for you" not in text_of(cast.anyone.get(GLOSSARY, {"q": "respite"}))
    with pytest.raises(Refused, match="taken out"):
        acts.change_term(cast.rao.person, Term.objects.get(), to=Term(term="x", meaning="y"))


def test_two_meanings_stand_side_by_side_and_ask_which(cast: Any) -> None:
    make_term(cast, "CPA", "An older way of planning mental health care.", spelled_out="Care Programme Approach")
    make_term(cast, "CPA", "A check of a hospital’s laboratory.", spelled_out="Clinical Pathology Accreditation")
    page = text_of(cast.anyone.get(reverse("words:term", args=["cpa"])))
    assert "Which one is meant here?" in page
    assert "Care Programme Approach" in page
    assert "Clinical Pathology Accreditation" in page


# ── the shipped lists ─────────────────────────────────────────────────────────────────────────────


def test_the_list_is_a_start_and_what_is_only_suggested_is_for_staff(cast: Any) -> None:
    sure = next(row for row in listed().values() if row.sure and row.short)
    unsure = next(row for row in listed().values() if not row.sure)
    assert "From our list" in text_of(cast.anyone.get(reverse("words:term", args=[sure.slug])))
    cast.anyone.get(reverse("words:term", args=[unsure.slug]), status=404)
    cast.chloe.get(reverse("words:term", args=[unsure.slug]), status=404)
    assert "Suggested by our list: is this right here?" in text_of(cast.natalie.get(reverse("words:term", args=[unsure.slug])))
    assert book().by_slug.keys().isdisjoint(row.slug for row in listed().values() if not row.sure)


def test_one_press_says_that_a_row_is_right_here(cast: Any) -> None:
    row = next(one for one in to_confirm() if not one.sure and len(one.meanings) == 1)
    before = len(to_confirm())
    assert row.term in text_of(cast.natalie.get(reverse("words:lists"), {"show": "suggested"}))
    cast.natalie.post(reverse("words:list_row", args=[row.slug]), {"do": "quick"}, status=200)
    assert row.meanings[0].meaning in text_of(cast.anyone.get(reverse("words:term", args=[row.slug])))
    assert len(to_confirm()) == before - 1


def test_a_row_is_kept_with_what_it_means_here_or_left_out(cast: Any) -> None:
    url = reverse("words:list_row", args=["mdt"])
    cast.natalie.get(url)
    cast.natalie.post(url, {"do": "keep", "here": "Ours meets on Mondays."}, status=200)
    assert "Ours meets on Mondays." in text_of(cast.anyone.get(reverse("words:term", args=["mdt"])))
    cast.natalie.post(reverse("words:list_row", args=["a-and-e"]), {"do": "not_here"}, status=200)
    cast.anyone.get(reverse("words:term", args=["a-and-e"]), status=404)
    term = acts.add_term(cast.natalie.person, Term(term="A&E", meaning="The hospital, for what is urgent."))
    acts.confirm_term(cast.rao.person, term)
    assert "for what is urgent" in text_of(cast.anyone.get(reverse("words:term", args=["a-and-e"])))


def test_a_meaning_that_the_list_does_not_explain_needs_words(cast: Any) -> None:
    row = next(one for one in listed().values() if len(one.meanings) > 1)
    page = cast.natalie.post(reverse("words:list_row", args=[row.slug]), {"do": "keep", "which": ["1"], "here": ""}, status=422)
    assert "Say in plain words what it means." in text_of(page)
    cast.natalie.post(reverse("words:list_row", args=[row.slug]), {"do": "keep", "which": ["1"], "here": "A group."}, status=200)
    assert Term.objects.get().spelled_out == row.meanings[1].spelled_out


# ── finding ───────────────────────────────────────────────────────────────────────────────────────


def test_search_knows_forms_and_puts_what_starts_with_it_first(cast: Any) -> None:
    make_term(cast, "unpaid carer", "Somebody who looks after someone and is not paid for it.")
    make_term(cast, "carer’s assessment", "A talk about what help a carer needs.")
    found = [one.term for one in book().search("carers")]
    assert found.index("carer’s assessment") < found.index("unpaid carer")
    assert book().exact("Unpaid Carers") is not None
    assert "looks after someone" in text_of(cast.anyone.get(GLOSSARY, {"q": "unpaid carers"}))
    assert word_forms("budgeting")[1:] == ["budget", "budgete"]
    for odd in ("", "  ", "%", "\x00", "[", "a" * 5_000, "\u202e", "''"):
        cast.anyone.get(GLOSSARY, {"q": odd})
    assert "We do not explain" in text_of(cast.anyone.get(GLOSSARY, {"q": "xyzzy"}))


def test_letters_lead_to_words_and_a_thousand_words_are_paged(cast: Any, django_assert_max_num_queries: Any) -> None:
    Term.objects.bulk_create(
        Term(term=f"zword {n}", slug=f"zword-{n}", meaning="A word.", confirmed_at=now(), by=cast.natalie.person)
        for n in range(1_000)
    )
    with django_assert_max_num_queries(15):
        page = text_of(cast.anyone.get(GLOSSARY, {"letter": "Z"}))
    assert 'aria-current="true">Z</a>' in page
    assert "Page 1 of 34" in page
    assert "zword 999" in text_of(cast.anyone.get(GLOSSARY, {"letter": "Z", "page": "34"}))
    cast.natalie.get(reverse("words:glossary_office"))
    with django_assert_max_num_queries(15):
        cast.natalie.get(reverse("words:glossary_office"))
    with django_assert_max_num_queries(15):
        cast.natalie.get(reverse("words:lists"))
    with django_assert_max_num_queries(15):
        cast.natalie.get(reverse("words:term", args=["zword-7"]))


def test_a_page_without_words_says_so(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kitchentable.words.terms.listed", dict)
    make_term(cast).delete()
    monkeypatch.setattr("kitchentable.words.terms._KEPT", [])
    assert "No word is explained yet" in text_of(cast.anyone.get(GLOSSARY))


def test_each_address_of_a_term_is_its_own() -> None:
    assert slug_of("A&E") == "a-and-e"
    assert slug_of("Unpaid Carer") == slug_of("unpaid carer")
    assert slug_of("ask") not in ("ask", "")
    assert slug_of("中文").startswith("word-")
    assert slug_of("中文") != slug_of("文中")


# ── listening, and files ──────────────────────────────────────────────────────────────────────────


@pytest.mark.skipif(shutil.which(SPEAKER) is None, reason="espeak-ng is not on this machine")
def test_a_word_is_read_aloud_and_the_sound_is_kept(cast: Any, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    term = make_term(cast)
    assert "<audio" in text_of(cast.anyone.get(reverse("words:term", args=["respite"])))
    sound = b"".join(cast.anyone.get(reverse("words:term_audio", args=["respite"])).streaming_content)
    assert sound.startswith(b"RIFF")
    assert len(sound) > 20_000
    assert len(list(tmp_path.glob("words-spoken/*.wav"))) == 1
    Term.objects.filter(pk=term.pk).update(meaning="A rest.", changed_at=now())
    assert b"".join(cast.anyone.get(reverse("words:term_audio", args=["respite"])).streaming_content) != sound
    assert len(list(tmp_path.glob("words-spoken/*"))) == 1


def test_without_a_voice_there_is_no_button(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kitchentable.words.spoken.SPEAKER", "no-such-program")
    make_term(cast)
    assert "<audio" not in text_of(cast.anyone.get(reverse("words:term", args=["respite"])))
    cast.anyone.get(reverse("words:term_audio", args=["respite"]), status=404)


def send(cast: Any, rows: str, name: str = "words.csv") -> str:
    upload = SimpleUploadedFile(name, rows.encode(), "text/csv")
    response = cast.natalie.post(reverse("words:terms_import"), {"do": "look", "upload": upload})
    return text_of(response)


def test_a_file_shows_each_row_first_and_brings_nothing_in_twice(cast: Any) -> None:
    rows = "term,meaning,here\nDP,Money for your own help.,Ring us\nDP,Money for your own help,\n,no word,\nrespite,,\n"
    page = send(cast, rows)
    assert "<b>1</b>are new" in page
    assert "<b>3</b>cannot come in" in page
    assert "This stands in row 2 already." in page
    assert Term.objects.count() == 0
    sealed = page.partition('name="rows" value="')[2].partition('"')[0]
    cast.natalie.post(reverse("words:terms_import"), {"do": "keep", "rows": sealed}, status=200)
    assert [one.term for one in Term.objects.to_confirm()] == ["DP"]
    again = send(cast, rows)
    assert "<b>0</b>are new" in again
    assert "<b>2</b>are here already" in again
    cast.natalie.post(reverse("words:terms_import"), {"do": "keep", "rows": sealed}, status=200)
    assert Term.objects.count() == 1
    assert Line.objects.filter(act="words.add_term").count() == 1
    refused = cast.natalie.post(reverse("words:terms_import"), {"do": "refused", "rows": sealed})
    assert b"why_refused" in refused.content


@pytest.mark.parametrize(
    "rows", ["", "word,means\na,b\n", "term\nx\n", "%PDF-1.4", "term,meaning,secret\na,b,c\n", "term,meaning\na,b,c\n"]
)
def test_a_file_that_is_none_is_refused_with_a_sentence(cast: Any, rows: str) -> None:
    upload = SimpleUploadedFile("x.csv", rows.encode(), "text/csv")
    cast.natalie.post(reverse("words:terms_import"), {"do": "look", "upload": upload}, status=422)
    cast.natalie.post(reverse("words:terms_import"), {"do": "keep", "rows": "forged"}, status=422)


def test_the_file_that_goes_out_can_be_checked_with_and_comes_in_again(cast: Any) -> None:
    make_term(cast, "=SUM", "A trap for spreadsheets.", also="S.U.M.")
    out = b"".join(cast.anyone.get(reverse("words:terms_export")).streaming_content).decode("utf-8-sig")
    assert out.startswith("term,meaning,")
    assert "'=SUM" in out
    page = send(cast, out)
    assert "<b>0</b>cannot come in" in page
    assert ANYONE.is_someone is False
