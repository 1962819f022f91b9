"""Whom a field is about and why we hold it: the source for export, erasure, retention and the data-protection page (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

Erase = Literal["keep", "blank", "delete"]


@dataclass(frozen=True, slots=True)
class About:
    """Whom one field is about (`whom`: the path to that person, or "nobody"), why we hold it, and what erasure does to it."""

    whom: str
    why: str | Promise
    erase: Erase = "keep"


def about(whom: str, why: str, erase: Erase = "keep") -> About:
    """Say whom a field is about and why; `erase` is "blank" for words that go when the person is erased."""
    return About(whom, gettext_lazy(why), erase)


NOBODY = About("nobody", gettext_lazy("Needed to run the system; says nothing about a person."))


def fields_without_reason() -> list[str]:
    """Name each model field of ours that does not say whom it is about; empty when all do."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.fields
        if field.name not in getattr(model, "holds", {}) and not field.primary_key
    ]


def our_models() -> Iterator[type[models.Model]]:
    """Every model that Kitchen Table itself defines."""
    for config in apps.get_app_configs():
        if config.name.startswith("kitchentable."):
            yield from config.get_models()
