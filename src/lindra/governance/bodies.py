"""Who can be a party, an owner's body or a recipient: a provider, a region or municipality, or a unit (as a council).

A body is written as a key: ``provider:<id>``, ``area:<code>``, ``unit:<id>``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lindra.areas import geography
from lindra.areas.models import CareUnit, Provider


class NoSuchBody(ValueError):
    """The key names nothing that is known: says which."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body with its name; ``area`` is the region or municipality it is, where it is one."""

    key: str
    name: str
    area: str = ""


def provider(id: str) -> str:
    """The key of a provider."""
    return f"provider:{id}"


def area(code: str) -> str:
    """The key of a region or municipality."""
    return f"area:{code}"


def unit(id: str) -> str:
    """The key of a unit."""
    return f"unit:{id}"


def body(key: str) -> Body:
    """What a key names. Raises :class:`NoSuchBody`."""
    found = bodies([key])
    if key not in found:
        raise NoSuchBody(
            f"there is no body {key!r}: name a provider, a region, a municipality or a unit that is known"
        )
    return found[key]


def bodies(keys: Collection[str]) -> Mapping[str, Body]:
    """What some keys name, in two reads; those that name nothing are left out."""
    ids: dict[str, set[str]] = {"provider": set(), "area": set(), "unit": set()}
    for key in keys:
        kind, _, id = key.partition(":")
        if kind in ids:
            ids[kind].add(id)
    found = {
        provider(one.id): Body(provider(one.id), one.name, one.area)
        for one in (Provider.objects.filter(pk__in=ids["provider"]) if ids["provider"] else ())
    }
    found |= {
        unit(one.id): Body(unit(one.id), one.name)
        for one in (CareUnit.objects.filter(pk__in=ids["unit"]) if ids["unit"] else ())
    }
    for code in ids["area"]:
        if (name := _area_name(code)) is not None:
            found[area(code)] = Body(area(code), name, code)
    return found


def _area_name(code: str) -> str | None:
    try:
        return geography.region(code).name if len(code) == 2 else geography.municipality(code).name
    except geography.UnknownArea:
        return None
