"""`{% symbol "bus" %}`: one of the shipped pictures, in the colour of the words around it."""

from __future__ import annotations

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from kitchentable.words.symbols import drawing

register = template.Library()


@register.simple_tag
def symbol(name: str, alt: str = "") -> SafeString:
    """The picture of a name. It only decorates what the words beside it say, unless `alt` says what is on it. Unknown: nothing."""
    found = drawing(str(name))
    if not found:
        return SafeString("")
    marks = f'role="img" aria-label="{conditional_escape(alt)}"' if alt else 'aria-hidden="true" focusable="false"'
    return mark_safe(found.replace("<svg ", f'<svg class="easy-symbol" {marks} ', 1))  # noqa: S308 - shipped with us
