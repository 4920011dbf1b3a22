"""A saved picture stands alone: sound, styled, without script, with where it comes from; and the table reads back."""

from __future__ import annotations

import csv
import io
import struct
import zlib
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lindra.frame import flat, numbers, pen, samples, saving, sheet_styles
from lindra.frame.charts import Bar, Figure, Words
from lindra.frame.svg import element
from lindra.frame.tables import Column, Table

SVG = "{http://www.w3.org/2000/svg}"
WORDS = Words()
LINES = ("Definition: mouth-recorded, version 3", "Taken 2026-11-29 from the record of Norrviken")
DRAWN = {"path", "line", "rect", "circle"}


def saved(figure: Figure, **options: object) -> ElementTree.Element:
    return ElementTree.fromstring(saving.svg_file(figure, WORDS, lines=LINES, **options))  # type: ignore[arg-type]


def everything() -> list[Figure]:
    """Every kind of picture the gallery has."""
    return samples.figures()


def read(found: bytes) -> tuple[list[str], list[list[str]]]:
    """The remarks and the rows of a file, as a spreadsheet would take them."""
    rows = list(csv.reader(io.StringIO(found.decode("utf-8-sig"), newline=""), delimiter=";"))
    return [row[0] for row in rows if row[0].startswith("# ")], [
        row for row in rows if not row[0].startswith("# ")
    ]


def test_every_picture_is_saved_without_class_script_link_or_anything_from_elsewhere() -> None:
    for figure in everything():
        root = saved(figure)
        assert not list(root.iter(f"{SVG}script"))
        names = {name for each in root.iter() for name in each.attrib}
        assert not names & {"class", "style", "href", "onclick", "vector-effect"}, figure.title
        assert b"http" not in saving.svg_file(figure, WORDS).replace(b"http://www.w3.org/2000/svg", b"")


def test_whatever_is_drawn_has_a_colour_and_no_length_depends_on_a_page() -> None:
    for figure in everything():
        root = saved(figure)
        for each in root.iter():
            tag = each.tag.removeprefix(SVG)
            if tag in DRAWN:
                assert {"fill", "stroke"} & set(each.attrib), (
                    f"{figure.title}: {ElementTree.tostring(each)!r}"
                )
            assert not [v for v in each.attrib.values() if v.endswith(("%", "em")) or "var(" in v]


def test_every_class_that_is_drawn_is_found_in_the_stylesheet() -> None:
    """A shape whose class nobody styles would be black in a file and on the page alike."""
    for figure in everything():
        root = ElementTree.fromstring(figure.alone(WORDS))
        own = frozenset(root.get("class", "").split())
        for each in root.iter():
            if each.tag.removeprefix(SVG) in DRAWN and (name := each.get("class")):
                around = [own, frozenset({"chart__sheet"})]
                assert sheet_styles.style(frozenset(name.split()), around), name


def test_the_title_stands_above_and_where_it_comes_from_below() -> None:
    root = saved(Figure.bars("Deaths", [Bar(label="North", value=3)], note="Sample."), title="Deaths 2025")
    texts = [each for each in root if each.tag == f"{SVG}text"]
    assert [each.text for each in texts] == ["Deaths 2025", "Sample.", *LINES]
    heights = [float(each.get("y", "0")) for each in texts]
    assert heights == sorted(heights)
    assert heights[-1] < float(root.get("height", "0"))
    assert root[0].text == "Deaths 2025"
    assert root[1].text == "North: 3"


def test_colours_are_those_of_the_page_by_day() -> None:
    root = saved(Figure.bars("Deaths", [Bar(label="North", value=3)]))
    assert sheet_styles.colours()["scale-4"] in {each.get("fill") for each in root.iter(f"{SVG}rect")}


def test_a_rule_inside_another_class_holds_only_there() -> None:
    bar = frozenset({"chart__bar"})
    assert sheet_styles.style(bar, [frozenset({"chart"})])["fill"] == sheet_styles.colours()["scale-4"]
    inside = sheet_styles.style(bar, [frozenset({"chart", "chart--interval"})])
    assert inside["fill"] == sheet_styles.colours()["scale-2"]


