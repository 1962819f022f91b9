"""What works for me: said in the person's words, read by those they chose, and theirs to take back (R037–R045, dangers 1, 4, 6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from kitchentable.people import acts, diagnoses, erasures, files, flags, holding, needs, needs_acts, needs_again, needs_list
from kitchentable.people.models import Asked, Look, Outgoing, Person, Scope, Supporter, WhatWorks
from kitchentable.people.outbox import tell, write
from kitchentable.policy import clock
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import Refused
from kitchentable.record import lines
from kitchentable.record.models import Line, Salt

HERE = "/me/works-for-me/"
CANARY = "kanarienvogel"


def words(response: Any) -> str:
    return str(response.content.decode())


def say(seat: Any, said: str = f"I need {CANARY} by the door", **more: Any) -> WhatWorks:
    need = WhatWorks(person=seat.person, words=said, **{"kind": "place", **more})
    return needs_acts.say(seat.person, need)


def at(need: WhatWorks, step: str = "") -> str:
    return f"{HERE}{need.key}/" + (f"{step}/" if step else "")


def for_them(seat: Any) -> str:
    return f"/office/people/{seat.person.key}/needs/"


@pytest.fixture
def own_folder(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return settings.FILES


def recording(body: bytes = b"CANARYSOUND" * 40):
    head = b"RIFF" + (36 + len(body)).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    head += (1).to_bytes(2, "little") * 2 + (8000).to_bytes(4, "little") * 2 + (1).to_bytes(2, "little") + (8).to_bytes(2, "little")
    return SimpleUploadedFile("voice.wav", head + b"data" + len(body).to_bytes(4, "little") + body, content_type="audio/wav")


def test_a_person_says_one_thing_step_by_step_and_each_step_is_kept(cast):
    empty = words(cast.chloe.get(HERE))
    assert "Nothing stands here yet" in empty
    page = words(cast.chloe.get(f"{HERE}add/?kind=way_there"))
    assert "I use a power wheelchair or scooter" in page
    assert "checked" not in page, "nothing is ticked for anyone"
    cast.chloe.post(f"{HERE}add/?kind=way_there", {"start": "N02", "words": ""})
    need = WhatWorks.objects.get()
    assert (need.words, need.shown_to, need.weight) == ("I use a power wheelchair or scooter", "nobody", "helps")
    assert needs_list.codes([need]) == {need.pk: "N02"}
    assert "What size and weight is it, and does it need charging?" in words(cast.chloe.get(at(need, "detail") + "?adding=1"))
    led = [
        cast.chloe.post(at(need, step) + "?adding=1", sent).redirect_chain[-1][0]
        for step, sent in (
            ("detail", {"detail": "65 cm wide"}),
            ("why", {"why": "I stay in it"}),
            ("weight", {"weight": "must"}),
            ("shown", {"shown_to": "arrangers"}),
        )
    ]
    assert led == [at(need, "why") + "?adding=1", at(need, "weight") + "?adding=1", at(need, "shown") + "?adding=1", at(need)]
    need.refresh_from_db()
    assert (need.detail, need.why, need.weight, need.shown_to) == ("65 cm wide", "I stay in it", "must", "arrangers")
    assert need.flagged_at
    assert Asked.objects.get(person=cast.chloe.person).came == Asked.Came.NEEDS
    assert "I use a power wheelchair" in words(cast.chloe.get(f"{HERE}?view=easy"))
    assert "Draft: not yet checked by people" in words(cast.chloe.get(f"{HERE}?view=easy"))


def test_own_words_stand_before_a_starting_point_and_any_language_is_kept(cast):
    cast.chloe.post(f"{HERE}add/?kind=food", {"words": "أحتاج إلى طعام حلال 🍲", "start": "N85"})
    need = WhatWorks.objects.get()
    assert need.words == "أحتاج إلى طعام حلال 🍲"
    assert needs_list.codes([need]) == {need.pk: "N85"}


def test_what_is_wrong_is_said_and_what_was_typed_stays(cast):
    assert "Choose one, or write it in your own words." in words(
        cast.chloe.post(f"{HERE}add/?kind=place", {"words": " "}, status=422)
    )
    long = "a" * 2_001
    assert long in words(cast.chloe.post(f"{HERE}add/?kind=place", {"words": long}, status=422))
    assert not WhatWorks.objects.exists()


def test_a_condition_is_never_asked_blocked_or_kept_apart_and_the_page_says_so_gently(cast):
    gentle = "You need not tell us this. What helps?"
    said = say(cast.pat, "I am autistic and I want it in writing")
    assert gentle in words(cast.pat.get(at(said)))
    assert "I am autistic and I want it in writing" in words(cast.pat.get(at(said)))
    assert gentle not in words(cast.pat.get(at(say(cast.pat, "I want it in writing"))))
    started = WhatWorks(person=cast.pat.person, kind="support", words="I have memory loss or dementia")
    started.mark = needs_list.mark_of(cast.pat.person, "N54")
    assert gentle not in words(cast.pat.get(at(needs_acts.say(cast.pat.person, started)))), "that is how we offered it"
    assert len(diagnoses.names()) >= 60
    assert not diagnoses.look_like_one("I like strokes of paint, said Dieter")


def test_nobody_but_the_person_reads_it_on_any_page(cast):
    need = say(cast.chloe, shown_to="gathering", why=f"because {CANARY}")
    addresses = [HERE, at(need), at(need, "words"), at(need, "shown"), f"{HERE}?whose={cast.chloe.person.key}", "/me/looks/"]
    office = [f"/office/people/{cast.chloe.person.key}/", for_them(cast.chloe), "/office/access/", "/office/access/export/"]
    for slug in ("natalie", "sam", "rao", "kim", "joan", "reg", "green", "anyone"):
        for address in [*addresses, *office, "/office/messages/"]:
            response = getattr(cast, slug).client.get(address)
            assert response.status_code in (200, 302, 403, 404)
            assert CANARY not in words(response), f"{address} as {slug}"
    assert CANARY in words(cast.chloe.get(HERE))
    with pytest.raises(Refused):
        needs_acts.hide(cast.kim.person, need)


def test_a_supporter_reads_what_the_person_lets_them_and_nothing_from_the_moment_it_is_hidden_or_stopped(cast):
    need = say(cast.lou, shown_to="lead")
    say(cast.lou, "keepthistomyself")
    lou, kim = cast.lou.person, cast.kim.person
    theirs = f"{HERE}?whose={lou.key}"
    cast.kim.get(theirs, status=404)
    support = acts.allow_supporter(
        lou, Supporter(person=lou, supporter=kim, until=today() + timedelta(days=9), scopes=[Scope.NEEDS.value])
    )
    page = words(cast.kim.get(theirs))
    assert CANARY in page
    assert "keepthistomyself" not in page
    look = Look.objects.get(person=lou)
    assert (look.by, look.why) == (kim, "support")
    need.refresh_from_db()
    assert need.shared_at
    assert (
        f"Kim looked at what works for you, because they are your supporter, on {needs.day_in_words(today(), today())}."
        in words(cast.lou.get("/me/looks/"))
    )
    cast.lou.post(at(need), {"what": "hide", "back": "all"})
    assert CANARY not in words(cast.kim.get(theirs))
    cast.lou.post(at(need), {"what": "unhide"})
    assert CANARY in words(cast.kim.get(theirs))
    cast.kim.post(theirs, {"what": "right"}, status=404)
    cast.kim.get(at(need), status=404)
    acts.stop_supporter(lou, support)
    cast.kim.get(theirs, status=404)


def test_staff_write_only_what_was_read_back_and_see_it_once(cast):
    url = for_them(cast.fay) + "?kind=format"
    sent = {"start": "N27", "words": f"{CANARY} 18 point", "weight": "must", "shown_to": "arrangers", "way": "phone", "why": ""}
    read = words(cast.natalie.post(url, {**sent, "what": "read"}))
    assert "Read it back to" in read
    assert CANARY in read
    assert not WhatWorks.objects.exists(), "nothing is kept before they agree"
    changed = words(cast.natalie.post(url, {**sent, "what": "change"}, status=200))
    assert CANARY in changed
    saved = words(cast.natalie.post(url, {**sent, "what": "save"}))
    assert "Saved. 1 thing is on record." in saved
    assert CANARY not in saved
    assert CANARY not in words(cast.natalie.get(for_them(cast.fay)))
    need = WhatWorks.objects.get()
    assert (need.person, need.typed_by, need.way, need.read_back) == (cast.fay.person, cast.natalie.person, "phone", True)
    line = Line.objects.filter(act="people.say_need").get()
    assert (line.by_key, line.for_key) == (cast.natalie.person.key, cast.fay.person.key)
    unread = WhatWorks(person=cast.fay.person, words="x", kind="food", way="phone")
    with pytest.raises(needs_acts.NoYes):
        needs_acts.say(cast.natalie.person, unread, for_person=cast.fay.person)
    with pytest.raises(needs_acts.NoYes):
        needs_acts.show(cast.natalie.person, need, shown_to="gathering", for_person=cast.fay.person)


def test_everything_can_be_done_by_phone_and_staff_know_a_need_by_its_day_alone(cast):
    need = say(cast.fay)
    page = for_them(cast.fay)
    both = {"one-need": need.key, "one-way": "phone", "one-agreed": "on", "what": "one"}
    for do, came in (("gathering", ("gathering", False)), ("hide", ("gathering", True)), ("unhide", ("gathering", False))):
        assert CANARY not in words(cast.natalie.post(page, {**both, "one-do": do}))
        need.refresh_from_db()
        assert (need.shown_to, need.hidden_at is not None) == came
    cast.natalie.post(page, {"what": "right", "right-way": "phone"})
    assert Asked.objects.filter(person=cast.fay.person, is_review=True, by=cast.natalie.person, way="phone").exists()
    cast.natalie.post(page, {**both, "one-do": "delete"})
    assert not WhatWorks.objects.exists()
    cast.natalie.post(page, {"what": "asked", "asked-came": "rather_not", "asked-way": "in_person"})
    assert "They would rather not say" in words(cast.natalie.get(page))


def test_a_need_said_by_voice_is_locked_on_disk_and_gone_when_it_is_taken_away(
    cast, own_folder, django_capture_on_commit_callbacks
):
    cast.asha.post(f"{HERE}add/?kind=place&by=voice", {"voice": recording()})
    need = WhatWorks.objects.get()
    kept = files.where(need.voice)
    assert b"CANARYSOUND" not in kept.read_bytes()
    heard = cast.asha.get(at(need, "recording"))
    assert b"CANARYSOUND" in heard.content
    assert heard["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in heard["Content-Security-Policy"]
    assert heard["Cache-Control"] == "private, no-store"
    cast.natalie.get(at(need, "recording"), status=404)
    both = {"what": "type", "type-need": need.key, "type-words": "A quiet room", "type-way": "phone"}
    assert "Read it back to them first." in words(cast.natalie.post(for_them(cast.asha), both, status=422))
    cast.natalie.post(for_them(cast.asha), {**both, "type-agreed": "on"})
    need.refresh_from_db()
    assert need.words == "A quiet room"
    assert files.sweep(older_than_hours=-1) == 0, "a named file is not swept away"
    with django_capture_on_commit_callbacks(execute=True):
        cast.asha.post(at(need), {"what": "delete"})
    assert not kept.exists()


def test_only_a_recording_is_taken_and_too_long_a_one_is_refused_in_words(cast, own_folder, monkeypatch):
    monkeypatch.setattr(files, "MOST_LOCKED_BYTES", 100)
    refused = words(cast.asha.post(f"{HERE}add/?kind=place&by=voice", {"voice": recording()}, status=422))
    assert "is too big" in refused
    picture = SimpleUploadedFile("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(50))
    refused = words(cast.asha.post(f"{HERE}add/?kind=place&by=voice", {"voice": picture}, status=422))
    assert "Send a recording of your voice, or a video." in refused
    assert not WhatWorks.objects.exists()


def test_taking_away_leaves_nothing_to_test_the_record_by(cast):
    need = say(cast.chloe)
    needs_acts.show(cast.chloe.person, need, shown_to="lead")
    ids = list(Line.objects.filter(thing_kind="WhatWorks", thing_key=need.key).values_list("pk", flat=True))
    assert Salt.objects.filter(line__in=ids).count() == 2
    press = {"what": "delete", "once": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"}
    for _double_click in range(2):
        assert "Nothing stands here yet" in words(cast.chloe.post(at(need), press, status=200))
    assert not Salt.objects.filter(line__thing_key=need.key).exists()
    assert Line.objects.filter(act="people.delete_need", thing_key=need.key).exists()
    lines.seal_all(now())
    assert lines.verify().wrong == ()


def test_the_export_holds_what_they_said_and_erasing_takes_it_all_with_the_recording(cast, own_folder, settings, tmp_path):
    settings.HOME = tmp_path
    say(cast.pat, why="so that I follow")
    cast.pat.post(f"{HERE}add/?kind=place&by=voice", {"voice": recording()})
    pat = cast.pat.person
    held = holding.export(pat)["held"]
    assert f"I need {CANARY} by the door" in [row["words"] for row in held["people.WhatWorks"]]
    assert "so that I follow" in [row["why"] for row in held["people.WhatWorks"]]
    assert held["people.Asked"]
    path = files.where(WhatWorks.objects.exclude(voice="").get().voice)
    with pytest.MonkeyPatch.context() as patch:
        # One transaction that never commits: what must come after is done at once, but for SQLite's log, which is locked then.
        patch.setattr("django.db.transaction.on_commit", lambda do, robust=False: None if do is erasures._after else do())
        erasures.erase(pat, pat)
    assert not WhatWorks.objects.filter(person=pat).exists()
    assert not Asked.objects.filter(person=pat).exists()
    assert not path.exists()


def test_the_words_are_locked_in_the_tables(cast):
    say(cast.chloe, detail=CANARY, why=CANARY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, why, detail, mark FROM people_whatworks")
        assert CANARY not in str(cursor.fetchall())


def test_a_flag_says_that_there_is_something_and_only_the_message_page_says_what(cast):
    need = say(cast.lou, f"{CANARY}: let it ring", kind="contact", shown_to="arrangers")
    say(cast.lou, "notforacall", kind="care", shown_to="gathering")
    lou, natalie = cast.lou.person, cast.natalie.person
    assert str(flags.flag_of(natalie, lou).words) == "There is something to know first"
    assert flags.flag_of(cast.joan.person, lou) is None
    message = tell(lou, "people.needs_again", lou.key)
    with clock.at(now() + timedelta(days=400)):
        listed = words(cast.natalie.get("/office/messages/"))
        assert "There is something to know first" in listed
        assert CANARY not in listed
        opened = words(cast.natalie.get(message.get_absolute_url()))
    assert CANARY in opened
    assert "notforacall" not in opened
    assert Look.objects.filter(person=lou, by=natalie, why="arrange").count() == 1
    needs_acts.hide(lou, need)
    assert flags.flag_of(cast.natalie.person, lou) is None
    assert CANARY not in words(cast.natalie.get(message.get_absolute_url()))


def test_a_floor_above_says_whose_flags_a_reader_may_see(cast, monkeypatch):
    need = say(cast.chloe, kind="food", shown_to="lead")
    rao = cast.rao.person
    assert flags.flag_of(rao, need.person) is None
    monkeypatch.setattr(flags, "_SHOWN", [])
    flags.may_see_flag(lambda looker, people: {pk: ["lead"] for pk in people} if looker == rao else {})
    assert flags.flag_of(rao, need.person)
    assert flags.flag_of(cast.gill.person, need.person) is None


def test_a_year_on_the_person_is_asked_once_and_the_message_says_no_need(cast):
    say(cast.chloe)
    assert needs_again.ask_again() == 0
    with clock.at(now() + timedelta(days=370)):
        assert needs_again.ask_again() == 1
        assert needs_again.ask_again() == 0
        message = Outgoing.objects.get(kind="people.needs_again")
        said = write(message)
        assert said
        assert CANARY not in f"{said.subject} {said.words} {said.link}"
        assert "Is it all still right?" in words(cast.chloe.get(HERE))
        cast.chloe.post(HERE, {"what": "right"})
        assert write(message) is None, "nothing is left to ask"
    with clock.at(now() + timedelta(days=730)):
        assert needs_again.ask_again() == 0
    with clock.at(now() + timedelta(days=760)):
        assert needs_again.ask_again() == 1


def test_nothing_special_and_rather_not_say_are_answers_too(cast):
    cast.reg.post(HERE, {"what": "none"})
    assert "you said that you need nothing special" in words(cast.reg.get(HERE))
    cast.reg.post(HERE, {"what": "rather_not"})
    assert [one.came for one in Asked.objects.filter(person=cast.reg.person)] == ["rather_not", "none"]
    assert needs_again.ask_again() == 0, "they were asked, and said something"


def test_each_of_the_six_steps_has_its_day(cast):
    need = say(cast.chloe)
    assert [step.state for step in needs.path_of(need)] == ["done", "done", "next", "next", "next", "next"]
    needs_acts.show(cast.chloe.person, need, shown_to="lead")
    needs.note_met(need)
    with clock.at(now() + timedelta(days=2)):
        needs_acts.all_still_right(cast.chloe.person, cast.chloe.person)
    need.refresh_from_db()
    assert [step.state for step in needs.path_of(need)] == ["done", "done", "done", "next", "done", "done"]


def test_full_pages_ask_the_tables_few_times(cast, django_assert_max_num_queries):
    chloe = cast.chloe.person
    for count in range(30):
        say(cast.chloe, f"Thing {count}", shown_to="gathering")
    for day in range(30):
        look = {"person": chloe, "what": "needs", "why": "plan", "for_what": "Tuesday at St Anne’s"}
        Look.objects.create(**look, by=Person.objects.get(pk=cast.natalie.person.pk), on=today() - timedelta(days=day))
    cast.chloe.get("/me/looks/")
    cast.natalie.get("/me/looks/")
    for address in (HERE, f"{HERE}?view=easy", "/me/looks/"):
        with django_assert_max_num_queries(15):
            cast.chloe.get(address)
    assert "Natalie looked at what works for you, to plan “Tuesday at St Anne’s”, on " in words(cast.chloe.get("/me/looks/"))
    with django_assert_max_num_queries(15):
        cast.natalie.get(for_them(cast.chloe))
