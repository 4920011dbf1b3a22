"""The larger pictures: what they draw, that nothing is told by colour alone, and that their tables say the same."""

from __future__ import annotations

import time
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.frame import pen
from lindra.frame.charts import (
    Change,
    Figure,
    FunnelLimit,
    FunnelPoint,
    MapArea,
    RankedBar,
    RunPoint,
    Series,
    Words,
)
from lindra.frame.pictures import axis, funnel, maps
from lindra.frame.tables import Cell, Table

SVG = "{http://www.w3.org/2000/svg}"
WORDS = Words()
STEPS = ("0–19%", "20–39%", "40–59%", "60–79%", "80–100%")
SQUARE = "M0 0l100 0 0 100 -100 0z"

labels = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
shares = st.floats(0, 1)


@st.composite
def run_points(draw: st.DrawFn) -> RunPoint:
    low, centre, high = sorted(draw(st.tuples(shares, shares, shares)))
    signal = draw(st.sampled_from(["", "", "outside"]))
    bounded = draw(st.booleans())
    return RunPoint(
        label=draw(labels), value=draw(st.none() | shares), centre=centre if bounded else None,
        low=low if bounded else None, high=high if bounded else None, signal=signal,
    )  # fmt: skip


funnel_points = st.builds(
    FunnelPoint, label=labels, value=st.none() | shares, of=st.integers(0, 5000), level=st.integers(0, 2)
)
series = st.builds(Series, label=labels, values=st.lists(st.none() | shares, min_size=8, max_size=8))
areas = st.builds(
    MapArea, label=labels, value=labels, step=st.none() | st.integers(1, 5), path=st.just(SQUARE),
    column=st.integers(0, 4), row=st.integers(0, 6), letter=st.just("AB"), mark=st.sampled_from(["", "62"]),
)  # fmt: skip
bars = st.builds(
    RankedBar, label=labels, people=st.none() | st.integers(0, 10**6), sentence=labels | st.just("")
)

figures = st.one_of(
    st.lists(run_points(), max_size=30).map(lambda rows: Figure.run_chart("A & B", rows, target=0.8)),
    st.lists(funnel_points, max_size=25).map(lambda rows: Figure.funnel("A & B", rows, centre=0.5)),
    st.lists(series, max_size=8).map(
        lambda rows: Figure.small_multiples("A & B", rows, periods=list("abcdefgh"))
    ),
    st.lists(areas, max_size=12).map(
        lambda rows: Figure.area_map("A & B", rows, steps=STEPS, box=(0, 0, 100, 300))
    ),
    st.lists(areas, max_size=12).map(lambda rows: Figure.tile_map("A & B", rows, steps=STEPS)),
    st.lists(bars, max_size=12).map(lambda rows: Figure.ranked_bars("A & B", rows)),
)


def parsed(figure: Figure) -> ElementTree.Element:
    """The picture as it stands on a page; fails when it is not well-formed."""
    return ElementTree.fromstring(figure.svg(WORDS))


def named(root: ElementTree.Element, *names: str) -> list[ElementTree.Element]:
    """The elements with one of these classes, those of the key left out."""
    key = {each for mark in root.iter() if mark.get("class") == "key" for each in mark.iter()}
    return [
        each for each in root.iter() if set(names) & set(each.get("class", "").split()) and each not in key
    ]


def key(root: ElementTree.Element) -> list[str]:
    """The words of the key."""
    return ["".join(each.itertext()).strip() for each in root.iter("li")]


def texts(table: Table) -> list[list[str]]:
    """The cells of a table as they read."""
    return [[cell.text if isinstance(cell, Cell) else cell for cell in row] for row in table.rows]


def run(*values: float | None, **options: object) -> Figure:
    """A run chart of these values in months."""
    points = [RunPoint(label=f"2026-{n + 1:02d}", value=value) for n, value in enumerate(values)]
    return Figure.run_chart("Run", points, **options)  # type: ignore[arg-type]


# All of them


