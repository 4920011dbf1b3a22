"""Kappa against what is printed, and what must hold of any two readers. Readings are made up or from a book."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.governance.campaigns.agreement import Agreement, agreement, exact, kappa, linear

CLASSES = ("konkret_plan", "delvis_plan", "utan_plan", "ej_svar")
ORDERED = CLASSES[:3]

PATHOLOGISTS = [[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]]
"""A. Agresti, Categorical Data Analysis, 2nd ed. 2002, section 10.5.4: two pathologists, 118 slides."""
SKIN = [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]
"""SAS/STAT User's Guide, PROC FREQ, *Agreement Study* (skin condition): two dermatologists, 88 patients."""
DIAGNOSES = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
"""J. Cohen 1968, table 1: two judges, 200 cases; disagreement weights 0 1 3, 1 0 6, 3 6 0."""
DIAGNOSIS_WEIGHTS = [[1 - cost / 6 for cost in row] for row in ([0, 1, 3], [1, 0, 6], [3, 6, 0])]
FLEISS = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]
"""J. L. Fleiss, Statistical Methods for Rates and Proportions, 2nd ed. 1981, table 13.1: two raters, 100 subjects."""


@pytest.mark.parametrize(
    ("table", "weights", "value", "error"),
    [
        (PATHOLOGISTS, exact(4), 0.493, 0.057),
        (SKIN, exact(4), 0.3449, 0.0724),
        (SKIN, linear(4), 0.5082, 0.0655),
        (FLEISS, exact(3), 0.676, 0.087),
        (DIAGNOSES, exact(3), 0.492, None),
        (DIAGNOSES, DIAGNOSIS_WEIGHTS, 0.348, None),
    ],
    ids=["Agresti 2002", "SAS", "SAS, weighted", "Fleiss 1981", "Cohen 1968", "Cohen 1968, weighted"],
)
def test_it_is_what_is_printed(
    table: list[list[int]], weights: list[list[float]], value: float, error: float | None
) -> None:
    found = kappa(table, weights)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    digits = 4 if value in (0.3449, 0.5082) else 3
    assert round(found.value, digits) == value
    if error is not None:
        assert (found.high - found.low) / (2 * 1.959964) == pytest.approx(error, abs=0.001)


def test_by_hand() -> None:
    """Ten bodies: alike on 7; by chance 0.5 · 0.6 + 0.5 · 0.4 = 0.5; so (0.7 − 0.5) / (1 − 0.5) = 0.4."""
    found = kappa([[4, 1], [2, 3]], exact(2))
    assert (found.observed, found.expected) == (pytest.approx(0.7), pytest.approx(0.5))
    assert found.value == pytest.approx(0.4)


tables = st.integers(2, 4).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 12), min_size=size, max_size=size), min_size=size, max_size=size
    )
)


@given(tables.filter(lambda table: sum(map(sum, table)) > 0))
def test_it_stays_within_its_bounds_and_does_not_ask_who_was_first(table: list[list[int]]) -> None:
    turned = [list(row) for row in zip(*table, strict=True)]
    for weights in (exact(len(table)), linear(len(table))):
        found, other = kappa(table, weights), kappa(turned, weights)
        assert 0 <= found.observed <= 1 + 1e-9
        if found.value is None:
            assert other.value is None
            continue
        assert other.value is not None
        assert found.value == pytest.approx(other.value)
        assert -1 - 1e-9 <= found.value <= 1 + 1e-9
        if found.low is not None and found.high is not None:
            assert -1 <= found.low <= found.value + 1e-9
            assert found.value - 1e-9 <= found.high <= 1


@given(st.lists(st.integers(0, 9), min_size=2, max_size=4).filter(lambda counts: sum(map(bool, counts)) > 1))
def test_full_agreement_is_one_and_has_no_interval(counts: list[int]) -> None:
    table = [[count if i == j else 0 for j in range(len(counts))] for i, count in enumerate(counts)]
    for weights in (exact(len(counts)), linear(len(counts))):
        found = kappa(table, weights)
        assert found.value == pytest.approx(1)
        assert found.low is found.high is None


@given(st.integers(1, 50))
def test_one_class_for_all_says_nothing(number: int) -> None:
    assert kappa([[number, 0], [0, 0]], exact(2)).value is None


def test_nobody_is_no_table() -> None:
    with pytest.raises(ValueError, match="nobody"):
        kappa([[0, 0], [0, 0]], exact(2))


# Two readers of a campaign


def compared(first: dict[str, str], second: dict[str, str]) -> Agreement:
    return agreement(first, second, CLASSES, ORDERED)


def test_neighbours_differ_less_than_ends_where_the_classes_are_ordered() -> None:
    first = {"a": "konkret_plan", "b": "delvis_plan", "c": "utan_plan", "d": "konkret_plan", "e": "utan_plan"}
    near, far = compared(first, first | {"a": "delvis_plan"}), compared(first, first | {"a": "utan_plan"})
    assert near.plain
    assert far.plain
    assert near.weighted
    assert far.weighted
    assert (near.same, far.same) == (4, 4)
    assert near.weighted.observed == pytest.approx(0.9)
    assert far.weighted.observed == pytest.approx(0.8)
    assert near.differing == far.differing == ("a",)


def test_no_answer_is_on_no_scale() -> None:
    first = {"a": "konkret_plan", "b": "ej_svar", "c": "utan_plan"}
    found = compared(first, first | {"b": "utan_plan"})
    assert found.plain is not None
    assert found.weighted is not None
    assert (found.plain.bodies, found.weighted.bodies) == (3, 2)


def test_only_what_both_have_read_is_compared() -> None:
    found = compared({"a": "utan_plan", "b": "utan_plan"}, {"b": "utan_plan"})
    assert (found.both, found.same) == (1, 1)
    assert compared({"a": "utan_plan"}, {}).plain is None


def test_an_unknown_class_is_refused() -> None:
    with pytest.raises(ValueError, match="no such class: kanske"):
        compared({"a": "kanske"}, {"a": "utan_plan"})


@given(st.lists(st.tuples(st.sampled_from(CLASSES), st.sampled_from(CLASSES)), min_size=1, max_size=30))
def test_the_bodies_are_all_there(pairs: list[tuple[str, str]]) -> None:
    first, second = ({str(nth): pair[who] for nth, pair in enumerate(pairs)} for who in (0, 1))
    found = compared(first, second)
    assert found.both == len(pairs)
    assert found.same + len(found.differing) == found.both
    assert found.plain is not None
    assert math.isclose(found.plain.observed * found.both, found.same)
