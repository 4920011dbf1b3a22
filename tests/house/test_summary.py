"""Nothing is left out in silence: a run with a skip or an expected failure fails and says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers import runs, summary

LEFT_OUT = """
import pytest
def test_skipped():
    pytest.skip("too hard today")
@pytest.mark.skip(reason="too hard today")
def test_marked(): pass
@pytest.mark.xfail(reason="too hard today")
def test_expected_to_fail(): assert 0
@pytest.mark.xfail(reason="too hard today")
def test_expected_to_fail_and_passed(): pass
def test_sound(): pass
"""
WHOLE_FILE = "import pytest\npytest.importorskip('no_such_module', reason='too hard today')\n"
SHARED = """
import pytest
@pytest.mark.shared
def test_sound(): pass
@pytest.mark.shared
def test_skipped(): pytest.skip("too hard today")
"""


def left_out(output: str) -> set[str]:
    """The names of the tests under the heading of what nothing allows to be left out."""
    _, _, listed = output.partition("FAILED: these tests were left out")
    lines = [line for line in listed.splitlines() if line.startswith("  tests/")]
    assert all("too hard today" in line for line in lines)
    return {line.split(": ")[0].rpartition("test_it.py")[2].removeprefix("::") for line in lines}


@pytest.mark.parametrize("workers", [[], ["-n", "1"]], ids=["alone", "with a worker"])
def test_what_is_left_out_fails_the_run_and_is_named(tmp_path: Path, workers: list[str]) -> None:
    run = runs.pytest_on(tmp_path, LEFT_OUT, *workers, room="record")
    assert run.returncode == 1, run.stdout
    named = {"test_skipped", "test_marked", "test_expected_to_fail", "test_expected_to_fail_and_passed"}
    assert left_out(run.stdout) == named
    assert "record           1 tests" in run.stdout
    assert "care             0 tests" in run.stdout


def test_a_whole_file_that_is_left_out_fails_the_run(tmp_path: Path) -> None:
    run = runs.pytest_on(tmp_path, WHOLE_FILE)
    assert run.returncode == 1, run.stdout
    assert left_out(run.stdout) == {""}


def test_a_missing_data_folder_is_told_and_is_no_failure(tmp_path: Path) -> None:
    nowhere = f"summary.SHARED = summary.Path({str(tmp_path / 'nowhere')!r})"
    run = runs.pytest_on(tmp_path, SHARED, conftest=nowhere)
    assert run.returncode == 0, run.stdout
    assert "2 not run: the data folder beside the project is not there" in run.stdout


def test_where_the_data_folder_is_its_tests_may_not_be_left_out(tmp_path: Path) -> None:
    here = f"summary.SHARED = summary.Path({str(tmp_path)!r})"
    run = runs.pytest_on(tmp_path, SHARED, conftest=here)
    assert run.returncode == 1, run.stdout
    assert left_out(run.stdout) == {"test_skipped"}
    assert "1 of them with the data folder beside the project" in run.stdout


def test_the_table_names_what_the_tests_ran_on() -> None:
    table = summary.Summary()
    table.kinds.update({"browser": 3, "postgres": 2})
    lines = "\n".join(table.lines("15.18"))
    assert "3 of them with Chromium" in lines or "3 of them with Google Chrome" in lines
    assert "2 of them on 15.18" in lines


@pytest.mark.parametrize(
    ("nodeid", "room"),
    [("tests/record/test_chain.py::test_it[a/b]", "record"), ("tests/test_loose.py::test_it", "elsewhere")],
)
def test_a_test_belongs_to_the_room_of_its_folder(nodeid: str, room: str) -> None:
    assert summary.room_of(nodeid) == room
