"""The coverage of 290 municipalities × 168 hours × every function: cold, warm, and beside two plain ways.

    .venv/bin/python bench/access.py [--quick]

What is made is the same in each: what is said of every function in every municipality at every hour, from the
inventory of June 2026. *Cold* begins with nothing kept in the process: files are read, texts are parsed. *Warm*
computes it again. *Loop* goes through every statement, municipality and hour; *DuckDB* joins them in SQL and adds
the flags up. Both begin with the statements already read, as *warm* does; the ways take turns, and their results are
compared.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import duckdb

import common
from lindra.access import coverage, functions, hours, inventory, statements, summaries
from lindra.access.standing import places
from lindra.areas import geography

TIMES, SLOW = 40, 5
Made = dict[tuple[str, str], tuple[int, ...]]
KEPT = (
    inventory.findings, inventory.answers, inventory.statuses, inventory.expected_deaths, statements.concerned_by,
    statements.limits, statements.disputing, statements._disputed, statements.stated, statements.june_2026,
    functions.versions, functions.functions, functions.covered, hours.mask, coverage._week, geography.regions,
    geography.municipalities, geography._regions_by_code, geography._municipalities_by_code, geography._figures,
)  # fmt: skip
"""Everything that is kept in a process."""


def main() -> int:
    """Measure, compare, print."""
    options = common.parser(__doc__).parse_args()
    times, slow = (4, 1) if options.quick else (TIMES, SLOW)
    ways: dict[str, Callable[[], Made]] = {"cold": cold, "warm": ours, "loop": loop, "duckdb": in_sql}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    expected = ours()
    for turn in range(times):
        for name, way in ways.items():
            if name in ("loop", "duckdb") and turn >= slow:
                continue
            gc.collect()
            started = time.perf_counter()
            made = way()
            taken[name].append(1000 * (time.perf_counter() - started))
            assert made == expected, f"{name} makes something else"
    cells = len(expected) * hours.HOURS
    for name, found in taken.items():
        ratio = statistics.median(found) / statistics.median(taken["warm"])
        common.emit(way=name, cells=cells, ms=common.spread(found, 2), ratio=round(ratio, 1))
    common.emit(way="one hour", cells=len(expected), ms=common.spread(_times(one_hour, times), 2), ratio=None)
    return 0


def _times(what: Callable[[], Any], times: int) -> list[float]:
    found = []
    for _ in range(times):
        started = time.perf_counter()
        what()
        found.append(1000 * (time.perf_counter() - started))
    return found


def cold() -> Made:
    """With nothing kept."""
    for kept in KEPT:
        kept.cache_clear()
    coverage._REGIONS.clear()
    return ours()


def ours() -> Made:
    """As the pages have it."""
    found = coverage.compute(statements.june_2026())
    return {
        (function, code): found.week(function, code) for function, row in found.cells.items() for code in row
    }


def one_hour() -> object:
    """Who has nothing at three on a Sunday morning, from a coverage that is made."""
    found = coverage.compute(statements.june_2026())
    return summaries.sums(places(found, summaries.NIGHT))


def _rows() -> list[tuple[str, str, int, int]]:
    """Every statement as function, municipality, hours and flag: what both plain ways begin with."""
    made, state = statements.june_2026(), coverage.State
    rows: list[tuple[str, str, int, int]] = []
    for offer in made.offers:
        place = offer.scope == "place"
        unknown = state.EXISTS_HOURS_NOT_STATED | (state.EXISTS_LIMITED if offer.limited else 0)
        there = state.EXISTS_LIMITED if offer.limited else state.EXISTS
        for code in _codes(offer):
            if place or offer.hours is None:
                rows.append(
                    (offer.function, code, hours.ALL, int(state.EXISTS_SOMEWHERE if place else unknown))
                )
            else:
                rows.append((offer.function, code, offer.hours, int(there)))
                rows.append(
                    (offer.function, code, hours.ALL & ~offer.hours, int(state.EXISTS_AT_OTHER_HOURS))
                )
    for one in made.missing:
        some = state.MISSING_FOR_SOME if one.for_some else state.MISSING
        flag = state.MISSING_SOMEWHERE if one.scope == "place" else some
        rows += [(one.function, code, hours.ALL, int(flag)) for code in _codes(one)]
    for contest in made.contests:
        flag = state.CONTESTED if contest.function else state.CONTESTED_IN_GENERAL
        names = [contest.function] if contest.function else list(functions.covered())
        for place_ in geography.municipalities_of(contest.region):
            rows += [(name, place_.code, hours.ALL, int(flag)) for name in names]
    return [row for row in rows if row[0] in functions.covered()]


def _codes(said: Any) -> list[str]:
    if said.scope == "municipalities":
        return list(said.municipalities)
    return [one.code for one in geography.municipalities_of(said.region)]


def loop() -> Made:
    """Every statement, municipality and hour, one by one."""
    codes = [one.code for one in geography.municipalities()]
    found = {(function, code): [0] * hours.HOURS for function in functions.covered() for code in codes}
    for function, code, bits, flag in _rows():
        row = found[function, code]
        for hour in range(hours.HOURS):
            if bits >> hour & 1:
                row[hour] |= flag
    for row in found.values():
        for hour in range(hours.HOURS):
            if row[hour] & 3:  # what exists at the hour is not at other hours only
                row[hour] &= ~int(coverage.State.EXISTS_AT_OTHER_HOURS)
    return {key: tuple(row) for key, row in found.items()}


def in_sql() -> Made:
    """The same as a join of municipalities, functions, hours and statements, flags added up by DuckDB."""
    spans = [
        (function, code, span.start // 60, span.end // 60, flag)
        for function, code, bits, flag in _rows()
        for span in _within(bits)
    ]
    with duckdb.connect() as db:
        db.execute("CREATE TABLE said (function TEXT, code TEXT, first INT, after INT, flag INT)")
        text = ",".join(f"('{f}','{c}',{a},{b},{g})" for f, c, a, b, g in spans)
        db.execute(f"INSERT INTO said VALUES {text}")
        names = ",".join(f"('{name}',{n})" for n, name in enumerate(functions.covered()))
        places = ",".join(f"('{one.code}')" for one in geography.municipalities())
        rows = db.execute(
            f"""SELECT f.function, m.code, h.hour, coalesce(bit_or(s.flag), 0)
                FROM (VALUES {names}) f(function, n), (VALUES {places}) m(code), range({hours.HOURS}) h(hour)
                LEFT JOIN said s ON s.function = f.function AND s.code = m.code
                    AND s.first <= h.hour AND h.hour < s.after
                GROUP BY f.n, f.function, m.code, h.hour ORDER BY f.n, m.code, h.hour"""
        ).fetchall()
    other = int(coverage.State.EXISTS_AT_OTHER_HOURS)
    found: dict[tuple[str, str], list[int]] = {}
    for function, code, _hour, flags in rows:
        found.setdefault((function, code), []).append(flags & ~other if flags & 3 else flags)
    return {key: tuple(row) for key, row in found.items()}


def _within(bits: int) -> list[hours.Span]:
    """The spans of some hours, cut at the week's end."""
    found, start = [], None
    for hour in range(hours.HOURS + 1):
        there = hour < hours.HOURS and bits >> hour & 1
        if there and start is None:
            start = hour
        elif not there and start is not None:
            found.append(hours.Span(start * 60, hour * 60))
            start = None
    return found


if __name__ == "__main__":
    sys.exit(main())
