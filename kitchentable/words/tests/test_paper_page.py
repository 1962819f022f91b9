"""The pages on which people read a paper, its files, and the office page of its formats: who sees what, and what each says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kitchentable.people import files
from kitchentable.people import support_acts as support
from kitchentable.people.acts import stop_supporter
from kitchentable.people.files import Upload
from kitchentable.people.models import Look, Outgoing, Scope, Supporter
from kitchentable.policy.clock import now, today
from kitchentable.words.acts import formats as acts
from kitchentable.words.jobs.formats import make_formats
from kitchentable.words.models import Document, Format, FormatAsk, Version
from kitchentable.words.tests.making import TEXT, make_document, make_format, make_sent, make_version
from kitchentable.words.tests.test_formats import MP4

pytestmark = pytest.mark.django_db
Kind, State = Format.Kind, Format.State
MOST_QUERIES = 15
SECRET = "canarysecret"


def with_formats(cast: Any, *, is_public: bool = True, sent: bool = True, **more: Any) -> Version:
    """A paper with a web page and plain text that are ready, and a PDF that failed its check."""
    version = make_version(cast, make_document(cast, is_public=is_public), sent=sent, **more)
    acts.want(cast.natalie.person, version, [Kind.HTML, Kind.PLAIN])
    make_formats()
    path, size, digest = files.write_made([b"%PDF-1.7 not good"])
    make_format(
        version, Kind.PDF, ready=False, path=path, size=size, digest=digest, name="p.pdf", media_type="application/pdf",
        checks=[["It is tagged", False, "No tags."]], why_not="It is tagged: no. No tags.",
    )  # fmt: skip
    version.formats.filter(kind=Kind.PDF).update(state=State.FAILED)
    return version


def here(version: Version) -> str:
    return f"/papers/{version.document.key}/"


def file_of(version: Version, kind: str) -> str:
    return f"{here(version)}{version.formats.get(kind=kind).key}/file/"


def office(version: Version) -> str:
    return f"/office/papers/{version.document.key}/formats/"


# ── reading ───────────────────────────────────────────────────────────────────────────────────────


def test_the_page_begins_in_short_then_the_formats_then_the_text(cast: Any) -> None:
    version = with_formats(cast)
    shown = cast.anyone.get(here(version)).content.decode()
    places = [shown.index(words) for words in ("In short", "What this is", "What we ask of you", "By when", "What happens next")]
    places += [shown.index("Choose how you want to have it"), shown.index("will utilise the")]
    assert places == sorted(places)
    assert "Made by a machine" in shown
    assert "I need this in another format" in shown
    assert "1 format is on its way" in shown
    assert file_of(version, Kind.PDF) not in shown


def test_the_short_version_stands_before_the_whole_paper(cast: Any) -> None:
    version = with_formats(cast, short_text="## Help at home\n\nTwo pages say it all.")
    shown = cast.anyone.get(here(version)).content.decode()
    assert shown.index("Two pages say it all.") < shown.index("will utilise the")


def test_a_long_paper_has_a_list_of_its_contents(cast: Any) -> None:
    version = with_formats(cast, text="\n\n".join(f"## Part {n}\n\nWords." for n in range(1, 6)))
    shown = cast.anyone.get(here(version)).content.decode()
    assert '<a href="#text-part-3">Part 3</a>' in shown
    assert 'id="text-part-3"' in shown


def test_nothing_in_a_text_can_do_anything_in_a_browser(cast: Any) -> None:
    text = "# x\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) ![x](https://tracker.example/x.png)"
    shown = cast.anyone.get(here(with_formats(cast, text=text))).content.decode()
    assert "<script>alert" not in shown
    assert "javascript:" not in shown
    assert "tracker.example" not in shown


def test_the_words_of_a_version_that_was_not_sent_are_never_public(cast: Any) -> None:
    version = with_formats(cast)
    draft = make_version(cast, version.document, text=f"# {SECRET}", short_text=SECRET, what_this_is=SECRET, what_changed=SECRET)
    acts.want(cast.natalie.person, draft, [Kind.HTML])
    make_formats()
    for seat in cast:
        writes = seat.person.called in ("Natalie", "Dee")
        for url in (here(version), f"{here(version)}?version={draft.key}", file_of(draft, Kind.HTML), "/papers/"):
            got = seat.client.get(url)
            text = b"".join(got.streaming_content).decode() if got.streaming else got.content.decode()
            assert (SECRET in text) == ((writes and draft.key in url) or (writes and url == file_of(draft, Kind.HTML))), (
                seat.person,
                url,
            )
    assert cast.anyone.client.get(f"{here(version)}?version={draft.key}").status_code == 404
    assert cast.anyone.client.get(file_of(draft, Kind.HTML)).status_code == 403
    assert "has not been sent yet" in cast.natalie.get(f"{here(version)}?version={draft.key}").content.decode()


def test_a_paper_with_no_version_that_was_sent_is_there_for_nobody_but_its_writers(cast: Any) -> None:
    version = with_formats(cast, sent=False)
    for seat in [cast.anyone, *cast]:
        writes = getattr(seat.person, "called", "") in ("Natalie", "Dee")
        assert seat.client.get(here(version)).status_code == (200 if writes else 404)
    assert "No paper is here yet" in cast.anyone.get("/papers/").content.decode()


def test_the_list_holds_public_papers_only_and_pages(cast: Any) -> None:
    for n in range(23):
        make_version(cast, make_document(cast, title=f"Paper {n}", is_public=True), sent=True)
    private = with_formats(cast, is_public=False)
    first = cast.anyone.get("/papers/").content.decode()
    second = cast.anyone.get("/papers/?page=2").content.decode()
    assert "Page 1 of 2" in first
    assert private.document.key not in first + second


# ── who may have which file ───────────────────────────────────────────────────────────────────────

WRITERS = {"natalie", "dee"}


def who_gets(cast: Any, url: str) -> set[str]:
    """For whom of the cast an address answers with the thing."""
    found = {slug for slug in cast.made.people if getattr(cast, slug).client.get(url).status_code == 200}
    return found | ({"anyone"} if cast.anyone.client.get(url).status_code == 200 else set())


def test_every_persona_and_every_file(cast: Any) -> None:
    everyone = {"anyone", *cast.made.people}
    public, private = with_formats(cast), with_formats(cast, is_public=False)
    make_sent(private, cast.chloe.person)
    make_sent(private, cast.lou.person)
    acts.order(cast.natalie.person, public, kind=Kind.BSL, ordered_from="Sign Well", due_on=today())
    for kind in (Kind.HTML, Kind.PLAIN):
        assert who_gets(cast, file_of(public, kind)) == everyone
        assert who_gets(cast, file_of(private, kind)) == WRITERS | {"chloe", "lou"}
    for version in (public, private):
        assert who_gets(cast, file_of(version, Kind.PDF)) == WRITERS  # it failed its check
        assert who_gets(cast, office(version)) == WRITERS
    assert who_gets(cast, file_of(public, Kind.BSL)) == set()  # there is no file yet
    assert who_gets(cast, here(private)) == WRITERS | {"chloe", "lou"}
    other = f"{here(public)}{private.formats.get(kind=Kind.HTML).key}/file/"
    assert who_gets(cast, other) == set()  # a file has one address


def test_a_file_that_was_taken_away_is_not_there(cast: Any) -> None:
    version = with_formats(cast)
    files.remove(version.formats.get(kind=Kind.HTML).path)
    cast.anyone.get(file_of(version, Kind.HTML), status=404)


def test_a_file_cannot_do_anything_in_a_browser_and_a_video_plays_in_parts(cast: Any) -> None:
    version = with_formats(cast)
    html = cast.anyone.get(file_of(version, Kind.HTML))
    assert html.headers["Content-Disposition"].startswith("attachment")
    assert html.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in html.headers["Content-Security-Policy"]
    assert cast.anyone.get(file_of(version, Kind.PLAIN)).headers["Content-Type"] == "text/plain; charset=utf-8"
    acts.upload(cast.natalie.person, version, kind=Kind.BSL, file=Upload(SimpleUploadedFile("s.mp4", MP4), "video"))
    video = cast.anyone.client.get(file_of(version, Kind.BSL), headers={"Range": "bytes=0-9"})
    assert video.status_code == 206
    assert b"".join(video.streaming_content) == MP4[:10]
    assert video.headers["Content-Type"] == "video/mp4"
    assert video.headers["Content-Disposition"].startswith("inline")


# ── supporters ────────────────────────────────────────────────────────────────────────────────────


def test_a_supporter_reads_what_was_sent_and_loses_it_at_once(cast: Any) -> None:
    version = with_formats(cast, is_public=False)
    lou, kim = cast.lou.person, cast.kim.person
    make_sent(version, lou)
    for_lou, file = f"{here(version)}?for={lou.key}", f"{file_of(version, Kind.PLAIN)}?for={lou.key}"
    lists = f"/papers/?for={lou.key}"
    for url in (for_lou, file, lists):
        cast.kim.get(url, status=404)  # Kim may write for Lou, and no more
    one = Supporter.objects.get(person=lou, supporter=kim)
    support.change_support(cast.natalie.person, one, scopes=[Scope.PAPERS], until=one.until, for_person=lou)
    assert version.document.title in cast.kim.get(lists).content.decode()
    assert for_lou in cast.kim.get(f"/me/papers/?for={lou.key}").content.decode()
    assert "will utilise the" in cast.kim.get(for_lou).content.decode()
    cast.kim.get(file)
    cast.kim.get(here(version), status=404)  # as Kim, without saying for whom
    cast.kim.get(f"{file_of(version, Kind.PDF)}?for={lou.key}", status=404)  # not ready
    looks = Look.objects.filter(person=lou, by=kim, what=Look.What.PAPER)
    assert version.document.title in looks.values_list("for_what", flat=True)
    cast.chloe.get(for_lou, status=404)
    cast.kim.get(f"{here(version)}?for={cast.chloe.person.key}", status=404)
    stop_supporter(lou, one)
    for url in (for_lou, file, lists):
        cast.kim.get(url, status=404)


def test_a_supporter_of_a_lead_reads_no_draft(cast: Any) -> None:
    draft = with_formats(cast, is_public=True, sent=False)
    make_sent(draft, cast.natalie.person)  # however that came about
    Supporter.objects.create(
        person=cast.natalie.person, supporter=cast.kim.person, until=today() + timedelta(days=9), scopes=[Scope.PAPERS]
    )
    key = cast.natalie.person.key
    assert cast.kim.client.get(f"{here(draft)}?for={key}").status_code == 404
    assert cast.kim.client.get(f"{file_of(draft, Kind.HTML)}?for={key}").status_code == 404


# ── asking ────────────────────────────────────────────────────────────────────────────────────────


def test_somebody_asks_on_the_page_and_reads_by_when(cast: Any) -> None:
    version = with_formats(cast)
    cast.chloe.get(f"{here(version)}ask/")
    cast.chloe.post(f"{here(version)}ask/", {"kind": Kind.LANGUAGE}, status=422)
    shown = cast.chloe.post(f"{here(version)}ask/", {"kind": Kind.BRAILLE}).content.decode()
    assert "We have it. You get it by" in shown
    assert "You asked for" in cast.chloe.get(f"{here(version)}ask/").content.decode()
    assert FormatAsk.objects.get().person == cast.chloe.person
    assert "Chloe" in cast.natalie.get(office(version)).content.decode()


def test_who_is_not_signed_in_reads_how_to_ask(cast: Any) -> None:
    version = with_formats(cast)
    assert "Sign in to ask here" in cast.anyone.get(f"{here(version)}ask/").content.decode()
    cast.anyone.post(f"{here(version)}ask/", {"kind": Kind.BRAILLE}, status=403)
    assert not FormatAsk.objects.exists()


def test_staff_note_what_somebody_asked_by_phone(cast: Any) -> None:
    version, private = with_formats(cast), make_version(cast, make_document(cast, title="canaryother"), sent=True)
    whom = f"/office/people/{cast.lou.person.key}/format/"
    assert "/format/" in cast.natalie.get(f"/office/people/{cast.lou.person.key}/").content.decode()
    assert "canaryother" not in cast.natalie.get(whom).content.decode()  # Lou was not sent it
    make_sent(private, cast.lou.person)
    assert "canaryother" in cast.natalie.get(whom).content.decode()
    assert "canaryother" not in cast.sam.get(whom).content.decode()  # not Sam's piece of work
    cast.natalie.post(whom, {"document": version.document.key, "kind": Kind.BRAILLE}, status=422)
    shown = cast.natalie.post(whom, {"document": version.document.key, "kind": Kind.BRAILLE, "way": "phone"})
    assert "Noted. Lou gets it by" in shown.content.decode()
    ask = FormatAsk.objects.get()
    assert (ask.person, ask.way) == (cast.lou.person, "phone")
    assert ask.due_on == acts.ask_for(cast.chloe.person, version.document, kind=Kind.BRAILLE).due_on
    cast.chloe.get(whom, status=403)


# ── the office page ───────────────────────────────────────────────────────────────────────────────


def test_the_office_makes_orders_brings_and_notes_who_checked(cast: Any) -> None:
    version = make_version(cast, make_document(cast))
    url = office(version)
    assert "No format has been made yet" in cast.natalie.get(url).content.decode()
    shown = cast.natalie.post(url, {"what": "make"}).content.decode()
    assert "How far" in shown
    assert "Make all that a machine can make" not in shown
    while make_formats():
        pass
    assert not version.formats.filter(state__in=(State.WAITING, State.MAKING)).exists()
    shown = cast.natalie.get(url).content.decode()
    assert "How far" not in shown
    soon = today() + timedelta(days=5)
    day = {"order-due_on_day": soon.day, "order-due_on_month": soon.month, "order-due_on_year": soon.year}
    order = {"what": "order", "order-kind": Kind.BSL, "order-ordered_from": "Sign Well"}
    bad = cast.natalie.post(url, order, status=422).content.decode()
    assert "Sign Well" in bad  # nothing is lost
    assert "Noted: BSL video comes by" in cast.natalie.post(url, {**order, **day}).content.decode()
    bring = {"what": "bring", "bring-kind": Kind.BSL}
    refused = cast.natalie.post(url, {**bring, "bring-file": SimpleUploadedFile("x.mp4", b"MZ\x90\x00 no video")}, status=422)
    assert "not a file that we can take" in refused.content.decode()
    shown = cast.natalie.post(url, {**bring, "bring-file": SimpleUploadedFile("x.mp4", MP4)}).content.decode()
    assert "It is ready: BSL video." in shown
    assert "Made by Sign Well" in shown
    bsl = version.formats.get(kind=Kind.BSL)
    checked = {"what": "checked", "checked-format": bsl.key, "checked-names": "Millbrook Deaf Club"}
    checked |= {f"checked-checked_on_{part}": getattr(today(), part) for part in ("day", "month", "year")}
    shown = cast.natalie.post(url, checked).content.decode()
    assert "Millbrook Deaf Club" in shown
    plain = version.formats.get(kind=Kind.PLAIN)
    cast.natalie.post(url, {"what": "again", "format": plain.key})
    assert version.formats.get(kind=Kind.PLAIN).state == State.WAITING
    assert "by hand" not in cast.natalie.post(url, {"what": "again", "format": bsl.key}, status=422).content.decode()
    cast.natalie.post(url, {"what": "nonsense"}, status=404)


def test_the_same_form_sent_twice_does_it_once(cast: Any) -> None:
    version = make_version(cast, make_document(cast))
    once = {"what": "make", "once": "8e2b2f0e-3f2b-4b0e-9c55-0a1d7f1f7c11"}
    cast.natalie.post(office(version), once)
    Format.objects.all().delete()
    cast.natalie.post(office(version), once)
    assert not version.formats.exists()


@pytest.mark.parametrize("which", ["papers", "paper", "ask", "office", "for", "file"])
def test_no_page_asks_the_database_too_much(cast: Any, which: str) -> None:
    version = with_formats(cast, short_text="Short.")
    acts.ask_for(cast.chloe.person, version.document, kind=Kind.BRAILLE)
    for n in range(3):
        make_version(cast, version.document, sent=True, what_changed=f"{n}")
    for code in ("cy", "ar", "pl", "fr"):
        make_format(version, Kind.LANGUAGE, language=code)
    urls = {
        "papers": "/papers/", "paper": here(version), "ask": f"{here(version)}ask/", "office": f"{office(version)}?version={version.key}",
        "for": f"/office/people/{cast.lou.person.key}/format/", "file": file_of(version, Kind.HTML),
    }  # fmt: skip
    cast.natalie.get(urls[which])
    with CaptureQueriesContext(
        connection,
    ) as seen:
        cast.natalie.get(urls[which])
    assert len(seen) <= MOST_QUERIES, "\n".join(one["sql"][:150] for one in seen)


def test_the_page_holds_from_right_to_left_too(cast: Any) -> None:
    version = with_formats(cast, text=TEXT)
    for url in (here(version), f"{here(version)}ask/"):
        shown = cast.anyone.client.get(url, headers={"Accept-Language": "ar"})
        assert shown.status_code == 200
    assert 'lang="en-gb" dir="ltr"' in cast.anyone.get(here(version)).content.decode().lower()


def test_what_was_told_is_not_told_when_it_is_ready_no_more(cast: Any) -> None:
    from kitchentable.people.outbox import write

    version = with_formats(cast)
    acts.ask_for(cast.chloe.person, version.document, kind=Kind.PLAIN)
    message = Outgoing.objects.get(kind="words.format_ready")
    assert write(message) is not None
    version.formats.filter(kind=Kind.PLAIN).update(state=State.FAILED)
    assert write(message) is None
    assert Document.objects.count() == 1
    assert version.sent_at is not None
    assert version.sent_at <= now()


# ── with sending ──────────────────────────────────────────────────────────────────────────────────


def test_whoever_waits_for_a_format_has_it_in_the_same_moment(cast: Any) -> None:
    version = with_formats(cast, is_public=False)
    mina = make_sent(version, cast.mina.person, ready=False)
    assert mina.kind == Kind.BSL
    acts.upload(cast.natalie.person, version, kind=Kind.BSL, file=Upload(SimpleUploadedFile("s.mp4", MP4), "video"))
    mina.refresh_from_db()
    assert mina.ready_at is not None
    assert "The format you chose" in cast.mina.get(here(version)).content.decode()


def test_who_was_asked_first_and_has_not_said_yes_was_not_sent_it(cast: Any) -> None:
    version = with_formats(cast, is_public=False)
    asked = make_sent(version, cast.raj.person, ready=False, asked_first=True)
    assert cast.raj.client.get(here(version)).status_code in (403, 404)
    assert cast.raj.client.get(file_of(version, Kind.HTML)).status_code in (403, 404)
    asked.said_yes_at = now()
    asked.save()
    cast.raj.get(here(version))
