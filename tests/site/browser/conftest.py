"""A real headless Chromium (Debian's), and the website served to it at the root and in a folder, with the headers of its policy.

Whatever a page does wrong is collected while a test uses it, and fails the test: messages on the console, violations of the
Content-Security-Policy, dialogs, exceptions, requests to other hosts, answers of 400 and more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request, sync_playwright

from bukusop.site import policy
from tests.conftest import tool
from tests.site.conftest import Made
from tests.site.served import serving

FOLDER = "/layanan/sop/"
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
"""No other host is even looked up."""
WATCH = """
  window.__faults = [];
  document.addEventListener('securitypolicyviolation', event => {
    window.__faults.push(`CSP ${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
  });
"""


@dataclass(frozen=True)
class Served:
    """Where the website stands: at the root of a host, and in a folder of it. Both without a slash at the end."""

    host: str

    @property
    def root(self) -> str:
        return self.host

    @property
    def folder(self) -> str:
        return self.host + FOLDER.rstrip("/")


@dataclass
class Watch:
    """What a page did wrong; `allowed` are parts of messages that are meant to come."""

    page: Page
    host: str
    faults: list[str] = field(default_factory=list)
    allowed: tuple[str, ...] = ()

    def begin(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"exception: {error}"))
        self.page.on("dialog", self._dialog)
        self.page.on("response", lambda answer: self.faults.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None)
        self.page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        self.faults.append(f"console {message.type}: {message.text} ({self.page.url})")

    def _dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.host}/", "data:", "blob:")):
            self.faults.append(f"request to another host: {request.url}")

    def found(self) -> list[str]:
        """Give the faults so far, those noted in the page included, and forget them."""
        noted = self.page.evaluate("window.__faults || []")
        if self.page.evaluate("window.__xss"):
            noted.append("a hostile string ran")
        result = [item for item in [*self.faults, *noted] if not any(part in item for part in self.allowed)]
        self.faults.clear()
        self.page.evaluate("window.__faults = []")
        return result


Opening = Callable[..., tuple[Page, Watch]]
Value = TypeVar("Value")


@pytest.fixture(scope="session")
def served(made: Made) -> Iterator[Served]:
    """The website of the project, served."""
    with serving({"/": made.site, FOLDER: made.site}, policy.headers) as host:
        yield Served(host)


@pytest.fixture(scope="package")
def chromium(served: Served) -> Iterator[Browser]:
    """Debian's Chromium. Only for this package: its event loop would be in the way of tests that run their own."""
    assert served
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=tool("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Browser, served: Served) -> Iterator[Opening]:
    """Open pages (`width`, `dark`, `script`), watched; at the end none may have done anything wrong."""
    contexts: list[BrowserContext] = []
    watches: list[Watch] = []

    def open_page(url: str = "", width: int = 1280, dark: bool = False, script: bool = True, host: str = "") -> tuple[Page, Watch]:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light", java_script_enabled=script, locale="id-ID",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        if script:
            page.add_init_script(WATCH)
        watch = Watch(page, host or served.host)
        watch.begin()
        watches.append(watch)
        if url:
            page.goto(url)
        return page, watch

    yield open_page
    faults = [fault for watch in watches for fault in watch.found()]
    for context in contexts:
        context.close()
    assert faults == []


def apart(work: Callable[[], Value]) -> Value:
    """Do work that runs an event loop of its own, away from the browser's."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()
