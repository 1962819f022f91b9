"""A paper to listen to: spoken by espeak-ng, a program of its own, as one MP3 with chapters, and marked as made by a machine."""

from __future__ import annotations

import shutil
import struct
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from kitchentable.words.formats.made import CannotMake, Check, Progress, put
from kitchentable.words.formats.paper import Paper
from kitchentable.words.formats.spoken import MACHINE, chapters

PROGRAM = "espeak-ng"
RATE = 22_050  # samples a second: what espeak-ng gives
SPEED = 150  # words a minute; own number: slower than talk, as audio for the public is
KILOBITS = 32  # enough for one voice; an hour has 14 MB
SLOWEST, FASTEST = 80, 220  # words a minute that can be heard in what was made
WINDOW = 10  # seconds
QUIETEST = 150  # root mean square of samples up to 32,767 in each window
LARGEST = 150_000  # words: 17 hours
PATIENCE = 120  # seconds for a piece of some 3,000 characters


@dataclass(frozen=True, slots=True)
class Heard:
    """How long it is, in seconds, and what was found."""

    seconds: int
    checks: tuple[Check, ...]


@lru_cache(maxsize=1)
def missing() -> str:
    """Nothing when sound can be made here, otherwise what is missing and what that costs."""
    if not shutil.which(PROGRAM):
        return (
            "Sound cannot be made here: espeak-ng is missing. On Debian and Ubuntu: sudo apt-get install espeak-ng. Until then a person "
            "has to record each paper."
        )
    return ""


@lru_cache(maxsize=1)
def version() -> str:
    """The version of the program."""
    said = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, timeout=20, check=True).stdout
    words = said.split()
    return next((one for one in words if one[:1].isdigit()), "")


@lru_cache(maxsize=1)
def voices() -> frozenset[str]:
    """The languages that the program speaks, in small letters."""
    said = subprocess.run([PROGRAM, "--voices"], capture_output=True, text=True, timeout=20, check=True).stdout
    return frozenset(line.split()[1].lower() for line in said.splitlines()[1:] if len(line.split()) > 2)


def voice_for(language: str) -> str:
    """The voice for a language tag: exactly it, or its language; nothing when there is none."""
    tag = language.lower()
    return next((one for one in (tag, tag.partition("-")[0]) if one in voices()), "")


@dataclass(slots=True)
class _Sound:
    """The sound so far, as it is packed."""

    packed: bytearray = field(default_factory=bytearray)
    samples: int = 0
    starts: list[int] = field(default_factory=list)  # milliseconds
    loudness: list[float] = field(default_factory=list)
    rest: bytes = b""

    def listen(self, pcm: bytes) -> None:
        """How loud each ten seconds are."""
        self.rest += pcm
        size = WINDOW * RATE * 2
        while len(self.rest) >= size:
            self.loudness.append(_loud(self.rest[:size]))
            self.rest = self.rest[size:]


def _loud(pcm: bytes) -> float:
    sound = np.frombuffer(pcm, dtype="<i2").astype(np.float32)
    return float(np.sqrt(np.mean(sound * sound))) if len(sound) else 0.0


def write_audio(paper: Paper, out: Path, progress: Progress) -> Heard:
    """Speak a paper into an MP3, with a list of its chapters beside it. Raises CannotMake and OSError."""
    import lameenc

    if absent := missing():
        raise CannotMake(absent)
    parts = chapters(paper)
    words = sum(one.words for one in parts)
    if words > LARGEST:
        raise CannotMake(f"This paper has {words:,} words: {words / SPEED / 60:.0f} hours to listen to. Make it in parts.")
    voice = voice_for(paper.language)
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(KILOBITS)
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.set_quality(7)
    encoder.silence()
    sound = _Sound()
    pieces = [(number, piece) for number, one in enumerate(parts) for piece in one.pieces]
    for done, (number, pcm) in enumerate(_speak(pieces, voice or "en-gb"), start=1):
        while len(sound.starts) <= number:
            sound.starts.append(round(sound.samples / RATE * 1000))
        sound.samples += len(pcm) // 2
        sound.listen(pcm)
        sound.packed += encoder.encode(pcm)
        progress(0.97 * done / len(pieces))
    sound.packed += encoder.flush()
    if len(sound.rest) > RATE * 2:
        sound.loudness.append(_loud(sound.rest))
    length = round(sound.samples / RATE * 1000)
    names = [one.name for one in parts]
    put(out, _tag(paper, names, sound.starts, length) + bytes(sound.packed))
    put(out.with_name(f"{out.stem}-chapters.txt"), _list(paper, names, sound.starts).encode("utf-8-sig"))
    return Heard(round(length / 1000), _checks(out, sound, words, paper.language, voice))


def _speak(pieces: list[tuple[int, str]], voice: str) -> Iterator[tuple[int, bytes]]:
    """The samples of each piece: while one is packed, the next is spoken."""
    with ThreadPoolExecutor(1) as pool:
        waiting = [pool.submit(_say, piece, voice) for _, piece in pieces[:2]]
        for at, (number, _) in enumerate(pieces):
            if at + 2 < len(pieces):
                waiting.append(pool.submit(_say, pieces[at + 2][1], voice))
            yield number, waiting[at].result()
            waiting[at] = waiting[at].__class__()  # the samples are not kept


