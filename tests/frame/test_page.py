"""The page around every page."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Engine
from django.test import RequestFactory
from django.utils import translation

SIGNED_IN = SimpleNamespace(is_authenticated=True)
READER = {"name": "Karin Exempel", "unit": "Home care, north", "role": "nurse", "purpose": "care"}


def page(language: str = "en", **context: Any) -> str:
    """The base page with nothing in it but this context."""
    request = RequestFactory().get("/patients/?tab=mine")
    nobody = SimpleNamespace(is_authenticated=False)
    with translation.override(language):
        base = Engine.get_default().get_template("frame/base.html")
        return base.render(Context({"request": request, "user": nobody, **context}))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_says_its_language_and_offers_the_other(language: str) -> None:
    other, name = {"sv": ("en", "English"), "en": ("sv", "Svenska")}[language]
    written = page(language)
    assert f'<html lang="{language}">' in written
    assert f'name="language" value="{other}"' in written
    assert f'lang="{other}">{name}</button>' in written
    assert 'name="next" value="/patients/?tab=mine"' in written


def test_the_first_link_leads_past_everything_to_the_content() -> None:
    written = page()
    assert written.index('href="#content"') < written.index("<header")
    assert '<main id="content"' in written


def test_who_reads_is_shown_with_unit_role_and_purpose() -> None:
    written = page(reader=READER)
    assert all(value in written for value in READER.values())


def test_without_a_reader_nobody_is_shown() -> None:
    assert 'class="reader"' not in page()


def test_the_way_one_is_on_is_marked() -> None:
    ways = [{"url": "/", "label": "Start"}, {"url": "/patients/", "label": "Patients", "current": True}]
    written = page(navigation=ways)
    assert '<a href="/patients/" aria-current="page">Patients</a>' in written
    assert written.count("aria-current") == 1


def test_only_who_is_signed_in_can_sign_out() -> None:
    assert "Sign out" in page(user=SIGNED_IN)
    assert "Sign out" not in page()


def test_the_demo_says_that_it_is_one_and_where_its_clock_stands() -> None:
    now = datetime(2026, 6, 15, 1, 0, tzinfo=UTC)
    assert "The clock stands at" in page(is_demo=True, now=now)
    assert "15 June 2026, 03:00" in page(is_demo=True, now=now)
    assert "The clock stands at" not in page(is_demo=False, now=now)


def test_paper_says_when_and_for_whom_it_was_printed() -> None:
    written = page(reader=READER, now=datetime(2026, 6, 15, 1, 0, tzinfo=UTC))
    assert "printed 15 June 2026, 03:00 · Karin Exempel, Home care, north" in written


def test_a_message_gets_the_tone_of_its_level() -> None:
    message = SimpleNamespace(level_tag="error", __str__=lambda self: "Not saved")
    assert "callout--critical" in page(messages=[message])
