"""Runs indicators on DuckDB over the Parquet of an export.

Every measure is an Ibis expression compiled to DuckDB's SQL and run by DuckDB itself: the base install has no
Arrow library, which Ibis's own ``execute`` would need. Only ``last_year/`` is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, get_args

import ibis
from ibis.expr.types import Table

from lindra.measures import documented, rules
from lindra.measures.definitions import BY_SLUG, Indicator
from lindra.measures.documented import Documented
from lindra.measures.national import PAIRS, Pair
from lindra.measures.schema import SCHEMA, last_year
from lindra.record.parquet import connect

By = Literal["all", "region", "municipality", "provider", "year", "month"]
GROUPS: tuple[By, ...] = get_args(By)
NOT_KNOWN = ""
"""The group of those whose region or municipality is not known, or not exported."""


class NoExport(LookupError):
    """The folder holds no export with deaths; says what to do."""


@dataclass(frozen=True, slots=True)
class Where:
    """Which dead are looked at; empty means all. ``year`` is the year of death."""

    region: str = ""
    municipality: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A number and what it stands on.

    ``value`` is a share 0–1 (of kind *share* and *parts*) or a mean; ``low`` and ``high`` its 95 % interval.
    ``n`` is how many met it, were in the category, or had an amount. ``denominator`` counts the dead it is
    counted on, ``left_out`` those it cannot be counted for.
    """

    indicator: str
    version: int
    group: str
    category: str
    n: int
    denominator: int
    left_out: int
    value: float | None
    low: float | None
    high: float | None
    median: float | None = None
    withheld: bool = False
    """Of so few dead that it is not shown to this reader: then nothing else here tells anything."""

    @property
    def note(self) -> rules.Note:
        """What must be said beside the number."""
        return rules.note(self.denominator)


@dataclass(frozen=True, slots=True)
class Behind:
    """A row behind a value: what, where, and when in relation to death (calendar days; minutes elapsed)."""

    kind: str
    form: str
    unit: str
    provider: str
    regime: str
    days_before_death: int
    minutes_before_death: int
    ended_minutes_before_death: int | None


@dataclass(frozen=True, slots=True)
class Case:
    """A patient behind a number and the value, whoever wrote what it stands on: not for a page as it is."""

    pseudonym: str
    value: bool | str | float


@dataclass(frozen=True, slots=True)
class Compared:
    """Expected deaths by what their report and the record say of one national indicator: how many of each.

    The first four are of deaths that both hold to be expected. ``unreported``: expected by the record, and no
    report of an expected death is signed. ``only_reported``: expected by the report, and not by the record.
    """

    both: int
    only_report: int
    """The report says yes, the record is silent or says no: what to document better."""
    only_record: int
    """The record says yes and the report does not: what was not looked up, or was corrected."""
    neither: int
    unreported: int
    only_reported: int


