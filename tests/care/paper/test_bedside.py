"""The page at the bedside: always one page, never silently cut, tagged, and nothing but an address in the QR code."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import segno
from django.utils import translation
from pypdf import PdfReader

from care.paper import papers
from lindra.care.events.plan import SECTIONS
from lindra.care.paper import bedside, rules, signing

MADE = datetime(2026, 6, 15, 1, tzinfo=UTC)
ADDRESS = f"https://lindra.norrvik.example/patients/{papers.PATIENT}/plan/"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def sheet(shown, whole=True):
    return bedside.Sheet(shown, MADE, date(2026, 6, 22), ADDRESS, whole)


def said(paper: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    return " ".join(text.replace("\u200b", "").split())


ODD = {
    "nearly empty": papers.empty,
    "usual": papers.full,
    "three times as much": lambda: papers.full(3),
    "very full": lambda: papers.full(12),
    "very long texts": lambda: papers.full(2, 30),
    "one endless word": lambda: replace(papers.full(), name="Ö" * 900, stamp="x" * 3000),
}


@pytest.mark.parametrize("name", ODD)
def test_it_is_exactly_one_page_and_tagged(name):
    reader = PdfReader(io.BytesIO(bedside.pdf(sheet(ODD[name]()))))
    assert len(reader.pages) == 1
    width, height = reader.pages[0].mediabox[2:]
    assert (round(width), round(height)) == (595, 842)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en"
    assert "pdfuaid" in root["/Metadata"].get_data().decode()


def test_no_type_is_smaller_than_ten_points():
    for shown in (papers.full(12), papers.full(), papers.empty()):
        sizes = set()
        PdfReader(io.BytesIO(bedside.pdf(sheet(shown)))).pages[0].extract_text(
            visitor_text=lambda text, _cm, tm, _font, size, sizes=sizes: sizes.add(round(abs(tm[3]) * size, 2))
            if text.strip() else None
        )  # fmt: skip
        assert min(sizes) >= bedside.SMALLEST


def test_everything_is_on_it_where_there_is_room():
    text = said(bedside.pdf(sheet(papers.full())))
    for part in papers.full().parts:
        for line in part.lines:
            assert line.label in text
            assert line.text in text
            assert all(more in text for more in line.more)
    assert "No room" not in text
    assert "last given 2026-06-15 01:10" in text
    assert "Do not trust this paper after 22 June 2026" in text
    assert papers.full().stamp in text
    assert ADDRESS in text.replace(" ", "")


def test_what_is_needed_at_night_comes_first():
    text = said(bedside.pdf(sheet(papers.full())))
    places = [text.index(title) for title in ("Resuscitation", "If … then", "As-needed", "054-17 00 17", "Hazards",
                                              "What matters")]  # fmt: skip
    assert places == sorted(places)


def test_what_has_no_room_is_counted_on_the_page():
    shown = papers.full(12)
    text = said(bedside.pdf(sheet(shown)))
    left = {
        title: int(n)
        for title, n in re.findall(r"([A-Z][^:;]+): (\d+) lines?", text.split("No room here for: ")[1])
    }
    assert "More in the live plan." in text
    for part in shown.parts:
        title = "Call" if part.section == "call" else part.title
        assert 0 < left[title] < len(part.lines) or part.section in rules.ORDER[5:]
    total = sum(len(part.lines) for part in shown.parts)
    assert text.count(papers.ORIGIN) == total - sum(left.values())
    assert "Älvgatan 17" in text
    assert "Door code 1717" in text


def test_every_section_has_its_most_urgent_lines_before_any_has_more():
    order = rules.urgency(dict.fromkeys(SECTIONS, 9))
    assert sorted(order) == sorted((section, nth) for section in SECTIONS for nth in range(9))
    first = order[: sum(rules.FIRST.values())]
    assert {section for section, _ in first} == set(SECTIONS)
    assert first[0] == ("decisions", 0)


def test_a_text_that_is_cut_says_that_it_goes_on():
    text = said(bedside.pdf(sheet(papers.full(2, 30))))
    assert "Where … stands, there is more in the live plan." in text
    assert text.count("…") > 2
    assert bedside.cut("a b" * 3) == "a b" * 3


def test_what_nobody_has_asked_is_said_but_not_a_line_each():
    text = said(bedside.pdf(sheet(papers.empty())))
    assert "Not asked Topic 0, Topic 1, Topic 2" in text
    assert text.count("Not assessed") == 3


def test_a_paper_that_is_not_whole_says_so():
    assert "The patient has chosen what is printed" in said(bedside.pdf(sheet(papers.full(), whole=False)))


def test_only_what_was_chosen_is_there_and_never_a_protected_address():
    full = papers.full()
    some = signing.chosen(full, ("decisions", "call"), number=False)
    assert [part.section for part in some.parts] == ["decisions", "call"]
    assert (some.number, some.address, some.entry) == ("", (), ())
    hidden = signing.chosen(replace(full, protected=True), SECTIONS, number=True)
    text = said(bedside.pdf(sheet(hidden)))
    assert "Protected identity" in text
    assert "Älvgatan" not in text
    assert "1717" not in text
    assert "At home since" not in text


def matrix(svg: str, size: int) -> list[list[bool]]:
    """The dark modules that the path of an SVG draws, without the quiet zone of two."""
    grid = [[False] * (size + 4) for _ in range(size + 4)]
    x = y = 0.0
    for step, values in re.findall(r"([Mmh])([-\d. ]+)", re.search(r' d="([^"]+)"', svg)[1]):
        numbers = [float(one) for one in values.split()]
        if step == "h":
            for column in range(int(numbers[0])):
                grid[int(y)][int(x) + column] = True
            x += numbers[0]
        else:
            x, y = (numbers[0], numbers[1]) if step == "M" else (x + numbers[0], y + numbers[1])
    return [row[2:-2] for row in grid[2:-2]]


def test_the_code_holds_the_address_and_nothing_else():
    drawn = bedside.qr(ADDRESS)
    alike = segno.make(ADDRESS, error="m", micro=False)
    assert matrix(drawn, alike.symbol_size(border=0)[0]) == [
        [bool(dark) for dark in row] for row in alike.matrix
    ]
    other = segno.make(ADDRESS + "x", error="m", micro=False)
    assert list(alike.matrix) != list(other.matrix)
    assert bedside.content(sheet(papers.full()), [], columns=1, size=10)["qr"] == drawn


def test_the_same_plan_gives_the_same_bytes():
    assert bedside.pdf(sheet(papers.full())) == bedside.pdf(sheet(papers.full()))
