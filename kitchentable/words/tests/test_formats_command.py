"""`kitchentable words formats`: what it makes, what it says, and that it can be stopped and run again."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from kitchentable.words.commands import commands
from kitchentable.words.formats import folder
from kitchentable.words.formats.made import CannotMake

pytestmark = pytest.mark.one_database

QUICK = "html,plain,word"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "home-care.md"
    file.write_text("# Home care\n\nTell us what you think by Friday 4 December.\n", encoding="utf-8")
    return file


def run(*arguments: Any) -> Result:
    return CliRunner().invoke(commands, ["formats", *map(str, arguments)], standalone_mode=False)


def code(result: Result) -> int:
    """The exit code as the kitchentable command gives it: what the command returns, or its complaint's."""
    if isinstance(result.exception, click.ClickException):
        return result.exception.exit_code
    return result.exit_code or result.return_value


def manifest(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "manifest.json").read_text("utf-8"))
    return found


def test_it_makes_what_it_is_asked_for_and_a_manifest(paper: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run(paper, "--out", out, "--only", QUICK, "--version-name", "Version 2", "--made-by", "Natalie", "--jobs", 1)
    assert code(result) == 0, result.output
    assert "A person still has to look" in " ".join(result.output.split())
    told = manifest(out)
    assert told["source"]["words"] == 11
    assert (told["title"], told["version"], told["made_by"]) == ("Home care", "Version 2", "Natalie")
    assert [one["kind"] for one in told["formats"]] == ["html", "word", "plain"]
    for one in told["formats"]:
        assert one["sha256"] == hashlib.sha256((out / one["file"]).read_bytes()).hexdigest()
        assert one["ready"]
        assert one["made_by"] == "a machine"
        assert all(check["passed"] for check in one["checks"])
    assert {path.name for path in out.iterdir()} == {"manifest.json", *(one["file"] for one in told["formats"])}


def test_it_makes_only_what_is_missing(paper: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(paper, "--out", out, "--only", QUICK, "--jobs", 1)
    before = {path.name: path.stat().st_mtime_ns for path in out.iterdir()}
    (out / "plain-text.txt").write_text("spoilt")
    result = run(paper, "--out", out, "--only", QUICK, "--jobs", 1)
    after = {path.name: path.stat().st_mtime_ns for path in out.iterdir()}
    assert result.output.count("(kept)") == 2
    assert after["word.docx"] == before["word.docx"]
    assert "spoilt" not in (out / "plain-text.txt").read_text("utf-8-sig")
    run(paper, "--out", out, "--only", "html", "--again", "--jobs", 1)
    assert (out / "web-page.html").stat().st_mtime_ns > after["web-page.html"]
    assert len(manifest(out)["formats"]) == 3  # what was made before is not forgotten
    paper.write_text("# Home care\n\nOther words.\n", encoding="utf-8")
    assert "(kept)" not in run(paper, "--out", out, "--only", QUICK, "--jobs", 1).output


def test_a_stop_leaves_no_half_file_and_the_rest_is_made_next_time(
    paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    real = folder.make

    def stopped(kind: str, *rest: Any, **more: Any) -> Any:
        if kind == "html":
            raise KeyboardInterrupt
        return real(kind, *rest, **more)

    monkeypatch.setattr(folder, "make", stopped)
    assert code(run(paper, "--out", out, "--only", QUICK, "--jobs", 1)) == 1
    assert [one["kind"] for one in manifest(out)["formats"]] == ["word"]
    monkeypatch.setattr(folder, "make", real)
    assert run(paper, "--out", out, "--only", QUICK, "--jobs", 1).output.count("(kept)") == 1


def test_several_at_the_same_time_make_the_same(paper: Path, tmp_path: Path) -> None:
    parts: list[tuple[str, float]] = []
    from kitchentable.words.formats.read import read_file

    source = folder.source_of(paper, paper.read_bytes(), read_file(paper))
    state = folder.make_all(source, tmp_path / "out", QUICK.split(","), tell=lambda kind, part: parts.append((kind, part)), jobs=2)
    assert state.fine
    assert [one.kind for one in state.all] == ["html", "word", "plain"]
    assert {kind for kind, part in parts if part == 1.0} == set(QUICK.split(","))


def test_what_cannot_be_made_is_said_and_the_rest_is_made(paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "can_make", lambda kind: "Sound cannot be made here." if kind == "audio" else "")
    real = folder.make

    def refused(kind: str, *rest: Any, **more: Any) -> Any:
        if kind == "word":
            raise CannotMake("This paper is too long.")
        return real(kind, *rest, **more)

    monkeypatch.setattr(folder, "make", refused)
    result = run(paper, "--out", tmp_path / "out", "--only", "audio,word,html", "--jobs", 1)
    assert code(result) == 1
    assert "Sound cannot be made here." in result.output
    assert "This paper is too long." in result.output
    assert [one["kind"] for one in manifest(tmp_path / "out")["not_made"]] == ["audio", "word"]
    assert [one["kind"] for one in manifest(tmp_path / "out")["formats"]] == ["html"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing.md", "--out", "out"), "nothing.md cannot be read"),
        (("PAPER", "--out", "out", "--only", "html,fax"), "does not know fax"),
        (("PAPER", "--out", "out", "--language", "not a tag"), "such as en-GB or cy"),
        (("PAPER",), "--out"),
        (("EMPTY", "--out", "out"), "is empty"),
        (("PAPER", "--out", "PAPER/inside"), "cannot be written"),
    ],
)
def test_wrong_use_is_one_clear_line(
    paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.md").write_text(" ")
    names = [one.replace("PAPER", str(paper)).replace("EMPTY", "empty.md") for one in arguments]
    result = run(*names, "--only", "html") if "--only" not in names else run(*names)
    assert code(result) == 2
    assert isinstance(result.exception, click.ClickException)
    assert said in result.exception.format_message()


def test_a_spoilt_manifest_is_no_reason_to_stop(paper: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for spoilt in ("{", "[]", '{"source": {}}', '{"source": {"sha256": "x"}, "formats": [{}]}'):
        (out / "manifest.json").write_text(spoilt)
        assert code(run(paper, "--out", out, "--only", "html", "--jobs", 1)) == 0


def test_help_starts_at_once() -> None:
    import subprocess
    import sys

    command = [sys.executable, "-X", "importtime", "-m", "kitchentable.site.cli", "words", "formats", "--help"]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert time.perf_counter() - start < 10  # a busy machine; what makes it slow is looked for below
    assert "Exit codes" in done.stdout
    for slow in ("weasyprint", "django", "docx", "pikepdf", "numpy", "lxml", "markdown_it"):
        assert f"| {slow}\n" not in done.stderr.replace(" ", "").replace("|", "| "), slow
