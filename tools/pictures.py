"""Take the README's pictures anew, from the demo as a new user gets it:   .venv/bin/python tools/pictures.py"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from helpers import servers  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
PASSWORD = "lindra-demo"
WIDE, NARROW = ViewportSize(width=1280, height=1000), ViewportSize(width=390, height=844)


def main() -> int:
    """Start the demo, sign in, and take each picture."""
    chromium = next(
        found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))
    )
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        servers.demo(Path(home) / "world") as demo,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        wide = browser.new_context(viewport=WIDE, base_url=demo.address).new_page()
        sign_in(wide, "jonas")
        patient = a_patient_with_a_plan(wide)
        take(wide, patient, "patient")
        take(wide, "/access/", "access")
        take(wide, "/indicators/place-of-death/", "indicators")
        night = browser.new_context(viewport=NARROW, color_scheme="dark", base_url=demo.address).new_page()
        sign_in(night, "jonas")
        take(night, patient, "patient-night")
        browser.close()
    return 0


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
        if "Morfin" in page.locator(".glance").inner_text():
            return address
    return addresses[0]


def take(page: Page, address: str, name: str) -> None:
    """One picture of what is seen first."""
    page.goto(address)
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    raise SystemExit(main())
