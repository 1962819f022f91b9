"""What every page knows: whose table it is, which rooms there are for this reader, and how to leave quickly."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kitchentable.people.models import Duty
from kitchentable.people.rules import has_duty
from kitchentable.policy.book import may
from kitchentable.policy.clock import today
from kitchentable.policy.verdict import ANYONE
from kitchentable.ui.pieces import Organisation, Room


def house(request: HttpRequest) -> dict[str, Any]:
    """The context of every page. Asks the tables at most once."""
    person = getattr(request, "person", ANYONE)
    return {
        "organisation": organisation(),
        "rooms": rooms(person, request.path),
        "person": person,
        "today": today(),
        "demo_mode": settings.DEMO,
        "leave_to": settings.LEAVE_TO,
    }


def organisation() -> Organisation:
    """Whose table it is, as the settings say; invented in the demo."""
    return Organisation(**settings.ORGANISATION)


def rooms(person: Any, path: str) -> list[Room]:
    """The main menu for this reader: visitor, person, staff, and who has a duty."""
    found: list[tuple[str, str, str]] = []
    if not person.is_someone:
        found += [
            ("home:works", _("Pieces of work"), "table"),
            ("seats:calls", _("Offer for a seat"), "seat"),
            ("words:papers", _("Papers"), "paper"),
            ("ties:search", _("Search"), "look"),
            ("ties:learning_all", _("Learning"), "book"),
            ("voices:find", _("Your code"), "lock"),
            ("people:sign_in", _("Sign in"), "person"),
        ]
    elif person.works_here:
        found += [
            ("home:office", _("Office"), "table"),
            ("gatherings:office", _("Gatherings"), "calendar"),
            ("home:owed", _("What I must answer"), "answered"),
            ("ties:my_promises", _("My promises"), "promise"),
            ("ties:search", _("Search"), "look"),
            ("voices:said_list", _("What people said"), "said"),
            ("people:messages", _("Calls and letters"), "phone"),
            ("people:people", _("People"), "people"),
            ("words:glossary_office", _("Words we explain"), "book"),
            ("home:works", _("Pieces of work"), "paper"),
            ("home:me", _("My seat"), "seat"),
        ]
    else:
        found += [
            ("home:me", _("My seat"), "seat"),
            ("gatherings:mine", _("Gatherings"), "calendar"),
            ("words:my_papers", _("Papers"), "paper"),
            ("people:works_for_me", _("What works for me"), "works"),
            ("ties:search", _("Search"), "look"),
            ("ties:learning_all", _("Learning"), "book"),
            ("home:works", _("Pieces of work"), "table"),
            ("people:reach", _("How to reach me"), "phone"),
            ("people:supporters", _("My supporters"), "hands"),
            ("seats:calls", _("Offer for a seat"), "people"),
        ]
    if person.is_someone:
        if may(person, "people.read_alone"):
            found.append(("people:alone_office", _("Words to us alone"), "lock"))
        if has_duty(person, Duty.Kind.SAFEGUARDING):
            found.append(("people:worries", _("Worries"), "worried"))
        if any(has_duty(person, kind) for kind in (Duty.Kind.ACCESS, Duty.Kind.BOARD, Duty.Kind.ADMINISTRATOR)):
            found.append(("people:access", _("Accessible information"), "eye"))
        if has_duty(person, Duty.Kind.ADMINISTRATOR):
            found.append(("home:numbers", _("Numbers"), "look"))
    doors = [(reverse(name), label, icon) for name, label, icon in found]
    here = max((url for url, _label, _icon in doors if path.startswith(url)), key=len, default="")
    return [Room(url, label, icon, here=url == here) for url, label, icon in doors]
