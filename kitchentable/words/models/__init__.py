"""Papers with their versions and formats, to whom they went, their Easy Read, and the glossary."""

from kitchentable.words.models.easy import EasyCheck, EasyComment, EasyLine
from kitchentable.words.models.formats import Format, FormatAsk
from kitchentable.words.models.glossary import Term, TermAsk
from kitchentable.words.models.papers import WRITES_PAPERS, Document, Handled, KeptWord, Version
from kitchentable.words.models.sending import OWN_KIND, Sent

__all__ = [
    "OWN_KIND",
    "WRITES_PAPERS",
    "Document",
    "EasyCheck",
    "EasyComment",
    "EasyLine",
    "Format",
    "FormatAsk",
    "Handled",
    "KeptWord",
    "Sent",
    "Term",
    "TermAsk",
    "Version",
]
