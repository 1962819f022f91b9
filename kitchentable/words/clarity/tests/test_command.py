"""`kitchentable words check`: what it prints, its exit codes, one plain line for wrong use, and a start without Django."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from kitchentable.site.cli import main

pytestmark = pytest.mark.one_database

UNCLEAR = "We utilise the MDT.\r\n“It is fine,” said Lou.\r\n"


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "paper.md"
    path.write_bytes(UNCLEAR.encode())
    return path


def say(capsys, *arguments: object, code: int) -> str:
    assert main(["words", "check", *map(str, arguments)]) == code
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return err if code == 2 else out


def test_json_has_the_shape_that_scripts_rely_on(paper, tmp_path, capsys) -> None:
    out = tmp_path / "text.txt"
    found = json.loads(say(capsys, paper, "--json", "--text-out", out, code=1))
    assert list(found) == [
        "file",
        "words",
        "sentences",
        "mean_sentence",
        "reading_minutes",
        "findings",
        "sentence_spans",
        "acronyms",
        "reading_age",
    ]
    text = out.read_bytes().decode()
    assert "\r" not in text
    for one in found["findings"]:
        assert list(one) == ["kind", "start", "end", "text", "say_instead", "why", "rule"]
        assert text[one["start"] : one["end"]] == one["text"]
    assert found["sentences"] == len(found["sentence_spans"]) == 2
    assert found["acronyms"] == [{"short": [15, 18], "long": None}]


def test_several_files_give_a_list_in_their_order(paper, tmp_path, capsys) -> None:
    clear = tmp_path / "clear.txt"
    clear.write_text("We met.")
    assert [one["file"] for one in json.loads(say(capsys, clear, paper, "--json", code=1))] == [str(clear), str(paper)]


def test_a_clear_text_gives_nothing_and_says_what_it_cannot_say(tmp_path, capsys) -> None:
    clear = tmp_path / "clear.txt"
    clear.write_text("We met on Monday. We ate soup.")
    said = say(capsys, clear, code=0)
    assert "Nothing was found." in said
    assert "only people can tell you" in said
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    assert "0 words" in say(capsys, empty, code=0)


def test_the_report_shows_the_place_the_reason_and_a_better_word(paper, capsys) -> None:
    said = say(capsys, paper, code=1)
    assert "1 hard word" in said
    assert "→ use" in said
    assert "line 1" in said


def test_annotations_stand_at_their_line(paper, capsys) -> None:
    lines = say(capsys, paper, "--github", code=1).splitlines()
    assert len(lines) == 2
    assert f"file={paper}".replace(":", "%3A") in lines[0]
    assert ",line=1,col=4,title=hard word (R031)::utilise" in lines[0]


def test_glossary_and_keep_are_read(paper, tmp_path, capsys) -> None:
    glossary, keep = tmp_path / "g.csv", tmp_path / "k.csv"
    glossary.write_text("term,meaning\nMDT,Multi-Disciplinary Team\n")
    keep.write_text("word,because\nutilise,it is the name of our tool\n")
    said = say(capsys, paper, "--glossary", glossary, "--keep", keep, code=1)
    assert "it is the name of our tool" in said
    assert "hard word" not in said
    keep.write_text("word,because\nutilise,\n")
    assert "k.csv, row 2" in say(capsys, paper, "--keep", keep, code=2)
    keep.write_text("x\n")
    assert "word,because" in say(capsys, paper, "--keep", keep, code=2)


def test_wrong_use_is_one_line_and_exit_2(paper, tmp_path, capsys) -> None:
    for arguments in (
        (),
        (tmp_path / "nothing.md",),
        (paper, "--json", "--github"),
        (paper, paper, "--text-out", tmp_path / "x"),
        (paper, "--text-out", tmp_path / "no" / "x"),
        (paper, "--keep", tmp_path / "nothing.csv"),
    ):
        assert len(say(capsys, *arguments, code=2).strip().splitlines()) == 1


def test_it_starts_fast_and_without_django(paper) -> None:
    code = "import sys; from kitchentable.site.cli import main; main({}); print([m for m in ('django', 'numpy', 'ahocorasick') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code.format(["words", "check", "--help"])], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip().endswith("[]")
    times = []
    for _ in range(3):
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", code.format(["words", "check", str(paper), "--json"])],
            capture_output=True,
            text=True,
            check=True,
        )
        times.append(time.monotonic() - started)
    assert done.stdout.strip().endswith("['ahocorasick']")
    # Half a second is the promise; a busy machine gets some room.
    assert min(times) < 1
