"""``bin/demo``: what it asks of the command line, and that a new user gets a page from it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

import pytest

from helpers import servers
from helpers.runs import ROOT

# Stands in for .venv/bin/python: notes each command with the demo's two variables.
FAKE_PYTHON = """#!/bin/sh
case "$*" in *lindra.site.cli*) ;; *) exit 0 ;; esac
echo "${*#*lindra.site.cli }|$LINDRA_HOME|$LINDRA_DEMO" >>"$(dirname "$0")/calls"
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with the scripts and an environment whose Python only notes what is asked of it."""
    folder = tmp_path / "clone"
    shutil.copytree(ROOT / "bin", folder / "bin")
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    (folder / ".venv" / "bin").mkdir(parents=True)
    python = folder / ".venv" / "bin" / "python"
    python.write_text(FAKE_PYTHON)
    python.chmod(0o755)
    shutil.copy(folder / "requirements" / "base.txt", folder / ".venv" / "installed-base.txt")
    return folder


def run_demo(clone: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LINDRA_")}
    environment |= {"LINDRA_PORT": str(servers.free_port()), **variables}
    command = [str(clone / "bin" / "demo")]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def calls(clone: Path) -> list[list[str]]:
    return [line.split("|") for line in (clone / ".venv" / "bin" / "calls").read_text().splitlines()]


def test_the_demo_is_served_on_this_machine_only(clone: Path) -> None:
    port = str(servers.free_port())
    assert run_demo(clone, LINDRA_PORT=port).returncode == 0
    assert calls(clone) == [[f"demo serve --host 127.0.0.1 --port {port}", str(clone / "var" / "demo"), "1"]]


def test_the_demo_can_live_elsewhere(clone: Path) -> None:
    run_demo(clone, LINDRA_HOME="/nowhere/else")
    assert {call[1] for call in calls(clone)} == {"/nowhere/else"}


def test_a_port_in_use_is_told_before_anything_is_loaded(clone: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run_demo(clone, LINDRA_PORT=str(port))
    assert result.returncode == 1
    assert f"Port {port} is in use" in result.stderr
    assert not (clone / ".venv" / "bin" / "calls").exists()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world of a demo that was started once, and answered."""
    folder = tmp_path_factory.mktemp("demo") / "world"
    with servers.demo(folder) as first, urllib.request.urlopen(first.address) as page:
        assert page.status == 200
        assert first.address in first.printed
        assert "Sign in as" in first.printed
    return folder


@pytest.mark.slow
def test_a_new_user_gets_a_page_and_a_world(home: Path) -> None:
    assert {path.name for path in home.iterdir()} >= {"lindra.sqlite3", "access.sqlite3"}


@pytest.mark.slow
def test_a_second_start_takes_less_than_five_seconds(home: Path) -> None:
    seconds: list[float] = []
    while not seconds or (seconds[-1] >= 5 and len(seconds) < 3):  # other tests share the machine
        with servers.demo(home) as again:
            seconds.append(again.seconds)
    assert min(seconds) < 5


@pytest.mark.slow
def test_ctrl_c_ends_the_demo_and_frees_its_port(home: Path) -> None:
    with servers.demo(home) as running:
        os.killpg(running.server.pid, signal.SIGINT)  # as a terminal does
        assert running.server.wait(10) == 0
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(running.address)
