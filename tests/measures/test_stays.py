"""Stays in hospital: worked examples by DuckDB and by plain Python, and the two held together over made-up logs."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from lindra.measures import catalogue
from lindra.measures.counting.engines import duck
from lindra.measures.counting.engines.common import place
from lindra.measures.counting.plan import Plan
from lindra.measures.counting.run import run
from lindra.measures.counting.subjects import UNKNOWN_MUNICIPALITY
from lindra.measures.strata import Grouping
from measures import plain_stays
from measures.examples.discharge import EXAMPLES, LAST, StayExample, entry, log_of
from measures.exports import read, written
from measures.last_year import Row
from measures.mutants import mutants
from measures.plain import Cells, counters

STAYS = tuple(one for one in catalogue.measures() if one.subject == "stays")
BY_UNIT = Grouping("stays", ("unit",), "year")
GROUPS = (
    Grouping("stays", ("unit",), "month"), Grouping("stays", ("region",), "month"),
    Grouping("stays", ("municipality", "sex"), "quarter"), Grouping("stays", ("age",), "year"),
)  # fmt: skip
Log = dict[str, list[Row]]


class Chosen(Plan):
    """The plan of the stays, with groupings of its own."""

    @property
    def groupings(self) -> tuple[Grouping, ...]:
        return GROUPS


Found = dict[str, dict[tuple[Any, ...], dict[str, int]]]


def by_duck(log: Log, folder: Path) -> Found:
    return with_notes(log, folder)[0]


def with_notes(log: Log, folder: Path) -> tuple[Found, dict[str, int]]:
    """The cells, and how many were left out by each fault."""
    notes = duck.count(written(folder / "export", [], log), Chosen("stays", STAYS), folder / "cube")
    places = {one.name + one.every: place(folder / "cube", "stays", one.name) for one in GROUPS}
    cells = {name: read(each) if each.exists() else {} for name, each in places.items()}
    return cells, {why: n for why, n in notes.left_out.items() if n and why != UNKNOWN_MUNICIPALITY}


def of_everybody() -> Log:
    """The entries of every example, and somebody admitted last; only two are in ``people``, one of them opted out."""
    everybody = [one for each in EXAMPLES for one in each.entries()]
    people = [
        {
            "patient": EXAMPLES[0].words,
            "sex": "female",
            "birth_year": 1940,
            "municipality": "1780",
            "region": "17",
        },
        {"patient": EXAMPLES[1].words, "register_opt_out": True},
    ]
    return log_of([*everybody, ("admitted", entry("last", 1, LAST, episode="L"))], people)


@cache
def by_plain() -> Cells:
    return plain_stays.counted(of_everybody(), STAYS, BY_UNIT)


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[Any, ...], dict[str, int]]:
    """By year and unit, which is one example's person."""
    return by_duck(of_everybody(), tmp_path_factory.mktemp("stays"))["unitmonth"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.words)
def test_duckdb_and_plain_python_count_a_stay_as_the_table_says(
    example: StayExample, cells: dict[tuple[Any, ...], dict[str, int]]
) -> None:
    assert cells.get(("2026", example.words), {}) == example.counted
    assert by_plain().get(("2026", example.words), Counter()) == example.counted


def test_a_stay_is_counted_in_the_month_in_which_it_ended(
    cells: dict[tuple[Any, ...], dict[str, int]],
) -> None:
    periods = {period for period, unit in cells if unit == "thrice"}
    assert periods == {"2026", "2026-03", "2026-04"}


def test_who_is_not_in_people_is_counted_among_those_whose_place_is_not_known(tmp_path: Path) -> None:
    found = by_duck(of_everybody(), tmp_path)["regionmonth"]
    assert found["2026", "17"] == EXAMPLES[0].counted
    assert found["2026", ""]["readmitted-30-days@1.of"] > 20


def test_stays_that_cannot_be_are_told_with_how_many(tmp_path: Path) -> None:
    told = [
        ("admitted", entry("a", 1, "2026-03-06", episode="A")),
        ("discharged", entry("a", 2, "2026-03-02", episode="A")),
        ("discharged", entry("b", 1, "2026-03-02", episode="B")),
        ("discharged", entry("c", 1, "2026-03-02", episode="C")),
        ("withdrawn", entry("c", 2, "2026-03-02", corrects="e1")),
        ("admitted", entry("d", 1, "2026-03-02", episode="D")),
        ("discharged", entry("d", 2, "2026-03-02", episode="D")),
        ("admitted", entry("e", 1, "2026-03-02", episode="E")),
        ("discharged", entry("f", 1, "2026-03-02", episode="F")),
    ]
    written(tmp_path / "export", [], log_of(told, [{"patient": "a"}]))
    found = run(tmp_path / "export", tmp_path / "cube", STAYS, datetime(2026, 6, 15, tzinfo=UTC))
    assert found.subjects == {"stays": 1}
    assert found.left_out == {"stays: ended_before_admission": 1, "stays: no_admission": 2}


