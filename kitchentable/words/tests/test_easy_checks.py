"""People check an Easy Read: asked in their own way, faces and voice, the draft mark, what changed since, typed by staff."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kitchentable.people import files
from kitchentable.people.erasures import erase
from kitchentable.people.files import Upload
from kitchentable.people.models import Outgoing, Reach
from kitchentable.people.outbox import write
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import HOUSE, Refused
from kitchentable.record.models import Line
from kitchentable.words.acts import easy as acts
from kitchentable.words.acts import easy_checks as checking
from kitchentable.words.acts.easy import LineWords
from kitchentable.words.easy_state import _HEARD as heard
from kitchentable.words.easy_state import changed_since, draft_or_checked, on_easy_changed, seen
from kitchentable.words.models import EasyCheck, EasyComment, Version
from kitchentable.words.tests.easy_making import WAV, here, lines_of, make_check, make_lines, saw, say
from kitchentable.words.tests.making import make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast: Any) -> Version:
    found = make_version(cast)
    make_lines(found)
    return found


# ── people check it ───────────────────────────────────────────────────────────────────────────────


def test_somebody_is_asked_once_in_their_own_way_and_the_message_is_easy(cast: Any, version: Version) -> None:
    cast.natalie.post(here("easy_ask", version), {"person": cast.lou.person.key}, status=200)
    cast.natalie.post(here("easy_ask", version), {"person": cast.lou.person.key}, status=200)
    assert EasyCheck.objects.count() == 1
    message = write(Outgoing.objects.get(kind="words.easy_asked"))
    assert message is not None
    assert version.document.title not in message.subject
    assert "You can say no." in message.words
    assert "Is this Easy Read clear?" in cast.lou.get(reverse("home:me")).content.decode()
    assert "Is this Easy Read clear?" not in cast.pat.get(reverse("home:me")).content.decode()
    assert "Lou" in cast.natalie.get(here("easy_ask", version), {"q": "Lo"}).content.decode()


def test_nobody_is_asked_more_than_they_want(cast: Any, version: Version) -> None:
    Reach.objects.update_or_create(person=cast.lou.person, defaults={"asks_a_month": 0})
    with pytest.raises(checking.NotOneMore):
        checking.ask_to_check(cast.natalie.person, version, person=cast.lou.person)
    assert "asked less often" in cast.natalie.get(here("easy_ask", version), {"q": "Lou"}).content.decode()


def test_a_person_taps_faces_says_why_and_says_it_is_clear(cast: Any, version: Version) -> None:
    check = make_check(cast, version)
    where, line = reverse("words:easy_check", args=[check.key]), lines_of(version)[1]
    assert "Look at one line at a time" in cast.lou.get(where).content.decode()
    cast.lou.get(where, {"line": line.key})
    cast.lou.post(f"{where}?line={line.key}", {"words": "Which people?"}, status=422)
    voice = SimpleUploadedFile("me.wav", WAV, "audio/wav")
    answer = cast.lou.post(f"{where}?line={line.key}", {"face": "not_clear", "words": "Which people?", "voice": voice}, status=200)
    assert "Line 3 of 4" in answer.content.decode()
    said = EasyComment.objects.get()
    assert (said.face, said.words, said.line_said) == ("not_clear", "Which people?", line.words)
    assert files.where(said.voice).read_bytes() != WAV
    assert cast.lou.client.get(reverse("words:easy_voice", args=[said.key])).content == WAV
    cast.lou.post(f"{where}?line={line.key}", {"face": "not_sure", "words": "Which people, please?"}, status=200)
    assert EasyComment.objects.get().face == "not_sure"
    assert (
        "You said: not yet"
        in cast.lou.post(f"{where}?line=end", {"clear": "not_yet", "names": "Lou", "seen": seen(saw(version))}).content.decode()
    )
    assert not draft_or_checked(version).is_checked
    assert Outgoing.objects.filter(kind="words.easy_said", person=cast.natalie.person).exists()
    page = cast.natalie.get(here("easy_checks", version)).content.decode()
    assert "Which people, please?" in page
    cast.natalie.post(here("easy_checks", version), {"comment": said.key}, status=200)
    said.refresh_from_db()
    assert said.done_at is not None
    check.refresh_from_db()
    with pytest.raises(Refused):
        checking.comment(cast.lou.person, check, line=line, face="clear")


def test_it_is_a_draft_until_people_say_that_exactly_these_lines_are_clear(cast: Any, version: Version) -> None:
    assert draft_or_checked(version).words == "Draft: not yet checked by people"
    check = say(cast, make_check(cast, version))
    stands = draft_or_checked(version)
    assert stands.is_checked
    assert stands.words.startswith("Checked by Lou on ")
    line = lines_of(version)[1]
    acts.change_line(cast.natalie.person, line, to=LineWords("Many people get help at night."), was=line.digest)
    stands = draft_or_checked(version)
    assert not stands.is_checked
    assert stands.words == "Draft: changed since people checked it"
    change = changed_since(check, lines_of(version))
    assert [(one.kind, one.before) for one in change] == [("words", "Some people get help at night.")]


@pytest.mark.parametrize("change", ["words", "picture", "order", "new", "gone"])
def test_any_change_makes_it_a_draft_again(cast: Any, version: Version, change: str) -> None:
    say(cast, make_check(cast, version))
    natalie, line = cast.natalie.person, lines_of(version)[1]
    {
        "words": lambda: acts.change_line(natalie, line, to=LineWords("Other words."), was=line.digest),
        "picture": lambda: acts.choose_picture(natalie, line, was=line.digest, symbol="bus"),
        "order": lambda: acts.move_line(natalie, line, up=False),
        "new": lambda: acts.add_line(natalie, version, new=LineWords("One more.")),
        "gone": lambda: acts.remove_line(natalie, line, was=line.digest),
    }[change]()
    assert not draft_or_checked(version).is_checked


def test_one_who_says_not_yet_keeps_it_a_draft(cast: Any, version: Version) -> None:
    say(cast, make_check(cast, version))
    other = make_check(cast, version, "pat")
    checking.say(cast.pat.person, other, is_clear=False, seen=seen(saw(version)))
    assert not draft_or_checked(version).is_checked


def test_nobody_says_clear_to_what_changed_while_they_read(cast: Any, version: Version) -> None:
    check, before = make_check(cast, version), seen(saw(version))
    acts.add_line(cast.natalie.person, version, new=LineWords("One more."))
    where = reverse("words:easy_check", args=[check.key]) + "?line=end"
    late = cast.lou.post(where, {"clear": "clear", "names": "Lou", "seen": before}, status=422)
    assert "Something was changed while you looked" in late.content.decode()
    assert not draft_or_checked(version).is_checked


def test_who_checked_before_sees_what_changed_since(cast: Any, version: Version) -> None:
    first = say(cast, make_check(cast, version))
    line = lines_of(version)[1]
    acts.change_line(cast.natalie.person, line, to=LineWords("Many people get help at night."), was=line.digest)
    acts.remove_line(cast.natalie.person, lines_of(version)[2], was=lines_of(version)[2].digest)
    again = checking.ask_to_check(cast.natalie.person, version, person=cast.lou.person)
    assert again.pk != first.pk
    for check in (first, again):
        page = cast.lou.get(reverse("words:easy_check", args=[check.key])).content.decode()
        assert "The words changed" in page
        assert '<del dir="auto">Some people get help at night.</del>' in page
        assert "Taken out since you looked" in page
    step = cast.lou.get(reverse("words:easy_check", args=[again.key]), {"line": line.key}).content.decode()
    assert "Some people get help at night." in step


def test_staff_type_what_somebody_says_by_phone_with_its_day(cast: Any, version: Version) -> None:
    """Law 8: no page, no computer."""
    check, line = make_check(cast, version), lines_of(version)[1]
    where = reverse("words:easy_check", args=[check.key])
    assert "is marked as typed by you" in cast.natalie.get(where).content.decode()
    cast.natalie.post(f"{where}?line={line.key}", {"face": "clear"}, status=200)
    day = today() - timedelta(days=3)
    data = {
        "clear": "clear",
        "names": "Lou",
        "seen": seen(saw(version)),
        "said_on_day": day.day,
        "said_on_month": day.month,
        "said_on_year": day.year,
    }
    cast.natalie.post(f"{where}?line=end", data, status=200)
    check.refresh_from_db()
    assert check.said_on == day
    assert draft_or_checked(version).on == day
    typed = Line.objects.filter(act__in=("words.easy_comment", "words.easy_say"))
    assert {(one.by_key, one.for_key) for one in typed} == {(cast.natalie.person.key, cast.lou.person.key)}


def test_staff_type_that_somebody_would_rather_not(cast: Any, version: Version) -> None:
    check = make_check(cast, version)
    checking.decline(cast.natalie.person, check, for_person=cast.lou.person)
    assert Line.objects.get(act="words.easy_decline").for_key == cast.lou.person.key


def test_somebody_says_no_and_is_not_asked_why(cast: Any, version: Version) -> None:
    check = make_check(cast, version)
    page = cast.lou.post(reverse("words:easy_check", args=[check.key]), {"what": "decline"}, status=200).content.decode()
    assert "You said no. That is fine." in page
    with pytest.raises(checking.AnsweredAlready):
        say(cast, check)
    message = write(Outgoing.objects.get(kind="words.easy_declined"))
    assert message is not None
    assert "Lou" not in message.words


def test_a_group_that_met_offline_is_typed_with_its_day(cast: Any, version: Version) -> None:
    day = today() - timedelta(days=1)
    data = {"names": "Speak Up Millbrook", "clear": "clear", "words": "Bigger pictures please.", "seen": seen(saw(version))}
    cast.natalie.post(here("easy_group", version), data, status=422)
    data |= {f"said_on_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    page = cast.natalie.post(here("easy_group", version), data, status=200).content.decode()
    assert "Bigger pictures please." in page
    assert draft_or_checked(version).names == "Speak Up Millbrook"
    with pytest.raises(checking.NotYetThen):
        checking.type_group(
            cast.natalie.person, version, names="X", is_clear=True, said_on=today() + timedelta(days=1), seen=seen(saw(version))
        )


def test_what_was_said_is_for_the_person_and_the_writers_only(cast: Any, version: Version) -> None:
    check = make_check(cast, version)
    voice = Upload(SimpleUploadedFile("me.wav", WAV, "audio/wav"), "audio")
    said = checking.comment(cast.lou.person, check, line=lines_of(version)[1], face="not_sure", words="Only for you.", voice=voice)
    for one in (cast.pat, cast.kim, cast.rao, cast.anyone):
        assert one.client.get(reverse("words:easy_check", args=[check.key])).status_code in (302, 403, 404)
        assert one.client.get(reverse("words:easy_voice", args=[said.key])).status_code in (302, 403, 404)
    assert "Only for you." not in str(said.in_record())
    with pytest.raises(Refused):
        checking.comment(cast.pat.person, check, line=lines_of(version)[1], face="clear")


def test_when_somebody_is_erased_their_name_words_and_voice_go_and_the_check_stays(
    cast: Any, version: Version, django_capture_on_commit_callbacks: Any
) -> None:
    check = make_check(cast, version)
    voice = Upload(SimpleUploadedFile("me.wav", WAV, "audio/wav"), "audio")
    said = checking.comment(cast.lou.person, check, line=lines_of(version)[1], face="not_sure", words="Only for you.", voice=voice)
    say(cast, check)
    path = files.where(said.voice)
    with django_capture_on_commit_callbacks(execute=True):
        erase(HOUSE, cast.lou.person)
    check.refresh_from_db()
    said.refresh_from_db()
    assert (check.asked_id, check.names, said.words, said.voice) == (None, "", "", "")
    assert not path.exists()
    assert draft_or_checked(version).words.startswith("Checked by people with a learning disability on ")
    cast.natalie.get(here("easy_checks", version))


def test_what_hears_of_changes_hears_in_the_act(cast: Any, version: Version) -> None:
    told: list[Version] = []
    fn = on_easy_changed(told.append)
    try:
        acts.add_line(cast.natalie.person, version, new=LineWords("One more."))
        say(cast, make_check(cast, version))
    finally:
        heard.remove(fn)
    assert told == [version, version]
