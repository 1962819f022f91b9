"""The tags that pages are built with. They are built in: no page needs to load them."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.conf import settings
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from kitchentable.ui import drawing
from kitchentable.ui.advice import CHECK, Advice, advice_on
from kitchentable.ui.charts import Chart
from kitchentable.ui.dates import day_in_words, moment_in_words, time_in_words
from kitchentable.ui.ends import ends
from kitchentable.ui.forms import DayWidget, general_words
from kitchentable.ui.icons import ICONS
from kitchentable.ui.pieces import STATUS_ICONS, Part, Pick, Step

register = template.Library()

TURNS = frozenset({"back", "passed", "leave", "answered"})
"""Icons that point somewhere: they turn round on a page that is read from right to left."""


@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """One of our icons. Without a label it only decorates; an unknown name is an error while we build and test."""
    inside = ICONS.get(str(name))
    if inside is None:
        if settings.DEBUG or getattr(settings, "TESTING", False):
            raise template.TemplateSyntaxError(f"There is no icon called {name!r}. See kitchentable/ui/icons.py")
        inside = ""
    inside = mark_safe(inside)  # noqa: S308 - drawn by us
    classes = " ".join(part for part in ("icon", "turns" if name in TURNS else "", extra) if part)
    if label:
        return format_html('<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', classes, label, inside)
    return format_html('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', classes, inside)


@register.simple_tag
def status(thing: Any) -> SafeString:
    """How something stands; `thing` has `.kind` and `.words`. Nothing at all gives nothing."""
    return status_of(thing.kind, thing.words) if thing else SafeString("")


@register.simple_tag
def status_of(kind: str, words: str) -> SafeString:
    """How something stands: the shape and colour of `kind`, said in `words`."""
    if kind not in STATUS_ICONS:
        raise template.TemplateSyntaxError(f"There is no status called {kind!r}.")
    return format_html('<span class="status status-{}">{}{}</span>', kind, icon(STATUS_ICONS[kind]), words)


@register.simple_tag
def name(person: Any) -> SafeString:
    """What a person is called, kept apart from the words around it whatever its script."""
    return format_html("<bdi>{}</bdi>", person) if person else SafeString("")


@register.simple_tag
def said_words(words: str, kind: str = "", plain: bool = False, lang: str = "") -> SafeString:
    """A person's words to the letter: nothing trimmed, lines kept, in their own direction.

    `kind` adds a class; `plain=True` leaves out the quotation marks; `lang` says which language they are in.
    """
    spoken = format_html(' lang="{}"', lang) if lang else ""
    said = format_html('<p class="verbatim" dir="auto"{}>{}</p>', spoken, words)
    return said if plain else format_html('<blockquote class="{}">{}</blockquote>', f"words {kind}".strip(), said)


def _today(context: Context) -> date:
    today = context.get("today")
    if isinstance(today, datetime):
        return today.date()
    return today if isinstance(today, date) else timezone.localdate()


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | None, year: bool = False) -> SafeString:
    """ "Tuesday 4 May 2026". The year is said unless it is this year; `year=True` says it always."""
    if value is None or value == "":
        return SafeString("")
    return _time_element(value, day_in_words(value, None if year else _today(context)))


@register.simple_tag(takes_context=True)
def when(context: Context, value: datetime | None, year: bool = False) -> SafeString:
    """ "Tuesday 4 May, 10.30am", where the reader is."""
    if value is None or value == "":
        return SafeString("")
    return _time_element(value, moment_in_words(value, None if year else _today(context)))


@register.simple_tag
def clock_time(value: datetime | None) -> SafeString:
    """ "10.30am", where the reader is."""
    return _time_element(value, time_in_words(value)) if value else SafeString("")


@register.filter(name="day")
def day_filter(value: date | None) -> str:
    """The day in words, to put inside a sentence: `{{ x|day }}`."""
    return day_in_words(value, timezone.localdate()) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """The day and the time in words, to put inside a sentence: `{{ x|moment }}`."""
    return moment_in_words(value, timezone.localdate()) if value else ""


def _time_element(value: date, words: str) -> SafeString:
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.simple_tag
def once() -> SafeString:
    """A fresh key for this form, so that a double click or a retry never does a thing twice."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4())


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the error summary: what is wrong, the id of the control to go to, and its question."""

    words: str
    target: str = ""
    question: str = ""


@register.simple_tag(takes_context=True)
def problems(context: Context, *forms_: Any) -> SafeString:
    """The summary of all that needs another look, each line leading to its question. Nothing wrong gives nothing.

    Words that could be about any question ("Please choose one.") come with their question.
    """
    faults = [fault for form in forms_ if form for fault in _faults(form)]
    if not faults:
        return SafeString("")
    general = general_words()
    said = Counter(fault.words for fault in faults)
    lines = [fault if fault.words in general or said[fault.words] > 1 else replace(fault, question="") for fault in faults]
    return SafeString(get_template("ui/problems.html").render({"faults": lines}))


def _faults(form: Any) -> Iterable[Fault]:
    if isinstance(form, forms.BaseFormSet):
        if not form.is_bound:
            return
        yield from (Fault(str(words)) for words in form.non_form_errors())
        for one in form.forms:
            yield from _faults(one)
        return
    if not form.is_bound:
        return
    yield from (Fault(str(words)) for words in form.non_field_errors())
    for bound in form:
        if bound.is_hidden:
            yield from (Fault(str(words)) for words in bound.errors)
        else:
            yield from (Fault(str(words), first_id(bound), str(bound.label)) for words in bound.errors)


def first_id(bound: BoundField) -> str:
    """The id of the first control of a question: where its error links lead."""
    widget = bound.field.widget
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return f"{bound.auto_id}_0" if len(bound.subwidgets) else bound.auto_id
    return f"{bound.auto_id}_day" if isinstance(widget, DayWidget) else bound.auto_id


@dataclass(frozen=True, slots=True)
class PickPiece:
    """A choice as it is drawn: its input, its words."""

    tag: SafeString
    id: str
    label: str
    hint: str
    icon: str


@register.simple_tag(takes_context=True)
def field(context: Context, bound: BoundField, large: bool = False, heading: str = "", rows: int = 0) -> SafeString:
    """A question and its control: label, hint, what is wrong in words, and the control tied to all three.

    `large=True` makes the label as big as a heading; `heading="h1"` makes it the heading of the page.
    """
    if bound.is_hidden:
        return bound.as_widget()
    widget = bound.field.widget
    hint_id, error_id = f"{bound.auto_id}_hint", f"{bound.auto_id}_problem"
    described = " ".join(
        [hint_id] * bool(bound.help_text) + [error_id] * bool(bound.errors) + [widget.attrs.get("aria-describedby", "")]
    ).strip()
    shown: dict[str, Any] = {
        "bound": bound,
        "errors": [str(words) for words in bound.errors],
        "hint_id": hint_id,
        "error_id": error_id,
        "described": described,
        "large": large or bool(heading),
        "heading": heading,
        "can_skip": not bound.field.required and getattr(bound.field, "say_can_skip", True),
    }
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return _drawn("picks", shown | {"picks": _picks(bound), "two": getattr(bound.field, "two", False)})
    if isinstance(widget, DayWidget):
        return _drawn("day", shown | {"parts": _day_parts(bound, described)})
    attrs: dict[str, Any] = {"aria-describedby": described} if described else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if rows:
        attrs["rows"] = rows
    if isinstance(widget, forms.CheckboxInput):
        return _drawn("check", shown | {"control": bound.as_widget(attrs=attrs)})
    if isinstance(widget, forms.FileInput):
        most = getattr(bound.field, "max_bytes", None)
        attrs |= {"data-max-bytes": most} if most else {}
        return _drawn("upload", shown | {"control": bound.as_widget(attrs=attrs), "sound": getattr(bound.field, "sound", False)})
    if getattr(bound.field, "advice", False):
        attrs["data-advised"] = f"{bound.auto_id}_advice"
        shown |= {"advised": True, "advice": getattr(bound.form, "advice", {}).get(bound.name), "check": CHECK}
    return _drawn("control", shown | {"control": bound.as_widget(attrs=attrs)})


def _drawn(kind: str, shown: dict[str, Any]) -> SafeString:
    return SafeString(get_template(f"ui/forms/{kind}.html").render(shown))


def _picks(bound: BoundField) -> list[PickPiece]:
    known: dict[str, Pick] = {pick.value: pick for pick in getattr(bound.field, "picks", ())}
    pieces = []
    for one in bound.subwidgets:
        pick = known.get(str(one.data["value"]))
        pieces.append(
            PickPiece(
                tag=one.tag(),
                id=one.data["attrs"].get("id", ""),
                label=one.choice_label,
                hint=str(pick.hint) if pick else "",
                icon=pick.icon if pick else "",
            )
        )
    return pieces


def _day_parts(bound: BoundField, described: str) -> list[dict[str, Any]]:
    widget: Any = bound.field.widget
    drawn = widget.get_context(bound.html_name, bound.value(), {"id": bound.auto_id})["widget"]["subwidgets"]
    labels = (_("Day"), _("Month"), _("Year"))
    wrong = bool(bound.errors)
    return [
        {
            "label": label,
            "name": part["name"],
            "id": f"{bound.auto_id}_{key}",
            "value": part["value"] or "",
            "described": described if at == 0 else "",
            "numeric": at != 1,
            "wrong": wrong,
        }
        for at, (key, label, part) in enumerate(zip(("day", "month", "year"), labels, drawn, strict=True))
    ]


@register.inclusion_tag("ui/path.html")
def path(steps: Sequence[Step], label: str = "") -> dict[str, Any]:
    """The steps from said to "is it true?": who did each, when, and which one is now."""
    return {"steps": steps, "count": len(steps), "label": label}


@register.inclusion_tag("ui/strip.html")
def strip(steps: Sequence[Step], words: str = "") -> dict[str, Any]:
    """The same steps as a small strip for lists; `words` says what the strip shows."""
    now = next((step for step in steps if step.state == "now"), None)
    return {"steps": steps, "words": words or (now.words if now else "")}


MARKS: dict[int, str] = {
    1: '<circle class="seat-mark" cx="28" cy="28" r="8"/>',
    2: '<path class="seat-mark" d="M28 18l10 10-10 10-10-10z"/>',
    3: '<path class="seat-mark" d="M20 20h16v16H20z"/>',
    4: '<path class="seat-mark" d="M28 18l10 17H18z"/>',
    5: '<path class="seat-mark" d="M25 17h6v8h8v6h-8v8h-6v-8h-8v-6h8z"/>',
    6: '<path class="seat-mark" d="M17 24h22v8H17z"/>',
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One part of the bar with its place on it, in hundredths of the whole."""

    label: str
    value: int
    group: int
    start: str
    width: str
    middle: str
    roomy: bool
    pattern: str
    mark: SafeString


