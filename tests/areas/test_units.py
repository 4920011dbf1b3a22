"""Providers, units, their provider on a day, and whom they serve. Needs a database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import TestCase

from lindra.areas import actions, queries
from lindra.areas.models import CareUnit, Provider, UnitMembership

START, MOVE, LATER = date(2025, 1, 1), date(2026, 3, 1), date(2026, 9, 1)


class Units(TestCase):
    """One region, one municipality, a company, and a home nursing unit."""

    region: Provider
    municipality: Provider
    company: Provider
    unit: CareUnit

    @classmethod
    def setUpTestData(cls) -> None:
        cls.region = actions.add_provider(
            hsa_id="SE2321000016-R",
            name="Norrviks region",
            kind="region",
            area="25",
            organisation_number="232100-0016",
        )
        cls.municipality = actions.add_provider(
            hsa_id="SE2120000001-K", name="Norrviks kommun", kind="municipality", area="2580"
        )
        cls.company = actions.add_provider(hsa_id="SE5560000001-P", name="Omsorg AB", kind="private")
        cls.unit = actions.add_unit(
            hsa_id="SE2120000001-1",
            name="Hemsjukvården Norr",
            kind="home_nursing",
            municipality="2580",
            provider=cls.municipality,
            valid_from=START,
        )

    def refused(self, words: str, call: Callable[..., object], **values: object) -> None:
        with pytest.raises(actions.Refused, match=words):
            call(**values)

    def test_a_unit_is_found_by_its_id_and_its_hsa_id(self) -> None:
        assert queries.unit(self.unit.pk) == queries.unit_by_hsa_id("SE2120000001-1") == self.unit
        assert queries.unit_by_hsa_id("SE2120000001-2") is None
        assert len(self.unit.pk) == 36

    def test_a_provider_is_found_by_its_hsa_id(self) -> None:
        assert queries.provider_by_hsa_id("SE5560000001-P") == self.company

    def test_a_unit_belongs_to_nobody_before_its_first_day(self) -> None:
        assert queries.provider_of(self.unit.pk, date(2024, 12, 31)) is None
        assert queries.provider_of(self.unit.pk, START) == self.municipality

    def test_a_moved_unit_belongs_to_the_new_provider_from_that_day(self) -> None:
        actions.move_unit(self.unit, provider=self.company, on=MOVE)
        assert queries.provider_of(self.unit.pk, date(2026, 2, 28)) == self.municipality
        assert queries.provider_of(self.unit.pk, MOVE) == self.company
        assert list(queries.units_of(self.municipality.pk, MOVE)) == []
        assert list(queries.units_of(self.company.pk, MOVE)) == [self.unit]

    def test_a_unit_never_belongs_to_two_at_once(self) -> None:
        actions.move_unit(self.unit, provider=self.company, on=MOVE)
        self.refused(
            "within the new period", actions.move_unit, unit=self.unit, provider=self.region, on=START
        )
        self.refused(
            "within the new period", actions.move_unit, unit=self.unit, provider=self.region, on=MOVE
        )
        self.refused("already", actions.move_unit, unit=self.unit, provider=self.company, on=LATER)
        assert UnitMembership.objects.filter(unit=self.unit).count() == 2

    def test_the_database_refuses_a_second_present_provider_and_a_period_of_no_days(self) -> None:
        with transaction.atomic(), pytest.raises(IntegrityError):
            UnitMembership.objects.create(unit=self.unit, provider=self.region, valid_from=MOVE)
        with transaction.atomic(), pytest.raises(IntegrityError):
            UnitMembership.objects.create(
                unit=self.unit, provider=self.region, valid_from=MOVE, valid_to=MOVE
            )

    def test_a_unit_serves_a_municipality_or_a_whole_region(self) -> None:
        actions.serve(self.unit, area="2580", valid_from=START, valid_to=LATER)
        team = actions.add_unit(
            hsa_id="SE2321000016-2",
            name="Palliativa teamet",
            kind="consult_team",
            municipality="2580",
            provider=self.region,
            valid_from=START,
        )
        actions.serve(team, area="25", valid_from=START)
        assert list(queries.serving("2580", MOVE)) == [self.unit, team]
        assert list(queries.serving("2580", LATER)) == [team]
        assert list(queries.serving("25", MOVE)) == [team]
        assert list(queries.serving("2584", MOVE)) == [team]
        assert list(queries.serving("12", MOVE)) == []

    def test_serving_the_same_area_twice_at_once_is_refused(self) -> None:
        actions.serve(self.unit, area="2580", valid_from=START, valid_to=MOVE)
        actions.serve(self.unit, area="2580", valid_from=MOVE)
        self.refused("already", actions.serve, unit=self.unit, area="2580", valid_from=date(2026, 2, 1))
        self.refused("no region or municipality", actions.serve, unit=self.unit, area="02", valid_from=START)
        self.refused("would end", actions.serve, unit=self.unit, area="25", valid_from=MOVE, valid_to=START)

    def test_what_is_added_is_checked(self) -> None:
        good = {"hsa_id": "SE5560000002-P", "name": "Vård AB", "kind": "private"}
        for changed, words in (
            ({"hsa_id": "SE556-P"}, "ten digits"),
            ({"hsa_id": "SE5560000001-P"}, "already"),
            ({"name": " "}, "name is needed"),
            ({"kind": "charity"}, "not a kind of provider"),
            ({"area": "25"}, "only a region or a municipality"),
            ({"kind": "region", "area": "2580"}, "no region has"),
            ({"kind": "municipality", "area": "25"}, "no municipality has"),
            ({"organisation_number": "12"}, "ten digits"),
        ):
            self.refused(words, actions.add_provider, **{**good, **changed})
        unit = {"hsa_id": "SE5560000002-1", "name": "Ett", "kind": "hospice", "municipality": "2580"}
        for changed, words in (
            ({"kind": "hotel"}, "not a kind of unit"),
            ({"municipality": "25"}, "no municipality has"),
            ({"hsa_id": "SE2120000001-1"}, "already"),
            ({"hsa_id": "x"}, "begins with SE"),
        ):
            self.refused(
                words, actions.add_unit, **{**unit, **changed, "provider": self.company, "valid_from": START}
            )
