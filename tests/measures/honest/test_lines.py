"""Which cells of a cube are sums of which."""

from __future__ import annotations

import pytest

from lindra.measures.honest.disclosure import Tables
from lindra.measures.honest.lines import keys, lines_between

WITHIN = {
    "municipality": ("region", {"0180": "01", "0114": "01", "1480": "14"}),
    "month": ("year", {"2026-01": "2026"}),
}


def test_municipalities_add_up_to_regions_and_regions_to_all() -> None:
    cells, lines = lines_between(
        {"all": [()], "region": [("01",), ("14",)], "municipality": [("0180",), ("0114",), ("1480",)]}, WITHIN
    )
    assert len(cells) == 6
    assert lines == [
        (("all", ()), [("region", ("01",)), ("region", ("14",))]),
        (("region", ("01",)), [("municipality", ("0180",)), ("municipality", ("0114",))]),
        (("region", ("14",)), [("municipality", ("1480",))]),
    ]


def test_two_keys_add_up_to_each_of_them() -> None:
    both = [(unit, day) for unit in "ab" for day in ("weekend", "weekday")]
    _, lines = lines_between(
        {
            "all": [()],
            "unit": [("a",), ("b",)],
            "weekend": [("weekend",), ("weekday",)],
            "unit+weekend": both,
        },
        {},
    )
    parents = [parent for parent, _ in lines]
    assert parents.count(("all", ())) == 2
    assert (
        ("unit", ("a",)),
        [("unit+weekend", ("a", "weekend")), ("unit+weekend", ("a", "weekday"))],
    ) in lines
    assert (
        ("weekend", ("weekend",)),
        [("unit+weekend", ("a", "weekend")), ("unit+weekend", ("b", "weekend"))],
    ) in lines
    assert len(lines) == 6


def test_a_place_and_an_age_add_up_to_the_place_around_it_and_the_age() -> None:
    _, lines = lines_between(
        {
            "region+age": [("01", "80"), ("01", "90")],
            "municipality+age": [("0180", "80"), ("0114", "80"), ("0114", "90")],
        },
        WITHIN,
    )
    assert lines == [
        (
            ("region+age", ("01", "80")),
            [("municipality+age", ("0180", "80")), ("municipality+age", ("0114", "80"))],
        ),
        (("region+age", ("01", "90")), [("municipality+age", ("0114", "90"))]),
    ]


def test_what_is_not_known_is_in_what_is_not_known() -> None:
    _, lines = lines_between({"region": [("01",), ("",)], "municipality": [("0180",), ("",)]}, WITHIN)
    assert lines[1] == (("region", ("",)), [("municipality", ("",))])
    with pytest.raises(KeyError):
        lines_between({"region": [("01",)], "municipality": [("",)]}, WITHIN)


def test_months_are_within_their_year_whatever_else_a_cell_says() -> None:
    _, lines = lines_between({"year+unit": [("2026", "a")], "month+unit": [("2026-01", "a")]}, WITHIN)
    assert lines == [(("year+unit", ("2026", "a")), [("month+unit", ("2026-01", "a"))])]
    assert keys("all") == ()


def test_two_groupings_of_the_same_are_one() -> None:
    _, lines = lines_between(
        {"region": [("01",)], "municipality": [("0180",)], "region+municipality": [("01", "0180")]}, WITHIN
    )
    assert lines == [
        (("region", ("01",)), [("municipality", ("0180",))]),
        (("municipality", ("0180",)), [("region+municipality", ("01", "0180"))]),
    ]


def test_tables_are_made_of_them() -> None:
    cells, lines = lines_between(
        {"all": [()], "region": [("01",), ("14",)], "municipality": [("0180",), ("0114",), ("1480",)]}, WITHIN
    )
    tables = Tables.of(cells, lines)
    hidden = {tables.cells[place] for place in tables.withheld([40, 30, 10, 27, 3, 10], 5)}
    assert hidden == {("municipality", ("0114",)), ("municipality", ("0180",))}
