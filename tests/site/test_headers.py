"""What goes with every page, whoever asks: the policy that forbids all but our own, and nothing kept by the browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from helpers.small_world import SmallWorld

Visitor = Callable[..., Client]

PAGES = {
    "sign-in": ("", "/sign-in/"), "accessibility": ("", "/accessibility/"), "design": ("", "/design/"),
    "to sign in": ("", "/"), "not found": ("", "/no/such/page/"), "start": ("astri", "/"),
    "patients": ("astri", "/patients/"), "patient": ("astri", "/patients/{ten years}/"),
    "plan": ("astri", "/patients/{ten years}/plan/"), "paper": ("astri", "/patients/{ten years}/plan/paper/"),
    "forms": ("astri", "/patients/{ten years}/forms/"), "form": ("astri", "/patients/{ten years}/forms/visit/"),
    "due": ("astri", "/due/"), "possible needs": ("astri", "/patients/possible-needs/"),
    "homes": ("astri", "/homes/"), "home nursing": ("astri", "/patients/home-nursing/"),
    "deaths at home": ("astri", "/patients/expected-at-home/"),
    "denied": ("astri", "/patients/{elsewhere}/"), "assignment": ("astri", "/assignment/"),
    "indicators": ("astri", "/indicators/"), "access": ("astri", "/access/"), "region": ("astri", "/access/17/"),
    "no assignment": ("nils", "/patients/"),
}  # fmt: skip
WITH_PATIENTS = (
    "patients", "patient", "denied", "start", "plan", "paper", "forms", "form", "due", "possible needs", "home nursing",
    "deaths at home",
)  # fmt: skip


def asked(visitor: Visitor, small: SmallWorld, name: str) -> HttpResponse:
    username, address = PAGES[name]
    for key in ("ten years", "elsewhere"):
        address = address.replace(f"{{{key}}}", small.patients[key])
    return visitor(username).get(address)


def policy(header: str) -> dict[str, set[str]]:
    parts = (part.split() for part in header.split(";"))
    return {words[0]: set(words[1:]) for words in parts if words}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_forbids_what_is_not_our_own(visitor: Visitor, small: SmallWorld, name: str) -> None:
    told = policy(asked(visitor, small, name)["Content-Security-Policy"])
    assert told["default-src"] == {"'none'"}
    for kind in ("script-src", "style-src", "connect-src", "form-action"):
        assert told[kind] == {"'self'"}
    assert told["frame-ancestors"] == told["base-uri"] == {"'none'"}
    assert not any("unsafe" in word for words in told.values() for word in words)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_framed_guessed_at_or_named_to_others(
    visitor: Visitor, small: SmallWorld, name: str
) -> None:
    answer = asked(visitor, small, name)
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")


@pytest.mark.parametrize("name", WITH_PATIENTS)
def test_a_page_with_patients_is_not_kept_by_the_browser(
    visitor: Visitor, small: SmallWorld, name: str
) -> None:
    told = asked(visitor, small, name).get("Cache-Control", "")
    assert "no-store" in told, "after signing out, the way back must not show a patient"


@pytest.mark.parametrize(("language", "heading"), [("sv", "Något gick fel"), ("en", "Something went wrong")])
def test_the_page_for_our_own_faults_needs_nothing_that_may_be_broken(language: str, heading: str) -> None:
    with translation.override(language):
        page = render_to_string("500.html")
    assert f"<h1>{heading}</h1>" in page
    assert f'<html lang="{language}">' in page


@pytest.mark.parametrize("name", [name for name in PAGES if name != "to sign in"])
def test_headings_do_not_leap(visitor: Visitor, small: SmallWorld, name: str) -> None:
    page = asked(visitor, small, name).content.decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page)]
    assert levels[:1] == [1]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
