"""Signing in: by mail, with a password, with a passkey; signing out; the keys a person holds."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kitchentable.people import passkeys, signing_acts
from kitchentable.people.forms import CodeForm, NewPasswordForm, PasskeyForm, PasswordForm, SharedForm, SignInForm, WhoForm
from kitchentable.people.models import Letter, Passkey, Person
from kitchentable.people.secret import index
from kitchentable.people.signing import MOST_TRIES, email_of, is_open, link_digest, people_at, safe_next
from kitchentable.people.visits import SHARED, start_shared, visitor
from kitchentable.policy import limits
from kitchentable.policy.clock import now
from kitchentable.policy.marks import KTRequest, public, signed_in
from kitchentable.policy.numbers import number
from kitchentable.policy.once import once
from kitchentable.policy.verdict import ANYONE, Problem
from kitchentable.ui.shortcuts import done, page

BACKEND = "django.contrib.auth.backends.ModelBackend"
PAGES = require_http_methods(["GET", "HEAD", "POST"])
SITTING = "sign_in_sitting"
PROVED = "sign_in_proved"
WINDOW = 15
DAY = 24 * 60
PEOPLE_AT_ONE_DOOR = 5


@public("Whoever wants to sign in.")
@PAGES
@never_cache
def sign_in(request: KTRequest) -> HttpResponse:
    """Ask for the address; the answer is the same whether we know it or not."""
    back = safe_next(request.POST.get("next", request.GET.get("next", "")))
    if request.person.is_someone and request.method != "POST":
        return _go(back)
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        if _too_many(request, "ask", address):
            return _wait(request, "people/sign_in.html", form, next=back)
        return once(request, lambda: _ask(request, address, back, shared=form.cleaned_data["shared"]))
    return page(request, "people/sign_in.html", form=form, next=back)


def _ask(request: KTRequest, address: str, back: str, *, shared: bool) -> HttpResponse:
    _tried(request, "ask", address)
    sitting = secrets.token_urlsafe(24)
    signing_acts.ask_letter(ANYONE, address, sitting=sitting, next=back, shared_computer=shared)
    request.session[SITTING] = sitting
    return _see(reverse("people:sign_in_code"))


@public("Whoever asked for a code.")
@PAGES
@never_cache
@sensitive_post_parameters("code")
def sign_in_code(request: KTRequest) -> HttpResponse:
    """Type the code, in the browser that asked for it."""
    letter = _letter_of(request)
    if letter is None:
        return redirect("people:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _too_many(request, "code", letter.email_index):
            return _wait(request, "people/sign_in_code.html", form, minutes=number("code_minutes"))
        if signing_acts.use_code(ANYONE, letter, typed=form.cleaned_data["code"]):
            return _proved(request, people_at(letter.email_index), letter.next, shared=letter.shared_computer)
        _tried(request, "code", letter.email_index)
        form.add_error("code", _wrong_code(letter))
    return page(request, "people/sign_in_code.html", form=form, minutes=number("code_minutes"))


@public("Whoever holds the link of a sign-in mail.")
@PAGES
@never_cache
@sensitive_post_parameters("code")
def sign_in_link(request: KTRequest, token: str) -> HttpResponse:
    """Opening the link does nothing: mail scanners open links too. One press signs in; another browser also needs the code."""
    letter = Letter.objects.filter(link_digest=link_digest(token)).first()
    if letter is None or not is_open(letter) or letter.person_id is None:
        return page(request, "people/sign_in_link_over.html", status=410)
    here = request.session.get(SITTING) == letter.sitting
    form = CodeForm(request.POST or None)
    shared = SharedForm(request.POST or None)
    if request.method == "POST" and _may_use_link(request, letter, form, here=here):
        is_shared = letter.shared_computer if here else shared.is_valid() and shared.cleaned_data["shared"]
        who = people_at(letter.email_index)
        return _proved(request, who, letter.next, shared=is_shared, elsewhere="" if here else str(letter.pk))
    return page(request, "people/sign_in_link.html", form=form, shared=shared, here=here)


def _may_use_link(request: KTRequest, letter: Letter, form: CodeForm, *, here: bool) -> bool:
    if here:
        return signing_acts.use_link(ANYONE, letter)
    if not form.is_valid():
        return False
    if _too_many(request, "code", letter.email_index):
        form.add_error(None, _too_many_words())
        return False
    if signing_acts.use_code(ANYONE, letter, typed=form.cleaned_data["code"]):
        return True
    _tried(request, "code", letter.email_index)
    form.add_error("code", _wrong_code(letter))
    return False


@public("Whoever proved a code for an address that several people share.")
@PAGES
@never_cache
def sign_in_who(request: KTRequest) -> HttpResponse:
    """Several people share this address: which of them is here?"""
    kept = request.session.get(PROVED)
    if not kept or kept["until"] < now().timestamp():
        request.session.pop(PROVED, None)
        return redirect("people:sign_in")
    people = list(Person.objects.filter(key__in=kept["who"], is_active=True, erased_at__isnull=True))
    form = WhoForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        return _let_in(request, form.chosen(), kept["next"], shared=kept["shared"], elsewhere=kept["elsewhere"])
    return page(request, "people/sign_in_who.html", form=form)


@public("Whoever chose to have a password.")
@PAGES
@never_cache
@sensitive_post_parameters("password")
def sign_in_password(request: KTRequest) -> HttpResponse:
    """Address and password. A wrong address and a wrong password get the same words, after the same work."""
    back = safe_next(request.POST.get("next", request.GET.get("next", "")))
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address, typed = form.cleaned_data["email"], form.cleaned_data["password"]
        if _too_many(request, "password", address):
            return _wait(request, "people/sign_in_password.html", form, next=back)
        who = _whose(address, typed)
        if who:
            return _proved(request, who, back, shared=form.cleaned_data["shared"])
        _tried(request, "password", address)
        form.add_error(None, _("The e-mail address or the password is not right. You can also ask for a code by mail."))
    return page(request, "people/sign_in_password.html", form=form, next=back)


def _whose(address: str, typed: str) -> list[Person]:
    known = [person for person in people_at(index(address)) if person.has_usable_password()]
    if not known:
        make_password(typed)
    return [person for person in known if person.check_password(typed)]


@public("Whoever has a passkey.")
@PAGES
@never_cache
def sign_in_passkey(request: KTRequest) -> HttpResponse:
    """Sign in with a key that the person's own device holds."""
    back = safe_next(request.POST.get("next", request.GET.get("next", "")))
    shared = SharedForm(request.POST or None)
    problem = ""
    if request.method == "POST" and shared.is_valid():
        if _too_many(request, "passkey", visitor(request)):
            problem = _too_many_words()
        else:
            _tried(request, "passkey", visitor(request))
            try:
                proved = passkeys.prove(request, request.POST.get("credential", ""))
            except Problem as wrong:
                problem = str(wrong)
            else:
                signing_acts.use_passkey(ANYONE, proved.passkey, count=proved.count)
                return _let_in(request, proved.passkey.person, back, shared=shared.cleaned_data["shared"])
    options = passkeys.ask_for_proof(request)
    return page(request, "people/sign_in_passkey.html", shared=shared, next=back, options=options, problem=problem)


