"""Numbers of few: what is withheld by hand, and an attacker who must never find any."""

from __future__ import annotations

import random
from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.measures.honest.attacker import found, solved
from tests.measures.honest.tables import Cell, Line, crossed_tables

from lindra.measures.honest import derivable as elimination
from lindra.measures.honest.derivable import TooLarge, derivable
from lindra.measures.honest.disclosure import Tables, crossed, profile, withheld
from lindra.measures.honest.rounding import rounded

LEAST = 5
TOTAL = [("all", ["a", "b", "c", "d"])]


def of(*counts: int) -> dict[str, int]:
    return {**dict(zip("abcd", counts, strict=False)), "all": sum(counts)}


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ((5, 6, 7, 8), ""),
        ((0, 6, 7, 8), ""),  # none is shown
        ((3, 6, 7, 8), "ab"),  # one alone could be had by subtraction: the smallest beside it
        ((3, 4, 7, 8), "ab"),
        ((2, 2, 7, 8), "abc"),  # together fewer than five
        ((1, 8, 7, 7), "ac"),  # of two alike the first
        ((1, 0, 9, 0), "ac"),
        ((4, 4, 4, 4), "abcd"),
    ],
)
def test_what_is_withheld_of_one_line(counts: tuple[int, ...], wanted: str) -> None:
    lines = [("all", [*"abcd"])]
    assert withheld(of(*counts), lines, LEAST) == set(wanted)


def test_where_nothing_is_left_the_total_goes_too() -> None:
    assert withheld(of(3, 0, 0, 0), TOTAL, LEAST) == {"a", "all"}
    lines = [*TOTAL, ("nation", ["all", "other", "third"])]
    counts = {**of(3, 0, 0, 0), "other": 40, "third": 50, "nation": 93}
    assert withheld(counts, lines, LEAST) == {"a", "all", "other"}


def test_five_who_are_one_each_are_not_told_by_their_number() -> None:
    cells = [*"abcdef"]
    counts = {**dict.fromkeys("abcde", 1), "f": 9, "all": 14}
    assert withheld(counts, [("all", cells)], LEAST) == set("abcdef")


def test_a_total_that_is_withheld_hides_no_more_than_what_is_withheld_of_it() -> None:
    # r is shown in part: of its 101 the 100 are known. With q = 3 its hidden 1 would be 4 people, known together.
    lines = [("r", ["big", "one"]), ("all", ["r", "q", "s"])]
    counts = {"big": 100, "one": 1, "r": 101, "q": 3, "s": 200, "all": 304}
    hidden = withheld(counts, lines, LEAST)
    assert {"one", "q"} < hidden
    assert not found(counts, lines, hidden)
    assert sum(counts[one] for one in hidden - {"r"}) >= LEAST


def test_both_margins_are_held() -> None:
    rows, columns = [*"xyz"], [*"123"]
    inner = {"x1": 2, "x2": 20, "x3": 30, "y1": 40, "y2": 50, "y3": 60, "z1": 70, "z2": 80, "z3": 90}
    counts = dict(inner)
    lines = [(row, [row + column for column in columns]) for row in rows]
    lines += [(column, [row + column for row in rows]) for column in columns]
    for total, parts in lines:
        counts[total] = sum(inner[part] for part in parts)
    assert withheld(counts, lines, LEAST) == {"x1", "x2", "y1", "y2"}


def test_two_rings_that_hang_together_by_one_cell_give_it_away() -> None:
    # Two squares of a table and one cell between them: each line has two withheld or more, yet the cell is the
    # difference of the sums of one square's rows and columns.
    rows, columns = (
        {0: (0, 1), 1: (2, 3, 8), 2: (4, 5), 3: (6, 7)},
        {0: (0, 2), 1: (1, 3), 2: (4, 6, 8), 3: (5, 7)},
    )
    lines = [(9 + n, cells) for n, cells in enumerate([*rows.values(), *columns.values()])]
    assert derivable(lines, [1] * 9 + [0] * 8) == [8]
    counts = [3, 9, 9, 9, 9, 9, 9, 9, 4]
    counts += [sum(counts[cell] for cell in cells) for _, cells in lines]
    tables = Tables.of(range(17), lines)
    assert not found(dict(enumerate(counts)), lines, tables.withheld(counts, LEAST))


