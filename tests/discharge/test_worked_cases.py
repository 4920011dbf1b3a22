"""Worked cases: what the law's text and regional rules say of stays told in plain text (``cases/*.txt``)."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from discharge.notation import CASES, Page, check, pages, read

with tempfile.TemporaryDirectory() as folder:
    PAGES = pages(CASES, Path(folder))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_stay_comes_to_what_the_page_says(page: Page) -> None:
    assert page.expected, page.title
    for line in page.expected:
        check(page, line)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_wrong_with_a_stay_stands_on_its_page(page: Page) -> None:
    told = {f"{one.effect} {one.code}" for one in page.findings}
    assert told <= set(page.expected)


def test_every_page_names_its_source() -> None:
    assert len(PAGES) >= 50
    for page in PAGES:
        assert page.source.startswith(
            ("SFS", "Skåne", "Västra Götaland", "Stockholm", "Sörmland", "Our own", "DOMAIN")
        )


def test_a_page_that_says_something_else_fails(tmp_path: Path) -> None:
    steps = ("03-02 08:00  admitted", "03-02 12:00  notice", "03-05 11:59  ready", "03-12 10:00  discharged")
    text = "\n".join(["Title", "SFS", *(f"2026-{step}" for step in steps)])
    right = [
        "liable from 2026-03-08, 7 days ready, 4 to pay",
        "2 kap. 3 §: due 2026-03-03 08:00, met",
        "because payable",
    ]
    wrong = [
        "liable from 2026-03-09, 7 days ready, 4 to pay",
        "2 kap. 3 §: due 2026-03-03 08:00, late",
        "because notice_late",
        "row ended_twice",
        "month 2026-03: 2 cases, mean 7.0, 4 to pay, no amount",
    ]
    page = read("page", text, tmp_path)
    for line in right:
        check(page, line)
    for line in wrong:
        with pytest.raises(AssertionError):
            check(page, line)
    with pytest.raises(ValueError, match="not understood"):
        check(page, "liable since March")