@public("Whoever is signed in, or was.")
@PAGES
@never_cache
def sign_out(request: KTRequest) -> HttpResponse:
    """End the sitting. At a shared computer the browser is also told to forget this site."""
    if not request.person.is_someone:
        return page(request, "people/signed_out.html")
    if request.method != "POST":
        return page(request, "people/sign_out.html")
    was_shared = bool(request.session.get(SHARED))
    logout(request)
    request.person = ANYONE
    response = page(request, "people/signed_out.html", was_shared=was_shared)
    if was_shared:
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@signed_in
@PAGES
@never_cache
@sensitive_post_parameters("password")
def keys(request: KTRequest) -> HttpResponse:
    """How I sign in: my address, a password if I want one, my passkeys."""
    person: Person = request.person
    what = request.POST.get("what", "")
    password = NewPasswordForm(request.POST if what == "password" else None)
    passkey = PasskeyForm(request.POST if what == "add" else None)
    if request.method == "POST":
        answer = _change_keys(request, person, what, password, passkey)
        if answer is not None:
            return answer
    return page(
        request,
        "people/keys.html",
        password=password,
        passkey=passkey,
        passkeys=person.passkeys.order_by("made_at"),
        options=passkeys.ask_for_new(request, person),
        email=email_of(person),
        has_password=person.has_usable_password(),
    )


