"""The real server, as a process of its own, for as long as a test needs it."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

START_SECONDS = 30
STOP_SECONDS = 10


@contextmanager
def serving(env: Mapping[str, str]) -> Iterator[str]:
    """Run ``lindra serve`` in an environment and yield its address, ``http://127.0.0.1:PORT``."""
    port = free_port()
    command = [sys.executable, "-m", "lindra.site.cli", "serve", "--host", "127.0.0.1", "--port", str(port)]
    with tempfile.TemporaryFile() as said:
        server = subprocess.Popen(command, env=dict(env), stdout=said, stderr=subprocess.STDOUT)
        try:
            wait_for_page(server, port)
            yield f"http://127.0.0.1:{port}"
        except ServerDied as error:
            said.seek(0)
            raise ServerDied(f"{error}\n{said.read().decode(errors='replace')}") from None
        finally:
            stop(server)


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
    """Ask the server to end as a service manager would, insist after a while; returns its exit code."""
    server.terminate()
    try:
        return server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
        raise
