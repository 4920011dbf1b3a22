"""Measures as Ibis expressions: two steps that every engine runs as they are.

**Subjects.** One pass over the rows, grouped by person (or stay). Whatever any measure asks with *is there a row
that …* is one bit of a mask that is put together with a bitwise or; the condition is looked at only for rows of its
kinds. The rest are a few counts and extremes. From these each subject gets its period, its groups, and 0 or 1 for
every counter.

**Cells.** The counters added up by group and period. Nothing is asked of the rows again.

Every number is whole, so that engines agree to the last case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import ibis
from ibis.expr.types import BooleanValue, IntegerValue, StringValue, Table

from lindra.measures import language as lang
from lindra.measures import rules
from lindra.measures.language import kinds_of as kinds_of
from lindra.measures.measure import Measure, Unsound
from lindra.measures.strata import Every, Grouping

BITS = 60
"""Bits of one mask; a whole number of 64 bits keeps its sign."""
MINUTES, SPECIAL, LEVEL = 1 << 30, 1 << 4, 1 << 40
"""How the foremost row is put in one number: its level, how late it began, how special it is."""
HALF = 45
"""Nights in one mask; two hold :data:`language.WINDOW`."""
LATE = 600_000
"""Minutes after death within which rows of ``last_year`` lie (200 days), so that a number made of them is not
negative."""


@ibis.udf.scalar.builtin(signature=(("int64",), "int8"))
def bit_count(mask):  # type: ignore[no-untyped-def]
    """How many bits are set: a function that every engine has under this name; DuckDB's answers in eight bits."""


# Conditions on a row.


def of_kind(rows: lang.Rows, kind: str) -> lang.Rows | bool:
    """What is left of a condition for rows of one kind: yes, no, or a condition."""
    if isinstance(rows, lang.Is) and rows.column == "kind":
        return kind in rows.values
    if isinstance(rows, lang.Not):
        left = of_kind(rows.part, kind)
        return not left if isinstance(left, bool) else lang.Not(left)
    if isinstance(rows, lang.And | lang.Or):
        decided = isinstance(rows, lang.Or)  # what settles it at once: no of an *and*, yes of an *or*
        left_over = []
        for part in rows.parts:
            left = of_kind(part, kind)
            if left is decided:
                return decided
            if not isinstance(left, bool):
                left_over.append(left)
        if not left_over:
            return not decided
        return left_over[0] if len(left_over) == 1 else type(rows)(tuple(left_over))
    return rows


def condition(rows: lang.Rows, table: Table) -> BooleanValue:
    """A condition as an expression; null where a column it asks for is, which no choice takes for met."""
    if isinstance(rows, lang.Is):
        column = table[rows.column]
        return column == rows.values[0] if len(rows.values) == 1 else column.isin(rows.values)
    if isinstance(rows, lang.Begins):
        column = table[rows.column]
        return reduce(lambda a, b: a | b, (column.startswith(prefix) for prefix in rows.prefixes))
    if isinstance(rows, lang.Says):
        said = (table.answers.contains(f"|{rows.question}={answer}|") for answer in rows.answers)
        return reduce(lambda a, b: a | b, said)
    if isinstance(rows, lang.Between):
        column = table[rows.column]
        ends = [column >= rows.least] if rows.least is not None else []
        ends += [column <= rows.most] if rows.most is not None else []
        return reduce(lambda a, b: a & b, ends) if ends else column.notnull()
    if isinstance(rows, lang.Marked):
        return table[rows.column]
    if isinstance(rows, lang.Lasted):
        ended = ibis.greatest(table.ended_days_before_death.fill_null(0), 0)
        return table.days_before_death - ended <= rows.most
    if isinstance(rows, lang.When):
        return table[rows.moment]
    if isinstance(rows, lang.Within):
        return table.day_known & table.in_order & table.days_before_death.between(rows.last, rows.first)
    if isinstance(rows, lang.Not):
        return ~condition(rows.part, table).fill_null(False)
    assert isinstance(rows, lang.And | lang.Or)
    parts = [condition(part, table) for part in rows.parts]
    if isinstance(rows, lang.And):
        return reduce(lambda a, b: a & b, parts)
    return reduce(lambda a, b: a | b, parts)