def test_a_curve_that_stretched_on_the_page_has_its_corners_in_pixels() -> None:
    curve = pen.curve("chart__line", [[(0, 0), (0.5, 1), (1, 0.25)]])
    drawn = element("svg", pen.sheet(50, 1, 50, 10, curve), xmlns="http://www.w3.org/2000/svg", height="12em")
    found, height = flat.flattened(drawn, 400)
    assert height == 12 * flat.EM
    assert 'd="M200.0 14.0L300.0 154.0L400.0 49.0"' in found


def test_lines_on_a_map_keep_their_width_however_much_it_is_enlarged() -> None:
    land = element(
        "svg",
        element("path", class_="map__area scale-1", d="M0 0l1 0 0 1z", vector_effect="non-scaling-stroke"),
        class_="chart__land", width="100%", height="10em", viewBox="0 0 14 14",
    )  # fmt: skip
    drawn = element("svg", land, xmlns="http://www.w3.org/2000/svg", height="10em")
    found, _ = flat.flattened(drawn, 1000)
    assert 'stroke-width="0.100"' in found
    assert "scale(10.00000)" in found


def test_an_attribute_that_saving_does_not_know_is_refused_not_lost() -> None:
    drawn = element("svg", element("line", skew="1"), xmlns="http://www.w3.org/2000/svg", height="1em")
    with pytest.raises(ValueError, match="skew"):
        flat.flattened(drawn, 100)


# PNG


def picture(png: bytes) -> tuple[int, int, int]:
    """Width, height and how many different rows of pixels a PNG has."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    at, packed = 8, b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += 12 + length
    pixels = zlib.decompress(packed)
    step = len(pixels) // height
    return width, height, len({pixels[n * step : (n + 1) * step] for n in range(height)})


@pytest.mark.parametrize("number", range(len(samples.figures())))
def test_the_png_is_twice_the_size_of_the_svg_and_not_blank(number: int) -> None:
    figure = everything()[number]
    root = saved(figure)
    width, height, rows = picture(saving.png_file(figure, WORDS, lines=LINES))
    assert width == pytest.approx(2 * float(root.get("width", "0")), abs=2)
    assert height == pytest.approx(2 * float(root.get("height", "0")), abs=2)
    assert rows > 10


# CSV


def test_the_table_opens_in_a_swedish_spreadsheet_with_its_letters_and_numbers() -> None:
    table = Table(
        "Dog hemma",
        [Column("Län"), Column("Andel", True), Column("Antal", True), Column("Ändring", True)],
        [
            ["Västra", numbers.percent(0.625, 1), numbers.number(12345), numbers.number(-3.5)],
            ["Östra", "visas inte", "<1 %", "–"],
        ],
        "Källa: registret",
    )
    found = saving.csv_file(table, LINES)
    assert found.startswith(b"\xef\xbb\xbf# Dog hemma\r\n")
    remarks, rows = read(found)
    assert remarks == ["# Dog hemma", "# Källa: registret", *(f"# {line}" for line in LINES)]
    assert rows == [
        ["Län", "Andel (%)", "Antal", "Ändring"],
        ["Västra", "62,5", "12345", "-3,5"],
        ["Östra", "visas inte", "<1 %", "–"],
    ]


@pytest.mark.parametrize("hostile", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x";"y")'])
def test_no_cell_is_taken_for_a_formula(hostile: str) -> None:
    table = Table("T", [Column(hostile), Column("n", True)], [[hostile, hostile]])
    _, rows = read(saving.csv_file(table, [hostile]))
    written = [cell for row in rows for cell in row if cell != "n"]
    assert [cell for cell in written if cell.startswith(("=", "+", "@", "\t"))] == []
    assert rows[1][0] == f"'{hostile}"


@settings(max_examples=50)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda t: t[0] not in "#=+-@"),
            min_size=2, max_size=2,
        ),
        max_size=6,
    )
)  # fmt: skip
def test_what_is_written_reads_back(rows: list[list[str]]) -> None:
    table = Table("T", [Column("a"), Column("b")], rows)
    _, found = read(saving.csv_file(table, LINES))
    assert found == [["a", "b"], *rows]


def test_every_sample_has_a_table_that_can_be_saved() -> None:
    for figure in everything():
        _, rows = read(saving.csv_file(figure.table(WORDS), LINES))
        assert len({len(row) for row in rows}) == 1
