"""Who pays for a million stays, beside a plain pandas version of the same rule.

    .venv/bin/python bench/discharge.py [--cases 1000000] [--pandas PYTHON] [--quick]

A year of made-up stays in one file, in the order in which things happen: the rows of a stay are scattered among
those of others; by the statute (``national``). *Core*: the file read, put together to cases and judged, with reasons
and findings, and the answer of each case written. *Pandas*: the same answers in columns, all in memory; it checks
nothing of the rows and gives no reasons. Each is a process of its own, and they take turns; seconds count from the
opening of the file to the last answer; of them processor seconds are those that the process was at work, which a busy
machine disturbs less; memory is the greatest that the process had. That both say the same of every case and every month
is checked in each run. *Command*: ``lindra discharge liability --json``, with all it says (exit 1: some rows of such a
year come after the end of their stay, and are told).

pandas is no requirement of anything else: ``requirements/bench.txt`` has it. ``--pandas`` names the Python of another
environment that does; without any, that side is told as not measured.
"""

from __future__ import annotations

import argparse
import heapq
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import common

ROUNDS = 3
SEED = 612
BEGIN = datetime(2022, 1, 1)  # noqa: DTZ001 - times of the file are Stockholm's, without an offset
NOW = "2024-01-01T00:00:00+01:00"
MUNICIPALITIES = ("1290", "1281", "1480", "1490", "0180", "0380", "1380", "2180")
WORST_HOURS = {(3, 27, 2), (10, 30, 2)}
"""Hours of 2022 that the clocks skipped or showed twice: no stay has them, so that both read the same."""
Row = tuple[datetime, int, str]


def main() -> int:
    """Measure both, or be one of them."""
    parser = common.parser(__doc__)
    parser.add_argument("--cases", type=int, help="stays (1,000,000; quick: 500)")
    parser.add_argument("--rounds", type=int, help=f"rounds ({ROUNDS}; quick: 1)")
    parser.add_argument("--pandas", default=sys.executable, metavar="PYTHON", help="a Python that has pandas")
    parser.add_argument("--side", choices=("core", "pandas"), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        began, used = time.perf_counter(), time.process_time()
        (_core if options.side == "core" else _pandas)(options.file)
        print(time.perf_counter() - began, time.process_time() - used)
        return 0
    with tempfile.TemporaryDirectory(prefix="lindra-bench-") as folder:
        _measure(
            Path(folder),
            cases=options.cases or (500 if options.quick else 1_000_000),
            rounds=options.rounds or (1 if options.quick else ROUNDS),
            pandas=options.pandas,
        )
    return 0


def _measure(folder: Path, *, cases: int, rounds: int, pandas: str) -> None:
    file = folder / "cases.csv"
    common.tell(f"making {cases:,} stays …")
    rows = _make(file, cases)
    env = common.environment(folder / "world") | {"LINDRA_NOW": NOW}
    has_pandas = not subprocess.run(
        [pandas, "-c", "import pandas"], capture_output=True, check=False
    ).returncode
    sides = {"core": sys.executable} | ({"pandas": pandas} if has_pandas else {})
    seconds: dict[str, list[float]] = {side: [] for side in sides}
    processor: dict[str, list[float]] = {side: [] for side in sides}
    memory: dict[str, list[float]] = {side: [] for side in sides}
    for number in range(rounds):
        for side, python in sides.items():
            common.tell(f"round {number + 1}: {side} …")
            ran = common.run([python, __file__, "--side", side, "--file", str(file)], env)
            elapsed, used = map(float, ran.printed.split())
            seconds[side].append(elapsed)
            processor[side].append(used)
            memory[side].append(ran.megabytes)
        if has_pandas:
            _same(folder)
    for side in sides:
        common.emit(
            what=side, cases=cases, rows=rows, rounds=rounds, seconds=common.spread(seconds[side], 2),
            cases_per_second=common.spread([cases / one for one in seconds[side]], 0),
            processor_seconds=common.spread(processor[side], 2), megabytes=common.spread(memory[side], 0),
        )  # fmt: skip
    if has_pandas:
        ratios = {
            name: [ours / theirs for ours, theirs in zip(both["core"], both["pandas"], strict=True)]
            for name, both in (("time", seconds), ("processor_time", processor), ("memory", memory))
        }
        common.emit(
            what="ratio", same_answers=True, **{name: common.spread(each, 3) for name, each in ratios.items()}
        )
    else:
        common.emit(what="pandas", not_measured="pandas is not installed (requirements/bench.txt)")
    common.tell("the whole command …")
    ran = common.run([*common.CLI, "discharge", "liability", str(file), "--json"], env, codes=(0, 1))
    told = json.loads(ran.printed) if cases <= 10_000 else {"counts": {"cases": cases}}
    common.emit(
        what="command", cases=told["counts"]["cases"], seconds=round(ran.seconds, 1),
        cases_per_second=round(cases / ran.seconds), megabytes=round(ran.megabytes),
    )  # fmt: skip


def _same(folder: Path) -> None:
    """Stop where the two say anything else of a case or a month."""
    for what in ("answers", "months"):
        ours, theirs = (sorted((folder / f"{what}-{side}.csv").open()) for side in ("core", "pandas"))
        if ours != theirs:
            differ = [pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]][:5]
            raise SystemExit(f"{what} differ ({len(ours)}, {len(theirs)}), as in {differ}")