@given(figures)
def test_every_picture_is_sound_named_and_without_style_of_its_own(figure: Figure) -> None:
    for root in (parsed(figure), ElementTree.fromstring(figure.alone(WORDS))):
        assert not [each for each in root.iter() if {"style", "stroke", "onclick"} & set(each.attrib)]
        assert all(
            each.get("fill", "url(#hatch-").startswith("url(#hatch-")
            and each.tag.rpartition("}")[2] != "script"
            for each in root.iter()
        )
    pictures = [each for each in parsed(figure).iter(f"{SVG}svg") if each.get("role") == "img"]
    assert pictures
    assert all([child.tag for child in each][:2] == [f"{SVG}title", f"{SVG}desc"] for each in pictures)
    assert all(each[1].text for each in pictures)


@given(figures)
def test_every_table_holds_together(figure: Figure) -> None:
    figure.table(WORDS).cells()


@given(labels.filter(lambda label: label.isprintable() and label.strip()))
def test_labels_are_text_never_markup(label: str) -> None:
    hostile = f'</svg><script>alert("1")</script>{label}'
    figure = Figure.tile_map("T", [MapArea(label=hostile, letter="<b>", step=1)], steps=STEPS)
    assert not list(parsed(figure).iter("script"))
    assert hostile in figure.table(WORDS).cells()[0][0][1].text


@pytest.mark.parametrize(
    "figure",
    [
        Figure.run_chart("Nothing", []),
        run(None, None),
        Figure.funnel("Nothing", [FunnelPoint(label="a", value=None, of=3)]),
        Figure.small_multiples("Nothing", [], periods=[]),
        Figure.area_map("Nothing", [], steps=STEPS, box=(0, 0, 1, 1)),
        Figure.tile_map("Nothing", [], steps=STEPS),
        Figure.ranked_bars("Nothing", []),
    ],
)
def test_a_picture_of_nothing_says_so(figure: Figure) -> None:
    assert [each.text for each in named(parsed(figure), "chart__none")] == [WORDS.no_data]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: RunPoint(label="a", value=float("nan")),
        lambda: RunPoint(label="a", value=0.5, low=0.1),
        lambda: RunPoint(label="a", value=0.5, low=0.6, high=0.1),
        lambda: RunPoint(label="a", value=0.5, signal="outside", open="may change"),
        lambda: Figure.run_chart("T", [RunPoint(label="a", value=1)], changes=[Change(before=1, label="b")]),
        lambda: FunnelPoint(label="a", value=1.1, of=3),
        lambda: FunnelPoint(label="a", value=0.1, of=-3),
        lambda: FunnelPoint(label="a", value=0.1, of=3, level=3),
        lambda: Figure.small_multiples("T", [Series(label="a", values=[1, 2])], periods=["x"]),
        lambda: Series(label="a", values=[float("inf")]),
        lambda: MapArea(label="a", step=6),
        lambda: MapArea(label="a", step=1, withheld=True),
        lambda: Figure.tile_map("T", [MapArea(label="a", step=5)], steps=STEPS[:3]),
        lambda: RankedBar(label="a", people=-1),
        lambda: RankedBar(label="a", people=1, low=1),
        lambda: RankedBar(label="a", people=1, low=2, high=1),
    ],
)
def test_rows_that_cannot_be_true_are_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        wrong()  # type: ignore[operator]


# Run charts


def test_a_signal_has_a_shape_of_its_own_and_is_said_in_the_table() -> None:
    points = [
        RunPoint(label="a", value=0.4),
        RunPoint(label="b", value=0.9, signal="Above the limits"),
    ]
    figure = Figure.run_chart("Run", points)
    root = parsed(figure)
    (mark,) = named(root, "chart__signal")
    assert mark.get("d") == pen.SHAPES["diamond"]
    assert len(named(root, "chart__point")) == 1
    assert WORDS.signal in key(root)
    assert [row[-1] for row in texts(figure.table(WORDS))] == ["–", "Above the limits"]


def test_a_point_that_may_still_change_is_hollow_and_said_to_be() -> None:
    points = [RunPoint(label="a", value=0.4), RunPoint(label="b", value=0.9, open="may change")]
    figure = Figure.run_chart("Run", points)
    root = parsed(figure)
    assert len(named(root, "chart__point")) == 1
    assert len(named(root, "chart__unit")) == 1
    assert "may change" in key(root)
    assert [row[0] for row in texts(figure.table(WORDS))] == ["a", "b (may change)"]


