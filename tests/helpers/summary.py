"""Says at the end what ran and what did not, and why; fails a run that left something out in silence.

The one thing that may be *not run* is a test marked ``shared`` where the data folder beside the project is
not there. Any other skip, and any expected failure, fails the run.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from helpers import browsers

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
NOT_THERE = "the data folder beside the project is not there"


class Summary:
    """A pytest plugin for the process that talks to the terminal; workers report to it."""

    def __init__(self) -> None:
        self.rooms: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.not_run: set[str] = set()
        self.forbidden: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test that ran; note one that did not."""
        if hasattr(report, "wasxfail"):
            self.forbidden.add(f"{report.nodeid}: an expected failure ({report.wasxfail})")
        elif report.skipped:
            reason = reason_of(report)
            if "shared" in report.keywords and reason == NOT_THERE:
                self.not_run.add(report.nodeid)
            else:
                self.forbidden.add(f"{report.nodeid}: {reason}")
        elif report.when == "call":
            self.rooms[room_of(report.nodeid)] += 1
            self.kinds.update(kinds_of(report))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A whole file can be skipped as well."""
        if report.skipped:
            self.forbidden.add(f"{report.nodeid}: {reason_of(report)}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail what was skipped without leave."""
        if self.forbidden and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """The table."""
        terminalreporter.section("what ran")
        for line in self.lines(os.environ.get("LINDRA_TEST_POSTGRES_VERSION", "")):
            terminalreporter.write_line(line)

    def lines(self, postgres: str) -> list[str]:
        """The table, line by line; ``postgres`` is the server's version, empty without one."""
        table = [f"{room:<12} {self.rooms[room]:>5} tests" for room in sorted(all_rooms() | set(self.rooms))]
        browser = browsers.version() if self.kinds["browser"] else "no test used one"
        table.append(f"browser      {self.kinds['browser']:>5} of them with {browser}")
        table.append(f"PostgreSQL   {self.kinds['postgres']:>5} of them on {postgres or 'no server'}")
        if self.not_run:
            table.append(f"shared       {len(self.not_run):>5} not run: {NOT_THERE}")
        else:
            table.append(
                f"shared       {self.kinds['shared']:>5} of them with the data folder beside the project"
            )
        if self.forbidden:
            table.append("FAILED: these tests were left out, which nothing but a missing data folder allows:")
            table += [f"  {left_out}" for left_out in sorted(self.forbidden)]
        return table


def leave_out_shared(items: list[pytest.Item]) -> None:
    """Mark what needs the data folder as not run when that folder is not there."""
    if SHARED.is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason=NOT_THERE))


def note_kinds(items: list[pytest.Item]) -> None:
    """Mark what uses the browser or PostgreSQL by its fixtures, so that nobody can forget to."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        chosen = getattr(getattr(item, "callspec", None), "params", {})
        if "browser" in fixtures:
            item.keywords["browser"] = True
        if "postgres_template" in fixtures or chosen.get("either_world") == "postgres":
            item.keywords["postgres"] = True


def all_rooms() -> set[str]:
    """The folders of tests, so that a room without any shows as zero."""
    return {path.parent.name for path in (ROOT / "src/lindra").glob("*/apps.py")}


def room_of(nodeid: str) -> str:
    """``tests/record/test_chain.py::test_it`` belongs to *record*."""
    parts = Path(nodeid.partition("::")[0]).parts
    return parts[1] if len(parts) > 2 else "elsewhere"


def kinds_of(report: pytest.TestReport) -> set[str]:
    """Whether a test drove the browser, ran on PostgreSQL, or read the data folder."""
    return {kind for kind in ("browser", "postgres", "shared") if kind in report.keywords}


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Why a test was skipped, as it said itself."""
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    return str(report.longrepr)
