"""What messages about papers, formats, Easy Read and words say."""

from kitchentable.words.letters import easy, formats, glossary, papers, sending

__all__ = ["easy", "formats", "glossary", "papers", "sending"]