class Export:
    """An export opened for counting. Use as a context: ``with Export(folder) as export: export.count(…)``."""

    def __init__(self, folder: Path) -> None:
        files = (folder / "last_year").glob("death_month=*/*.parquet")
        if next(files, None) is None:
            raise NoExport(f"no deaths are exported in {folder}; write them with: lindra export {folder}")
        self._duck = connect()
        # A view cannot be prepared: the path is quoted by hand.
        path = str(folder / "last_year" / "death_month=*" / "*.parquet").replace("'", "''")
        self._duck.execute(
            f"CREATE VIEW last_year AS SELECT {', '.join(SCHEMA)} FROM read_parquet('{path}', "  # noqa: S608
            "hive_partitioning = true, hive_types = {'death_month': VARCHAR})"
        )

    @classmethod
    def of_connection(cls, duck: Any) -> Export:
        """Count over a DuckDB connection that has a table or view ``last_year``."""
        made = cls.__new__(cls)
        made._duck = duck
        return made

    def __enter__(self) -> Export:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._duck.close()

    def count(self, indicator: Indicator, by: By = "all", where: Where | None = None) -> list[Result]:
        """The indicator for each group (for *parts*, each category of each group), by group."""
        rows = self._rows(_counting(indicator.slug, by, where or Where()))
        if by == "all" and not rows:
            rows = [
                (NOT_KNOWN, *((None, 0, 0) if indicator.kind == "parts" else (0, 0, 0)), None, None, None)
            ]
        results = (
            _parts(indicator, rows) if indicator.kind == "parts" else [_one(indicator, row) for row in rows]
        )
        return sorted(results, key=lambda result: result.group)

    def cases(self, indicator: Indicator, provider: str, where: Where | None = None) -> list[Case]:
        """The patients behind a number of whom the provider has written, by pseudonym: never by value.

        An order or a choice by value would tell the value of those whose value a reader may not see.
        """
        return [Case(*row) for row in self._rows(_opening(indicator.slug, provider, where or Where()))]

    def behind(self, indicator: Indicator, pseudonyms: Sequence[str]) -> dict[str, tuple[Behind, ...]]:
        """Every row behind the value of some patients, whoever wrote it, earliest first: not for a page as it is."""
        found: dict[str, list[Behind]] = {one: [] for one in pseudonyms}
        if found:
            marks = ", ".join("?" * len(found))
            sql = f"SELECT * FROM ({_evidence(indicator.slug)}) WHERE patient IN ({marks})"  # noqa: S608
            for patient, *row in self._duck.execute(sql, list(found)).fetchall():
                found[patient].append(Behind(*row))
        earliest = attrgetter("minutes_before_death")
        return {one: tuple(sorted(rows, key=earliest, reverse=True)) for one, rows in found.items()}

    def compare(self, pair: Pair, where: Where | None = None) -> Compared:
        """How signed reports and the record answer one national indicator, patient by patient."""
        return Compared(*self._rows(_comparing(pair.key, where or Where()))[0])

    def documented(self, where: Where | None = None, unit: str = "") -> list[Documented]:
        """How well the record answers the register's questions, in the reports that were signed (by one unit)."""
        [row] = self._rows(_documenting(where or Where(), unit))
        return documented.read(row)

    def groups(self, by: By) -> list[str]:
        """The groups there are, but *not known*: for choosing among."""
        return [group for (group,) in self._rows(_groups(by)) if group]

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self._duck.execute(sql).fetchall()
        return rows


def _one(indicator: Indicator, row: Sequence[Any]) -> Result:
    """A share or a mean, with its interval."""
    group, n, denominator, left_out, mean, deviation, median = row
    value: float | None
    if indicator.kind == "share":
        interval = rules.wilson(n, denominator)
        value = n / denominator if denominator else None
    else:
        interval = None
        value = mean
        if mean is not None:
            interval = rules.mean_interval(
                mean, deviation, denominator, least=indicator.least, most=indicator.most
            )
    low, high = interval or (None, None)
    return Result(
        indicator.slug, indicator.version, group, "", n, denominator, left_out, value, low, high, median
    )


def _parts(indicator: Indicator, rows: Sequence[Sequence[Any]]) -> list[Result]:
    """Every category of every group, those nobody is in too."""
    found: dict[str, dict[str, int]] = {}
    left_out: dict[str, int] = defaultdict(int)
    for group, category, n, out, *_ in rows:
        counts = found.setdefault(group, {})
        if category is not None:
            counts[category] = n
        left_out[group] += out
    results = []
    for group, counts in found.items():
        total = sum(counts.values())
        for category in indicator.categories:
            n = counts.get(category.key, 0)
            low, high = rules.wilson(n, total) or (None, None)
            results.append(
                Result(
                    indicator.slug, indicator.version, group, category.key, n, total, left_out[group],
                    n / total if total else None, low, high,
                )
            )  # fmt: skip
    return results


# The expressions, compiled once each.


def _rows(indicator: Indicator) -> Table:
    """What an indicator is counted on: of a register's measures, nobody who does not want to be in the register."""
    return last_year.filter(~last_year.register_opt_out) if indicator.register else last_year


