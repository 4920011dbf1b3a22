"""The need counted in both ways, with its arithmetic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.access import inventory, rules
from lindra.areas import geography
from lindra.areas.geography import Figure

SHARE = rules.Term("need_share", 0.25, "share", "002")
EXPECTED = rules.Term("expected_deaths", 70_000, "people", "003")


def test_the_nation_needs_a_quarter_of_all_deaths() -> None:
    first, _ = inventory.needs("00")
    assert first.people == 88_766 * 0.25 == 22_191.5
    assert rules.whole(first.people) == 22_192
    (step,) = first.steps
    assert (step.left.value, step.left.source, step.left.period) == (88_766, "SCB", "2019")
    assert (step.sign, step.right.value, step.right.source) == ("×", 0.25, "002")
    assert not first.differs


def test_a_later_year_of_the_nation_can_be_counted_as_well() -> None:
    first, _ = inventory.needs("00", "2024")
    assert rules.whole(first.people) == 22_817


def test_a_quarter_of_the_expected_deaths_is_17_500_though_20_000_is_printed() -> None:
    _, second = inventory.needs("00")
    assert second.people == 17_500
    assert second.printed is not None
    assert second.printed.value == 20_000
    assert second.differs


def test_a_region_is_counted_from_its_own_deaths() -> None:
    first, second = inventory.needs("12")
    assert first.people == 11_728 * 0.25 == 2_932
    assert second.people == pytest.approx(11_728 / 88_766 * 70_000 * 0.25)
    assert [step.sign for step in second.steps] == ["÷", "×", "×"]
    assert rules.whole(second.people) == 2_312


def test_what_is_printed_for_the_nation_is_not_divided_by_region() -> None:
    for region in geography.regions():
        assert all(need.printed is None for need in inventory.needs(region.code))


def test_the_regions_together_need_what_the_nation_needs() -> None:
    for way in (0, 1):
        parts = sum(inventory.needs(region.code)[way].people for region in geography.regions())
        assert parts == pytest.approx(inventory.needs("00")[way].people)


def test_people_without_access_are_stated_and_enter_no_calculation() -> None:
    assert inventory.stated("without_access").value == 8_500
    for area in ("00", *(region.code for region in geography.regions())):
        terms = [
            term for need in inventory.needs(area) for step in need.steps for term in (step.left, step.right)
        ]
        assert 8_500 not in {term.value for term in terms}


def test_deaths_of_different_years_are_not_divided_by_each_other() -> None:
    with pytest.raises(ValueError, match="deaths of 2018 cannot be divided by deaths of 2019"):
        rules.need_of_expected_deaths_in(Figure(1, "2018", "x"), Figure(2, "2019", "x"), EXPECTED, SHARE)


@given(st.integers(0, 100_000), st.integers(1, 100_000))
def test_every_step_follows_from_the_one_before(deaths: int, others: int) -> None:
    area, nation = Figure(deaths, "2019", "x"), Figure(deaths + others, "2019", "x")
    need = rules.need_of_expected_deaths_in(area, nation, EXPECTED, SHARE)
    for step in need.steps:
        left, right = step.left.value, step.right.value
        assert step.result.value == (left * right if step.sign == "×" else left / right)
    assert [step.left for step in need.steps[1:]] == [step.result for step in need.steps[:-1]]
    assert 0 <= need.people <= EXPECTED.value * SHARE.value


def test_halves_are_rounded_up() -> None:
    assert [rules.whole(value) for value in (0.4, 0.5, 1.5, 2.5)] == [0, 1, 2, 3]
