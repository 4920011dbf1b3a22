"""Adding released cubes up: the nation is the sum of its regions, and no person's data has travelled.

Refused, naming which: a part that was not released for anybody, was changed since, or is signed by nobody who is
trusted; one given twice; parts in which a measure of one version was counted by unlike definitions, or in which
anything else that decides (groups, tables, numbers, what is withheld: ``decided.py``) was not the same. A measure that
a part lacks or a cell that it withholds is not known of the whole: it is null there, and counted in what the cube says
of itself. A year of which a part has nothing at all is added up without it, and said.

No pseudonym leaves, so nobody can tell that somebody is in the exports of two parts: that person is counted in both.
Each area's numbers come from one part; those of no place, and so all together, may count a person twice.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from lindra import __version__
from lindra.measures.counting.engines.common import place
from lindra.measures.counting.run import in_place, write
from lindra.measures.cubes.cube import SUM, About, Defined, about
from lindra.measures.cubes.decided import unlike
from lindra.measures.cubes.signing import check, contents, sign
from lindra.measures.measure import Subject
from lindra.measures.strata import Grouping, groupings
from lindra.record.parquet import connect


class Unlike(ValueError):
    """Parts that cannot be added up; says which and why."""


def combine(
    parts: Sequence[Path], out: Path, trusted: Sequence[Path], now: datetime, key: Path | None = None
) -> About:
    """Write the sum of released cubes, signed where a private key is given."""
    found = [_part(folder, trusted) for folder in parts]
    _no_part_twice(parts, found)
    _decided_alike(parts, found)
    defined = _alike(parts, found)
    beside = out.with_name(f".{out.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    incomplete: Counter[str] = Counter()
    with connect() as duck:
        for subject in get_args(Subject):
            counters = [f"{one.key}.{name}" for one in defined for name in one.counters if _of(one, subject)]
            for grouping in groupings(subject):
                incomplete[f"{subject} by {grouping.name}"] += _sum(duck, parts, beside, grouping, counters)
    told = _told(found, defined, +incomplete, _without(parts, found), now)
    write(beside, told)
    sign(beside, key)
    in_place(beside, out)
    return told


def _part(folder: Path, trusted: Sequence[Path]) -> About:
    found = about(folder)
    if found.level == "own":
        raise Unlike(
            f"{folder} holds every count, small ones too: release it first, with: lindra measures release {folder}"
        )
    check(folder, trusted)
    if found.level != "outside":
        raise Unlike(
            f"{folder} was released for who is signed in ({found.level}), and a sum is for anybody: "
            "release the cube it was made of for anybody, with: lindra measures release"
        )
    return found


def _no_part_twice(parts: Sequence[Path], found: Sequence[About]) -> None:
    seen: dict[object, Path] = {}
    for folder, one in zip(parts, found, strict=True):
        for name in (contents(folder), *(each["who"] for each in one.sources)):
            if name in seen:
                raise Unlike(
                    f"{folder} and {seen[name]} are of the same ({_who(one)}): what both tell would be counted twice"
                )
            seen[name] = folder


def _who(one: About) -> str:
    return ", ".join(each["who"] for each in one.sources)


def _decided_alike(parts: Sequence[Path], found: Sequence[About]) -> None:
    """Refuse parts that were not counted and withheld by the same groups, tables and numbers as the first."""
    for folder, one in zip(parts, found, strict=True):
        if not one.decided:
            raise Unlike(
                f"{folder} does not say by what groups and numbers it was counted; count and release it again"
            )
        differ = unlike(found[0].decided, one.decided)
        if differ:
            raise Unlike(
                f"{folder} was made by other {', '.join(differ)} than {parts[0]}: "
                "bring both to one version of Lindra, count and release again"
            )


def _alike(parts: Sequence[Path], found: Sequence[About]) -> list[Defined]:
    """The measures of all parts, each once; one that two parts counted unlike is refused."""
    known: dict[str, tuple[Defined, Path]] = {}
    for folder, one in zip(parts, found, strict=True):
        for each in one.measures:
            first, where = known.setdefault(each.key, (each, folder))
            if first.fingerprint != each.fingerprint:
                raise Unlike(
                    f"{each.key} is not the same definition in {where} ({first.fingerprint}) "
                    f"and {folder} ({each.fingerprint}): "
                    "a changed definition is a new version; bring both to one version of Lindra and count again"
                )
    return [each for each, _ in known.values()]


def _of(defined: Defined, subject: Subject) -> bool:
    from lindra.measures import catalogue

    measure = catalogue.keyed(defined.key)
    if measure is None:
        raise Unlike(
            f"{defined.key} is not among the measures of this Lindra; update it, or leave that part out"
        )
    return measure.subject == subject


def _sum(duck: Any, parts: Sequence[Path], out: Path, grouping: Grouping, counters: Sequence[str]) -> int:
    """Write one grouping of the sum; how many cells are not known because a part of them is withheld."""
    years: dict[str, list[Path]] = {}
    for folder in parts:
        for path in place(folder, grouping.subject, grouping.name).glob("*.parquet"):
            years.setdefault(path.stem, []).append(path)
    keys = ", ".join(f'"{name}"' for name in ("period", *grouping.by))
    sums = ", ".join(
        f'CASE WHEN count("{n}") = count(*) THEN sum("{n}")::BIGINT END AS "{n}"' for n in counters
    )
    unknown = 0
    for year, files in sorted(years.items()):
        each = [_columns(duck, path, grouping, counters) for path in files]
        select = f"SELECT {keys}, {sums} FROM ({' UNION ALL '.join(each)}) GROUP BY {keys} ORDER BY {keys}"  # noqa: S608
        path = place(out, grouping.subject, grouping.name) / f"{year}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        duck.execute(
            f"COPY ({select}) TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 8192)"
        )
        some = " OR ".join(f'"{name}" IS NULL' for name in counters if name.endswith(".of"))
        sql = f"SELECT count(*) FROM read_parquet('{_quoted(path)}') WHERE {some or 'false'}"  # noqa: S608
        unknown += int(duck.execute(sql).fetchone()[0])
    return unknown


def _without(parts: Sequence[Path], found: Sequence[About]) -> list[str]:
    """The years of which one part tells and another has nothing."""
    lines = []
    for subject in get_args(Subject):
        own = [{path.stem for path in place(folder, subject, "all").glob("*.parquet")} for folder in parts]
        for years, one in zip(own, found, strict=True):
            lacks = sorted(set().union(*own) - years)
            if lacks:
                lines.append(f"{subject} of {', '.join(lacks)} by {_who(one)}, who told nothing of them")
    return lines


def _columns(duck: Any, path: Path, grouping: Grouping, counters: Sequence[str]) -> str:
    """One part's cells; counters it does not have are null."""
    told = duck.execute(f"DESCRIBE SELECT * FROM read_parquet('{_quoted(path)}')").fetchall()  # noqa: S608
    there = {row[0] for row in told}
    columns = [f'"{name}"' for name in ("period", *grouping.by)]
    columns += [f'"{name}"' if name in there else f'NULL::BIGINT AS "{name}"' for name in counters]
    return f"SELECT {', '.join(columns)} FROM read_parquet('{_quoted(path)}')"  # noqa: S608


def _told(
    found: Sequence[About], defined: Sequence[Defined], incomplete: Counter[str], without: Sequence[str],
    now: datetime,
) -> About:  # fmt: skip
    subjects: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    for one in found:
        subjects.update(one.subjects)
        left_out.update(one.left_out)
    return About(
        made_at=now.isoformat(timespec="seconds"), lindra=__version__, engine=SUM, level="outside",
        measures=tuple(defined), subjects=dict(subjects), left_out=dict(left_out),
        lacking=tuple(dict.fromkeys([*(each for one in found for each in one.lacking), *without])),
        absent=tuple(dict.fromkeys(each for one in found for each in one.absent)),
        sources=tuple(each for one in found for each in one.sources), incomplete=dict(incomplete),
        decided=found[0].decided,
    )  # fmt: skip


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
