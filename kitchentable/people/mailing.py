"""How a message leaves the house: the mail, the text message, the sound file; or a task for a person when no machine can do it.

One message goes to one person. There is no CC and no BCC anywhere in this file.
"""

from __future__ import annotations

import re
import shutil
import smtplib
import subprocess
import tempfile
from dataclasses import dataclass
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.utils import formataddr
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language_info, gettext, override
from django.utils.translation import gettext_lazy as _

from kitchentable.people.models import Outgoing, Reach
from kitchentable.people.outbox import Attached, Message, reach_of

Channel = Reach.Channel
Format = Reach.Format
ALWAYS_WRITTEN = frozenset({"people.sign_in", "people.signed_in", "people.keys"})
SPEAKER = "espeak-ng"
SPEAKING_SECONDS = 60
SMS_MOST = 900


class NotSent(Exception):
    """It did not go, for a reason in plain words. `for_good`: trying again will not help."""

    def __init__(self, words: str, *, for_good: bool = False) -> None:
        self.for_good = for_good
        super().__init__(words)


class ByHand(Exception):
    """No machine here can do this one: a person must. The words say what they do."""


@dataclass(frozen=True, slots=True)
class Went:
    """It went. `also`: what a person must still make for this person, in their format; empty when nothing."""

    also: str = ""


class Sends(Protocol):
    """Sends text messages. `key` names the message: a service that is asked twice with one key sends it once."""

    def send(self, phone: str, words: str, *, key: str) -> None:
        """Raises NotSent."""


class FileSms:
    """The stand-in: each text message becomes a file in the house's `sms` folder, for demonstrations and tests."""

    def send(self, phone: str, words: str, *, key: str) -> None:
        """Write the file. The same key writes the same file."""
        folder = sms_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / f"{key}.txt").write_text(f"To: {phone}\n\n{words}\n", encoding="utf-8")


def sms_service() -> Sends | None:
    """The service that is set; in a demo the stand-in; None when there is none, and then staff ring."""
    return FileSms() if getattr(settings, "SMS_FILES", getattr(settings, "DEMO", False)) else None


def sms_folder() -> Path:
    """Where the stand-in writes."""
    return Path(settings.HOME) / "sms"


def send(message: Outgoing, words: Message) -> Went:
    """Send one message to its one person. Raises NotSent (try again later, or not) and ByHand (a person must do it)."""
    reach = reach_of(message.person)
    format = Format(message.format)
    if message.kind in ALWAYS_WRITTEN and format not in (Format.LARGE, Format.PLAIN):
        format = Format.STANDARD
    if message.channel == Channel.EMAIL:
        return _by_mail(message, words, reach, format)
    if message.channel == Channel.SMS:
        return _by_sms(message, words, reach, format)
    raise ByHand(_("Tell them yourself."))


def _by_mail(message: Outgoing, words: Message, reach: Reach, format: Format) -> Went:
    _must_be_possible(format)
    if not reach.email:
        raise ByHand(_("We have no e-mail address. Ask how to reach them."))
    mail = letter(message, words, reach, format)
    if format == Format.AUDIO:
        mail.attach("message.wav", speak(f"{words.subject}.\n\n{words.words}", reach.language), "audio/wav")
    try:
        gone = mail.send(fail_silently=False)
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _reason in refused.recipients.values()]
        raise NotSent(
            gettext("The mail server does not take this address."), for_good=all(code >= 500 for code in codes)
        ) from refused
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(gettext("The mail could not be sent (%(kind)s).") % {"kind": type(error).__name__}) from error
    except ValueError as wrong:  # a line break in the address, or a name of a host that cannot be
        raise NotSent(gettext("This e-mail address cannot be right."), for_good=True) from wrong
    if not gone:
        raise NotSent(gettext("The mail could not be sent."))
    return Went(also=str(_("Make an Easy Read copy and give it to them."))) if format == Format.EASY else Went()


def _by_sms(message: Outgoing, words: Message, reach: Reach, format: Format) -> Went:
    _must_be_possible(format)
    if format == Format.AUDIO:
        raise ByHand(_("Ring them, or record it: they want to hear it."))
    if not reach.phone:
        raise ByHand(_("We have no phone number. Ask how to reach them."))
    service = sms_service()
    if service is None:
        raise ByHand(_("No service for text messages is set. Ring them, or text them yourself."))
    parts = [words.words]
    if words.link:
        parts.append(f"{words.link_words}: {full(words.link)}")
    text = "\n\n".join(parts)
    if len(text) > SMS_MOST:
        short = [words.subject, gettext("It is long, so it stands on your page. Or ring us, and we read it to you.")]
        text = "\n\n".join([*short, *(parts[1:] or [full("/me/")])])
    service.send(reach.phone, f"{text}\n\n{organisation()}", key=message.key)
    return Went(also=str(_("Make an Easy Read copy and give it to them."))) if format == Format.EASY else Went()


