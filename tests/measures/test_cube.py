"""A cube read: which grouping answers, what is added up, what is withheld, and what is not there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.areas import geography
from lindra.measures.cubes.conditions import fault
from lindra.measures.cubes.cube import NAME, Cube, NoCube, NotInCube, about, grouping_for
from lindra.measures.strata import groupings
from lindra.record.parquet import connect
from measures.cubes import cube_of, named, one
from measures.last_year import Row, died, row

COVERAGE, PLACE = named("coverage"), named("place-of-death")


def person(
    name: str, death: str, municipality: str | None, *, reported: bool = False, **rest: object
) -> list[Row]:
    told = (
        [row(name, death, "death_reported", death[:8] + "28 10:00", answers="|expected=no|")]
        if reported
        else []
    )
    return [each | {"municipality": municipality, "region": (municipality or "17")[:2], **rest}
            for each in (died(name, death), *told)]  # fmt: skip


ROWS = [
    *person("a", "2026-03-10 14:00", "1780", reported=True, sex="female"),
    *person("b", "2026-03-11 14:00", "1715", sex="male"),
    *person("c", "2026-04-10 14:00", "1780", reported=True, sex="female"),
    *person("d", "2025-12-10 14:00", "0180", sex="female"),
    *person("e", "2025-12-10 14:00", None, sex="male"),
]


@pytest.fixture(scope="module")
def cube() -> Iterator[Cube]:
    with cube_of(ROWS, [COVERAGE, PLACE]) as opened:
        yield opened


@pytest.mark.parametrize(
    ("by", "where", "every", "chosen"),
    [
        ((), {}, "", "all"), ((), {"period": "2026"}, "month", "all"), (("region",), {}, "month", "region"),
        ((), {"region": "17"}, "", "region"), (("municipality",), {"region": "17"}, "month", "municipality"),
        (("unit",), {}, "quarter", "unit"), (("unit",), {"municipality": "1780"}, "year", "municipality+unit"),
        (("weekend",), {"region": "17"}, "", "region+weekend"),
        (("diagnosis", "age"), {}, "year", "region+age+diagnosis"),
    ],
)  # fmt: skip
def test_the_smallest_grouping_that_has_what_is_asked_for_is_read(
    by: tuple[str, ...], where: dict[str, str], every: str, chosen: str
) -> None:
    assert grouping_for("deaths", by, where, every).name == chosen  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("by", "every", "said"),
    [
        (("weather",), "", "nothing is counted by weather; there is: region, municipality"),
        (("sex", "weekend"), "", "deaths are not counted by sex and weekend; there is: all"),
        (("sex",), "month", "deaths are not counted by sex by month"),
    ],
)
def test_what_is_not_counted_is_told_with_what_is(by: tuple[str, ...], every: str, said: str) -> None:
    with pytest.raises(NotInCube, match=said):
        grouping_for("deaths", by, {}, every)  # type: ignore[arg-type]


def counted(
    cube: Cube, *by: str, every: str = "", **where: str
) -> dict[tuple[str, ...], tuple[int | None, ...]]:
    """Period and keys, and how many of how many were reported."""
    cells = cube.cells([COVERAGE], by, every, where)[COVERAGE.key]  # type: ignore[arg-type]
    return {(cell.period, *cell.keys.values()): (cell["met"], cell["of"]) for cell in cells}


def test_cells_are_grouped_kept_and_added_up(cube: Cube) -> None:
    assert counted(cube) == {("",): (2, 5)}
    assert counted(cube, every="year") == {("2025",): (0, 2), ("2026",): (2, 3)}
    assert counted(cube, every="month", period="2026-03") == {("2026-03",): (1, 2)}
    assert counted(cube, "region") == {("", "01"): (0, 1), ("", "17"): (2, 4)}
    assert counted(cube, "municipality", region="17") == {("", "1715"): (0, 1), ("", "1780"): (2, 2)}
    assert counted(cube, "sex", every="year", period="2026") == {
        ("2026", "female"): (2, 2),
        ("2026", "male"): (0, 1),
    }
    assert counted(cube, region="25") == {}
    assert counted(cube, region="") == {}
    assert counted(cube, every="month", period="2024-01") == {}


@pytest.mark.parametrize(
    ("every", "where", "said"),
    [
        (
            "",
            {"period": "2026-03"},
            "2026-03 is a month, and where no period is asked by, years are added up",
        ),
        ("year", {"period": "2026Q1"}, "2026Q1 is a quarter: ask by quarter, or for a year"),
        ("month", {"period": "2026"}, "2026 is a year: ask by year, or for a month"),
        ("", {"period": "2026-Q1"}, "'2026-Q1' is no period: write a year as 2026, a quarter as 2026Q1"),
        ("month", {"period": "2026-13"}, "'2026-13' is no period"),
        ("", {"period": ""}, "'' is no period"),
        ("", {"region": "99"}, "there is no region '99'; there is: 01, 03"),
        ("", {"municipality": "1799"}, "there is no municipality '1799'; there is: 1715, 1730"),
        (
            "",
            {"municipality": "9999"},
            "there is no municipality '9999'; it begins with the code of its region: 01",
        ),
        ("", {"age": "80"}, "there is no age '80'; there is: 0-17, 18-64"),
        ("", {"diagnosis": "C34"}, "there is no diagnosis 'C34'; there is: cancer"),
        ("", {"place": "home"}, "there is no place 'home'; there is: not_known, other, own_home"),
        ("year", {"period": ["2026", "2026-01"]}, "2026-01 is a month: ask by month, or for a year"),
    ],
)
def test_a_question_of_what_cannot_be_is_refused_with_what_there_is(
    cube: Cube, every: str, where: dict[str, str], said: str
) -> None:
    with pytest.raises(NotInCube, match=re.escape(said)):
        cube.cells([COVERAGE], (), every, where)  # type: ignore[arg-type]


@given(st.sampled_from(["", "month", "quarter", "year"]), st.text("0123456789-Q", max_size=8))
def test_a_period_is_asked_for_if_it_is_one_of_the_length_asked_by(every: str, period: str) -> None:
    lengths = {"month": r"\d{4}-\d\d", "quarter": r"\d{4}Q\d", "year": r"\d{4}"}
    known = re.fullmatch(lengths[every or "year"], period, re.ASCII)
    if known and every == "month":
        known = known if 1 <= int(period[5:]) <= 12 else None
    if known and every == "quarter":
        known = known if period[5] in "1234" else None
    assert (fault({"period": period}, every) == "") is bool(known)


@given(st.sampled_from(["region", "municipality"]), st.text("0123456789", max_size=5))
def test_a_code_is_asked_for_if_geography_knows_it(name: str, code: str) -> None:
    every = geography.regions() if name == "region" else geography.municipalities()
    known = {one.code for one in every} | {""}
    assert (fault({name: code}, "") == "") is (code in known)
    assert (fault({name: ["1780" if name == "municipality" else "17", code]}, "") == "") is (code in known)


def test_everything_adds_up_to_the_whole(cube: Cube) -> None:
    for grouping in groupings("deaths"):
        for every in ("year", grouping.every):
            cells = cube.cells([COVERAGE, PLACE], grouping.by, every)
            for measure in (COVERAGE, PLACE):
                whole = cube.cells([measure])[measure.key][0].counts
                added = {
                    name: sum(cell[name] or 0 for cell in cells[measure.key]) for name in measure.counters
                }
                assert added == whole, (grouping.name, every)


def test_periods_and_values_are_for_choosing_among(cube: Cube) -> None:
    assert cube.periods("deaths") == ["2025", "2026"]
    assert cube.periods("deaths", "month") == ["2025-12", "2026-03", "2026-04"]
    assert cube.values("deaths", "municipality") == ["0180", "1715", "1780"]
    with pytest.raises(NotInCube, match="nothing by all of stays"):
        cube.periods("stays")


def test_a_measure_that_was_not_counted_is_told(cube: Cube) -> None:
    with pytest.raises(NotInCube, match="not in this cube: enrolled@1"):
        cube.cells([named("enrolled")])


def test_results_carry_the_version_and_a_sum_with_a_part_withheld_is_not_known(tmp_path: Path) -> None:
    with cube_of(ROWS, [COVERAGE]) as whole, connect() as duck:
        assert one(whole, COVERAGE).measure.version == 1
        path = whole.folder / "deaths" / "all" / "2026.parquet"
        hidden = f"SELECT * REPLACE (NULL::BIGINT AS \"{COVERAGE.key}.met\") FROM read_parquet('{path}')"
        duck.execute(f"COPY ({hidden}) TO '{tmp_path / 'new.parquet'}' (FORMAT parquet)")
        (tmp_path / "new.parquet").replace(path)
        assert counted(whole, every="year") == {("2025",): (0, 2), ("2026",): (None, 3)}
        assert counted(whole) == {("",): (None, 5)}
        found = one(whole, COVERAGE)
        assert (found.withheld, found.value, found.low) == (True, None, None)


# The folder.


def test_a_folder_without_a_cube_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoCube, match="make one with: lindra measures run"):
        about(tmp_path)
    (tmp_path / NAME).write_text("{")
    with pytest.raises(NoCube, match="cannot be read"):
        about(tmp_path)
    (tmp_path / NAME).write_text(json.dumps({"format": 0}))
    with pytest.raises(NoCube, match="a cube of format 0"):
        about(tmp_path)


def test_what_a_cube_says_of_itself_is_read_as_it_was_written(cube: Cube, tmp_path: Path) -> None:
    told = replace(
        cube.about, lacking=("log/withdrawn",), incomplete={"deaths by all": 1}, sources=({"who": "17"},)
    )
    (tmp_path / NAME).write_text(told.text())
    assert about(tmp_path) == told
    assert cube.fingerprint(COVERAGE.key) == COVERAGE.fingerprint


def _read(folder: Path) -> None:
    with Cube(folder) as opened:
        assert opened.periods("deaths")


def test_a_forked_process_reads_though_its_parent_has_read(cube: Cube) -> None:
    """A web server forks its workers; the parent's engine would wait for threads that are not there."""
    _read(cube.folder)
    child = get_context("fork").Process(target=_read, args=(cube.folder,))
    child.start()
    child.join(20)
    hangs = child.is_alive()
    if hangs:
        child.kill()
    assert not hangs
    assert child.exitcode == 0
    _read(cube.folder)
