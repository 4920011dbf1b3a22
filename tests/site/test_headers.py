"""What goes with every page, whoever asks: the policy that forbids all but our own, and nothing kept by the browser."""

from __future__ import annotations

from itertools import pairwise

import pytest

from helpers.small_world import SmallWorld

PAGES = {
    "sign-in": ("", "/sign-in/"), "accessibility": ("", "/accessibility/"), "design": ("", "/design/"),
    "to sign in": ("", "/"), "not found": ("", "/no/such/page/"), "start": ("astri", "/"),
    "patients": ("astri", "/patients/"), "patient": ("astri", "/patients/{ten years}/"),
    "denied": ("astri", "/patients/{elsewhere}/"), "assignment": ("astri", "/assignment/"),
    "indicators": ("astri", "/indicators/"), "access": ("astri", "/access/"), "region": ("astri", "/access/17/"),
    "no assignment": ("nils", "/patients/"),
}  # fmt: skip
WITH_PATIENTS = ("patients", "patient", "denied", "start")


def asked(visitor, small: SmallWorld, name: str):  # type: ignore[no-untyped-def]
    username, address = PAGES[name]
    for key in ("ten years", "elsewhere"):
        address = address.replace(f"{{{key}}}", small.patients[key])
    return visitor(username).get(address)


def policy(header: str) -> dict[str, set[str]]:
    parts = (part.split() for part in header.split(";"))
    return {words[0]: set(words[1:]) for words in parts if words}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_forbids_what_is_not_our_own(visitor, small: SmallWorld, name: str) -> None:  # type: ignore[no-untyped-def]
    told = policy(asked(visitor, small, name)["Content-Security-Policy"])
    assert told["default-src"] == {"'none'"}
    for kind in ("script-src", "style-src", "connect-src", "form-action"):
        assert told[kind] == {"'self'"}
    assert told["frame-ancestors"] == told["base-uri"] == {"'none'"}
    assert not any("unsafe" in word for words in told.values() for word in words)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_framed_guessed_at_or_named_to_others(visitor, small: SmallWorld, name: str) -> None:  # type: ignore[no-untyped-def]
    answer = asked(visitor, small, name)
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")


@pytest.mark.parametrize("name", WITH_PATIENTS)
def test_a_page_with_patients_is_not_kept_by_the_browser(visitor, small: SmallWorld, name: str) -> None:  # type: ignore[no-untyped-def]
    told = asked(visitor, small, name).get("Cache-Control", "")
    assert "no-store" in told, "after signing out, the way back must not show a patient"


@pytest.mark.parametrize("name", [name for name in PAGES if name != "to sign in"])
def test_headings_do_not_leap(visitor, small: SmallWorld, name: str) -> None:  # type: ignore[no-untyped-def]
    import re

    page = asked(visitor, small, name).content.decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page)]
    assert levels[:1] == [1]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
