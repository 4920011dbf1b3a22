"""Run the measurements, keep what they print in ``bench/results/``, and bring ``docs/benchmarks.md`` up to them.

    .venv/bin/python bench/run.py                     all of them
    .venv/bin/python bench/run.py append opening      some
    .venv/bin/python bench/run.py --quick             shows that they work; keeps nothing

A result is a file of JSON lines: first where and when it was measured, then one line a measurement. It is
written only when the script ended well, so that a stopped run leaves the last whole one.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from typing import Any

import common
import report
from lindra import clock

SCRIPTS = (
    "append", "opening", "door", "plan", "prefill", "discharge", "board", "importing", "exporting", "backup", "install",
    "crash", "measures", "monday", "access", "governance",
)  # fmt: skip
KILLS = {False: 1000, True: 10}


def main() -> int:
    """Run what was asked for, one after another, so that they do not disturb each other."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "names", nargs="*", metavar="name", help=f"of: {', '.join(SCRIPTS)}; without any, all"
    )
    parser.add_argument("--quick", action="store_true", help="show that they work and keep nothing")
    parser.add_argument(
        "--cold", action="store_true", help="install once more, with every package from the network"
    )
    parser.add_argument("--scale", help="of the nation that measures counts (1.0 is as large as Sweden)")
    parser.add_argument("--nation", metavar="FOLDER", help="the nation that measures counts, made already")
    parser.add_argument("--sizes", help="of measures, only these, as in 0.1,1")
    parser.add_argument("--ways", help="of measures, only these, as in floor,polars")
    parser.add_argument("--limit", help="of measures, seconds after which a way is stopped")
    options = parser.parse_args()
    if unknown := set(options.names) - set(SCRIPTS):
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}; there are: {', '.join(SCRIPTS)}")
    for name in options.names or SCRIPTS:
        head = {
            "bench": name, "at": clock.now().isoformat(timespec="seconds"), "commit": common.commit(),
            "machine": common.machine(),
        }  # fmt: skip
        common.tell(f"── {name}")
        started = time.monotonic()
        lines = _crash(options.quick) if name == "crash" else _lines(name, _arguments(name, options))
        if name == "install" and options.cold:
            lines += _lines(name, ["--cold", "--starts", "1"])
        common.tell(f"   {time.monotonic() - started:.0f} s")
        if not options.quick:
            _keep(name, [head, *lines])
    return 0 if options.quick else report.main([])


def _arguments(name: str, options: argparse.Namespace) -> list[str]:
    """What a script is called with."""
    found = ["--quick"] if options.quick else []
    for option in ("scale", "nation", "sizes", "ways", "limit") if name == "measures" else ():
        if value := getattr(options, option):
            found += [f"--{option}", value]
    return found


def _lines(name: str, arguments: list[str], env: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """What a script prints; stops when the script ends badly."""
    command = [sys.executable, str(common.ROOT / "bench" / f"{name}.py"), *arguments]
    done = subprocess.run(command, cwd=common.ROOT, env=env, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{name} ended with exit code {done.returncode}:\n{done.stdout}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def _crash(quick: bool) -> list[dict[str, Any]]:
    """The kills on each database, in a fresh world each."""
    found: list[dict[str, Any]] = []
    for database in common.DATABASES:
        if database == "postgresql" and not common.has_postgres():
            found.append({"database": database, "not_measured": "PostgreSQL is not installed"})
            continue
        with common.world(database) as env:
            found += _lines("crash", ["--kills", str(KILLS[quick]), "--home", env["LINDRA_HOME"]], env)
    return found


def _keep(name: str, lines: list[dict[str, Any]]) -> None:
    common.RESULTS.mkdir(exist_ok=True)
    path = common.RESULTS / f"{name}.json"
    beside = path.with_suffix(".new")
    beside.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    beside.replace(path)


if __name__ == "__main__":
    raise SystemExit(main())
