"""The real server, as a process of its own, for as long as a test needs it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]

START_SECONDS = 30
DEMO_SECONDS = 300
STOP_SECONDS = 10


@contextmanager
def serving(env: Mapping[str, str]) -> Iterator[str]:
    """Run ``lindra serve`` in an environment and yield its address, ``http://127.0.0.1:PORT``."""
    port = free_port()
    command = [sys.executable, "-m", "lindra.site.cli", "serve", "--host", "127.0.0.1", "--port", str(port)]
    with answering(command, env, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def demo(home: Path, seconds: float = DEMO_SECONDS) -> Iterator[Demo]:
    """Run ``bin/demo`` on the world in ``home``, which it fills the first time."""
    port = free_port()
    env = {**os.environ, "LINDRA_HOME": str(home), "LINDRA_PORT": str(port)}
    started = time.monotonic()
    with answering([str(ROOT / "bin" / "demo")], env, port, seconds) as (server, said):
        yield Demo(f"http://127.0.0.1:{port}", time.monotonic() - started, printed(said), server)


@dataclass(frozen=True)
class Demo:
    """A running demo: its address, the seconds to its first page, what it printed, its process."""

    address: str
    seconds: float
    printed: str
    server: subprocess.Popen[bytes]


@contextmanager
def answering(
    command: list[str], env: Mapping[str, str], port: int, seconds: float = START_SECONDS
) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """Run a command until its first page is answered; yields the process and what it prints."""
    with tempfile.TemporaryFile() as said:
        server = subprocess.Popen(
            command, env=dict(env), stdout=said, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            wait_for_page(server, port, seconds)
            yield server, said
        except ServerDied as error:
            raise ServerDied(f"{error}\n{printed(said)}") from None
        finally:
            stop(server)


def printed(said: IO[bytes]) -> str:
    """What a process has printed so far; it goes on at the place where it was."""
    return os.pread(said.fileno(), 1_000_000, 0).decode(errors="replace")


class ServerDied(Exception):
    """The server ended, or never answered."""


def free_port() -> int:
    """A port of this machine that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_page(server: subprocess.Popen[bytes], port: int, seconds: float = START_SECONDS) -> int:
    """Wait until the first page is answered; returns its status code."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise ServerDied(f"the server ended with exit code {server.returncode} before it answered")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status
        except OSError:
            time.sleep(0.02)
        finally:
            connection.close()
    raise ServerDied(f"the server did not answer within {seconds} s")


def stop(server: subprocess.Popen[bytes]) -> int:
    """Ask the server and what it started to end, insist after a while; returns its exit code."""
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGTERM)
    try:
        return server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        raise
