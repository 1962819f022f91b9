"""Files: looked into, made safe, handed to nobody else, and gone when their words go."""

from __future__ import annotations

import errno
import io
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kitchentable.people import files as sent_files
from kitchentable.voices import acts, files
from kitchentable.voices.models import Contribution, Kept
from kitchentable.voices.tests.making import photo, say, saying, wav

pytestmark = pytest.mark.django_db

MP3_FRAME = b"\xff\xfb\x90\x00" + bytes(413)
FTYP = (24).to_bytes(4, "big") + b"ftypisom" + bytes(12)


def box(kind: bytes, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(4, "big") + kind + body


def mp4(handler: bytes, brand: bytes = b"isom") -> bytes:
    start = (24).to_bytes(4, "big") + b"ftyp" + brand + bytes(12)
    return start + box(b"mdat", bytes(3000)) + box(b"moov", box(b"hdlr", bytes(8) + handler + bytes(12)))


def sent(body: bytes, name: str = "file.bin") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body, content_type="application/octet-stream")


def on_disk() -> list[str]:
    return sorted(str(path.relative_to(files.folder())) for path in files.folder().glob("??/*"))


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.mark.parametrize(
    ("body", "kind", "media_type"),
    [
        (b"\x1aE\xdf\xa3" + bytes(20) + b"webm" + b"A_OPUS" + bytes(50), "audio", "audio/webm"),
        (b"\x1aE\xdf\xa3" + bytes(20) + b"webm" + b"V_VP9A_OPUS" + bytes(50), "video", "video/webm"),
        (b"OggS" + bytes(24) + b"OpusHead" + bytes(50), "audio", "audio/ogg"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(50), "audio", "audio/mpeg"),
        (MP3_FRAME + MP3_FRAME, "audio", "audio/mpeg"),
        (mp4(b"soun", b"M4A "), "audio", "audio/mp4"),
        (mp4(b"vide"), "video", "video/mp4"),
        (mp4(b"vide", b"qt  "), "video", "video/quicktime"),
        (b"%PDF-1.7\n" + bytes(50), "paper", "application/pdf"),
    ],
)
def test_what_a_file_is_comes_from_its_content(body, kind, media_type):
    assert files.look_into(io.BytesIO(body), "any.txt") == sent_files.Seen(Kept.Kind(kind), media_type)