# The file.


def _make(file: Path, cases: int) -> int:
    """Write the stays of a year in the order in which things happen; how many rows there are."""
    draw = random.Random(SEED)
    waiting: list[Row] = []
    count = 0
    with file.open("w", encoding="utf-8") as out:
        out.write("case,municipality,event,at,value\n")
        for number in range(cases):
            admitted = BEGIN + timedelta(minutes=number * 365 * 1440 // cases)
            while waiting and waiting[0][0] < admitted:
                out.write(heapq.heappop(waiting)[2])
                count += 1
            for at, text in _stay(draw, number, admitted):
                heapq.heappush(waiting, (at, number, text))
        while waiting:
            out.write(heapq.heappop(waiting)[2])
            count += 1
    return count


def _stay(draw: random.Random, number: int, admitted: datetime) -> list[tuple[datetime, str]]:
    """The rows of one stay, with none in an hour that is skipped or shown twice."""
    while True:
        told = list(_events(draw, admitted))
        death = next((at for at, event, _ in told if event == "died"), None)
        told = [one for one in told if death is None or one[0] <= death]
        if all((at.month, at.day, at.hour) not in WORST_HOURS for at, _, _ in told):
            break
        admitted += timedelta(minutes=7)
    municipality = draw.choice(MUNICIPALITIES)
    rows = [
        (at, f"c{number:07},{municipality},{event},{at:%Y-%m-%dT%H:%M},{value}\n")
        for at, event, value in told
    ]
    return rows + [row for row in rows if draw.random() < 0.01]  # a message that came twice


def _events(draw: random.Random, admitted: datetime) -> Iterator[tuple[datetime, str, str]]:
    """What happens in a stay: most go as they should, and everything that can go otherwise does sometimes."""

    def later(at: datetime, hours: float) -> datetime:
        return at + timedelta(minutes=int(draw.expovariate(1 / (hours * 60))) + 1)

    yield admitted, "admitted", ""
    needed = admitted
    if draw.random() < 0.15:
        needed = later(admitted, 30)
        yield needed, "judged_in_need", ""
    told = later(needed, 7)
    if draw.random() < 0.97:
        yield told, "notice", ""
    yield later(told, 10), "estimate", ""
    ready = later(told, 90)
    yield ready, "ready", ""
    if draw.random() < 0.05:
        taken_back = later(ready, 40)
        yield taken_back, "ready_withdrawn", ""
        ready = later(taken_back, 40)
        if draw.random() < 0.9:
            yield ready, "ready", ""
    yield later(told, 24), "contact_named", ""
    if draw.random() < 0.5:
        yield later(told, 24), "sip_needed", ""
        if draw.random() < 0.95:
            yield later(ready, 20), "sip_called", ""
    if draw.random() < 0.06:
        missing = later(ready, 20)
        yield missing, "open_care_missing", ""
        left = later(missing, 60)
        yield left - timedelta(minutes=1), "open_care_available", ""
        left = later(left, 40)
    else:
        left = later(ready, 60)
    yield left, "died" if draw.random() < 0.02 else "discharged", ""
    if draw.random() < 0.9:
        yield later(left, 2), "informed", ""


# The two sides.


def _core(file: Path) -> None:
    """Lindra's own, as the command computes it."""
    import django

    django.setup()
    from lindra import clock
    from lindra.discharge import rulefile
    from lindra.discharge.files.computing import stories
    from lindra.discharge.months import Months, judge

    rule, now, months = rulefile.named("national"), clock.now(), Months()
    with file.open(encoding="utf-8", newline="") as rows, (file.parent / "answers-core.csv").open("w") as out:
        for story in stories(rows, lambda finding: None, now=now):
            one = judge(story, rule, now)
            months.add(one)
            found = one.found
            days = "" if found.days_ready is None else found.days_ready
            out.write(f"{one.case},{found.liable_from or ''},{days},{found.payable_days}\n")
    with (file.parent / "months-core.csv").open("w") as out:
        for row in months.rows(rule):
            out.write(
                f"{row.municipality},{row.month},{row.cases},{row.mean_days:.3f},{row.payable_days},{row.amount:.0f}\n"
            )


def _pandas(file: Path) -> None:
    """The same rule in columns. A stay has at most one time without open care here, as the file is made."""
    import pandas as pd

    day, hours = pd.Timedelta(days=1), pd.Timedelta(hours=24)
    rows = pd.read_csv(file, dtype="str")
    rows = rows.astype({"municipality": "category", "event": "category"})
    rows["at"] = pd.to_datetime(rows["at"], format="%Y-%m-%dT%H:%M")
    rows = rows.drop_duplicates(["case", "event", "at", "value"])
    first = rows.pivot_table(index="case", columns="event", values="at", aggfunc="min", observed=True)
    cases = pd.DataFrame({"municipality": rows.groupby("case", observed=True)["municipality"].first()})
    end = first["discharged"].fillna(first["died"])

    withdrawn = rows[rows["event"] == "ready_withdrawn"].groupby("case")["at"].max()
    ready = rows[rows["event"] == "ready"][["case", "at"]]
    after = ready["case"].map(withdrawn)
    ready = ready[after.isna() | (ready["at"] >= after)].groupby("case")["at"].min().reindex(first.index)

    def utc(times: Any) -> Any:
        return times.dt.tz_localize("Europe/Stockholm").dt.tz_convert("UTC")

    begins = first[["admitted", "judged_in_need"]].max(axis=1)
    notified = utc(first["notice"]) <= utc(begins) + hours
    last_call = ready.dt.normalize() + 3 * day
    called = first["sip_called"].dt.normalize() <= last_call
    asked = first["sip_needed"].isna() | called
    noon = (ready - ready.dt.normalize()) > pd.Timedelta(hours=12)
    start = ready.dt.normalize() + (3 + noon.astype("int64")) * day
    calls = first["sip_called"].dt.normalize().where(first["sip_needed"].notna())
    start = pd.concat([start, first["notice"].dt.normalize(), calls], axis=1).max(axis=1)
    missing, there = first["open_care_missing"].dt.normalize(), first["open_care_available"].dt.normalize()
    start = start.mask((missing <= start) & (there > start), there)
    ended = end.dt.normalize()
    liable = start.where(notified & asked & ready.notna() & (start <= ended))

    def overlap(begin: Any, until: Any, low: Any, high: Any) -> Any:
        """Days that two periods have in common."""
        lower, upper = begin.where(begin >= low, low), until.where(until <= high, high)
        return (upper - lower).dt.days.clip(lower=0).fillna(0).astype("int64")

    def payable(low: str, high: str) -> Any:
        begin, until = liable.clip(lower=pd.Timestamp(low)), ended.clip(upper=pd.Timestamp(high))
        whole = (until - begin).dt.days.clip(lower=0).fillna(0).astype("int64")
        return whole - overlap(begin, until, missing, there).where(missing.notna() & liable.notna(), 0)

    years = {2022: payable("2022-01-01", "2023-01-01"), 2023: payable("2023-01-01", "2024-01-01")}
    cases["liable_from"] = liable.dt.strftime("%Y-%m-%d")
    cases["days_ready"] = (ended - ready.dt.normalize()).dt.days.astype("Int64")
    cases["payable_days"] = years[2022] + years[2023]
    columns = ["liable_from", "days_ready", "payable_days"]
    cases[columns].to_csv(file.parent / "answers-pandas.csv", header=False)

    cases["amount"] = years[2022] * 9_300 + years[2023] * 10_500
    cases["month"] = end.dt.strftime("%Y-%m")
    told = cases[ready.notna()].groupby(["municipality", "month"], observed=True).agg(
        cases=("days_ready", "size"), mean=("days_ready", "mean"),
        days=("payable_days", "sum"), amount=("amount", "sum"),
    )  # fmt: skip
    told["mean"] = told["mean"].astype("float64").round(4)
    with (file.parent / "months-pandas.csv").open("w") as out:
        for (municipality, month), row in told.iterrows():
            out.write(
                f"{municipality},{month},{row['cases']:.0f},{row['mean']:.3f},{row['days']:.0f},{row['amount']:.0f}\n"
            )


if __name__ == "__main__":
    raise SystemExit(main())