@register.inclusion_tag("ui/share_bar.html")
def share_bar(title: str, parts: Sequence[Any], level: int = 3) -> dict[str, Any]:
    """Parts of a whole as a bar, with a key and a table. Parts are `Part`s or (label, value, group) tuples."""
    given = [part if isinstance(part, Part) else Part(*part) for part in parts]
    whole = sum(part.value for part in given)
    drawn, at = [], 0.0
    for number, part in enumerate(given):
        group = part.group or number % 6 + 1
        width = 100 * part.value / whole if whole else 0.0
        drawn.append(
            Drawn(
                label=str(part.label),
                value=part.value,
                group=group,
                start=f"{at:.2f}%",
                width=f"{width:.2f}%",
                middle=f"{at + width / 2:.2f}%",
                roomy=width >= 5,
                pattern={2: "stripes", 3: "dots", 5: "stripes", 6: "dots"}.get(group, ""),
                mark=mark_safe(MARKS[group]),  # noqa: S308 - drawn by us
            )
        )
        at += width
    return {"title": title, "parts": drawn, "whole": whole, "bar": f"b{uuid.uuid4().hex[:8]}", "level": level}


@register.inclusion_tag("ui/chart.html")
def chart(chart: Chart, level: int = 3) -> dict[str, Any]:
    """A `ui.charts.Chart`: its title, its text, its picture, and the same numbers as a table. `level`: of its heading."""
    name = f"c{uuid.uuid4().hex[:8]}"
    drawn = drawing.drawing(chart, name=name, rtl=get_language_bidi())
    rows = [
        (label, [drawing.in_words(chart, row, at) for row in chart.series])
        for at, label in enumerate(chart.labels)
    ]  # fmt: skip
    return {
        "chart": chart,
        "level": level,
        "name": name,
        "height": drawn.height,
        "shapes": mark_safe(drawn.shapes),  # noqa: S308 - drawn by us, each word in it escaped
        "patterns": mark_safe(drawing.patterns(name)),  # noqa: S308 - drawn by us
        "said": drawing.said(chart),
        "nothing": drawing.nothing_words(),
        "gaps": drawing.has_gaps(chart),
        "names": [row.name for row in chart.series],
        "rows": rows if chart.series else [],
    }