@pytest.mark.parametrize(
    "body",
    [
        b"MZ" + bytes(200),
        b"PK\x03\x04" + bytes(200),
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\xff\xfb",
        MP3_FRAME,
        b"RIFF1234AVI " + bytes(50),
        FTYP + bytes(50),
        (0).to_bytes(4, "big") + b"ftyp" + bytes(50),
        b"OggS" + bytes(24) + b"\x80theora",
        b"x",
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_in_plain_words(cast, body):
    page = cast.chloe.post(
        f"/works/{cast.work.slug}/say/", saying("", known_as=cast.chloe.person.key, recording=sent(body, "voice.mp3")), status=422
    )
    assert "is not a file that we can take" in page.content.decode()
    assert not Contribution.objects.exists()
    assert on_disk() == []


def test_an_iphone_picture_is_refused_with_what_to_do():
    with pytest.raises(files.NotTaken, match="Save it as JPEG"):
        files.look_into(io.BytesIO(b"\x00\x00\x00\x18ftypheic" + bytes(50)), "IMG.HEIC")


def test_a_picture_keeps_what_can_be_seen_and_nothing_else(cast):
    kept = say(cast, "chloe", "Look", papers=[photo(size=(60, 40))]).files.get()
    body = files.where(kept).read_bytes()
    assert b"Secret" not in body
    with Image.open(io.BytesIO(body)) as seen:
        assert seen.size == (40, 60)
        assert not dict(seen.getexif())
        assert "comment" not in seen.info


def test_a_very_large_picture_is_made_smaller(cast):
    kept = say(cast, "chloe", "Look", papers=[photo(size=(6000, 3000))]).files.get()
    with Image.open(files.where(kept)) as seen:
        assert max(seen.size) == 4000


def test_a_picture_with_too_many_points_is_refused(cast, monkeypatch):
    monkeypatch.setitem(files.MOST_PIXELS, "JPEG", 1000)
    page = cast.chloe.post(
        f"/works/{cast.work.slug}/say/", saying("x", known_as=cast.chloe.person.key, papers=[photo()]), status=422
    )
    assert "has too many points" in page.content.decode()
    assert on_disk() == []


def test_half_a_picture_is_refused(cast):
    whole = photo(size=(600, 400)).read()
    page = cast.chloe.post(
        f"/works/{cast.work.slug}/say/",
        saying("x", known_as=cast.chloe.person.key, papers=[sent(whole[:300], "half.jpg")]),
        status=422,
    )
    assert "We could not open “half.jpg” as a picture." in page.content.decode()


def test_a_recording_is_kept_byte_for_byte(cast):
    recording = wav()
    kept = say(cast, "chloe", "", recording=recording).files.get()
    recording.seek(0)
    assert files.where(kept).read_bytes() == recording.read()


def test_a_file_that_is_too_big_gets_a_kind_sentence(cast, monkeypatch):
    monkeypatch.setitem(files.MOST_BYTES, Kept.Kind.AUDIO, 100)
    page = cast.chloe.post(f"/works/{cast.work.slug}/say/", saying("", known_as=cast.chloe.person.key, recording=wav()), status=422)
    assert "is too big" in page.content.decode()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\evil.jpg", "a/b/c.jpg", "\u202egpj.exe", "...jpg", "x" * 300 + ".jpg"]
)
def test_no_name_leads_out_of_the_folder(cast, name):
    kept = say(cast, "chloe", "Look", papers=[photo(name)]).files.get()
    assert sent_files.SAFE_NAME.fullmatch(kept.path)
    assert not set(kept.name) & set("/\\\u202e")
    assert kept.name.endswith(".jpg")
    assert files.where(kept).resolve().is_relative_to(files.folder().resolve())


def test_a_path_that_this_house_did_not_make_is_never_opened(cast):
    kept = say(cast, "chloe", "Look", papers=[photo()]).files.get()
    for path in ("../../../etc/passwd", "/etc/passwd", "", "ab/../../x"):
        kept.path = path
        with pytest.raises(FileNotFoundError):
            files.where(kept)


def where(kept: Kept) -> str:
    return f"/said/{kept.contribution.code}/files/{kept.key}/"


def test_the_author_the_lead_and_who_must_answer_open_a_file_and_nobody_else(cast):
    kept = say(cast, "chloe", "", recording=wav(), sharing="named").files.get()
    acts.publish(cast.natalie.person, kept.contribution)
    for seat in (cast.chloe, cast.natalie, cast.dee, cast.rao):
        assert seat.get(where(kept))["Content-Type"] == "audio/wav"
    for seat in (cast.pat, cast.green, cast.gill, cast.sam, cast.kim, cast.anyone):
        assert seat.client.get(where(kept)).status_code in (403, 404)


def test_a_file_of_one_thing_is_not_found_under_another(cast):
    kept = say(cast, "chloe", "", recording=wav()).files.get()
    other = say(cast, "pat", "Mine")
    assert cast.pat.client.get(f"/said/{other.code}/files/{kept.key}/").status_code == 404


def test_a_visitor_opens_their_own_file_by_code_only(cast):
    kept = say(cast, "anyone", "", recording=wav()).files.get()
    assert cast.anyone.client.get(where(kept)).status_code == 200
    cast.anyone.client.cookies.clear()
    assert cast.anyone.client.get(where(kept)).status_code in (403, 404)


def test_the_headers_keep_a_browser_from_being_tricked(cast):
    kept = say(cast, "chloe", "Look", papers=[photo("my photo ü.jpg")]).files.get()
    answer = cast.chloe.get(where(kept))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("inline; filename")


def test_a_paper_is_only_handed_over_to_save(cast):
    kept = say(cast, "chloe", "", papers=[sent(b"%PDF-1.4\n" + bytes(100), "letter.pdf")]).files.get()
    assert cast.chloe.get(where(kept))["Content-Disposition"] == 'attachment; filename="letter.pdf"'


@pytest.mark.parametrize(
    ("asked", "status", "range_", "length"),
    [
        ("bytes=0-9", 206, "bytes 0-9/4044", 10),
        ("bytes=4000-", 206, "bytes 4000-4043/4044", 44),
        ("bytes=-44", 206, "bytes 4000-4043/4044", 44),
        ("bytes=0-999999", 200, None, 4044),
        ("bytes=9999-", 416, "bytes */4044", 0),
        ("bytes=5-2", 416, "bytes */4044", 0),
        ("bytes=-0", 416, "bytes */4044", 0),
        ("bytes=1-2,5-6", 200, None, 4044),
        ("lines=1-2", 200, None, 4044),
    ],
)
def test_a_player_may_ask_for_a_part(cast, asked, status, range_, length):
    recording = wav()
    kept = say(cast, "chloe", "", recording=recording).files.get()
    recording.seek(0)
    whole = recording.read()
    answer = cast.chloe.client.get(where(kept), headers={"Range": asked})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert (answer.status_code, answer.headers.get("Content-Range"), len(body)) == (status, range_, length)
    if status == 206:
        first = int(range_.split()[1].split("-")[0])
        assert body == whole[first : first + length]


def test_taking_back_takes_the_file_off_the_disk(cast, django_capture_on_commit_callbacks):
    c = say(cast, "chloe", "Look", papers=[photo()])
    kept = c.files.get()
    assert len(on_disk()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        acts.withdraw(cast.chloe.person, c)
    kept.refresh_from_db()
    assert (on_disk(), kept.name, kept.path, kept.digest) == ([], "", "", "")
    assert kept.gone_at is not None
    assert cast.chloe.client.get(where(kept)).status_code == 404


def test_a_bad_second_file_leaves_nothing_of_the_first(cast):
    cast.chloe.post(
        f"/works/{cast.work.slug}/say/",
        saying("x", known_as=cast.chloe.person.key, papers=[photo(), sent(b"MZ" + bytes(99), "evil.exe")]),
        status=422,
    )
    assert on_disk() == []
    assert not Kept.objects.exists()


def test_a_full_disk_saves_nothing_by_halves_and_says_so(cast, monkeypatch):
    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    answer = cast.chloe.client.post(
        f"/works/{cast.work.slug}/say/", saying("Not lost", known_as=cast.chloe.person.key, recording=wav())
    )
    assert answer.status_code == 503
    assert "Not lost" in answer.content.decode()
    assert not Contribution.objects.exists()
    assert on_disk() == []


def test_the_sweep_takes_only_old_files_without_a_row(cast):
    kept = say(cast, "chloe", "Look", papers=[photo()]).files.get()
    orphan = files.folder() / "ab" / "2222222222222222"
    orphan.parent.mkdir(parents=True, exist_ok=True)
    orphan.write_bytes(b"left behind by a crash")
    assert files.sweep() == 0
    for path in (orphan, files.where(kept)):
        os.utime(path, (1, 1))
    assert files.sweep() == 1
    assert on_disk() == [kept.path]


def test_erasing_chloe_takes_words_and_files(cast, django_capture_on_commit_callbacks):
    from kitchentable.people import erasures

    c = say(cast, "chloe", "Words of Chloe", papers=[photo()])
    with django_capture_on_commit_callbacks(execute=True):
        erasures.erase(cast.chloe.person, cast.chloe.person)
    c.refresh_from_db()
    assert (c.status, c.words, c.said_by) == ("erased", "", None)
    assert on_disk() == []
