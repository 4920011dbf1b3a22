"""The published table: every percentage is what its counts give, but one."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from fractions import Fraction

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from helpers.summary import SHARED
from lindra.measures.cli import measures
from lindra.measures.published import table as published

NAMES = {
    "home": "home_no_spc", "home_specialised": "home_spc", "hospital": "hospital_no_spc",
    "hospital_specialised": "hospital_spc", "nursing_home": "nursing_home_no_spc",
    "nursing_home_specialised": "nursing_home_spc", "other": "other",
}  # fmt: skip
"""Our columns, and what the shared file calls them."""


def test_every_percentage_but_one_is_what_its_counts_give() -> None:
    cells = [cell for row in published.rows() for cell in row.cells]
    assert len(cells) == 7 * 8
    [cell] = published.differing()
    assert (cell.region, cell.column) == ("Northern", "specialised")
    assert (cell.count, cell.of) == (258, 22_474)
    assert (cell.printed, cell.computed) == (Decimal("1.2"), Decimal("1.1"))


def test_eighty_deaths_of_the_total_are_of_no_region() -> None:
    assert published.of_no_region() == 80
    for place in published.PLACES:
        assert sum(row.counts[place] for row in published.regions()) <= published.total().counts[place]


def test_intervals_are_those_of_our_own_measures() -> None:
    cell = published.total().cell("specialised")
    assert (cell.count, cell.of) == (1407 + 2540 + 404, 209_671)
    assert cell.low < cell.share < cell.high
    assert cell.high - cell.low == pytest.approx(0.00122, abs=0.00005), "1.96 x 2 x sqrt(p q / n)"


@given(st.integers(1, 300_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_percentage_is_the_nearest_tenth(pair: tuple[int, int]) -> None:
    count, of = pair
    found = Fraction(published.per_cent(count, of))
    assert -Fraction(1, 20) < found - Fraction(100 * count, of) <= Fraction(1, 20)


def test_the_command_says_which_differs() -> None:
    told = CliRunner().invoke(measures, ["published"])
    assert told.exit_code == 0
    assert "55 of 56" in told.output
    assert "Northern, specialised: 258 of 22474 is 1.1, printed 1.2" in told.output
    found = json.loads(CliRunner().invoke(measures, ["published", "--json"]).stdout)
    assert (found["agree"], found["of_no_region"]) == (55, 80)
    assert [one["printed"] for one in found["differ"]] == [1.2]


@pytest.mark.shared
def test_our_file_says_what_the_published_table_says() -> None:
    with (SHARED / "data/published/pmc11404052_table2_place_of_death_region.csv").open(
        encoding="utf-8"
    ) as file:
        theirs = list(csv.DictReader(file))
    with published.DATA.open(encoding="utf-8") as file:
        ours = list(csv.DictReader(file))
    assert [row["region"] for row in ours] == [row["healthcare_region"] for row in theirs]
    for own, other in zip(ours, theirs, strict=True):
        for name, called in NAMES.items():
            assert (own[name], own[f"{name}_pct"]) == (other[f"{called}_n"], other[f"{called}_pct"])
        assert own["specialised_pct"] == other["specialized_pc_at_death_pct"]
