"""Filling in the register's report: one death from its chart, and a year of a county in one command.

    .venv/bin/python bench/prefill.py [--patients 16000] [--quick]

*One*: what the record of one dead person answers (``lindra.registry.prefill``), from a chart and its context that
are there already; beside it the fold of its events, which it rests on. Each of some hundred made-up dead in turn,
several rounds; the median and the slowest are told. *Year*: ``lindra synthetic evaluate``, a process of its own without
a world: makes people up (three of four are dead), folds and fills in every report, and holds it against the truth; its
time, its greatest resident memory, how much of what was claimed was right, and the five questions that were least so.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import common

T = TypeVar("T")
ROUNDS = 5
ENOUGH = 200
"""Claims of a question from which its share says something."""


def main() -> int:
    """Measure both."""
    parser = common.parser(__doc__)
    parser.add_argument(
        "--patients", type=int, help="people of the county (16,000, of whom 12,000 are dead; quick: 60)"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lindra-bench-") as folder:
        env = common.environment(Path(folder))
        _one(env, 40 if options.quick else 400)
        _year(env, options.patients or (60 if options.quick else 16_000))
    return 0


def _one(env: dict[str, str], patients: int) -> None:
    import os

    import django

    os.environ |= env
    django.setup()
    from lindra.record.chart import fold, in_force, stated
    from lindra.registry.prefill import claims
    from lindra.synthetic import evaluate, generator, sinks

    dead = [story for story in generator.county(patients=patients) if story.ending is not None]
    events = [in_force(sinks.events_of(story)) for story in dead]
    charts = [fold(some) for some in events]
    known = [
        evaluate.context(story, tuple(stated(one) for one in some))
        for story, some in zip(dead, events, strict=True)
    ]
    for what, milliseconds in (
        (
            "fill in",
            [
                _timed(lambda both: claims(*both), list(zip(charts, known, strict=True)))
                for _ in range(ROUNDS)
            ],
        ),
        ("fold", [_timed(fold, events) for _ in range(ROUNDS)]),
    ):
        common.emit(
            what=what, deaths=len(dead), entries=round(statistics.mean(len(some) for some in events), 1),
            milliseconds=common.spread([statistics.median(some) for some in milliseconds], 3),
            slowest=common.spread([max(some) for some in milliseconds], 3),
        )  # fmt: skip


def _timed(work: Callable[[T], Any], items: Sequence[T]) -> list[float]:
    """Milliseconds of each."""
    found = []
    for item in items:
        began = time.perf_counter()
        work(item)
        found.append((time.perf_counter() - began) * 1000)
    return found


def _year(env: dict[str, str], patients: int) -> None:
    common.tell(f"a county of {patients:,} …")
    ran = common.run([*common.CLI, "synthetic", "evaluate", "--patients", str(patients), "--json"], env)
    told = json.loads(ran.printed)
    shares = {
        name: one["share_right"]
        for name, one in told["questions"].items()
        if one["claimed"] >= min(ENOUGH, patients)
    }
    common.emit(
        what="year", patients=patients, deaths=told["deaths"], seconds=round(ran.seconds, 1),
        megabytes=round(ran.megabytes), claimed=told["together"]["claimed"], right=told["together"]["share_right"],
        found=told["together"]["share_found"], in_silence=told["together"]["claimed_in_silence"],
        worst=dict(sorted(shares.items(), key=lambda pair: pair[1])[:5]),
    )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
