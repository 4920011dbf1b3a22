"""Nothing that a cube withholds can be worked out from all that it shows: table against table, period against period,
measure against measure; and what is rounded is near what was counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lindra.measures.cubes import guarding
from lindra.measures.cubes import release as releasing
from lindra.measures.cubes.cube import Level
from lindra.measures.cubes.guarding import guard
from lindra.measures.cubes.lines import Cells, Line, Lines
from lindra.measures.cubes.release import BY_MONTH, OUTSIDE, NotKnown, release
from lindra.measures.honest import disclosure
from lindra.measures.honest.derivable import TooLarge
from lindra.measures.honest.disclosure import Profile, profile
from lindra.measures.honest.rounding import mean_rounded, rounded
from lindra.measures.strata import groupings
from measures.cubes import NOW, named
from measures.small_cubes import own_cube, read
from measures.subtracting import Attacker, Person, World, cells, counted, few, shown
from measures.test_federation import unrounded

ENROLLED, COVERAGE, DAYS = named("enrolled"), named("coverage"), named("days-at-home-last-90-days")
MEASURES = (ENROLLED, COVERAGE)
INSIDE, OUTSIDE_PROFILE = (profile(name, date(2026, 6, 15)) for name in ("inside", "outside"))
LEAST = INSIDE.least
ALL = tuple(one.name for one in groupings("deaths"))
OF = f"{ENROLLED.key}.of"
HERE = {
    "region": "17", "municipality": "1780", "unit": "u", "age": "80-89", "diagnosis": "cancer", "weekend": "weekday",
    "place": "hospital", "sex": "female", "month": "2026-01",
}  # fmt: skip


def people(*groups: tuple[int, dict[str, str]], measures: Sequence[Any] = (ENROLLED,)) -> list[Person]:
    """So many of each group; they are alike in what is not said."""
    return [HERE | told | counted(Random(1), measures) for many, told in groups for _ in range(many)]


def guarded(found: Cells, measures: Sequence[Any] = (ENROLLED,), by: Profile = INSIDE) -> Cells:
    guard(found, measures, by)
    return found


def withheld(found: Cells, counter: str = OF) -> set[tuple[str, ...]]:
    return {place for place, values in shown(found).items() if values[counter] is None}


class Before(Lines):
    """The lines that were drawn once: one key less, municipalities in regions, months in the year."""

    def __init__(self, cells: Cells) -> None:
        super().__init__(cells)
        self.found = [line for line in self.found if self._drawn(*line)]

    def _drawn(self, whole: tuple[str, ...], parts: Sequence[tuple[str, ...]]) -> bool:
        name, parent = parts[0][0], whole[0]
        if name not in self.by or parent not in self.by or len(whole[1]) == 6:
            return False
        keys, left = self.by[name], self.by[parent]
        return name == parent or (parent, name) == ("region", "municipality") or (
            len(left) == len(keys) - 1 and set(left) < set(keys)
        )  # fmt: skip


# Worked by hand.


def test_a_stratum_of_a_municipality_is_not_its_total_less_the_others() -> None:
    found = cells(people((3, {"age": "65-79"}), (20, {}), (30, {"diagnosis": "heart"})), (ENROLLED,))
    hidden = {place[3:] for place in withheld(guarded(found)) if place[0] == "municipality+age+diagnosis"}
    assert {("65-79", "cancer"), ("80-89", "cancer")} <= hidden


def test_a_municipalitys_weekend_is_not_its_regions_less_the_others() -> None:
    few_here = [(3, {"weekend": "weekend"}), (20, {})]
    others = [(30, {"municipality": "1715", "weekend": "weekend"}), (40, {"municipality": "1715"})]
    found = cells(people(*few_here, *others), (ENROLLED,))
    hidden = {place[2:] for place in withheld(guarded(found)) if place[0] == "municipality+weekend"}
    assert hidden == {
        ("1780", "weekend"), ("1780", "weekday"), ("1715", "weekend"), ("1715", "weekday"),
    }  # fmt: skip


def test_a_units_quarter_is_not_the_months_of_all_less_the_others() -> None:
    months = [(10, {"month": f"2026-0{month}", "unit": "v"}) for month in range(1, 7)]
    found = cells(people((3, {}), (20, {"month": "2026-04"}), *months), (ENROLLED,))
    hidden = {place[1:] for place in withheld(guarded(found)) if place[0] == "unit"}
    assert {("2026Q1", "u"), ("2026Q1", "v")} <= hidden


def test_a_month_of_a_municipality_is_not_the_quarter_of_its_unit_less_the_others() -> None:
    # All of 1780 are in u, and u has nobody else; of the months of 1780 the 3 and the smallest are withheld, in April.
    months = [(20, {"month": f"2026-0{month}"}) for month in (1, 3, 5, 6)]
    here = [(3, {"month": "2026-02"}), (8, {"month": "2026-04"}), *months]
    there = [(40, {"month": f"2026-0{month}", "municipality": "1715", "unit": "v"}) for month in range(1, 7)]
    found = withheld(guarded(cells(people(*here, *there), (ENROLLED,))))
    own = {place[1] for place in found if place[0] == "municipality" and place[2] == "1780"}
    quarters = {place[1] for place in found if place[0] == "unit" and place[2] == "u"}
    assert {"2026-02", "2026-04"} <= own
    assert "2026-01" in own or "2026Q1" in quarters


def test_those_of_no_known_municipality_are_not_told_by_the_rest_of_a_region() -> None:
    # Region 17 less its municipality is 3, and so are those of no known municipality.
    lost = [(3, {"municipality": ""}), (20, {})]
    found = cells(people(*lost, (30, {"region": "01", "municipality": "0180"})), (ENROLLED,))
    hidden = {place[2:] for place in withheld(guarded(found)) if place[:2] == ("municipality", "2026")}
    assert ("",) in hidden
    assert ("1780",) in hidden


def test_a_rest_of_many_takes_nothing_with_it() -> None:
    found = cells(
        people((30, {"municipality": ""}), (20, {})), (ENROLLED,), ("all", "region", "municipality")
    )
    assert withheld(guarded(found)) == set()


# A whole cube.


def attack(
    random: Random, world: World, by: Profile, tables: Sequence[str] = ALL, months: Sequence[str] = (),
    only: Mapping[str, str] | None = None,
) -> tuple[dict[Any, Any], dict[Any, Any], Attacker]:  # fmt: skip
    """What was counted, what is shown, and who has it."""
    some = world.people(random, MEASURES, only)
    found = cells(some, MEASURES, tables)
    for place in list(found.counts):
        if months and len(place[1]) > 4 and place[0] not in months:
            del found.counts[place]
    before = shown(found)
    guard(found, MEASURES, by)
    return before, shown(found), Attacker(world, some, tables, months)


@given(st.integers(0, 1 << 30))
@settings(deadline=None, max_examples=12)
def test_no_group_of_few_can_be_worked_out_from_a_whole_cube(seed: int) -> None:
    before, after, attacker = attack(Random(seed), World(), INSIDE)
    holds(before, after, attacker)


@given(
    st.integers(0, 1 << 30),
    st.sampled_from([{"1780": "u"}, {"1780": "u", "1715": "v", "0180": "v", "": "v"}]),
)
@settings(deadline=None, max_examples=12)
def test_nor_where_a_municipality_has_a_unit_of_its_own(seed: int, only: dict[str, str]) -> None:
    holds(*attack(Random(seed), World(), INSIDE, only=only))


def holds(before: dict[Any, Any], after: dict[Any, Any], attacker: Attacker) -> None:
    """All that is few is withheld, and nothing that is withheld can be worked out, but that nobody is there."""
    for counter in (OF, f"{COVERAGE.key}.of"):
        small = set(few(before, counter, LEAST))
        assert {place for place in small if after[place][counter] is not None} == set()
        assert {place for place in attacker.finds(after, counter) if before[place][counter]} == set()


@given(st.integers(0, 1 << 30))
@settings(deadline=None, max_examples=8)
def test_nor_few_met_or_not_met_from_what_leaves_before_it_is_rounded(seed: int) -> None:
    world = World(months=("2026-01", "2026-04"), weekend=("weekday",))
    exact = Profile("outside", OUTSIDE_PROFILE.valid_from, LEAST, "every", 1, "")
    before, after, attacker = attack(Random(seed), world, exact, OUTSIDE, BY_MONTH)
    for measure in MEASURES:
        of, met, not_met = (f"{measure.key}.{name}" for name in ("of", "met", "not_met"))
        for cube in (before, after):
            for values in cube.values():
                values[not_met] = None if None in (values[of], values[met]) else values[of] - values[met]
        found = attacker.finds_parts(after, of, (met, not_met))
        small = {(place, name) for name in (of, met, not_met) for place in few(before, name, LEAST)}
        assert {(place, name) for place, name in small if after[place][name] is not None} == set()
        assert found & small == set()
        assert attacker.finds(after, of) == set()


def test_the_attacker_finds_much_where_lines_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    # A test of the test: the same cubes, guarded by the lines that were drawn once.
    monkeypatch.setattr(guarding, "Lines", Before)
    found = set()
    for seed in range(12):
        _, after, attacker = attack(Random(seed), World(), INSIDE)
        found |= {place[0] for place in attacker.finds(after, OF)}
    assert {"municipality+age+diagnosis", "municipality+weekend", "unit"} <= found


@pytest.mark.parametrize("level", ["inside", "outside"])
def test_nothing_can_be_worked_out_from_the_files_of_a_released_cube(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: Level
) -> None:
    monkeypatch.setattr(releasing.disclosure, "profile", unrounded)
    world = World()
    some = world.people(Random(7), MEASURES)
    release(own_cube(tmp_path / "own", some, MEASURES), tmp_path / level, "test", NOW, level=level)
    tables, months = (OUTSIDE, BY_MONTH) if level == "outside" else (ALL, ())
    before, after = read(tmp_path / "own"), read(tmp_path / level)
    holds({place: before[place] for place in after}, after, Attacker(world, some, tables, months))
    assert {place[0] for place in after} == set(tables)


@given(st.integers(0, 1 << 30))
@settings(deadline=None, max_examples=20)
def test_every_line_adds_up_and_ties_each_table_to_all(seed: int) -> None:
    found = cells(World().people(Random(seed), (ENROLLED,)), (ENROLLED,))
    lines = Lines(found)
    known = {place: values[0] or 0 for place, values in found.counts.items()}
    for place, plus, minus in lines.worked:
        known[place] = sum(known[one] for one in plus) - sum(known[one] for one in minus)
    for whole, parts in lines.found:
        assert known[whole] == sum(known[one] for one in parts), whole
    assert {table for table in ALL if not _reaches(lines.found, table)} == set()


def _reaches(lines: Sequence[Line], table: str) -> bool:
    """Whether a table's years come to all by lines."""
    at = {table}
    for _ in range(4):
        at |= {whole[0] for whole, parts in lines if parts[0][0] in at and len(whole[1]) == 4}
    return "all" in at