def _by_kind(found: Mapping[str, Any], table: Table) -> Any:
    """One value for the rows of each kind, else 0: nothing is worked out for rows of another."""
    return ibis.cases(*((table.kind == kind, value) for kind, value in found.items()), else_=0)


# What is asked of a subject.


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything some definitions ask, each thing once, in a fixed order."""

    conditions: tuple[lang.Rows, ...]
    """Every condition on a row, each a bit of a mask."""
    numbers: tuple[lang.Number | lang.Foremost, ...]

    def bit(self, rows: lang.Rows) -> tuple[int, int]:
        """The mask and the bit that say whether there is such a row."""
        return divmod(self.conditions.index(rows), BITS)

    def met(self, rows: lang.Rows, table: Table) -> BooleanValue:
        """Whether a row meets a condition, or any row of a subject does: by its bit."""
        mask, bit = self.bit(rows)
        return (table[f"mask_{mask}"] & (1 << bit)) != 0

    def name(self, number: lang.Number | lang.Foremost) -> str:
        """The column that holds a number."""
        return f"number_{self.numbers.index(number)}"


def asked(roots: Iterable[Any], *conditions: lang.Rows) -> Asked:
    """What is asked by definitions, choices and conditions on a subject; further conditions on a row may be named."""
    found: dict[lang.Rows, None] = dict.fromkeys(conditions)
    numbers: dict[lang.Number | lang.Foremost, None] = {}
    for leaf in (leaf for root in roots for leaf in _leaves(root)):
        if not isinstance(leaf, lang.Exists):
            numbers[leaf] = None
        found |= dict.fromkeys(leaf.cases if isinstance(leaf, lang.Foremost) else (leaf.rows,))
    for rows in found:
        _about_kinds(rows)
    return Asked(tuple(found), tuple(numbers))


def _leaves(node: Any) -> Iterator[Any]:
    if isinstance(node, lang.Exists | lang.Count | lang.Earliest | lang.LastNumber | lang.Nights | lang.Total
                  | lang.Foremost):  # fmt: skip
        yield node
    elif isinstance(node, lang.Both | lang.Either | lang.HowMany):
        for part in node.parts:
            yield from _leaves(part)
    elif isinstance(node, lang.Negated):
        yield from _leaves(node.part)
    elif isinstance(node, lang.AtLeast | lang.Known | lang.Less):
        yield from _leaves(node.value)
    elif isinstance(node, lang.First):
        for _, case in node.cases:
            yield from _leaves(case)


def _about_kinds(rows: lang.Rows) -> None:
    """Refuse a condition that rows of no kind it names could meet, or that any other kind could."""
    if of_kind(rows, "") is not False:
        raise Unsound(f"a condition names no kind of event; begin it with events(…): {rows}")


def truth(node: lang.Truth, subjects: Table, what: Asked) -> BooleanValue:
    """A condition on a subject, never null."""
    if isinstance(node, lang.Exists):
        return what.met(node.rows, subjects)
    if isinstance(node, lang.Known):
        return number(node.value, subjects, what).notnull()
    if isinstance(node, lang.AtLeast):
        return (number(node.value, subjects, what) >= node.number).fill_null(False)
    if isinstance(node, lang.Negated):
        return ~truth(node.part, subjects, what)
    assert isinstance(node, lang.Both | lang.Either)
    parts = [truth(part, subjects, what) for part in node.parts]
    if isinstance(node, lang.Both):
        return reduce(lambda a, b: a & b, parts) if parts else ibis.literal(True)
    return reduce(lambda a, b: a | b, parts) if parts else ibis.literal(False)


def number(node: lang.Number, subjects: Table, what: Asked) -> IntegerValue:
    """A number of a subject, null where it is not known."""
    if isinstance(node, lang.Age):
        return subjects.years.cast("int64")
    if isinstance(node, lang.HowMany):
        each = (truth(part, subjects, what).cast("int64") for part in node.parts)
        return reduce(lambda a, b: a + b, each, ibis.literal(0, "int64"))
    if isinstance(node, lang.Less):
        return node.whole - number(node.value, subjects, what)
    column = subjects[what.name(node)]
    if isinstance(node, lang.Nights):
        far = subjects[f"{what.name(node)}_far"]
        near, far = bit_count(column.fill_null(0)), bit_count(far.fill_null(0))
        return near.cast("int64") + far.cast("int64")
    if isinstance(node, lang.LastNumber):
        return lang.MOST - column % (lang.MOST + 1)
    return column


def choice(node: lang.Choice, subjects: Table, what: Asked) -> StringValue:
    """Which of its keys a subject is."""
    if isinstance(node, lang.First):
        cases = [(truth(case, subjects, what), key) for key, case in node.cases]
        return ibis.cases(*cases, else_=node.otherwise) if cases else ibis.literal(node.otherwise)
    assert isinstance(node, lang.Foremost)
    special = subjects[what.name(node)] % SPECIAL
    return ibis.cases(
        *((special == place, key) for place, (_, key) in enumerate(node.keys, 1)), else_=node.otherwise
    )


# The steps.


def timed(table: Table) -> Table:
    """Rows of ``last_year`` with when each was in relation to death.

    Asked by many conditions, so worked out once: an engine has it as a view of its own, for otherwise Ibis writes it
    out in each of them.
    """
    return table.mutate(
        day_known=rules.day_known(table),
        begun=rules.begun(table),
        not_ended=rules.not_ended(table),
        in_order=rules.in_order(table),
    )


def masked(what: Asked, table: Table) -> Table:
    """The rows with their masks: the bits of everything a row meets, looked at once, and only for its kind."""
    found: dict[int, dict[str, list[Any]]] = {mask: {} for mask in range(-(-len(what.conditions) // BITS))}
    for rows in what.conditions:
        mask, bit = what.bit(rows)
        value = ibis.literal(1 << bit, "int64")
        for kind in sorted(kinds_of(rows)):
            left = of_kind(rows, kind)
            if left is not False:
                met = value if left is True else ibis.cases((condition(left, table), value), else_=0)
                found[mask].setdefault(kind, []).append(met)
    masks = {
        f"mask_{mask}": _by_kind({k: reduce(lambda a, b: a + b, v) for k, v in kinds.items()}, table).cast(
            "int64"
        )
        for mask, kinds in found.items()
    }
    return table.mutate(**masks)


def aggregates(what: Asked, rows: Table) -> dict[str, Any]:
    """What is kept of a subject's masked rows."""
    masks = range(-(-len(what.conditions) // BITS))
    found: dict[str, Any] = {f"mask_{mask}": rows[f"mask_{mask}"].bit_or() for mask in masks}
    for each in what.numbers:
        name = what.name(each)
        if isinstance(each, lang.Foremost):
            found[name] = _foremost(each, rows, what).max()
            continue
        met = what.met(each.rows, rows)  # type: ignore[attr-defined]
        if isinstance(each, lang.Count):
            found[name] = rows.count(where=met)
        elif isinstance(each, lang.Total):
            found[name] = rows[each.column].cast("int64").sum(where=met).cast("int64")
        elif isinstance(each, lang.Earliest):
            found[name] = rows.days_before_death.max(where=met)
        elif isinstance(each, lang.LastNumber):
            order = (rows.minutes_before_death.cast("int64") + LATE) * (lang.MOST + 1)
            whole = rows[each.column].floor().cast("int64")  # cast alone, DuckDB rounds and Spark cuts off
            found[name] = (order + (lang.MOST - whole)).min(where=met)
        else:
            assert isinstance(each, lang.Nights)
            near, far = _nights(each.days, rows)
            found[name], found[f"{name}_far"] = near.bit_or(where=met), far.bit_or(where=met)
    return found


def _nights(days: int, table: Table) -> tuple[IntegerValue, IntegerValue]:
    """The nights of a row as bits, in two masks: night n is that before the n-th day before death."""
    start = ibis.least(ibis.greatest(table.days_before_death.cast("int64"), 0), days)
    end = ibis.least(ibis.greatest(table.ended_days_before_death.fill_null(0).cast("int64"), 0), start)
    one = ibis.literal(1, "int8").cast("int64")  # written out, or Spark shifts in 32 bits

    def upto(day: IntegerValue) -> tuple[IntegerValue, IntegerValue]:
        return (one << ibis.least(day, HALF)) - 1, (one << ibis.greatest(day - HALF, 0)) - 1

    (near, far), (near_ended, far_ended) = upto(start), upto(end)
    return near - near_ended, far - far_ended


def _foremost(each: lang.Foremost, rows: Table, what: Asked) -> IntegerValue:
    column = rows[each.column]
    special = ibis.cases(
        *((column == value, place) for place, (value, _) in enumerate(each.keys, 1)), else_=0
    )
    late = (MINUTES - rows.minutes_before_death.cast("int64")) * SPECIAL + special.cast("int64")
    levels = range(len(each.cases) - 1, -1, -1)
    cases = [
        (what.met(case, rows), late + level * LEVEL) for case, level in zip(each.cases, levels, strict=True)
    ]
    return ibis.cases(*cases, else_=0)


def counters(measure: Measure, subjects: Table, what: Asked) -> dict[str, Any]:
    """The counters of a measure for one subject: whole numbers that are added up."""
    counted = truth(measure.population, subjects, what)
    if measure.register:
        counted = counted & ~subjects.opted_out
    kept = counted & ~truth(measure.exclusions, subjects, what)
    if measure.kind == "parts":
        assert measure.choice is not None
        which = choice(measure.choice, subjects, what)
        found = {"of": kept} | {key: kept & (which == key) for key, _ in measure.parts}
    elif measure.kind == "mean":
        assert measure.mean is not None
        value = number(measure.mean, subjects, what)
        kept = kept & value.notnull()
        amount = ibis.cases((kept, value), else_=0)
        found = {"of": kept, "sum": amount, "squares": amount * amount}
    elif measure.met is not None:
        assert measure.of is not None
        of, met = (ibis.cases((kept, number(n, subjects, what)), else_=0) for n in (measure.of, measure.met))
        found = {"of": of, "met": met, "unknown": ibis.literal(0), "out": counted & ~kept}
    else:
        assert measure.numerator is not None
        met = truth(measure.numerator, subjects, what)
        unknown = kept & ~met & truth(measure.unknown, subjects, what)
        found = {"of": kept, "met": kept & met, "unknown": unknown, "out": counted & ~kept}
    return {f"{measure.key}.{name}": _whole(value) for name, value in found.items()}


def _whole(value: Any) -> Any:
    return value.cast("int32") if isinstance(value, BooleanValue) else value.cast("int64")


def periods(month: StringValue, every: Every) -> StringValue:
    """The period of a month (2026-03): itself, its quarter (2026Q1) or its year."""
    year = month.substr(0, 4)
    if every == "month":
        return month
    if every == "year":
        return year
    quarter = (month.substr(5, 2).cast("int32") + 2) // 3
    return year + "Q" + quarter.cast("string")


def cells(subjects: Table, grouping: Grouping, names: Sequence[str]) -> Table:
    """The counters added up by group and by the finest period of a grouping."""
    keys = [subjects[name].name(name) for name in grouping.by]
    period = periods(subjects.month, grouping.every).name("period")
    return subjects.group_by([period, *keys]).agg(
        **{name: subjects[name].sum().cast("int64") for name in names}
    )


def years(finest: Table, grouping: Grouping, names: Sequence[str]) -> Table:
    """The same by year, from the cells themselves."""
    year = finest.period.substr(0, 4).name("period")
    return finest.group_by([year, *grouping.by]).agg(
        **{name: finest[name].sum().cast("int64") for name in names}
    )
