"""What an engine is to run, as SQL in its own words: the same two steps for every engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

import ibis
from ibis.expr.types import Table

from lindra.measures.counting import compiled, stays, subjects
from lindra.measures.measure import Measure, Subject
from lindra.measures.schema import last_year
from lindra.measures.strata import Grouping, groupings

Dialect = Literal["duckdb", "databricks"]
"""Ibis's word for the SQL. Spark's own lacks a rule for the bitwise or, which that of Databricks has; Spark runs
it."""
SUBJECTS, ROWS = "subjects", "timed_rows"


@dataclass(frozen=True)
class Plan:
    """The steps for the measures of one subject."""

    subject: Subject
    measures: tuple[Measure, ...]

    @cached_property
    def expression(self) -> Table:
        """One row per subject."""
        if self.subject == "deaths":
            rows = ibis.table(compiled.timed(last_year).schema(), name=ROWS)
            return subjects.of_deaths(rows, self.measures)
        return subjects.of_stays(stays.stays(), self.measures)

    @property
    def counters(self) -> tuple[str, ...]:
        """The columns that are added up."""
        return subjects.names(self.measures)

    @cached_property
    def _subjects(self) -> Table:
        return ibis.table(self.expression.schema(), name=SUBJECTS)

    def rows_sql(self, dialect: Dialect) -> str:
        """The rows of deaths that the first step reads, from a table ``last_year``: to be had as ``timed_rows``."""
        return str(ibis.to_sql(compiled.timed(last_year), dialect=dialect))

    def subjects_sql(self, dialect: Dialect) -> str:
        """The first step; its result is to be had as a table named ``subjects``."""
        return str(ibis.to_sql(self.expression, dialect=dialect))

    def faults_sql(self, dialect: Dialect) -> str:
        """How many subjects were left out by each fault, and how many are of a municipality that is not known here."""
        found = self._subjects.group_by("fault").agg(
            number=self._subjects.count(), strange=self._subjects.strange.sum().fill_null(0)
        )
        return str(ibis.to_sql(found, dialect=dialect))

    @cache  # noqa: B019  (a plan lives as long as the program; each year asks for the same)
    def cells_sql(self, grouping: Grouping, dialect: Dialect) -> str:
        """The second step for one grouping: its cells by its finest period and by year, with the ``year`` of each."""
        sound = self._subjects.filter(self._subjects.fault == "")
        finest = compiled.cells(sound, grouping, self.counters)
        told = finest
        if grouping.every != "year":
            told = ibis.union(finest, compiled.years(finest, grouping, self.counters))
        return str(ibis.to_sql(told.mutate(year=told.period.substr(0, 4)), dialect=dialect))

    @property
    def groupings(self) -> tuple[Grouping, ...]:
        """What its cube is grouped by."""
        return groupings(self.subject)


def plans(measures: Sequence[Measure]) -> list[Plan]:
    """The plan of each subject that any of these measures is of."""
    found = []
    subject: Subject
    for subject in ("deaths", "stays"):
        own = tuple(one for one in measures if one.subject == subject)
        if own:
            found.append(Plan(subject, own))
    return found
