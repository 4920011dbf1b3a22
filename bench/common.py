"""What the measurements share: a fresh world on either database, the machine's description, medians.

Each script prints JSON lines on standard output, one a measurement, and how far it has come on standard
error.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results"
DATABASES = ("sqlite", "postgresql")
CLI = (sys.executable, "-P", "-m", "lindra.site.cli")

sys.path.insert(0, str(ROOT / "tools"))

import postgres  # noqa: E402


def parser(about: str | None) -> argparse.ArgumentParser:
    """The options that every script has."""
    made = argparse.ArgumentParser(description=(about or "").splitlines()[0])
    made.add_argument(
        "--quick", action="store_true", help="a few seconds: shows that it works, measures little"
    )
    made.add_argument("--inside", choices=DATABASES, help=argparse.SUPPRESS)
    return made


def databases(made: argparse.ArgumentParser) -> None:
    """The option to measure on one database only."""
    made.add_argument("--database", choices=DATABASES, help="only this one; without it both")


def environment(home: Path, url: str = "") -> dict[str, str]:
    """The environment of a command in a world of its own, whatever the surroundings say of others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LINDRA_")}
    kept.pop("DATABASE_URL", None)
    kept |= {"LINDRA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "lindra.site.settings"}
    return kept | ({"DATABASE_URL": url} if url else {})


@contextmanager
def world(database: str) -> Iterator[dict[str, str]]:
    """The environment of a fresh, empty world; its folder, and its server, go away afterwards."""
    home = Path(tempfile.mkdtemp(prefix="lindra-bench-"))
    try:
        if database == "sqlite":
            yield environment(home)
        else:
            with postgres.temporary_server() as url:
                yield environment(home, url)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def measured_inside(options: argparse.Namespace, arguments: Sequence[str]) -> int:
    """Run the script again inside a fresh world of each database; what it prints is the result."""
    for database in (options.database,) if options.database else DATABASES:
        if database == "postgresql" and not has_postgres():
            emit(database=database, not_measured="PostgreSQL is not installed")
            continue
        tell(f"{database} …")
        with world(database) as env:
            command = [sys.executable, sys.argv[0], *arguments, "--inside", database]
            code = subprocess.run(command, env=env, check=False).returncode
        if code != 0:
            return code
    return 0


def has_postgres() -> bool:
    """Whether a server can be started here."""
    try:
        postgres.program("initdb")
    except FileNotFoundError:
        return False
    return True


def set_up() -> None:
    """Set Django up and make the world that the environment names ready."""
    import django

    django.setup()
    from lindra.site import world as site

    site.get_ready()


def emit(**row: Any) -> None:
    """One measurement, as a line of JSON."""
    print(json.dumps(row, ensure_ascii=False), flush=True)


def tell(text: str) -> None:
    """How far it has come."""
    print(text, file=sys.stderr, flush=True)


def spread(values: Sequence[float], digits: int = 4) -> dict[str, float]:
    """Median, least and greatest of some rounds."""
    return {
        "median": round(statistics.median(values), digits),
        "min": round(min(values), digits),
        "max": round(max(values), digits),
    }


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all lies at or below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(frozen=True)
class Ran:
    """A command that has run: seconds, greatest resident memory in MB (of it alone), what it printed."""

    seconds: float
    megabytes: float
    printed: str


def run(command: Sequence[str], env: Mapping[str, str], *, codes: Sequence[int] = (0,)) -> Ran:
    """Run a command to its end with its time and its peak memory."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complaints:
        started = time.monotonic()
        process = subprocess.Popen(command, env=dict(env), stdout=said, stderr=complaints, cwd=ROOT)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        printed, complaint = (os.pread(file.fileno(), 2**26, 0).decode() for file in (said, complaints))
    if process.returncode not in codes:
        raise SystemExit(
            f"{' '.join(command)}: exit {process.returncode}\n{complaint[-3000:]}{printed[-500:]}"
        )
    return Ran(seconds, used.ru_maxrss / 1024, printed)


def machine() -> dict[str, Any]:
    """Where it was measured: processor, memory, disk, system, versions, and how busy it was just before."""
    folder = Path(tempfile.gettempdir())
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "disk": disk(folder),
        "system": f"{_system()}, Linux {platform.release()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "postgresql": postgres.version() if has_postgres() else "not installed",
        "load_before": round(os.getloadavg()[0], 2),
        "sync_ms": spread(_syncs(folder), 3),
    }


def _syncs(folder: Path, times: int = 100) -> list[float]:
    """Milliseconds of writing four kilobytes to a file and making them durable, again and again."""
    found = []
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        for _ in range(times):
            began = time.perf_counter()
            file.write(bytes(4096))
            os.fdatasync(file.fileno())
            found.append((time.perf_counter() - began) * 1000)
    return found


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next(
        (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine()
    )


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.system()


def disk(folder: Path) -> str:
    """File system and kind of disk of a folder, as the system tells."""
    mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    here = max((m for m in mounts if folder.resolve().is_relative_to(m[1])), key=lambda mount: len(mount[1]))
    number = os.stat(folder).st_dev
    device = Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}/queue/rotational")
    if here[2] == "tmpfs":
        return "tmpfs (memory: nothing here is durable)"
    spins = device.read_text().strip() if device.exists() else ""
    kind = {"0": "does not rotate", "1": "rotates or is virtual"}.get(spins, "kind not told")
    return f"{here[2]} on {Path(here[0]).name} ({kind})"


MEASURED = ("src", "bin", "tools", "requirements", "bench/*.py")


def commit() -> str:
    """The commit measured, marked where what is measured had been changed since."""
    name = _git("rev-parse", "--short", "HEAD") or "no repository"
    return f"{name}, changed" if _git("status", "--porcelain", "--", *MEASURED) else name


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
