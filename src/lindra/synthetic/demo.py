"""The demo: the made-up county in this world, and who may be tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings

from lindra import clock
from lindra.areas import queries as areas
from lindra.console import progress
from lindra.people import patients as identities
from lindra.people.models import Staff
from lindra.record import export
from lindra.synthetic import county, discharges, generator, governing, relatives, sinks

T = TypeVar("T")


class Refused(Exception):
    """The county cannot be loaded here; says why."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may be tried: how to sign in, who it is, where they work, and what they can show."""

    username: str
    password: str
    name: str
    title: str
    work: str
    told: str
    hsa_id: str


def accounts() -> list[Account]:
    """The demo staff with a local account in this world, in the order of telling."""
    made = county.organisation()
    specs = [spec for spec in made.staff.values() if spec.username]
    here = set(
        Staff.objects.filter(hsa_id__in=[spec.hsa_id for spec in specs])
        .exclude(user=None)
        .values_list("hsa_id", flat=True)
    )
    return [
        Account(
            username=spec.username,
            password=county.PASSWORD,
            name=spec.name,
            title=spec.title,
            work=" · ".join(made.units[unit].name for unit, _, _ in spec.works),
            told=spec.told,
            hsa_id=spec.hsa_id,
        )
        for spec in specs
        if spec.hsa_id in here
    ]


def load(seed: int, until: datetime, patients: int) -> int:
    """Load the county and export it, so that its indicators can be counted; how many people were added.

    Once it is there, returns 0 at once. Raises :class:`Refused` in production, and where another county lies.
    """
    if settings.PRODUCTION:
        raise Refused("the demo is refused in production: its people are made up and its passwords are known")
    if identities.exists(generator.patient_id(seed, until, patients - 1)):
        return 0
    there = areas.provider_by_hsa_id(county.organisation().providers["region"].hsa_id) is not None
    if there and not identities.exists(generator.patient_id(seed, until, 0)):
        raise Refused("this world holds a county of another seed or another end; choose another LINDRA_HOME")
    left: list[relatives.Left] = []
    stories = generator.county(seed, until, patients)
    sent = discharges.told(stories, until, until - timedelta(days=discharges.DEMO_DAYS))
    count = sinks.load(relatives.noted(sent, left), lambda items: progress(items, "made-up people", patients))
    relatives.plant(left, until)
    governing.plant(until)
    _export(until)
    return count


def _export(until: datetime) -> None:
    folder = settings.LINDRA_HOME / "export"
    export.remember_folder(settings.LINDRA_HOME, folder)
    with sinks.clock_put_back():
        clock.fix(until)
        export.export(folder, settings.LINDRA_PSEUDONYM_KEY)


def count(until: datetime) -> bool:
    """Count the county's indicators and release them, once; whether it was done now."""
    from lindra.measures.cubes.kept import Kept, refresh  # Ibis takes a second to load
    from lindra.record.layers import OldExport

    if (Kept(settings.LINDRA_HOME).cube("outside") / "cube.json").exists():
        return False
    try:
        refresh(settings.LINDRA_HOME, until, each=_counting)
    except OldExport:
        _export(until)
        refresh(settings.LINDRA_HOME, until, each=_counting)
    return True


def _counting(parts: Iterable[T]) -> Iterator[T]:
    return progress(parts, "years counted and tables released")
