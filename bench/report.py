"""Bring the tables of ``docs/benchmarks.md`` up to the results in ``bench/results/``.

    .venv/bin/python bench/report.py            write
    .venv/bin/python bench/report.py --check    exit 1 when the page does not say what the results say

The page marks where each table goes; everything between two marks is written here, from the results and from
nothing else.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import common

PAGE = common.ROOT / "docs" / "benchmarks.md"
MARKED = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
TABLES: dict[str, Callable[[list[dict[str, Any]]], str]] = {}
Row = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or say whether it is as it should be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 when the page is not up to date"
    )
    options = parser.parse_args(arguments)
    before = PAGE.read_text()
    after = MARKED.sub(lambda found: f"{found[1]}\n{_section(found[2])}\n\n{found[3]}", before)
    if options.check:
        common.tell(
            "up to date"
            if after == before
            else "docs/benchmarks.md is not what the results say: bench/report.py"
        )
        return int(after != before)
    PAGE.write_text(after)
    return 0


def _section(name: str) -> str:
    """A table with the line that says when it was measured; or that it has not been."""
    if name == "machine":
        return _machines()
    path = common.RESULTS / f"{name}.json"
    if not path.exists():
        return f"*Not measured yet: `.venv/bin/python bench/run.py {name}`.*"
    head, *rows = (json.loads(line) for line in path.read_text().splitlines())
    left_out = [
        f"{NAMES[row['database']]} was not measured: {row['not_measured']}."
        for row in rows
        if "not_measured" in row
    ]
    machine = head["machine"]
    sync = _spread(machine["sync_ms"], 2)
    told = (
        f"Measured {head['at'][:10]} at commit {head['commit']}. Just before: load average "
        f"{machine['load_before']:.2f}; writing 4 KB and waiting until they are durable took {sync} ms."
    )
    return "\n\n".join([TABLES[name]([row for row in rows if "not_measured" not in row]), *left_out, told])


def _machines() -> str:
    """The machines that the results come from: one list where it is one."""
    found: dict[str, list[str]] = {}
    for path in sorted(common.RESULTS.glob("*.json")):
        head = json.loads(path.read_text().splitlines()[0])
        told = {
            name: value for name, value in head["machine"].items() if name not in ("load_before", "sync_ms")
        }
        found.setdefault(json.dumps(told), []).append(path.stem)
    if not found:
        return "*Nothing measured yet: `.venv/bin/python bench/run.py`.*"
    return "\n\n".join(
        _machine(json.loads(told), names if len(found) > 1 else []) for told, names in found.items()
    )


def _machine(told: Row, names: Sequence[str]) -> str:
    rows = [
        ("Processor", f"{told['processor']}, {told['cores']} cores"),
        ("Memory", f"{told['memory_gb']} GB"),
        ("Disk", told["disk"]),
        ("System", told["system"]),
        ("Python", told["python"]),
        ("SQLite", told["sqlite"]),
        ("PostgreSQL", told["postgresql"]),
    ]
    if names:
        rows.insert(0, ("For", ", ".join(names)))
    return _table(("", ""), rows)


def table(name: str) -> Callable[[Callable[[list[Row]], str]], Callable[[list[Row]], str]]:
    """Register what makes a table of a script's measurements."""

    def register(make: Callable[[list[Row]], str]) -> Callable[[list[Row]], str]:
        TABLES[name] = make
        return make

    return register


@table("append")
def _append(rows: list[Row]) -> str:
    whole = _table(
        ("Database", "Writers", "Appends/s", "Bare inserts/s", "Time of an append, bare = 1"),
        [
            (NAMES[row["database"]], row["writers"], _spread(row["appends_per_second"], 0),
             _spread(row["bare_per_second"], 0), _spread(row["ratio"], 1, "×"))
            for row in rows
        ],
    )  # fmt: skip
    each = _table(
        ("Database", "Earlier entries", "Append, ms", "Bare insert, ms", "Ratio"),
        [
            (NAMES[row["database"]], one["earlier"] or "none: a new patient",
             _spread(one["append_ms"], 2), _spread(one["bare_ms"], 2), _spread(one["ratio"], 1, "×"))
            for row in rows for one in row["by_earlier"]
        ],
    )  # fmt: skip
    first = rows[0]
    dealt = ", ".join(f"{kind} {share} %" for kind, share in first["shares"].items())
    alone = max(row["ratio"]["median"] for row in rows if row["writers"] == 1)
    settings = "; ".join(dict.fromkeys(f"{NAMES[row['database']]}: {row['durability']}" for row in rows))
    how = (
        f"{first['rounds']} rounds of {first['of']} appends a writer. Kinds: {dealt}. "
        f"Each writer has {first['patients']} patients of either length of log, and comes back to them."
    )
    return "\n\n".join([
        whole, "From one writer, by how long the patient's log was; the median of each round:", each, how,
        f"Settings of both, as the bare connection tells: {settings}.",
        f"Aim: within 2× of bare. From one writer it is {alone:.1f}× at most: {_reached(alone <= 2)}.",
    ])  # fmt: skip


