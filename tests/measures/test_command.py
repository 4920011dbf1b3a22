"""``lindra measures``: run, show and list on the command line; what is wrong with an export is said, with counts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from lindra.measures import catalogue
from lindra.measures.cli import measures
from lindra.measures.cubes.cube import about
from measures.examples.discharge import entry, log_of
from measures.exports import written
from measures.last_year import Row, died, row

DEATH = "2026-03-10 14:00"
OTHERS = ("ready_for_discharge", "ready_withdrawn", "withdrawn")


def people() -> list[Row]:
    """Two dead in two municipalities, one of them admitted late."""
    stay = row("a", DEATH, "admitted", "2026-03-01 10:00", form="hospital")
    return [died("a", DEATH), stay, died("b", DEATH, municipality="1715")]


def export(folder: Path, rows: Iterable[Row] | None = None, without: Iterable[str] = ()) -> Path:
    """An export with one stay that has ended."""
    entries = [
        ("admitted", entry("a", 1, "2026-02-01 10:00", episode="E")),
        ("discharged", entry("a", 2, "2026-02-03 10:00", episode="E", form="own_home")),
    ]
    log = log_of(entries, [{"patient": "a", "birth_year": 1940, "municipality": "1780", "region": "17"}])
    log |= {kind: [] for kind in OTHERS}
    written(folder, list(people() if rows is None else rows), log)
    for kind in without:
        shutil.rmtree(folder / "log" / kind)
    return folder


def told(*arguments: object) -> Result:
    return CliRunner().invoke(measures, [str(each) for each in arguments])


@pytest.fixture(scope="module")
def cube(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("command")
    assert told("run", "--log", export(folder / "export"), "--out", folder / "cube").exit_code == 0
    return folder / "cube"


def test_run_counts_every_measure_and_says_how_much(tmp_path: Path) -> None:
    done = told("run", "--log", export(tmp_path / "export"), "--out", tmp_path / "cube", "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["counted"], found["left_out"], found["lacking"]) == ({"deaths": 2, "stays": 1}, {}, [])
    assert found["measures"] == len(catalogue.measures()) == len(about(tmp_path / "cube").measures)


# What is wrong is said.


def test_an_export_of_an_older_version_is_refused(tmp_path: Path) -> None:
    folder = export(tmp_path / "export")
    (folder / "manifest.json").unlink()
    done = told("run", "--log", folder, "--out", tmp_path / "cube")
    assert done.exit_code == 2
    assert "write it anew with: lindra export" in done.stderr
    assert not (tmp_path / "cube").exists()


def test_an_export_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    folder = export(tmp_path / "export")
    (folder / "manifest.json").write_text(
        json.dumps({"format": 99, "layers": ["last_year"], "lindra": "9.9"})
    )
    done = told("run", "--log", folder, "--out", tmp_path / "cube")
    assert done.exit_code == 2
    assert "format 99, written by a newer Lindra (9.9)" in done.stderr


@pytest.mark.parametrize(
    ("lacks", "subjects", "code"),
    [
        ("admitted", {"deaths": 2}, 1),
        ("discharged", {"deaths": 2}, 1),
        ("withdrawn", {"deaths": 2, "stays": 1}, 0),  # nothing may ever have been withdrawn
    ],
)
def test_a_missing_table_is_told_and_the_rest_is_counted(
    tmp_path: Path, lacks: str, subjects: dict[str, int], code: int
) -> None:
    done = told("run", "--log", export(tmp_path / "export", without=[lacks]), "--out", tmp_path / "cube")
    assert done.exit_code == code
    assert f"log/{lacks}" in done.stderr
    assert about(tmp_path / "cube").subjects == subjects


STRANGE: list[tuple[list[Row], str, dict[str, int]]] = [
    ([died("c", DEATH, municipality="9999"), died("d", DEATH, municipality="9998")],
     "2 persons of a municipality code that is not known here", {"deaths": 4, "stays": 1}),
    ([died("c", DEATH, age_at_death=-1)], "1 persons who died before they were born", {"deaths": 2, "stays": 1}),
    ([died("a", DEATH)], "1 persons with two deaths", {"deaths": 1, "stays": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("more", "said", "subjects"), STRANGE)
def test_who_is_left_out_is_told_with_how_many(
    tmp_path: Path, more: list[Row], said: str, subjects: dict[str, int]
) -> None:
    done = told("run", "--log", export(tmp_path / "export", [*people(), *more]), "--out", tmp_path / "cube")
    assert done.exit_code == 1
    assert said in done.stderr
    assert about(tmp_path / "cube").subjects == subjects


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("all of it")
    done = told("run", "--log", export(tmp_path / "export"), "--out", tmp_path / "mine")
    assert done.exit_code == 2
    assert "holds something that is no cube" in done.stderr
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "all of it"


# Show.


def shown(cube: Path, *arguments: object) -> list[dict[str, Any]]:
    done = told("show", cube, *arguments, "--json")
    assert done.exit_code == 0, done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)["results"]
    return found


def test_show_tells_one_number_with_its_interval(cube: Path) -> None:
    [one] = shown(cube, "--measure", "admitted-last-30-days")
    assert (one["met"], one["of"], one["value"], one["withheld"]) == (1, 2, 0.5, False)
    assert one["low"] < 0.5 < one["high"]
    done = told("show", cube, "--measure", "admitted-last-30-days")
    assert "1 of 2" in done.stdout


def test_show_groups_and_keeps_what_is_asked_for(cube: Path) -> None:
    found = shown(cube, "--measure", "admitted-last-30-days@1", "--by", "municipality,month")
    assert [(one["municipality"], one["period"], one["met"]) for one in found] == [
        ("1715", "2026-03", 0), ("1780", "2026-03", 1),
    ]  # fmt: skip
    assert found[1]["municipality_name"] == "Karlstad"
    [only] = shown(
        cube, "--measure", "admitted-last-30-days", "--by", "municipality", "--where", "municipality=1715"
    )
    assert (only["municipality"], only["of"]) == ("1715", 1)
    assert shown(cube, "--measure", "coverage", "--where", "period=2025") == []


def test_show_tells_the_target_and_the_gap_in_people(cube: Path) -> None:
    [one] = shown(cube, "--measure", "mouth-recorded")
    assert (one["of"], one["target"]) == (0, 0.9)
    assert one["gap"] in (None, 0)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--measure", "happiness"], "there is no measure happiness; see: lindra measures list"),
        (["--measure", "coverage@7"], "there is: coverage@1"),
        (["--measure", "coverage", "--by", "weather"], "give groups among region, municipality"),
        (["--measure", "coverage", "--by", "month,year"], "at most one of month, quarter, year"),
        (["--measure", "coverage", "--by", "sex,weekend"], "are not counted by sex and weekend"),
        (["--measure", "coverage", "--by", "sex,month"], "are not counted by sex by month"),
        (["--measure", "coverage", "--where", "17"], "write name=value"),
        (["--measure", "coverage", "--where", "period=2026-03"], "2026-03 is a month"),
        (["--measure", "coverage", "--where", "period=2026-Q1"], "is no period: write a year as 2026"),
        (["--measure", "coverage", "--where", "municipality=9999"], "there is no municipality '9999'"),
    ],
)
def test_show_says_what_there_is_instead(cube: Path, arguments: list[str], said: str) -> None:
    done = told("show", cube, *arguments)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_folder_without_a_cube_is_told(tmp_path: Path) -> None:
    done = told("show", tmp_path, "--measure", "coverage")
    assert done.exit_code == 2
    assert "no cube in" in done.stderr


# List.


def test_list_tells_every_version_of_every_measure() -> None:
    found = json.loads(told("list", "--json").stdout)["measures"]
    assert [(one["id"], one["version"]) for one in found] == [
        (one.id, one.version) for one in catalogue.measures()
    ]
    for one in found:
        assert one["verified"] is (one["mark"] == "V")
        assert all(one[name]["sv"] and one[name]["en"] for name in ("title", "meaning", "source"))
        assert (one["target"] is None) is (one["target_source"] is None)


def test_list_is_told_for_people_too() -> None:
    lines = told("list").stdout.splitlines()
    assert len(lines) == len(catalogue.measures())
    assert "mouth-reported@1  Oral health assessed in the last week, by the reports  [M]  target 90%" in lines