def test_lines_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="'all' is not the sum"):
        withheld({**of(1, 2, 3, 4), "all": 11}, TOTAL, LEAST)
    with pytest.raises(ValueError, match="4 counts of 5"):
        Tables.of([*"abcd", "all"], TOTAL).withheld([1, 2, 3, 4], LEAST)
    with pytest.raises(ValueError, match="its own parts"):
        Tables.of([*"ab"], [("a", ["b"]), ("b", ["a"])])


def test_what_is_withheld_by_wish_is_held_too() -> None:
    assert withheld(of(50, 60, 70, 80), TOTAL, LEAST, also={"d"}) == {"d", "a"}
    assert withheld(of(0, 0, 0, 0), TOTAL, LEAST, also={"all"}) == {"all", "a"}
    assert withheld(of(0, 0, 0, 80), TOTAL, LEAST, also={"a"}) == {"a", "d"}


def test_those_not_met_are_held_with_those_met() -> None:
    places = Tables.of(["n", "s", "whole"], [("whole", ["n", "s"])])
    tables = crossed(places, ["of", "met", "not"], [("of", ("met", "not"))])
    counts = [20, 60, 80, 18, 40, 58, 2, 20, 22]
    hidden = {tables.cells[place] for place in tables.withheld(counts, LEAST)}
    assert hidden == {("n", "not"), ("n", "met"), ("s", "not"), ("s", "met")}


@given(crossed_tables())
@settings(deadline=None, max_examples=120)
def test_the_attacker_finds_nothing(tables: tuple[dict[Cell, int], list[Line]]) -> None:
    counts, lines = tables
    hidden = withheld(counts, lines, LEAST)
    assert {cell for cell, count in counts.items() if 0 < count < LEAST} <= hidden
    assert all(counts[cell] for cell in hidden)
    assert found(counts, lines, hidden) == set()


@given(crossed_tables())
@settings(deadline=None, max_examples=60)
def test_nor_if_he_knows_that_nobody_withheld_is_none(tables: tuple[dict[Cell, int], list[Line]]) -> None:
    counts, lines = tables
    assert found(counts, lines, withheld(counts, lines, LEAST), least=1) == set()


@given(crossed_tables())
@settings(deadline=None, max_examples=60)
def test_the_withheld_of_a_line_are_together_enough(tables: tuple[dict[Cell, int], list[Line]]) -> None:
    counts, lines = tables
    hidden = withheld(counts, lines, LEAST)
    for parent, children in lines:
        some = [counts[one] for one in children if one in hidden]
        if some and parent not in hidden:
            assert len(some) > 1
            assert sum(some) >= max(LEAST, len(some) + 1)


@given(crossed_tables())
@settings(deadline=None, max_examples=30)
def test_the_same_numbers_give_the_same_answer_and_lines_may_come_in_any_order(
    tables: tuple[dict[Cell, int], list[Line]],
) -> None:
    counts, lines = tables
    assert withheld(counts, lines, LEAST) == withheld(counts, lines, LEAST)
    turned = list(reversed(lines))
    assert found(counts, turned, withheld(counts, turned, LEAST)) == set()


def test_the_attacker_finds_what_is_withheld_without_care() -> None:
    # A test of the test: only the few withheld, without those beside them.
    caught = 0
    for counts in (of(3, 6, 7, 8), of(0, 4, 9, 9)):
        few = {cell for cell, count in counts.items() if 0 < count < LEAST}
        caught += found(counts, TOTAL, few) == few
    assert caught == 2


