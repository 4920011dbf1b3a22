"""Take the README's pictures anew, from the demo as a new user gets it, or one that is served at an address.

.venv/bin/python tools/pictures.py [ADDRESS]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from helpers import servers  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
PASSWORD = "lindra-demo"
WIDE, NARROW = ViewportSize(width=1280, height=1000), ViewportSize(width=390, height=844)


def main(arguments: list[str]) -> int:
    """Take the pictures of a demo that is served already, or of one started for it."""
    if arguments:
        every(arguments[0])
        return 0
    with tempfile.TemporaryDirectory() as home, servers.demo(Path(home) / "world") as demo:
        every(demo.address)
    return 0


def every(address: str) -> None:
    """Sign in as each who shows something, and take what they see first."""
    chromium = next(
        found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))
    )
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])

        def opened(
            username: str, viewport: ViewportSize = WIDE, scheme: Literal["light", "dark"] = "light"
        ) -> Page:
            page = browser.new_context(viewport=viewport, color_scheme=scheme, base_url=address).new_page()
            sign_in(page, username)
            return page

        wide = opened("jonas")
        patient = a_patient_with_a_plan(wide)
        take(wide, patient, "patient")
        take(wide, "/access/", "access")
        take(opened("jonas", NARROW, "dark"), patient, "patient-night")
        take(opened("lars"), "/indicators/", "indicators")
        take(opened("gunilla"), "/governance/", "monday")
        take(opened("helena"), "/governance/documents/obligations/", "obligations")
        browser.close()


def sign_in(page: Page, username: str) -> None:
    """By name and password, as everybody."""
    page.goto("/sign-in/")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.click("main form:first-of-type button[type=submit]")


def a_patient_with_a_plan(page: Page) -> str:
    """The address of the first living patient in the list whose page says what may be given as needed."""
    page.goto("/patients/")
    addresses = [link.get_attribute("href") or "" for link in page.locator("main table a").all()]
    for address in addresses:
        page.goto(address)
        if "Morfin" in page.locator("main").inner_text():
            return address
    return addresses[0]


def take(page: Page, address: str, name: str) -> None:
    """One picture of what is seen first."""
    answer = page.goto(address)
    assert answer, address
    assert answer.ok, f"{address} does not open"
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
