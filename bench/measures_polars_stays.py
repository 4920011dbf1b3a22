"""Stays put together from the log by Polars, as ``stays.py`` does: the second half of the yardstick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from lindra.measures.counting.stays import AHEAD, FOLLOWED

Frame = pl.LazyFrame
KEPT = ("patient", "episode", "event", "corrects", "seq", "day", "unit", "form")
NONE = pl.lit(None, pl.String)


def stays(files: Mapping[str, Sequence[Path]]) -> Frame:
    """One row per stay that ended."""
    each = _put_together(files)
    order = each.sort("patient", "day", "episode")
    later = [pl.col("day").shift(-ahead).over("patient") for ahead in range(1, AHEAD + 1)]
    order = order.with_columns(
        pl.col("day").max().alias("last"), *(one.alias(f"later_{n}") for n, one in enumerate(later))
    )
    following = pl.coalesce(
        pl.when(pl.col(f"later_{n}") >= pl.col("left")).then(f"later_{n}") for n in range(AHEAD)
    )
    people = _read(files["people"]).select(
        "patient", "sex", "birth_year", "municipality", "region", "register_opt_out"
    )
    undone = (pl.col("undone") > pl.col("said")).fill_null(False)
    ended = order.with_columns(following=following).filter(pl.col("left") >= pl.col("day"))
    return ended.join(people, "patient", "left").select(
        "unit",
        "to",
        "sex",
        "municipality",
        "region",
        kind=pl.lit("stay"),
        month=pl.col("left").dt.strftime("%Y-%m"),
        days_ready=pl.when(~undone).then(_days("ready", "left")),
        days_until_next=_days("left", "following"),
        followed=(pl.col("last") - pl.col("left")).dt.total_days() >= FOLLOWED,
        years=pl.col("left").dt.year() - pl.col("birth_year").cast(pl.Int64),
        opted_out=pl.col("register_opt_out").fill_null(False),
    )


def _days(first: str, last: str) -> pl.Expr:
    """Calendar days; not known where the order cannot be."""
    days = (pl.col(last) - pl.col(first)).dt.total_days()
    return pl.when(days >= 0).then(days)


def _read(files: Sequence[Path]) -> Frame:
    return pl.scan_parquet([str(path) for path in files], hive_partitioning=False)


def _put_together(files: Mapping[str, Sequence[Path]]) -> Frame:
    """One row per stay that began: of its entries of each kind the latest written that stands."""
    kinds = {
        "admitted": {"day": "day", "unit": "unit"},
        "discharged": {"day": "left", "form": "to"},
        "ready_for_discharge": {"day": "ready", "seq": "said"},
        "ready_withdrawn": {"seq": "undone"},
    }
    read = {kind: _entries(_read(files[kind])) for kind in kinds if files.get(kind)}
    put_right = _put_right(read)
    gone = _read(files["withdrawn"]).select("patient", event="corrects") if files.get("withdrawn") else None
    found: Frame | None = None
    for kind, told in kinds.items():
        if kind not in read:
            found = found.with_columns(NONE.cast(pl.Int64).alias(name) for name in told.values())  # type: ignore[union-attr]
            continue
        rows = _standing(read[kind], put_right, gone).filter(pl.col("episode").is_not_null())
        last = pl.col("seq") == pl.col("seq").max().over("patient", "episode")
        own = (
            rows.filter(last)
            .unique(["patient", "episode"])
            .select("patient", "episode", **{name: pl.col(column) for column, name in told.items()})
        )
        found = own if found is None else found.join(own, ["patient", "episode"], "left")
    assert found is not None
    return found


def _entries(rows: Frame) -> Frame:
    names = rows.collect_schema().names()
    return rows.select(pl.col(name) if name in names else NONE.alias(name) for name in KEPT)


def _put_right(read: Mapping[str, Frame]) -> Frame:
    """Every correction with the first of its chain, of up to four entries."""
    every = pl.concat(list(read.values())).filter(pl.col("corrects").is_not_null())
    found = every.select("patient", "seq", event="event", root="corrects")
    for _hop in range(2):
        above = found.select("patient", root="event", further="root")
        found = (
            found.join(above, ["patient", "root"], "left")
            .with_columns(root=pl.coalesce("further", "root"))
            .drop("further")
        )
    return found


def _standing(rows: Frame, put_right: Frame, gone: Frame | None) -> Frame:
    """Of each entry and its corrections the latest written; none of them where any was withdrawn."""
    roots = put_right.select("patient", "event", "root").unique()
    newest = put_right.group_by("patient", "root").agg(newest=pl.col("seq").max())

    def rooted(entries: Frame) -> Frame:
        return entries.join(roots, ["patient", "event"], "left").with_columns(
            root=pl.coalesce("root", "event")
        )

    rows = rooted(rows)
    if gone is not None:
        rows = rows.join(rooted(gone), ["patient", "root"], "anti")
    rows = rows.join(newest, ["patient", "root"], "left")
    return rows.filter(pl.col("newest").is_null() | (pl.col("seq") >= pl.col("newest")))
