"""What the worker does for papers, formats and words."""

from kitchentable.words.jobs import easy, formats, glossary, papers, sending

__all__ = ["easy", "formats", "glossary", "papers", "sending"]