def test_tables_of_what_was_never_written_may_lack(tmp_path: Path) -> None:
    told = [
        ("admitted", entry("a", 1, "2026-03-01", episode="A")),
        ("discharged", entry("a", 2, "2026-03-02", episode="A")),
    ]
    manifest = written(tmp_path / "export", [], log_of(told, [{"patient": "a"}]))
    notes = duck.count(manifest, Plan("stays", STAYS), tmp_path / "cube")
    assert notes.subjects == 1
    assert notes.absent == ["log/ready_for_discharge", "log/ready_withdrawn", "log/withdrawn"]


def test_one_wrong_sign_anywhere_is_found_out() -> None:
    log = of_everybody()
    own = [
        (stay, {one.key: +counters(one, [stay], False) for one in STAYS}) for stay in plain_stays.stays(log)
    ]
    for measure in STAYS:
        left = [
            words for words, changed in mutants(measure)
            if all(+counters(changed, [stay], stay["opted_out"]) == told[measure.key] for stay, told in own)
        ]  # fmt: skip
        assert set(left) == set(SAME[measure.key])


BELOW_NONE = "days that would be fewer than none are not known"
KNOWN = "a mean is of those whose number is known in any case"
SAME: dict[str, dict[str, str]] = {
    "home-same-day@1": {
        "population: days_ready 0.. least -1": BELOW_NONE, "population: days_ready 0.. without least": BELOW_NONE,
        "numerator: days_ready 0..0 least -1": BELOW_NONE, "numerator: days_ready 0..0 without least": BELOW_NONE,
    },
    "days-ready@1": {
        "population: without": KNOWN, "population: And without days_ready 0..": KNOWN,
        "population: days_ready 0.. least -1": BELOW_NONE, "population: days_ready 0.. without least": BELOW_NONE,
        "mean: And without days_ready 0..": KNOWN, "mean: days_ready 0.. least -1": BELOW_NONE,
        "mean: days_ready 0.. without least": BELOW_NONE,
    },
    "readmitted-30-days@1": {
        "numerator: days_until_next 0..30 least -1": BELOW_NONE,
        "numerator: days_until_next 0..30 without least": BELOW_NONE,
    },
}  # fmt: skip
"""Changes that change nothing: what is changed, and why no stay can show it."""


# Made-up logs.

FORMS = ("own_home", "care_home", "hospital", "deceased", None)
FIRST = date(2025, 12, 20)


@st.composite
def entries(draw: st.DrawFn, person: str) -> list[tuple[str, Row]]:
    """What was written of a person's stays, with corrections and withdrawals among it."""
    found: list[tuple[str, Row]] = []
    kinds = (
        "admitted",
        "admitted",
        "discharged",
        "discharged",
        "ready_for_discharge",
        "ready_withdrawn",
        "withdrawn",
    )
    for number in range(1, draw(st.integers(1, 12)) + 1):
        kind = draw(st.sampled_from(kinds))
        day = FIRST + timedelta(days=draw(st.integers(0, 75)))
        when = f"{day} {draw(st.sampled_from(['00:00', '12:00', '23:59']))}"
        same = [row["event"] for each, row in found if kind in (each, "withdrawn") and each != "withdrawn"]
        corrects = draw(st.sampled_from(same)) if same and draw(st.integers(0, 3)) == 0 else None
        if kind == "withdrawn" and not same:
            continue
        if kind == "withdrawn":
            corrects = draw(st.sampled_from(same))
        rest = {"episode": draw(st.sampled_from("ABC")), "unit": draw(st.sampled_from(["u", "v", None]))}
        if kind == "discharged":
            rest["form"] = draw(st.sampled_from(FORMS))
        found.append((kind, entry(person, number, when, **rest, corrects=corrects)))
    return found


@st.composite
def logs(draw: st.DrawFn) -> Log:
    names = [f"p{number}" for number in range(draw(st.integers(8, 30)))]
    people = [
        {
            "patient": name, "sex": draw(st.sampled_from(["female", "male", "unknown"])),
            "birth_year": draw(st.sampled_from([None, 1935, 1960, 2030])),
            "municipality": draw(st.sampled_from(["1780", "9999", None])),
            "region": draw(st.sampled_from(["17", None])),
            "register_opt_out": draw(st.booleans()),
        }
        for name in names if draw(st.integers(0, 5))
    ]  # fmt: skip
    told = [one for name in names for one in draw(entries(name))]
    return log_of(told, people or [{"patient": "nobody"}])


@given(logs())
@settings(max_examples=5, phases=[Phase.generate])
def test_duckdb_counts_stays_as_plain_python_does(log: Log) -> None:
    expected: dict[str, Cells] = {
        one.name + one.every: plain_stays.counted(log, STAYS, one) for one in GROUPS
    }
    with tempfile.TemporaryDirectory() as folder:
        cells, left_out = with_notes(log, Path(folder))
    assert cells == expected
    assert left_out == plain_stays.left_out(log)