def test_what_there_is_no_definition_of_is_not_released_as_it_was_counted(tmp_path: Path) -> None:
    old = replace(ENROLLED, id="of-an-older-program")
    own = own_cube(tmp_path / "own", people((3, {}), measures=(old,)), (old,))
    with pytest.raises(NotKnown, match="of-an-older-program@1, not among the measures of this Lindra"):
        release(own, tmp_path / "inside", "test", NOW, level="inside")
    assert not (tmp_path / "inside").exists()


def test_a_cube_too_large_to_guard_is_not_released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_large(lines: object, hidden: object) -> list[int]:
        raise TooLarge("900 sums hang together")

    monkeypatch.setattr(disclosure, "derivable", too_large)
    own = own_cube(tmp_path / "own", World().people(Random(7), MEASURES), MEASURES)
    with pytest.raises(TooLarge, match=r"deaths of 2026: 900 sums hang together.* lindra measures combine"):
        release(own, tmp_path / "inside", "test", NOW, level="inside")
    assert not (tmp_path / "inside").exists()


# Measure against measure.


def test_what_one_measure_withholds_no_other_of_nearly_the_same_people_shows() -> None:
    # Of all the dead: 3, 8 and 9; of those in the register 3, 8 and 7. By itself the second would withhold 3 and 7, and
    # show the 8 that the first withholds.
    register = f"{COVERAGE.key}.of"
    some = people((3, {"sex": "a"}), (8, {"sex": "b"}), (9, {"sex": "c"}), measures=MEASURES)
    for number, one in enumerate(some):
        one[register] = int(number not in (12, 13))
    found = guarded(cells(some, MEASURES, ("all", "sex")), MEASURES, OUTSIDE_PROFILE)
    assert withheld(found) == {("sex", "2026", "a"), ("sex", "2026", "b")}
    assert withheld(found) <= withheld(found, register)


