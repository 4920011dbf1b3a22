"""Who may write commitments, and for whom: who governs, within the scope of the seat. Everybody signed in reads."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from lindra.areas import geography
from lindra.areas import queries as areas
from lindra.areas.models import CareUnit, Provider
from lindra.governance import bodies
from lindra.governance.models import Commitment
from lindra.governance.seats import Seat
from lindra.people import staff as people
from lindra.people.models import Assignment

Choices = list[tuple[str, str]]
Groups = list[tuple[str, Choices]]
MOST_NAMES = 400
"""So many people are offered as owners; anybody can be written. Our own choice."""


def may_write(seat: Seat, one: Commitment) -> bool:
    """Whether a seat does something with a commitment: its own provider's, its own unit's, any in a council."""
    if seat.scope == "provider":
        return one.holder == seat.provider
    return seat.scope == "council" or (seat.scope == "unit" and one.unit == seat.unit)


def offered(seat: Seat, today: date) -> Groups:
    """For whom a seat may undertake something, in groups: (heading, (key, name) …)."""
    if seat.scope == "unit":
        found = CareUnit.objects.filter(pk=seat.unit)
        return [("", [(bodies.unit(one.pk), one.name) for one in found])]
    if seat.scope == "provider":
        return _own(seat.provider, today)
    if seat.scope == "council":
        return _all(today)
    return []


def _own(provider: str, today: date) -> Groups:
    name = areas.provider_names([provider]).get(provider, "")
    units = [(bodies.unit(one.pk), one.name) for one in areas.units_of(provider, today)]
    return [
        ("", [(bodies.provider(provider), _("%(name)s, the whole") % {"name": name})]),
        (_("Units"), units),
    ]


def _all(today: date) -> Groups:
    every = Provider.objects.order_by("name", "id")
    providers = [(bodies.provider(one.pk), one.name) for one in every]
    regions = [(bodies.area(one.code), one.name) for one in geography.regions()]
    units = [
        (bodies.unit(unit.pk), f"{unit.name}, {provider.name}")
        for provider in every
        for unit in areas.units_of(provider.pk, today)
    ]
    return [(_("Providers"), providers), (_("Regions"), regions), (_("Units"), units)]


def owners(seat: Seat, today: date) -> dict[str, str]:
    """Whom a seat is offered as owners: name and title, and the HSA-id. Those of the unit; of a provider, all of it."""
    units = [seat.unit]
    if seat.scope in ("provider", "council"):
        units = list(areas.units_of(seat.provider, today).values_list("pk", flat=True))
    found: dict[str, str] = {}
    for work in people.working_at(units, today)[:MOST_NAMES]:
        found.setdefault(owner_name(work), work.staff.hsa_id)
    return found


def owner_name(work: Assignment) -> str:
    """As an owner is written: name, role."""
    return f"{work.staff.name}, {work.role}" if work.role else work.staff.name
