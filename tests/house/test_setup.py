"""The scripts in ``bin``: what they say when something is missing, and when they install."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.runs import ROOT

SCRIPTS = [*sorted(path for path in (ROOT / "bin").iterdir() if path.name != "_env"), ROOT / ".ci" / "run"]
PLAIN_TOOLS = ("bash", "cat", "cmp", "cp", "dirname", "env", "flock", "grep", "mkdir", "readlink", "rm", "sh")
NO_VENV = f'#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; esac\nexec {sys.executable} "$@"\n'
TOO_OLD = "#!/bin/sh\nexit 1\n"

# Stands in for .venv/bin/python: notes each call of pip, and fails it where a file says so.
FAKE_PYTHON = """#!/bin/sh
case "$*" in *"-m pip"*) ;; *) exit 0 ;; esac
echo "$*" >>"$(dirname "$0")/calls"
echo "Collecting one"
echo "Installing collected packages"
[ ! -e "$(dirname "$0")/broken" ]
"""


def run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload, no-any-return]


def executable(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder to be the whole search path: plain tools, and neither git nor Python."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in PLAIN_TOOLS:
        if found := shutil.which(name):
            (folder / name).symlink_to(found)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of three requirements files, with a fake Python in its environment."""
    folder = tmp_path / "project"
    (folder / "bin").mkdir(parents=True)
    (folder / "requirements").mkdir()
    shutil.copy(ROOT / "bin" / "_env", folder / "bin" / "_env")
    for name in ("base", "test", "spark"):
        (folder / "requirements" / f"{name}.txt").write_text("one==1 \\\n    --hash=sha256:0\n")
    executable(folder / ".venv" / "bin" / "python", FAKE_PYTHON)
    return folder


def set_up(project: Path, wanted: str = "base") -> subprocess.CompletedProcess[str]:
    return run(["bash", "-c", f". bin/_env; setup {wanted}"], cwd=project)


def installations(project: Path) -> int:
    calls = project / ".venv" / "bin" / "calls"
    return len(calls.read_text().splitlines()) if calls.exists() else 0


def said_to_type(result: subprocess.CompletedProcess[str]) -> str:
    """The one line of apt that a script printed before it stopped."""
    assert (result.returncode, result.stdout) == (1, "")
    lines = re.findall(r"^ +(?:sudo )?(apt install .*)$", result.stderr, re.MULTILINE)
    assert len(lines) == 1, result.stderr
    return str(lines[0])


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_can_be_run_and_stops_at_its_first_failure(script: Path) -> None:
    text = script.read_text()
    assert text.startswith("#!/usr/bin/env bash\n#")
    assert "\nset -euo pipefail\n" in text
    assert os.access(script, os.X_OK)
    assert run(["bash", "-n", str(script)]).returncode == 0


@pytest.mark.parametrize("script", ["demo", "test", "lindra"])
def test_without_git_and_python_a_script_prints_one_line_to_type_and_stops(tools: Path, script: str) -> None:
    result = run([str(ROOT / "bin" / script)], env={"PATH": str(tools)})
    assert said_to_type(result) == "apt install git python3 python3-venv"


def test_only_what_is_missing_is_asked_for(tools: Path) -> None:
    (tools / "python3").symlink_to(sys.executable)
    result = run([str(ROOT / "bin" / "demo")], env={"PATH": str(tools)})
    assert said_to_type(result) == "apt install git"


def test_a_python_without_venv_is_noticed(tools: Path) -> None:
    executable(tools / "git", TOO_OLD)
    executable(tools / "python3", NO_VENV)
    result = run([str(ROOT / "bin" / "demo")], env={"PATH": str(tools)})
    assert said_to_type(result) == "apt install python3-venv"


def test_a_python_of_another_age_does_not_count(tools: Path) -> None:
    executable(tools / "git", TOO_OLD)
    executable(tools / "python3", TOO_OLD)
    result = run([str(ROOT / "bin" / "demo")], env={"PATH": str(tools)})
    assert said_to_type(result) == "apt install python3 python3-venv"


def test_a_numbered_python_will_do(tools: Path) -> None:
    executable(tools / "git", TOO_OLD)
    executable(tools / "python3", TOO_OLD)
    (tools / "python3.12").symlink_to(sys.executable)
    result = run(["bash", "-c", ". bin/_env; need_tools; find_python"], cwd=ROOT, env={"PATH": str(tools)})
    assert (result.returncode, result.stdout) == (0, "python3.12")


def test_tests_without_a_browser_fail_and_name_the_packages(tools: Path) -> None:
    executable(tools / "git", TOO_OLD)
    (tools / "python3").symlink_to(sys.executable)
    result = run([str(ROOT / "bin" / "test")], env={"PATH": str(tools)})
    assert said_to_type(result) == "apt install chromium default-jre-headless strace"


def test_packages_are_installed_once(project: Path) -> None:
    assert set_up(project).returncode == 0
    assert set_up(project).returncode == 0
    assert installations(project) == 1


def test_changed_requirements_are_installed_again(project: Path) -> None:
    set_up(project)
    (project / "requirements" / "base.txt").write_text("one==2 \\\n    --hash=sha256:1\n")
    set_up(project)
    assert installations(project) == 2


def test_the_requirements_of_the_tests_hold_those_of_the_base(project: Path) -> None:
    set_up(project, "test")
    before = installations(project)
    set_up(project, "base")
    assert installations(project) == before == 2, "the packages, and PySpark by itself"


def test_a_forgotten_pyspark_is_installed_again(project: Path) -> None:
    set_up(project, "test")
    (project / ".venv" / "installed-spark.txt").unlink()
    set_up(project, "test")
    assert "--no-build-isolation" in (project / ".venv" / "bin" / "calls").read_text().splitlines()[-1]


def test_an_installation_that_failed_is_told_and_tried_again(project: Path) -> None:
    broken = project / ".venv" / "bin" / "broken"
    broken.touch()
    failed = set_up(project)
    assert failed.returncode == 1
    assert "could not be installed" in failed.stderr
    broken.unlink()
    assert set_up(project).returncode == 0
    assert installations(project) == 2


def test_every_package_is_checked_against_its_hash_and_none_is_built(project: Path) -> None:
    set_up(project)
    call = (project / ".venv" / "bin" / "calls").read_text()
    assert "--require-hashes" in call
    assert "--only-binary :all:" in call


def test_setting_up_leaves_standard_output_to_the_command(project: Path) -> None:
    result = set_up(project)
    assert result.stdout == ""
    assert "Fetching package 1 of 1" in result.stderr