def _must_be_possible(format: Format) -> None:
    if format == Format.BSL:
        raise ByHand(_("Have it signed in BSL, as a video or in person."))
    if format == Format.BRAILLE:
        raise ByHand(_("Have it made in Braille, and send it."))


def letter(message: Outgoing, words: Message, reach: Reach, format: Format) -> EmailMultiAlternatives:
    """The mail: plain text, and a plain HTML alternative with nothing in it that is loaded from elsewhere.

    The Message-ID comes from the message's key: when the worker stops between sending and noting that it was sent, the mail goes
    once more with the same one (SMTP promises "at least once"), and mail programs can drop the second.
    """
    language = reach.language or settings.LANGUAGE_CODE
    context = {
        "words": words,
        "paragraphs": [part for part in words.words.split("\n\n") if part.strip()],
        "link": full(words.link) if words.link else "",
        "language": language,
        "dir": "rtl" if _is_right_to_left(language) else "ltr",
        "large": format == Format.LARGE,
        "easy_comes": format == Format.EASY,
        "organisation": organisation(),
        "phone": contact("phone"),
        "post": contact("post"),
        "name": message.person.called,
    }
    mail = EmailMultiAlternatives(
        subject=" ".join(words.subject.split()),
        body=render_to_string("people/mail.txt", context),
        from_email=_sender(),
        to=[reach.email],
        headers={
            "Message-ID": f"<{message.key}@{urlsplit(settings.URL).hostname}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
        },
    )
    if format != Format.PLAIN:
        mail.attach_alternative(render_to_string("people/mail.html", context), "text/html")
    for one in words.files:
        mail.attach(_part(one))
    return mail


def _part(file: Attached) -> MIMEBase:
    """Byte for byte: a calendar's line ends and folds must arrive as they are."""
    kind, _slash, rest = file.media_type.partition("/")
    part = MIMEBase(kind, rest)
    part.set_payload(file.content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=file.name)
    return part


def speak(words: str, language: str) -> bytes:
    """The words as sound (WAV), made on this machine. Raises ByHand when there is no program for it."""
    program = shutil.which(SPEAKER)
    if program is None:
        raise ByHand(_("Ring them, or record it: they want to hear it."))
    with tempfile.TemporaryDirectory() as folder:
        sound = Path(folder) / "message.wav"
        # "-b 1": what comes in is UTF-8. The words go through standard input, so that no list of processes shows them.
        asked = [program, "-b", "1", "-s", "150", "-v", language or "en-gb", "-w", str(sound), "--stdin"]
        try:
            done = subprocess.run(asked, input=words.encode(), capture_output=True, timeout=SPEAKING_SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise ByHand(_("Ring them, or record it: it is too long for the computer's voice.")) from error
        if done.returncode != 0 or not sound.exists():
            raise ByHand(_("Ring them, or record it: the computer has no voice for their language."))
        return sound.read_bytes()


def in_their_language(message: Outgoing) -> override:
    """Words made inside are in the language of the person they are for."""
    return override(reach_of(message.person).language or settings.LANGUAGE_CODE)


def take_away(keys: list[str]) -> None:
    """Take away what the stand-ins of a demo wrote for these messages, as files: the person was erased."""
    for key in keys:
        (sms_folder() / f"{key}.txt").unlink(missing_ok=True)
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", "") or "")
    if not keys or not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend") or not folder.is_dir():
        return
    for path in folder.glob("*.log"):
        found = _MESSAGE_ID.search(path.read_text(encoding="utf-8", errors="replace"))
        if found and found[1] in keys:
            path.unlink(missing_ok=True)


_MESSAGE_ID = re.compile(r"^Message-ID:\s*<([a-z0-9]+)@", re.MULTILINE)


def full(path: str) -> str:
    """The whole address of a page here."""
    return f"{settings.URL.rstrip('/')}{path}"


def organisation() -> str:
    """What the organisation is called."""
    return contact("name") or gettext("Kitchen Table")


def contact(what: str) -> str:
    """The organisation's name, phone or postal address; empty when it is not set."""
    return str(getattr(settings, "ORGANISATION", {}).get(what, ""))


def _sender() -> str:
    return formataddr((organisation(), settings.DEFAULT_FROM_EMAIL))


def _is_right_to_left(language: str) -> bool:
    try:
        return bool(get_language_info(language)["bidi"])
    except KeyError:
        return False
