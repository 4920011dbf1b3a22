"""What ``bin/test`` runs, and that it tells the truth about how it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

import postgres
import suite
from helpers.runs import ROOT

SOUND = [sys.executable, "-c", "pass"]
FAULTY = [sys.executable, "-c", "raise SystemExit(3)"]
LONG = [sys.executable, "-c", "import time; print('begun', flush=True); time.sleep(60)"]


@pytest.fixture
def restored_signals() -> Iterator[None]:
    """The suite takes over the signals that stop it; pytest wants its own back."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


pytestmark = pytest.mark.usefixtures("restored_signals")


def test_a_failed_check_fails_the_run_and_the_others_still_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(suite, "CHECKS", {"first": SOUND, "second": FAULTY, "third": SOUND})
    assert suite.main(["--only-checks"]) == 1
    outcome = capsys.readouterr().out.partition("What ran")[2].splitlines()[1:]
    assert [line.split(",")[0].split() for line in outcome[:3]] == [
        ["first", "passed"],
        ["second", "FAILED", "(exit", "3)"],
        ["third", "passed"],
    ]
    assert outcome[3].endswith("not run: bin/test runs them")


def test_sound_checks_pass_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suite, "CHECKS", {"first": SOUND})
    assert suite.main(["--only-checks"]) == 0


def test_with_arguments_only_chosen_tests_run_and_the_rest_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(suite.Run, "tests", lambda self, arguments: ran.append(arguments))
    assert suite.main(["tests/record", "-k", "chain"]) == 0
    assert ran == [["tests/record", "-k", "chain"]]
    assert capsys.readouterr().out.count("not run: arguments chose some of the tests") == len(suite.CHECKS)


def test_without_arguments_everything_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[object] = []
    monkeypatch.setattr(suite.Run, "checks", lambda self: ran.append("checks"))
    monkeypatch.setattr(suite.Run, "tests", lambda self, arguments: ran.append(arguments))
    assert suite.main([]) == 0
    assert ran == ["checks", suite.EVERY_TEST]


def test_a_server_that_does_not_start_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(where: str) -> None:
        raise RuntimeError("PostgreSQL did not start")

    monkeypatch.setattr(postgres, "temporary_server", broken)
    assert suite.main(["tests/record"]) == 1
    assert "FAILED: PostgreSQL did not start" in capsys.readouterr().out


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_run_that_is_stopped_stops_what_it_started_and_fails(number: signal.Signals) -> None:
    code = f"import sys, suite; suite.CHECKS = {{'long': {LONG!r}}}; sys.exit(suite.main(['--only-checks']))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tools")}
    run = subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    assert run.stdout.readline() == "── long\n"
    assert run.stdout.readline() == "begun\n"
    run.send_signal(number)
    rest, _ = run.communicate(timeout=15)
    assert run.returncode == 1
    assert "FAILED: the run was stopped" in rest


@pytest.mark.parametrize(("free", "found"), [(suite.ENOUGH, True), (suite.ENOUGH - 1, False), (None, False)])
def test_worlds_lie_in_memory_where_there_is_room(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: int | None, found: bool
) -> None:
    monkeypatch.setattr(suite, "IN_MEMORY", tmp_path if free is not None else tmp_path / "none")
    if free is not None:
        monkeypatch.setattr(suite.shutil, "disk_usage", lambda path: SimpleNamespace(free=free))
    assert (suite.place_of_worlds() == str(tmp_path)) == found
