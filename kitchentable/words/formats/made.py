"""What a writer of a format hands back: the file, and what was found when it was read again."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

Progress = Callable[[float], None]  # how much is done, 0 to 1


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at in the file that was made. `because` says what was found."""

    what: str
    passed: bool
    because: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """One format of one paper. `pages` is 0 where there are none; `seconds` is how long it takes to listen to, 0 where nothing
    is heard."""

    kind: str
    path: Path
    media_type: str
    size: int
    digest: str
    pages: int
    seconds: int
    made_with: str
    checks: tuple[Check, ...]

    @property
    def ready(self) -> bool:
        """A format is ready only after all its checks passed, and one without a check is never ready."""
        return bool(self.checks) and all(one.passed for one in self.checks)


class CannotMake(RuntimeError):
    """A format that cannot be made here. The message is one plain sentence that says why and what to do."""


def put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: a half file is never seen under its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    kept = os.umask(0o022)
    os.umask(kept)
    return kept


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words_in(text: str) -> list[str]:
    """The words of a text, for comparing: small letters, no signs."""
    return WORD.findall(text.replace("\u00ad", "").lower())


def all_there(what: str, wanted: Iterable[str], found: str, *, without_spaces: bool = False) -> Check:
    """Is every word of the source in the text that was read back? Words that a line or a cell broke are joined when
    `without_spaces`, and compared letter by letter, in any order of blocks."""
    source = [word for line in wanted for word in words_in(line)]
    back = words_in(found)
    missing = Counter(source) - Counter(back)
    if missing and without_spaces:
        whole = "".join(back)
        missing = Counter({word: count for word, count in missing.items() if whole.count(word) < count})
    if not missing:
        return Check(what, True, f"{len(source):,} words, all there.")
    shown = ", ".join(f"“{_short(word)}”" for word, _ in missing.most_common(5))
    return Check(what, False, f"{sum(missing.values()):,} of {len(source):,} words are missing, such as {shown}.")


def _short(word: str) -> str:
    return word if len(word) <= 40 else f"{word[:40]}…"
