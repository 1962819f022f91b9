"""Formats that people make, check or ask for: orders, files that are brought, translations, Easy Read, asks by page and by phone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kitchentable.people import files
from kitchentable.people.clock import add_working_days
from kitchentable.people.files import NotTaken, Upload
from kitchentable.people.models import Outgoing, Reach
from kitchentable.people.outbox import write
from kitchentable.policy.clock import at, now, today
from kitchentable.policy.numbers import number
from kitchentable.policy.verdict import Problem, Refused
from kitchentable.record.models import Line
from kitchentable.words import ready
from kitchentable.words.acts import formats as acts
from kitchentable.words.easy_state import snapshot
from kitchentable.words.jobs.formats import make_formats
from kitchentable.words.models import EasyCheck, EasyLine, Format, FormatAsk, Version
from kitchentable.words.symbols import all_symbols
from kitchentable.words.tests.making import make_document, make_format, make_version
from kitchentable.words.tests.test_formats import MP4, heard, page_of, result, sent_file

pytestmark = pytest.mark.django_db
__all__ = ["heard"]  # a fixture
Kind, State = Format.Kind, Format.State
QUICK = (Kind.HTML, Kind.PLAIN)


# ── ordered and brought ───────────────────────────────────────────────────────────────────────────


def test_a_bsl_video_is_ordered_comes_and_is_ready(cast: Any, heard: list[Format]) -> None:
    version, natalie = make_version(cast), cast.natalie.person
    due = today() + timedelta(days=6)
    one = acts.order(natalie, version, kind=Kind.BSL, ordered_from="Sign Well", due_on=due)
    assert (one.state, one.ordered_from, one.ordered_on, one.due_on) == (State.ORDERED, "Sign Well", today(), due)
    assert make_formats() == 0  # no machine makes it
    one = acts.upload(natalie, version, kind=Kind.BSL, file=sent_file("signed.mp4", MP4))
    assert one.state == State.READY
    assert (one.media_type, one.made_by, one.made_with) == ("video/mp4", natalie, "")
    assert [each.kind for each in heard] == [Kind.BSL]


def test_an_order_needs_somebody_and_a_day_that_is_to_come(cast: Any) -> None:
    version, natalie = make_version(cast), cast.natalie.person
    for who, day in (("  ", today()), ("Sign Well", today() - timedelta(days=1))):
        with pytest.raises(acts.NotOrdered):
            acts.order(natalie, version, kind=Kind.BSL, ordered_from=who, due_on=day)
    with pytest.raises(acts.NotOrdered):
        acts.order(natalie, version, kind=Kind.LANGUAGE, ordered_from="Sign Well", due_on=today())
    make_format(version, Kind.BSL)
    with pytest.raises(acts.NotOrdered):
        acts.order(natalie, version, kind=Kind.BSL, ordered_from="Sign Well", due_on=today())


def test_a_late_order_says_so(cast: Any) -> None:
    version = make_version(cast)
    acts.order(cast.natalie.person, version, kind=Kind.BSL, ordered_from="Sign Well", due_on=today())
    assert "Ordered, comes by" in page_of(cast, version)
    with at(now() + timedelta(days=2)):
        cast.natalie.client.force_login(cast.natalie.person)
        assert "Late: it was to come by" in page_of(cast, version)


class Big(SimpleUploadedFile):
    """A file that says it has 300 MB."""

    def __init__(self, name: str, content: bytes, size: int) -> None:
        super().__init__(name, content)
        self.size = size


@pytest.mark.parametrize(
    ("kind", "name", "content", "says"),
    [
        (Kind.BSL, "signed.mp3", b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"\x00" * 64, "no video"),
        (Kind.AUDIO, "read.mp4", MP4, "no recording"),
        (Kind.BSL, "signed.mp4", b"MZ\x90\x00" + b"\x00" * 64, "not a file that we can take"),
        (Kind.WORD, "paper.docx", b"PK\x03\x04 broken", "Word document"),
        (Kind.WORD, "paper.docx", b"<html><script>alert(1)</script></html>", "another kind of file"),
        (Kind.PDF, "paper.pdf", b"%PDF-1.7 broken", "could not open this PDF"),
        (Kind.BRAILLE, "paper.brf", b"", "empty"),
        (Kind.LANGUAGE, "paper.txt", b"\xff\xfe\x00\x01\xd8", "cannot read"),
        (Kind.LANGUAGE, "paper.txt", b"  \n", "no words"),
        (Kind.HTML, "paper.html", b"<p>x</p>", "make this format ourselves"),
    ],
)
def test_a_wrong_file_is_refused_in_words_and_nothing_is_kept(cast: Any, kind: str, name: str, content: bytes, says: str) -> None:
    version = make_version(cast)
    language = "cy" if kind == Kind.LANGUAGE else ""
    before = list(files.folder().glob("??/*"))
    with pytest.raises(NotTaken) as problem:
        acts.upload(cast.natalie.person, version, kind=kind, language=language, file=sent_file(name, content))
    assert says in str(problem.value)
    assert list(files.folder().glob("??/*")) == before
    assert not version.formats.exists()


def test_a_video_of_300_mb_says_what_to_do(cast: Any) -> None:
    big = Upload(Big("signed.mp4", MP4, 300_000_000), "video")
    with pytest.raises(NotTaken) as problem:
        acts.upload(cast.natalie.person, make_version(cast), kind=Kind.BSL, file=big)
    assert "300 MB" in str(problem.value)
    assert "720p" in str(problem.value)


def test_a_braille_file_that_no_printer_knows_is_kept_but_not_ready(cast: Any) -> None:
    version, natalie = make_version(cast), cast.natalie.person
    good = acts.upload(natalie, version, kind=Kind.BRAILLE, file=sent_file("p.brf", b",help at home\r\n"))
    assert good.state == State.READY
    bad = acts.upload(natalie, version, kind=Kind.BRAILLE, file=sent_file("p.brf", b"x" * 60))
    assert bad.state == State.FAILED
    assert "60 cells" in bad.why_not
    assert not ready.is_ready(version, Kind.BRAILLE)


def test_a_new_file_takes_the_place_of_the_old_one(cast: Any, django_capture_on_commit_callbacks: Any) -> None:
    version, natalie = make_version(cast), cast.natalie.person
    first = acts.upload(natalie, version, kind=Kind.BRAILLE, file=sent_file("p.brf", b",a\n"))
    with django_capture_on_commit_callbacks(execute=True):
        second = acts.upload(natalie, version, kind=Kind.BRAILLE, file=sent_file("p.brf", b",b\n"))
    assert first.pk == second.pk
    assert not files.where(first.path).exists()
    assert files.where(second.path).exists()


# ── checked by people ─────────────────────────────────────────────────────────────────────────────


def test_an_easy_read_is_ready_only_when_people_have_checked_it(cast: Any, heard: list[Format]) -> None:
    version, natalie = make_version(cast), cast.natalie.person
    docx = word_file()
    one = acts.upload(natalie, version, kind=Kind.EASY, file=sent_file("easy.docx", docx))
    assert one.state == State.CHECKING
    assert not ready.is_ready(version, Kind.EASY)
    assert "Waits for people to check it" in page_of(cast, version)
    with pytest.raises(acts.NotChecked):
        acts.say_checked(natalie, one, names="  ", on=today())
    with pytest.raises(acts.NotChecked):
        acts.say_checked(natalie, one, names="Millbrook Voices", on=today() + timedelta(days=1))
    assert heard == []
    one = acts.say_checked(natalie, one, names="Millbrook Voices", on=today())
    assert (one.state, one.checked_by, one.checked_on) == (State.READY, "Millbrook Voices", today())
    assert [each.kind for each in heard] == [Kind.EASY]


def test_an_easy_read_that_was_written_here_is_made_and_ready_when_people_checked_its_lines(cast: Any, heard: list[Format]) -> None:
    version, natalie = make_version(cast), cast.natalie.person
    with pytest.raises(acts.NotChecked):
        acts.say_checked(natalie, make_format(version, Kind.EASY, path="x"), names="Millbrook Voices", on=today())
    version.formats.all().delete()
    line = EasyLine.objects.create(
        version=version, place=1, words="We ask you about help at home.", symbol=next(iter(all_symbols()))
    )
    acts.want(natalie, version, [Kind.EASY])
    assert make_formats() == 1
    one = version.formats.get()
    assert one.state == State.CHECKING, one.why_not
    assert heard == []
    EasyCheck.objects.create(version=version, names="Millbrook Voices", is_clear=True, checked_at=now(), lines=snapshot([line]))
    acts.easy_changed(version)
    assert make_formats() == 1  # anew: “draft” was printed on it
    assert version.formats.get().state == State.READY
    assert [each.kind for each in heard] == [Kind.EASY]
    line.words = "We ask you about your home."
    line.save()
    assert not ready.is_ready(version, Kind.EASY)
    acts.easy_changed(version)
    assert make_formats() == 1
    assert version.formats.get().state == State.CHECKING


def word_file(*, macros: bool = False) -> bytes:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", "<w:document/>")
        if macros:
            packed.writestr("word/vbaProject.bin", b"x")
    return out.getvalue()


def test_a_word_file_with_macros_is_refused(cast: Any) -> None:
    with pytest.raises(NotTaken, match="macros"):
        acts.upload(cast.natalie.person, make_version(cast), kind=Kind.WORD, file=sent_file("paper.docx", word_file(macros=True)))


# ── other languages ───────────────────────────────────────────────────────────────────────────────


def test_a_welsh_translation_is_ordered_brought_and_gives_other_formats(cast: Any) -> None:
    version, natalie = make_version(cast, document=make_document(cast, is_public=True), sent=True), cast.natalie.person
    due = today() + timedelta(days=3)
    order = acts.order(natalie, version, kind=Kind.LANGUAGE, language="cy", ordered_from="Geiriau", due_on=due)
    acts.want(natalie, version, [(Kind.PLAIN, "cy")])
    assert order.state == State.ORDERED
    assert make_formats() == 0  # there are no Welsh words yet
    welsh = sent_file("cymraeg.txt", "# Cymorth gartref\n\nDwedwch wrthon ni pa oriau sy’n gyfleus.".encode())
    one = acts.upload(natalie, version, kind=Kind.LANGUAGE, language="cy", file=welsh, checked_by="Nia", checked_on=today())
    assert (one.state, one.checked_by) == (State.READY, "Nia")
    assert make_formats() == 1
    plain = version.formats.get(kind=Kind.PLAIN, language="cy")
    assert "Cymorth gartref" in files.where(plain.path).read_text(encoding="utf-8")
    shown = cast.anyone.get(f"/papers/{version.document.key}/?language=cy").content.decode()
    assert '<article class="paper-text" lang="cy" dir="ltr"' in shown
    assert "Dwedwch wrthon ni" in shown


def test_arabic_is_read_from_right_to_left(cast: Any) -> None:
    version = make_version(cast, document=make_document(cast, is_public=True), sent=True)
    words = sent_file("ar.txt", "# المساعدة في المنزل\n\nأخبرنا ما الساعات التي تناسبك.".encode())
    acts.upload(cast.natalie.person, version, kind=Kind.LANGUAGE, language="ar", file=words)
    shown = cast.anyone.get(f"/papers/{version.document.key}/?language=ar").content.decode()
    assert '<article class="paper-text" lang="ar" dir="rtl"' in shown
    assert "أخبرنا" in shown


# ── asking for a format ───────────────────────────────────────────────────────────────────────────


def test_a_format_asked_for_by_phone_is_owed_by_the_same_day_and_they_are_told(cast: Any) -> None:
    document = make_document(cast, is_public=True)
    version = make_version(cast, document, sent=True)
    due = add_working_days(today(), number("format_days"))
    chloe = acts.ask_for(cast.chloe.person, document, kind=Kind.BRAILLE)
    lou = acts.ask_for(cast.natalie.person, document, kind=Kind.BRAILLE, way=FormatAsk.Way.PHONE, for_person=cast.lou.person)
    assert chloe.due_on == lou.due_on == due
    assert version.formats.get(kind=Kind.BRAILLE).due_on == due
    line = Line.objects.get(act="words.ask_for_format", for_key=cast.lou.person.key)
    assert line.by_key == cast.natalie.person.key
    assert not Outgoing.objects.filter(kind="words.format_ready").exists()
    acts.upload(cast.natalie.person, version, kind=Kind.BRAILLE, file=sent_file("p.brf", b",a\n"))
    told = {one.person_id: one for one in Outgoing.objects.filter(kind="words.format_ready")}
    assert set(told) == {cast.chloe.person.pk, cast.lou.person.pk}
    assert told[cast.lou.person.pk].state == Outgoing.State.TODO  # by phone
    message = write(told[cast.chloe.person.pk])
    assert message is not None
    assert "Braille" in message.words
    assert FormatAsk.objects.waiting().count() == 0


def test_asking_twice_is_one_ask_and_what_is_ready_is_told_at_once(cast: Any) -> None:
    document = make_document(cast, is_public=True)
    version = make_version(cast, document, sent=True)
    for _n in range(2):
        acts.ask_for(cast.chloe.person, document, kind=Kind.BSL)
    assert FormatAsk.objects.count() == 1
    make_format(version, Kind.BRAILLE)
    assert acts.ask_for(cast.chloe.person, document, kind=Kind.BRAILLE).told_at is not None
    assert Outgoing.objects.filter(kind="words.format_ready").count() == 1


def test_nobody_asks_for_a_paper_that_they_cannot_read(cast: Any) -> None:
    document = make_document(cast)
    make_version(cast, document, sent=True)
    with pytest.raises(Refused):
        acts.ask_for(cast.chloe.person, document, kind=Kind.BSL)
    with pytest.raises(Problem):
        acts.ask_for(cast.natalie.person, document, kind=Kind.BSL, for_person=cast.chloe.person)
    with pytest.raises(Refused):
        acts.ask_for(cast.anyone.person, make_document(cast, is_public=True), kind=Kind.BSL)


def test_what_is_asked_for_is_needed_of_the_next_version_too(cast: Any) -> None:
    document = make_document(cast, is_public=True)
    make_version(cast, document, sent=True)
    acts.ask_for(cast.chloe.person, document, kind=Kind.BRAILLE)
    new = make_version(cast, document)
    assert ready.needed_kinds(new, [])[Kind.BRAILLE, ""] == (cast.chloe.person.pk,)


def test_each_gets_the_format_and_the_language_they_chose(cast: Any) -> None:
    version = make_version(cast)
    people = [cast.chloe.person, cast.lou.person, cast.mina.person, cast.fay.person]
    chloe = people[0].pk
    needed = ready.needed_kinds(version, people)
    assert set(needed) == {(Kind.HTML, ""), (Kind.EASY, ""), (Kind.BSL, ""), (Kind.LARGE18, "")}
    assert needed[Kind.HTML, ""] == (chloe,)
    Reach.objects.filter(person=chloe).update(language="cy")
    assert ready.needed_kinds(version, people)[Kind.LANGUAGE, "cy"] == (chloe,)
    Reach.objects.filter(person=chloe).update(format=Reach.Format.AUDIO)
    assert ready.needed_kinds(version, people)[Kind.AUDIO, "cy"] == (chloe,)
    assert needed_html_always(version)


def needed_html_always(version: Version) -> bool:
    return (Kind.HTML, "") in ready.needed_kinds(version, [])


def test_only_those_who_write_papers_make_formats(cast: Any) -> None:
    version = make_version(cast)
    one = make_format(version, Kind.HTML)
    for who in (cast.chloe.person, cast.rao.person, cast.anyone.person):
        with pytest.raises(Refused):
            acts.want(who, version, QUICK)
        with pytest.raises(Refused):
            acts.take_again(who, one)
        with pytest.raises(Refused):
            acts.making(who, one)
    with pytest.raises(Refused):
        acts.made(cast.natalie.person, one, result=result())
