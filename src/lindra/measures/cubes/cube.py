"""A cube: counts of every measure by group and period, that can be added up; no person is in it.

A folder with ``cube.json``, which says what was counted and how, and one Parquet file a year for each grouping:
``deaths/municipality/2026.parquet``. Columns: ``period`` (2026-03, 2026Q1 or 2026), the keys of the grouping
(empty: not known), and the counters ``id@version.counter``. A counter that is null is withheld: it is not shown,
and it is not none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from lindra.measures.cubes.conditions import fault
from lindra.measures.cubes.decided import decided
from lindra.measures.measure import Measure, Subject
from lindra.measures.strata import STRATA, Every, Grouping, groupings
from lindra.record.parquet import connect

FORMAT = 1
NAME = "cube.json"
SUM = "sum"
"""The engine of a cube that was added up."""
Level = Literal["own", "inside", "outside"]
"""*own*: every count; *inside*: groups of few withheld, for who is signed in; *outside*: for anybody
(``release.py``)."""
PERIODS: dict[str, str] = {
    "month": "length(period) = 7",
    "quarter": "length(period) = 6",
    "year": "length(period) = 4",
}


class NoCube(LookupError):
    """The folder holds no cube that this program reads; says what to do."""


class NotInCube(LookupError):
    """What was asked for is not in the cube; says what is."""


@dataclass(frozen=True, slots=True)
class Defined:
    """A definition as it was counted: its key, the digest of what was counted, and its counters."""

    key: str
    fingerprint: str
    counters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """What a cube says of itself."""

    made_at: str
    lindra: str
    engine: str
    level: Level
    measures: tuple[Defined, ...]
    subjects: Mapping[str, int]
    left_out: Mapping[str, int]
    lacking: tuple[str, ...] = ()
    """What could not be counted, and why."""
    absent: tuple[str, ...] = ()
    """Tables of what was never written, which may be so."""
    sources: tuple[Mapping[str, str], ...] = ()
    """Of a cube that was added up: who made its parts, when."""
    incomplete: Mapping[str, int] = field(default_factory=dict)
    """Of a cube that was added up: how many cells lack a part that was withheld, by grouping."""
    decided: Mapping[str, str] = field(default_factory=decided)
    """Digests of what decided what was counted and withheld, beside the definitions (``decided.py``)."""
    format: int = FORMAT

    def text(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def about(folder: Path) -> About:
    """What a folder's cube says of itself; :class:`NoCube` where there is none that can be read."""
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise NoCube(
            f"no cube in {folder}; make one with: lindra measures run --log EXPORT --out {folder}"
        ) from None
    except ValueError:
        raise NoCube(f"{folder / NAME} cannot be read; make the cube anew") from None
    if told.get("format") != FORMAT:
        raise NoCube(
            f"{folder} is a cube of format {told.get('format')}, and this program reads {FORMAT}; make it anew"
        )
    defined = tuple(
        Defined(one["key"], one["fingerprint"], tuple(one["counters"])) for one in told.pop("measures")
    )
    for name in ("lacking", "absent", "sources"):
        told[name] = tuple(told.get(name, ()))
    told.setdefault("decided", {})  # made before cubes said so
    return About(measures=defined, **told)


@cache
def _engine() -> Any:
    return connect()


def _let_go() -> None:
    """Before a process forks: the child has none of the engine's threads, and would wait for them for ever."""
    if _engine.cache_info().currsize:
        _engine().close()
        _engine.cache_clear()