@table("opening")
def _opening(rows: list[Row]) -> str:
    opened = [row for row in rows if row["path"] != "log"]
    made = _table(
        ("Database", "Chart", "Entries", "Median, ms", "p95, ms", "Least–greatest", "Chart stored, KB", "Openings"),
        [
            (NAMES[row["database"]], row["path"], f"{row['entries']:,}", f"{row['ms']['median']:.2f}",
             f"{row['ms']['p95']:.2f}", f"{row['ms']['min']:.2f}–{row['ms']['max']:.2f}",
             f"{row['chart_kilobytes']:.1f}", row["times"])
            for row in opened
        ],
    )  # fmt: skip
    told = [made]
    for database in dict.fromkeys(row["database"] for row in rows):
        cached = {
            r["entries"]: r["ms"]["median"]
            for r in opened
            if (r["database"], r["path"]) == (database, "cached")
        }
        least, *_, before, most = sorted(cached)
        entry = next(
            row["ms"]["median"] for row in rows if (row["database"], row["path"]) == (database, "log")
        )
        told.append(
            f"{NAMES[database]}: the access-log entry alone takes {entry:.2f} ms. Cached, {most:,} entries take "
            f"{cached[most] / cached[before]:.2f}× the time of {before:,}, and {cached[most] / cached[least]:.2f}× "
            f"that of {least:,}."
        )
    return "\n\n".join(told)


@table("door")
def _door(rows: list[Row]) -> str:
    def of(what: str) -> list[Row]:
        return [row for row in rows if row["what"] == what]

    decided = _table(
        ("Database", "Decisions", "A second"),
        [(NAMES[row["database"]], row["how"], _spread(row["per_second"], 0)) for row in of("decisions")],
    )
    share = _table(
        ("Database", "Page", "Page, ms", "Deciding, ms", "Logging, ms", "Deciding, share", "Both, share"),
        [
            (NAMES[row["database"]], row["page"], _spread(row["page_ms"], 1), f"{row['deciding_ms']['median']:.2f}",
             f"{row['logging_ms']['median']:.2f}", f"{_part(row, 'deciding_ms'):.0%}",
             f"{_part(row, 'deciding_ms', 'logging_ms'):.0%}")
            for row in of("share")
        ],
    )  # fmt: skip
    logged = _table(
        ("Database", "Access-log rows/s", "Bare inserts/s", "Time of a row, bare = 1"),
        [
            (NAMES[row["database"]], _spread(row["rows_per_second"], 0), _spread(row["bare_per_second"], 0),
             _spread(row["ratio"], 1, "×"))
            for row in of("log")
        ],
    )  # fmt: skip
    pages = _table(
        ("Database", "Page", "Pages/s with the log", "Pages/s without"),
        [
            (NAMES[row["database"]], row["page"], _spread(row["with_log"], 0), _spread(row["without_log"], 0))
            for row in of("pages")
        ],
    )
    most = max(_part(row, "deciding_ms", "logging_ms") for row in of("share"))
    aim = f"Aim: under a tenth of a page's time. Deciding and logging are {most:.0%} at most: {_reached(most < 0.1)}."
    return "\n\n".join([decided, share, aim, logged, pages])


def _part(row: Row, *parts: str) -> float:
    return float(sum(row[part]["median"] for part in parts) / row["page_ms"]["median"])


