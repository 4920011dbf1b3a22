"""A PostgreSQL server for the length of a test run or a measurement.

It lives in a temporary folder, listens on a socket in that folder and nowhere else, runs as an
unprivileged user, keeps ``fsync`` on (durability is part of what is tested), and goes away with the
process that started it, however that one ends.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

START_SECONDS = 30

# Waits for its standard input to close, which the system does when the starter dies, whatever the cause.
# Then a fast shutdown, at most ten seconds of patience, and the folder is removed.
KEEPER = """
cat >/dev/null
kill -INT "$1"
left=100
while [ "$left" -gt 0 ] && kill -0 "$1" 2>/dev/null; do left=$((left - 1)); sleep 0.1; done
kill -KILL "$1" 2>/dev/null
rm -rf -- "$2"
"""


@contextmanager
def temporary_server(where: str = "/tmp") -> Iterator[str]:
    """Start a server in a new folder of ``where`` and yield its URL, ``postgresql://lindra@/postgres?host=FOLDER``."""
    folder = Path(tempfile.mkdtemp(prefix="lindra-postgres-", dir=where))  # a socket's path must be short
    try:
        run_as = _unprivileged(folder)
        _initialise(folder, run_as)
        server = _start(folder, run_as)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    keeper = subprocess.Popen(
        ["sh", "-c", KEEPER, "sh", str(server.pid), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_until_ready(folder, server)
        yield f"postgresql://lindra@/postgres?host={folder}"
    finally:
        assert keeper.stdin is not None
        keeper.stdin.close()
        server.wait()
        keeper.wait()


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs, the newest version that is installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    for folder in reversed(folders):
        if (folder / name).exists():
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"PostgreSQL's {name} is not installed (Debian: postgresql)")
    return found


def version() -> str:
    """The version of the server, as it names itself."""
    said = subprocess.run([program("postgres"), "--version"], check=True, capture_output=True, text=True)
    return said.stdout.strip().removeprefix("postgres (PostgreSQL) ")


def _unprivileged(folder: Path) -> dict[str, Any]:
    """For ``subprocess``: the server refuses to run as root, so root hands the folder to another user."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _initialise(folder: Path, run_as: dict[str, Any]) -> None:
    command = [program("initdb"), "--pgdata", str(folder / "data"), "--username", "lindra"]
    _run([*command, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"], folder, run_as)


def _start(folder: Path, run_as: dict[str, Any]) -> subprocess.Popen[bytes]:
    options = {"listen_addresses": "", "unix_socket_directories": str(folder), "fsync": "on"}
    arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [program("postgres"), "-D", str(folder / "data"), *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the tests; the server stops after them
            **run_as,
        )


def _wait_until_ready(folder: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        ready = [program("pg_isready"), "--quiet", "--host", str(folder), "--dbname", "postgres"]
        if subprocess.run(ready, check=False).returncode == 0:
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")


def _run(command: Sequence[str], folder: Path, run_as: dict[str, Any]) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **run_as)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
