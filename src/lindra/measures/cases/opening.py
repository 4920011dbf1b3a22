"""An export opened for what a cube cannot tell: person by person, and the rows that stand behind. Pure.

What comes out is about named people once their pseudonyms are looked up: it is for follow-up of one's own care, and
``seen.py`` decides what of it is shown. The definitions are those the cubes are counted by (``catalogue``), compiled
by the same expressions (``compiled.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import ibis
from ibis.expr.types import BooleanValue, Table

from lindra.measures import language as lang
from lindra.measures import rules
from lindra.measures.catalogue.common import DAY
from lindra.measures.counting import compiled, subjects
from lindra.measures.measure import Measure
from lindra.measures.national import documented
from lindra.measures.national.documented import Documented
from lindra.measures.national.pairs import Pair
from lindra.measures.schema import SCHEMA, last_year
from lindra.record.layers import LAST_YEAR, read_manifest
from lindra.record.parquet import connect

By = Literal["region", "municipality", "year"]


class NoExport(LookupError):
    """The folder holds no deaths; says what to do."""


class Out(Enum):
    """What a person who is not counted has instead of a value."""

    NOT_COUNTED = "not_counted"


@dataclass(frozen=True, slots=True)
class OfRows:
    """The value of a person where rows are counted: of so many, so many met it."""

    met: int
    of: int


Value = bool | str | int | OfRows | Out


@dataclass(frozen=True, slots=True)
class Where:
    """Which dead are looked at; empty means all. ``year`` is the year of death."""

    region: str = ""
    municipality: str = ""
    year: str = ""

    @property
    def in_cube(self) -> dict[str, str]:
        """The same choice as a cube is asked it."""
        told = {"region": self.region, "municipality": self.municipality, "period": self.year}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Behind:
    """A row that a value stands on: what, where, and when in relation to death (calendar days; minutes elapsed).

    ``meets``: which of the measure's conditions on rows it meets. ``shown``: whether it is what the measure counts;
    what only says who is counted is not told beside the value.
    """

    kind: str
    form: str | None
    unit: str | None
    provider: str | None
    regime: str
    days_before_death: int
    minutes_before_death: int
    ended_minutes_before_death: int | None
    shown: bool
    meets: frozenset[lang.Rows]


@dataclass(frozen=True, slots=True)
class Case:
    """A dead person and the value, whoever wrote what it stands on: not for a page as it is."""

    pseudonym: str
    day_known: bool
    value: Value


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
    """An export opened. Use as a context: ``with Export(folder) as export: export.cases(…)``."""

    def __init__(self, folder: Path) -> None:
        """Open a folder; :class:`record.layers.OldExport` and :class:`NoExport` say what to do where it cannot be."""
        files = read_manifest(folder).files(LAST_YEAR)
        if not files:
            raise NoExport(f"no deaths are exported in {folder}; write them with: lindra export {folder}")
        self._duck = connect()
        # A view cannot be prepared: the paths are quoted by hand.
        named = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
        self._duck.execute(
            f"CREATE VIEW last_year AS SELECT {', '.join(SCHEMA)} FROM read_parquet([{named}], "  # noqa: S608
            "hive_partitioning = true, hive_types_autocast = false)"
        )

    @classmethod
    def of_connection(cls, duck: Any) -> Export:
        """Open a DuckDB connection that has a table or view ``last_year``."""
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

    def cases(self, measure: Measure, provider: str, where: Where | None = None) -> list[Case]:
        """The dead of whom the provider has written, by pseudonym, counted or not: never by value.

        An order or a choice by the value would tell the value of those whose value a reader may not see; so would
        leaving out those who are not counted, where that stands on entries. Of a register's measure those who do not
        want to be in the register are left out (SFS 2008:355 7 kap. 2 §).
        """
        found = self._rows(_opening(measure, provider, where or Where()))
        return [Case(patient, day, _value(measure, *rest)) for patient, day, *rest in found]

    def behind(self, measure: Measure, pseudonyms: Sequence[str]) -> dict[str, tuple[Behind, ...]]:
        """Every row that the value of some people stands on, whoever wrote it, earliest first: not for a page as it
        is."""
        found: dict[str, list[Behind]] = {one: [] for one in pseudonyms}
        if found:
            asked = tuple(conditions(measure))
            marks = ", ".join("?" * len(found))
            sql = f"SELECT * FROM ({_evidence(measure)}) WHERE patient IN ({marks})"  # noqa: S608
            for patient, *row in self._duck.execute(sql, list(found)).fetchall():
                told, met = row[: len(_TOLD)], row[len(_TOLD) :]
                meets = frozenset(one for one, does in zip(asked, met, strict=True) if does)
                found[patient].append(Behind(**dict(zip(_TOLD, told, strict=True)), meets=meets))
        earliest = attrgetter("minutes_before_death")
        return {one: tuple(sorted(rows, key=earliest, reverse=True)) for one, rows in found.items()}

    def compare(self, pair: Pair, where: Where | None = None) -> Compared:
        """How signed reports and the record answer one national indicator, person by person."""
        return Compared(*self._rows(_comparing(pair.reported, pair.recorded, where or Where()))[0])

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


def _value(measure: Measure, counted: bool, value: Any, of: int) -> Value:
    if not counted:
        return Out.NOT_COUNTED
    return OfRows(int(value), of) if measure.of is not None else value


# Which rows a measure stands on.


def conditions(measure: Measure) -> Iterator[lang.Rows]:
    """Every condition on rows that decides who is counted and what the value is, each once.

    Not that the day of death is known: every row says that, and it is no entry that could be hidden.
    """
    yield from (rows for rows in _asked(subjects.asked_by([measure])) if rows != DAY_ASKED)


DAY_ASKED = DAY.rows  # type: ignore[attr-defined]
"""The condition that asks whether the day of death is known."""


def _asked(roots: Sequence[Any]) -> Iterator[lang.Rows]:
    """The conditions on rows; of nights, rows that take of the days looked at."""
    what = compiled.asked(roots)
    nights = {one.rows: one.days for one in what.numbers if isinstance(one, lang.Nights)}
    for rows in what.conditions:
        before = lang.Between("ended_days_before_death", least=nights.get(rows))
        yield rows & ~before if rows in nights else rows


def whatever_said(rows: lang.Rows) -> lang.Rows | None:
    """A condition without what a report answers, so that the report stands behind whatever it says.

    ``None`` where nothing else is asked.
    """
    if isinstance(rows, lang.Says):
        return None
    if isinstance(rows, lang.And):
        return lang.And(tuple(kept for part in rows.parts if (kept := whatever_said(part)) is not None))
    if isinstance(rows, lang.Or):
        parts = [whatever_said(part) for part in rows.parts]
        return None if None in parts else lang.Or(tuple(part for part in parts if part is not None))
    if isinstance(rows, lang.Not):
        return rows if whatever_said(rows.part) == rows.part else None
    return rows


def _counts(measure: Measure) -> list[Any]:
    """What is counted, as against who is."""
    told = (measure.numerator, measure.unknown, measure.of, measure.choice, measure.mean)
    return [node for node in told if node is not None]


def _stripped(found: Sequence[lang.Rows]) -> list[lang.Rows]:
    """The conditions whatever a report answers, each once."""
    told = dict.fromkeys(whatever_said(one) for one in found)
    return [one for one in told if one is not None]


@lru_cache(maxsize=64)
def _evidence(measure: Measure) -> str:
    rows = last_year.filter(~last_year.register_opt_out) if measure.register else last_year
    asked = list(conditions(measure))
    every, counted = _stripped(asked), _stripped([one for one in _asked(_counts(measure)) if one in asked])
    what = compiled.asked([], *asked, *every)
    rows = compiled.masked(what, compiled.timed(rows))

    def meets(found: Sequence[lang.Rows]) -> BooleanValue:
        return ibis.or_(*(what.met(one, rows) for one in found)) if found else ibis.literal(False)

    flags = {f"meets_{n}": what.met(one, rows) for n, one in enumerate(asked)}
    told = rows.mutate(shown=meets(counted), **flags).filter(meets(every))
    return _sql(told.select("patient", *_TOLD, *flags))


_TOLD = (
    "kind", "form", "unit", "provider", "regime", "days_before_death", "minutes_before_death",
    "ended_minutes_before_death", "shown",
)  # fmt: skip


# Person by person.


def _persons(rows: Table, measures: Sequence[Measure], where: Where) -> tuple[Table, compiled.Asked]:
    """One row per dead person that cubes count: not those with two deaths, or a death before birth (``subjects``)."""
    what = compiled.asked(subjects.asked_by(measures), subjects.DIED)
    rows = compiled.masked(what, compiled.timed(rows))
    died = what.met(subjects.DIED, rows)
    found = rows.group_by("patient").agg(
        deaths=rows.count(where=died),
        year=rows.death_month.max(where=died).substr(0, 4),
        region=rows.region.max(where=died),
        municipality=rows.municipality.max(where=died),
        years=rows.age_at_death.max(where=died),
        opted_out=rows.register_opt_out.max(where=died).fill_null(True),
        day_known=rules.day_known(rows).all(),
        **compiled.aggregates(what, rows),
    )
    found = found.filter((found.deaths == 1) & ~(found.years < 0).fill_null(False))
    return _chosen(found, where), what


def _chosen(found: Table, where: Where) -> Table:
    for name in ("region", "municipality", "year"):
        if wanted := getattr(where, name):
            found = found.filter(found[name] == wanted)
    return found


@lru_cache(maxsize=256)
def _opening(measure: Measure, provider: str, where: Where) -> str:
    written = last_year.filter(last_year.provider == provider).select("patient").distinct()
    found, what = _persons(last_year.semi_join(written, "patient"), [measure], where)
    if measure.register:
        found = found.filter(~found.opted_out)
    counted = compiled.truth(measure.population, found, what)
    counted = counted & ~compiled.truth(measure.exclusions, found, what)
    of = ibis.literal(0, "int64")
    value: Any
    if measure.choice is not None:
        value = compiled.choice(measure.choice, found, what)
    elif measure.mean is not None:
        value = compiled.number(measure.mean, found, what)
        counted = counted & value.notnull()
    elif measure.of is not None and measure.met is not None:
        of, value = (compiled.number(one, found, what) for one in (measure.of, measure.met))
        counted = counted & (of > 0)
    else:
        assert measure.numerator is not None
        value = compiled.truth(measure.numerator, found, what)
    return _sql(found.select("patient", "day_known", counted=counted, value=value, of=of).order_by("patient"))


@lru_cache(maxsize=64)
def _comparing(reported: Measure, recorded: Measure, where: Where) -> str:
    found, what = _persons(last_year, (reported, recorded), where)
    told = {
        name: count == 1
        for way, measure in (("report", reported), ("record", recorded))
        for name, count in zip(
            (f"{way}_of", f"{way}_yes"),
            _of_and_met(compiled.counters(measure, found, what), measure),
            strict=True,
        )
    }
    each = found.select(**told)
    of_both = each.report_of & each.record_of
    counted = each.agg(
        both=(of_both & each.report_yes & each.record_yes).sum(),
        only_report=(of_both & each.report_yes & ~each.record_yes).sum(),
        only_record=(of_both & ~each.report_yes & each.record_yes).sum(),
        neither=(of_both & ~each.report_yes & ~each.record_yes).sum(),
        unreported=(~each.report_of & each.record_of).sum(),
        only_reported=(each.report_of & ~each.record_of).sum(),
    )
    return _sql(counted.select(*(ibis.coalesce(counted[name], 0).name(name) for name in counted.columns)))


def _of_and_met(counters: Mapping[str, Any], measure: Measure) -> tuple[Any, Any]:
    return counters[f"{measure.key}.of"], counters[f"{measure.key}.met"]


@lru_cache(maxsize=64)
def _documenting(where: Where, unit: str) -> str:
    rows = last_year.filter(~last_year.register_opt_out).mutate(year=last_year.death_month.substr(0, 4))
    rows = _chosen(rows, where)
    return _sql(documented.counted(rows.filter(rows.unit == unit) if unit else rows))


@lru_cache(maxsize=8)
def _groups(by: By) -> str:
    deaths = last_year.filter(last_year.kind == "died")
    group = deaths.death_month.substr(0, 4) if by == "year" else deaths[by]
    return _sql(deaths.select(group=group).distinct().order_by("group"))


def _sql(expression: Any) -> str:
    return str(ibis.to_sql(expression, dialect="duckdb"))
