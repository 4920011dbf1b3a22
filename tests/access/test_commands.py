"""``lindra access …``: what it answers, what it refuses, and that it needs no world for June 2026."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from access.offering_world import Governed, row
from lindra.access import inventory
from lindra.access.cli import access
from lindra.areas import geography

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "access"
REGIONS = [one.code for one in geography.regions()]


def run(*words: str) -> Result:
    return CliRunner().invoke(access, words)


def answer(*words: str) -> Any:
    found = run(*words, "--json")
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout)


def test_both_commands_work_quickly_in_an_empty_new_world(tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("LINDRA_")}
    env |= {"LINDRA_HOME": str(tmp_path / "new"), "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    for words in (("coverage", "--json", "--at", "Sun 03:00"), ("gaps", "--region", "18", "--json")):
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-P", "-m", "lindra.site.cli", "access", *words], env=env, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout)
        assert time.monotonic() - started < 20
    assert not (tmp_path / "new" / "lindra.sqlite3").exists()


def test_gaps_of_a_region_have_exactly_what_help_says() -> None:
    found = answer("gaps", "--region", "18")
    assert all(set(one) == {"function", "area", "limitation", "origin", "contested"} for one in found)
    assert Counter(one["origin"] for one in found) == {"summary": 3, "appendix": 8}
    assert {one["contested"] for one in found if one["function"] == "konsultverksamhet"} == {"function"}
    assert {one["contested"] for one in found if one["function"] == "hemsjukvard"} == {"no"}
    assert {one["contested"] for one in answer("gaps", "--region", "12")} == {"region"}


def test_without_a_region_every_gap_names_its_own() -> None:
    found = answer("gaps")
    assert len(found) == 235
    counted = Counter((one["region"], one["origin"]) for one in found)
    assert counted == Counter((one.region, one.list) for one in inventory.findings())


@pytest.mark.shared
@pytest.mark.parametrize("code", REGIONS)
def test_every_region_s_gaps_are_those_of_the_data_file_by_origin(code: str) -> None:
    with (SHARED / "inventory_2026_counts.csv").open(encoding="utf-8") as file:
        (expected,) = (line for line in csv.DictReader(file) if line["lan_kod"] == code)
    counted = Counter(one["origin"] for one in answer("gaps", "--region", code))
    assert (counted["summary"], counted["appendix"]) == (
        int(expected["summary_rows"]),
        int(expected["appendix_rows"]),
    )


@pytest.mark.shared
def test_the_disputing_rows_are_the_twelve_of_the_data_file() -> None:
    with (SHARED / "responses_2026.csv").open(encoding="utf-8") as file:
        disputed = {
            (line["lan_kod"], line["function"])
            for line in csv.DictReader(file)
            if line["status_class"] == "bestrider"
        }
    for one in answer("gaps"):
        own = (one["region"], one["function"]) in disputed and one["function"] != "annan"
        general = (one["region"], "annan") in disputed
        assert one["contested"] == ("function" if own else "region" if general else "no")


def test_an_hour_names_every_municipality_and_sums_to_the_nation() -> None:
    found = answer("coverage", "--at", "Sun 03:00")
    assert (found["inventory"], found["at"], len(found["municipalities"])) == ("2026-06", "Sun 03:00", 290)
    whole = geography.population("00", "2019").value
    for way in ("call", "come", "stay"):
        by = {how: some for how, some in found["ways"][way].items() if how != "nothing_but_contested"}
        assert sum(some["inhabitants"] for some in by.values()) == whole
        assert Counter(one[way] for one in found["municipalities"]) == {
            how: some["municipalities"] for how, some in by.items() if some["municipalities"]
        }
    skane = next(one for one in found["municipalities"] if one["municipality"] == "1280")
    assert (skane["call"], skane["contested"]) == ("not_stated", ["call", "come", "stay"])


def test_swedish_weekdays_are_the_same_hour() -> None:
    assert answer("coverage", "--at", "sön 03", "--region", "17") == answer(
        "coverage", "--at", "Sun 03:00", "--region", "17"
    )


def test_the_week_of_a_region_says_its_hours() -> None:
    found = answer("coverage", "--region", "06")
    consult = found["municipalities"][0]["functions"]["konsultverksamhet"]
    # The region says itself that there are no fixed rounds.
    assert consult["hours_with_limits"] == "Mon-Fri 08:00-17:00"
    assert {"exists_limited", "missing_somewhere"} <= set(consult["states"])
    (area,) = found["areas"]
    by = {one["function"]: one["hours_covered_with_limits"] for one in area["functions"]}
    assert (by["konsultverksamhet"], by["jourlinje_24_7"]) == (45.0, 0.0)
    assert not any(one["hours_covered"] for one in area["functions"])


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (("coverage", "--at", "Sun 25"), "25:00 is no time of a day"),
        (("coverage", "--at", "soon"), "is no time of a week"),
        (("coverage", "--at", "Mun 03"), "is no weekday"),
        (("coverage", "--region", "99"), "no region has the code '99'"),
        (("gaps", "--region", "1780"), "no region has the code '1780'"),
    ],
)
def test_what_cannot_be_is_said_clearly_on_standard_error(words: tuple[str, ...], about: str) -> None:
    found = run(*words)
    assert (found.exit_code, found.stdout) == (2, "")
    assert about in found.stderr


@pytest.mark.parametrize(
    "words", [("coverage",), ("coverage", "--at", "Sun 03:00"), ("gaps",), ("compare", "2026-06", "2026-06")]
)
def test_without_json_it_is_for_people(words: tuple[str, ...]) -> None:
    found = run(*words)
    assert found.exit_code == 0
    assert len(found.stdout.splitlines()) > 20
    assert "{" not in found.stdout


def test_an_unknown_inventory_is_told_which_there_are(governed: Governed) -> None:
    found = run("coverage", "--inventory", "own")
    assert found.exit_code == 2
    assert "there is no inventory 'own'; there are: 2026-06" in found.stderr


FILES = {
    "semicolons.csv": ";", "commas.csv": ",", "list.json": "",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_in_with_its_bad_rows_named(governed: Governed, tmp_path: Path, name: str) -> None:
    rows = [
        row(),
        row(name="Late", valid_to="2020-01-01"),
        row(name="Nowhere", areas="1799"),
        row(name="Night", hours="Sat 22-06"),
    ]
    path = tmp_path / name
    if FILES[name]:
        heads = sorted({field for one in rows for field in one})
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, heads, delimiter=FILES[name])
            writer.writeheader()
            writer.writerows(rows)
    else:
        path.write_text(json.dumps(rows))
    done = run("import", str(path), "--json")
    found = json.loads(done.stdout)
    assert (done.exit_code, found["made"], found["left_out"]) == (1, 2, 2)
    first = 2 if FILES[name] else 1
    assert [(one["row"], one["field"]) for one in found["faults"]] == [
        (first + 1, "valid_to"),
        (first + 2, "areas"),
    ]
    assert [(one["row"], one["field"]) for one in found["notes"]] == [(first + 3, "hours")]
    assert f"row {first + 2}, areas: no municipality or region has the code '1799'" in done.stderr
    own = answer("coverage", "--inventory", "own", "--at", "Sun 03:00", "--region", "17")
    karlstad = next(one for one in own["municipalities"] if one["municipality"] == "1780")
    assert (karlstad["come"], karlstad["served_by_two"]) == ("exists", {"hemsjukvard": ["Night", "Teamet"]})


@pytest.mark.parametrize(
    ("name", "text", "about"),
    [
        ("bad.json", "{}", "a list of objects"),
        ("worse.json", "[1", "Expecting"),
        ("cut.csv", b"\xff\xfe\x00", "codec"),
    ],
)
def test_a_file_that_is_none_is_refused(
    governed: Governed, tmp_path: Path, name: str, text: str | bytes, about: str
) -> None:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    done = run("import", str(path))
    assert done.exit_code == 2
    assert about in done.stderr


def test_june_2026_is_not_changed_by_a_file(governed: Governed, tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    path.write_text("[]")
    done = run("import", str(path), "--inventory", "2026-06")
    assert done.exit_code == 2
    assert "is not changed" in done.stderr


def test_a_later_inventory_is_compared_with_the_first(governed: Governed, tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    path.write_text(json.dumps([
        row(function="jourlinje_24_7", areas="21", name="Linjen"),
        row(says="missing", function="mottagning", areas="21"),
        row(says="missing", function="hemsjukvard", areas="19"),
    ]))  # fmt: skip
    assert run("import", str(path), "--inventory", "2027-06").exit_code == 0
    found = {
        (one["region"], one["function"]): one["change"]
        for one in answer("compare", "2026-06", "2027-06")["changes"]
    }
    assert found["21", "jourlinje_24_7"] == "closed"
    assert found["21", "mottagning"] == "remains"
    assert found["19", "hemsjukvard"] == "new"
    assert found["07", "jourlinje_24_7"] == "not_mentioned"