@table("plan")
def _plan(rows: list[Row]) -> str:
    told = []
    loaded = [row for row in rows if row.get("what") == "load"]
    for database in dict.fromkeys(row["database"] for row in loaded):
        told.append(_under_load([row for row in loaded if row["database"] == database]))
    sizes = [row for row in rows if row.get("what") == "size"]
    told.append(
        _table(
            ("Database", "Page", "Entries", "Median, ms", "95 %, ms", "Pages/s"),
            [
                (NAMES[row["database"]], PLANS[row["page"]], f"{row['entries']:,}", f"{row['median_ms']:.1f}",
                 f"{row['p95_ms']:.1f}", f"{row['rate']:.0f}")
                for row in sizes
            ],
        )
    )  # fmt: skip
    return "\n\n".join(told)


PLANS = {
    "empty": "bare page",
    "logged": "floor: page with a log row",
    "plan": "plan",
    "first": "plan, nothing kept",
}


def _under_load(rows: list[Row]) -> str:
    """The pages of one database beside its floor, with whether the aim is reached."""
    floor = next(row["rate"]["median"] for row in rows if row["page"] == "logged")
    shown = _table(
        ("Database", "Page", "Pages/s", "Median, ms", "95 %, ms", "99 %, ms", "Errors", "Cost, floor = 1"),
        [
            (NAMES[row["database"]], PLANS[row["page"]], _spread(row["rate"], 0), _spread(row["median_ms"], 0),
             _spread(row["p95_ms"], 0), _spread(row["p99_ms"], 0), f"{row['errors']['max']:.0f}",
             f"{floor / row['rate']['median']:.2f}×")
            for row in rows
        ],
    )  # fmt: skip
    cost = floor / next(row["rate"]["median"] for row in rows if row["page"] == "plan")
    written = rows[0]["written"]
    aim = f"Aim: at most 1.5× the floor. The plan costs {cost:.2f}×: {_reached(cost <= 1.5)}."
    return f"{shown}\n\n{aim} Meanwhile {written} forms were sent in."


@table("prefill")
def _prefill(rows: list[Row]) -> str:
    one = _table(
        ("What", "Deaths", "Entries each", "Median, ms", "Slowest, ms"),
        [
            (row["what"], row["deaths"], row["entries"], _spread(row["milliseconds"], 2), _spread(row["slowest"], 1))
            for row in rows if row["what"] != "year"
        ],
    )  # fmt: skip
    year = next(row for row in rows if row["what"] == "year")
    worst = ", ".join(f"{name} {100 * share:.2f} %" for name, share in year["worst"].items())
    return (
        f"{one}\n\n{year['deaths']:,} deaths of {year['patients']:,} people in {year['seconds']:,.0f} s, with at most "
        f"{year['megabytes']:,} MB. Of {year['claimed']:,} answers {100 * year['right']:.2f} % were right; of what the "
        f"record holds {100 * year['found']:.2f} % was found; where it is silent {year['in_silence']:,} were claimed. "
        f"Least right: {worst}. Aim: at least 99.5 % right: {_reached(year['right'] >= 0.995)}."
    )


@table("discharge")
def _discharge(rows: list[Row]) -> str:
    names = {
        "core": "Lindra, with reasons and findings",
        "pandas": "plain pandas, the same rule without them",
    }
    both = [row for row in rows if row["what"] in names]
    shown = _table(
        ("What", "Cases", "Seconds", "Processor, s", "Cases/s", "Greatest memory, MB"),
        [
            (names[row["what"]], f"{row['cases']:,}", _spread(row["seconds"], 0), _spread(row["processor_seconds"], 0),
             _spread(row["cases_per_second"], 0), _spread(row["megabytes"], 0))
            for row in both
        ],
    )  # fmt: skip
    ratio = next((row for row in rows if row["what"] == "ratio"), None)
    told = ""
    if ratio:
        told = (
            f"Pandas = 1: time {_spread(ratio['time'], 2, '×')}, "
            f"processor time {_spread(ratio['processor_time'], 2, '×')}, "
            f"memory {_spread(ratio['memory'], 3, '×')}; every case and month the same in both. "
        )
    command = next(row for row in rows if row["what"] == "command")
    return (
        f"{shown}\n\n{told}The whole command with `--json`: {command['seconds']:,.0f} s, "
        f"{command['cases_per_second']:,} cases/s, at most {command['megabytes']:,} MB."
    )


