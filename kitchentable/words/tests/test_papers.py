"""Papers: writing one, two tabs, the summary, long papers, files, the next version, who sees what, and that a sent version is frozen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kitchentable.policy.clock import now, today
from kitchentable.policy.numbers import starting
from kitchentable.policy.verdict import Refused
from kitchentable.record.models import Line
from kitchentable.words.acts import papers as acts
from kitchentable.words.checking import seen_in
from kitchentable.words.models import Document, Handled, Version
from kitchentable.words.readiness import why_not_ready
from kitchentable.words.tests.making import TEXT, make_document, make_version

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15
CLEAR = "# Help at home\n\nWe want to hear from you.\n"


def day(value: Any, name: str = "by_when_on") -> dict[str, str]:
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def new_paper(cast: Any, text: str = TEXT) -> Version:
    return acts.new_document(cast.natalie.person, cast.work, title="Help at home: what could change", text=text).newest()


def to(name: str, version: Version) -> str:
    return reverse(f"words:{name}", args=[version.document.key])


# ── writing ───────────────────────────────────────────────────────────────────────────────────────


def test_a_lead_writes_a_paper_and_lands_on_what_the_check_found(cast: Any) -> None:
    new = reverse("words:paper_new", args=[cast.work.slug])
    assert "Save the paper" in cast.natalie.get(new).content.decode()
    made = cast.natalie.post(new, {"title": "Help at home", "kind": "paper", "text": TEXT.replace("\n", "\r\n")})
    version = Version.objects.get()
    assert made.redirect_chain[-1][0] == to("check", version)
    assert version.text == TEXT
    assert (version.found, version.left) == (4, 4)
    assert "utilise" in made.content.decode()
    assert "Help at home" in cast.natalie.get(reverse("words:office_papers", args=[cast.work.slug])).content.decode()
    assert "4 things are left" in cast.natalie.get(to("office_paper", version)).content.decode()


def test_a_paper_without_a_name_comes_back_with_all_that_was_typed(cast: Any) -> None:
    back = cast.natalie.post(
        reverse("words:paper_new", args=[cast.work.slug]), {"title": "", "kind": "paper", "text": TEXT}, status=422
    )
    assert "The MDT will utilise the CPA" in back.content.decode()
    assert not Document.objects.exists()


def test_a_double_click_makes_one_paper(cast: Any) -> None:
    new = reverse("words:paper_new", args=[cast.work.slug])
    said = {"title": "Help at home", "kind": "paper", "text": CLEAR, "once": str(uuid4())}
    first, second = cast.natalie.post(new, said), cast.natalie.post(new, said)
    assert Document.objects.count() == 1
    assert first.redirect_chain[-1][0] == second.redirect_chain[-1][0]


def test_two_tabs_never_overwrite_each_other_and_both_texts_come_back(cast: Any) -> None:
    version = new_paper(cast)
    cast.natalie.post(to("write", version), {"text": "# First tab\n", "changes": "0"})
    back = cast.natalie.post(to("write", version), {"text": "# Second tab\n", "changes": "0"}, status=422)
    page = back.content.decode()
    assert "# First tab" in page
    assert "# Second tab" in page
    assert "nothing was overwritten" in page
    version.refresh_from_db()
    assert version.text == "# First tab\n"
    assert back.context["form"]["changes"].value() == 1
    cast.natalie.post(to("write", version), {"text": "# Both\n", "changes": "1"})
    version.refresh_from_db()
    assert version.text == "# Both\n"


def test_a_change_on_the_check_page_is_not_overwritten_by_the_write_page_of_another_tab(cast: Any) -> None:
    version = new_paper(cast)
    mark = next(one for one in seen_in(version).marks if one.finding.text == "utilise")
    acts.accept(cast.natalie.person, version, place=mark.place, better="use", changes=0)
    with pytest.raises(acts.Stale) as stale:
        acts.write_version(cast.natalie.person, version, text="# Old tab\n", changes=0)
    assert "will use the CPA" in stale.value.stands.text


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("plan.md", b"# A plan\n\n- One\n- Two\n", "# A plan"),
        ("plan.txt", "Wir können. It’s here.".encode(), "It’s here."),
        ("plan.html", b"<!doctype html><html lang=en><title>x</title><h1>A plan</h1><ul><li>One</ul><p>Two", "# A plan"),
    ],
)
def test_a_file_is_looked_at_before_anything_is_saved(cast: Any, name: str, raw: bytes, says: str) -> None:
    new = reverse("words:paper_new", args=[cast.work.slug])
    shown = cast.natalie.post(new, {"what": "read", "file": SimpleUploadedFile(name, raw)}, status=200)
    assert says in shown.context["form"]["text"].value()
    assert not Document.objects.exists()
    hidden = {one: shown.context["form"][one].value() for one in ("text", "came_as", "notes")}
    cast.natalie.post(new, {"title": "A plan", "kind": "paper", **hidden})
    assert Version.objects.get().came_as == name


def test_a_file_with_many_things_that_cannot_be_read_can_still_be_saved(cast: Any) -> None:
    raw = b"# A plan\n\n" + b"".join(
        b"![](https://example.org/picture-with-a-long-name-%d.png)\n\nWe help.\n\n" % n for n in range(200)
    )
    new = reverse("words:paper_new", args=[cast.work.slug])
    shown = cast.natalie.post(new, {"what": "read", "file": SimpleUploadedFile("plan.md", raw)}, status=200)
    hidden = {one: shown.context["form"][one].value() for one in ("text", "came_as", "notes")}
    cast.natalie.post(new, {"title": "A plan", "kind": "paper", **hidden})
    version = Version.objects.get()
    assert 1 < len(version.notes) <= 9
    assert "more like these" in version.notes[-1]


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("plan.docx", b"\xd0\xcf\x11\xe0 old", "old Office file"),
        ("plan.pdf", b"not a pdf", "not what its name says"),
        ("plan.txt", b"a\x00b", "not a text"),
        ("plan.md", b"   \n", "holds no words"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_sentence(cast: Any, name: str, raw: bytes, says: str) -> None:
    new = reverse("words:paper_new", args=[cast.work.slug])
    back = cast.natalie.post(new, {"what": "read", "file": SimpleUploadedFile(name, raw)}, status=422)
    assert says in back.content.decode()


def test_a_file_can_take_the_place_of_the_text_after_it_was_looked_at(cast: Any) -> None:
    version = new_paper(cast)
    shown = cast.natalie.post(to("write", version), {"what": "read", "file": SimpleUploadedFile("b.md", b"# Better\n")}, status=200)
    version.refresh_from_db()
    assert version.text == TEXT
    assert shown.context["form"]["text"].value() == "# Better\n"


# ── its summary ───────────────────────────────────────────────────────────────────────────────────


def test_the_summary_needs_its_four_parts_and_a_day_says_itself_in_words(cast: Any) -> None:
    version = new_paper(cast, CLEAR)
    said = {"what_this_is": "A plan.", "what_we_ask": "Tell us.", "by_when": "", "what_happens_next": "", "changes": "0"}
    back = cast.natalie.post(to("summary", version), said, status=422)
    assert "Tell us." in back.content.decode()
    back = cast.natalie.post(to("summary", version), {**said, "what_happens_next": "We decide."}, status=422)
    assert "Say by when" in back.content.decode()
    until = today() + timedelta(days=21)
    cast.natalie.post(to("summary", version), {**said, "what_happens_next": "We decide.", **day(until)})
    version.refresh_from_db()
    assert version.by_when_on == until
    assert version.by_when.startswith("By ")
    assert str(until.year) in version.by_when
    assert why_not_ready(version) == []


def test_a_summary_in_two_tabs_is_not_overwritten(cast: Any) -> None:
    version = new_paper(cast, CLEAR)
    said = {
        "what_this_is": "A plan.",
        "what_we_ask": "Tell us.",
        "by_when": "No rush",
        "what_happens_next": "We decide.",
        "changes": "0",
    }
    cast.natalie.post(to("summary", version), said)
    back = cast.natalie.post(to("summary", version), {**said, "what_this_is": "Another plan."}, status=422)
    assert "A plan." in back.content.decode()
    assert "Another plan." in back.content.decode()
    version.refresh_from_db()
    assert version.what_this_is == "A plan."


def test_a_day_that_has_passed_is_no_by_when(cast: Any) -> None:
    version = new_paper(cast, CLEAR)
    with pytest.raises(acts.DayHasPassed):
        acts.set_summary(
            cast.natalie.person, version, what_this_is="A", what_we_ask="B", by_when="", by_when_on=today() - timedelta(days=1), what_happens_next="C"
        )  # fmt: skip


def test_a_long_paper_is_not_ready_without_its_two_pages(cast: Any) -> None:
    version = new_paper(cast, "We help you at home. " * (starting()["short_from_words"].value // 5 + 1))
    acts.set_summary(
        cast.natalie.person, version, what_this_is="A", what_we_ask="B", by_when="No rush", by_when_on=None, what_happens_next="C"
    )
    version = version.document.newest()
    if version.left:
        acts.keep_rest(cast.natalie.person, version, because="It is only about its length.")
    version = version.document.newest()
    assert [one for one in why_not_ready(version) if "two pages" in one]
    with pytest.raises(acts.TooLong):
        acts.set_short(cast.natalie.person, version, short_text="word " * 701)
    cast.natalie.post(to("short", version), {"short_text": "We ask you two things.", "changes": str(version.changes)})
    assert why_not_ready(version.document.newest()) == []


def test_a_paper_says_what_it_still_needs(cast: Any) -> None:
    version = make_version(cast, text="", what_we_ask="")
    assert len(why_not_ready(version)) == 2
    version = new_paper(cast)
    assert "4 things" in why_not_ready(version)[0]


# ── sent ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_sent_version_never_changes(cast: Any) -> None:
    version = make_version(cast, sent=True)
    by = cast.natalie.person
    place = seen_in(version).marks[0].place
    for change in (
        lambda: acts.write_version(by, version, text="New", changes=0),
        lambda: acts.set_short(by, version, short_text="New"),
        lambda: acts.accept(by, version, place=place, better="x"),
        lambda: acts.keep(by, version, place=place, because="x"),
        lambda: acts.keep_rest(by, version, because="x"),
        lambda: acts.set_summary(
            by, version, what_this_is="A", what_we_ask="B", by_when="C", by_when_on=None, what_happens_next="D"
        ),
    ):
        with pytest.raises(Refused, match="was sent"):
            change()
    before = Version.objects.filter(pk=version.pk).values().get()
    for name in ("write", "summary", "short"):
        cast.natalie.post(to(name, version), {"text": "New", "changes": "0"}, status=403)
    cast.natalie.post(to("check", version), {"what": "rest", "because": "x"}, status=403)
    assert Version.objects.filter(pk=version.pk).values().get() == before
    page = cast.natalie.get(to("check", version)).content.decode()
    assert "Use this" not in page
    assert "was sent" in page


def test_the_next_version_begins_with_the_words_and_decisions_of_the_one_before(cast: Any) -> None:
    version = new_paper(cast)
    by = cast.natalie.person
    with pytest.raises(Refused, match="not sent yet"):
        acts.next_version(by, version.document, what_changed="x")
    mark = next(one for one in seen_in(version).marks if one.finding.text == "utilise")
    acts.keep(by, version, place=mark.place, because="It is the name of the form.")
    Version.objects.filter(pk=version.pk).update(sent_at=now())
    page = cast.natalie.post(to("next_version", version), {"what_changed": "The hours on Monday."})
    assert "Version 2 has begun" in page.content.decode()
    fresh = version.document.newest()
    assert (fresh.number, fresh.text, fresh.kept, fresh.what_changed) == (2, version.text, 1, "The hours on Monday.")
    assert fresh.handled.get().because == "It is the name of the form."
    acts.write_version(by, fresh, text="# New\n", changes=0)
    version.refresh_from_db()
    assert version.text == TEXT


# ── who may ───────────────────────────────────────────────────────────────────────────────────────


def test_only_leads_and_checkers_of_the_work_read_what_is_not_sent(cast: Any) -> None:
    version = new_paper(cast)
    pages = [to(one, version) for one in ("office_paper", "write", "check", "decided", "summary", "short")]
    for one in pages:
        assert cast.natalie.get(one).status_code == 200
        assert cast.dee.get(one).status_code == 200
        for who in (cast.chloe, cast.gill, cast.kim):
            assert who.client.get(one).status_code in (403, 404)
        assert cast.anyone.client.get(one).status_code == 302


def test_every_change_is_a_line_in_the_record(cast: Any) -> None:
    version = new_paper(cast)
    mark = next(one for one in seen_in(version).marks if one.finding.text == "utilise")
    acts.accept(cast.natalie.person, version, place=mark.place, better="use")
    acts.keep_rest(cast.natalie.person, version.document.newest(), because="They know.")
    assert Line.objects.filter(act="words.new_document", thing_key=version.document.key).count() == 1
    assert Line.objects.filter(act="words.accept").count() == 1
    assert (
        Line.objects.filter(act="words.keep_rest", thing_kind="Handled").count() == Handled.objects.filter(what="kept").count() == 3
    )


def test_pages_of_papers_take_few_queries(cast: Any) -> None:
    for n in range(30):
        make_version(cast, make_document(cast, f"Paper {n}"))
    version = new_paper(cast)
    cast.natalie.get(to("check", version))
    pages = [reverse("words:office_papers", args=[cast.work.slug]), reverse("words:our_words")]
    pages += [to(one, version) for one in ("office_paper", "write", "check", "decided", "summary", "short")]
    for one in pages:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            cast.natalie.get(one)
        assert len(queries) <= MOST_QUERIES, (one, len(queries))


def test_a_long_paper_is_checked_page_by_page(cast: Any) -> None:
    text = "\n\n".join(f"## Part {n}\n\nWe will utilise this, as appropriate, in part {n}." for n in range(400))
    version = new_paper(cast, text)
    assert version.left > 400
    first = cast.natalie.get(to("check", version))
    assert len(first.context["notes"]) == 25
    page = first.content.decode()
    assert "Part 3" in page
    assert "Part 399" not in page
    last = cast.natalie.get(to("check", version), {"page": "9999"}).content.decode()
    assert "Part 399" in last
