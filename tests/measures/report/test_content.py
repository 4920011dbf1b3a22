"""What a report tells: the numbers of the cube, the year that ends with the month, and what changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.measures.catalogue import keyed
from lindra.measures.cubes.cube import Cell, Cube, NotInCube
from lindra.measures.cubes.kept import Kept
from lindra.measures.report import content, scope
from lindra.measures.report.content import Report, Row, report, together
from lindra.measures.report.scope import NoScope, Scope, parse
from measures import planted


def told(text: str, month: str = "2026-05", level: str = "own", home: Path | None = None) -> Report:
    with Cube(Kept(home or planted.home()).cube(level)) as cube:  # type: ignore[arg-type]
        return report(cube, parse(text), month)


def of(found: Report, id: str) -> Row:
    [row] = [row for row in found.rows if row.measure.id == id]
    return row


def test_the_six_national_indicators_are_told() -> None:
    assert [row.measure.id for row in told("all").rows] == [
        "mouth-reported", "pain-reported", "opioid-reported", "anxiety-reported", "ulcer-reported",
        "conversation-reported",
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "places"), [("all", ("1780", "1715")), ("region:17", ("1780", "1715")),
                                              ("municipality:1715", ("1715",))])  # fmt: skip
@pytest.mark.parametrize(
    ("id", "every"), [("mouth-reported", 2), ("pain-reported", 3), ("conversation-reported", 5)]
)
def test_the_month_and_the_year_to_it_are_what_was_planted(
    text: str, places: tuple[str, ...], id: str, every: int
) -> None:
    counts = [planted.met(place, every) for place in places]
    met, reports = (sum(one[at] for one in counts) for at in (0, 1))
    row = of(told(text), id)
    assert (row.now.met, row.now.of) == (met, reports)
    assert (row.year.met, row.year.of) == (12 * met, 12 * reports)
    assert row.now.coverage == pytest.approx(0.75)


def test_a_unit_is_told_by_quarter() -> None:
    found = told(f"unit:{planted.UNIT}")
    assert (found.period, found.since, found.until) == ("2026Q2", "2025Q3", "2026Q2")
    row = of(found, "opioid-reported")
    assert (row.now.of, row.year.of) == (2 * 30, (3 + 3 + 3 + 2) * 30), "two months of the quarter have dead"
    assert [point.period for point in row.chart.points] == ["2025-Q1", "2025-Q2", "2025-Q3"]
    assert [point.period for point in row.late] == ["2025-Q4", "2026-Q1", "2026-Q2"], "reports may still come"


def test_gaps_are_ranked_by_people() -> None:
    found = told("all")
    gaps = [row.gap for row in found.ranked]
    assert gaps == sorted(gaps, key=lambda gap: -(gap or 0))
    assert found.ranked[0].measure.id == "conversation-reported", "98 %, and every fifth had it"
    assert of(found, "opioid-reported").gap == 0


def test_where_most_were_missed_is_told_of_what_has_parts() -> None:
    conversation = of(told("region:17"), "conversation-reported")
    met, reports = planted.met("1780", 5)
    assert conversation.where == (("1780", 12 * (reports - met)),)
    assert of(told("municipality:1780"), "conversation-reported").where == ()


def test_the_same_every_month_is_no_change() -> None:
    row = of(told("all"), "mouth-reported")
    for change in (row.before, row.year_before):
        assert change is not None
        assert (change.people, change.difference) == (0, 0)
        assert change.luck > 0.5


def test_the_first_month_has_nothing_to_be_held_against() -> None:
    row = of(told("all", "2025-01"), "mouth-reported")
    assert row.before is None
    assert row.year_before is None


def test_where_a_month_of_the_year_is_withheld_a_calendar_year_stands_instead() -> None:
    with Cube(Kept(planted.home()).cube("own")) as cube:
        hidden = _Hiding(cube, "2026-02")
        found = report(hidden, parse("municipality:1780"), "2026-05")  # type: ignore[arg-type]
    assert (found.since, found.until) == ("", "2025")
    met, reports = planted.met("1780", 2)
    row = of(found, "mouth-reported")
    assert (row.year.met, row.year.of) == (12 * met, 12 * reports)
    assert [point.share for point in row.late if point.period == "2026-02"] == [None]


def test_what_is_not_complete_is_no_signal_and_coverage_may_still_rise() -> None:
    found = told("all")
    for row in found.rows:
        assert row.chart.points[-1].period == "2025-11"
        assert [point.period for point in row.late] == ["2025-12", *(f"2026-{n:02}" for n in range(1, 6))]
        assert row.unsettled
        assert not set(row.chart.signals) & {point.period for point in row.late}
    assert found.coverage == pytest.approx(0.75)
    assert found.coverage_at_most == pytest.approx((6 * 0.75 + 6 * 1) / 12), "June to November are complete"
    past = told("all", "2025-11")
    assert (past.coverage_at_most, past.rows[0].late, past.rows[0].unsettled) == (
        pytest.approx(0.75),
        (),
        False,
    )


class _Hiding:
    """A cube of which one month is withheld."""

    def __init__(self, cube: Cube, month: str) -> None:
        self._cube, self._month, self.about = cube, month, cube.about

    def cells(self, *asked: object) -> dict[str, list[Cell]]:
        found: dict[str, list[Cell]] = self._cube.cells(*asked)  # type: ignore[arg-type]
        return {
            key: [
                Cell(one.period, one.keys, dict.fromkeys(one.counts)) if one.period == self._month else one
                for one in cells
            ]
            for key, cells in found.items()
        }


@pytest.mark.parametrize("text", ["region:25", "municipality:0180", "unit:none"])
def test_whom_the_cube_does_not_know_has_no_report(text: str) -> None:
    with pytest.raises(NotInCube, match="no deaths of"):
        told(text)


@pytest.mark.parametrize(
    "text", ["", "ALL", "unit:", "region:1", "municipality:17", "region:17\n", "unit:a\x00", "x:1"]
)
def test_what_is_no_scope_is_told_how_to_be_written(text: str) -> None:
    with pytest.raises(NoScope, match="write unit:ID"):
        parse(text)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-5", "1999-01", "2026-05-01", "٢٠٢٦-٠٥"])
def test_what_is_no_month_is_told_how_to_be_written(text: str) -> None:
    with pytest.raises(NoScope, match="write it as 2026-05"):
        scope.month(text)


@given(st.integers(2019, 2090), st.integers(1, 12), st.integers(1, 60))
def test_periods_run_without_gaps(year: int, month: int, count: int) -> None:
    for one in (Scope("all"), Scope("unit", "u")):
        now = scope.period(one, f"{year}-{month:02}")
        run = scope.run_up(now, count)
        assert run[-1] == now
        assert len(set(run)) == count
        assert run == sorted(run)
        assert scope.back(now, one.year)[:4] == str(year - 1)
        assert scope.back(now, one.year)[4:] == now[4:]


@given(st.lists(st.tuples(st.none() | st.integers(0, 9), st.integers(0, 9)), max_size=6))
def test_what_is_withheld_in_one_is_withheld_in_all_together(counts: list[tuple[int | None, int]]) -> None:
    measure = keyed("mouth-reported@1")
    assert measure is not None
    cells = [Cell("x", {}, {"of": of, "met": met, "unknown": 0, "out": 0}) for met, of in counts]
    known = [met for met, _ in counts if met is not None]
    both = together(cells)
    assert both["met"] == (sum(known) if len(known) == len(counts) else None)
    assert both["of"] == sum(of for _, of in counts)
    assert content.share(both) is None or content.share(both) >= 0  # type: ignore[operator]
