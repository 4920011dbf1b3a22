"""``lindra discharge statistics``: a file in, numbers out, and what is wrong told by line while the rest is done."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from lindra.discharge.rulefile import shipped
from lindra.site.cli import gathered

HEAD = "case,municipality,event,at,value\n"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, clock_at: Callable[[str | datetime], datetime]) -> Run:
    clock_at("2026-06-15T03:00:00+02:00")

    def invoke(rows: str, *options: str, head: str = HEAD) -> Result:
        file = tmp_path / "cases.csv"
        file.write_text(head + rows)
        return CliRunner().invoke(gathered(), ["discharge", "statistics", str(file), *options])

    return invoke


def stay(case: str, municipality: str, ready: str, days: int) -> str:
    """Ready at ten on a day, gone so many days later; all in time but the information."""
    on = date.fromisoformat(ready)
    told = [
        ("admitted", on - timedelta(days=4), "08:00"), ("notice", on - timedelta(days=4), "12:00"),
        ("ready", on, "10:00"), ("discharged", on + timedelta(days=days), "15:00"),
    ]  # fmt: skip
    return "".join(f"{case},{municipality},{event},{day}T{hour},\n" for event, day, hour in told)


TWO_YEARS = "".join(
    stay(
        f"{municipality}{month}{number}",
        municipality,
        f"{2024 + month // 12}-{month % 12 + 1:02}-03",
        number + shift(month),
    )
    for municipality, shift in (
        ("1290", lambda month: 3 if month < 12 else 0),
        ("1281", lambda month: month % 2),
    )
    for month in range(24)
    for number in range(6)
)
"""Six stays a month in each of two municipalities; in 1290 three days less from the second year on."""


def told(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_rows_are_of_each_municipality_and_month(run: Run) -> None:
    result = run(TWO_YEARS, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    found = told(result)
    assert len(found["rows"]) == 2 * 24
    first = found["rows"][0]
    wanted = {
        "municipality": "1281", "hospital": "", "month": "2024-01", "withheld": False, "n": 6, "median_days": 2.5,
        "mean_days": 2.5, "rule_mean_days": 2.5, "most_days": 5, "left_out": 0, "not_ready": 0, "mean_moves": 0,
    }  # fmt: skip
    assert {name: first[name] for name in wanted} == wanted
    assert first["distribution"] == {"0": 1, "1": 1, "2": 1, "3": 1, "4–7": 2, "8–14": 0, "15+": 0}
    assert first["shares"]["same_day"] == {
        "cases": 1,
        "of": 6,
        "share": 0.1667,
        "low": 0.0301,
        "high": 0.5635,
    }
    assert found["whole"]["n"] == 288
    assert found["rule"]["name"] == "national"
    assert found["counted_by"]["long_stay_source"] == "our own choice"
    assert found["counts"] == {"cases": 288, "rows_left_out": 0, "cases_left_out": 0, "notes": 0}


def test_what_hangs_on_the_patient_is_said_not_to_be_computed(run: Run) -> None:
    found = told(run(TWO_YEARS, "--json"))
    whys = {one["what"]: one["why"] for one in found["not_computed"]}
    assert set(whys) == {
        "against_plan", "readmitted", "short_after_sent_in", "hospital", "long_stays.not_able",
    }  # fmt: skip
    assert "readmitted" not in found["whole"]["shares"]
    head = HEAD.strip() + ",hospital,patient\n"
    more = run(
        "a,1290,admitted,2026-03-01T08:00,,X,P1\na,1290,discharged,2026-03-02T08:00,,X,P1\n",
        "--json",
        head=head,
    )
    assert (more.exit_code, told(more)["findings"][0]["code"]) == (0, "unknown_column")


def test_a_change_is_seen_in_the_chart_and_counted_apart(run: Run) -> None:
    found = told(run(TWO_YEARS, "--json", "--change", "2025-01-01"))
    charts = {one["municipality"]: one for one in found["charts"]}
    before, after = charts["1290"]["phases"]
    # each month has the same six stays, so months do not differ: 5.5 days, and 2.5 after
    assert (before["centre"], before["low"], before["high"], after["centre"]) == (5.5, 5.5, 5.5, 2.5)
    assert len(charts["1290"]["after_by_limits_before"]) == 12
    assert charts["1281"]["after_by_limits_before"] == {}
    sides = {side: {row["municipality"]: row["mean_days"] for row in found["change"][side]["rows"]}
             for side in ("before", "after")}  # fmt: skip
    assert sides["before"]["1290"] > sides["after"]["1290"]
    assert found["change"]["before"]["whole"]["n"] + found["change"]["after"]["whole"]["n"] == 288


@pytest.mark.parametrize(("by", "rows"), [("municipality", 2), ("month", 24)])
def test_rows_may_be_of_municipalities_or_months_alone(run: Run, by: str, rows: int) -> None:
    found = told(run(TWO_YEARS, "--json", "--by", by))
    assert len(found["rows"]) == rows
    assert sum(row["n"] for row in found["rows"]) == found["whole"]["n"] == 288


def test_with_too_few_months_there_are_no_limits_and_it_says_so(run: Run) -> None:
    (chart,) = told(run(stay("a", "1290", "2026-03-03", 2), "--json"))["charts"]
    (phase,) = chart["phases"]
    assert phase["centre"] is None
    assert "fewer than 8 months" in phase["why"]


def test_what_is_passed_on_withholds_what_is_of_few(run: Run) -> None:
    few = stay("x", "1260", "2026-03-03", 39)
    found = told(
        run(TWO_YEARS + few, "--json", "--publish", "--by", "municipality", "--change", "2025-01-01")
    )
    rows = {row["municipality"]: row for row in found["rows"]}
    assert rows["1260"] == {"municipality": "1260", "withheld": True}
    assert [row["withheld"] for row in found["rows"]].count(
        True
    ) == 2  # or else it could be had by subtraction
    assert found["whole"]["n"] == 289
    assert found["whole"]["distribution"]["15+"] is None  # the one stay of 39 days
    assert list(found["whole"]["distribution"].values()).count(None) >= 2
    assert not {"long_stays", "most_days", "died"} & set(found["whole"])
    assert "distribution" not in rows["1281"] or rows["1281"]["withheld"]
    assert found["change"] is None
    assert "1260" not in [one["municipality"] for one in found["charts"]]
    assert told(run(TWO_YEARS, "--json", "--publish", "--by", "month"))["charts"] == []


def test_bad_rows_are_told_by_line_and_the_rest_is_done(run: Run) -> None:
    result = run("b,1290,flew,2026-03-02T08:00,\n" + stay("a", "1290", "2026-03-03", 2), "--json")
    assert result.exit_code == 1
    assert "line 2: flew is no event" in result.stderr
    found = told(result)
    assert (found["whole"]["n"], found["counts"]["rows_left_out"]) == (1, 1)


def test_what_is_no_case_file_no_rule_or_no_day_ends_it(run: Run) -> None:
    assert run("", "--json", head="").exit_code == 2
    assert run(TWO_YEARS, "--rule", "atlantis").exit_code == 2
    assert run(TWO_YEARS, "--change", "soon").exit_code == 2


def test_an_empty_file_has_no_stays(run: Run) -> None:
    found = told(run("", "--json"))
    assert (found["rows"], found["charts"], found["whole"]["n"]) == ([], [], 0)
    assert found["whole"]["mean_days"] is None


def test_it_can_be_read_without_json(run: Run) -> None:
    result = run(TWO_YEARS, "--by", "municipality", "--change", "2025-01-01")
    assert result.exit_code == 0
    assert "1290: 144 stays, mean 4.0, median 4.0 days ready" in result.stdout
    assert "before the change, 12 months: centre 5.5, limits 5.5–5.5" in result.stdout
    assert "not computed: readmitted" in result.stdout


@pytest.mark.parametrize("rule", shipped())
def test_every_rule_can_be_counted_by(run: Run, rule: str) -> None:
    found = told(run(TWO_YEARS, "--json", "--rule", rule))
    assert found["rule"]["name"] == rule
    assert found["whole"]["n"] + found["whole"]["left_out"] == 288


def test_help_tells_of_it(run: Run) -> None:
    told_of = CliRunner().invoke(gathered(), ["discharge", "statistics", "--help"]).stdout
    for word in ("--change", "--by", "--publish", "ready_withdrawn", "Wilson", "not_computed", "Exit 0"):
        assert word in told_of
