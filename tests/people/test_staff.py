"""Staff and the assignments in which they work."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError

from helpers.worlds import World
from lindra.people import actions, staff
from lindra.people.models import Assignment


def test_staff_are_found_by_hsa_id(either_world: World) -> None:
    kim = actions.add_staff("SE2321000016-K1", "Kim Ek", "läkare")
    assert staff.by_hsa_id("SE2321000016-K1") == kim
    assert staff.by_hsa_id("SE2321000016-K2") is None


def test_an_hsa_id_belongs_to_one(world: World) -> None:
    actions.add_staff("SE2321000016-K1", "Kim Ek")
    with pytest.raises(IntegrityError):
        actions.add_staff("SE2321000016-K1", "Lo Ek")


def test_somebody_with_an_account_can_sign_in_and_is_known_by_it(world: World) -> None:
    kim = actions.add_staff("SE2321000016-K1", "Kim Ek", username="kim", password="a long word 17")
    assert kim.user is not None
    assert kim.user.check_password("a long word 17")
    assert staff.of_user(kim.user.pk) == kim


def test_without_a_password_nobody_signs_in(world: World) -> None:
    kim = actions.add_staff("SE2321000016-K1", "Kim Ek", username="kim")
    assert kim.user is not None
    assert not kim.user.has_usable_password()
    assert not kim.user.check_password("")


def test_staff_without_an_account_are_nobodys_user(world: World) -> None:
    assert actions.add_staff("SE2321000016-K1", "Kim Ek").user is None


@pytest.mark.parametrize(
    ("on", "units"),
    [
        (date(2023, 12, 31), []),
        (date(2024, 1, 1), ["first"]),
        (date(2025, 1, 1), ["first", "second"]),
        (date(2025, 6, 30), ["first", "second"]),
        (date(2025, 7, 1), ["second"]),  # the last day is not one of the assignment's
    ],
)
def test_assignments_hold_for_their_periods(world: World, on: date, units: list[str]) -> None:
    kim = actions.add_staff("SE2321000016-K1", "Kim Ek")
    actions.assign(kim, "first", "läkare", valid_from="2024-01-01", valid_to="2025-07-01")
    actions.assign(kim, "second", "läkare", valid_from="2025-01-01")
    assert sorted(work.unit for work in staff.assignments(kim, on)) == units


def test_an_assignment_is_for_care_in_the_health_regime_unless_said_otherwise(world: World) -> None:
    kim = actions.add_staff("SE2321000016-K1", "Kim Ek")
    actions.assign(kim, "ward", "sjuksköterska")
    actions.assign(kim, "home", "undersköterska", ("care", "followup"), regime="social")
    told = {work.unit: (work.purposes, work.regime) for work in Assignment.objects.all()}
    assert told == {"ward": (["care"], "health"), "home": (["care", "followup"], "social")}
