"""The temporary PostgreSQL: safe, reachable from this machine's user only, and gone when its starter is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

import postgres

HOLD = """
import sys, time, postgres
with postgres.temporary_server() as url:
    print(url, flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres.temporary_server() as url:
        yield url


def folder_of(url: str) -> Path:
    return Path(parse_qs(urlsplit(url).query)["host"][0])


def setting(url: str, name: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    assert row is not None
    return str(row[0])


@pytest.mark.parametrize("name", ["fsync", "synchronous_commit", "full_page_writes"])
def test_what_was_committed_survives_a_power_cut(server: str, name: str) -> None:
    assert setting(server, name) == "on"


def test_it_listens_on_no_port(server: str) -> None:
    assert setting(server, "listen_addresses") == ""


def test_it_does_not_run_as_root(server: str) -> None:
    process = int((folder_of(server) / "data" / "postmaster.pid").read_text().split()[0])
    assert Path(f"/proc/{process}").stat().st_uid != 0


def test_nobody_else_may_enter_its_folder(server: str) -> None:
    assert folder_of(server).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "cause", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda cause: cause.name
)
def test_it_goes_with_the_process_that_started_it(cause: signal.Signals) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert holder.stdout is not None
    with holder.stdout:
        folder = folder_of(holder.stdout.readline().strip())
    process = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    holder.send_signal(cause)
    holder.wait()
    deadline = time.monotonic() + 15
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()
    status = Path(f"/proc/{process}/stat")
    assert not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"


def test_a_server_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    before = set(Path("/tmp").glob("lindra-postgres-*"))
    monkeypatch.setattr(postgres, "program", lambda name: "false" if name == "initdb" else name)
    with pytest.raises(RuntimeError, match="false failed"), postgres.temporary_server():
        pass
    assert set(Path("/tmp").glob("lindra-postgres-*")) <= before
