"""The engines against plain Python, to the last case; and whether a wrong definition would be found out."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from lindra.measures import catalogue
from lindra.measures.counting.engines import duck
from lindra.measures.counting.engines.common import place
from lindra.measures.counting.plan import Plan
from lindra.measures.measure import Measure
from lindra.measures.strata import Grouping
from measures.drawn import tables
from measures.exports import read, written
from measures.last_year import Row, died
from measures.plain import counted

DEATHS = tuple(one for one in catalogue.measures() if one.subject == "deaths")
EACH = Grouping("deaths", ("unit",), "month")
"""Everybody is alone in a unit: its cells are one person's."""
GROUPS = tuple(
    Grouping("deaths", by, every)
    for by, every in (
        ((), "month"), (("region",), "month"), (("municipality", "weekend"), "quarter"), (("place",), "year"),
        (("age", "sex", "diagnosis"), "year"),
    )
)  # fmt: skip


class Chosen(Plan):
    """A plan with groupings of its own."""

    chosen: tuple[Grouping, ...] = (EACH,)

    @property
    def groupings(self) -> tuple[Grouping, ...]:
        return self.chosen


def by_duck(rows: list[Row], measures: tuple[Measure, ...], *groupings: Grouping) -> dict[str, object]:
    plan = Chosen("deaths", measures)
    object.__setattr__(plan, "chosen", groupings)
    with tempfile.TemporaryDirectory() as folder:
        duck.count(written(Path(folder) / "export", rows), plan, Path(folder) / "cube")
        return {each.name: read(place(Path(folder) / "cube", "deaths", each.name)) for each in groupings}


@given(tables(least=2, most=12))
@settings(max_examples=15)
def test_duckdb_counts_each_person_as_plain_python_does(rows: list[Row]) -> None:
    assert by_duck(rows, DEATHS, EACH)[EACH.name] == counted(rows, DEATHS, EACH)


@given(tables(least=4, most=12))
@settings(max_examples=6)
def test_duckdb_groups_as_plain_python_does(rows: list[Row]) -> None:
    found = by_duck(rows, DEATHS, *GROUPS)
    for each in GROUPS:
        assert found[each.name] == counted(rows, DEATHS, each), each.name


def test_two_deaths_in_years_that_are_not_counted_together_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duck, "BATCH", 1)
    rows = [died("a", "2024-03-10 14:00"), died("a", "2026-03-10 14:00"), died("b", "2026-03-10 14:00")]
    plan = Chosen("deaths", DEATHS)
    notes = duck.count(written(tmp_path / "export", rows), plan, tmp_path / "cube")
    assert (notes.subjects, +notes.left_out) == (1, {"two_deaths": 1})
    assert sorted(path.stem for path in place(tmp_path / "cube", "deaths", EACH.name).iterdir()) == [
        "2024",
        "2026",
    ]
