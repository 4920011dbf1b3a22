"""The whole cube of measures of a made-up nation: DuckDB and Spark, beside a bare scan, the usual way and Polars.

    .venv/bin/python bench/measures.py [--scale 1.0] [--nation FOLDER] [--quick]

*1×* is a nation of ten years (``--scale 1.0``: as many deaths as in Sweden). Every way is a process of its own, and all
that write a cube must have written the same cube as DuckDB in the same run, cell by cell, or there is no result.

- *DuckDB*: as ``lindra measures run``: every measure, grouping and period in one pass over the rows; deaths and stays
  apart as well.
- *Floor*: the greatest value of every column that the plans read, as DuckDB tells of them, of the same files.
- *Spark*: the same plans on Spark, two threads in this machine.
- *Usual*: a query for each measure and each year, with the same groupings, by the same program: what differs is only
  that the rows are not read once for all.
- *Polars*: the definitions compiled to Polars (``measures_polars.py``).

Seconds count from when the program is loaded until all is written; memory is the sum of the greatest that each process
of a way had; bytes are the compressed sizes of the columns that are read. A way that takes more than twenty minutes is
stopped. Nations are kept in ``--keep`` and taken from there again; one that is longer is the same nation under further
years (``measures_nation.py``). Pages: see ``measures_page.py``.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import common
import measures_nation

LIMIT = 20 * 60
"""Seconds after which a way is stopped."""
ROUNDS = 3
APART = ("deaths", "stays", "floor-deaths", "floor-stays")
OTHERS = ("polars", "spark", "usual")
WAYS: Mapping[str, tuple[str, ...]] = {
    "0.1×": ("duckdb", "floor", *OTHERS),
    "1×": ("duckdb", "floor", *APART, *OTHERS),
    "3×": ("duckdb", "floor", *APART),
    "10×": ("duckdb", "floor", *APART),
}
TIMES = {"3×": 3, "10×": 10}
CUBES = ("duckdb", *OTHERS)
"""Ways that write the whole cube."""
QUICK = {"1×": WAYS["1×"], "3×": ("duckdb", "floor")}
MOMENT = 3
"""Looks at the processes in which one must be seen to count."""
LONGEST = 1000
"""Characters of a complaint that are told."""


def main() -> int:
    """Make the nations, run every way over each, compare, and time the pages."""
    parser = common.parser(__doc__)
    parser.add_argument("--scale", type=float, help="of the nation at 1× (1.0; quick: 0.002)")
    parser.add_argument("--nation", type=Path, metavar="FOLDER", help="the nation at 1×, made already")
    parser.add_argument("--sizes", default="", help="only these, as in 0.1,1")
    parser.add_argument("--ways", default="", help="only these, beside duckdb")
    parser.add_argument(
        "--rounds", type=int, default=0, help=f"of DuckDB and the floor at 1× ({ROUNDS}; quick: 1)"
    )
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds after which a way is stopped")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "lindra-bench-nations")
    options = parser.parse_args()
    options.keep.mkdir(parents=True, exist_ok=True)
    wanted = [f"{one}×" for one in options.sizes.split(",") if one] or list(QUICK if options.quick else WAYS)
    with tempfile.TemporaryDirectory(prefix="lindra-bench-", dir=options.keep) as folder:
        bench = Bench(options, Path(folder))
        bench.generation()
        for size in wanted:
            bench.size(size)
        bench.ratios()
        bench.pages()
    return 0


@dataclass(frozen=True)
class Done:
    """A way that ran, to its end or not: its greatest memory in MB and what it told."""

    megabytes: float
    told: dict[str, Any]
    stopped: str = ""


class Bench:
    """The nations, what every way took, and where its cubes lie."""

    def __init__(self, options: Namespace, folder: Path) -> None:
        self.options, self.folder = options, folder
        self.scale: float = options.scale or (0.002 if options.quick else 1.0)
        self.years = 1 if options.quick else measures_nation.YEARS
        if options.nation:
            found = measures_nation.about(options.nation)
            if found is None:
                raise SystemExit(f"no nation of seed {measures_nation.SEED} in {options.nation}")
            self.scale, self.years = found
        self.env = common.environment(folder / "world") | {
            "POLARS_MAX_THREADS": "2",
            "SPARK_LOCAL_IP": "127.0.0.1",
        }
        self.runs: dict[tuple[str, str], list[Done]] = {}
        self.cube: Path | None = None

    # The nations.

    def generation(self) -> None:
        """How fast a nation is drawn and written: a tenth, made anew in each run."""
        scale = self.scale if self.options.quick else self.scale / 10
        self._make(self._kept(scale), scale)

    def _kept(self, scale: float) -> Path:
        return self.options.keep / f"nation-{measures_nation.SEED}-{self.years}-{scale:g}"

    def _make(self, folder: Path, scale: float) -> None:
        common.tell(f"making a nation of scale {scale:g} …")
        script = [sys.executable, str(common.ROOT / "bench" / "measures_nation.py"), "make", str(folder)]
        done = watched([*script, "--scale", str(scale), "--years", str(self.years)], self.env)
        if done.stopped:
            raise SystemExit(done.stopped)
        made = done.told
        common.emit(
            what="generation", scale=scale, years=self.years, processes=os.cpu_count(), deaths=made["deaths"],
            events=made["events"], seconds=round(made["seconds"], 1),
            events_per_second=round(made["events"] / made["seconds"]), megabytes=round(done.megabytes),
        )  # fmt: skip

    def _nation(self, size: str) -> Path:
        """The nation of a size; made where it is not there."""
        if size in TIMES:
            folder = self.folder / "longer"
            script = [sys.executable, str(common.ROOT / "bench" / "measures_nation.py"), "longer"]
            common.tell(f"making the nation {size} as long …")
            command = [*script, str(self._nation("1×")), str(folder), "--times", str(TIMES[size])]
            if (done := watched(command, self.env)).stopped:
                raise SystemExit(done.stopped)
            return folder
        if size == "1×" and self.options.nation:
            return Path(self.options.nation)
        scale = self.scale * float(size.rstrip("×"))
        if measures_nation.about(self._kept(scale)) != (scale, self.years):
            self._make(self._kept(scale), scale)
        return self._kept(scale)

    # The ways.

    def size(self, size: str) -> None:
        """Every way over the nation of one size; those that write a cube must have written the same."""
        nation = self._nation(size)
        ways = (QUICK if self.options.quick else WAYS)[size]
        if self.options.ways:
            ways = tuple(way for way in ways if way in ("duckdb", "floor", *self.options.ways.split(",")))
        self._way("bytes", size, nation)
        for number in range(
            (self.options.rounds or (1 if self.options.quick else ROUNDS)) if size == "1×" else 1
        ):
            for way in ("duckdb", "floor"):
                self._way(way, size, nation, number)
        for way in ways:
            if way not in ("duckdb", "floor"):
                self._way(way, size, nation)
            if way in OTHERS and not self.runs[way, size][-1].stopped:
                self._same(size, way)
        self._as_many(size)
        for way in ways:
            self._tell(way, size)

    def _way(self, way: str, size: str, nation: Path, number: int = 0) -> None:
        common.tell(f"{size} {way} {number + 1 if number else ''}…")
        out = self._cube(size, way)
        shutil.rmtree(out, ignore_errors=True)
        script = str(common.ROOT / "bench" / "measures_ways.py")
        done = watched([sys.executable, script, way, str(nation), str(out)], self.env, self.options.limit)
        self.runs.setdefault((way, size), []).append(done)
        if done.stopped:
            common.tell(f"   stopped: {done.stopped}")

    def _cube(self, size: str, way: str) -> Path:
        return self.folder / f"cube-{size.rstrip('×')}-{way}"

    def _same(self, size: str, way: str) -> None:
        """Stop where a way counted anything else than DuckDB: unlike work is not compared."""
        script = [sys.executable, str(common.ROOT / "bench" / "measures_ways.py"), "same"]
        cubes = [str(self._cube(size, each)) for each in ("duckdb", way)]
        done = subprocess.run([*script, *cubes], env=self.env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{way} at {size} counts unlike duckdb:\n{done.stdout}{done.stderr[-LONGEST:]}")
        shutil.rmtree(self._cube(size, way))

    def _as_many(self, size: str) -> None:
        """Keep the cube of 1× for the pages; a nation so many times as long has so many times the subjects."""
        if size == "1×":
            self.cube = self._cube(size, "duckdb")
        one, here = (self.runs.get(("duckdb", each), [None])[-1] for each in ("1×", size))
        if size in TIMES and one and here and not (one.stopped or here.stopped):
            expected = {name: number * TIMES[size] for name, number in one.told["subjects"].items()}
            if here.told["subjects"] != expected:
                raise SystemExit(f"{size}: {here.told['subjects']} were counted of {expected}")

    def _tell(self, way: str, size: str) -> None:
        runs = self.runs[way, size]
        times = TIMES.get(size, 1)
        read = self.runs["bytes", size][0].told
        about = {
            "what": "way", "way": way, "size": size, "scale": round(self.scale * (0.1 if size == "0.1×" else 1), 6),
            "years": self.years * times, "events": read["events"],
        }  # fmt: skip
        if stopped := [run for run in runs if run.stopped]:
            common.emit(
                **about, not_finished=stopped[0].stopped, megabytes=common.spread([stopped[0].megabytes], 0)
            )
            return
        of = next((part for part in ("deaths", "stays") if part in way), "")
        size_read = read["bytes"][of] if of else sum(read["bytes"].values())
        seconds = [run.told["seconds"] for run in runs]
        further = {
            name: runs[-1].told[name] for name in ("queries", "start_seconds") if name in runs[-1].told
        }
        common.emit(
            **about, rounds=len(runs), seconds=common.spread(seconds, 2),
            processor_seconds=common.spread([run.told["processor_seconds"] for run in runs], 2),
            megabytes=common.spread([run.megabytes for run in runs], 0), bytes=size_read,
            bytes_per_second=common.spread([size_read / one for one in seconds], 0), same=way in CUBES, **further,
        )  # fmt: skip

    # What comes of it.

    def ratios(self) -> None:
        """Each way beside DuckDB at the same size, and DuckDB beside the floor and beside itself with fewer years."""
        for (way, size), runs in self.runs.items():
            base = {"duckdb": "floor", "deaths": "floor-deaths", "stays": "floor-stays"}.get(way, "duckdb")
            if way in ("bytes", "floor", "floor-deaths", "floor-stays") or (base, size) not in self.runs:
                continue
            floor = self.runs[base, size]
            if any(run.stopped for run in floor):
                continue
            if runs[0].stopped.startswith("not finished"):
                least = self.options.limit / max(run.told["seconds"] for run in floor)
                common.emit(what="ratio", way=way, to=base, size=size, more_than=round(least, 1))
            elif not any(run.stopped for run in runs):
                each = [
                    one.told["seconds"] / floor[min(n, len(floor) - 1)].told["seconds"]
                    for n, one in enumerate(runs)
                ]
                common.emit(what="ratio", way=way, to=base, size=size, times=common.spread(each, 2))
        for way in ("duckdb", "deaths", "stays"):
            for size in TIMES:
                one, here = (self.runs.get((way, each), [None])[0] for each in ("1×", size))
                if one and here and not (one.stopped or here.stopped):
                    grown = round(here.megabytes / one.megabytes, 2)
                    common.emit(what="memory", way=way, size=size, times=grown)

    def pages(self) -> None:
        """The size of the cube at 1×, and what the pages of a unit cost with it."""
        if self.cube is None:
            return
        files = list(self.cube.rglob("*.parquet"))
        common.emit(
            what="cube",
            files=len(files),
            megabytes=round(sum(file.stat().st_size for file in files) / 1e6, 2),
        )
        with common.world("sqlite") as env:
            script = str(common.ROOT / "bench" / "measures_page.py")
            command = [sys.executable, script, str(self.cube), *(["3"] if self.options.quick else [])]
            for line in common.run(command, env).printed.splitlines():
                common.emit(**json.loads(line))


# Processes.


def watched(command: Sequence[str], env: Mapping[str, str], limit: float = LIMIT) -> Done:
    """Run a command in a session of its own to its end, or until it has taken too long; memory of all its processes."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            command, env=dict(env), stdout=said, stderr=complaints, cwd=common.ROOT, start_new_session=True
        )
        with _peak(process.pid) as peaks:
            try:
                code = process.wait(limit)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                code = None
        printed, complaint = (os.pread(file.fileno(), 2**20, 0).decode() for file in (said, complaints))
    # One that was seen for a moment only is a copy of its parent on its way to become another program.
    megabytes = sum(most for most, seen in peaks.values() if seen > MOMENT) / 1024
    if code is None:
        last = (complaint.strip().splitlines() or [""])[-1]
        return Done(
            megabytes, {}, f"not finished after {limit / 60:.0f} minutes" + (f" ({last})" if last else "")
        )
    if code:
        return Done(megabytes, {}, f"ended with exit code {code}: {complaint.strip()[-LONGEST:]}")
    return Done(megabytes, json.loads(printed.strip().splitlines()[-1]) if printed.strip() else {})


@contextmanager
def _peak(session: int, every: float = 0.05) -> Iterator[dict[int, tuple[int, int]]]:
    """The greatest resident memory of each process of a session, in kB, and how often it was seen, until the end."""
    found: dict[int, tuple[int, int]] = {}
    over = threading.Event()

    def look() -> None:
        while not over.wait(every):
            for entry in Path("/proc").iterdir():
                if entry.name.isdigit() and _session(entry) == session:
                    most, seen = found.get(int(entry.name), (0, 0))
                    found[int(entry.name)] = max(most, _greatest(entry)), seen + 1

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield found
    finally:
        over.set()
        watcher.join()


def _session(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[3])
    except (OSError, IndexError):
        return -1


def _greatest(entry: Path) -> int:
    try:
        lines = (entry / "status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


if __name__ == "__main__":
    raise SystemExit(main())
