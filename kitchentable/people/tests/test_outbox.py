"""One message goes to one person, once, in their format and through their channel; or a person here is asked to tell them."""

from __future__ import annotations

import os
import re
import shutil
import smtplib
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox_of_django
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from kitchentable.people import acts, mailing, outbox, worker
from kitchentable.people.models import Beat, Duty, Outgoing, Person, Reach
from kitchentable.people.outbox import Message, tell
from kitchentable.policy import clock
from kitchentable.policy.verdict import HOUSE, Refused
from kitchentable.record.models import Line

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 5, 11, 9, 0, tzinfo=ZoneInfo("Europe/London"))
WORDS = "Hello Chloe,\n\nThe lift was fixed on 12 May."


@pytest.fixture(autouse=True)
def house(settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path
    settings.URL = "https://table.example.org"
    settings.ORGANISATION = {"name": "Millbrook Council", "phone": "01632 960 123", "post": "1 Market Place"}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monkeypatch.setitem(outbox._WRITERS, "test.answered", lambda m: Message("You have an answer", WORDS, "/said/abc/", "Read it"))
    monkeypatch.setitem(outbox._WRITERS, "test.gone", lambda m: None)
    with clock.at(MONDAY):
        yield


@pytest.fixture
def sam():
    person = Person.objects.create(called="Sam", works_here=True)
    Duty.objects.create(person=person, kind=Duty.Kind.ADMINISTRATOR)
    return person


@pytest.fixture
def new(sam):
    def make(called="Chloe", **how):
        how.setdefault("email", f"{called.lower()}@example.org")
        return acts.add(sam, called, **how)

    return make


def sent_to(person, **how):
    found = tell(person, "test.answered", "abc", **how)
    worker.round()
    found.refresh_from_db()
    return found


# ── mail ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_mail_has_one_recipient_says_who_we_are_and_how_to_answer_without_a_computer(new):
    message = sent_to(new())
    [mail] = outbox_of_django.outbox
    assert message.state == Outgoing.State.SENT
    assert (mail.to, mail.cc, mail.bcc) == (["chloe@example.org"], [], [])
    assert mail.from_email == "Millbrook Council <kitchen-table@localhost>"
    assert mail.subject == "You have an answer"
    assert "The lift was fixed" in mail.body
    assert "https://table.example.org/said/abc/" in mail.body
    assert "Ring us on 01632 960 123." in mail.body
    assert "1 Market Place" in mail.body
    assert "We write to you because" in mail.body
    assert mail.extra_headers["Message-ID"] == f"<{message.key}@table.example.org>"


def test_the_html_of_a_mail_loads_nothing_and_says_its_language(new):
    sent_to(new(language="ur"))
    html, kind = outbox_of_django.outbox[0].alternatives[0]
    assert kind == "text/html"
    assert '<html lang="ur" dir="rtl">' in html
    assert not any(word in html for word in ("<img", "src=", "url(", "<script", "http-equiv"))


def test_words_that_look_like_html_stay_words(new, monkeypatch):
    monkeypatch.setitem(outbox._WRITERS, "test.answered", lambda m: Message("Hi", "<b>not bold</b> & so on"))
    sent_to(new())
    mail = outbox_of_django.outbox[0]
    assert "<b>not bold</b> & so on" in mail.body
    assert "&lt;b&gt;not bold&lt;/b&gt; &amp; so on" in mail.alternatives[0][0]


def test_large_print_is_larger_and_plain_has_no_html(new):
    sent_to(new("Fay", format="large"))
    sent_to(new("Reg", format="plain"))
    large, plain = outbox_of_django.outbox
    assert "font-size: 150%" in large.alternatives[0][0]
    assert plain.alternatives == []


def test_easy_read_goes_plainly_at_once_and_people_are_asked_to_make_the_copy(new):
    message = sent_to(new("Lou", format="easy"))
    assert message.state == Outgoing.State.SENT
    assert "We are making an Easy Read copy" in outbox_of_django.outbox[0].body
    task = Outgoing.objects.get(state=Outgoing.State.TODO)
    assert (task.person.called, task.kind, task.thing_key) == ("Lou", message.kind, message.thing_key)
    assert "Easy Read" in task.problem


def test_a_voice_message_is_in_the_mail_when_this_machine_can_speak(new, monkeypatch):
    monkeypatch.setattr(mailing, "speak", lambda words, language: b"RIFF" + words.encode())
    assert sent_to(new("Asha", format="audio")).state == Outgoing.State.SENT
    [(name, sound, kind)] = outbox_of_django.outbox[0].attachments
    assert (name, kind) == ("message.wav", "audio/wav")
    assert b"The lift was fixed" in sound


@pytest.mark.skipif(shutil.which(mailing.SPEAKER) is None, reason="espeak-ng is not on this machine")
def test_this_machine_speaks_the_words():
    assert mailing.speak("The lift was fixed.", "en-gb").startswith(b"RIFF")


def test_without_a_voice_on_this_machine_somebody_is_asked_to_ring(new, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    message = sent_to(new("Asha", format="audio"))
    assert message.state == Outgoing.State.TODO
    assert message.problem.startswith("Ring them, or record it")
    assert outbox_of_django.outbox == []


@pytest.mark.parametrize(("format", "word"), [("bsl", "BSL"), ("braille", "Braille")])
def test_bsl_and_braille_are_made_by_people(new, format, word):
    message = sent_to(new("Mina", format=format))
    assert message.state == Outgoing.State.TODO
    assert word in message.problem


def test_a_sign_in_code_goes_by_mail_in_words_whatever_the_format(new, monkeypatch):
    monkeypatch.setitem(outbox._WRITERS, "people.sign_in", lambda m: Message("Your code", "Your code is 123456"))
    tell(new("Mina", format="bsl"), "people.sign_in", "1", channel=Reach.Channel.EMAIL)
    worker.round()
    assert "123456" in outbox_of_django.outbox[0].body


def test_what_was_taken_back_meanwhile_is_not_sent(new):
    found = tell(new(), "test.gone", "abc")
    worker.round()
    found.refresh_from_db()
    assert found.state == Outgoing.State.DROPPED
    assert outbox_of_django.outbox == []


def test_what_is_for_later_waits(new):
    tell(new(), "test.answered", "abc", not_before=MONDAY + timedelta(days=1))
    assert worker.round() == 0
    with clock.at(MONDAY + timedelta(days=1)):
        assert worker.round() == 1


# ── text messages, and those who are not online ───────────────────────────────────────────────────


def test_a_text_message_becomes_a_file_in_the_demo_and_a_task_without_a_service(new, settings, tmp_path):
    settings.SMS_FILES = True
    message = sent_to(new("Raj", channel="sms", phone="07700 900 118"))
    assert message.state == Outgoing.State.SENT
    text = (tmp_path / "sms" / f"{message.key}.txt").read_text()
    assert text.startswith("To: 07700 900 118\n\n")
    assert "https://table.example.org/said/abc/" in text
    settings.SMS_FILES = False
    assert sent_to(new("Kim", channel="sms", phone="07700 900 119")).state == Outgoing.State.TODO


def test_a_long_text_message_says_where_to_read_it(new, settings, tmp_path, monkeypatch):
    settings.SMS_FILES = True
    monkeypatch.setitem(
        outbox._WRITERS, "test.answered", lambda m: Message("You have an answer", "word " * 900, "/said/abc/", "Read it")
    )
    message = sent_to(new("Raj", channel="sms", phone="07700 900 118"))
    text = (tmp_path / "sms" / f"{message.key}.txt").read_text()
    assert len(text) < 400
    assert "ring us" in text
    assert "/said/abc/" in text


def test_somebody_who_is_not_online_becomes_a_task_and_the_worker_leaves_it_alone(new):
    message = sent_to(new("Lou", channel="phone", phone="01632 960 114", email=""))
    assert message.state == Outgoing.State.TODO
    assert outbox_of_django.outbox == []


# ── when it does not go ───────────────────────────────────────────────────────────────────────────


def refuses(monkeypatch, error):
    def send_messages(self, messages):
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)


def test_it_is_tried_again_with_growing_pauses_and_then_a_person_is_asked_to_tell_them(new, monkeypatch):
    refuses(monkeypatch, ConnectionRefusedError())
    chloe = new(phone="01632 960 111")
    found = tell(chloe, "test.answered", "abc")
    moment, pauses = MONDAY, []
    while found.state == Outgoing.State.WAITING:
        with clock.at(moment):
            assert worker.round() == 1
            assert worker.round() == 0
        found.refresh_from_db()
        pauses.append(found.not_before - moment)
        moment = max(moment, found.not_before)
    assert pauses[:-1] == list(worker.PAUSES)
    assert found.state == Outgoing.State.FAILED
    task = Outgoing.objects.get(state=Outgoing.State.TODO)
    assert (task.person, task.kind, task.thing_key, task.channel) == (chloe, "test.answered", "abc", "phone")
    assert task.problem.startswith("It could not be sent.")


def test_an_address_that_is_refused_for_good_becomes_a_task_at_once(new, monkeypatch):
    refuses(monkeypatch, smtplib.SMTPRecipientsRefused({"chloe@example.org": (550, b"no such user")}))
    assert sent_to(new()).state == Outgoing.State.FAILED
    assert Outgoing.objects.get(state=Outgoing.State.TODO).channel == Reach.Channel.IN_PERSON


def test_a_full_mailbox_is_tried_again(new, monkeypatch):
    refuses(monkeypatch, smtplib.SMTPRecipientsRefused({"chloe@example.org": (452, b"full")}))
    assert sent_to(new()).state == Outgoing.State.WAITING


def test_an_address_with_a_line_break_sends_nothing_to_anyone_else(new):
    chloe = new()
    chloe.reach.email = "chloe@example.org\nBcc: other@example.org"
    chloe.reach.save()
    assert sent_to(chloe).state == Outgoing.State.FAILED
    assert outbox_of_django.outbox == []


def test_one_broken_message_does_not_keep_the_others_and_ends_as_a_task(new, monkeypatch, caplog):
    def breaks(message):
        raise RuntimeError("broken writer")

    monkeypatch.setitem(outbox._WRITERS, "test.broken", breaks)
    broken, good = tell(new(), "test.broken", "x"), tell(new("Raj"), "test.answered", "abc")
    moment = MONDAY
    for _again in range(8):
        with clock.at(moment):
            worker.round()
        moment += worker.HELD + timedelta(minutes=1)
    broken.refresh_from_db()
    good.refresh_from_db()
    assert (broken.state, good.state) == (Outgoing.State.FAILED, Outgoing.State.SENT)
    assert Outgoing.objects.filter(state=Outgoing.State.TODO, kind="test.broken").exists()
    assert "The worker could not finish" in caplog.text


def test_a_worker_that_dies_after_sending_sends_again_with_the_same_message_id(new, monkeypatch):
    found = tell(new(), "test.answered", "abc")

    def dies(by, message):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(acts, "sent", dies)
        with pytest.raises(KeyboardInterrupt):
            worker.round()
    assert worker.round() == 0
    with clock.at(MONDAY + worker.HELD):
        assert worker.round() == 1
    first, second = outbox_of_django.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    found.refresh_from_db()
    assert found.state == Outgoing.State.SENT


def test_a_claimed_message_is_not_claimed_again(new):
    found = tell(new(), "test.answered", "abc")
    one, other = Outgoing.objects.get(pk=found.pk), Outgoing.objects.get(pk=found.pk)
    assert worker._claim(one)
    assert not worker._claim(other)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the SQLite of the tests is in memory, and not for several threads")
@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_send_each_message_once_on_postgresql(new):
    for count in range(30):
        tell(new(f"P{count}"), "test.answered", "abc")
    start = threading.Barrier(4)

    def work():
        with clock.at(MONDAY):
            start.wait()
            worker._send_due(threading.Event())
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sorted(mail.to[0] for mail in outbox_of_django.outbox) == sorted(f"p{count}@example.org" for count in range(30))


LAYS = """
import django
django.setup()
from kitchentable.people import acts
from kitchentable.people.models import Duty, Person
from kitchentable.people.outbox import tell
sam = Person.objects.create(called="Sam", works_here=True)
for count in range(60):
    person = acts.add(sam, f"P{count}", email=f"p{count}@example.org")
    tell(person, "people.signed_in", str(count), channel="email")
"""
SENDS = """
import django
django.setup()
from kitchentable.people import worker
while worker.round():
    pass
"""


@pytest.mark.slow
def test_several_worker_processes_at_once_send_each_message_once(tmp_path):
    env = {**os.environ, "KITCHENTABLE_HOME": str(tmp_path), "KITCHENTABLE_DEMO": "1"}
    env.pop("DATABASE_URL", None)
    for start in (["-m", "django", "migrate", "--verbosity=0"], ["-c", LAYS]):
        subprocess.run([sys.executable, *start], env=env, check=True)
    running = [subprocess.Popen([sys.executable, "-c", SENDS], env=env) for _ in range(4)]
    assert [one.wait(120) for one in running] == [0, 0, 0, 0]
    mails = "".join(path.read_text() for path in (tmp_path / "mail").iterdir())
    assert sorted(re.findall(r"^To: (p\d+)@", mails, re.MULTILINE)) == sorted(f"p{count}" for count in range(60))


# ── jobs, beats, the end ──────────────────────────────────────────────────────────────────────────


def test_a_job_runs_when_it_is_due_and_not_before(monkeypatch):
    ran = []
    monkeypatch.setattr(worker, "_JOBS", {"test": worker.Job("test", timedelta(hours=1), lambda: ran.append(1))})
    for minutes in (0, 30, 60, 61):
        with clock.at(MONDAY + timedelta(minutes=minutes)):
            worker.round()
    assert len(ran) == 2
    assert Beat.objects.get(name="job:test").at == MONDAY + timedelta(minutes=60)


def test_a_clock_that_was_set_back_does_not_stop_the_jobs(monkeypatch):
    ran = []
    monkeypatch.setattr(worker, "_JOBS", {"test": worker.Job("test", timedelta(hours=1), lambda: ran.append(1))})
    with clock.at(MONDAY + timedelta(days=400)):
        worker.round()
    worker.round()
    assert len(ran) == 2
    assert Beat.objects.get(name="worker").at == MONDAY


def test_a_broken_job_does_not_stop_the_next_one(monkeypatch, caplog):
    ran = []
    broken = worker.Job("a", timedelta(hours=1), lambda: 1 / 0)
    monkeypatch.setattr(worker, "_JOBS", {"a": broken, "b": worker.Job("b", timedelta(hours=1), lambda: ran.append(1))})
    worker.round()
    assert ran == [1]
    assert "job a" in caplog.text


def test_a_round_seals_the_record(new):
    new()
    worker.round()
    assert not Line.objects.filter(seal__isnull=True).exists()


def test_told_to_stop_it_finishes_the_message_it_began(new, monkeypatch):
    stop = threading.Event()
    for count in range(3):
        tell(new(f"P{count}"), "test.answered", "abc")
    real = mailing.send

    def stops_meanwhile(message, words):
        stop.set()
        return real(message, words)

    monkeypatch.setattr(mailing, "send", stops_meanwhile)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # the test's own transaction is in it
    worker.run(stop)
    assert len(outbox_of_django.outbox) == 1
    assert Outgoing.objects.filter(state=Outgoing.State.SENT).count() == 1


def test_only_the_worker_says_that_the_worker_sent_it(new, sam):
    with pytest.raises(Refused):
        acts.sent(sam, tell(new(), "test.answered", "abc"))
    assert acts.sent(HOUSE, tell(new("Raj"), "test.answered", "abc")).state == Outgoing.State.SENT
