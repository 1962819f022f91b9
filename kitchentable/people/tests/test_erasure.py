"""A person sees all that we hold about them, and when they are erased no word of theirs is left anywhere; sums and record still hold."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from kitchentable.people import acts, erasures, holding, worker
from kitchentable.people.commands import people as command
from kitchentable.people.models import Duty, Erasure, Outgoing, Person, Supporter, Worry
from kitchentable.people.outbox import tell
from kitchentable.policy.clock import now, today
from kitchentable.policy.verdict import ANYONE, HOUSE, Refused
from kitchentable.record import lines
from kitchentable.record.models import Salt
from kitchentable.voices import acts as voices
from kitchentable.voices.models import AnswerTo, Contribution
from kitchentable.works import acts as works
from kitchentable.works.models import Role, Work

pytestmark = pytest.mark.django_db

CANARY = "kanarienvogel"


@pytest.fixture(autouse=True)
def home(settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path
    # Each test is one transaction that never commits; the file is what is looked at here.
    monkeypatch.setattr(erasures.transaction, "on_commit", lambda _after, robust=False: erasures.write_file())
    return tmp_path


@pytest.fixture
def sam():
    person = Person.objects.create(called="Sam", works_here=True)
    Duty.objects.create(person=person, kind=Duty.Kind.ADMINISTRATOR)
    return person


@pytest.fixture
def natalie(sam):
    return acts.add(sam, "Natalie", email="natalie@example.org", works_here=True)


@pytest.fixture
def work(sam, natalie):
    rao = acts.add(sam, "Ms Rao", email="rao@example.org", works_here=True)
    return works.start(
        natalie,
        Work(
            slug="home", title="Better help", what_this_is="x", what_we_ask="y", can_change="a", cannot_change="b because",
            decider=rao, answers_first=rao, is_public=True,
        ),
    )  # fmt: skip


@pytest.fixture
def chloe(sam, natalie, work):
    """Somebody who left a word of theirs in every place there is."""
    person = acts.add(
        sam,
        f"Chloe {CANARY}",
        email=f"{CANARY}@example.org",
        phone="01632 960 999",
        post=f"1 {CANARY} Road",
        good_times=f"{CANARY} time",
    )
    helper = acts.add(sam, "Kim", email="kim@example.org")
    acts.allow_supporter(natalie, Supporter(person=person, supporter=helper, until=today() + timedelta(days=9)), for_person=person)
    works.give_role(natalie, work, person=person, kind=Role.Kind.MEMBER)
    said = voices.say(person, work, words=f"The lift {CANARY}", content_note=f"about {CANARY}", sharing="named")
    heard = voices.hear(natalie, said, heard=f"You said {CANARY}")
    voices.agree(person, heard, agreed=False, in_what_way=f"not {CANARY}")
    voices.say(person, work, words=f"Also {CANARY}")
    answer = voices.answer(
        work.answers_first, [said], outcome="used", words="The lift was fixed on 12 May. Ben checks it.", decider=work.decider,
        decided_on=today(), who_does_it="Ben",
    )  # fmt: skip
    voices.check(natalie, answer)
    voices.reply(person, AnswerTo.objects.get(answer=answer), is_so=False, what_is_wrong=f"{CANARY} is broken again")
    return person


def dump():
    """Every value of every row of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [f"{table}: {value}" for row in cursor.fetchall() for value in row]
    return found


def decrypted():
    """Every value as Python sees it, so that locked words are seen too."""
    return [
        f"{model._meta.label}: {getattr(row, field.attname)}"
        for model in apps.get_models()
        for row in model._base_manager.all()
        for field in model._meta.concrete_fields
    ]


def traces(tmp_path):
    files = [path.read_text(errors="replace") for path in tmp_path.rglob("*") if path.is_file()]
    return [where for where in [*dump(), *decrypted(), *files] if CANARY in where]


# ── erasing ───────────────────────────────────────────────────────────────────────────────────────


def test_no_word_of_an_erased_person_is_left_in_any_table_or_file(chloe, home):
    (home / "sms").mkdir()
    message = Outgoing.objects.filter(person=chloe).first()
    (home / "sms" / f"{message.key}.txt").write_text(f"Hello {CANARY}")
    assert len(traces(home)) > 10
    erasures.erase(chloe, chloe)
    assert traces(home) == []


def test_the_sums_still_add_up_and_the_record_still_verifies(chloe, work):
    before = Contribution.objects.filter(work=work).sums()
    lines.seal_all(now())
    head = lines.head()
    erasures.erase(chloe, chloe)
    lines.seal_all(now())
    after = Contribution.objects.filter(work=work).sums()
    assert after["received"] == before["received"] == 2
    assert after["erased"] == 2
    assert after["received"] == sum(after[name] for name in ("waiting", "answered", "withdrawn", "erased"))
    assert lines.verify(head).wrong == ()


