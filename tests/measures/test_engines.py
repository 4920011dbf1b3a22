"""The engines against plain Python, to the last case; and whether a wrong definition would be found out."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from lindra.measures import catalogue
from lindra.measures.counting.engines import duck
from lindra.measures.counting.engines.common import place
from lindra.measures.counting.plan import Plan
from lindra.measures.measure import Measure
from lindra.measures.strata import Grouping
from lindra.record import facts
from lindra.record.derive import ExportPerson, last_year
from lindra.record.envelope import When
from measures.drawn import tables
from measures.exports import read, written
from measures.last_year import Row, died
from measures.plain import counted
from record.sequences import event

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


DAYS = {
    "2026-08-01": "weekend", "2026-08-02 23:59": "weekend", "2026-08-03 00:00": "weekday", "2026-08": "", "2026": "",
    "2026-08-07": "weekday", "2026-08-08 00:00": "weekend",
}  # fmt: skip
"""Deaths, and whether each was at a weekend; 1 August 2026 is a Saturday, and nothing of a death known to its month."""


def test_whether_it_was_a_weekend_is_known_only_where_the_day_is() -> None:
    by_day = Grouping("deaths", ("unit", "weekend"), "year")
    rows = [died(death, death, unit=death) for death in DAYS]
    for found in (by_duck(rows, DEATHS, by_day)[by_day.name], counted(rows, DEATHS, by_day)):
        assert {unit: day for _, unit, day in found} == DAYS  # type: ignore[attr-defined]


def test_a_person_told_dead_on_two_days_is_left_out_and_told(tmp_path: Path) -> None:
    """As the record exports it: two sources, 3 March and 5 April."""
    first, second = (facts.Died(), When.on(date(2026, 3, 3))), (facts.Died(), When.on(date(2026, 4, 5)))
    rows: list[Row] = []
    for patient, deaths in {"both": (first, second), "one": (first,), "twice": (first, first)}.items():
        events = [event(fact, when, seq) for seq, (fact, when) in enumerate(deaths, 1)]
        rows += last_year(ExportPerson(patient), events, str)
    notes = duck.count(written(tmp_path / "export", rows), Chosen("deaths", DEATHS), tmp_path / "cube")
    assert (notes.subjects, +notes.left_out) == (2, {"two_deaths": 1})
