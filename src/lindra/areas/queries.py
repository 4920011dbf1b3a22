"""Reads of providers and units on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from lindra.areas import geography
from lindra.areas.models import CareUnit, Provider, Serves, UnitMembership


def unit(unit_id: str) -> CareUnit:
    """The unit with this id; ``CareUnit.DoesNotExist`` if there is none."""
    return CareUnit.objects.get(pk=unit_id)


def kinds(unit_ids: Iterable[str]) -> dict[str, str]:
    """The kind of each of these units."""
    return dict(CareUnit.objects.filter(pk__in=set(unit_ids)).values_list("id", "kind"))


def names(unit_ids: Iterable[str]) -> dict[str, str]:
    """The name of each of these units."""
    return dict(CareUnit.objects.filter(pk__in=set(unit_ids)).values_list("id", "name"))


def provider_names(provider_ids: Iterable[str]) -> dict[str, str]:
    """The name of each of these providers."""
    return dict(Provider.objects.filter(pk__in=set(provider_ids)).values_list("id", "name"))


def sharing(provider_ids: Iterable[str]) -> dict[str, date]:
    """Since when those of these providers that share records do so."""
    held = Provider.objects.filter(pk__in=set(provider_ids)).values_list("id", "shares_from")
    return {provider: since for provider, since in held if since is not None}


def unit_by_hsa_id(hsa_id: str) -> CareUnit | None:
    """The unit with this HSA-id, or None."""
    return CareUnit.objects.filter(hsa_id=hsa_id).first()


def provider_by_hsa_id(hsa_id: str) -> Provider | None:
    """The provider with this HSA-id, or None."""
    return Provider.objects.filter(hsa_id=hsa_id).first()


def provider_of(unit_id: str, on: date) -> Provider | None:
    """The provider a unit belongs to on a day, or None on a day it belongs to nobody."""
    held = UnitMembership.objects.filter(_on(on), unit_id=unit_id).select_related("provider").first()
    return held.provider if held else None


def units_of(provider_id: str, on: date) -> QuerySet[CareUnit]:
    """The units that belong to a provider on a day, by name."""
    held = UnitMembership.objects.filter(_on(on), provider_id=provider_id)
    return CareUnit.objects.filter(pk__in=held.values("unit_id")).order_by("name", "id")


def serving(area: str, on: date) -> QuerySet[CareUnit]:
    """The units whose task covers a whole area on a day, by name.

    For a municipality: those that serve it or its region. For a region: those that serve the whole region;
    a unit for one of its municipalities is not among them.
    """
    codes = {area, geography.region_of(area).code}
    held = Serves.objects.filter(_on(on), area__in=codes)
    return CareUnit.objects.filter(pk__in=held.values("unit_id")).order_by("name", "id")


def _on(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))