@lru_cache(maxsize=512)
def _counting(slug: str, by: By, where: Where) -> str:
    indicator = BY_SLUG[slug]
    rows = _rows(indicator)
    each = _chosen(indicator.values(rows), where)
    each = _grouped(each, rows, by)
    if indicator.kind == "parts":
        counted = each.group_by("group", category=each.value).agg(
            n=each.included.sum(), left_out=(~each.included).sum()
        )
    elif indicator.kind == "share":
        counted = each.group_by("group").agg(
            n=(each.included & each.value).sum(),
            denominator=each.included.sum(),
            left_out=(~each.included).sum(),
            mean=ibis.null("float64"),
            deviation=ibis.null("float64"),
            median=ibis.null("float64"),
        )
    else:
        counted = each.group_by("group").agg(
            n=each.included.sum(),
            denominator=each.included.sum(),
            left_out=(~each.included).sum(),
            mean=each.value.mean(where=each.included),
            deviation=each.value.std(where=each.included, how="sample"),
            median=each.value.median(where=each.included),
        )
    return _sql(counted)


@lru_cache(maxsize=64)
def _comparing(key: str, where: Where) -> str:
    pair = next(one for one in PAIRS if one.key == key)
    rows = _rows(pair.reported)
    told = pair.recorded.values(rows)
    record = told.select("patient", expected=told.included, recorded=told.value.fill_null(False))
    each = _chosen(pair.reported.values(rows), where).join(record, "patient")
    of_both, says = each.included & each.expected, each.value.fill_null(False)
    counted = each.agg(
        both=(of_both & says & each.recorded).sum(),
        only_report=(of_both & says & ~each.recorded).sum(),
        only_record=(of_both & ~says & each.recorded).sum(),
        neither=(of_both & ~says & ~each.recorded).sum(),
        unreported=(~each.included & each.expected).sum(),
        only_reported=(each.included & ~each.expected).sum(),
    )
    return _sql(counted.select(*(ibis.coalesce(counted[name], 0).name(name) for name in counted.columns)))


@lru_cache(maxsize=64)
def _documenting(where: Where, unit: str) -> str:
    rows = _chosen(last_year.filter(~last_year.register_opt_out), where)
    return _sql(documented.counted(rows.filter(rows.unit == unit) if unit else rows))


def _chosen(each: Table, where: Where) -> Table:
    if where.region:
        each = each.filter(each.region == where.region)
    if where.municipality:
        each = each.filter(each.municipality == where.municipality)
    if where.year:
        each = each.filter(each.death_month.substr(0, 4) == where.year)
    return each


def _grouped(each: Table, rows: Table, by: By) -> Table:
    """The patients with their group; by provider, once for every provider that wrote of them.

    Of protected persons the provider is not told: they are of one that is not known.
    """
    if by == "provider":
        written = rows.select("patient", group=rows.provider.fill_null(NOT_KNOWN)).distinct()
        return each.join(written, "patient")
    return each.mutate(group=_group(each, by))


def _group(each: Table, by: By) -> Any:
    if by == "all":
        return ibis.literal(NOT_KNOWN)
    if by == "year":
        return each.death_month.substr(0, 4)
    if by == "month":
        return each.death_month
    return each[by].fill_null(NOT_KNOWN)


@lru_cache(maxsize=32)
def _groups(by: By) -> str:
    deaths = last_year.filter(last_year.kind == "died")
    group = last_year.provider if by == "provider" else None
    found = last_year.select(group=group) if group is not None else deaths.select(group=_group(deaths, by))
    return _sql(found.distinct().order_by("group"))


@lru_cache(maxsize=512)
def _opening(slug: str, provider: str, where: Where) -> str:
    indicator = BY_SLUG[slug]
    rows = _rows(indicator)
    written = rows.filter(rows.provider == provider).select("patient").distinct()
    each = _chosen(indicator.values(rows), where)
    each = each.filter(each.included).semi_join(written, "patient")
    return _sql(each.select("patient", "value").order_by("patient"))


@lru_cache(maxsize=32)
def _evidence(slug: str) -> str:
    rows = _rows(BY_SLUG[slug])
    found = rows.filter(BY_SLUG[slug].evidence(rows)).select(
        "patient", "kind", "form", "unit", "provider", "regime", "days_before_death", "minutes_before_death",
        "ended_minutes_before_death",
    )  # fmt: skip
    return _sql(found)


def _sql(expression: Any) -> str:
    return str(ibis.to_sql(expression, dialect="duckdb"))