def test_what_they_said_cannot_be_guessed_from_the_record_any_more(chloe):
    codes = set(Contribution.objects.filter(said_by=chloe).values_list("code", flat=True))
    assert Salt.objects.filter(line__thing_kind="Contribution", line__thing_key__in=codes).exists()
    erasures.erase(chloe, chloe)
    # What is left is the salt of the line that says that it was erased: that one binds no words.
    left = Salt.objects.filter(line__thing_key__in=codes).values_list("line__act", flat=True)
    assert set(left) <= {"voices.erase"}
    kinds = ("Understanding", "Reply", "Transcript", "Reuse", "Reach", "Supporter")
    assert not Salt.objects.filter(line__thing_kind__in=kinds, line__thing_key__contains=chloe.key).exists()
    assert not Salt.objects.filter(line__thing_kind__in=("Understanding", "Reply")).exists()


def test_an_erased_person_is_signed_out_everywhere_and_cannot_come_back(chloe, natalie):
    for person in (chloe, chloe, natalie):
        sitting = SessionStore()
        sitting["_auth_user_id"] = str(person.pk)
        sitting.save()
    erasures.erase(chloe, chloe)
    assert [one.get_decoded()["_auth_user_id"] for one in Session.objects.all()] == [str(natalie.pk)]
    chloe.refresh_from_db()
    assert not chloe.is_active
    assert not chloe.has_usable_password()
    assert tell(chloe, "test", "x") is None


def test_a_worry_stays_so_that_somebody_is_safe(chloe):
    acts.worry(chloe, Worry(words="I am worried about a neighbour.", said_by=chloe))
    erasures.erase(chloe, chloe)
    assert Worry.objects.get().words == "I am worried about a neighbour."


def test_erasing_twice_changes_nothing_more(chloe, home):
    first = erasures.erase(chloe, chloe)
    assert erasures.erase(HOUSE, Person.objects.get(pk=chloe.pk)).pk == first.pk
    assert (home / "erasures.txt").read_text() == f"{chloe.key}\n"


def test_only_the_person_the_administrator_and_the_house_may_erase(chloe, natalie, sam):
    for somebody in (natalie, ANYONE):
        with pytest.raises(Refused):
            erasures.erase(somebody, chloe)
    assert Person.objects.get(pk=chloe.pk).called.startswith("Chloe")
    erasures.erase(sam, chloe)
    assert Person.objects.get(pk=chloe.pk).called == ""


def test_the_only_administrator_must_give_it_to_somebody_else_first(sam, natalie):
    with pytest.raises(erasures.CannotErase):
        erasures.erase(sam, sam)
    acts.give_duty(sam, natalie, kind=Duty.Kind.ADMINISTRATOR)
    erasures.erase(sam, sam)
    assert not Duty.objects.filter(person=sam, until__isnull=True).exists()


def test_when_a_floor_says_that_something_must_come_first_nothing_is_erased(chloe, monkeypatch):
    def not_yet(person):
        raise erasures.CannotErase("Hand this on first.")

    monkeypatch.setattr(erasures, "_BEFORE", [*erasures._BEFORE, not_yet])
    with pytest.raises(erasures.CannotErase):
        erasures.erase(chloe, chloe)
    assert Contribution.objects.filter(said_by=chloe, words__contains=CANARY).count() == 2
    assert not Erasure.objects.exists()


def test_a_restored_backup_is_erased_again(chloe, home):
    erasures.erase(chloe, chloe)
    # The backup is older than the erasure: the person stands in it as before.
    Erasure.objects.all().delete()
    Person.objects.filter(pk=chloe.pk).update(called=f"Chloe {CANARY}", erased_at=None, is_active=True)
    assert erasures.reapply() == 1
    assert traces(home) == []
    assert erasures.reapply() == 0


def test_the_worker_adds_to_the_file_what_a_stopped_machine_left_out(chloe, home):
    erasures.erase(chloe, chloe)
    (home / "erasures.txt").unlink()
    erasures.write_file()
    erasures.write_file()
    assert (home / "erasures.txt").read_text() == f"{chloe.key}\n"