def test_the_attacker_finds_it_through_two_lines_and_through_bounds() -> None:
    lines = [("r", ["a", "b"]), ("s", ["c", "d"]), ("t", ["a", "c"])]
    counts = {"a": 2, "b": 3, "c": 4, "d": 9, "r": 5, "s": 13, "t": 6}
    assert found(counts, lines, {"a", "b"}) == {"a", "b"}  # through t
    none = {"a": 0, "b": 0, "c": 7, "d": 7, "r": 0, "s": 14, "t": 7}
    assert found(none, lines, {"a", "b", "c", "d"}) == {"a", "b", "c", "d"}  # a + b = 0
    assert found({"a": 1, "b": 1, "all": 2}, [("all", ["a", "b"])], {"a", "b"}) == set()
    assert found({"a": 1, "b": 1, "all": 2}, [("all", ["a", "b"])], {"a", "b"}, least=1) == {"a", "b"}


@given(crossed_tables())
@settings(deadline=None, max_examples=60)
def test_what_can_be_worked_out_is_what_the_attacker_solves(
    tables: tuple[dict[Cell, int], list[Line]],
) -> None:
    counts, lines = tables
    prepared = Tables.of(counts, lines)
    hidden = [int(0 < count < LEAST) for count in counts.values()]
    few = {cell for cell, one in zip(prepared.cells, hidden, strict=True) if one}
    assert {prepared.cells[place] for place in derivable(prepared.lines, hidden)} == solved(lines, few)


def test_the_two_profiles() -> None:
    inside, outside = profile("inside", date(2026, 3, 1)), profile("outside", date(2026, 3, 1))
    assert (inside.least, inside.counters, inside.rounded_to) == (5, "dead", 1)
    assert (outside.least, outside.counters, outside.rounded_to) == (5, "every", 5)
    assert profile("inside", date(1900, 1, 1)) == inside
    with pytest.raises(KeyError):
        profile("press", date(2026, 3, 1))


@given(st.integers(0, 10_000), st.sampled_from([1, 2, 5, 10]))
def test_rounding_is_to_the_nearest(count: int, to: int) -> None:
    assert abs(rounded(count, to) - count) * 2 <= to
    assert rounded(count, to) % to == 0
    assert [rounded(n, 5) for n in (0, 5, 7, 8, 12, 13)] == [0, 5, 5, 10, 10, 15]
    assert rounded(5, 10) == 10


def test_a_hundred_counters_of_five_hundred_cells_are_quick() -> None:
    # 200 counters of 130 months are 26,000 such; measured 0.05 to 0.11 ms each.
    towns = [f"town{n}" for n in range(487)]
    lines = [(f"region{n}", towns[n::12]) for n in range(12)]
    lines.append(("nation", [region for region, _ in lines]))
    tables = Tables.of([*towns, *(total for total, _ in lines)], lines)
    drawn = random.Random(3)
    every = []
    for _ in range(100):
        counts = [int(drawn.expovariate(1 / 10)) for _ in towns]
        regions = [sum(counts[n::12]) for n in range(12)]
        every.append([*counts, *regions, sum(regions)])
    start = process_time()
    hidden = [tables.withheld(counts, LEAST) for counts in every]
    assert process_time() - start < 0.1
    assert all(hidden)


def test_a_web_of_sums_that_is_too_large_is_told_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    cube = {(x, y, z): 9 * x + 3 * y + z for x in range(3) for y in range(3) for z in range(3)}
    lines: list[elimination.Line] = []
    for axis in range(
        3
    ):  # each total is of three cells along an axis; all 27 cells are withheld, no total is
        for rest in {(*one[:axis], *one[axis + 1 :]) for one in cube}:
            parts = [cell for one, cell in cube.items() if (*one[:axis], *one[axis + 1 :]) == rest]
            lines.append((27 + len(lines), tuple(parts)))
    hidden = [1] * 27 + [0] * len(lines)
    assert derivable(lines, hidden) == []
    monkeypatch.setattr(elimination, "MOST", 20)
    with pytest.raises(TooLarge, match="27 sums hang together"):
        derivable(lines, hidden)
