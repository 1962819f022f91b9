"""Word and OpenDocument files: opened with care (a bomb stays closed), then read part by part."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kitchentable.words.clarity.finding import BadFile
from kitchentable.words.clarity.source import Source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST_PART = 100_000_000  # bytes of one part, unpacked
LARGEST_RATIO = 200  # a part that grows more than this is a bomb, not a paper


def read_office(raw: bytes, name: str) -> Source:
    """Read a .docx or .odt. Raises BadFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            names = set(packed.namelist())
            if "word/document.xml" in names:
                from kitchentable.words.clarity.docx import read_docx

                return read_docx(Package(packed, name), name)
            if "content.xml" in names and "mimetype" in names:
                from kitchentable.words.clarity.odt import read_odt

                return read_odt(Package(packed, name), name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error, OSError) as error:
        # RuntimeError is what zipfile says of a part with a password.
        raise BadFile(
            f"{name} is damaged or protected: it cannot be unpacked. Open it, save it again without a password, and try again."
        ) from error
    raise BadFile(f"{name} is packed, but is neither a Word (.docx) nor an OpenDocument text (.odt).")


class Package:
    """The parts of a packed file."""

    def __init__(self, packed: zipfile.ZipFile, name: str) -> None:
        self.packed, self.name = packed, name

    def __contains__(self, part: str) -> bool:
        return part in self.packed.namelist()

    def part(self, part: str) -> Element:
        """A part as a tree. Raises BadFile when it is too large, or is no XML."""
        info = self.packed.getinfo(part)
        grows = info.file_size / max(1, info.compress_size)
        if info.file_size > LARGEST_PART or (info.file_size > 1_000_000 and grows > LARGEST_RATIO):
            raise BadFile(
                f"{self.name} unpacks to {info.file_size / 1e6:,.0f} MB of text; that is no paper, and it was not opened."
            )
        try:
            with self.packed.open(info) as file:
                # One byte more than was promised: a part that lies about its size is not read on.
                raw = file.read(info.file_size + 1)
            if len(raw) > info.file_size:
                raise BadFile(f"{self.name} is damaged: a part is larger than it says.")
            root: Element = fromstring(raw, forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError) as error:
            if isinstance(error, BadFile):
                raise
            raise BadFile(f"{self.name} is damaged: {part} cannot be read. Open it, save it again, and try again.") from error
        return root
