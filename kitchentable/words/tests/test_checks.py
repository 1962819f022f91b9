"""The check beside the text: a better word changes nothing else, what stays has a reason, decisions stay with their places."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kitchentable.policy.verdict import Refused
from kitchentable.words.acts import papers as acts
from kitchentable.words.better import apply, apply_all, choices
from kitchentable.words.checking import Mark, check_text, placed, seen_in
from kitchentable.words.clarity.check import House, check
from kitchentable.words.clarity.markdown import read_markdown
from kitchentable.words.following import follow
from kitchentable.words.marking import pieces
from kitchentable.words.models import Handled, KeptWord, Term, Version
from kitchentable.words.readiness import is_checked
from kitchentable.words.tests.making import TEXT

django = pytest.mark.django_db
PARTS = st.sampled_from(
    [
        "We will utilise it", "in due course", "The MDT", "Utilise this.", "the CPA", "“utilise”", "service users", "commence", "\n\n",
        "\n- ", "# Plan\n", "It was decided", "  ", ". ", "é", "🙂", "safeguarding", "NHS", "https://example.org/utilise", "A", "|", "\n",
    ]
)  # fmt: skip
TEXTS = st.lists(PARTS, max_size=24).map(" ".join)


def new_paper(cast: Any, text: str = TEXT) -> Version:
    return acts.new_document(cast.natalie.person, cast.work, title="Help at home: what could change", text=text).newest()


def mark_of(version: Version, words: str, nth: int = 0) -> Mark:
    return [one for one in seen_in(version).marks if one.finding.text == words][nth]


def to(name: str, version: Version) -> str:
    return reverse(f"words:{name}", args=[version.document.key])


def note(version: Version, words: str, nth: int = 0, **more: str) -> dict[str, str]:
    """What the form of one note sends."""
    mark = mark_of(version, words, nth)
    return {
        "kind": mark.finding.kind,
        "at": str(mark.finding.start),
        "nth": str(mark.place.nth),
        "number": "1",
        "changes": str(version.changes),
        **more,
    }


# ── laws of the pure parts ────────────────────────────────────────────────────────────────────────


@pytest.mark.one_database
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS, st.text(max_size=30))
def test_a_better_word_changes_nothing_else(text: str, own: str) -> None:
    source = read_markdown(text)
    for one in check(source).findings:
        if one.kind == "overload":
            continue
        for better in (*choices(one), own):
            after = apply(source.text, one, better)
            assert after == source.text[: one.start] + better + source.text[one.end :]
            assert after.startswith(source.text[: one.start])
            assert after.endswith(source.text[one.end :])


@pytest.mark.one_database
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS, TEXTS)
def test_a_decision_never_moves_to_other_words_and_never_to_two_places(before: str, after: str) -> None:
    old, new = check(read_markdown(before)).findings, check(read_markdown(after)).findings
    to_new = follow(before, after, old, new)
    assert len(set(to_new.values())) == len(to_new)
    for was, now in to_new.items():
        assert (old[was].kind, old[was].text) == (new[now].kind, new[now].text)
    same = follow(before, before, old, old)
    assert same == {at: at for at in range(len(old))}


@pytest.mark.one_database
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_marks_show_the_text_and_nothing_of_it_becomes_markup(text: str) -> None:
    source = read_markdown(text + "\n\n<script>alert(1)</script> utilise <b>")
    report = check(source)
    shown = "".join(one.html for one in pieces(report.source, list(enumerate(report.findings, start=1))))
    assert "<script" not in shown
    assert "<b>" not in shown
    assert shown.count("<mark") == shown.count("</mark>")


@pytest.mark.one_database
def test_marks_nest_and_lead_to_their_notes() -> None:
    text = "We " + "really " * 20 + "will utilise the plan that we made with you.\n\n" + "Plain words.\n\n" * 900 + "Commence.\n"
    source = read_markdown(text)
    found = [one for one in check(source).findings if one.kind in ("hard_word", "long_sentence")]
    shown = pieces(source, list(enumerate(found, start=1)))
    first = shown[0].html
    assert first.startswith('<mark class="m-long">')
    assert 'href="#f2" id="m2"' in first
    assert first.endswith('aria-label="Note 1">1</a></mark>')
    assert [one.kind for one in shown] == ["paragraph", "gap", "paragraph"]


# ── on the page ───────────────────────────────────────────────────────────────────────────────────


@django
def test_each_thing_is_shown_with_why_and_a_better_one_and_cpa_asks_which_one(cast: Any) -> None:
    version = new_paper(cast)
    page = cast.natalie.get(to("check", version)).content.decode()
    for words in ("MDT", "utilise", "CPA", "in due course", "Which one do you mean?", "Care Programme Approach (CPA)", "Use this"):
        assert words in page
    assert "It does not know if people understand" in page
    assert 'href="#f1"' in page
    assert 'href="#m1"' in page


@django
def test_taking_a_better_word_changes_it_there_and_is_on_record(cast: Any) -> None:
    version = new_paper(cast)
    page = cast.natalie.post(to("check", version), note(version, "utilise", what="use-0")).content.decode()
    assert "“utilise” is now “use”" in page
    after = version.document.newest()
    assert after.text == TEXT.replace("utilise", "use")
    row = after.handled.get()
    assert (row.was, row.now_says, row.what, row.by) == ("utilise", "use", "changed", cast.natalie.person)
    cast.natalie.post(to("check", version), note(after, "CPA", what="use-0"))
    assert "the Care Programme Approach (CPA)." in version.document.newest().text


@django
def test_the_same_word_is_changed_everywhere_in_one_step_each_in_its_form(cast: Any) -> None:
    version = new_paper(cast, "Utilise it. We utilise it, and we will utilise more. A utilised thing.\n")
    cast.natalie.post(to("check", version), note(version, "utilise", what="all-0"))
    after = version.document.newest()
    assert after.text == "Use it. We use it, and we will use more. A utilised thing.\n"
    assert after.handled.filter(what="changed").count() == 3


@django
def test_own_words_take_the_place_of_what_has_no_better_word(cast: Any) -> None:
    version = new_paper(cast)
    cast.natalie.post(to("check", version), note(version, "in due course", what="own", own="by Friday 4 December"))
    assert "We will reply by Friday 4 December." in version.document.newest().text


@django
def test_a_word_stays_only_with_a_reason_and_the_reason_is_shown(cast: Any) -> None:
    version = new_paper(cast)
    back = cast.natalie.post(to("check", version), note(version, "utilise", what="keep", because="  "), status=422)
    assert "Say why it stays" in back.content.decode()
    assert not Handled.objects.exists()
    cast.natalie.post(to("check", version), note(version, "utilise", what="keep", because="It is the name of a form."))
    after = version.document.newest()
    assert (after.left, after.kept) == (3, 1)
    decided = cast.dee.get(to("decided", version)).content.decode()
    for words in ("utilise", "It is the name of a form.", "Natalie", "Kept, with a reason"):
        assert words in decided
    row = after.handled.get()
    page = cast.natalie.post(to("decided", version), {"row": row.key}).content.decode()
    assert "counts as left again" in page
    assert version.document.newest().left == 4
    assert "Not in the text any more" in cast.natalie.get(to("decided", version)).content.decode()


@django
def test_what_was_typed_as_a_reason_comes_back_when_another_tab_was_quicker(cast: Any) -> None:
    version = new_paper(cast)
    sent = note(version, "utilise", what="keep", because="The name of a form.")
    acts.accept(cast.natalie.person, version, place=mark_of(version, "MDT").place, better="team")
    back = cast.natalie.post(to("check", version), sent, status=422).content.decode()
    assert "The name of a form." in back
    assert "changed" in back


@django
def test_two_tabs_on_the_check_page_change_a_place_once(cast: Any) -> None:
    version = new_paper(cast)
    sent = note(version, "utilise", what="use-0")
    cast.natalie.post(to("check", version), sent)
    cast.natalie.post(to("check", version), sent, status=422)
    assert version.document.newest().text.count(" use ") == 1
    assert Handled.objects.count() == 1


@django
def test_what_stays_keeps_its_reason_while_the_text_around_it_changes(cast: Any) -> None:
    by = cast.natalie.person
    version = new_paper(cast, "# A\n\nWe utilise this.\n\nWe utilise that.\n\nWe utilise more.\n")
    acts.keep(by, version, place=mark_of(version, "utilise", 1).place, because="Only that one.")
    version = version.document.newest()
    acts.accept(by, version, place=mark_of(version, "utilise", 0).place, better="use")
    version = version.document.newest()
    kept = [one for one in seen_in(version).marks if one.kept]
    assert [version.text[: one.finding.start].count("\n\n") for one in kept] == [2]
    acts.write_version(by, version, text="New first line.\n\n" + version.text, changes=version.changes)
    version = version.document.newest()
    assert [version.text[one.finding.start :][:14] for one in seen_in(version).marks if one.kept] == ["utilise that.\n"]
    acts.write_version(by, version, text=version.text.replace("We utilise that.\n\n", ""), changes=version.changes)
    version = version.document.newest()
    assert not [one for one in seen_in(version).marks if one.kept]
    assert (version.left, version.kept) == (1, 0)
    assert version.handled.filter(what="kept", gone_at__isnull=False).count() == 1


@django
def test_a_paper_is_checked_when_nothing_is_left_and_not_after_a_change(cast: Any) -> None:
    version = new_paper(cast)
    assert not is_checked(version)
    cast.natalie.post(to("check", version), {"what": "rest", "because": "All agreed with Speak Up.", "changes": "0"})
    version = version.document.newest()
    assert is_checked(version)
    assert "Nothing is left to look at" in cast.natalie.get(to("check", version)).content.decode()
    acts.write_version(cast.natalie.person, version, text=version.text + "\nWe will commence.\n", changes=0)
    assert not is_checked(version.document.newest())


@django
def test_all_of_one_kind_is_kept_with_one_reason_and_the_others_stay_left(cast: Any) -> None:
    version = new_paper(cast)
    page = cast.natalie.get(to("check", version), {"kind": "acronym"})
    assert [one.mark.finding.text for one in page.context["notes"]] == ["MDT", "CPA"]
    cast.natalie.post(to("check", version), {"what": "rest", "rest_of": "acronym", "because": "They know them.", "changes": "0"})
    assert [one.finding.text for one in seen_in(version.document.newest()).left] == ["utilise", "in due course"]


@django
def test_sends_that_make_no_sense_are_a_sentence(cast: Any) -> None:
    version = new_paper(cast)
    good = note(version, "utilise", what="use-0")
    for wrong in (
        {"what": "use-9"},
        {"what": "use-"},
        {"what": "nothing"},
        {"at": "99999999999"},
        {"nth": "-1"},
        {"kind": "x"},
        {"what": "own", "own": "utilise"},
        {"what": "own", "own": "a\x00b"},
        {"what": "keep", "because": "a\x00b"},
    ):
        cast.natalie.post(to("check", version), {**good, **wrong}, status=422)
    cast.natalie.get(to("check", version), {"page": "x", "kind": "nothing"})
    assert version.document.newest().text == TEXT


# ── our words ─────────────────────────────────────────────────────────────────────────────────────


@django
def test_a_word_kept_in_everything_is_not_asked_about_again_until_it_is_let_go(cast: Any) -> None:
    version = new_paper(cast)
    cast.natalie.post(
        to("check", version), note(version, "utilise", what="keep", how_far="always", because="Our form is called so.")
    )
    kept = KeptWord.objects.get()
    assert version.document.newest().left == 3
    other = new_paper(cast, "We utilise it.\n")
    assert other.left == 0
    assert "stays in everything we write" in cast.natalie.get(to("check", other)).content.decode()
    ours = cast.gill.get(reverse("words:our_words")).content.decode()
    assert "Our form is called so." in ours
    assert "Natalie" in ours
    assert "Let go of" not in ours
    with pytest.raises(acts.AlreadyKept):
        acts.keep_word(cast.natalie.person, None, word="Utilise", because="x")
    with pytest.raises(Refused):
        acts.let_go_word(cast.chloe.person, kept)
    page = cast.natalie.post(reverse("words:our_words"), {"what": "let-go", "word_key": kept.key}).content.decode()
    assert "was let go" in page
    assert len(seen_in(other).left) == 1
    assert "utilise" in cast.natalie.get(reverse("words:our_words"), {"ended": "1"}).content.decode()


@django
def test_a_word_is_kept_from_the_page_of_our_words_with_a_because(cast: Any) -> None:
    url = reverse("words:our_words")
    cast.natalie.post(url, {"what": "keep", "word": "commence", "because": ""}, status=422)
    cast.natalie.post(url, {"what": "keep", "word": "commence", "because": "It is the name of the notice."})
    assert KeptWord.objects.get().by == cast.natalie.person
    assert check_text("We will commence.").kept
    assert cast.chloe.client.get(url).status_code == 403


@django
def test_a_term_of_the_glossary_that_a_person_confirmed_is_what_the_short_form_means(cast: Any) -> None:
    from kitchentable.policy.clock import now

    Term.objects.create(term="CPA", spelled_out="Carers’ Pass Appeal", meaning="x", confirmed_at=now())
    assert next(one for one in check_text(TEXT).findings if one.text == "CPA").say_instead == ("Carers’ Pass Appeal",)
    Term.objects.create(term="CPA", spelled_out="Care Programme Approach", meaning="x", confirmed_at=now())
    assert len(next(one for one in check_text(TEXT).findings if one.text == "CPA").say_instead) == 2


@django
def test_the_lists_of_the_check_can_be_looked_at_with_their_source(cast: Any) -> None:
    from kitchentable.words.views.our_words import LISTS

    for code in LISTS:
        page = cast.natalie.get(reverse("words:word_list", args=[code])).content.decode()
        assert "Where it comes from" in page
    found = cast.natalie.get(reverse("words:word_list", args=["hard-words"]), {"q": "utilis"}).content.decode()
    assert "utilise" in found
    assert "Not on this list" in cast.natalie.get(reverse("words:word_list", args=["known"]), {"q": "zzz"}).content.decode()
    cast.natalie.get(reverse("words:word_list", args=["nothing"]), status=404)


@django
def test_the_same_text_is_checked_once(cast: Any) -> None:
    version = new_paper(cast)
    first = check_text(version.text, summed_up=True)
    assert check_text(version.text, summed_up=True) is first
    KeptWord.objects.create(word="utilise", because="x", by=cast.natalie.person)
    assert check_text(version.text, summed_up=True) is not first


@django
def test_many_findings_take_no_more_queries(cast: Any) -> None:
    version = new_paper(cast, "We will utilise this, as appropriate.\n\n" * 300)
    acts.keep(cast.natalie.person, version, place=mark_of(version, "utilise").place, because="x", whole_paper=True)
    cast.natalie.get(reverse("words:our_words"))
    with CaptureQueriesContext(connection) as queries:
        page = cast.natalie.get(to("check", version))
    assert len(queries) <= 15
    assert len(page.context["notes"]) == 25
    assert version.document.newest().kept == 300


@pytest.mark.one_database
def test_places_that_are_changed_together_do_not_move_each_other() -> None:
    source = read_markdown("We utilise and utilise it.")
    found = [one for one, _place in placed(check(source, House()).findings)]
    assert apply_all(source.text, [(one, "use") for one in found]) == "We use and use it."