def test_the_mails_that_a_demo_keeps_as_files_go_too(chloe, home, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = home / "mail"
    worker.round()
    assert any(CANARY in path.read_text() for path in (home / "mail").iterdir())
    others = sum(CANARY not in path.read_text() for path in (home / "mail").iterdir())
    erasures.erase(chloe, chloe)
    assert traces(home) == []
    assert len(list((home / "mail").iterdir())) == others


# ── export ────────────────────────────────────────────────────────────────────────────────────────


def test_an_export_has_every_word_of_the_person_and_why_we_hold_it(chloe):
    made = json.dumps(holding.export(chloe))
    for words in (
        "The lift",
        "Also",
        "not kanarienvogel",
        "1 kanarienvogel Road",
        "is broken again",
        "kanarienvogel@example.org",
        "Kim",
    ):
        assert words in made
    assert holding.export(chloe)["why"]["voices.Contribution"]["words"].startswith("To hear you")


def test_an_export_has_no_word_of_anyone_else(chloe, natalie, work):
    lou = acts.add(natalie, "Lou Lavender", email="lou@example.org")
    voices.say(lou, work, words="Lavender words")
    acts.worry(chloe, Worry(words="A neighbour", said_by=chloe))
    assert "avender" not in json.dumps(holding.export(chloe))
    mine = json.dumps(holding.export(natalie))
    assert CANARY not in mine
    assert "Lavender words" not in mine


def test_scrambled_keys_and_notes_about_other_people_are_not_in_an_export(chloe):
    chloe.set_password("a long password 123")
    chloe.save()
    acts.worry(chloe, Worry(words="A neighbour", said_by=chloe))
    worry = Worry.objects.get()
    worry.what_was_done = "We rang the neighbour's sister."
    worry.save()
    made = json.dumps(holding.export(chloe))
    assert chloe.password not in made
    assert "sister" not in made
    assert "A neighbour" in made


def test_the_pages_show_what_we_hold_and_erase_after_a_tick(chloe):
    client = Client()
    client.force_login(chloe)
    assert "The lift" in client.get("/me/export/").content.decode()
    answer = client.get("/me/export/data.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert json.loads(answer.content)["person"] == chloe.key
    assert "What stays, and why" in client.get("/me/erase/").content.decode()
    assert "Tick the box" in client.post("/me/erase/", {"what": "x"}).content.decode()
    assert Person.objects.get(pk=chloe.pk).erased_at is None
    assert client.post("/me/erase/", {"sure": "on"}).status_code == 303
    assert Person.objects.get(pk=chloe.pk).erased_at is not None
    assert client.get("/me/export/").status_code == 302


def test_a_visitor_is_asked_to_sign_in_first():
    assert Client().get("/me/export/").headers["Location"].startswith("/sign-in/")
    assert Client().post("/me/erase/", {"sure": "on"}).status_code == 302


# ── commands ──────────────────────────────────────────────────────────────────────────────────────


def run(*words):
    return CliRunner().invoke(command, list(words), standalone_mode=False)


def test_the_command_exports_by_name_or_key(chloe, tmp_path):
    assert "The lift" in run("export", chloe.called).output
    assert json.loads(run("export", chloe.key, "--json").output)["person"] == chloe.key
    file = tmp_path / "out.json"
    run("export", chloe.key, "--json", "--out", str(file))
    assert json.loads(file.read_text())["person"] == chloe.key
    assert file.stat().st_mode & 0o077 == 0


def test_the_command_says_in_one_line_when_it_does_not_know_whom_we_mean(chloe, sam):
    acts.add(sam, "Kim", email="kim2@example.org")
    assert "More than one person is called “Kim”" in str(run("export", "Kim").exception)
    assert "Nobody here is called “Zed”" in str(run("export", "Zed").exception)


def test_the_command_erases_only_with_yes(chloe):
    found = run("erase", chloe.key)
    assert "Nothing was done" in str(found.exception)
    assert "This would erase" in found.output
    assert Person.objects.get(pk=chloe.pk).erased_at is None
    run("erase", chloe.key, "--yes")
    assert Person.objects.get(pk=chloe.pk).called == ""


def test_the_first_administrator_is_made_on_the_command_line():
    assert "is an administrator" in run("add-admin", "Sam", "sam@example.org").output
    sam = Person.objects.get(called="Sam")
    assert sam.works_here
    assert sam.duties.get().kind == Duty.Kind.ADMINISTRATOR
    assert "already" in str(run("add-admin", "Sam", "SAM@example.org").exception)
    assert "not an e-mail" in str(run("add-admin", "Sam", "sam").exception)


@pytest.mark.django_db
def test_who_must_still_answer_hands_it_on_before_they_are_erased(cast: Any) -> None:
    voices.say(cast.chloe.person, cast.work, words="The lift is broken.")
    with pytest.raises(erasures.CannotErase, match="Pass them to somebody first"):
        erasures.erase(cast.rao.person, cast.rao.person)
    with pytest.raises(erasures.CannotErase, match="Name another lead first"):
        erasures.erase(cast.natalie.person, cast.natalie.person)
    assert cast.rao.person.erased_at is None