@table("board")
def _board(rows: list[Row]) -> str:
    measured = [row for row in rows if "ms" in row]
    shown = _table(
        ("Database", "Open stays", "Rows shown", "Milliseconds", "20 stays = 1"),
        [
            (NAMES[row["database"]], f"{row['stays']:,}", min(row["stays"], 50), _spread(row["ms"], 0),
             f"{row['ratio']:.2f}×")
            for row in measured
        ],
    )  # fmt: skip
    worst = max(row["ratio"] for row in measured)
    return f"{shown}\n\nAim: 2,000 within twice the time of 20. At most {worst:.2f}×: {_reached(worst <= 2)}."


LISTS = {
    "first": "Actions, as they open", "middle": "Actions, a page in the middle", "filter": "Actions, narrowed",
    "search": "Actions, searched", "over": "Actions that are over", "documents": "Documents, as they open",
}  # fmt: skip


@table("governance")
def _governance(rows: list[Row]) -> str:
    pages = [row for row in rows if row["path"] in LISTS]
    shown = _table(
        ("Database", "List", "Rows there are", "Milliseconds", "10 rows = 1"),
        [
            (NAMES[row["database"]], LISTS[row["path"]], f"{row['rows']:,}", _spread(row["ms"], 0),
             f"{row['ratio']:.2f}×")
            for row in pages
        ],
    )  # fmt: skip
    asked = [row for row in rows if row["path"] == "question"]
    ways = _table(
        ("Database", "The middle page is asked for", "Milliseconds"),
        [(NAMES[row["database"]], row["way"], _spread(row["ms"], 2)) for row in asked],
    )
    worst = max(row["ratio"] for row in pages if row["rows"] >= 10_000)
    told = f"Aim: 10,000 open like 10. At most {worst:.2f}× the time of 10."
    return f"{shown}\n\n{told}\n\n{ways}"


COVERAGE_WAYS = {
    "cold": "this, cold", "warm": "this, warm", "loop": "a loop over statements and hours",
    "duckdb": "a join in DuckDB", "one hour": "one hour, summed for the nation",
}  # fmt: skip


@table("access")
def _access(rows: list[Row]) -> str:
    measured = [row for row in rows if "ms" in row]
    shown = _table(
        ("Way", "Cells", "Milliseconds", "Warm = 1"),
        [
            (COVERAGE_WAYS[row["way"]], f"{row['cells']:,}", _spread(row["ms"], 1),
             "" if row["ratio"] is None else f"{row['ratio']:,.1f}×")
            for row in measured
        ],
    )  # fmt: skip
    cold = next(row for row in measured if row["way"] == "cold")["ms"]["median"]
    return f"{shown}\n\nAim: under 100 ms. Cold {cold:.0f} ms: {_reached(cold < 100)}."


WAYS = {
    "duckdb": "DuckDB, one pass",
    "floor": "floor: a bare scan",
    "deaths": "DuckDB, deaths alone",
    "floor-deaths": "floor of deaths",
    "stays": "DuckDB, stays alone",
    "floor-stays": "floor of stays",
    "spark": "Spark, two threads",
    "polars": "Polars",
    "usual": "a query per measure and year",
}
PAGES = {"unit": "a unit", "measure": "one measure of a unit", "nation": "the whole"}


@table("measures")
def _measures(rows: list[Row]) -> str:
    def of(what: str) -> list[Row]:
        return [row for row in rows if row["what"] == what]

    made = _table(
        ("Nation", "Years", "Deaths", "Events", "Seconds", "Events/s", "Greatest memory, MB"),
        [
            (f"{row['scale']:g}", row["years"], f"{row['deaths']:,}", f"{row['events']:,}", row["seconds"],
             f"{row['events_per_second']:,}", f"{row['megabytes']:,}")
            for row in of("generation")
        ],
    )  # fmt: skip
    ways = _table(
        ("Size", "Years", "Events", "Way", "Seconds", "Processor, s", "Greatest memory, MB", "MB/s read"),
        [
            (row["size"], row["years"], f"{row['events']:,}", WAYS[row["way"]], *_finished(row))
            for row in of("way")
        ],
    )
    [cube] = of("cube")
    pages = _table(
        ("Page", "First, ms", "Again, ms", "KB"),
        [
            (PAGES[row["page"]], row["first_ms"], _spread(row["ms"], 1), row["kilobytes"])
            for row in of("page")
        ],
    )
    return "\n\n".join([
        made, ways, _beside(of("ratio")), _aims(rows),
        f"The cube at 1×: {cube['megabytes']:.1f} MB in {cube['files']:,} files. The server's answer with it:", pages,
    ])  # fmt: skip


