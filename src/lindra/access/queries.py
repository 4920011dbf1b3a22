"""Reads of what this world states of access; each gives rows of one inventory."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db import DatabaseError, connection
from django.db.models import Q, QuerySet

from lindra.access import functions as defined
from lindra.access import hours, statements
from lindra.access.coverage import Contest, Inventory, Missing, Offer, Scope
from lindra.access.models import Offering, Said
from lindra.access.readin import Known
from lindra.areas import geography
from lindra.areas.models import CareUnit, Provider

OWN = "own"
"""What this world itself offers."""
ADULT = 18


class NoInventory(LookupError):
    """No inventory has this name: says which there are."""


def known() -> Known:
    """Providers and units, by HSA-id and by id."""
    providers = {key: id for id, hsa in Provider.objects.values_list("id", "hsa_id") for key in (id, hsa)}
    units = {key: id for id, hsa in CareUnit.objects.values_list("id", "hsa_id") for key in (id, hsa)}
    return Known(providers, units)


def on(day: date, inventory: str = OWN) -> QuerySet[Offering]:
    """The offerings of an inventory that are there on a day."""
    return Offering.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), inventory=inventory, valid_from__lte=day
    ).order_by("function", "name", "id")


def offerings_of_agreement(key: str) -> list[Offering]:
    """The offerings of this world that rest on an agreement, whenever they are valid."""
    return list(Offering.objects.filter(inventory=OWN, agreement=key).order_by("function", "name", "id"))


def inventories() -> list[str]:
    """The names of every inventory there is, June 2026 first; only that one where this world has no database yet."""
    if not _stored():
        return [statements.ID]
    names = {
        *Offering.objects.values_list("inventory", flat=True),
        *Said.objects.values_list("inventory", flat=True),
    }
    return [statements.ID, *sorted(names - {statements.ID}, key=lambda name: (name != OWN, name))]


def _stored() -> bool:
    """Whether this version's tables are there; a command that needs no world is not to make one."""
    try:
        return {Offering._meta.db_table, Said._meta.db_table} <= set(connection.introspection.table_names())
    except DatabaseError:
        return False


def inventory(name: str, day: date) -> Inventory:
    """An inventory by its name, as it stands on a day. Raises :class:`NoInventory`."""
    if name == statements.ID:
        return statements.june_2026()
    there = inventories()
    if name not in there:
        raise NoInventory(f"there is no inventory {name!r}; there are: {', '.join(there)}")
    said = list(Said.objects.filter(inventory=name))
    offers = offers_of(on(day, name))
    dated = [one.stated_on for one in said] or list(
        Offering.objects.filter(inventory=name).values_list("stated_on", flat=True)
    )
    return Inventory(
        name, day if name == OWN else max(dated), tuple(offers),
        tuple(one for row in said if row.says == "missing" for one in _missing(row)),
        tuple(
            Contest(region, row.function) for row in said if row.says == "contests" for region in _regions(row.areas)
        ),
    )  # fmt: skip


def offers_of(rows: Iterable[Offering]) -> list[Offer]:
    """Stored offerings as a coverage reads them: one for each, and of a whole region one more for each."""
    return [offer for row in rows for offer in _offers(row)]


def _offers(row: Offering) -> list[Offer]:
    spans = row.spans
    bits = None if spans is None else hours.mask(spans)
    narrow = row.oldest is not None or (row.youngest or 0) > ADULT
    limited = bool(row.diagnoses or row.limits or narrow)
    children = None if row.youngest is None else row.youngest < ADULT
    if row.function == defined.CHILDREN:
        limited, children = bool(row.diagnoses or row.limits), None
    return [
        Offer(row.pk, row.function, scope, region, codes, bits, limited, row.name, None if row.place else children)
        for scope, region, codes in _served(row.areas, row.place)
    ]  # fmt: skip


def _served(areas: Collection[str], place: str) -> list[tuple[Scope, str, tuple[str, ...]]]:
    """Scope, region and municipalities, for each region that some areas lie in; of a place, no municipality."""
    if place:
        return [("place", region, ()) for region in sorted(_regions(areas))]
    whole = [code for code in areas if len(code) == 2]
    parts: dict[str, tuple[str, ...]] = {}
    for code in areas:
        if len(code) == 4 and (region := geography.municipality(code).region) not in whole:
            parts[region] = (*parts.get(region, ()), code)
    found: list[tuple[Scope, str, tuple[str, ...]]] = [("region", code, ()) for code in whole]
    return found + [("municipalities", region, codes) for region, codes in parts.items()]


def _missing(row: Said) -> list[Missing]:
    return [
        Missing(row.pk, row.function, scope, region, codes, bool(row.limitation))
        for scope, region, codes in _served(row.areas, row.place)
    ]  # fmt: skip


def _regions(areas: Iterable[str]) -> set[str]:
    return {geography.region_of(code).code for code in areas}
