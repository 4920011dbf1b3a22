"""Rows put together to cases: in memory and over files it is the same."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.runs import ROOT
from lindra.discharge.files.gathering import gathered
from lindra.discharge.files.reading import Row
from lindra.discharge.files.times import NoTime, instant
from lindra.discharge.steps import EVENTS, Step

FIRST = datetime(1970, 1, 1, tzinfo=UTC)
instants = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
rows = st.lists(
    st.builds(
        Row,
        case=st.sampled_from(["a", "b", "c", "å"]),
        municipality=st.sampled_from(["1290", "Höör"]),
        event=st.sampled_from(EVENTS),
        at=instants,
        value=st.sampled_from(["", "open_care", "Vård AB; Höör"]),
        line=st.integers(1, 10**10),
    ),
    max_size=30,
)


@given(rows, st.integers(1, 40))
def test_however_many_wait_no_row_is_lost_or_changed(told: list[Row], waiting: int) -> None:
    expected: dict[str, list[tuple[str, Step]]] = {}
    for case, municipality, *step in told:
        expected.setdefault(case, []).append((municipality, Step(*step)))
    assert dict(gathered(told, waiting)) == expected


def test_cases_of_a_small_file_come_in_the_order_in_which_they_begin() -> None:
    told = [Row(f"c{number % 7}", "1290", "notice", FIRST, "", number) for number in range(20)]
    assert [case for case, _ in gathered(told)] == [f"c{number}" for number in range(7)]


@given(instants)
def test_a_time_with_an_offset_is_that_instant(at: datetime) -> None:
    assert instant(at.isoformat()) == (at, False)
    assert instant(at.isoformat().replace("+00:00", "Z")) == (at, False)


@pytest.mark.parametrize(
    ("text", "utc", "twice"),
    [
        ("2026-03-02T08:00", "2026-03-02T07:00", False),
        ("2026-07-02 08:00", "2026-07-02T06:00", False),
        ("2026-03-29T01:59", "2026-03-29T00:59", False),
        ("2026-03-29T03:00", "2026-03-29T01:00", False),
        ("2026-10-25T01:59", "2026-10-24T23:59", False),
        ("2026-10-25T02:30", "2026-10-25T00:30", True),
        ("2026-10-25T03:00", "2026-10-25T02:00", False),
    ],
)
def test_a_time_without_an_offset_is_stockholms(text: str, utc: str, twice: bool) -> None:
    assert instant(text) == (datetime.fromisoformat(utc).replace(tzinfo=UTC), twice)


@pytest.mark.parametrize("text", ["2026-03-29T02:00", "2026-03-29T02:59:59"])
def test_a_time_that_the_clocks_skipped_is_none(text: str) -> None:
    with pytest.raises(NoTime, match="skipped"):
        instant(text)


@given(st.integers(0, 24 * 365 * 4))
def test_what_clocks_in_stockholm_showed_is_read_back(quarter: int) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarter)
    from lindra.clock import STOCKHOLM

    shown = at.astimezone(STOCKHOLM)
    found, twice = instant(f"{shown:%Y-%m-%dT%H:%M}")
    assert found == at or (twice and at - found == timedelta(hours=1))


def test_the_measurement_runs_and_says_what_it_measured() -> None:
    command = [sys.executable, str(ROOT / "bench" / "discharge.py"), "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = {row["what"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert told["core"]["cases_per_second"]["median"] > 0
    assert told["command"]["cases"] == told["core"]["cases"]
    assert told["pandas"].get("not_measured") or told["ratio"]["same_answers"]
