"""A real browser: the Chromium of the system, driven by Playwright, judged by axe."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
HERE = {"127.0.0.1", "localhost", None}  # None: about:, data:, blob:

# Chromium's sandbox does not start as root nor in many containers; it is shown nothing but our own pages.
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]


def chromium() -> str:
    """The path of the browser."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    pytest.fail("no Chromium to test with: run the tests with bin/test, which sees to it", pytrace=False)


def version() -> str:
    """What the browser calls itself."""
    said = subprocess.run([chromium(), "--version"], capture_output=True, text=True, check=False)
    return said.stdout.strip() or "Chromium of unknown version"


@contextmanager
def running() -> Iterator[Browser]:
    """One browser, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Pages:
    """Opens pages, each in a profile of its own, and keeps what they complained of.

    A complaint is an error of a script, something the Content-Security-Policy refused, or a request
    that left this machine. The fixtures fail a test that leaves any.
    """

    def __init__(self, browser: Browser) -> None:
        self.complaints: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def open(
        self,
        url: str | None = None,
        *,
        width: int = 1280,
        height: int = 900,
        language: str = "sv",
        scheme: str = "light",
        **options: Any,
    ) -> Page:
        """Open a page of this width (CSS pixels), asking for this language and colour scheme.

        Further options are those of Playwright's ``new_context``, such as ``java_script_enabled=False``.
        """
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            locale={"sv": "sv-SE", "en": "en-GB"}[language],
            color_scheme=scheme,  # type: ignore[arg-type]
            timezone_id="Europe/Stockholm",
            **options,
        )
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("request", lambda request: self._see(request.url))
        if url is not None:
            page.goto(url)
        return page

    def close(self) -> None:
        """Close every page."""
        for context in self._contexts:
            context.close()

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and "Content Security Policy" in text:
            self.complaints.append(text)

    def _see(self, url: str) -> None:
        if urlsplit(url).hostname not in HERE:
            self.complaints.append(f"request to another machine: {url}")


COLOURS = "color-contrast"
"""The rule that takes most of the time, and the only one that a colour scheme changes."""


def axe_violations(page: Page, *, colours: bool = True) -> list[str]:
    """What breaks WCAG 2.0 to 2.2, level A and AA, on the page as it stands; nothing excluded but colours if asked."""
    options = {
        "runOnly": {"type": "tag", "values": WCAG},
        "rules": {COLOURS: {"enabled": colours}},
        "resultTypes": ["violations"],
    }
    if not page.evaluate("() => 'axe' in window"):  # once a page, however often it is asked
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [f"{found['id']}: {found['help']} at {_places(found)}" for found in violations]


def _places(violation: dict[str, Any]) -> str:
    return ", ".join(str(node["target"][0]) for node in violation["nodes"])
