"""Adding providers and units, moving a unit, saying whom it serves. Each is one transaction."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from lindra.areas import geography, rules
from lindra.areas.models import CareUnit, Provider, ProviderKind, Serves, UnitKind, UnitMembership


class Refused(ValueError):
    """What was asked for breaks a rule; the message says which."""


@transaction.atomic
def add_provider(
    *, hsa_id: str, name: str, kind: str, organisation_number: str = "", area: str = ""
) -> Provider:
    """Add a legal entity. A region or a municipality names its area, nobody else does."""
    _refuse(rules.hsa_id_problem(hsa_id))
    if organisation_number:
        _refuse(rules.organisation_number_problem(organisation_number))
    if kind not in ProviderKind.values:
        raise Refused(f"{kind!r} is not a kind of provider: {', '.join(ProviderKind.values)}")
    if kind == ProviderKind.REGION:
        _known_region(area)
    elif kind == ProviderKind.MUNICIPALITY:
        _known_municipality(area)
    elif area:
        raise Refused("only a region or a municipality is an area")
    if Provider.objects.filter(hsa_id=hsa_id).exists():
        raise Refused(f"a provider has the HSA-id {hsa_id} already")
    return Provider.objects.create(
        hsa_id=hsa_id, name=_named(name), kind=kind, organisation_number=organisation_number, area=area
    )


def share_records(provider: Provider, since: date) -> None:
    """A provider shares records with others from a day on, and has informed its patients of what that means.

    Source: SFS 2022:913 2 kap. 2 and 4 §§.
    """
    Provider.objects.filter(pk=provider.pk).update(shares_from=since)


@transaction.atomic
def add_unit(
    *, hsa_id: str, name: str, kind: str, municipality: str, provider: Provider, valid_from: date
) -> CareUnit:
    """Add a care unit, which belongs to a provider from its first day."""
    _refuse(rules.hsa_id_problem(hsa_id))
    if kind not in UnitKind.values:
        raise Refused(f"{kind!r} is not a kind of unit: {', '.join(UnitKind.values)}")
    _known_municipality(municipality)
    if CareUnit.objects.filter(hsa_id=hsa_id).exists():
        raise Refused(f"a unit has the HSA-id {hsa_id} already")
    unit = CareUnit.objects.create(hsa_id=hsa_id, name=_named(name), kind=kind, municipality=municipality)
    UnitMembership.objects.create(unit=unit, provider=provider, valid_from=valid_from)
    return unit


@transaction.atomic
def move_unit(unit: CareUnit, *, provider: Provider, on: date) -> UnitMembership:
    """Let a unit belong to another provider from a day on; the membership in force ends that day.

    Refused if the unit belongs to that provider already, or a membership begins that day or later.
    """
    CareUnit.objects.select_for_update().get(pk=unit.pk)
    for held in UnitMembership.objects.filter(unit=unit):
        if not rules.overlaps((held.valid_from, held.valid_to), (on, None)):
            continue
        if held.valid_from >= on:
            raise Refused(f"the unit belongs to a provider from {held.valid_from}, within the new period")
        if held.provider_id == provider.pk:
            raise Refused(f"the unit belongs to that provider already on {on}")
        held.valid_to = on
        held.save(update_fields=["valid_to"])
    return UnitMembership.objects.create(unit=unit, provider=provider, valid_from=on)


@transaction.atomic
def serve(unit: CareUnit, *, area: str, valid_from: date, valid_to: date | None = None) -> Serves:
    """Say that a unit serves a region or a municipality during a period."""
    _refuse(rules.period_problem(valid_from, valid_to))
    _known_area(area)
    CareUnit.objects.select_for_update().get(pk=unit.pk)
    for held in Serves.objects.filter(unit=unit, area=area):
        if rules.overlaps((held.valid_from, held.valid_to), (valid_from, valid_to)):
            raise Refused(f"the unit serves {area} already from {held.valid_from}")
    return Serves.objects.create(unit=unit, area=area, valid_from=valid_from, valid_to=valid_to)


def _refuse(problem: str | None) -> None:
    if problem is not None:
        raise Refused(problem)


def _named(name: str) -> str:
    if not name.strip():
        raise Refused("a name is needed")
    return name.strip()


def _known_area(code: str) -> None:
    try:
        geography.area(code)
    except geography.UnknownArea as unknown:
        raise Refused(str(unknown)) from unknown


def _known_region(code: str) -> None:
    if code not in {region.code for region in geography.regions()}:
        raise Refused(f"no region has the code {code!r}")


def _known_municipality(code: str) -> None:
    if code not in {municipality.code for municipality in geography.municipalities()}:
        raise Refused(f"no municipality has the code {code!r}")