@register.inclusion_tag("ui/pages.html", takes_context=True)
def pages(context: Context, page_obj: Page[Any], key: str = "page", label: str = "") -> dict[str, Any]:
    """ "Page 2 of 9" with the ways back and on; what was searched for stays. One page alone gives nothing."""
    request = context.get("request")
    query = request.GET.copy() if request else None

    def to(number: int) -> str:
        if query is None:
            return f"?{key}={number}"
        query[key] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page_obj,
        "many": page_obj.paginator.num_pages > 1,
        "before": to(page_obj.previous_page_number()) if page_obj.has_previous() else "",
        "after": to(page_obj.next_page_number()) if page_obj.has_next() else "",
        "label": label,
    }


@register.inclusion_tag("ui/advice_line.html")
def advice_line(*words: str) -> dict[str, Advice | None]:
    """One line of advice before words of ours are sent; never a stop. Nothing to say gives nothing."""
    return {"advice": advice_on("\n\n".join(one for one in words if one))}


@register.simple_tag(takes_context=True)
def page_end(context: Context) -> SafeString:
    """What floors above put at the end of the page (`ui.ends`)."""
    request = context.get("request")
    return ends(request) if request else SafeString("")


@register.filter
def size_in_words(size: int) -> str:
    """ "3 MB", "120 KB"."""
    if size < 1_000_000:
        return _("%(size)s KB") % {"size": max(1, round(size / 1000))}
    return _("%(size)s MB") % {"size": f"{size / 1_000_000:.1f}".removesuffix(".0")}


@register.filter
def tel(number: str) -> str:
    """A phone number as a link wants it: "01632 960 123" to "01632960123"."""
    return "".join(sign for sign in str(conditional_escape(number)) if sign.isdigit() or sign == "+")