def _finished(row: Row) -> tuple[str, ...]:
    if "not_finished" in row:
        return row["not_finished"].split(":")[0], "", _spread(row["megabytes"], 0), ""
    rate = {name: value / 1e6 for name, value in row["bytes_per_second"].items()}
    seconds, work = _spread(row["seconds"], 1), _spread(row["processor_seconds"], 1)
    # Spark's work is done by another process, whose time at work is not told.
    return seconds, "" if row["way"] == "spark" else work, _spread(row["megabytes"], 0), _spread(rate, 1)


def _beside(rows: list[Row]) -> str:
    """Each way and what it stands beside."""
    return _table(
        ("Size", "Way", "Beside", "Times"),
        [
            (row["size"], WAYS[row["way"]], WAYS[row["to"]],
             f"{row['more_than']:.1f}× at least: stopped" if "more_than" in row else _spread(row["times"], 2, "×"))
            for row in rows
        ],
    )  # fmt: skip


def _aims(rows: list[Row]) -> str:
    """The aims with what was reached of them, at full size."""

    def ratio(way: str) -> Row:
        found = [
            row for row in rows if (row["what"], row.get("way"), row.get("size")) == ("ratio", way, "1×")
        ]
        return found[0] if found else {}

    told = []
    if floor := ratio("duckdb"):
        least = floor["times"]["median"]
        told.append(f"at most 3× the floor ({least:.1f}×: {_reached(least <= 3)})")
    if usual := ratio("usual"):
        times = usual.get("more_than") or usual["times"]["median"]
        said = f"at least {times:.0f}×" if "more_than" in usual else f"{times:.0f}×"
        # A way that was stopped may have been slower still: too little is then not known.
        reached = "not known" if "more_than" in usual and times < 20 else _reached(times >= 20)
        told.append(f"at least 20× faster than a query per measure and year ({said}: {reached})")
    grown = [row for row in rows if row["what"] == "memory"]
    if grown:
        each = ", ".join(f"{WAYS[row['way']]} {row['size']} {row['times']:.2f}×" for row in grown)
        most = max(row["times"] for row in grown)
        told.append(f"memory that does not grow with the years ({each}: {_reached(most <= 1.1)})")
    page = next(row for row in rows if row["what"] == "page" and row["page"] == "unit")["ms"]["median"]
    told.append(f"a unit's page under 50 ms ({page:.0f} ms: {_reached(page < 50)})")
    return f"Aims: {'; '.join(told)}."


WHO = {"mas": "MAS of one municipality", "quality": "quality officer of the region", "manager": "manager of a unit",
       "council": "council of the county"}  # fmt: skip


@table("monday")
def _monday(rows: list[Row]) -> str:
    worlds = _table(
        ("Database", "Inhabitants", "In palliative care", "Dead of the last year"),
        [
            (NAMES[row["database"]], f"{row['people']:,}", f"{row['living']:,}", f"{row['dead']:,}")
            for row in rows
            if row["what"] == "world"
        ],
    )
    pages = _table(
        ("Database", "For", "Cold, ms", "Warm, ms", "KB"),
        [
            (
                NAMES[row["database"]],
                WHO[row["who"]],
                _spread(row["first_ms"], 0),
                _spread(row["ms"], 0),
                row["kilobytes"],
            )
            for row in rows
            if row["what"] == "page"
        ],
    )
    opened = [
        f"Every chart of the MAS's {row['patients']:,} patients opened and counted instead, {NAMES[row['database']]}: "
        f"{row['seconds']:,.0f} s."
        for row in rows
        if row["what"] == "opened"
    ]
    return "\n\n".join([worlds, pages, *opened])


@table("backup")
def _backup(rows: list[Row]) -> str:
    measured = [row for row in rows if "seconds" in row]
    return _table(
        (
            "Database", "Patients", "Backup, s", "A copy, s", "Copy = 1", "Restore, s", "Copy back = 1", "File, MB",
            "Copy, MB",
        ),
        [
            (NAMES[row["database"]], f"{row['patients']:,}", _spread(row["seconds"]["backup"], 1),
             _spread(row["seconds"]["copy"], 1), _spread(row["backup_ratio"], 1, "×"),
             _spread(row["seconds"]["restore"], 1), _spread(row["restore_ratio"], 1, "×"),
             f"{row['file_megabytes']:.1f}", f"{row['copy_megabytes']:.1f}")
            for row in measured
        ],
    )  # fmt: skip


