"""Rows of ``last_year`` written short, a DuckDB that holds them, and when a row counts as before death in plain Python.

The reference below shares nothing with the measures but the words of their rules: no Ibis, no SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import duckdb

from lindra.record.derive import LAST_YEAR_COLUMNS

if TYPE_CHECKING:
    from lindra.measures.cases.opening import Export

STOCKHOLM = ZoneInfo("Europe/Stockholm")
Row = dict[str, Any]


def at(text: str) -> datetime:
    """A moment in Stockholm, ``2026-03-10 14:00``; a date, month or year alone is its first instant."""
    filled = text + "0001-01-01 00:00"[len(text) :]
    return datetime.fromisoformat(filled).replace(tzinfo=STOCKHOLM).astimezone(UTC)


PRECISIONS = {4: "year", 7: "month", 10: "day", 16: "minute"}


def row(
    patient: str,
    death: str,
    kind: str,
    start: str | datetime,
    end: str | datetime | None = None,
    *,
    municipality: str | None = "1780",
    **rest: object,
) -> Row:
    """One row as the export would hold it; ``rest`` are further columns."""
    dead = at(death)
    begun = at(start) if isinstance(start, str) else start
    ended = at(end) if isinstance(end, str) else end
    died_on = dead.astimezone(STOCKHOLM).date()
    found: Row = dict.fromkeys(LAST_YEAR_COLUMNS)
    return found | {
        "patient": patient,
        "kind": kind,
        "occurred_from": plain(begun),
        "occurred_to": plain(ended),
        "day": begun.astimezone(STOCKHOLM).date(),
        "precision": "minute",
        "days_before_death": (died_on - begun.astimezone(STOCKHOLM).date()).days,
        "minutes_before_death": minutes(dead - begun),
        "ended_minutes_before_death": minutes(dead - ended) if ended else None,
        "ended_days_before_death": (died_on - ended.astimezone(STOCKHOLM).date()).days if ended else None,
        "unit": "u",
        "provider": "p",
        "regime": "health",
        "municipality": municipality,
        "region": (municipality or "17")[:2],
        "register_opt_out": False,
        "died_at": plain(dead),
        "death_precision": PRECISIONS[len(death)],
        "death_month": f"{died_on:%Y-%m}",
        **rest,
    }


def died(patient: str, death: str, **rest: Any) -> Row:
    """The row of a death."""
    return row(patient, death, "died", at(death), **rest)


def plain(moment: datetime | None) -> datetime | None:
    """UTC without its mark, as the tables hold it."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment else None


def minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


@contextmanager
def export_of(rows: Sequence[Row]) -> Iterator[Export]:
    """The rows as a table that can be counted over."""
    from lindra.measures.cases.opening import Export

    with duckdb.connect() as connection:
        columns = ", ".join(f"{name} {kind}" for name, kind in LAST_YEAR_COLUMNS.items())
        connection.execute(f"CREATE TABLE last_year ({columns})")
        marks = "(" + ", ".join("?" for _ in LAST_YEAR_COLUMNS) + ")"
        if rows:
            values = [r[name] for r in rows for name in LAST_YEAR_COLUMNS]
            connection.execute(f"INSERT INTO last_year VALUES {', '.join([marks] * len(rows))}", values)
        yield Export.of_connection(connection)


# What the rules say of a row, in plain Python.


def patients(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for each in rows:
        found.setdefault(each["patient"], []).append(each)
    return {name: own for name, own in found.items() if any(r["kind"] == "died" for r in own)}


def day_is_known(own: list[Row]) -> bool:
    return own[0]["death_precision"] not in ("month", "year")


def possible_days(r: Row) -> tuple[datetime, datetime]:
    """The first instant death may have been, and the first it can no longer have been; when exact, the same."""
    first = r["died_at"].replace(tzinfo=UTC).astimezone(STOCKHOLM)
    if r["death_precision"] == "day":
        last = (first + timedelta(days=1)).replace(hour=0)
    elif r["death_precision"] == "month":
        last = (first + timedelta(days=32)).replace(day=1, hour=0)
    elif r["death_precision"] == "year":
        last = first.replace(year=first.year + 1)
    else:
        last = first
    return first.astimezone(UTC).replace(tzinfo=None), last.astimezone(UTC).replace(tzinfo=None)


def is_begun(r: Row) -> bool:
    return bool(r["occurred_from"] < possible_days(r)[1])


def is_going_on(r: Row) -> bool:
    return is_begun(r) and (r["occurred_to"] is None or r["occurred_to"] >= possible_days(r)[0])
