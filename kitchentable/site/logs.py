"""What a line of the log may hold."""

from __future__ import annotations

import logging
import re

# PostgreSQL puts the refused row, with people's words, after DETAIL; request lines may carry a code after the question mark.
_PRIVATE = ((re.compile(r"^DETAIL:.*$", re.MULTILINE), "DETAIL: (left out)"), (re.compile(r"(/[^\s?]*)\?\S+"), r"\1?(left out)"))


class Line(logging.Formatter):
    """One line with time, level and name; tracebacks below it; no rows and no query strings."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Take out what may be private."""
        words = super().format(record)
        for pattern, instead in _PRIVATE:
            words = pattern.sub(instead, words)
        return words
