"""Everything that answers, asked odd things by everybody, on both databases, for longer than the tests have time for.

    .venv/bin/python bench/fuzz.py [--database sqlite|postgresql] [--seconds 300] [--quick] [--describe FILE]

A stranger, somebody without an assignment and a nurse each ask for so many seconds. A line a run: how many requests
were answered how, by operation, and every fault with the smallest request that shows it. Ends with exit code 1 where
there was any. ``--describe`` writes the description of the surface (OpenAPI 3) and asks nothing.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import common

sys.path.insert(0, str(common.ROOT / "tests"))

SECONDS = 300
CORNERS = 1000
"""Corner cases of an operation: all there are."""


def main() -> int:
    """Fuzz as everybody on each database."""
    parser = common.parser(__doc__)
    common.databases(parser)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for each role on each database")
    parser.add_argument("--describe", type=Path, metavar="FILE", help="write the description and ask nothing")
    options = parser.parse_args()
    if options.describe:
        return _describe(options.describe)
    faults = 0
    for database in (options.database,) if options.database else common.DATABASES:
        if database == "postgresql" and not common.has_postgres():
            common.emit(database=database, not_measured="PostgreSQL is not installed")
            continue
        for report in _reports(database, 1 if options.quick else options.seconds, options.quick):
            common.emit(database=database, **_told(report))
            faults += len(report.faults)
    return int(faults > 0)


def _describe(file: Path) -> int:
    from helpers import describe

    written = describe.write(Path(tempfile.mkdtemp()))
    shutil.move(written, file)
    return 0


def _reports(database: str, seconds: float, quick: bool) -> Iterator[Any]:
    """A report for each role."""
    from helpers import describe, fuzzing, surface

    folder = Path(tempfile.mkdtemp(prefix="lindra-fuzz-"))
    try:
        with _empty(database, folder) as empty, surface.standing(empty) as (world, small):
            walks = (surface.walk(surface.Visit(small, role).client()) for role in surface.ROLES)
            known, file = surface.known(chain.from_iterable(walks)), describe.write(folder)
            for role in surface.ROLES:
                common.tell(f"{database}, {role}: {seconds:.0f} s …")
                asked = fuzzing.Fuzzing(world, small, role, file, known)
                yield asked.run(seconds, corners=1 if quick else CORNERS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _empty(database: str, folder: Path) -> Iterator[Any]:
    """A way to a migrated, empty world."""
    from helpers import worlds

    template = folder / "template"
    template.mkdir()
    if database == "sqlite":
        yield worlds.sqlite_world(worlds.sqlite_template(template), folder / "home")
        return
    with common.postgres.temporary_server() as url:
        os.environ["LINDRA_TEST_POSTGRES"] = url
        yield worlds.postgres_template(template, "fuzz").world(folder / "home")


def _told(report: Any) -> dict[str, Any]:
    return {
        "role": report.role,
        "requests": report.requests,
        "rounds": report.rounds,
        "operations": {name: dict(counted) for name, counted in sorted(report.counts.items())},
        "not_reached": report.unreached(),
        "faults": [str(found) for found in report.faults],
    }


if __name__ == "__main__":
    raise SystemExit(main())