def _change_keys(
    request: KTRequest, person: Person, what: str, password: NewPasswordForm, passkey: PasskeyForm
) -> HttpResponse | None:
    here = reverse("people:keys")
    form: NewPasswordForm | PasskeyForm = passkey if what == "add" else password
    try:
        if what == "password" and password.is_valid():
            signing_acts.set_password(person, person, password=password.cleaned_data["password"])
            update_session_auth_hash(request, person)
            return done(request, _("Saved. You can sign in with this password now. Other devices were signed out."), here)
        if what == "no_password":
            signing_acts.remove_password(person, person)
            update_session_auth_hash(request, person)
            return done(request, _("Your password is gone. You sign in with a code by mail."), here)
        if what == "add" and passkey.is_valid():
            made = passkeys.made(request, person, called=passkey.cleaned_data["called"], answer=passkey.cleaned_data["credential"])
            signing_acts.add_passkey(person, made)
            return done(request, _("Saved. You can sign in with this device now."), here)
        if what == "remove":
            mine = Passkey.objects.filter(person=person, pk=_number(request.POST.get("passkey", ""))).first()
            if mine is not None:
                signing_acts.remove_passkey(person, mine)
            return done(request, _("This passkey does not work any more."), here)
    except Problem as problem:
        form.add_problem(problem)
    return None


# ── the small steps ───────────────────────────────────────────────────────────────────────────────


def _proved(request: KTRequest, who: list[Person], back: str, *, shared: bool, elsewhere: str = "") -> HttpResponse:
    """They hold the key to this address. One person: in. Several: they say who they are."""
    if len(who) == 1:
        return _let_in(request, who[0], back, shared=shared, elsewhere=elsewhere)
    # A session id that somebody planted in this browser must not learn that the code was right.
    request.session.cycle_key()
    request.session[PROVED] = {
        "who": [person.key for person in who],
        "next": back,
        "shared": shared,
        "elsewhere": elsewhere,
        "until": now().timestamp() + 60 * number("code_minutes"),
    }
    return _see(reverse("people:sign_in_who"))


def _let_in(request: KTRequest, person: Person, back: str, *, shared: bool, elsewhere: str = "") -> HttpResponse:
    signing_acts.signed_in(person, person, elsewhere=bool(elsewhere), thing=elsewhere)
    for name in (SITTING, PROVED, SHARED):
        request.session.pop(name, None)
    login(request, person, backend=BACKEND)  # also changes the session's id
    request.person = person
    if shared:
        start_shared(request)
    return _go(back)


def _letter_of(request: HttpRequest) -> Letter | None:
    sitting = request.session.get(SITTING)
    return Letter.objects.filter(sitting=sitting).first() if sitting else None


def _wrong_code(letter: Letter) -> str:
    letter.refresh_from_db()
    if not is_open(letter) or letter.tries >= MOST_TRIES:
        return _("This code does not work any more. Ask for a new one.")
    return _("This is not the code. Look at the newest mail, and type the six figures again.")


def _too_many(request: HttpRequest, kind: str, who: str) -> bool:
    """Too often for one address, or from one place. A library or a day centre is one place for many people."""
    most = number("sign_in_tries")
    return (
        limits.too_many(f"sign_in.{kind}", who, limit=most, minutes=WINDOW)
        or limits.too_many("sign_in.from", visitor(request), limit=most * PEOPLE_AT_ONE_DOOR, minutes=WINDOW)
        or (kind == "code" and limits.too_many("sign_in.code", who, limit=most * 3, minutes=DAY))
    )


def _tried(request: HttpRequest, kind: str, who: str) -> None:
    limits.tried(f"sign_in.{kind}", who)
    limits.tried("sign_in.from", visitor(request))


def _too_many_words() -> str:
    return _("That was a lot of tries. Wait 15 minutes, then try again. Or ring us.")


def _wait(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    form.add_error(None, _too_many_words())
    response = page(request, template, status=429, form=form, **context)
    response["Retry-After"] = str(WINDOW * 60)
    return response


def _go(back: str) -> HttpResponse:
    return _see(back or resolve_url(settings.LOGIN_REDIRECT_URL))


def _see(where: str) -> HttpResponse:
    response = redirect(where)
    response.status_code = 303
    return response


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0
