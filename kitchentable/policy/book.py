"""The book of rules: who may do what, and why not. No rule means no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from kitchentable.policy.verdict import HOUSE, Actor, Verdict, no, yes

Rule = Callable[..., Verdict]
_RULES: dict[str, Rule] = {}
_HOUSE: set[str] = set()
_FACTS: dict[str, Callable[[Any], Any]] = {}


def rule(act: str, *, house: bool = False) -> Callable[[Rule], Rule]:
    """Declare who may do `act`. `house=True`: the worker and the clock may too."""

    def keep(found: Rule) -> Rule:
        if act in _RULES:
            raise ValueError(f"two rules for {act}")
        _RULES[act] = found
        if house:
            _HOUSE.add(act)
        return found

    return keep


def may(person: Actor, act: str, thing: object = None) -> Verdict:
    """May `person` do `act` on `thing`? The one place that answers. No rule means no."""
    if person is HOUSE:
        return yes() if act in _HOUSE else no(_("Only a person may do this."))
    found = _RULES.get(act)
    return found(person, thing) if found else no(_("There is no rule that allows this."))


def acts() -> frozenset[str]:
    """The names of all acts that have a rule."""
    return frozenset(_RULES)


def loads_fact(name: str) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    """Register how one fact about a person (roles, duties, supports) is loaded."""

    def keep(load: Callable[[Any], Any]) -> Callable[[Any], Any]:
        _FACTS[name] = load
        return load

    return keep


def fact(person: Actor, name: str) -> Any:
    """A fact about `person`, loaded once for each request (it is kept on the person object)."""
    kept: dict[str, Any] = person.__dict__.setdefault("_facts", {})
    if name not in kept:
        kept[name] = _FACTS[name](person)
    return kept[name]


def forget_facts(person: Actor) -> None:
    """Load facts anew: call after an act changed them within one request."""
    person.__dict__.pop("_facts", None)
