"""Runs every check and every test, and says at the end what ran and what did not, and why.

Called by ``bin/test`` and ``bin/check``, which see to it that everything it needs is there.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

import postgres

PYTHON = sys.executable
CHECKS = {
    "format (ruff)": [PYTHON, "-m", "ruff", "format", "--check", "--quiet"],
    "lint (ruff)": [PYTHON, "-m", "ruff", "check", "--quiet"],
    "floors (import-linter)": [
        PYTHON,
        "-c",
        "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())",
    ],
    "types (mypy)": [PYTHON, "-m", "mypy"],
    "translations": [PYTHON, "tools/messages.py", "--check"],
}
TESTS = "tests (pytest)"
EVERY_TEST = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
"""A file a worker, in the order in which they are collected: those that take longest begin."""

IN_MEMORY = Path("/dev/shm")
ENOUGH = 8 * 2**30
"""Bytes that must be free in memory for the worlds of the tests to lie there."""


class Stopped(Exception):
    """Somebody asked the run to stop."""


class Run:
    """The steps of one run and how each ended."""

    def __init__(self) -> None:
        self.outcome: dict[str, str] = {}
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)

    def step(self, name: str, command: list[str], environment: dict[str, str] | None = None) -> None:
        """Run one command to its end and note how it went."""
        if self._stopped:
            raise Stopped
        print(f"── {name}", flush=True)
        started = time.monotonic()
        self._child = subprocess.Popen(command, env=environment)
        code = self._child.wait()
        seconds = f"{time.monotonic() - started:.0f} s"
        self.outcome[name] = f"passed, {seconds}" if code == 0 else f"FAILED (exit {code}), {seconds}"
        if self._stopped:
            raise Stopped

    def checks(self) -> None:
        """Everything but the tests."""
        with tempfile.TemporaryDirectory() as home:  # reading the settings makes a world
            for name, command in CHECKS.items():
                self.step(name, command, {**os.environ, "LINDRA_HOME": home})

    def tests(self, arguments: list[str]) -> None:
        """The tests, with a PostgreSQL of their own, and worlds that no disk has to be waited for."""
        where = place_of_worlds()
        with (
            tempfile.TemporaryDirectory(prefix="lindra-", dir=where) as home,
            postgres.temporary_server(where) as url,
        ):
            own = {
                "LINDRA_TEST_POSTGRES": url,
                "LINDRA_TEST_POSTGRES_VERSION": postgres.version(),
                "TMPDIR": home,
            }
            self.step(TESTS, [PYTHON, "-m", "pytest", *arguments], {**os.environ, **own})

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Pass a request to stop on, so that the tests put away what they started.

        A terminal sends Ctrl-C to the child as well, so that one only needs to be survived here.
        """
        self._stopped = True
        if self._child is not None and number != signal.SIGINT:
            self._child.send_signal(signal.SIGINT)


def place_of_worlds() -> str:
    """Where what the tests write is put: in memory, where there is room for it; it is synced there all the same."""
    try:
        return str(IN_MEMORY) if shutil.disk_usage(IN_MEMORY).free >= ENOUGH else "/tmp"
    except OSError:
        return "/tmp"


def main(arguments: list[str]) -> int:
    """Run what was asked for, print how each step ended, and return the exit code."""
    run = Run()
    started = time.monotonic()
    try:
        if arguments == ["--only-checks"]:
            run.checks()
            run.outcome[TESTS] = "not run: bin/test runs them"
        elif arguments:
            run.outcome |= dict.fromkeys(
                CHECKS, "not run: arguments chose some of the tests and nothing else"
            )
            run.tests(arguments)
        else:
            run.checks()
            run.tests(EVERY_TEST)
    except Stopped:
        run.outcome["all that follows"] = "FAILED: the run was stopped"
    except (RuntimeError, OSError) as error:
        run.outcome["PostgreSQL"] = f"FAILED: {error}"
    print(f"\nWhat ran ({time.monotonic() - started:.0f} s):")
    for name, result in run.outcome.items():
        print(f"  {name:<24} {result}")
    return int(any(result.startswith("FAILED") for result in run.outcome.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
