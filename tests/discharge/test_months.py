"""Months: where the mean and the statute agree, and what is not known stays so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discharge.notation import story_of
from discharge.stays import NATIONAL, NOW, judged
from lindra.clock import STOCKHOLM
from lindra.discharge.months import Judged, Month, Months, judge
from lindra.discharge.rulefile import Rule, amount, find, named
from lindra.discharge.steps import Step

READY = datetime(2022, 5, 2, tzinfo=STOCKHOLM)
minutes = st.integers(0, 24 * 60 - 1)
days = st.integers(0, 20)


@pytest.fixture(scope="module")
def mean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rule]:
    """Means with a limit of 3 and an excess formula, by their day break."""
    folder = tmp_path_factory.mktemp("rules")
    return {hour: find(str(stated(folder, hour))) for hour in ("12:00", "00:00")}


def stated(folder: Path, day_break: str) -> Path:
    file = folder / f"mean-{day_break[:2]}.toml"
    file.write_text(
        'title = "Mean of three"\nkind = "average"\nsource = "an example"\n[average]\nlimit = 3\n'
        f'excess = "mean_over_limit"\nday_break = "{day_break}"\n'
    )
    return file


def stay(ready: int, later: int, left: int) -> list[Step]:
    """Ready at a minute of the day, gone at another, so many days later; told of in time."""
    begin = (READY + timedelta(minutes=ready)).astimezone(UTC)
    end = (READY + timedelta(days=later, minutes=left)).astimezone(UTC)
    first = begin - timedelta(days=2)
    return [
        Step("admitted", first),
        Step("notice", first),
        Step("ready", begin),
        Step("discharged", max(begin, end)),
    ]


def month(rule: Rule, *stays: list[Step]) -> Month:
    """The one month that stays end in."""
    months = Months()
    for steps in stays:
        told = judged(steps, rule)
        assert told is not None
        months.add(Judged(told.case, told.municipality, told.track, told.found, "2022-05"))
    (found,) = months.rows(rule)
    return found


@given(minutes, days, st.integers(0, 12 * 60))
def test_for_one_stay_that_ends_by_noon_a_mean_that_breaks_at_noon_is_the_statute(
    mean: dict[str, Rule], ready: int, later: int, left: int
) -> None:
    steps = stay(ready, later, left)
    if steps[-1].at.astimezone(STOCKHOLM).hour < 12:
        assert month(mean["12:00"], steps).payable_days == month(NATIONAL, steps).payable_days


@given(st.integers(0, 12 * 60), days, minutes)
def test_for_one_stay_ready_by_noon_a_mean_that_breaks_at_midnight_is_the_statute(
    mean: dict[str, Rule], ready: int, later: int, left: int
) -> None:
    steps = stay(ready, later, left)
    assert month(mean["00:00"], steps).amount == month(NATIONAL, steps).amount


@given(st.lists(st.tuples(st.integers(0, 12 * 60), days, minutes), min_size=1, max_size=8))
def test_of_many_stays_the_mean_never_charges_more_than_the_statute(
    mean: dict[str, Rule], told: list[tuple[int, int, int]]
) -> None:
    stays = [stay(*one) for one in told]
    pooled, each = month(mean["00:00"], *stays).payable_days, month(NATIONAL, *stays).payable_days
    assert pooled is not None
    assert each is not None
    assert pooled <= each
    lengths = [later for _, later, _ in told]
    if min(lengths) >= 3 or max(lengths) <= 3:  # nothing to make up for
        assert pooled == each


@given(st.lists(st.tuples(minutes, days, minutes), min_size=1, max_size=8))
def test_a_stay_of_no_day_never_makes_a_month_dearer(
    mean: dict[str, Rule], told: list[tuple[int, int, int]]
) -> None:
    stays = [stay(*one) for one in told]
    rule = mean["12:00"]
    before, after = month(rule, *stays).payable_days, month(rule, *stays, stay(600, 0, 630)).payable_days
    assert after is not None
    assert before is not None
    assert after <= before


@given(st.lists(st.tuples(minutes, days, minutes), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_months_do_not_hang_on_the_order_of_stays(
    mean: dict[str, Rule], told: list[tuple[int, int, int]], shuffle: object
) -> None:
    stays = [stay(*one) for one in told]
    mixed = list(stays)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    assert month(mean["12:00"], *stays) == month(mean["12:00"], *mixed)


def test_stays_that_last_or_were_never_ready_are_in_no_month() -> None:
    months = Months()
    for steps in (["2026-03-02 08:00  admitted", "2026-03-05 11:00  ready"],
                  ["2026-03-02 08:00  admitted", "2026-03-05 11:00  discharged"]):  # fmt: skip
        months.add(judge(story_of(*steps), NATIONAL, NOW))
    assert list(months.rows(NATIONAL)) == []


def test_a_month_is_that_of_the_end_in_stockholm() -> None:
    told = judge(story_of("2026-03-02 08:00  admitted", "2026-04-01 00:30  discharged"), NATIONAL, NOW)
    assert told.month == "2026-04"


@pytest.mark.parametrize("name", ["skane", "skane_proposed", "vastra_gotaland", "stockholm", "sormland"])
def test_no_region_that_ships_claims_an_amount(name: str) -> None:
    found = month(named(name), stay(600, 6, 600))
    assert (found.payable_days, found.amount) == (None, None)
    assert found.amount_why is not None
    assert "is not known" in found.amount_why


def test_a_month_without_days_to_pay_costs_nothing_even_where_the_amount_is_not_known() -> None:
    steps = [one._replace(at=one.at.replace(year=2026)) for one in stay(600, 1, 600)]
    assert month(NATIONAL, steps).amount == Decimal(0)


def test_an_amount_that_is_second_hand_says_so_and_one_not_found_is_none_with_its_reason() -> None:
    assert (amount(NATIONAL, 2022).sek, amount(NATIONAL, 2022).verified) == (Decimal(9300), True)
    assert (amount(NATIONAL, 2023).sek, amount(NATIONAL, 2023).verified) == (Decimal(10500), False)
    for year in (2017, 2018, 2021, 2024, 2025, 2026, 2031):
        assert amount(NATIONAL, year).sek is None
        assert str(year) in amount(NATIONAL, year).why


def test_money_is_exact_to_the_ore(tmp_path: Path) -> None:
    file = tmp_path / "exact.toml"
    file.write_text(
        'based_on = "skane"\n[average]\nexcess = "mean_over_limit"\nlimit = 2.77\n[amounts.sek]\n2022 = 0.1\n'
    )
    found = month(find(str(file)), stay(600, 5, 600), stay(600, 4, 600), stay(600, 3, 600))
    assert found.payable_days == Decimal("3.69")
    assert found.amount == Decimal("0.37")