def test_a_gap_breaks_the_line_is_marked_and_is_withheld_in_the_table() -> None:
    figure = run(0.4, 0.5, None, 0.6, 0.7)
    root = parsed(figure)
    (line,) = named(root, "chart__line")
    assert line.get("d", "").count("M") == 2
    assert len(named(root, "chart__withheld")) == 1
    assert texts(figure.table(WORDS))[2][1] == WORDS.withheld


def test_limits_step_from_point_to_point_and_break_where_a_phase_begins() -> None:
    points = [RunPoint(label=str(n), value=0.5, centre=0.5, low=0.2, high=0.8 - n / 100) for n in range(6)]
    whole = parsed(Figure.run_chart("Run", points))
    phased = parsed(Figure.run_chart("Run", points, changes=[Change(before=3, label="New routine")]))
    upper, lower = named(whole, "chart__limit")
    assert upper.get("d", "").count("M") == 1
    assert len(upper.get("d", "").split("L")) == len(lower.get("d", "").split("L")) == 12
    assert all(each.get("d", "").count("M") == 2 for each in named(phased, "chart__limit", "chart__centre"))
    assert [each.text for each in named(phased, "chart__note")] == ["New routine"]


def test_a_lower_limit_of_nothing_is_not_drawn_as_it_bounds_nothing() -> None:
    points = [RunPoint(label=str(n), value=0.1, centre=0.1, low=0.0, high=0.3) for n in range(4)]
    assert len(named(parsed(Figure.run_chart("Run", points)), "chart__limit")) == 1


def test_an_amount_is_written_as_a_number_and_a_share_as_per_cent() -> None:
    assert texts(run(0.62).table(WORDS)) == [["2026-01", "62.0%"]]
    assert texts(run(12.5, share=False).table(WORDS)) == [["2026-01", "12.5"]]


def test_the_key_names_what_is_drawn_and_no_more() -> None:
    assert key(parsed(run(0.4, 0.5))) == [WORDS.each]
    assert key(parsed(run(0.4, None, target=0.9))) == [WORDS.each, "Target 90%", "Not shown"]


# Funnels


def _funnel(points: list[FunnelPoint]) -> Figure:
    limits = [FunnelLimit(of=of, inner=(0.4, 0.6), outer=(0.3, 0.7)) for of in (10, 100, 1000)]
    return Figure.funnel("Funnel", points, limits=limits, centre=0.5)


def test_a_point_outside_is_told_by_its_shape_and_by_its_standing_in_words() -> None:
    points = [
        FunnelPoint(label="within", value=0.5, of=100),
        FunnelPoint(label="inner", value=0.65, of=300, level=1),
        FunnelPoint(label="above", value=0.9, of=500, level=2),
        FunnelPoint(label="below", value=0.1, of=700, level=2),
    ]
    figure = _funnel(points)
    shapes = [each.get("d") for each in named(parsed(figure), "chart__outside")]
    assert shapes == [pen.SHAPES[shape] for shape in ("diamond", "up", "down")]
    assert [row[-1] for row in texts(figure.table(WORDS))] == [
        WORDS.within, WORDS.outside_inner, WORDS.above, WORDS.below,
    ]  # fmt: skip
    assert len(named(parsed(figure), "chart__limit")) == len(named(parsed(figure), "chart__outer")) == 2


@given(st.lists(funnel_points, min_size=1, max_size=40))
def test_names_in_a_funnel_never_lie_over_each_other_and_nobody_outside_is_nameless(
    points: list[FunnelPoint],
) -> None:
    shown = [point for point in points if point.value is not None]
    if not shown:
        return
    across = pen.NARROW - funnel.AXIS
    paper = funnel._Paper(funnel.Funnel(points=points, centre=0.5), shown, WORDS, across)
    drawn, unnamed = paper.labels()
    assert len(drawn) + len(unnamed) == sum(point.level > 0 for point in shown)
    boxes = [_box(ElementTree.fromstring(text), across) for text in drawn]
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert left >= -0.01
        assert right <= across + 0.5
        assert all(
            right <= a + 0.01 or left >= c - 0.01 or bottom <= b + 0.01 or top >= d - 0.01
            for a, b, c, d in boxes[number + 1 :]
        )


