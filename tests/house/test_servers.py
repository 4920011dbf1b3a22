"""Servers that tests start: waited for, told apart from dead ones, and stopped with all they started."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from helpers import servers

DIES = "import sys; sys.exit('no such database')"
DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
"""


def test_a_server_answers_while_it_is_needed_and_not_afterwards() -> None:
    port = servers.free_port()
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]
    with servers.answering(command, os.environ, port) as (server, _):
        assert servers.wait_for_page(server, port) == 200
    assert server.poll() is not None


def test_a_server_that_dies_says_why() -> None:
    with (
        pytest.raises(servers.ServerDied, match="exit code 1 before it answered\\nno such database"),
        servers.answering([sys.executable, "-c", DIES], os.environ, servers.free_port()),
    ):
        pass


def test_a_server_that_never_answers_is_given_up() -> None:
    idle = [sys.executable, "-c", "import time; time.sleep(60)"]
    with (
        pytest.raises(servers.ServerDied, match="did not answer"),
        servers.answering(idle, os.environ, servers.free_port(), seconds=0.5),
    ):
        pass


def test_a_server_that_will_not_stop_is_ended_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "STOP_SECONDS", 0.2)
    command = [sys.executable, "-c", DEAF]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
    assert server.stdout is not None
    with server.stdout:
        server.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            servers.stop(server)
    assert server.poll() is not None
