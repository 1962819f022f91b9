"""Fifty people read and say things at once, against a running web server on this machine. `python -m bench.crowd PORT SLUG`.

Bounded: 50 people, 12 turns each. Prints the median and the 95th of 100 of what each waited, and every error.
"""

from __future__ import annotations

import http.client
import statistics
import sys
import threading
import time
import urllib.parse

from tests.crash.writers import ONCE, TOKEN, Writer

PEOPLE, TURNS = 50, 12


class Reader(Writer):
    """Reads four pages, then says something; notes how long each took."""

    def visit(self, slug: str, took: list[float], errors: list[str]) -> None:
        """All turns of one person."""
        pages = ["/", f"/works/{slug}/", f"/works/{slug}/said/", f"/works/{slug}/said/?page=2"]
        for turn in range(TURNS):
            try:
                for page in pages:
                    self._timed("GET", page, None, took, errors)
                form = self._timed("GET", self.path, None, took, errors)
                token, once = TOKEN.search(form), ONCE.search(form)
                if token and once:
                    words = f"{self.name}, turn {turn}: the bus does not wait."
                    body = {"csrfmiddlewaretoken": token[1], "once": once[1], "words": words, "sharing": "lead", "question": ""}
                    self._timed("POST", self.path, urllib.parse.urlencode(body), took, errors)
            except (OSError, http.client.HTTPException) as broken:
                errors.append(repr(broken))

    def _timed(self, method: str, path: str, body: str | None, took: list[float], errors: list[str]) -> str:
        start = time.perf_counter()
        status, text, _where = self._request(method, path, body)
        took.append(time.perf_counter() - start)
        if status not in (200, 302, 303):
            errors.append(f"{method} {path}: {status}")
        return text


def main() -> None:
    """Run the crowd once."""
    port, slug = int(sys.argv[1]), sys.argv[2]
    took: list[float] = []
    errors: list[str] = []
    readers = [Reader(port, f"/works/{slug}/say/", f"Visitor {n}") for n in range(PEOPLE)]
    threads = [threading.Thread(target=r.visit, args=(slug, took, errors)) for r in readers]
    start = time.perf_counter()
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    took.sort()
    p95 = took[int(len(took) * 0.95) - 1]
    print(f"{PEOPLE} people, {len(took)} requests in {time.perf_counter() - start:.1f} s; errors: {len(errors)} {errors[:3]}")
    print(f"median {statistics.median(took) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, longest {took[-1] * 1000:.0f} ms")


if __name__ == "__main__":
    main()
