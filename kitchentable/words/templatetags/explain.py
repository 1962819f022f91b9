"""`{% explain text %}`: where the organisation speaks, the first use of each term on a page explains itself."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from kitchentable.words.explaining import explained, explained_text

register = template.Library()


@register.simple_tag(takes_context=True)
def explain(context: Context, text: Any) -> SafeString:
    """A text, escaped, lines kept, with the first use of each term explained. Never for a person's words, a title, a link or a button."""
    return explained_text(text, context.get("request"))


@register.simple_tag(takes_context=True)
def explain_html(context: Context, html: str) -> SafeString:
    """The same for a safe HTML fragment, such as the body of a paper."""
    return explained(html, context.get("request"))
