"""Every field says whom it is about and why; what is held about a person is derived from that."""

from __future__ import annotations

from django.core.exceptions import FieldDoesNotExist

from kitchentable.people.holding import HELD_BACK, holdings
from kitchentable.people.models import Person
from kitchentable.record.about import fields_without_reason, our_models


def test_every_field_of_every_model_says_whom_it_is_about_and_why() -> None:
    assert fields_without_reason() == []


def test_no_model_speaks_of_a_field_it_does_not_have() -> None:
    unknown = []
    for model in our_models():
        for name in getattr(model, "holds", {}):
            try:
                model._meta.get_field(name)
            except FieldDoesNotExist:
                unknown.append(f"{model._meta.label}.{name}")
    assert unknown == []


def test_every_reason_is_a_sentence_a_person_can_read() -> None:
    for holding in holdings():
        for name, about in holding.fields.items():
            assert str(about.why).endswith("."), f"{holding.label}.{name}: {about.why}"


def test_every_path_leads_to_a_person() -> None:
    for holding in holdings():
        if holding.path == "self":
            assert holding.model is Person
            continue
        end = holding._end()
        assert end.related_model is Person or end.name.endswith("_key"), f"{holding.label}: {holding.path}"


def test_what_erasing_takes_away_can_be_taken_away() -> None:
    for holding in holdings():
        row_goes = getattr(holding.fields.get(holding.path), "erase", "keep") == "delete"
        for name, about in holding.fields.items():
            field = holding.model._meta.get_field(name)
            if about.erase != "keep" and not row_goes:
                assert field.null or not field.is_relation, f"{holding.label}.{name} cannot be empty"
                assert not field.unique, f"{holding.label}.{name} must be unique, so two could not both be empty"


def test_what_is_held_back_from_an_export_is_there_to_be_held_back() -> None:
    held = {f"{holding.label}.{name}" for holding in holdings() for name in holding.fields}
    assert held >= set(HELD_BACK)