def _box(text: ElementTree.Element, across: float) -> tuple[float, float, float, float]:
    """Where a name stands on the narrowest picture, in em."""
    long = len(text.text or "") * pen.LETTER
    x = float(text.get("x", "")[:-1]) / 100 * across + float(text.get("dx", "0em")[:-2])
    y = float(text.get("y", "")[:-2])
    anchor = text.get("class", "").rpartition("--")[2]
    left = {"start": x, "end": x - long, "middle": x - long / 2}[anchor]
    return left, y - 0.85, left + long, y + 0.25


def test_a_funnel_of_one_giant_and_many_small_says_that_its_axis_is_by_root() -> None:
    small = [FunnelPoint(label=str(n), value=0.5, of=20 + n) for n in range(9)]
    giant = FunnelPoint(label="giant", value=0.5, of=9000)
    assert WORDS.by_root in _funnel([*small, giant]).svg(WORDS)
    assert WORDS.by_root not in _funnel(small).svg(WORDS)


# Small multiples


def test_little_lines_share_one_scale_and_keep_their_order() -> None:
    many = [Series(label="b", values=[0.2, 0.4]), Series(label="a", values=[0.6, 1.0])]
    figure = Figure.small_multiples("Lines", many, periods=["2025", "2026"], target=0.8)
    root = parsed(figure)
    assert [each.text for each in named(root, "chart__label")] == ["b", "a"]
    assert [each.text for each in named(root, "chart__value")] == ["40%", "100%"]
    assert len({each.get("y1") for each in named(root, "chart__target")}) == 1
    assert key(root) == ["Target 80%", "Scale 20–100%", "2025 – 2026"]
    assert texts(figure.table(WORDS)) == [["b", "20%", "40%"], ["a", "60%", "100%"]]


def test_a_line_whose_last_value_is_withheld_shows_no_older_one_in_its_place() -> None:
    figure = Figure.small_multiples(
        "Lines", [Series(label="a", values=[0.5, 0.6, None])], periods=["1", "2", "3"]
    )
    root = parsed(figure)
    assert not named(root, "chart__last")
    assert [each.text for each in named(root, "chart__value")] == ["–"]


def test_twenty_one_regions_are_drawn_in_well_under_a_fifth_of_a_second() -> None:
    many = [Series(label=f"Region {n}", values=[(n + m) % 7 / 10 for m in range(60)]) for n in range(21)]
    figure = Figure.small_multiples("Lines", many, periods=[str(n) for n in range(60)])
    took = []
    for _ in range(3):
        start = time.perf_counter()
        figure.svg(WORDS)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.1


# Maps


def test_what_is_withheld_is_hatched_and_what_is_not_stated_has_a_look_of_its_own() -> None:
    rows = [
        MapArea(label="a", value="62%", step=4, path=SQUARE),
        MapArea(label="b", withheld=True, path=SQUARE),
        MapArea(label="c", path=SQUARE),
    ]
    for figure in (
        Figure.area_map("Map", rows, steps=STEPS, box=(0, 0, 100, 100)),
        Figure.tile_map("Map", rows, steps=STEPS),
    ):
        root = parsed(figure)
        looks = [each.get("class") for each in named(root, "map__area")]
        assert looks == ["map__area scale-4", "map__area scale-withheld", "map__area scale-none"]
        (hatched,) = named(root, "map__hatched")
        patterns = {each.get("id") for each in root.iter(f"{SVG}pattern")}
        assert hatched.get("fill", "").removeprefix("url(#").rstrip(")") in patterns
        assert key(root) == [*STEPS, WORDS.withheld, WORDS.not_stated]
        assert texts(figure.table(WORDS)) == [["a", "62%"], ["b", WORDS.withheld], ["c", WORDS.not_stated]]


