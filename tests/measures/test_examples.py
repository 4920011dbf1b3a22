"""The worked examples of every measure, by DuckDB and by plain Python; and whether they find a wrong one out."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from lindra.measures import catalogue
from lindra.measures.counting.engines import duck
from lindra.measures.counting.engines.common import place
from lindra.measures.counting.plan import Plan
from lindra.measures.measure import Measure
from lindra.measures.strata import Grouping
from measures import plain
from measures.examples import Example, hospital, pathway, recorded, reported
from measures.exports import read, written
from measures.last_year import Row
from measures.mutants import Mutant, mutants

EXAMPLES: list[Example] = [*reported.EXAMPLES, *recorded.EXAMPLES, *hospital.EXAMPLES, *pathway.EXAMPLES]
DEATHS = tuple(one for one in catalogue.measures() if one.subject == "deaths")
EACH = Grouping("deaths", ("unit",), "year")
"""Everybody is alone in a unit, called as the example: its cells are one person's."""


class ByUnit(Plan):
    """The plan of the deaths, by unit alone."""

    @property
    def groupings(self) -> tuple[Grouping, ...]:
        return (EACH,)


@cache
def rows_of(example: Example) -> list[Row]:
    return example.rows()


def by_plain(measure: Measure, example: Example) -> Counter[str]:
    """What plain Python counts of the example's person."""
    rows = rows_of(example)
    return +plain.counters(measure, rows, bool(rows[0]["register_opt_out"]))


def of(measure: Measure) -> list[Example]:
    return [one for one in EXAMPLES if one.measure == measure.key]


def test_every_measure_of_deaths_has_examples_and_each_a_name_of_its_own() -> None:
    assert {one.measure for one in EXAMPLES} == {one.key for one in DEATHS}
    names = Counter(one.name for one in EXAMPLES)
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("measure", DEATHS, ids=lambda one: one.key)
def test_somebody_meets_each_share_and_somebody_does_not(measure: Measure) -> None:
    """A share that nobody of its population can meet is 0 % for ever, and its examples would agree."""
    told = [one.counted for one in of(measure) if measure.kind == "share"]
    if told:
        assert any(one["met"] for one in told)
        assert any(one["met"] < one["of"] for one in told)


@pytest.mark.parametrize("measure", DEATHS, ids=lambda one: one.key)
def test_plain_python_counts_the_examples_as_they_say(measure: Measure) -> None:
    found = {one.name: by_plain(measure, one) for one in of(measure)}
    assert found == {one.name: one.counted for one in of(measure)}


@pytest.fixture(scope="module")
def by_duck(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, int]]:
    """Every counter of every measure for every person, in one run."""
    folder = tmp_path_factory.mktemp("examples")
    export = written(folder / "export", [row for one in EXAMPLES for row in rows_of(one)])
    duck.count(export, ByUnit("deaths", DEATHS), folder / "cube")
    return {unit: found for (_, unit), found in read(place(folder / "cube", "deaths", EACH.name)).items()}


def test_duckdb_counts_the_examples_as_they_say(by_duck: dict[str, dict[str, int]]) -> None:
    wrong = {}
    for one in EXAMPLES:
        start = f"{one.measure}."
        found = {
            name.removeprefix(start): n for name, n in by_duck[one.name].items() if name.startswith(start)
        }
        if found != one.counted:
            wrong[one.name] = (found, dict(one.counted))
    assert wrong == {}


def test_duckdb_counts_all_of_everybody_as_plain_python_does(by_duck: dict[str, dict[str, int]]) -> None:
    """Every measure for every person of the examples, not only that which the example is of."""
    for one in EXAMPLES:
        rows = rows_of(one)
        told = {
            f"{measure.key}.{name}": n for measure in DEATHS for name, n in by_plain(measure, one).items()
        }
        assert by_duck[one.name] == told, rows


# Would a wrong definition be found out?

TWICE = "the definition says the same once more"
SAME: dict[str, dict[str, str]] = {
    "opioid-recorded@1": {"numerator: And without day_known": "the population asks for the day already"},
    "anxiety-recorded@1": {"numerator: And without day_known": "the population asks for the day already"},
    "ulcer-recorded@1": {
        "numerator: Both without Known": TWICE,
        "numerator: days 7..0 last -1": "what began after the day of death is not begun either",
    },
    "place-of-death@2": {
        "choice: order of care_home": "a home and a visit are never told apart by how special they are",
        "choice: order of emergency": "nor are a visit and a stay",
        "choice: order of palliative": "a palliative bed and a hospice are one part",
    },
    "days-at-home-last-90-days@2": {
        "mean: And without begun": "what began after death has no nights before it"
    },
    "continuity@1": {"numerator: days 365..31 last -1": "named 30 days before is refused by the other half"},
    "continuity@2": {
        "numerator: days_before_death 31.. least -1": "named 30 days before is refused by the other half"
    },
}
"""Changes that change nothing: what is changed, and why no row can show it."""


def found_out(changed: Measure, examples: list[Example]) -> bool:
    """Whether any example counts to something else, or cannot be counted."""
    try:
        return any(by_plain(changed, one) != one.counted for one in examples)
    except (AssertionError, KeyError, TypeError, ValueError):
        return True


def survivors(measure: Measure) -> list[Mutant]:
    return [(words, changed) for words, changed in mutants(measure) if not found_out(changed, of(measure))]


@pytest.mark.parametrize("measure", DEATHS, ids=lambda one: one.key)
def test_one_wrong_sign_anywhere_is_found_out(measure: Measure) -> None:
    assert {words for words, _ in survivors(measure)} == set(SAME.get(measure.key, {}))


def test_so_many_wrong_definitions_are_tried() -> None:
    assert sum(1 for measure in DEATHS for _ in mutants(measure)) > 800
