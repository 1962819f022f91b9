"""Signing in: nobody learns whom we know, nothing works twice, and a shared computer forgets."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from datetime import timedelta

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from webauthn.helpers import bytes_to_base64url

from kitchentable.people import acts, signing_acts
from kitchentable.people.models import Duty, Letter, Outgoing, Passkey, Person
from kitchentable.people.outbox import Message, write
from kitchentable.people.visits import SHARED
from kitchentable.policy import clock
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import ANYONE
from kitchentable.record.models import Line

pytestmark = pytest.mark.django_db

CHLOE = "chloe@example.org"
NOBODY = "nobody@example.org"
START = "/sign-in/"
CODE = "/sign-in/code/"


@pytest.fixture
def sam() -> Person:
    sam = Person.objects.create(called="Sam", works_here=True)
    Duty.objects.create(person=sam, kind=Duty.Kind.ADMINISTRATOR)
    return sam


@pytest.fixture
def chloe(sam: Person) -> Person:
    return acts.add(sam, "Chloe", email=CHLOE)


@pytest.fixture
def browser() -> Client:
    return Client()


def ask(browser: Client, address: str = CHLOE, **more):
    return browser.post(START, {"email": address, **more})


def mail() -> tuple[str, str]:
    """The code and the link of the newest sign-in mail, as the person reads it."""
    message = Outgoing.objects.filter(kind="people.sign_in").order_by("-pk")[0]
    words = write(message)
    assert isinstance(words, Message)
    found = re.search(r"\b\d{6}\b", words.words)
    assert found
    return found[0], words.link


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def who(browser: Client) -> str | None:
    return browser.session.get("_auth_user_id")


def words_of(response) -> str:
    return re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"', "", response.content.decode())


# ── nobody learns whom we know ────────────────────────────────────────────────────────────────────


def test_the_page_says_the_same_about_an_address_we_know_and_one_we_do_not(chloe):
    known, unknown = Client(), Client()
    first, second = ask(known), ask(unknown, NOBODY)
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"] == CODE
    assert words_of(known.get(CODE)) == words_of(unknown.get(CODE))
    assert "If we know this address, we have sent a mail." in words_of(known.get(CODE))


def test_only_the_address_we_know_gets_a_mail(browser, chloe):
    ask(browser, NOBODY)
    assert not Outgoing.objects.filter(kind="people.sign_in").exists()
    ask(browser)
    assert Outgoing.objects.get(kind="people.sign_in").person == chloe


def test_asking_does_the_same_work_for_an_address_we_know_and_one_we_do_not(chloe):
    counts = []
    for address in (CHLOE, NOBODY):
        with CaptureQueriesContext(connection) as asked:
            ask(Client(), address)
        counts.append([query["sql"].split()[0] for query in asked.captured_queries])
    assert counts[0] == counts[1]


def test_a_wrong_code_gets_the_same_words_whether_we_know_the_address_or_not(chloe):
    known, unknown = Client(), Client()
    ask(known)
    ask(unknown, NOBODY)
    code = mail()[0]
    for _try in range(7):
        assert words_of(known.post(CODE, {"code": wrong(code)})) == words_of(unknown.post(CODE, {"code": "000000"})).replace(
            "000000", wrong(code)
        )


def test_a_wrong_password_and_an_unknown_address_get_the_same_words(chloe):
    signing_acts.set_password(chloe, chloe, password="purple kettle on the roof")
    wrong_word = Client().post("/sign-in/password/", {"email": CHLOE, "password": "x"})
    wrong_person = Client().post("/sign-in/password/", {"email": NOBODY, "password": "x"})
    assert words_of(wrong_word).replace(CHLOE, NOBODY) == words_of(wrong_person)
    assert "The e-mail address or the password is not right." in words_of(wrong_person)


def test_an_unknown_address_costs_one_look_at_a_password_too(chloe, monkeypatch):
    looked = []
    monkeypatch.setattr("kitchentable.people.views.signing.make_password", lambda typed: looked.append(typed))
    Client().post("/sign-in/password/", {"email": NOBODY, "password": "a long guess"})
    assert looked == ["a long guess"]


# ── the code ──────────────────────────────────────────────────────────────────────────────────────


def test_the_code_of_the_mail_signs_in(browser, chloe):
    ask(browser)
    answer = browser.post(CODE, {"code": mail()[0]})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/me/"
    assert who(browser) == str(chloe.pk)
    assert Line.objects.filter(act="people.sign_in", thing_key=chloe.key, by_key=chloe.key).exists()


def test_people_may_type_the_code_with_spaces(browser, chloe):
    ask(browser)
    code = mail()[0]
    browser.post(CODE, {"code": f" {code[:3]} {code[3:]} "})
    assert who(browser) == str(chloe.pk)


def test_the_code_works_only_in_the_browser_that_asked(browser, chloe):
    ask(browser)
    other = Client()
    ask(other)
    first = Letter.objects.order_by("pk")[0]
    code = first.locked.split("\n")[0]
    if code != mail()[0]:
        other.post(CODE, {"code": code})
        assert who(other) is None
    assert Client().post(CODE, {"code": code}).headers["Location"] == START


def test_a_code_works_once(browser, chloe):
    ask(browser)
    code = mail()[0]
    letter = Letter.objects.get()
    assert signing_acts.use_code(ANYONE, letter, typed=code)
    assert not signing_acts.use_code(ANYONE, letter, typed=code)
    browser.post(CODE, {"code": code})
    assert who(browser) is None


def test_after_five_wrong_codes_the_right_one_does_not_work(browser, chloe):
    ask(browser)
    code = mail()[0]
    for _try in range(5):
        browser.post(CODE, {"code": wrong(code)})
    said = browser.post(CODE, {"code": code})
    assert who(browser) is None
    assert "This code does not work any more. Ask for a new one." in words_of(said)


def test_a_code_ends_after_its_minutes(browser, chloe):
    ask(browser)
    code = mail()[0]
    later = timezone.now() + timedelta(minutes=number("code_minutes"), seconds=1)
    with clock.at(later):
        browser.post(CODE, {"code": code})
    assert who(browser) is None


def test_neither_code_nor_link_stands_in_the_tables_in_the_clear_and_both_go_when_used(browser, chloe):
    ask(browser)
    code, link = mail()
    token = link.rstrip("/").rsplit("/", 1)[1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT locked, code_digest, link_digest FROM people_letter")
        row = cursor.fetchone()
    assert all(code not in part and token not in part for part in row)
    browser.post(CODE, {"code": code})
    letter = Letter.objects.get()
    assert letter.locked == ""
    assert write(Outgoing.objects.get(kind="people.sign_in")) is None


def test_a_mail_that_waited_too_long_is_not_sent(browser, chloe):
    ask(browser)
    with clock.at(timezone.now() + timedelta(hours=1)):
        assert write(Outgoing.objects.get(kind="people.sign_in")) is None
        ask(Client(), NOBODY)
        assert Letter.objects.order_by("pk")[0].locked == ""


def test_somebody_who_wants_letters_still_gets_the_code_by_mail(browser, sam):
    reg = acts.add(sam, "Reg", channel="letter", post="1 Mill Lane", email="reg@example.org")
    ask(browser, "REG@example.org")
    message = Outgoing.objects.get(kind="people.sign_in")
    assert (message.person, message.channel, message.state) == (reg, "email", "waiting")


# ── the link ──────────────────────────────────────────────────────────────────────────────────────


def test_opening_the_link_does_nothing_because_mail_scanners_open_links_too(browser, chloe):
    ask(browser)
    link = mail()[1]
    scanner = Client()
    for _look in range(3):
        assert scanner.get(link).status_code == 200
        scanner.head(link)
    assert who(scanner) is None
    assert browser.get(link).status_code == 200
    assert who(browser) is None
    browser.post(link)
    assert who(browser) == str(chloe.pk)


def test_one_press_is_enough_where_the_mail_was_asked_for(browser, chloe):
    ask(browser, next="/me/reach/")
    assert browser.post(mail()[1]).headers["Location"] == "/me/reach/"


def test_the_link_works_once(browser, chloe):
    ask(browser)
    link = mail()[1]
    browser.post(link)
    thief = Client()
    assert thief.get(link).status_code == 410
    assert thief.post(link).status_code == 410
    assert who(thief) is None


def test_a_stolen_link_opens_nothing_without_the_code(browser, chloe):
    ask(browser)
    code, link = mail()
    thief = Client()
    assert "Type the code from the same mail." in words_of(thief.get(link))
    thief.post(link)
    for _try in range(5):
        thief.post(link, {"code": wrong(code)})
    thief.post(link, {"code": code})
    assert who(thief) is None


def test_signing_in_on_another_device_tells_the_person(browser, chloe):
    ask(browser)
    code, link = mail()
    phone = Client()
    phone.post(link, {"code": code})
    assert who(phone) == str(chloe.pk)
    told = Outgoing.objects.get(kind="people.signed_in")
    assert told.person == chloe
    words = write(told)
    assert words
    assert "If it was not you, ring us today." in words.words


def test_signing_in_where_it_was_asked_for_sends_no_second_mail(browser, chloe):
    ask(browser)
    browser.post(mail()[1])
    assert not Outgoing.objects.filter(kind="people.signed_in").exists()


def test_a_link_of_nobody_leads_to_a_page_that_says_what_to_do(browser, db):
    said = browser.get(f"/sign-in/link/{secrets.token_urlsafe(32)}/")
    assert said.status_code == 410
    assert "Ask for a new one" in words_of(said)


# ── limits ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("address", [CHLOE, NOBODY])
def test_one_address_can_be_asked_for_only_so_often(address, chloe):
    most = number("sign_in_tries")
    for place in range(most):
        assert Client(REMOTE_ADDR=f"192.0.2.{place}").post(START, {"email": address}).status_code == 303
    late = Client(REMOTE_ADDR="192.0.2.200").post(START, {"email": address.upper()})
    assert late.status_code == 429
    assert "Wait 15 minutes, then try again. Or ring us." in words_of(late)
    with clock.at(timezone.now() + timedelta(minutes=16)):
        assert ask(Client(REMOTE_ADDR="192.0.2.200"), address).status_code == 303


def test_one_place_can_ask_for_only_so_many_addresses(db):
    most = number("sign_in_tries") * 5
    answers = [Client().post(START, {"email": f"p{count}@example.org"}).status_code for count in range(most + 1)]
    assert answers == [303] * most + [429]


def test_guessing_codes_in_many_letters_ends_for_the_address(browser, chloe):
    ask(browser)
    code, link = mail()
    for place in range(number("sign_in_tries") // 2):
        guesser = Client(REMOTE_ADDR=f"192.0.2.{place}")
        ask(guesser)
        for _try in range(2):
            guesser.post(CODE, {"code": wrong(mail()[0])})
    assert browser.post(CODE, {"code": code}).status_code == 429
    assert who(browser) is None
    browser.post(link)
    assert who(browser) == str(chloe.pk), "the link of the mail still works: nobody can lock her out"


@pytest.mark.slow
def test_guessing_passwords_ends(chloe):
    signing_acts.set_password(chloe, chloe, password="purple kettle on the roof")
    for _try in range(number("sign_in_tries")):
        assert Client().post("/sign-in/password/", {"email": CHLOE, "password": "x"}).status_code == 200
    late = Client().post("/sign-in/password/", {"email": CHLOE, "password": "purple kettle on the roof"})
    assert late.status_code == 429


# ── sittings ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "evil",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example/", "\\\\evil.example", "javascript:alert(1)", "///evil.example",
        "http:evil.example", "/sign-out/", "/\t/evil.example", "me/", "/" + "x" * 400,
    ],
)  # fmt: skip
def test_signing_in_never_leads_to_another_site(evil, browser, chloe):
    ask(browser, next=evil)
    assert browser.post(CODE, {"code": mail()[0]}).headers["Location"] == "/me/"


def test_a_session_that_was_planted_before_signing_in_is_worth_nothing_after(browser, chloe):
    ask(browser)
    planted = browser.cookies[_cookie()].value
    browser.post(CODE, {"code": mail()[0]})
    assert browser.cookies[_cookie()].value != planted
    thief = Client()
    thief.cookies[_cookie()] = planted
    assert thief.get("/me/reach/").status_code == 302
    assert who(thief) is None


def test_a_planted_session_learns_nothing_when_several_people_share_an_address(browser, sam):
    for called in ("Lou", "Kim"):
        acts.add(sam, called, email="home@example.org")
    ask(browser, "home@example.org")
    planted = browser.cookies[_cookie()].value
    browser.post(CODE, {"code": mail()[0]})
    thief = Client()
    thief.cookies[_cookie()] = planted
    assert thief.get("/sign-in/who/").headers["Location"] == START


def test_people_who_share_an_address_say_who_they_are(browser, sam):
    lou, kim = (acts.add(sam, called, email="home@example.org") for called in ("Lou", "Kim"))
    stranger = acts.add(sam, "Stranger", email="stranger@example.org")
    ask(browser, "home@example.org", next="/me/reach/")
    assert browser.post(CODE, {"code": mail()[0]}).headers["Location"] == "/sign-in/who/"
    assert who(browser) is None
    page = words_of(browser.get("/sign-in/who/"))
    assert "Lou" in page
    assert "Kim" in page
    browser.post("/sign-in/who/", {"who": stranger.key})
    assert who(browser) is None
    assert browser.post("/sign-in/who/", {"who": lou.key}).headers["Location"] == "/me/reach/"
    assert who(browser) == str(lou.pk)
    assert browser.get("/sign-in/who/").status_code == 302, "the choice is made once"
    assert kim.pk != lou.pk


def test_a_mail_to_an_old_address_does_not_open_the_people_at_the_new_one(browser, sam, chloe):
    other = acts.add(sam, "Mina", email="mina@example.org")
    ask(browser)
    code = mail()[0]
    acts.change_reach(chloe, chloe.reach, channel="email", format="standard", language="en-gb", email="mina@example.org")
    browser.post(CODE, {"code": code})
    assert who(browser) is None
    assert str(other.key) not in words_of(browser.get("/sign-in/who/", follow=True))


def test_a_shared_computer_signs_out_with_the_browser_and_after_20_quiet_minutes(browser, chloe):
    ask(browser, shared="on")
    browser.post(CODE, {"code": mail()[0]})
    cookie = browser.cookies[_cookie()]
    assert cookie["expires"] == ""
    assert cookie["max-age"] == ""
    start = timezone.now()
    with clock.at(start + timedelta(minutes=19)):
        assert browser.get("/me/reach/").status_code == 200
    with clock.at(start + timedelta(minutes=38)):
        assert browser.get("/me/reach/").status_code == 200, "nineteen minutes after the last page"
    with clock.at(start + timedelta(minutes=59)):
        assert browser.get("/me/reach/").status_code == 302
    assert who(browser) is None


def test_ones_own_computer_stays_signed_in(browser, chloe):
    ask(browser)
    browser.post(CODE, {"code": mail()[0]})
    assert browser.cookies[_cookie()]["max-age"]
    with clock.at(timezone.now() + timedelta(days=3)):
        assert browser.get("/me/reach/").status_code == 200


def test_signing_out_of_a_shared_computer_tells_the_browser_to_forget(browser, chloe):
    ask(browser, shared="on")
    browser.post(CODE, {"code": mail()[0]})
    old = browser.cookies[_cookie()].value
    assert browser.session[SHARED]
    assert browser.get("/sign-out/").status_code == 200
    assert who(browser), "looking at the page signs nobody out"
    gone = browser.post("/sign-out/")
    assert gone.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    thief = Client()
    thief.cookies[_cookie()] = old
    assert thief.get("/me/reach/").status_code == 302


def test_signing_out_at_home_leaves_the_browser_as_it_is(browser, chloe):
    browser.force_login(chloe)
    assert "Clear-Site-Data" not in browser.post("/sign-out/").headers
    assert who(browser) is None


def test_somebody_who_was_erased_cannot_sign_in(browser, chloe):
    ask(browser)
    code = mail()[0]
    Person.objects.filter(pk=chloe.pk).update(erased_at=timezone.now())
    browser.post(CODE, {"code": code})
    assert who(browser) is None


def test_pages_about_signing_in_are_kept_by_no_browser(browser, chloe):
    ask(browser)
    for url in (START, CODE, mail()[1], "/sign-in/password/", "/sign-in/passkey/"):
        assert "no-store" in browser.get(url).headers["Cache-Control"]


# ── passwords and passkeys ────────────────────────────────────────────────────────────────────────


def test_a_password_can_be_chosen_used_and_taken_away(browser, chloe):
    browser.force_login(chloe)
    other = Client()
    other.force_login(chloe)
    said = browser.post("/me/keys/", {"what": "password", "password": "purple kettle on the roof"}, follow=True)
    assert "You can sign in with this password now." in words_of(said)
    assert who(browser), "this browser stays signed in"
    assert other.get("/me/keys/").status_code == 302, "all others are signed out"
    fresh = Client()
    fresh.post("/sign-in/password/", {"email": CHLOE, "password": "purple kettle on the roof", "shared": "on"})
    assert who(fresh) == str(chloe.pk)
    assert fresh.session[SHARED]
    browser.post("/me/keys/", {"what": "no_password"})
    late = Client()
    late.post("/sign-in/password/", {"email": CHLOE, "password": "purple kettle on the roof"})
    assert who(late) is None
    assert Outgoing.objects.filter(kind="people.keys", person=chloe).count() == 2


def test_an_easy_password_comes_back_with_what_to_do(browser, chloe):
    browser.force_login(chloe)
    said = words_of(browser.post("/me/keys/", {"what": "password", "password": "password"}))
    assert "too short" in said or "too common" in said
    chloe.refresh_from_db()
    assert not chloe.has_usable_password()


def test_nobody_sets_the_password_of_another(sam, chloe):
    from kitchentable.policy.verdict import Refused

    with pytest.raises(Refused):
        signing_acts.set_password(sam, chloe, password="purple kettle on the roof")


class Device:
    """A phone that makes and uses one passkey."""

    def __init__(self, origin: str = "http://testserver") -> None:
        self.origin, self.host = origin, "testserver"
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.count = 0

    def make(self, challenge: str) -> str:
        numbers = self.secret.public_key().public_numbers()
        key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        data = self._data(0x45) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + key
        return self._answer(
            clientDataJSON=self._client("webauthn.create", challenge),
            attestationObject=cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data}),
        )

    def prove(self, challenge: str) -> str:
        self.count += 1
        data, client = self._data(0x05), self._client("webauthn.get", challenge)
        signature = self.secret.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **parts: bytes) -> str:
        name = bytes_to_base64url(self.id)
        response = {part: bytes_to_base64url(value) for part, value in parts.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def challenge_on(browser: Client, url: str) -> str:
    browser.get(url)
    return browser.session["passkey_challenge"]


def add_device(browser: Client, device: Device):
    answer = device.make(challenge_on(browser, "/me/keys/"))
    return browser.post("/me/keys/", {"what": "add", "called": "My phone", "credential": answer}, follow=True)


def test_a_passkey_can_be_added_used_and_taken_away(browser, chloe):
    browser.force_login(chloe)
    device = Device()
    assert "You can sign in with this device now." in words_of(add_device(browser, device))
    fresh = Client()
    proof = device.prove(challenge_on(fresh, "/sign-in/passkey/"))
    assert fresh.post("/sign-in/passkey/", {"credential": proof, "next": "/me/keys/"}).headers["Location"] == "/me/keys/"
    assert who(fresh) == str(chloe.pk)
    browser.post("/me/keys/", {"what": "remove", "passkey": Passkey.objects.get().pk})
    late = Client()
    late.post("/sign-in/passkey/", {"credential": device.prove(challenge_on(late, "/sign-in/passkey/"))})
    assert who(late) is None


def test_the_answer_of_a_passkey_works_once_and_only_for_the_browser_it_was_asked_in(browser, chloe):
    browser.force_login(chloe)
    device = Device()
    add_device(browser, device)
    asked, other = Client(), Client()
    proof = device.prove(challenge_on(asked, "/sign-in/passkey/"))
    challenge_on(other, "/sign-in/passkey/")
    other.post("/sign-in/passkey/", {"credential": proof})
    assert who(other) is None
    asked.post("/sign-in/passkey/", {"credential": proof})
    assert who(asked) == str(chloe.pk)
    asked.post("/sign-out/")
    asked.post("/sign-in/passkey/", {"credential": proof})
    assert who(asked) is None


def test_a_passkey_proved_to_another_site_is_worth_nothing_here(browser, chloe):
    browser.force_login(chloe)
    device = Device()
    add_device(browser, device)
    device.origin = "https://evil.example"
    fresh = Client()
    fresh.post("/sign-in/passkey/", {"credential": device.prove(challenge_on(fresh, "/sign-in/passkey/"))})
    assert who(fresh) is None


def test_a_copied_passkey_is_noticed_by_its_count(browser, chloe):
    browser.force_login(chloe)
    device = Device()
    add_device(browser, device)
    fresh = Client()
    device.count = 7
    fresh.post("/sign-in/passkey/", {"credential": device.prove(challenge_on(fresh, "/sign-in/passkey/"))})
    assert who(fresh) == str(chloe.pk)
    device.count = 3
    copy = Client()
    copy.post("/sign-in/passkey/", {"credential": device.prove(challenge_on(copy, "/sign-in/passkey/"))})
    assert who(copy) is None


@pytest.mark.parametrize(
    "rubbish", ["", "{}", "[]", "null", '{"id": 3}', '{"id": "x", "rawId": "x", "response": 5}', "\x00", "x" * 5000]
)
def test_rubbish_instead_of_a_passkey_gets_words_and_no_seat(rubbish, browser, chloe):
    challenge_on(browser, "/sign-in/passkey/")
    said = browser.post("/sign-in/passkey/", {"credential": rubbish})
    assert said.status_code == 200
    assert "That did not work" in words_of(said)
    browser.force_login(chloe)
    challenge_on(browser, "/me/keys/")
    assert browser.post("/me/keys/", {"what": "add", "called": "x", "credential": rubbish}).status_code == 200
    assert not Passkey.objects.exists()


def test_nobody_takes_away_the_passkey_of_another(browser, sam, chloe):
    browser.force_login(chloe)
    add_device(browser, Device())
    thief = Client()
    thief.force_login(sam)
    thief.post("/me/keys/", {"what": "remove", "passkey": Passkey.objects.get().pk})
    assert Passkey.objects.count() == 1


def _cookie() -> str:
    from django.conf import settings

    return settings.SESSION_COOKIE_NAME
