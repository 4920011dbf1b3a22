"""Providers, units, their provider on a day, and whom they serve, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from helpers.worlds import World
from lindra.areas import actions, queries
from lindra.areas.models import CareUnit, Provider, UnitMembership

START, MOVE, LATER = date(2025, 1, 1), date(2026, 3, 1), date(2026, 9, 1)


@dataclass(frozen=True)
class County:
    """A region, a municipality, a company, and the municipality's home nursing."""

    region: Provider
    municipality: Provider
    company: Provider
    unit: CareUnit


@pytest.fixture
def county(either_world: World) -> County:
    region = actions.add_provider(
        hsa_id="SE2321000016-R",
        name="Norrviks region",
        kind="region",
        area="25",
        organisation_number="232100-0016",
    )
    municipality = actions.add_provider(
        hsa_id="SE2120000001-K", name="Norrviks kommun", kind="municipality", area="2580"
    )
    company = actions.add_provider(hsa_id="SE5560000001-P", name="Omsorg AB", kind="private")
    unit = actions.add_unit(
        hsa_id="SE2120000001-1",
        name="Hemsjukvården Norr",
        kind="home_nursing",
        municipality="2580",
        provider=municipality,
        valid_from=START,
    )
    return County(region, municipality, company, unit)


def refused(words: str, call: Callable[..., object], *given: Any, **values: Any) -> None:
    with pytest.raises(actions.Refused, match=words):
        call(*given, **values)


def test_a_unit_is_found_by_its_id_and_its_hsa_id(county: County) -> None:
    assert queries.unit(county.unit.pk) == queries.unit_by_hsa_id("SE2120000001-1") == county.unit
    assert queries.unit_by_hsa_id("SE2120000001-2") is None
    assert queries.provider_by_hsa_id("SE5560000001-P") == county.company
    assert len(county.unit.pk) == 36


def test_a_unit_belongs_to_nobody_before_its_first_day(county: County) -> None:
    assert queries.provider_of(county.unit.pk, date(2024, 12, 31)) is None
    assert queries.provider_of(county.unit.pk, START) == county.municipality


def test_a_moved_unit_belongs_to_the_new_provider_from_that_day(county: County) -> None:
    actions.move_unit(county.unit, provider=county.company, on=MOVE)
    assert queries.provider_of(county.unit.pk, date(2026, 2, 28)) == county.municipality
    assert queries.provider_of(county.unit.pk, MOVE) == county.company
    assert list(queries.units_of(county.municipality.pk, MOVE)) == []
    assert list(queries.units_of(county.company.pk, MOVE)) == [county.unit]


def test_a_unit_never_belongs_to_two_at_once(county: County) -> None:
    actions.move_unit(county.unit, provider=county.company, on=MOVE)
    refused("within the new period", actions.move_unit, county.unit, provider=county.region, on=START)
    refused("within the new period", actions.move_unit, county.unit, provider=county.region, on=MOVE)
    refused("already", actions.move_unit, county.unit, provider=county.company, on=LATER)
    assert UnitMembership.objects.filter(unit=county.unit).count() == 2
    assert queries.provider_of(county.unit.pk, LATER) == county.company


def test_the_database_refuses_two_present_providers_and_a_period_of_no_days(county: County) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitMembership.objects.create(unit=county.unit, provider=county.region, valid_from=MOVE)
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitMembership.objects.create(
            unit=county.unit, provider=county.region, valid_from=MOVE, valid_to=MOVE
        )


def test_a_unit_serves_a_municipality_or_a_whole_region(county: County) -> None:
    actions.serve(county.unit, area="2580", valid_from=START, valid_to=LATER)
    team = actions.add_unit(
        hsa_id="SE2321000016-2",
        name="Palliativa teamet",
        kind="consult_team",
        municipality="2580",
        provider=county.region,
        valid_from=START,
    )
    actions.serve(team, area="25", valid_from=START)
    assert list(queries.serving("2580", MOVE)) == [county.unit, team]
    assert list(queries.serving("2580", LATER)) == [team]
    assert list(queries.serving("25", MOVE)) == [team]
    assert list(queries.serving("2584", MOVE)) == [team]
    assert list(queries.serving("12", MOVE)) == []


def test_serving_the_same_area_twice_at_once_is_refused(county: County) -> None:
    actions.serve(county.unit, area="2580", valid_from=START, valid_to=MOVE)
    actions.serve(county.unit, area="2580", valid_from=MOVE)
    refused("already", actions.serve, county.unit, area="2580", valid_from=date(2026, 2, 1))
    refused("no region or municipality", actions.serve, county.unit, area="02", valid_from=START)
    refused("would end", actions.serve, county.unit, area="25", valid_from=MOVE, valid_to=START)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"hsa_id": "SE556-P"}, "ten digits"),
        ({"hsa_id": "SE5560000001-P"}, "already"),
        ({"name": " "}, "name is needed"),
        ({"kind": "charity"}, "not a kind of provider"),
        ({"area": "25"}, "only a region or a municipality"),
        ({"kind": "region", "area": "2580"}, "no region has"),
        ({"kind": "municipality", "area": "25"}, "no municipality has"),
        ({"organisation_number": "12"}, "ten digits"),
    ],
)
def test_a_provider_is_checked_before_it_is_added(
    county: County, changed: dict[str, str], words: str
) -> None:
    good = {"hsa_id": "SE5560000002-P", "name": "Vård AB", "kind": "private"}
    refused(words, actions.add_provider, **{**good, **changed})
    assert Provider.objects.count() == 3


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": "hotel"}, "not a kind of unit"),
        ({"municipality": "25"}, "no municipality has"),
        ({"hsa_id": "SE2120000001-1"}, "already"),
        ({"hsa_id": "x"}, "begins with SE"),
        ({"name": ""}, "name is needed"),
    ],
)
def test_a_unit_is_checked_before_it_is_added(county: County, changed: dict[str, str], words: str) -> None:
    good = {"hsa_id": "SE5560000002-1", "name": "Ett", "kind": "hospice", "municipality": "2580"}
    refused(words, actions.add_unit, **{**good, **changed}, provider=county.company, valid_from=START)
    assert CareUnit.objects.count() == 1
