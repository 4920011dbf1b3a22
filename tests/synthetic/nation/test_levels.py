"""What is planted differs as it is meant to: between regions, units, years and weekends; and shares add up."""

from __future__ import annotations

import pytest

from synthetic.nation.made import NEEDED

pytest.importorskip("numpy", reason=NEEDED)
pytest.importorskip("pyarrow", reason=NEEDED)

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lindra.areas import geography
from lindra.synthetic.mix import DEATHS_BY_AGE
from lindra.synthetic.nation import draw, levels
from lindra.synthetic.nation.planned import QUESTIONS
from lindra.synthetic.nation.units import KINDS, units

ONE = np.array([0])


def test_every_level_has_a_source_and_a_share_for_every_place() -> None:
    for name, planted in levels.told()["levels"].items():
        assert len(planted["by_place"]) == len(levels.PLACES), name
        assert planted["source"], name
        assert all(0 <= share <= 1 for share in planted["by_place"]), name


def test_deaths_of_the_municipalities_add_up_to_those_of_the_nation() -> None:
    assert levels.deaths_a_year().sum() == pytest.approx(geography.deaths("00", "2015-2019").value, rel=0.001)


def test_ages_have_the_shares_of_2019() -> None:
    sex, first, _, share = levels.ages()
    group = levels.age_group(first)
    total = sum(map(sum, DEATHS_BY_AGE.values()))
    for male, name in enumerate(("female", "male")):
        for number, count in enumerate(DEATHS_BY_AGE[name]):  # type: ignore[index]
            assert share[(sex == male) & (group == number)].sum() == pytest.approx(count / total)


@given(st.integers(0, 9), st.integers(0, 20), st.integers(0, 104))
def test_odds_of_places_are_shares(year: int, region: int, age: int) -> None:
    odds = levels.place_odds(year, np.array([region]), np.array([age]))
    assert odds.sum() == pytest.approx(1)
    assert (odds >= 0).all()


def test_fewer_die_in_hospital_with_the_years() -> None:
    first, last = (
        levels.place_odds(year, ONE, np.array([85]))[0, levels.PLACE["hospital"]] for year in (0, 9)
    )
    assert last < first


def test_levels_differ_between_regions_years_weekends_and_units() -> None:
    best = np.array([levels.REGIONS.index("06")])
    usual = levels.level("mouth", ONE, ONE, 0)
    assert levels.level("mouth", ONE, best, 0) > usual
    assert levels.level("mouth", ONE, ONE, 9) > usual
    assert levels.level("mouth", ONE, ONE, 0, weekend=1) < usual
    assert levels.level("mouth", ONE, ONE, 0, unit=-1.5) < usual


def test_some_regions_are_below_the_70_per_cent_of_open_comparison_and_some_above() -> None:
    coverage = levels.by_region("coverage")
    assert 0.5 <= coverage.min() < 0.7 < coverage.max() <= 0.9


def test_every_question_that_is_planted_has_a_level() -> None:
    assert QUESTIONS.keys() <= levels.told()["levels"].keys()


def test_there_are_units_for_every_municipality_and_some_good_and_bad_ones() -> None:
    made = units(1)
    assert 1_500 <= len(made.ids) <= 2_500
    assert len(set(made.ids)) == len(made.ids)
    assert made.ids[0] == "N-0114-V1"
    for kind in KINDS:
        assert (made.count[kind] > 0).all()
        chosen = made.one(np.random.default_rng(1), kind, np.arange(290))
        own_region = [
            made.ids[number][2:4] == code[:2]
            for number, code in zip(chosen, levels.MUNICIPALITIES, strict=True)
        ]
        assert all(own_region)
    assert 0 < (made.planted == 1).mean() < 0.1
    assert 0 < (made.planted == -1).mean() < 0.1
    assert made.quality[made.planted == 1].mean() > 0.8
    assert made.quality[made.planted == -1].mean() < -0.8


def test_a_region_has_hospitals_in_some_municipalities_only() -> None:
    with_ward = {one[2:6] for one in units(1).ids if "-A" in one}
    assert {code[:2] for code in with_ward} == set(levels.REGIONS)
    assert len(with_ward) < 100


@given(st.floats(0.001, 0.999))
def test_log_odds_and_shares_are_each_others_way_back(share: float) -> None:
    assert draw.share_of(draw.logit(share)) == pytest.approx(share)


@given(st.integers(0, 30), st.integers(0, 30))
def test_whole_numbers_between_two_are_between_them(low: int, more: int) -> None:
    found = draw.between(np.random.default_rng(1), low, low + more, 50)
    assert found.min() >= low
    assert found.max() <= low + more
