"""Easy Read: its lines, pictures and advice, and what is given to read."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kitchentable.people import files
from kitchentable.policy.verdict import Problem, Refused
from kitchentable.record.models import Line
from kitchentable.words.acts import easy as acts
from kitchentable.words.acts import easy_checks as checking
from kitchentable.words.acts.easy import LineWords
from kitchentable.words.easy_advice import advised
from kitchentable.words.easy_paper import easy_paper, pages_now
from kitchentable.words.easy_state import is_given
from kitchentable.words.easy_suggest import cut, from_text
from kitchentable.words.models import EasyComment, EasyLine, Version
from kitchentable.words.tests.easy_making import WAV, here, lines_of, make_check, make_lines, say
from kitchentable.words.tests.making import make_document, make_format, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast: Any) -> Version:
    found = make_version(cast)
    make_lines(found)
    return found


def photo() -> SimpleUploadedFile:
    out = BytesIO()
    picture = Image.new("RGB", (40, 30), "red")
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    picture.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("bus.jpg", out.getvalue(), "image/jpeg")


# ── writing ───────────────────────────────────────────────────────────────────────────────────────


def test_a_line_is_added_with_the_picture_that_fits_and_moved_and_taken_out(cast: Any, version: Version) -> None:
    cast.natalie.post(here("easy", version), {"what": "add", "words": "You can ring us."}, status=200)
    made = lines_of(version)[-1]
    assert (made.words, made.symbol) == ("You can ring us.", "phone")
    cast.natalie.post(here("easy", version), {"what": "up", "line": made.key}, status=200)
    assert [one.words for one in lines_of(version)].index("You can ring us.") == 3
    cast.natalie.post(reverse("words:easy_line", args=[made.key]), {"what": "remove", "was": made.digest}, status=200)
    assert len(lines_of(version)) == 4
    assert [one.place for one in lines_of(version)] == [0, 1, 2, 3]
    assert set(Line.objects.values_list("act", flat=True)) >= {"words.easy_add", "words.easy_move", "words.easy_remove"}


def test_two_tabs_never_overwrite_each_other_and_nothing_typed_is_lost(cast: Any, version: Version) -> None:
    line = lines_of(version)[1]
    where = reverse("words:easy_line", args=[line.key])
    cast.natalie.post(where, {"words": "Some people have help at night.", "was": line.digest}, status=200)
    late = cast.natalie.post(where, {"words": "My other words.", "was": line.digest}, status=422)
    assert "was changed since you opened it" in late.content.decode()
    assert "My other words." in late.content.decode()
    line.refresh_from_db()
    assert line.words == "Some people have help at night."
    assert cast.natalie.post(where, {"what": "remove", "was": "old"}).status_code == 422
    with pytest.raises(acts.ChangedMeanwhile):
        acts.choose_picture(cast.natalie.person, line, was="old", symbol="bus")


def test_only_those_who_write_the_paper_write_its_easy_read(cast: Any, version: Version) -> None:
    line = lines_of(version)[1]
    for one in (cast.lou, cast.rao, cast.kim):
        assert one.client.get(here("easy", version)).status_code in (403, 404)
        assert one.client.get(reverse("words:easy_line", args=[line.key])).status_code in (403, 404)
    with pytest.raises(Refused):
        acts.change_line(cast.lou.person, line, to=LineWords("Mine"), was=line.digest)


def test_what_people_have_in_their_hands_stays(cast: Any, version: Version) -> None:
    """Sent and ready as a file: no line changes. Sent and still a draft: it may."""
    version.sent_at = version.made_at
    version.save()
    line = lines_of(version)[1]
    acts.change_line(cast.natalie.person, line, to=LineWords("Better words."), was=line.digest)
    make_format(version, "easy")
    line.refresh_from_db()
    with pytest.raises(Refused, match="in their hands"):
        acts.change_line(cast.natalie.person, line, to=LineWords("Other words."), was=line.digest)
    assert "in their hands" in cast.natalie.get(here("easy", version)).content.decode()


def test_an_easy_read_has_at_most_24_pages(cast: Any, version: Version) -> None:
    EasyLine.objects.bulk_create([EasyLine(version=version, place=at, words="We talk.", symbol="talk") for at in range(10, 143)])
    assert pages_now(lines_of(version)) >= 20
    assert "This is long" in cast.natalie.get(here("easy", version)).content.decode()
    more = LineWords("One more line.", symbol="plus")
    while pages_now([*lines_of(version), EasyLine(words=more.words, symbol=more.symbol)]) <= 24:
        EasyLine.objects.create(version=version, place=900, words=more.words, symbol=more.symbol)
    with pytest.raises(acts.TooLong, match="24 pages"):
        acts.add_line(cast.natalie.person, version, new=more)
    assert pages_now(lines_of(version)) == 24


def test_it_starts_from_the_paper_or_the_summary_or_the_version_before(cast: Any) -> None:
    version = make_version(
        cast, text="# Visits\n\nWe want to change how visits at night are made, because many people told us they are too short.\n"
    )
    answer = cast.natalie.post(here("easy", version), {"what": "paper"}, status=200).content.decode()
    lines = lines_of(version)
    assert lines[0].is_heading
    assert len(lines) == 3
    assert all(one.symbol for one in lines[1:])
    assert "Draft: not yet checked by people" in answer
    assert cast.natalie.post(here("easy", version), {"what": "paper"}).status_code == 422
    following = make_version(cast, version.document)
    cast.natalie.post(here("easy", following), {"what": "before"}, status=200)
    assert [one.words for one in lines_of(following)] == [one.words for one in lines]
    other = make_version(cast)
    cast.natalie.post(here("easy", other), {"what": "summary"}, status=200)
    assert "Tell us which hours suit you." in [one.words for one in lines_of(other)]


@pytest.mark.one_database
def test_a_long_sentence_is_cut_between_ideas() -> None:
    found = cut("We want to change how help at night is given, because many people told us that visits are too short for them.")
    assert found == ["We want to change how help at night is given.", "Many people told us that visits are too short for them."]
    assert cut("You can say no.") == ["You can say no."]
    assert cut("…") == []


@pytest.mark.one_database
@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_whatever_a_paper_says_a_draft_can_be_made_and_loses_no_word_of_it(text: str) -> None:
    for one in from_text(text):
        assert one.words.strip()


def test_a_hard_word_asks_to_be_explained_in_the_next_sentence(cast: Any, version: Version) -> None:
    line = acts.add_line(cast.natalie.person, version, new=LineWords("The MDT plans your reablement."))
    row = advised([line])[0]
    assert {one.rule for one in row.advice} >= {"R024", "R025", "R023"}
    assert any(words.startswith("Reablement means: ") for words in row.explain)
    where = reverse("words:easy_line", args=[line.key])
    assert "Reablement means: " in cast.natalie.get(where + "?explains=1").content.decode()
    cast.natalie.get(where + "?explains=999999999999")
    to = LineWords("A team plans your reablement.", "Reablement means: help to do things yourself again.")
    line = acts.change_line(cast.natalie.person, line, to=to, was=line.digest)
    assert "R025" not in {one.rule for one in advised([line])[0].advice if one.kind == "explain"}


def test_advice_is_per_line_and_by_the_rules_of_easy_read(cast: Any, version: Version) -> None:
    long = acts.add_line(
        cast.natalie.person,
        version,
        new=LineWords("We want to ask all of you what you think and then we will write and tell you it.", symbol="say"),
    )
    eleven = acts.add_line(
        cast.natalie.person, version, new=LineWords("You can ring us on Monday or Tuesday in the morning.", symbol="phone")
    )
    short = acts.add_line(cast.natalie.person, version, new=LineWords("You can ring us.", symbol="phone"))
    rules = [{one.rule for one in row.advice} for row in advised([long, eleven, short])]
    assert rules[0] >= {"R019", "R020"}
    assert rules[1] == {"R019"} or len(["You", "can", "ring", "us", "on", "Monday", "or", "Tuesday", "in", "the", "morning."]) <= 10
    assert rules[2] == set()


# ── pictures ──────────────────────────────────────────────────────────────────────────────────────


def test_a_picture_is_found_by_what_it_means(cast: Any, version: Version) -> None:
    line = lines_of(version)[1]
    where = reverse("words:easy_picture", args=[line.key])
    assert 'value="break"' in cast.natalie.get(where, {"q": "respite"}).content.decode()
    assert "No picture fits" in cast.natalie.get(where, {"q": "zzzzqqq"}).content.decode()
    cast.natalie.post(where, {"symbol": "break", "was": line.digest}, status=200)
    line.refresh_from_db()
    assert line.symbol == "break"
    cast.natalie.post(where, {"symbol": "../../etc", "was": line.digest}, status=200)
    line.refresh_from_db()
    assert line.symbol == ""


def test_a_photo_is_drawn_anew_needs_words_and_is_seen_by_readers_only_when_it_is_given(cast: Any, version: Version) -> None:
    line = lines_of(version)[1]
    where = reverse("words:easy_picture", args=[line.key])
    bad = cast.natalie.post(where, {"what": "photo", "was": line.digest, "photo": photo()}, status=422)
    assert "Write what is on the photo" in bad.content.decode()
    wrong = SimpleUploadedFile("a.wav", WAV, "audio/wav")
    cast.natalie.post(where, {"what": "photo", "was": line.digest, "photo": wrong, "picture_words": "A bus"}, status=422)
    cast.natalie.post(where, {"what": "photo", "was": line.digest, "photo": photo(), "picture_words": "A bus"}, status=200)
    line.refresh_from_db()
    assert line.symbol == ""
    assert b"secret place" not in files.where(line.picture).read_bytes()
    served = reverse("words:easy_photo", args=[line.key])
    assert cast.natalie.client.get(served)["Content-Type"] == "image/jpeg"
    assert cast.anyone.client.get(served).status_code == 404
    make_check(cast, version)
    assert cast.lou.client.get(served).status_code == 200
    assert cast.mina.client.get(served).status_code == 404


def test_the_pictures_can_be_looked_through(cast: Any) -> None:
    cast.natalie.get(reverse("words:symbols"))
    assert "A guide dog" in cast.natalie.get(reverse("words:symbols"), {"q": "guide dog"}).content.decode()


# ── reading ───────────────────────────────────────────────────────────────────────────────────────


def test_everyone_reads_a_checked_easy_read_of_a_public_paper_and_no_draft(cast: Any) -> None:
    version = make_version(cast, make_document(cast, is_public=True), sent=True)
    make_lines(version)
    page = cast.anyone.get(here("easy_read", version)).content.decode()
    assert "There is no Easy Read of this paper yet" in page
    assert "Some people get help at night." not in page
    say(cast, make_check(cast, version))
    page = cast.anyone.get(here("easy_read", version)).content.decode()
    assert "Some people get help at night." in page
    assert "Checked by Lou on" in page
    assert is_given(version)


def test_a_paper_that_is_not_public_has_no_public_easy_read(cast: Any, version: Version) -> None:
    assert cast.anyone.client.get(here("easy_read", version)).status_code == 404


def test_the_look_is_what_people_read(cast: Any, version: Version) -> None:
    page = cast.natalie.get(here("easy_look", version)).content.decode()
    assert "A commissioner decides what the council pays for." in page
    assert "Draft: not yet checked by people" in page
    cast.natalie.get(here("easy_look", make_version(cast)))


def test_a_file_is_made_from_the_lines_with_who_checked_it(cast: Any, version: Version) -> None:
    assert easy_paper(make_version(cast)) is None
    draft = easy_paper(version)
    assert draft is not None
    assert not draft.is_checked
    assert draft.rows[0].is_heading
    assert draft.rows[1].svg.startswith("<svg")
    say(cast, make_check(cast, version))
    checked = easy_paper(version)
    assert checked is not None
    assert checked.is_checked
    assert "Lou" in checked.standing


def test_each_page_asks_the_database_little_however_long_it_is(cast: Any, version: Version) -> None:
    EasyLine.objects.bulk_create([EasyLine(version=version, place=at, words=f"Line {at}.", symbol="bus") for at in range(4, 60)])
    check = make_check(cast, version)
    EasyComment.objects.bulk_create(
        [EasyComment(check_of=check, line=one, line_said=one.words, face="not_sure") for one in lines_of(version)]
    )
    for who, url in [
        ("natalie", here("easy", version)),
        ("natalie", here("easy_checks", version)),
        ("natalie", here("easy_look", version)),
        ("natalie", reverse("words:easy_picture", args=[lines_of(version)[1].key])),
        ("lou", reverse("words:easy_check", args=[check.key])),
        ("lou", reverse("words:easy_check", args=[check.key]) + f"?line={lines_of(version)[5].key}"),
    ]:
        seat = getattr(cast, who)
        seat.get(url)
        with CaptureQueriesContext(connection) as asked:
            seat.get(url)
        assert len(asked) <= 18, (url, len(asked))


def test_problems_are_said_and_change_nothing(cast: Any) -> None:
    empty = make_version(cast)
    for name in ("easy", "easy_checks", "easy_ask", "easy_group", "easy_look"):
        cast.natalie.get(here(name, empty))
    with pytest.raises(Problem):
        checking.ask_to_check(cast.natalie.person, empty, person=cast.lou.person)
    with pytest.raises(acts.NoWords):
        acts.add_line(cast.natalie.person, empty, new=LineWords("x" * 700))
    cast.natalie.post(here("easy", empty), {"what": "add", "words": " "}, status=422)
    assert cast.natalie.client.post(here("easy", empty), {"what": "nonsense"}).status_code == 404
    assert not lines_of(empty)
