"""The gap in people, and where those missed are."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lindra.measures import rules
from lindra.measures.honest.gap import gap, missing, shared, too_many
from lindra.measures.honest.numbers import numbers

NUMBERS = numbers(date(2026, 3, 1)).gap


def test_seventeen_more_this_year() -> None:
    # 143 met of 162; nine in ten is 145.8, so 146. Missed: 19.
    units = {"hospice": (60, 61), "ward 4": (30, 36), "ward 7": (28, 34), "homes": (12, 14), "team": (13, 17)}
    found = gap(units, 0.9, NUMBERS)
    assert (found.gap, found.missed, found.of) == (3, 19, 162)
    assert [(one.key, one.missed) for one in found.groups] == [
        ("ward 4", 6), ("ward 7", 6), ("team", 4), ("homes", 2), ("hospice", 1),
    ]  # fmt: skip
    assert (found.most.keys, found.most.missed) == (("ward 4", "ward 7"), 12)
    assert {one.key: one.part for one in found.groups} == {
        "ward 4": 1, "ward 7": 1, "team": 1, "homes": 0, "hospice": 0,
    }  # fmt: skip


def test_missed_at_weekends_stands_beside_what_it_would_be_by_their_number() -> None:
    found = gap({"weekend": (31, 40), "weekday": (112, 122)}, 1.0, NUMBERS)
    weekend = found.group("weekend")
    assert weekend is not None
    assert (weekend.missed, round(weekend.expected, 1)) == (9, 4.7)  # 19 × 40 / 162
    assert found.group("holiday") is None


def test_as_on_other_days_is_by_those_of_other_days_alone() -> None:
    # 14 of 28 missed at weekends, 16 of 72 on other days: 28 · 16 / 72 = 6.2, though of the whole 28 · 30 / 100 = 8.4.
    found = gap({"weekend": (14, 28), "weekday": (56, 72)}, 1.0, NUMBERS)
    assert round(found.as_others("weekend") or 0, 1) == 6.2
    assert round(found.as_others("weekday") or 0, 1) == 36.0
    weekend = found.group("weekend")
    assert weekend is not None
    assert round(weekend.expected, 1) == 8.4
    assert found.as_others("holiday") is None
    assert gap({"weekend": (1, 3)}, 1.0, NUMBERS).as_others("weekend") is None, "there are no other days"


def test_of_a_measure_where_low_is_good_those_met_are_too_many() -> None:
    # At most a tenth of 95: nine. Twelve were met.
    found = gap({"a": (8, 20), "b": (4, 75)}, 0.1, NUMBERS, at_most=True)
    assert (found.gap, found.missed) == (3, 12)
    assert [(one.key, one.own, one.part) for one in found.groups] == [("a", 6, 2), ("b", 0, 1)]


def test_the_least_and_the_most_are_whole_people_and_targets_just_what_they_say() -> None:
    assert missing(89, 100, 0.9) == 1
    assert missing(90, 100, 0.9) == 0
    assert missing(0, 7, 0.9) == 7  # 6.3
    assert too_many(11, 100, 0.1) == 1
    assert too_many(10, 100, 0.1) == 0
    assert too_many(1, 7, 0.1) == 1  # 0.7: none may be
    assert missing(0, 1000, 0.289) == 289
    assert missing(3, 9, 0.9) == rules.missing(3, 9, 0.9)


def test_groups_are_not_named_where_it_takes_too_many_or_there_is_one() -> None:
    assert gap({str(n): (0, 1) for n in range(8)}, 0.9, NUMBERS).most.keys == ()
    assert gap({"a": (3, 9)}, 0.9, NUMBERS).most.keys == ()
    assert gap({"a": (9, 9), "b": (4, 4)}, 0.9, NUMBERS).most.keys == ()
    assert gap({}, 0.9, NUMBERS).groups == ()


counts = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=2),
    st.integers(0, 30).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))),
    max_size=8,
)


@given(counts, st.integers(0, 100), st.booleans())
def test_the_parts_add_up_to_the_gap_and_no_group_gets_more_than_it_missed(
    by: dict[str, tuple[int, int]], percent: int, most: bool
) -> None:
    found = gap(by, percent / 100, NUMBERS, at_most=most)
    assert sum(one.part for one in found.groups) == found.gap <= found.missed
    assert sum(one.missed for one in found.groups) == found.missed
    assert all(one.part <= one.missed for one in found.groups)
    assert found == gap(dict(reversed(by.items())), percent / 100, NUMBERS, at_most=most)


def test_remainders_go_to_the_largest_and_then_by_key() -> None:
    assert shared(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    assert shared(3, {"a": 0}) == {"a": 0}


@given(counts, st.booleans())
def test_a_group_misses_more_than_the_others_if_and_only_if_it_misses_more_than_the_whole(
    by: dict[str, tuple[int, int]], most: bool
) -> None:
    found = gap(by, 0.9, NUMBERS, at_most=most)
    for one in found.groups:
        others = found.as_others(one.key)
        assert (others is None) == (one.of == found.of)
        if others is not None:
            assert (one.missed - others > 1e-9) == (one.missed - one.expected > 1e-9)
