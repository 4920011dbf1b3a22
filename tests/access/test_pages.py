"""What the access pages say, in both languages."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from lindra.access import inventory, needs, presentation, views
from lindra.access.overview import National, national
from lindra.areas import geography

pytestmark = pytest.mark.usefixtures("world")

THIN = " "  # Reader takes every space for an ordinary one


class Reader(HTMLParser):
    """The text of a page, its rows of table, and attributes it should not have."""

    def __init__(self, page: HttpResponse) -> None:
        super().__init__()
        self.rows: list[int] = []
        self.forbidden: list[str] = []
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self._words: list[str] = []
        self.feed(page.content.decode())
        self.text = " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append(0)
        if tag in ("td", "th") and self.rows:
            self.rows[-1] += 1
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.forbidden.append(f"{tag} {name}")
            if name == "id" and value:
                self.ids.append(value)
            if name == "href" and value and value.startswith("#"):
                self.targets.add(value[1:])

    def handle_data(self, data: str) -> None:
        self._words.append(data)


def overview(language: str = "sv") -> Reader:
    with translation.override(language):
        return Reader(views.said(RequestFactory().get("/access/said/")))


def needed(language: str = "sv") -> Reader:
    with translation.override(language):
        return Reader(views.need(RequestFactory().get("/access/need/")))


def one_region(code: str, language: str = "sv") -> Reader:
    with translation.override(language):
        return Reader(views.area(RequestFactory().get(f"/access/{code}/"), code))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_overview_shows_the_whole_matrix_and_both_counts(language: str) -> None:
    page = overview(language)
    assert page.rows.count(1 + 8 + 3) == 1 + 21
    assert all(region.short in page.text for region in geography.regions())
    text = needed(language).text
    for number in (
        f"22{THIN}192",
        f"17{THIN}500",
        f"20{THIN}000",
        f"70{THIN}000",
        f"8{THIN}500",
        f"88{THIN}766",
    ):
        assert number in text


def test_the_overview_says_what_is_not_known() -> None:
    page = overview("en")
    assert "that never means that the function exists" in page.text
    assert "On which day each region answered is not known" in page.text
    assert "15 June 2026" in page.text
    assert "never divided by region" in needed("en").text
    assert "15 regions without concrete plans (document 002); the categories count 16" in page.text


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("code", [region.code for region in geography.regions()])
def test_a_region_shows_every_statement_with_its_line_and_its_need(code: str, language: str) -> None:
    page = one_region(code, language)
    with translation.override(language):
        shown = [THIN.join(needs.people(need).split()) for need in inventory.needs(code)]
    assert all(need in page.text for need in shown)
    lines = {int(line) for line in re.findall(r"(?:rad|line) (\d+)", page.text)}
    expected = {
        row.source_line for row in (*inventory.findings(), *inventory.answers()) if row.region == code
    }
    assert expected <= lines
    assert page.targets - {"content"} <= set(page.ids)


def test_the_national_figure_without_access_stands_on_no_region_page() -> None:
    for region in geography.regions():
        assert f"8{THIN}500" not in one_region(region.code).text


def test_a_region_that_did_not_answer_is_not_said_to_have_said_nothing() -> None:
    page = one_region("22", "en")
    assert "The region gave no answer" in page.text
    assert "The answer says nothing of this" not in page.text


def test_a_gap_in_neither_list_is_shown_as_such() -> None:
    page = one_region("23", "en")
    assert "in neither of the two lists" in page.text
    assert "in neither of the two lists" not in one_region("25", "en").text


def test_a_region_that_does_not_exist_is_not_found() -> None:
    for code in ("02", "1279", "x"):
        with pytest.raises(Http404):
            one_region(code)


def test_the_pages_keep_to_the_strict_content_security_policy() -> None:
    for page in (overview(), one_region("14")):
        assert page.forbidden == []
        assert len(page.ids) == len(set(page.ids))


def test_numbers_are_written_with_the_page_s_decimal_sign() -> None:
    assert "17,3" in one_region("01", "sv").text
    assert "17.3" in one_region("01", "en").text


def test_regions_are_sorted_as_swedish_sorts() -> None:
    with translation.override("sv"):
        names = [row.region.short for row in presentation.matrix_rows()]
    assert names[:2] == ["Blekinge", "Dalarna"]
    assert names[-2:] == ["Örebro", "Östergötland"]
    assert names.index("Västra Götaland") < names.index("Örebro")


def test_the_start_page_is_told_the_date_and_size_of_the_inventory() -> None:
    with translation.override("en"):
        assert national() == National("15 June 2026", 21, 8)
    with translation.override("sv"):
        assert national().date == "15 juni 2026"
