"""Machines that tests use: a browser (with and without JavaScript), axe, a mail server, a PostgreSQL of one's own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from tools.pg import Cluster

QUIET = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MARKS = {
    "tests/browser/": "browser",
    "tests/crash/": "crash",
    "bench/": "bench",
    "tests/test_fuzz.py": "slow",
    "tests/test_laws.py": "slow",
    "tests/test_walk.py": "slow",
    "gatherings/tests/test_shares_law.py": "slow",
    "people/tests/test_small.py": "slow",
    "people/tests/test_supporter_law.py": "slow",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by where they stand, and those that open a page in a browser."""
    for item in items:
        for place, mark in MARKS.items():
            if f"/{place}" in item.path.as_posix():
                item.add_marker(mark)
        if "page" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("browser"):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Debian's Chromium is."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.fail("Chromium is missing. On Debian and Ubuntu: sudo apt-get install chromium")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all tests of this process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=[*QUIET, *MICROPHONE])
        yield started
        started.close()


@dataclass
class Errors:
    """What the page complained about: exceptions, console errors, answers of other hosts."""

    found: list[str] = field(default_factory=list)

    def watch(self, page: Page, home: str) -> None:
        """Keep what this page complains about."""
        page.on("pageerror", lambda error: self.found.append(f"exception: {error}"))
        page.on("console", lambda said: self.found.append(f"console: {said.text}") if said.type == "error" else None)
        page.on("request", lambda asked: self._other_host(asked.url, home))

    def _other_host(self, url: str, home: str) -> None:
        if url.startswith(("http:", "https:", "ws:")) and not url.startswith(home):
            self.found.append(f"another host was asked: {url}")


NewContext = Callable[..., "BrowserContext"]


@pytest.fixture
def new_context(browser: Browser, live_server: Any) -> Iterator[NewContext]:
    """`new_context(javascript=False, mobile=True, …)`: a visitor of their own; any other option of Playwright's new_context."""
    made: list[BrowserContext] = []

    def make(*, javascript: bool = True, mobile: bool = False, **options: Any) -> BrowserContext:
        size = {"width": 360, "height": 740} if mobile else {"width": 1280, "height": 900}
        options = {"viewport": size, "has_touch": mobile, "locale": "en-GB", "timezone_id": "Europe/London", **options}
        context = browser.new_context(base_url=live_server.url, java_script_enabled=javascript, **options)
        context.set_default_timeout(10_000)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def page_errors() -> Iterator[Errors]:
    """What `page` complained about; a test may look at, and empty, `page_errors.found`. Anything left fails the test."""
    errors = Errors()
    yield errors
    assert not errors.found, "the page complained:\n" + "\n".join(errors.found)


@pytest.fixture
def page(new_context: NewContext, page_errors: Errors, live_server: Any) -> Page:
    """A page in a browser with JavaScript."""
    opened = new_context().new_page()
    page_errors.watch(opened, live_server.url)
    return opened


@pytest.fixture
def plain_page(new_context: NewContext) -> Page:
    """A page in a browser without JavaScript."""
    return new_context(javascript=False).new_page()


@pytest.fixture
def sign_in(live_server: Any) -> Callable[[BrowserContext, Any], None]:
    """`sign_in(context, person)`: a session for this visitor, without the mail."""

    def enter(context: BrowserContext, person: Any) -> None:
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(getattr(person, "person", person))
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    return enter


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The newest axe.min.js at hand, as text."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def axe(axe_source: str) -> Callable[[Page], None]:
    """`axe(page)` fails with every violation of WCAG 2.2 AA on the page as it stands."""

    def look(page: Page, *, without: tuple[str, ...] = ()) -> None:
        # Evaluated by the debugger, so the page's content policy stays as it is.
        page.evaluate(axe_source + "; null")
        rules = {name: {"enabled": False} for name in without}
        options = json.dumps({"runOnly": {"type": "tag", "values": AXE_TAGS}, "rules": rules, "resultTypes": ["violations"]})
        found = page.evaluate(f"axe.run(document, {options}).then(result => result.violations)")
        told = [
            f"{v['id']}: {v['help']}\n"
            + "\n".join(f"    {node['html'][:200]}\n    {node['failureSummary']}" for node in v["nodes"])
            for v in found
        ]
        assert not told, f"{page.url}\n" + "\n".join(told)

    return look


@dataclass
class Sink:
    """A mail server that keeps what it gets. `refuse = "451 later"` makes it say no."""

    port: int = 0
    refuse: str = ""
    raw: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)

    @property
    def mails(self) -> list[EmailMessage]:
        """What came in, in order."""
        return [message_from_bytes(one, policy=policy.default) for one in self.raw]  # type: ignore[misc]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Called by aiosmtpd for each mail."""
        if self.refuse:
            return self.refuse
        self.raw.append(envelope.content)
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        return "250 kept"


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server on a free port of this machine; `sink.port`, `sink.mails`, `sink.envelopes`."""
    import socket

    from aiosmtpd.controller import Controller

    kept = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        kept.port = int(free.getsockname()[1])
    controller = Controller(kept, hostname="127.0.0.1", port=kept.port)
    controller.start()
    yield kept
    controller.stop()


@pytest.fixture
def mail(sink: Sink, settings: Any) -> Sink:
    """Django's mail goes to a real mail server: `sink`."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    return sink


@pytest.fixture(scope="session")
def own_postgres() -> Iterator[Cluster]:
    """A PostgreSQL that survives being killed; for tests of crashes and of backups."""
    from tools import pg

    try:
        with pg.cluster(fast=False) as own:
            yield own
    except pg.NoPostgres as error:
        pytest.fail(str(error))