def test_every_square_bears_its_letters_and_value_so_that_colour_is_not_alone() -> None:
    rows = [
        MapArea(label="a", value="62%", step=4, letter="AB", mark="62"),
        MapArea(label="b", letter="C", row=1),
    ]
    root = parsed(Figure.tile_map("Map", rows, steps=STEPS))
    assert [each.text for each in named(root, "chart__on")] == ["AB", "62", "C", "–"]


def test_an_area_bears_its_value_only_where_it_has_room() -> None:
    large = MapArea(label="a", value="62%", step=4, mark="62", path=SQUARE)
    small = MapArea(label="b", value="62%", step=4, mark="62", path="M0 0l2 0 0 2 -2 0z")
    root = parsed(Figure.area_map("Map", [large, small], steps=STEPS, box=(0, 0, 100, 100)))
    assert [each.text for each in named(root, "chart__on")] == ["62"]


def test_a_value_stands_beside_a_lake_and_not_in_it() -> None:
    """An area 100 wide with a lake that leaves 60 to the right."""
    lake = "M0 0l100 0 0 100 -100 0zM10 0l0 100 30 0 0 -100z"
    x, _, room = maps._widest(lake, 5)
    assert (x, room) == (70, 60)


def test_an_area_that_leads_somewhere_is_a_link() -> None:
    rows = [MapArea(label="a", value="62%", step=4, path=SQUARE, url="/a/")]
    root = parsed(Figure.area_map("Map", rows, steps=STEPS, box=(0, 0, 100, 100)))
    assert [each.get("href") for each in root.iter(f"{SVG}a")] == ["/a/"]


# Ranked bars


def test_a_gap_has_its_count_its_interval_and_its_sentence_in_picture_and_table() -> None:
    row = RankedBar(label="North", people=412, low=355, high=470, sentence="So many more.")
    figure = Figure.ranked_bars("Gaps", [row, RankedBar(label="South", people=None)])
    root = parsed(figure)
    assert [each.text for each in named(root, "chart__value")] == ["412 (355–470)", WORDS.withheld]
    assert [each.text for each in named(root, "chart__sentence")] == ["So many more."]
    assert len(named(root, "chart__whisker")) == 3
    assert texts(figure.table(WORDS)) == [
        ["North", "412", "355–470", "So many more."],
        ["South", WORDS.withheld, "–", "–"],
    ]


# Axes


@given(st.lists(shares, min_size=1, max_size=20))
def test_an_axis_of_shares_holds_them_all_and_stays_between_none_and_all(values: list[float]) -> None:
    found = axis.share_axis(values)
    assert 0 <= found.low <= min(values) + 1e-9
    assert max(values) - 1e-9 <= found.high <= 1
    assert found.high - found.low >= 0.2 - 1e-9
    assert 2 <= len(found.ticks) <= 8


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_an_axis_of_amounts_holds_them_all_and_zero(values: list[float]) -> None:
    found = axis.number_axis(values)
    unseen = (found.high - found.low) * 1e-8
    assert found.low <= min(0.0, *values) + unseen
    assert found.high >= max(0.0, *values) - unseen
    assert 2 <= len(found.ticks) <= 8


def test_the_marks_of_an_axis_are_round_numbers() -> None:
    assert axis.number_axis([0, 87]).ticks == (0, 20, 40, 60, 80, 100)
    assert axis.share_axis([0.42, 0.68]).ticks == (0.4, 0.5, 0.6, 0.7)


def test_a_day_that_is_only_marked_begins_no_phase() -> None:
    points = [RunPoint(label=str(n), value=0.5, centre=0.5, low=0.3, high=0.7) for n in range(8)]
    marked = Figure.run_chart("Run", points, changes=[Change(before=3, label="Last day", phase=False)])
    limits = [len(named(parsed(one), "chart__limit")) for one in (Figure.run_chart("Run", points), marked)]
    assert limits[0] == limits[1]
    assert len(named(parsed(marked), "chart__change")) == 1
    both = [Change(before=3, label="Begun"), Change(before=3, label="Last day", phase=False)]
    cells = Figure.run_chart("Run", points, changes=both).table(Words()).cells()
    assert cells[3][-1][1].text == "Begun; Last day"