def _say(ssml: str, voice: str) -> bytes:
    """The samples of one piece, 16 bits, one channel."""
    command = [PROGRAM, "-v", voice, "-s", str(SPEED), "-b", "1", "-m", "--stdin", "--stdout"]
    try:
        said = subprocess.run(command, input=ssml.encode(), capture_output=True, timeout=PATIENCE, check=True).stdout
    except (subprocess.SubprocessError, OSError) as error:
        raise CannotMake(f"espeak-ng could not speak a part of it: {type(error).__name__}.") from error
    at = said.find(b"data")
    return said[at + 8 :] if at > 0 else b""


def clock(milliseconds: int) -> str:
    """A time as players show it."""
    seconds = milliseconds // 1000
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def _list(paper: Paper, names: list[str], starts: list[int]) -> str:
    lines = [f"{clock(start)}  {name}" for name, start in zip(names, starts, strict=True)]
    return f"{paper.title}\n{MACHINE}\n\n" + "\n".join(lines) + "\n"


def _tag(paper: Paper, names: list[str], starts: list[int], length: int) -> bytes:
    """An ID3 tag (version 2.3): title, language, that a machine made it, and chapters that players can jump to."""
    frames = b"".join(
        (
            _frame(b"TIT2", _utf16(paper.title)),
            _frame(b"TPE1", _utf16("Computer voice")),
            _frame(b"TSSE", _utf16(f"espeak-ng {version()}, LAME")),
            _frame(b"TLEN", b"\0" + str(length).encode()),
            _frame(b"COMM", b"\1eng" + _bom("") + b"\0\0" + _bom(MACHINE)),
            _frame(b"TXXX", b"\1" + _bom("made by") + b"\0\0" + _bom("a machine")),
        )
    )
    ends = [*starts[1:], length]
    shown = list(zip(names, starts, ends, strict=True))[:255]
    frames += _frame(b"CTOC", b"toc\0\3" + bytes([len(shown)]) + b"".join(f"c{at}\0".encode() for at in range(len(shown))))
    for at, (name, start, end) in enumerate(shown):
        times = struct.pack(">IIII", start, end, 0xFFFFFFFF, 0xFFFFFFFF)
        frames += _frame(b"CHAP", f"c{at}\0".encode() + times + _frame(b"TIT2", _utf16(name)))
    size = len(frames)
    syncsafe = bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + syncsafe + frames


def _frame(name: bytes, inside: bytes) -> bytes:
    return name + struct.pack(">I", len(inside)) + b"\0\0" + inside


def _utf16(words: str) -> bytes:
    return b"\1" + _bom(words)


def _bom(words: str) -> bytes:
    return b"\xff\xfe" + words.encode("utf-16-le", "replace")


def _checks(out: Path, sound: _Sound, words: int, language: str, voice: str) -> tuple[Check, ...]:
    spoken = sound.samples / RATE
    heard = mp3_seconds(out.read_bytes())
    speed = words / (spoken / 60) if spoken else 0.0
    # The last window may be short and end in silence.
    silent = [number * WINDOW for number, loud in enumerate(sound.loudness) if loud < QUIETEST]
    return (
        Check("A voice speaks the language of the paper", bool(voice), f"{language}: {voice or 'none, so English was spoken'}."),
        Check(
            "It is as long as its words take to say", SLOWEST <= speed <= FASTEST, f"{words:,} words, {speed:.0f} words a minute."
        ),
        Check("It is nowhere silent", bool(sound.loudness) and not silent, f"Silent at {silent[:5]} s." if silent else ""),
        Check("The file holds all that was spoken", abs(heard - spoken) < 1 + spoken * 0.01, f"{heard:.0f} of {spoken:.0f} s."),
    )


BITRATES = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)  # MPEG 2 and 2.5, layer 3
BITRATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


def mp3_seconds(raw: bytes) -> float:
    """How long an MP3 is, counted frame by frame in the file itself."""
    at, seconds = 0, 0.0
    if raw[:3] == b"ID3":
        size = raw[6] << 21 | raw[7] << 14 | raw[8] << 7 | raw[9]
        at = 10 + size
    while at + 4 <= len(raw):
        head = int.from_bytes(raw[at : at + 4], "big")
        kind, bits, rate = head >> 19 & 3, head >> 12 & 15, head >> 10 & 3
        if head >> 21 != 0x7FF or kind == 1 or bits in (0, 15) or rate == 3 or head >> 17 & 3 != 1:
            at += 1
            continue
        samples = 1152 if kind == 3 else 576
        a_second = RATES[kind][rate]
        at += samples // 8 * (BITRATES_1 if kind == 3 else BITRATES)[bits] * 1000 // a_second + (head >> 9 & 1)
        seconds += samples / a_second
    return seconds
