"""Runs the test machinery on tests made up for the purpose: tests of the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent


def pytest_on(
    folder: Path, source: str, *arguments: str, room: str = "room", conftest: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run pytest on one file of tests, ``folder/tests/ROOM/test_it.py``, with the project's conftest.

    ``conftest`` is added at the end of it.
    """
    tests = folder / "tests"
    (tests / room).mkdir(parents=True)
    (tests / "conftest.py").write_text((TESTS / "conftest.py").read_text() + dedent(conftest))
    (tests / room / "test_it.py").write_text(dedent(source))
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(TESTS)])}
    command = [sys.executable, "-m", "pytest", "--rootdir", str(folder), *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
