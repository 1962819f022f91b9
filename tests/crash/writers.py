"""People who write while the house is being shaken: they keep each receipt they were shown."""

from __future__ import annotations

import http.client
import http.cookies
import re
import threading
import time
import urllib.parse
from dataclasses import dataclass, field

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
ONCE = re.compile(r'name="once" value="([^"]+)"')


@dataclass
class Writer:
    """One visitor with a browser's patience: sends, and when the line breaks, sends the same form again."""

    port: int
    path: str
    name: str
    receipts: dict[str, str] = field(default_factory=dict)
    sent: int = 0
    broken: int = 0
    refused: int = 0
    cookies: dict[str, str] = field(default_factory=dict)
    answers: list[tuple[int, bool]] = field(default_factory=list)

    def run(self, stop: threading.Event) -> None:
        """Write until told to stop."""
        while not stop.is_set():
            try:
                self._say_one(stop)
            except (OSError, http.client.HTTPException):
                self.broken += 1
                time.sleep(0.01)

    def _say_one(self, stop: threading.Event) -> None:
        page = self._send("GET", self.path)
        token, once = TOKEN.search(page[1]), ONCE.search(page[1])
        if token is None or once is None:
            self.refused += 1
            return
        self.sent += 1
        words = f"{self.name} says thing {self.sent}. " + "The bus does not wait. " * (self.sent % 40)
        form = {"csrfmiddlewaretoken": token[1], "once": once[1], "words": words, "sharing": "lead", "question": ""}
        while not stop.is_set():
            try:
                status, text, where = self._post(form)
                self.answers.append((status, words in text))
            except (OSError, http.client.HTTPException):
                self.broken += 1
                time.sleep(0.01)
                continue
            if status in (302, 303) and where:
                self.receipts[words] = where
                return
            self.refused += 1
            if status < 500:
                raise AssertionError(f"{status}: {text[:2000]}")
            return

    def _post(self, form: dict[str, str]) -> tuple[int, str, str]:
        status, text, where = self._request("POST", self.path, urllib.parse.urlencode(form))
        return status, text, where

    def _send(self, method: str, path: str) -> tuple[int, str]:
        status, text, _where = self._request(method, path, None)
        return status, text

    def _request(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Host": "localhost"}
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            line.request(method, path, body, headers)
            answer = line.getresponse()
            text = answer.read().decode()
            for value in answer.headers.get_all("Set-Cookie") or []:
                for key, morsel in http.cookies.SimpleCookie(value).items():
                    self.cookies[key] = morsel.value
            return answer.status, text, answer.headers.get("Location", "")
        finally:
            line.close()
