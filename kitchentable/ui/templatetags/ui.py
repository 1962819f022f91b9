"""Tags that every template has: icons, statuses, fields, days, people's words, pictures."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kitchentable.ui.icons import ICONS
from kitchentable.ui.pieces import Kind, Part, Status

register = template.Library()

STATUS_ICONS: dict[str, tuple[str, str]] = {
    "done": ("done", "status-done"),
    "partly": ("partly", "status-partly"),
    "no": ("no", "status-no"),
    "later": ("later", ""),
    "passed": ("passed", ""),
    "waiting": ("clock", ""),
    "soon": ("clock", "status-partly"),
    "late": ("late", "status-late"),
    "again": ("again", "status-no"),
    "unknown": ("unknown", "status-unknown"),
    "withdrawn": ("back", "status-unknown"),
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon; without `label` it is hidden from screen readers. Raises KeyError for a name we do not have."""
    drawing = mark_safe(ICONS[name])  # noqa: S308 - our own drawings
    if label:
        return format_html('<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, drawing)
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', drawing)


@register.simple_tag
def status_of(kind: str, words: str) -> SafeString:
    """A status: a shape and a word."""
    shape, colour = STATUS_ICONS[kind]
    return format_html('<span class="status {}">{}{}</span>', colour, icon(shape), words)


@register.simple_tag
def status(one: Status) -> SafeString:
    """A Status piece."""
    return status_of(one.kind, one.words)


@register.inclusion_tag("ui/forms/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A field with its label, hint, error and control."""
    widget = bound.field.widget
    described = [f"{bound.auto_id}-hint"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}-error")
    attrs: dict[str, Any] = {}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    kind = "checkbox" if getattr(widget, "input_type", "") == "checkbox" and not hasattr(widget, "choices") else "plain"
    if getattr(widget, "use_fieldset", False) or (
        hasattr(widget, "choices") and getattr(widget, "input_type", "") in ("radio", "checkbox")
    ):
        kind = "group"
    return {
        "field": bound,
        "control": bound.as_widget(attrs=attrs),
        "kind": kind,
        "optional": not bound.field.required and kind != "checkbox",
    }


@register.inclusion_tag("ui/forms/problems.html")
def problems(*forms: Any) -> dict[str, Any]:
    """The summary of what to look at, each line leading to its field."""
    found: list[tuple[str, str]] = []
    for form in forms:
        if not form or not form.is_bound:
            continue
        found += [("", str(words)) for words in form.non_field_errors()]
        for bound in form:
            widget = bound.field.widget
            parts = getattr(widget, "use_fieldset", False) or getattr(widget, "input_type", "") in ("radio", "checkbox")
            target = f"{bound.auto_id}_0" if parts and (hasattr(widget, "choices") or hasattr(widget, "widgets")) else bound.auto_id
            found += [(str(target), str(words)) for words in bound.errors]
    return {"problems": found}


@register.simple_tag
def once() -> SafeString:
    """The form's one-time key: a second press never does a thing twice."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4())


@register.filter
def day(value: date | datetime | None) -> str:
    """ "Tuesday 4 May", with the year when it is not this year."""
    if value is None:
        return ""
    found = timezone.localtime(value).date() if isinstance(value, datetime) else value
    this_year = timezone.localdate().year
    return formats.date_format(found, "l j F" if found.year == this_year else "l j F Y")


@register.simple_tag(name="day")
def day_tag(value: date | datetime | None) -> str:
    """The tag form of the filter."""
    return day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """ "Tuesday 4 May, 10.30am" in the organisation's zone."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    hour = local.hour % 12 or 12
    half = _("am") if local.hour < 12 else _("pm")
    minutes = f".{local.minute:02d}" if local.minute else ""
    return f"{day(value)}, {hour}{minutes}{half}"


@register.simple_tag
def when(value: datetime | None) -> str:
    """The tag form of `moment`."""
    return moment(value)


@register.simple_tag
def said_words(words: str, kind: str = "") -> SafeString:
    """A person's words, to the letter: line breaks kept, direction by what they wrote."""
    return format_html('<div class="words {}" dir="auto">{}</div>', kind, words)


@register.simple_tag
def name(person: Any) -> SafeString:
    """What a person is called, kept apart from the text around it."""
    return format_html("<bdi>{}</bdi>", getattr(person, "called", "") or (_("someone") if person is None else str(person)))


@register.inclusion_tag("ui/pieces/pages.html", takes_context=True)
def pages(context: dict[str, Any], page_obj: Any) -> dict[str, Any]:
    """Links to the page before and after; the filters stay."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    rest = query.urlencode()
    return {"page": page_obj, "rest": f"&{rest}" if rest else ""}


@register.inclusion_tag("ui/pieces/path.html")
def path(steps: Sequence[Any], label: str = "", across: bool = False) -> dict[str, Any]:
    """A path of steps, each done, now or next."""
    return {"steps": steps, "label": label or _("Where it is"), "across": across, "count": len(steps)}


@register.inclusion_tag("ui/pieces/share.html")
def share_bar(title: str, parts: Sequence[Part | tuple[str, int]], heading: str = "h3") -> dict[str, Any]:
    """A bar of parts of a whole, with its numbers in words and a key. Parts of nothing are left out of the picture, not of the words."""
    rows = [part if isinstance(part, Part) else Part(*part) for part in parts]
    total = sum(part.value for part in rows)
    at, drawn = 0.0, []
    for count, part in enumerate(rows):
        wide = 100 * part.value / total if total else 0
        drawn.append(
            {
                "label": part.label, "value": part.value, "group": f"g{count % 4 + 1}", "x": f"{at:.2f}%", "width": f"{wide:.2f}%",
                "middle": f"{at + wide / 2:.2f}%", "show": wide > 6, "total": total,
            }
        )  # fmt: skip
        at += wide
    spoken = ". ".join(f"{part.label}: {part.value} / {total}" for part in rows)
    return {"title": title, "parts": drawn, "total": total, "spoken": spoken, "heading": heading, "key": uuid.uuid4().hex[:8]}


def kinds() -> tuple[Kind, ...]:
    """Every kind of status, for the look-book."""
    return ("done", "partly", "no", "later", "passed", "waiting", "late", "again", "unknown", "withdrawn")