@given(st.integers(0, 1 << 30))
@settings(deadline=None, max_examples=15)
def test_what_is_withheld_of_all_is_withheld_of_every_measure_that_leaves(seed: int) -> None:
    found = cells(World(months=("2026-01",)).people(Random(seed), MEASURES), MEASURES)
    work = guarding._Work(found, OUTSIDE_PROFILE)
    places = [work.tables.cells[number] for number in work.of_all(MEASURES)]
    assert places, "in so small a world some are few"
    guard(found, MEASURES, OUTSIDE_PROFILE)
    for place in places:
        assert set(found.counts.get(place, [None])) == {None}


# Means.


def test_seven_who_were_eighty_days_at_home_are_a_mean_of_eighty() -> None:
    some = people((7, {}), (8, {"sex": "male"}), measures=(DAYS,))
    for one in some:
        one[f"{DAYS.key}.sum"], one[f"{DAYS.key}.squares"] = 80, 6400
    found = shown(guarded(cells(some, (DAYS,), ("all", "sex")), (DAYS,), OUTSIDE_PROFILE))
    assert list(found["sex", "2026", "female"].values()) == [5, 400, 32_000]
    assert list(found["all", "2026"].values()) == [15, 1200, 96_000]


@given(st.lists(st.integers(0, 90), min_size=5, max_size=60), st.sampled_from([1, 5, 10]))
def test_a_mean_stays_within_its_bounds_and_near_what_it_was(days: list[int], to: int) -> None:
    of, total, squares = len(days), sum(days), sum(day**2 for day in days)
    shown_of = rounded(of, to)
    new, new_squares = mean_rounded(of, total, squares, to)
    assert 0 <= new <= 90 * shown_of
    assert abs(new / shown_of - total / of) <= 0.5 / shown_of + 1e-9
    spread, new_spread = squares / of - (total / of) ** 2, new_squares / shown_of - (new / shown_of) ** 2
    assert abs(new_spread - spread) <= 0.5 / shown_of + 1e-6
    if to == 1:
        assert (new, new_squares) == (total, squares)


def test_nobody_has_no_mean() -> None:
    assert mean_rounded(0, 0, 0, 5) == (0, 0)
    assert mean_rounded(3, 30, 300, 10) == (0, 0)
    assert [rounded(n, 5) for n in (0, 2, 3)] == [0, 0, 5]
    assert all(a <= b for a, b in pairwise(rounded(n, 5) for n in range(40)))
