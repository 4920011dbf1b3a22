"""Whatever the rows, the picture keeps within its frame, its text is text, and its table says the same."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.frame import charts
from lindra.frame.charts import Bar, Figure, Part, Point, Share, Span, Words
from lindra.frame.tables import Cell, Table

SVG = "{http://www.w3.org/2000/svg}"
WORDS = Words()
START, END = date(2025, 3, 15), date(2026, 3, 14)
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)

labels = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=120)
shares = st.floats(0, 1)


@st.composite
def share_rows(draw: st.DrawFn) -> Share:
    low, value, high = sorted(draw(st.tuples(shares, shares, shares)))
    target = draw(st.none() | shares)
    if draw(st.booleans()):
        return Share(label=draw(labels), value=None, target=target)
    return Share(label=draw(labels), value=value, low=low, high=high, cases=3, of=9, target=target)


@st.composite
def span_rows(draw: st.DrawFn) -> Span:
    start = START + timedelta(days=draw(st.integers(-400, 800)))
    end = start + timedelta(days=draw(st.integers(0, 500)))
    return Span(
        lane=draw(st.sampled_from(["Ward", "Emergency <department>", "Home & care"])), start=start, end=end
    )


counts = st.none() | st.floats(0, 1e9) | st.integers(0, 10**7)
bar_rows = st.builds(Bar, label=labels, value=counts)
part_rows = st.builds(Part, label=labels, value=st.floats(0, 1e6), unknown=st.booleans())
point_rows = st.builds(Point, label=labels, value=st.none() | st.floats(-1e6, 1e6))

figures = st.one_of(
    st.lists(share_rows(), max_size=15).map(lambda rows: Figure.interval_bars("A & B", rows)),
    st.lists(bar_rows, max_size=15).map(lambda rows: Figure.bars("A & B", rows)),
    st.lists(part_rows, max_size=15).map(lambda rows: Figure.stacked_share("A & B", rows)),
    st.lists(point_rows, max_size=30).map(lambda rows: Figure.sparkline("A & B", rows)),
    st.lists(span_rows(), max_size=15).map(
        lambda rows: Figure.time_strip("A & B", rows, start=START, end=END, end_label="Died")
    ),
)


def parsed(figure: Figure) -> ElementTree.Element:
    """The picture as a browser would read it; fails when it is not well-formed."""
    return ElementTree.fromstring(figure.svg(WORDS))


def amount(element: ElementTree.Element, name: str, unit: str) -> float:
    """A coordinate or length, which must be in the unit it is meant to have."""
    text = element.get(name, f"0{unit}")
    assert text.endswith(unit) or text == "0", f"{name}={text}"
    return float(text.removesuffix(unit) or 0)


def named(root: ElementTree.Element, *names: str) -> list[ElementTree.Element]:
    """The elements with one of these classes."""
    return [element for element in root.iter() if set(names) & set(element.get("class", "").split())]


def texts(table: Table) -> list[list[str]]:
    """The cells of a table as they read."""
    return [[cell.text if isinstance(cell, Cell) else cell for cell in row] for row in table.rows]


@given(figures)
def test_everything_drawn_lies_inside_the_picture(figure: Figure) -> None:
    root = parsed(figure)
    height = amount(root, "height", "em")
    for box in root.iter(f"{SVG}rect"):
        wide = 0.0 if box.get("width", "").endswith("em") else amount(box, "width", "%")
        assert wide >= 0
        assert amount(box, "x", "%") >= 0
        assert amount(box, "x", "%") + wide <= 100.01
        assert amount(box, "y", "em") + amount(box, "height", "em") <= height
    for line in root.iter(f"{SVG}line"):
        assert all(0 <= amount(line, name, "%") <= 100 for name in ("x1", "x2"))
        assert all(-0.3 <= amount(line, name, "em") <= height for name in ("y1", "y2"))
    for dot in root.iter(f"{SVG}circle"):
        assert 0 <= amount(dot, "cx", "%") <= 100
        assert 0 <= amount(dot, "cy", "em") <= height
    for text in root.iter(f"{SVG}text"):
        assert amount(text, "y", "em") <= height


@given(figures)
def test_a_picture_has_a_name_a_description_and_no_style_of_its_own(figure: Figure) -> None:
    root = parsed(figure)
    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == "A & B"
    assert root[1].text
    assert not [e.tag for e in root.iter() if set(e.attrib) & {"style", "fill", "stroke", "onclick", "id"}]


@given(st.lists(labels.filter(lambda label: label.isprintable() and label.strip()), min_size=1, max_size=5))
def test_labels_are_text_never_markup(names: list[str]) -> None:
    hostile = [*names, '</svg><script>alert("1")</script>', "a & b < c"]
    root = parsed(Figure.bars("B", [Bar(label=name, value=1) for name in hostile]))
    assert {element.tag for element in root.iter()} <= {
        f"{SVG}{tag}" for tag in ("svg", "title", "desc", "text", "rect")
    }
    drawn = "".join(element.text or "" for element in named(root, "chart__label"))
    assert "<script>" in drawn
    assert "a & b < c" in drawn


@given(st.lists(share_rows(), max_size=12))
def test_shares_have_as_many_rows_in_the_picture_as_in_the_table(rows: list[Share]) -> None:
    figure = Figure.interval_bars("Shares", rows)
    table = figure.table(WORDS)
    assert len(named(parsed(figure), "chart__track", "chart__withheld")) == len(rows) == len(table.rows)
    assert [row[0] for row in texts(table)] == [row.label for row in rows]
    assert [row[1] == WORDS.withheld for row in texts(table)] == [row.value is None for row in rows]


@given(st.lists(bar_rows, max_size=12))
def test_bars_say_in_the_table_what_stands_at_the_bar(rows: list[Bar]) -> None:
    figure = Figure.bars("Bars", rows)
    drawn = [element.text for element in named(parsed(figure), "chart__value")]
    assert texts(figure.table(WORDS)) == [[row.label, value] for row, value in zip(rows, drawn, strict=True)]


@given(st.lists(part_rows, max_size=12))
def test_the_parts_are_in_the_key_and_in_the_table_and_fill_the_bar(rows: list[Part]) -> None:
    figure = Figure.stacked_share("Parts", rows)
    root, table = parsed(figure), figure.table(WORDS)
    if not sum(part.value for part in rows):
        assert named(root, "chart__none")
        assert len(table.rows) == len(rows)
        return
    assert len(named(root, "chart__swatch")) == len(rows) == len(table.rows) - 1
    assert sum(amount(box, "width", "%") for box in named(root, "chart__part")) == pytest.approx(100, abs=0.1)


@given(st.lists(span_rows(), max_size=12))
def test_the_strip_shows_the_stays_of_its_days_and_the_table_the_same(rows: list[Span]) -> None:
    figure = Figure.time_strip("Strip", rows, start=START, end=END)
    inside = [span for span in rows if span.start <= END and span.end >= START]
    table = texts(figure.table(WORDS))
    assert len(named(parsed(figure), "chart__span")) == len(inside) == len(table)
    assert all(START.isoformat() <= first <= last <= END.isoformat() for _, first, last, _ in table)


def test_a_stay_counts_its_first_and_last_day_once_even_where_stays_overlap() -> None:
    stays = [
        Span(lane="Ward", start=END - timedelta(days=9), end=END - timedelta(days=5)),
        Span(lane="Ward", start=END - timedelta(days=6), end=END),
    ]
    drawn = named(parsed(Figure.time_strip("Strip", stays, start=START, end=END)), "chart__value")
    assert [element.text for element in drawn] == ["10 days"]


@given(st.lists(point_rows, max_size=30))
def test_a_gap_is_neither_drawn_nor_left_out_of_the_table(rows: list[Point]) -> None:
    figure = Figure.sparkline("Line", rows)
    table = texts(figure.table(WORDS))
    assert len(table) == len(rows)
    assert [value == "–" for _, value in table] == [point.value is None for point in rows]
    known = sum(point.value is not None for point in rows)
    assert len(named(parsed(figure), "chart__line")) <= max(known - 1, 0)


def test_a_line_keeps_time_where_every_point_says_when() -> None:
    days = (0, 3, 30)
    rows = [Point(label=str(day), value=day, at=NOON + timedelta(days=day)) for day in days]
    drawn = [amount(one, "x2", "%") for one in named(parsed(Figure.sparkline("Line", rows)), "chart__line")]
    assert drawn == pytest.approx([8.5, 85], abs=0.1)


def test_none_and_all_reach_exactly_the_ends() -> None:
    rows = [Share(label="none", value=0, low=0, high=0.3), Share(label="all", value=1, low=0.7, high=1)]
    root = parsed(Figure.interval_bars("Ends", rows))
    assert [amount(bar, "width", "%") for bar in named(root, "chart__bar")] == [0, 100]
    assert [amount(dot, "cx", "%") for dot in named(root, "chart__point")] == [0, 100]


def test_a_target_is_drawn_where_it_is() -> None:
    root = parsed(
        Figure.interval_bars("Target", [Share(label="a", value=0.5, low=0.4, high=0.6, target=0.7)])
    )
    assert [amount(line, "x1", "%") for line in named(root, "chart__target")] == [70]


def test_a_long_label_is_broken_into_lines_and_nothing_is_lost() -> None:
    name = "Municipalities with fewer than five deaths a year, taken together over three years"
    root = parsed(Figure.bars("Long", [Bar(label=name, value=1)]))
    assert " ".join(element.text or "" for element in named(root, "chart__label")).strip() == name


def test_the_picture_is_described_by_its_values_unless_they_are_many() -> None:
    few = parsed(Figure.bars("Few", [Bar(label="North", value=3)]))
    many = parsed(Figure.bars("Many", [Bar(label=str(n), value=n) for n in range(50)]))
    assert few[1].text == "North: 3"
    assert many[1].text == WORDS.in_table


@pytest.mark.parametrize(
    "figure",
    [
        Figure.interval_bars("Nothing", []),
        Figure.bars("Nothing", []),
        Figure.stacked_share("Nothing", [Part(label="a", value=0)]),
        Figure.sparkline("Nothing", [Point(label="a", value=None)]),
        Figure.time_strip("Nothing", [], start=START, end=END),
    ],
)
def test_a_picture_of_nothing_says_so(figure: Figure) -> None:
    assert [element.text for element in named(parsed(figure), "chart__none")] == [WORDS.no_data]


def test_columns_that_nobody_fills_are_left_out() -> None:
    bare = charts.interval_bar_table([Share(label="a", value=0.5)], title="T", words=WORDS)
    full = charts.interval_bar_table(
        [Share(label="a", value=0.5, low=0.4, high=0.6, cases=5, of=10, target=0.8)], title="T", words=WORDS
    )
    assert [column.label for column in bare.columns] == ["Name", "Share", "95% interval"]
    assert texts(full) == [["a", "50.0%", "40.0–60.0%", "5", "10", "80%"]]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Share(label="a", value=1.2),
        lambda: Share(label="a", value=0.2, low=0.1),
        lambda: Share(label="a", value=0.2, low=0.5, high=0.1),
        lambda: Bar(label="a", value=-1),
        lambda: Bar(label="a", value=float("nan")),
        lambda: Part(label="a", value=-1),
        lambda: Span(lane="a", start=END, end=START),
        lambda: Span(lane="a", start=START, end=END, tone=7),
    ],
)
def test_rows_that_cannot_be_true_are_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        wrong()  # type: ignore[operator]


def test_a_table_refuses_a_row_that_does_not_fit_its_columns() -> None:
    with pytest.raises(ValueError, match="argument"):
        Table("T", [charts.bars_table([], title="", words=WORDS).columns[0]], [["a", "b"]]).cells()


def test_a_stay_of_the_last_day_only_is_wide_enough_to_see_and_inside() -> None:
    (box,) = named(
        parsed(Figure.time_strip("Strip", [Span(lane="Ward", start=END, end=END)], start=START, end=END)),
        "chart__span",
    )
    assert amount(box, "width", "%") >= 0.5
    assert amount(box, "x", "%") + amount(box, "width", "%") <= 100
