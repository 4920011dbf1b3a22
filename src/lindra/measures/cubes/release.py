"""What may leave: a cube with small counts withheld, and whatever would give them away, rounded and signed.

Two levels (``data/disclosure.toml``). *Outside* is for anybody: fewer groupings, by year (all together and regions
by month too), every counter guarded, rounded. *Inside* is for staff who are signed in: every grouping, groups of
few dead withheld. A region that releases tells of its own inhabitants by municipality; of others' it tells without
a place, so that each area's numbers come from one region when cubes are added up.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from lindra.areas import geography
from lindra.measures import catalogue
from lindra.measures.counting.engines.common import Each, place
from lindra.measures.counting.run import in_place, write
from lindra.measures.cubes import guarding
from lindra.measures.cubes.cube import About, Level, about
from lindra.measures.cubes.decided import withheld_by
from lindra.measures.cubes.lines import Cells
from lindra.measures.cubes.signing import sign
from lindra.measures.honest import disclosure
from lindra.measures.honest.derivable import TooLarge
from lindra.measures.measure import Measure, Subject
from lindra.measures.strata import Grouping, groupings
from lindra.record.parquet import connect

OUTSIDE = ("all", "region", "municipality", "unit", "place", "age", "sex", "diagnosis", "weekend", "region+place",
           "region+age", "region+sex", "region+diagnosis", "region+weekend", "region+age+diagnosis")  # fmt: skip
"""Groupings that leave."""
BY_MONTH = ("all", "region")
"""Groupings that leave by month too."""
WITHHELD = "\\N"
"""How a counter that is withheld is written on its way to the file; no key is written so."""


class AlreadyReleased(LookupError):
    """Only a cube that is one's own, whole, can be released."""


class NotKnown(LookupError):
    """A cube that holds what this program has no definition of."""


def release(
    folder: Path,
    out: Path,
    who: str,
    now: datetime,
    key: Path | None = None,
    *,
    level: Level = "outside",
    each: Each = iter,
) -> About:
    """Write a cube as it may be seen by others; ``who`` releases it (a region's code, or a name)."""
    whole = about(folder)
    if whole.level != "own":
        raise AlreadyReleased(f"{folder} has been released already; release the cube it was made of")
    strange = [one.key for one in whole.measures if catalogue.keyed(one.key) is None]
    if strange:
        raise NotKnown(
            f"{folder} holds {', '.join(strange)}, not among the measures of this Lindra: what of it is few cannot be "
            "told; count again, with: lindra measures run"
        )
    beside = out.with_name(f".{out.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    guarded = disclosure.profile(level, now.date())
    tables = [table for subject in ("deaths", "stays") for table in _tables(folder, subject, level)]
    for subject, year, found in each(tables):
        own = [
            one
            for key_ in (d.key for d in whole.measures)
            if (one := catalogue.keyed(key_)) and one.subject == subject
        ]
        try:
            _write_year(folder, beside, subject, year, found, own, guarded, who, level)
        except TooLarge as error:
            raise TooLarge(
                f"{folder}, {subject} of {year}: {error}, too many to find what would give small counts away. Nothing "
                "was released. Count and release each region by itself, and add them up: lindra measures combine"
            ) from error
    told = replace(
        whole, level=level, made_at=now.isoformat(timespec="seconds"),
        sources=({"who": who, "made_at": whole.made_at, "engine": whole.engine},),
        decided={**whole.decided, **withheld_by(guarded)},
    )  # fmt: skip
    write(beside, told)
    sign(beside, key)
    in_place(beside, out)
    return told


def _tables(folder: Path, subject: Subject, level: Level) -> Iterator[tuple[Subject, str, list[Grouping]]]:
    """The years of a subject, and the groupings that are released of each."""
    found = [one for one in groupings(subject) if level != "outside" or one.name in OUTSIDE]
    years = sorted(
        {path.stem for one in found for path in place(folder, subject, one.name).glob("*.parquet")}
    )
    for year in years:
        yield subject, year, found


def _write_year(
    folder: Path, out: Path, subject: Subject, year: str, found: Sequence[Grouping], measures: Sequence[Measure],
    profile: disclosure.Profile, who: str, level: Level,
) -> None:  # fmt: skip
    region = who if who in {one.code for one in geography.regions()} else ""
    with connect() as duck:
        cells = Cells()
        for grouping in found:
            source = place(folder, subject, grouping.name) / f"{year}.parquet"
            if source.exists():
                cells.add(grouping, *_read(duck, source, grouping, region, level))
        guarding.guard(cells, measures, profile)
        for grouping in found:
            if grouping.name in cells.columns:
                _write(duck, place(out, subject, grouping.name) / f"{year}.parquet", grouping, cells)


def _read(
    duck: Any, source: Path, grouping: Grouping, region: str, level: Level
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The cells of one file, other regions' inhabitants put together as of no known place."""
    names = [
        row[0]
        for row in duck.execute(
            "DESCRIBE SELECT * FROM read_parquet($path)", {"path": str(source)}
        ).fetchall()
    ]
    counters = [name for name in names if name not in ("period", *grouping.by)]
    keys = [_kept(name, region) for name in grouping.by]
    where = "" if level != "outside" or grouping.name in BY_MONTH else " WHERE length(period) = 4"
    sums = ", ".join(f'sum("{name}")::BIGINT' for name in counters)
    group = ", ".join(str(n) for n in range(1, len(keys) + 2))
    shown = ", ".join(["period", *keys])
    sql = f"SELECT {shown}, {sums} FROM read_parquet($path){where} GROUP BY {group} ORDER BY {group}"  # noqa: S608
    return counters, duck.execute(sql, {"path": str(source)}).fetchall()


def _kept(name: str, region: str) -> str:
    if not region or name not in ("region", "municipality"):
        return f'"{name}"'
    return f"CASE WHEN \"{name}\" LIKE '{region}%' THEN \"{name}\" ELSE '' END"


def _write(duck: Any, path: Path, grouping: Grouping, cells: Cells) -> None:
    """As Parquet, by way of a file of text: a hundred times faster than a statement with every number in it."""
    names = cells.columns[grouping.name]
    path.parent.mkdir(parents=True, exist_ok=True)
    typed = {**dict.fromkeys(("period", *grouping.by), "VARCHAR"), **dict.fromkeys(names, "BIGINT")}
    rows = path.with_suffix(".csv")
    with rows.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for key, values in cells.shown(grouping.name):
            writer.writerow([*key, *(WITHHELD if value is None else value for value in values)])
    columns = ", ".join(f"{_quoted(name)}: '{kind}'" for name, kind in typed.items())
    duck.execute(
        f"COPY (SELECT * FROM read_csv({_quoted(str(rows))}, columns = {{{columns}}}, header = false, delim = ',', "  # noqa: S608
        f"quote = '\"', escape = '\"', nullstr = '{WITHHELD}', auto_detect = false, parallel = false)) "
        f"TO {_quoted(str(path))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 8192)"
    )
    rows.unlink()


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