os.register_at_fork(before=_let_go)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its period (empty: all of them together), its keys, and the counters of one measure.

    A counter is ``None`` where it, or a part of it, is withheld.
    """

    period: str
    keys: Mapping[str, str]
    counts: Mapping[str, int | None]

    def __getitem__(self, counter: str) -> int | None:
        return self.counts[counter]


class Cube:
    """A cube opened for reading. Use as a context."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.about = folder, about(folder)

    def __enter__(self) -> Cube:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        if "_duck" in self.__dict__:
            self._duck.close()

    @cached_property
    def _duck(self) -> Any:
        """A cursor of its own on one engine a process: starting and ending one takes longer than most questions."""
        return _engine().cursor()

    @cached_property
    def keys(self) -> frozenset[str]:
        """The measures in it, ``id@version``."""
        return frozenset(one.key for one in self.about.measures)

    def fingerprint(self, key: str) -> str:
        """The digest of what was counted as a measure."""
        return next(one.fingerprint for one in self.about.measures if one.key == key)

    def cells(
        self,
        measures: Sequence[Measure],
        by: Sequence[str] = (),
        every: Every | Literal[""] = "",
        where: Mapping[str, str | Sequence[str]] | None = None,
    ) -> dict[str, list[Cell]]:
        """The cells of some measures of one subject, by measure: grouped, by period or all periods together.

        ``where`` keeps those of some values of a key, or of some periods (``period``); :class:`NotInCube` refuses
        what cannot be, and says what there is. In the order of period and keys.
        """
        where = dict(where or {})
        [subject] = {one.subject for one in measures}
        lacking = [one.key for one in measures if one.key not in self.keys]
        if lacking:
            raise NotInCube(f"not in this cube: {', '.join(lacking)}; it was made without, so make it anew")
        grouping = grouping_for(subject, by, where, every)
        if wrong := fault(where, every):
            raise NotInCube(wrong)
        names = [f"{one.key}.{counter}" for one in measures for counter in one.counters]
        rows = self._rows(grouping, by, every, where, names)
        found: dict[str, list[Cell]] = {one.key: [] for one in measures}
        for period, *rest in rows:
            keys = dict(zip(by, rest[: len(by)], strict=True))
            counts = dict(zip(names, rest[len(by) :], strict=True))
            for one in measures:
                own = {counter: counts[f"{one.key}.{counter}"] for counter in one.counters}
                found[one.key].append(Cell(period, keys, own))
        return found

    def periods(self, subject: Subject, every: Every = "year") -> list[str]:
        """The periods there are, in order."""
        sql = f"SELECT DISTINCT period FROM {self._files(groupings(subject)[0])} WHERE {PERIODS[every]} ORDER BY 1"  # noqa: S608
        return [row[0] for row in self._duck.execute(sql).fetchall()]

    def values(self, subject: Subject, name: str) -> list[str]:
        """The values of a key there are, those not known left out."""
        grouping = grouping_for(subject, (name,), {}, "year")
        sql = f'SELECT DISTINCT "{name}" FROM {self._files(grouping)} WHERE "{name}" <> \'\' ORDER BY 1'  # noqa: S608
        return [row[0] for row in self._duck.execute(sql).fetchall()]

    def _rows(
        self,
        grouping: Grouping,
        by: Sequence[str],
        every: str,
        where: Mapping[str, Any],
        names: Sequence[str],
    ) -> list[tuple[Any, ...]]:
        conditions, values = [PERIODS[every or "year"]], []
        for name, wanted in where.items():
            each = [wanted] if isinstance(wanted, str) else list(wanted)
            column = f'"{name}"'
            if name == "region" and "region" not in grouping.by:
                column = "left(municipality, 2)"
            conditions.append(f"{column} IN ({', '.join('?' for _ in each)})" if each else "false")
            values += each
        keys = ", ".join(f'"{name}"' for name in by)
        period = "period" if every else "''"
        fixed = {name for name, wanted in where.items() if isinstance(wanted, str)}
        if set(grouping.by) <= {*by, *fixed} and (
            every or "period" in fixed
        ):  # a row is a cell: nothing to add up
            sums, group = ", ".join(f'"{n}"::BIGINT' for n in names), ""
        else:
            sums = ", ".join(f'CASE WHEN count("{n}") = count(*) THEN sum("{n}")::BIGINT END' for n in names)
            group = f" GROUP BY {', '.join(str(place) for place in range(1, len(by) + 2))}"
        sql = (
            f"SELECT {period} AS shown{', ' + keys if keys else ''}, {sums} FROM {self._files(grouping)} "  # noqa: S608
            f"WHERE {' AND '.join(conditions)}{group} ORDER BY {', '.join(str(n) for n in range(1, len(by) + 2))}"
        )
        rows: list[tuple[Any, ...]] = self._duck.execute(sql, values).fetchall()
        return rows

    def _files(self, grouping: Grouping) -> str:
        folder = self.folder / grouping.subject / grouping.name
        if next(folder.glob("*.parquet"), None) is None:
            raise NotInCube(f"this cube has nothing by {grouping.name} of {grouping.subject}")
        path = str(folder / "*.parquet").replace("'", "''")
        return f"read_parquet('{path}')"


def grouping_for(
    subject: Subject, by: Iterable[str], where: Mapping[str, Any], every: Every | Literal[""]
) -> Grouping:
    """The smallest grouping that has what is asked for; :class:`NotInCube` says what there is.

    A region is told from its municipalities, so a grouping by municipality can be kept to a region.
    """
    wanted = {*by, *(name for name in where if name != "period")}
    strange = sorted(wanted - set(STRATA))
    if strange:
        raise NotInCube(f"nothing is counted by {', '.join(strange)}; there is: {', '.join(STRATA)}")
    rank = {"year": 0, "quarter": 1, "month": 2}
    fitting = [
        one
        for one in groupings(subject)
        if wanted <= {*one.by, *(("region",) if "municipality" in one.by else ())}
        and (every in ("", "year") or one.every == every)
    ]
    if not fitting:
        finest = "" if every in ("", "year") else f" by {every}"
        offered = "; ".join(f"{one.name} ({one.every})" for one in groupings(subject))
        raise NotInCube(
            f"{subject} are not counted by {' and '.join(sorted(wanted))}{finest}; there is: {offered}"
        )
    return min(fitting, key=lambda one: (len(one.by), rank[one.every]))
