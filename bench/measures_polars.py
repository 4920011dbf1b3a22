"""The same cube by Polars: the vocabulary of measures compiled to its expressions. A yardstick, and no engine.

What Polars does well is used: rows are read lazily, a year at a time, and taken apart by kind first, because it works
out every branch of a choice for every row; conditions are columns of booleans, which it adds up quickly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

import polars as pl

from lindra.areas import geography
from lindra.measures import language as lang
from lindra.measures.counting import subjects
from lindra.measures.counting.compiled import HALF, LEVEL, MINUTES, SPECIAL, Asked, asked, kinds_of, of_kind
from lindra.measures.counting.engines.common import Notes, months, place, tables
from lindra.measures.counting.plan import Plan, plans
from lindra.measures.measure import Measure
from lindra.measures.strata import Grouping, age_group, diagnosis_group, place_of_death
from lindra.record.layers import read_manifest
from measures_polars_stays import stays

STRATA = {"age": age_group(), "diagnosis": diagnosis_group(), "place": place_of_death()}
WHO = {
    "month": "death_month", "weekday": "day", "region": "region", "municipality": "municipality", "sex": "sex",
    "years": "age_at_death", "opted_out": "register_opt_out", "died_unit": "unit", "known_to": "death_precision",
}  # fmt: skip


STAY = ("month", "region", "municipality", "sex", "years", "opted_out", "unit")


def count(export: Path, out: Path, measures: Sequence[Measure]) -> None:
    """Count and write every grouping, as the engines do."""
    manifest = read_manifest(export)
    for plan in plans(measures):
        if plan.subject == "deaths":
            for files in months(manifest).values():
                write(of_deaths(files, plan.measures), plan, out)
        else:
            found = {kind: each for kind, each in tables(manifest, Notes()).items() if each}
            write(of_stays(found, plan.measures), plan, out)


# Conditions on a row.


def moments() -> dict[str, pl.Expr]:
    """When a row was, in relation to death, as ``rules.py`` has it."""
    days, known_to = pl.col("days_before_death"), pl.col("death_precision")
    first = (pl.col("death_month") + "-01").str.to_date("%Y-%m-%d")
    start = first - pl.duration(days=days)
    begun = (
        pl.when(known_to == "day").then(days >= 0)
        .when(known_to == "month").then(start.dt.truncate("1mo") <= first)
        .when(known_to == "year").then(start.dt.year() <= first.dt.year())
        .otherwise(pl.col("occurred_from") < pl.col("died_at"))
    )  # fmt: skip
    return {
        "day_known": ~known_to.is_in(["month", "year"]),
        "begun": begun,
        "not_ended": pl.col("occurred_to").is_null() | (pl.col("occurred_to") >= pl.col("died_at")),
        "in_order": (known_to == "day") | (pl.col("occurred_from") <= pl.col("died_at")),
    }


def condition(rows: lang.Rows) -> pl.Expr:
    """A condition on a row; null where a column it asks for is."""
    match rows:
        case lang.Is(column, values):
            return pl.col(column) == values[0] if len(values) == 1 else pl.col(column).is_in(list(values))
        case lang.Begins(column, prefixes):
            return any_of(pl.col(column).str.starts_with(prefix) for prefix in prefixes)
        case lang.Says(question, answers):
            return any_of(
                pl.col("answers").str.contains(f"|{question}={answer}|", literal=True) for answer in answers
            )
        case lang.Between(column, least, most):
            ends = [pl.col(column) >= least] if least is not None else []
            ends += [pl.col(column) <= most] if most is not None else []
            return all_of(ends) if ends else pl.col(column).is_not_null()
        case lang.Marked(column):
            return pl.col(column)
        case lang.Lasted(most):
            ended = pl.col("ended_days_before_death").fill_null(0).clip(0)
            return pl.col("days_before_death") - ended <= most
        case lang.When(moment):
            return pl.col(moment)
        case lang.Within(first, last):
            when = pl.col("days_before_death").is_between(last, first)
            return pl.col("day_known") & pl.col("in_order") & when
        case lang.Not(part):
            return ~condition(part).fill_null(False)
        case lang.And(parts):
            return all_of(map(condition, parts))
        case lang.Or(parts):
            return any_of(map(condition, parts))
    raise AssertionError(rows)


def all_of(each: Iterable[pl.Expr]) -> pl.Expr:
    """All of them; true where there are none."""
    return reduce(lambda a, b: a & b, found) if (found := list(each)) else pl.lit(True)


def any_of(each: Iterable[pl.Expr]) -> pl.Expr:
    """Any of them; false where there are none."""
    return reduce(lambda a, b: a | b, found) if (found := list(each)) else pl.lit(False)


# What is kept of the rows of one kind, and put together of a subject.


def met(rows: lang.Rows, kind: str) -> pl.Expr | None:
    """Whether a row of a kind meets a condition, told in a column; None where no such row can."""
    left = of_kind(rows, kind)
    if isinstance(left, bool):
        return pl.lit(True) if left else None
    return condition(left).fill_null(False)


def gathered(what: Asked, kind: str) -> tuple[dict[str, pl.Expr], list[pl.Expr]]:
    """Of the rows of one kind: a column for each condition, and what is kept of them for a subject."""
    told = {rows: found for rows in what.conditions if (found := met(rows, kind)) is not None}
    column = {rows: pl.col(f"met_{what.conditions.index(rows)}") for rows in told}
    keep = [one.any() for one in column.values()]
    for each in what.numbers:
        if isinstance(each, lang.Foremost):
            cases = [(column[one], level) for level, one in enumerate(reversed(each.cases)) if one in column]
            keep += [_foremost(each, cases).max().alias(what.name(each))] if cases else []
        elif each.rows in column:  # type: ignore[attr-defined]
            found = _number(each, column[each.rows])  # type: ignore[attr-defined]
            keep += [one.alias(what.name(each) + end) for end, one in found.items()]
    return {one.meta.output_name(): told[rows] for rows, one in column.items()}, keep


def _foremost(each: lang.Foremost, cases: list[tuple[pl.Expr, int]]) -> pl.Expr:
    order = {value: place for place, (value, _) in enumerate(each.keys, 1)}
    special = pl.col(each.column).replace_strict(order, default=0, return_dtype=pl.Int64)
    late = (MINUTES - _whole("minutes_before_death")) * SPECIAL + special
    found = pl.lit(0, pl.Int64)
    for case, level in cases:
        found = pl.when(case).then(late + level * LEVEL).otherwise(found)
    return found


def _number(each: lang.Number, so: pl.Expr) -> dict[str, pl.Expr]:
    if isinstance(each, lang.Count):
        return {"": so.sum().cast(pl.Int64)}
    if isinstance(each, lang.Total):
        told = pl.when(so).then(_whole(each.column))
        return {"": pl.when(told.is_not_null().any()).then(told.sum())}
    if isinstance(each, lang.Earliest):
        return {"": pl.when(so).then(_whole("days_before_death")).max()}
    if isinstance(each, lang.LastNumber):
        order = (MINUTES - _whole("minutes_before_death")) * (lang.MOST + 1) + _whole(each.column)
        return {"": pl.when(so).then(order).max()}
    assert isinstance(each, lang.Nights)
    start = _whole("days_before_death").clip(0, each.days)
    end = pl.min_horizontal(_whole("ended_days_before_death").fill_null(0).clip(0), start)
    halves = {"": lambda day: day.clip(0, HALF), "_far": lambda day: (day - HALF).clip(0)}
    two = pl.lit(2, pl.Int64)
    return {
        name: pl.when(so).then(two.pow(half(start)) - two.pow(half(end))).otherwise(0).bitwise_or()
        for name, half in halves.items()
    }


def _whole(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Int64)


def joined(parts: Sequence[pl.DataFrame], key: str, what: Asked) -> pl.DataFrame:
    """What was kept of each kind put together, a row for each subject of the first part."""
    found = parts[0]
    for number, part in enumerate(parts[1:]):
        found = found.join(
            part.rename(lambda name, n=number: name if name == key else f"{name}/{n}"), key, "left"
        )
    by_name: dict[str, list[str]] = {}
    for column in found.columns:
        by_name.setdefault(column.partition("/")[0], []).append(column)
    merged = []
    for name, columns in by_name.items():
        if name.startswith("met_"):
            merged.append(pl.any_horizontal(pl.col(columns).fill_null(False)).alias(name))
        else:
            together = (
                MERGED.get(type(what.numbers[int(name.split("_")[1])]))
                if name.startswith("number_")
                else None
            )
            merged.append((together or pl.max_horizontal)(columns).alias(name))
    return found.with_columns(merged).select(list(by_name))


MERGED: dict[type, Callable[[list[str]], pl.Expr]] = {
    lang.Count: pl.sum_horizontal,
    lang.Nights: lambda columns: reduce(lambda a, b: a | b, (pl.col(one).fill_null(0) for one in columns)),
}
"""How the numbers of several kinds make one; all others are the greatest of them."""


# What is asked of a subject.


class Subject:
    """Compiles what is asked of a subject to expressions over what was kept of it."""

    def __init__(self, what: Asked, has: Iterable[str]) -> None:
        self.what, self.has = what, set(has)

    def truth(self, node: lang.Truth) -> pl.Expr:
        """A condition, never null."""
        match node:
            case lang.Exists(rows):
                name = f"met_{self.what.conditions.index(rows)}"
                return pl.col(name) if name in self.has else pl.lit(False)
            case lang.Known(value):
                return self.number(value).is_not_null()
            case lang.AtLeast(value, least):
                return (self.number(value) >= least).fill_null(False)
            case lang.Both(parts):
                return all_of(map(self.truth, parts))
            case lang.Either(parts):
                return any_of(map(self.truth, parts))
            case lang.Negated(part):
                return ~self.truth(part)
        raise AssertionError(node)

    def number(self, node: lang.Number) -> pl.Expr:
        """A number, null where it is not known."""
        if isinstance(node, lang.Age):
            return pl.col("years").cast(pl.Int64)
        if isinstance(node, lang.HowMany):
            return pl.sum_horizontal([self.truth(part).cast(pl.Int64) for part in node.parts])
        if isinstance(node, lang.Less):
            return node.whole - self.number(node.value)
        name = self.what.name(node)  # type: ignore[arg-type]
        told = pl.col(name) if name in self.has else pl.lit(None, pl.Int64)
        if isinstance(node, lang.Nights):
            both = [told, pl.col(f"{name}_far")] if name in self.has else [told]
            return pl.sum_horizontal([one.fill_null(0).bitwise_count_ones().cast(pl.Int64) for one in both])
        if isinstance(node, lang.LastNumber):
            return told % (lang.MOST + 1)
        return told.fill_null(0) if isinstance(node, lang.Count) else told

    def choice(self, node: lang.Choice) -> pl.Expr:
        """Which of its keys."""
        cases: list[tuple[pl.Expr, str]] = []
        if isinstance(node, lang.First):
            cases = [(self.truth(case), key) for key, case in node.cases]
        else:
            assert isinstance(node, lang.Foremost)
            special = pl.col(self.what.name(node)).fill_null(0) % SPECIAL
            cases = [(special == place, key) for place, (_, key) in enumerate(node.keys, 1)]
        found = pl.lit(node.otherwise)
        for so, key in reversed(cases):
            found = pl.when(so).then(pl.lit(key)).otherwise(found)
        return found

    def counters(self, measure: Measure) -> Iterator[pl.Expr]:
        """What is counted of it for one measure."""
        counted = self.truth(measure.population)
        if measure.register:
            counted = counted & ~pl.col("opted_out")
        kept = counted & ~self.truth(measure.exclusions)
        if measure.choice is not None:
            which = self.choice(measure.choice)
            found = {"of": kept} | {key: kept & (which == key) for key, _ in measure.parts}
        elif measure.mean is not None:
            value = self.number(measure.mean)
            some = kept & value.is_not_null()
            each = pl.when(some).then(value).otherwise(0)
            found = {"of": some, "sum": each, "squares": each * each}
        elif measure.met is not None:
            assert measure.of is not None
            of, so = (pl.when(kept).then(self.number(one)).otherwise(0) for one in (measure.of, measure.met))
            found = {"of": of, "met": so, "unknown": pl.lit(0), "out": counted & ~kept}
        else:
            assert measure.numerator is not None
            so = self.truth(measure.numerator)
            unknown = kept & ~so & self.truth(measure.unknown)
            found = {"of": kept, "met": kept & so, "unknown": unknown, "out": counted & ~kept}
        yield from (one.alias(f"{measure.key}.{name}") for name, one in found.items())


# One row per subject, and its cells.


def of_deaths(files: Sequence[Path], measures: Sequence[Measure]) -> pl.DataFrame:
    """One row per person who died, those with two deaths or dead before birth left out."""
    what = asked([*subjects.asked_by(measures), *STRATA.values()])
    kinds = sorted({kind for rows in what.conditions for kind in kinds_of(rows)} - {"died"})
    each = {kind: gathered(what, kind) for kind in ("died", *kinds)}
    each["died"][1].extend(pl.col(column).max().alias(name) for name, column in WHO.items())
    each["died"][1].append(pl.len().alias("deaths"))
    each["death_reported"][1].append(pl.col("unit").max().alias("reporting_unit"))
    asking = [
        one for columns, keep in each.values() for one in (*columns.values(), *keep, *moments().values())
    ]
    needed = {name for one in asking for name in one.meta.root_names()}
    scan = pl.scan_parquet([str(path) for path in files])
    read = [name for name in scan.collect_schema() if name in {*needed, "patient", "kind"}]
    rows = scan.select(read).filter(pl.col("kind").is_in(list(each))).with_columns(**moments()).collect()
    apart = {str(kind): part for (kind,), part in rows.partition_by("kind", as_dict=True).items()}
    del rows
    parts = [
        apart[kind].lazy().with_columns(**columns).group_by("patient").agg(keep)
        for kind, (columns, keep) in each.items() if kind in apart
    ]  # fmt: skip
    found = joined(pl.collect_all(parts), "patient", what)
    found = found.filter((pl.col("deaths") == 1) & (pl.col("years").is_null() | (pl.col("years") >= 0)))
    weekend = (
        pl.when(pl.col("known_to").is_in(["month", "year"])).then(pl.lit(""))
        .when(pl.col("weekday").dt.weekday() >= 6).then(pl.lit("weekend")).otherwise(pl.lit("weekday"))
    )  # fmt: skip
    unit = pl.coalesce("reporting_unit", "died_unit", pl.lit(""))
    return told(found, measures, what, STRATA, unit=unit, weekend=weekend)


def of_stays(files: dict[str, list[Path]], measures: Sequence[Measure]) -> pl.DataFrame:
    """One row per stay that ended; each is one row already, so that nothing is put together here."""
    what = asked([*subjects.asked_by(measures), STRATA["age"]])
    columns, keep = gathered(what, "stay")
    rows = stays(files).with_columns(**columns).with_row_index("stay")
    found = rows.group_by("stay", *STAY).agg(keep).collect()
    found = found.filter(pl.col("years").is_null() | (pl.col("years") >= 0))
    return told(found, measures, what, {"age": STRATA["age"]}, unit=pl.col("unit").fill_null(""))


def told(
    found: pl.DataFrame, measures: Sequence[Measure], what: Asked, strata: dict[str, Any], **further: pl.Expr
) -> pl.DataFrame:
    """Month, groups and counters of each subject."""
    one = Subject(what, found.columns)
    codes = {
        "region": [each.code for each in geography.regions()],
        "municipality": [each.code for each in geography.municipalities()],
        "sex": ["female", "male", "other"],
    }
    groups = {
        name: pl.when(pl.col(name).is_in(known)).then(name).otherwise(pl.lit(""))
        for name, known in codes.items()
    } | {name: one.choice(node) for name, node in strata.items()}
    counted = [counter for measure in measures for counter in one.counters(measure)]
    return found.lazy().select("month", *counted, **groups, **further).collect()


def write(found: pl.DataFrame, plan: Plan, out: Path) -> None:
    """The cells of every grouping, a file a year."""
    names = pl.col(plan.counters).sum().cast(pl.Int64)
    for each in plan.groupings:
        finest = found.lazy().group_by(_period(each).alias("period"), *each.by).agg(names)
        if each.every != "year":
            year = finest.group_by(pl.col("period").str.slice(0, 4), *each.by).agg(names)
            finest = pl.concat([finest, year])
        cells = finest.sort(*each.by, "period").with_columns(year=pl.col("period").str.slice(0, 4)).collect()
        into = place(out, plan.subject, each.name)
        into.mkdir(parents=True, exist_ok=True)
        for (when,), part in cells.partition_by("year", as_dict=True, include_key=False).items():
            part.write_parquet(into / f"{when}.parquet", compression="zstd")


def _period(each: Grouping) -> pl.Expr:
    month = pl.col("month")
    if each.every == "month":
        return month
    year = month.str.slice(0, 4)
    if each.every == "year":
        return year
    return year + "Q" + ((month.str.slice(5, 2).cast(pl.Int64) + 2) // 3).cast(pl.String)
