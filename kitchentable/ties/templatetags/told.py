"""A filter for boxes that are ticked."""

from __future__ import annotations

from collections.abc import Collection

from django import template

register = template.Library()


@register.filter
def is_in(key: object, keys: Collection[object]) -> bool:
    """Whether `key` is among `keys`: is this box ticked?"""
    return key in keys
