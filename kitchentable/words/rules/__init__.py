"""Who may do what with papers, formats, sending, Easy Read and the glossary; and why not."""

from kitchentable.words.rules import easy, formats, glossary, papers, sending

__all__ = ["easy", "formats", "glossary", "papers", "sending"]
