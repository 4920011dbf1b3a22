"""The measurements run, and the page of benchmarks says what the results say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from helpers.runs import ROOT

TINY = ["--rounds", "1", "--appends", "3", "--patients", "1", "--quick"]


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A script of ``bench/``, from the root of the project."""
    command = [sys.executable, str(ROOT / "bench" / script), *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def appends() -> list[dict[str, Any]]:
    """What the measurement of appends prints when it hardly measures."""
    done = run("append.py", "--database", "sqlite", *TINY)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_appends_are_measured_beside_bare_inserts_from_one_and_four_writers(
    appends: list[dict[str, Any]],
) -> None:
    assert [row["writers"] for row in appends] == [1, 4]
    for row in appends:
        for name in ("appends_per_second", "bare_per_second", "ratio"):
            assert 0 < row[name]["min"] <= row[name]["median"] <= row[name]["max"]
    assert [one["earlier"] for one in appends[0]["by_earlier"]] == [0, 50, 500]


def test_bare_inserts_are_as_durable_as_appends(appends: list[dict[str, Any]]) -> None:
    assert {row["durability"] for row in appends} == {"journal_mode wal, synchronous 2"}


def test_the_page_says_what_the_results_say() -> None:
    done = run("report.py", "--check")
    assert done.returncode == 0, done.stderr


def test_a_page_that_says_something_else_is_found_out(tmp_path: Path) -> None:
    bench = tmp_path / "bench"
    bench.mkdir()
    for name in ("common.py", "report.py"):
        (bench / name).write_text((ROOT / "bench" / name).read_text())
    (tmp_path / "docs").mkdir()
    (tmp_path / "tools").symlink_to(ROOT / "tools")
    page = (ROOT / "docs" / "benchmarks.md").read_text()
    (tmp_path / "docs" / "benchmarks.md").write_text(
        page.replace("<!-- end -->", "A claim.\n<!-- end -->", 1)
    )
    command = [sys.executable, str(bench / "report.py"), "--check"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
