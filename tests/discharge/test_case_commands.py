"""``lindra discharge``: files in, answers out, and what is wrong told by line while the rest is done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from helpers.runs import ROOT
from lindra.discharge.steps import EVENTS
from lindra.site.cli import gathered

HEAD = "case,municipality,event,at,value\n"
GOOD = (
    "a,1290,admitted,2022-03-01T08:00,\na,1290,notice,2022-03-01T12:00,1290;open_care\n"
    "a,1290,ready,2022-03-03T12:00,\na,1290,discharged,2022-03-10T10:00,\n"
)
BAD = {
    "ready before admission": ("b,1290,admitted,2022-03-02T08:00,\nb,1290,ready,2022-03-01T08:00,\n",
                               "line 6: ready before this admission; the case is not computed."),
    "discharge before ready": ("b,1290,discharged,2022-03-02T08:00,\nb,1290,ready,2022-03-03T08:00,\n",
                               "line 7: the case ends before this ready notice; the case is not computed."),
    "two admissions at once": ("b,1290,admitted,2022-03-02T08:00,\nb,1290,admitted,2022-03-03T08:00,\n",
                               "line 7: admitted twice without an end between"),
    "nobody to tell": ("b,1290,admitted,2022-03-02T08:00,\nb,1290,notice,2022-03-02T09:00,9999\n",
                       "line 7: a message to an organisation that does not exist (9999); the row is left out."),
    "far future": ("b,1290,admitted,2099-03-02T08:00,\n", "line 6: a time more than 366 days from now"),
    "far estimate": ("b,1290,estimate,2022-03-02T08:00,2099-01-01\n", "line 6: an estimate more than 366 days"),
    "no estimate": ("b,1290,estimate,2022-03-02T08:00,soon\n", "line 6: value of an estimate is no day or time"),
    "closed twice": ("b,1290,admitted,2022-03-02T08:00,\nb,1290,discharged,2022-03-03T08:00,\n"
                     "b,1290,died,2022-03-04T08:00,\n",
                     "line 8: the case has ended already; the row is left out, the first end holds."),
    "skipped hour": ("b,1290,admitted,2022-03-27T02:30,\n", "line 6: at is a time that the clocks skipped"),
    "no time": ("b,1290,admitted,yesterday,\n", "line 6: at is no time in ISO 8601"),
    "no hour": ("b,1290,admitted,2022-03-02,\n", "line 6: at is a day without a time of day"),
    "edge of time": ("b,1290,admitted,0001-01-01T00:00,\n", "line 6: at is a time outside the calendar"),
    "no event": ("b,1290,flew,2022-03-02T08:00,\n", "line 6: flew is no event; there are: admitted, contact_named"),
    "a number as event": ("b,1290,191212121212,2022-03-02T08:00,\n", "line 6: this is no event"),
    "no case": (",1290,admitted,2022-03-02T08:00,\n", "line 6: case is empty"),
    "no municipality": ("b,,admitted,2022-03-02T08:00,\n", "line 6: municipality is empty"),
    "too few columns": ("b,1290,admitted\n", "line 6: 3 columns where 5 are needed"),
    "too many columns": ("b,1290,admitted,2022-03-02T08:00,,,\n", "line 6: 7 columns where 5 are needed"),
    "other municipality": ("b,1290,admitted,2022-03-02T08:00,\nb,1281,notice,2022-03-02T09:00,\n",
                           "line 7: another municipality than the other rows of its case"),
    "nothing withdrawn": ("b,1290,admitted,2022-03-02T08:00,\nb,1290,ready_withdrawn,2022-03-02T09:00,\n",
                          "line 7: withdrawn, but no ready notice stands"),
}  # fmt: skip


@pytest.fixture
def now(clock_at: Callable[[str | datetime], datetime]) -> datetime:
    return clock_at("2022-06-15T03:00:00+02:00")


@pytest.fixture
def run(tmp_path: Path, now: datetime) -> Callable[..., Result]:
    """Run a command on rows (below the heading), or on what stands on standard input."""

    def invoke(command: str, rows: str, *options: str, name: str = "cases.csv", head: str = HEAD) -> Result:
        file = tmp_path / name
        file.write_bytes((head + rows).encode("utf-8", "surrogateescape"))
        return CliRunner().invoke(gathered(), ["discharge", command, str(file), *options])

    return invoke


def told(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_liability_tells_cases_and_months(run: Callable[..., Result]) -> None:
    result = run("liability", GOOD, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    found = told(result)
    (case,) = found["cases"]
    assert {name: case[name] for name in ("case", "liable_from", "days_ready", "payable_days")} == {
        "case": "a", "liable_from": "2022-03-06", "days_ready": 7, "payable_days": 4,
    }  # fmt: skip
    assert [why["paragraph"] for why in case["why"]] == [
        "5 kap. 3 § 1",
        "5 kap. 3 § 2",
        "5 kap. 4 §",
        "5 kap. 6 §",
    ]
    assert all(set(why) == {"paragraph", "code", "sentence"} for why in case["why"])
    (month,) = found["months"]
    wanted = {
        "municipality": "1290",
        "month": "2022-03",
        "cases": 1,
        "mean_days": 7.0,
        "payable_days": 4,
        "amount": 37200,
    }
    assert {name: month[name] for name in wanted} == wanted
    assert month["amount_why"] is None
    assert month["amounts"][0]["source"]
    assert found["rule"]["name"] == "national"
    assert found["counts"] == {
        "cases": 1,
        "rows_left_out": 0,
        "cases_left_out": 0,
        "notes": 0,
        "before_the_rule": 0,
    }


def test_clocks_tell_each_deadline(run: Callable[..., Result]) -> None:
    result = run("clocks", GOOD, "--json")
    assert result.exit_code == 0
    deadlines = {one["what"]: one for one in told(result)["cases"][0]["deadlines"]}
    assert deadlines["admission_notice"] == {
        "rule": "2 kap. 3 §", "what": "admission_notice", "due": "2022-03-02T08:00:00+01:00", "met": True,
        "done_at": "2022-03-01T12:00:00+01:00", "state": "met",
    }  # fmt: skip
    assert (deadlines["information"]["due"], deadlines["information"]["met"]) == ("2022-03-10", False)
    assert (deadlines["planning"]["met"], deadlines["planning"]["state"]) == (None, "not_told")
    assert (deadlines["payment_starts"]["due"], deadlines["payment_starts"]["met"]) == ("2022-03-06", False)


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("command", ["clocks", "liability"])
def test_what_is_wrong_is_told_by_line_and_the_rest_is_done(
    run: Callable[..., Result], command: str, name: str
) -> None:
    rows, said = BAD[name]
    result = run(command, GOOD + rows, "--json")
    assert result.exit_code == 1
    assert said in result.stderr
    found = told(result)
    assert found["cases"][0] == told(run(command, GOOD, "--json"))["cases"][0]
    assert len(found["findings"]) == 1 + ("no_admission" in {one["code"] for one in found["findings"]})
    assert found["counts"]["rows_left_out"] + found["counts"]["cases_left_out"] == 1
    assert "1912" not in result.stderr


def test_an_hour_that_came_twice_is_taken_once_and_told(run: Callable[..., Result]) -> None:
    rows = "a,1290,admitted,2021-10-31T02:30,\na,1290,notice,2021-10-31T02:30+01:00,\n"
    result = run("clocks", rows, "--json")
    assert result.exit_code == 0
    assert (
        "line 2: a time that the clocks showed twice; the first, in summer time, was taken." in result.stderr
    )
    found = told(result)["cases"][0]["deadlines"][0]
    assert (found["due"], found["done_at"]) == ("2021-11-01T01:30:00+01:00", "2021-10-31T02:30:00+01:00")


def test_rows_may_come_in_any_order_and_twice(run: Callable[..., Result]) -> None:
    rows = "".join(f"{line}\n" for line in [*GOOD.splitlines()[::-1], *GOOD.splitlines()])
    assert told(run("liability", rows, "--json"))["cases"] == told(run("liability", GOOD, "--json"))["cases"]


def test_the_json_twin_says_the_same(run: Callable[..., Result]) -> None:
    names = HEAD.strip().split(",")
    twin = json.dumps([dict(zip(names, line.split(","), strict=True)) for line in GOOD.splitlines()])
    for command in ("clocks", "liability"):
        ours, theirs = run(command, twin, "--json", name="cases.json", head=""), run(command, GOOD, "--json")
        assert told(ours) == told(theirs)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"case": "a", "municipality": "1290", "event": "admitted"}]', "line 1: no at"),
        ('[{"case": "a", "municipality": 1290}]', "line 1: every value is to be text"),
        ("[3]", "line 1: no object with case, municipality"),
    ],
)  # fmt: skip
def test_an_object_that_is_no_row_is_told_by_its_number(
    run: Callable[..., Result], text: str, said: str
) -> None:
    result = run("liability", text, "--json", name="cases.json", head="")
    assert result.exit_code == 1
    assert said in result.stderr


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("", "the file is empty; its first line is to be case,municipality,event,at,value"),
        ("case,event,at\n", "no column municipality"),
        ("[1", "the file is no JSON"),
        ('{"case": "a"}', "is to be a list of objects"),
    ],
)
def test_what_is_no_case_file_is_refused_whole(run: Callable[..., Result], head: str, said: str) -> None:
    result = run("liability", "", "--json", head=head)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


@pytest.mark.parametrize("head", [
    "\ufeffcase,municipality,event,at,value\r\n", "Case;Municipality;Event;At;Value\n",
    "case\tmunicipality\tevent\tat\tvalue\n",
])  # fmt: skip
def test_a_mark_of_order_semicolons_and_tabs_are_read(run: Callable[..., Result], head: str) -> None:
    mark = next(mark for mark in ",;\t" if mark in head)
    rows = GOOD.replace("1290;open_care", "1290").replace(",", mark)
    assert told(run("liability", rows, "--json", head=head))["cases"][0]["payable_days"] == 4


def test_columns_may_stand_in_another_order_without_value_and_with_others(run: Callable[..., Result]) -> None:
    rows = "".join(",".join([*line.split(",")[:4][::-1], "x"]) + "\n" for line in GOOD.splitlines())
    result = run("liability", rows, "--json", head="at,event,municipality,case,ward\n")
    assert "line 1: 1 unknown columns" in result.stderr
    assert (result.exit_code, told(result)["cases"][0]["payable_days"]) == (0, 4)


def test_letters_that_are_not_utf8_and_a_quotation_mark_left_open_are_told(
    run: Callable[..., Result],
) -> None:
    rows = GOOD + "b\udce4,1290,admitted,2022-03-02T08:00,\n" + 'c,1290,admitted,2022-03-02T08:00,"open\n' * 2
    result = run("liability", rows, "--json")
    assert result.exit_code == 1
    assert "line 6: letters that are not UTF-8" in result.stderr
    assert told(result)["counts"]["cases"] >= 1


def test_a_list_of_organisations_says_who_exists(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "there.txt").write_text("Kristianstads kommun\n")
    rows = GOOD.replace("1290;open_care", "Kristianstads kommun")
    assert run("liability", rows, "--organisations", str(tmp_path / "there.txt"), "--json").exit_code == 0
    result = run(
        "liability",
        GOOD.replace("1290;open_care", "Hem AB"),
        "--organisations",
        str(tmp_path / "there.txt"),
        "--json",
    )
    assert "line 3: a message to an organisation that does not exist (Hem AB)" in result.stderr
    assert told(result)["cases"][0]["liable_from"] is None


def test_a_municipality_that_does_not_exist_is_told_once_and_computed(run: Callable[..., Result]) -> None:
    rows = GOOD.replace("1290", "9999")
    result = run("liability", rows + rows.replace("a,", "b,"), "--json")
    assert result.stderr.count("a municipality that is not known") == 1
    assert (result.exit_code, [one["payable_days"] for one in told(result)["cases"]]) == (0, [4, 4])


def test_a_rule_file_is_used_and_a_bad_one_refused(run: Callable[..., Result], tmp_path: Path) -> None:
    rule = tmp_path / "ours.toml"
    rule.write_text("[payment]\ndays = 1\n")
    assert (
        told(run("liability", GOOD, "--rule", str(rule), "--json"))["cases"][0]["liable_from"] == "2022-03-04"
    )
    rule.write_text("[payment]\ndags = 1\n")
    result = run("liability", GOOD, "--rule", str(rule))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "payment.dags: no such key. Allowed here:" in result.stderr
    assert "There are: national" in run("clocks", GOOD, "--rule", "mars").stderr


def test_a_region_that_ships_says_why_there_is_no_amount(run: Callable[..., Result]) -> None:
    (month,) = told(run("liability", GOOD, "--rule", "skane", "--json"))["months"]
    assert (month["amount"], month["payable_days"], month["mean_days"], month["over_limit"]) == (
        None,
        None,
        7.0,
        True,
    )
    assert "average.excess is not known" in month["amount_why"]


def test_cases_from_before_the_rule_are_computed_and_counted(run: Callable[..., Result]) -> None:
    result = run("liability", GOOD, "--rule", "skane", "--json")
    assert (result.exit_code, told(result)["counts"]["before_the_rule"]) == (0, 1)
    assert "1 cases ended before the rule was valid (2023-01-01)" in result.stderr


def test_without_json_it_can_be_read(run: Callable[..., Result]) -> None:
    liability = run("liability", GOOD)
    assert "a (1290): liable from 2022-03-06, 7 days ready, 4 to pay" in liability.stdout
    assert "1290 2022-03: 1 cases, mean 7.0 days ready, 4 days to pay, 37200 SEK" in liability.stdout
    assert "1 cases computed by national" in liability.stderr
    clocks = run("clocks", GOOD).stdout
    assert "2 kap. 3 §" in clocks
    assert "not told" in clocks


def test_a_file_with_nothing_but_a_heading_has_no_cases(run: Callable[..., Result]) -> None:
    for command in ("clocks", "liability"):
        result = run(command, "", "--json")
        assert (result.exit_code, told(result)["cases"]) == (0, [])
        assert run(command, "").exit_code == 0


def test_many_cases_are_many_in_the_answer(run: Callable[..., Result]) -> None:
    rows = "".join(GOOD.replace("a,", f"c{number},") for number in range(2500))
    found = told(run("liability", rows, "--json"))
    assert [one["case"] for one in found["cases"]] == [f"c{number}" for number in range(2500)]
    assert found["months"][0]["payable_days"] == 10_000


def test_the_rules_tell_numbers_sources_and_what_is_not_known(now: datetime) -> None:
    result = CliRunner().invoke(gathered(), ["discharge", "rules"])
    assert "hours 24 [SFS 2017:612 2 kap. 3 §; read there]" in result.stdout
    assert (
        "skane_proposed: Skåne: mean of the month, as proposed in January 2023 (not decided) (proposed"
        in result.stdout
    )
    assert "not known: average.excess" in result.stdout
    found = json.loads(CliRunner().invoke(gathered(), ["discharge", "rules", "--json"]).stdout)
    assert found["rules"][0]["notice"]["hours"] == 24
    assert {one["year"]: one["sek"] for one in found["amounts"]}[2022] == 9300


@pytest.mark.parametrize("command", ["clocks", "liability"])
def test_help_tells_the_whole_format(command: str) -> None:
    said = CliRunner().invoke(gathered(), ["discharge", command, "--help"]).stdout
    for word in (*EVENTS, HEAD.strip(), "--rule", "standard error", "Exit 0"):
        assert word in said, word


def test_a_process_reads_standard_input_and_needs_no_world(tmp_path: Path) -> None:
    env = os.environ | {"LINDRA_HOME": str(tmp_path / "nothing"), "LINDRA_NOW": "2022-06-15T03:00:00+02:00"}
    command = [sys.executable, "-P", "-m", "lindra.site.cli", "discharge", "liability", "-", "--json"]
    done = subprocess.run(
        command,
        input=(HEAD + GOOD + "x,1290\n").encode(),
        env=env,
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.decode() == "line 6: 2 columns where 5 are needed; the row is left out.\n"
    assert json.loads(done.stdout)["cases"][0]["payable_days"] == 4