@table("importing")
def _importing(rows: list[Row]) -> str:
    made = _table(
        ("Database", "Input", "Resources", "Resources/s", "Seconds", "of which start", "Plain json.load, s", "Peak, MB",
         "of which start", "json.load, MB"),
        [
            (NAMES[row["database"]], f"{row['input']} ({row['files']} files, {row['input_megabytes']} MB)",
             f"{row['resources']:,}",
             f"{row['resources'] / (row['import_seconds']['median'] - row['start_seconds']['median']):,.0f}",
             _spread(row["import_seconds"], 1), _spread(row["start_seconds"], 1), _spread(row["json_seconds"], 2),
             *(f"{row[name]['median']:.0f}" for name in
               ("import_peak_megabytes", "start_peak_megabytes", "json_peak_megabytes")))
            for row in rows
        ],
    )  # fmt: skip
    return "\n\n".join(
        [made, *(_grown(rows, database) for database in dict.fromkeys(row["database"] for row in rows))]
    )


def _grown(rows: list[Row], database: str) -> str:
    peak = {
        row["input"]: row["import_peak_megabytes"]["median"] for row in rows if row["database"] == database
    }
    return f"{NAMES[database]}: ten times the input takes {peak['10×'] / peak['1×']:.2f}× the memory."


@table("exporting")
def _exporting(rows: list[Row]) -> str:
    start = {(r["database"], r["patients"]): r["seconds"]["median"] for r in rows if r["what"] == "start"}

    def rate(row: Row) -> str:
        alone = row["seconds"]["median"] - start[row["database"], row["patients"]]
        return f"{row['events'] / alone:,.0f}" if row["what"] in ("first", "as CSV") else ""

    return _table(
        ("Database", "Patients", "What", "Events", "Events/s without start", "Seconds", "Peak, MB", "Folder, MB"),
        [
            (NAMES[row["database"]], row["patients"], row["what"], f"{row['events']:,}", rate(row),
             _spread(row["seconds"], 2), f"{row['peak_megabytes']['median']:.0f}",
             "" if row["what"] == "start" else f"{row['folder_megabytes']:.2f}")
            for row in rows
        ],
    )  # fmt: skip


@table("install")
def _install(rows: list[Row]) -> str:
    made = _table(
        ("Packages from", "Packages", "Installed after, s", "Demo loaded after, s", "First page after, s",
         "Second start, s", "Installed, MB", "Demo, MB"),
        [
            ("the network" if row["cold"] else "pip's cache", row["packages"], row["seconds_to_installed"],
             row["seconds_to_loaded"], row["seconds_to_page"], _spread(row["second_start_seconds"], 2),
             row["installed_megabytes"], row["demo_megabytes"])
            for row in rows
        ],
    )  # fmt: skip
    size = max(row["installed_megabytes"] for row in rows)
    again = max(row["second_start_seconds"]["median"] for row in rows)
    return (
        f"{made}\n\nAims: the base install under 300 MB ({size:.0f} MB: {_reached(size < 300)}); "
        f"a second start opens its first page within 5 s ({again:.1f} s: {_reached(again <= 5)})."
    )


@table("crash")
def _crash(rows: list[Row]) -> str:
    return _table(
        ("Database", "Kills", "Acknowledged acts", "Problems", "Seconds"),
        [
            (NAMES[row["database"]], f"{row['kills']:,}", f"{row['acknowledged_acts']:,}", len(row["problems"]),
             row["seconds"])
            for row in rows
        ],
    )  # fmt: skip


def _reached(yes: bool) -> str:
    return "reached" if yes else "not reached"


def _spread(values: dict[str, float], digits: int, unit: str = "") -> str:
    """``median (least–greatest)``."""
    middle, least, most = (f"{values[name]:,.{digits}f}" for name in ("median", "min", "max"))
    return f"{middle}{unit} ({least}–{most})"


def _table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """A table in Markdown; numbers to the right."""
    heads, body = list(head), [[str(cell) for cell in row] for row in rows]
    sides = ["---:" if all(_number(row[place]) for row in body) else "---" for place in range(len(heads))]
    return "\n".join(f"| {' | '.join(line)} |" for line in (heads, sides, *body))


def _number(cell: str) -> bool:
    return cell == "" or cell[0].isdigit()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
