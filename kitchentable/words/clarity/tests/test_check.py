"""What a writer can rely on: exact places, the same answer each time, and that nobody's own words are judged."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kitchentable.words.clarity.check import House, Report, check
from kitchentable.words.clarity.finding import KINDS
from kitchentable.words.clarity.grammar import forms, ing, participle, past, plural, third, turned
from kitchentable.words.clarity.html import read_html
from kitchentable.words.clarity.lists import acronyms, conditions, limits, not_acronyms, parts_of_speech, rows
from kitchentable.words.clarity.markdown import read_markdown
from kitchentable.words.clarity.plain_text import read_plain
from kitchentable.words.clarity.report import as_json, github
from kitchentable.words.clarity.terms import index

pytestmark = pytest.mark.one_database

PIECES = [
    "We will utilise the MDT", "in due course", "Integrated Care Board (ICB)", "“service users", "said.”", "it was decided that", "\n\n", "\n- ",
    "# ", "(", ")", "[click here](http://x)", "İstanbul", "ſ", "é", "\u0301", "😀", "\x00", "\ufeff", "\r\n", "\r", "`", "```\n", "|", "> ", "not un",
    "not uncommon unless you do not", "e.g. ", "Dr. ", "U.K. ", "CPA (", "LGBTQ+", "مرحبا", "ẞ", "'", "‘", "’", "\u2028", "\ud800", "<b>", "</table>", "<q>", "1. ", "***", "---\n",
]  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
    st.text(max_size=200),
)


def of(text: str, house: House | None = None) -> Report:
    return check(read_plain(text), house)


def texts(report: Report, kind: str) -> list[str]:
    return [one.text for one in report.findings if one.kind == kind]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.sampled_from([read_plain, read_markdown, read_html]), st.booleans())
def test_whatever_text_goes_in_places_are_exact_and_the_answer_is_the_same(text, read, easy) -> None:
    house = House(easy_read=easy, keep={"utilise": "we like it"})
    report = check(read(text), house)
    whole = report.source.text
    for one in report.findings:
        assert one.kind in KINDS
        assert 0 <= one.start < one.end <= len(whole)
        assert whole[one.start : one.end] == one.text
        assert one.why
        assert one.rule.startswith("R0")
    last = 0
    for start, end in report.sentences:
        assert last <= start < end <= len(whole)
        assert whole[start:end].strip()
        last = end
    for use in report.acronyms:
        assert use.short[0] < use.short[1]
        assert use.long is None or use.long[0] < use.long[1] <= len(whole)
    assert check(read(text), house) == report
    assert as_json(report)["sentences"] == len(report.sentences)
    assert len(github(report)) == len(report.findings)
    assert all("\n" not in line for line in github(report))


def test_the_paper_of_scenario_s10() -> None:
    report = of("The MDT will utilise the CPA and tell you in due course.")
    found = {(one.kind, one.text): one for one in report.findings}
    assert found["hard_word", "utilise"].say_instead == ("use",)
    assert "which one do you mean?" in found["acronym", "CPA"].why
    assert found["acronym", "MDT"].say_instead == ("Multi-Disciplinary Team",)
    assert "a date" in found["empty_phrase", "in due course"].why


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("We utilised it.", "used"), ("Utilising it helps.", "Using"), ("It was obtained.", "got"), ("She undertook it.", "did"),
        ("It has been undertaken.", "done"), ("He notifies us.", "tells"), ("She purchased it.", "bought"), ("We are ceasing it.", "stopping"),
        ("It commissioned a survey.", "planned and paid for"), ("The amendments are here.", "changes"), ("Utilization rose.", "Use"),
    ],
)  # fmt: skip
def test_a_better_word_keeps_the_grammar(text: str, instead: str) -> None:
    hard = next(one for one in of(text).findings if one.kind == "hard_word")
    assert hard.say_instead[0] == instead


def test_endings() -> None:
    assert (third("carry out"), past("carry out"), ing("get"), participle("give"), third("go")) == (
        "carries out",
        "carried out",
        "getting",
        "given",
        "goes",
    )
    assert plural("person who uses services") == "people who use services"
    assert plural("way of working") == "ways of working"
    assert forms("submit", "verb").keys() == {"submit", "submits", "submitted", "submitting"}
    assert turned("must", "past", "") == "must"


def test_rows_of_our_own_keep_the_grammar_too() -> None:
    said = {
        shape: tuple(say.partition(";")[0] for say in of(f"They {shape} it.").findings[0].say_instead)
        for shape in ("breached", "disputed", "sought", "undergoes")
        if of(f"They {shape} it.").findings
    }
    assert said["breached"][0] == "broke"
    assert plural("person who applies") == "people who apply"
    assert third("undergo") == "undergoes"
    assert "arizes from" not in forms("arise from", "verb")
    assert "utilizes" in forms("utilise", "verb")


def test_no_better_word_has_an_ending_that_no_word_has() -> None:
    """Every shape of every own row, read once; these are the faults that were found then."""
    said = {say for terms in index(True).values() for term in terms if term.form != "base" for say in _says(term)}
    for wrong in ("breaked", "fited", "seeked", "spended", "sumed", "takens", "canceled", "offs", "bes more", "readed"):
        assert not [one for one in said if wrong in one.split() or one.startswith(wrong)], wrong


def _says(term) -> list[str]:
    return [turned(one, term.form, "") for one in term.plain] if term.kind == "hard_word" else []


def test_commissioning_is_left_alone_where_it_is_a_name() -> None:
    assert not of("The NHS Commissioning Board met in Leeds.").findings
    assert texts(of("Commissioning takes a year."), "jargon") == ["Commissioning"]


def test_what_people_said_is_never_judged() -> None:
    words = "the MDT will utilise service users in due course and it was decided that it is not uncommon"
    for quote in (f"“{words}”", f'"{words}"', f"‘{words}’"):
        assert not of(f"Chloe said {quote}.").findings
    assert not check(read_markdown(f"> {words}\n")).findings
    assert not of(f"“{words}.\n\n“{words}.”").findings


def test_a_long_quote_does_not_make_a_sentence_long() -> None:
    said = "I " + "walk and " * 30 + "rest"
    assert not texts(of(f"Lou told us “{said}” on Monday."), "long_sentence")
    assert texts(of(f"Lou told us that {said} on Monday."), "long_sentence")


def test_a_list_is_not_one_sentence() -> None:
    listed = "Bring:\n" + "\n".join(f"- a cup and a plate for your friend number {n}" for n in range(12))
    report = of(listed)
    assert not texts(report, "long_sentence")
    assert len(report.sentences) == 13


def test_each_way_an_acronym_goes_wrong_is_said() -> None:
    def why(text: str) -> str:
        return next((one.why for one in of(text).findings if one.kind == "acronym"), "")

    assert "only later" in why("The CQC met. The Care Quality Commission (CQC) is new.")
    assert "only once" in why("The Care Quality Commission (CQC) met.")
    assert "Which one do you mean?" in why("The Better Care Fund (BCF) and the Big Coin Fund (BCF) met.")
    assert "suggestion" in why("The BAU met.")
    assert "stands in no list" in why("The XQZ met.")
    assert why("The Care Quality Commission (CQC) met. The CQC left.") == ""
    assert why("The NHS met.") == ""


def test_the_glossary_of_the_organisation_settles_what_is_meant() -> None:
    report = of(
        "The CPA met. We want co-production.", House(glossary={"CPA": "Chase Park Alliance", "co-production": "doing it together"})
    )
    assert [one.say_instead for one in report.findings] == [("Chase Park Alliance",)]


def test_a_word_that_is_kept_is_shown_with_its_because() -> None:
    report = of("We utilise it. Service users met.", House(keep={"Service users": "our group chose this name"}))
    assert texts(report, "avoid_term") == []
    assert [(one.text, why) for one, why in report.kept] == [("Service users", "our group chose this name")]
    assert texts(report, "hard_word") == ["utilise"]


def test_easy_read_has_its_own_rules() -> None:
    house = House(easy_read=True)
    rules = {
        one.rule
        for one in of("We want to help you, and we know that the NHS is big because it has many people in it.", house).findings
    }
    assert {"R019", "R020", "R024"} <= rules
    assert not of("We want to help you.", house).findings


def test_welsh_is_not_checked_with_english_lists() -> None:
    text = "Mae'r cyngor yn gofyn i chi am eich barn ar y ICB ac am y gwasanaethau.\n\nWe utilise it."
    report = of(text)
    assert [one.text for one in report.findings] == ["utilise"]
    assert report.notes


def test_overload_is_said_once_for_the_whole() -> None:
    text = "Short breaks\n\n" + "We met in the hall and ate soup. " * 1200
    rules = [one.rule for one in of(text).findings if one.kind == "overload"]
    assert rules == ["R032", "R009"]
    assert "R009" not in [one.rule for one in of("Summary\n\n" + text).findings]


def test_a_page_full_of_new_terms_is_said() -> None:
    text = "We met. " * 10 + " ".join(f"The {name} met." for name in ("XQA", "XQB", "XQC", "XQD", "XQE", "XQF", "XQG", "XQH"))
    assert any("new terms" in one.why for one in of(text).findings)


def test_a_million_words_take_bounded_time() -> None:
    text = "We met in the hall, and ate soup with Lou and Reg until four. " * 75_000
    started = time.process_time()
    report = of(text)
    assert report.words > 1_000_000
    assert time.process_time() - started < 30
    hostile = [
        "(" * 100_000,
        "[" * 50_000 + "](",
        "“" * 50_000,
        "A" * 100_000,
        "`" * 50_000,
        ". " * 50_000,
        "a.b@" * 30_000,
        "A&" * 50_000,
        "not " * 50_000,
        "'a " * 50_000,
        "<a " * 40_000,
        "![" * 40_000,
    ]
    for one in hostile:
        started = time.process_time()
        check(read_markdown(one))
        assert time.process_time() - started < 5, one[:10]


def test_the_lists_are_whole() -> None:
    assert len(acronyms()) > 247
    assert not_acronyms()
    assert limits()["long_sentence"] == 25
    assert parts_of_speech()["utilise"] == "verb"
    assert conditions()
    assert len(index(False)) > 1000


def test_a_row_that_is_wrong_is_named_with_its_line(tmp_path) -> None:
    (tmp_path / "a.tsv").write_text("a\tb\nx\ty\n\tz\n")
    with pytest.raises(ValueError, match=r"a\.tsv, line 3"):
        rows("a.tsv", 2, tmp_path)
    (tmp_path / "a.tsv").write_text("a\tb\n")
    with pytest.raises(ValueError, match="no rows"):
        rows("a.tsv", 2, tmp_path)
