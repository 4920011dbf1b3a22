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
    folder: Path, source: str, *arguments: str, room: str = "room"
) -> subprocess.CompletedProcess[str]:
    """Run pytest with the project's conftest on one file of tests, in ``folder/tests/ROOM/test_it.py``."""
    tests = folder / "tests"
    (tests / room).mkdir(parents=True)
    (tests / "conftest.py").write_text((TESTS / "conftest.py").read_text())
    (tests / room / "test_it.py").write_text(dedent(source))
    settings = (
        (ROOT / "pyproject.toml").read_text().replace('"src", "tests", "tools"', f'"{ROOT}/src", "{TESTS}"')
    )
    (folder / "pyproject.toml").write_text(settings)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "pytest", "--rootdir", str(folder), *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
