"""Import: read what is there, in whose name, and tell what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from lindra import clock
from lindra.areas import actions as areas
from lindra.areas import queries as units
from lindra.areas.models import CareUnit, Provider
from lindra.fhir import destruction, memory, parking, queries, readers, writing
from lindra.fhir.bundles import Entry, entries
from lindra.fhir.identity import SAME_SAID
from lindra.fhir.readers import Trouble
from lindra.fhir.references import USUAL_SYSTEM
from lindra.fhir.result import Result
from lindra.people import actions as people
from lindra.people import staff as staffing
from lindra.people.models import Assignment, Staff
from lindra.record.envelope import Author

GROUP = 500
"""Resources in one transaction, and in memory; a Bundle is held whole while it is read."""

IMPORT_PROVIDER, IMPORT_UNIT, IMPORT_STAFF = "SE0000000000-INLVG", "SE0000000000-INL", "SE0000000000-INLP"
"""In whose name a world that is not production imports when nobody is named."""
SINCE = date(1900, 1, 1)

Each = Callable[[Iterable[Entry | Trouble]], Iterable[Entry | Trouble]]


class NoAuthor(ValueError):
    """Nobody in whose name events can be written: says what is missing."""


def import_paths(
    paths: list[Path], author: Author, *, system: str = USUAL_SYSTEM, each: Each = iter
) -> Result:
    """Read everything in these paths into the record; ``each`` may wrap the resources, to tell progress.

    Raises :class:`lindra.fhir.parking.Busy` when another import is at work.
    """
    result = Result()
    park = parking.Parking(Path(settings.LINDRA_HOME))
    with park.held():
        write = writing.Writing(author, result, park)
        some: list[Entry | Trouble] = []
        for entry in each(_found(paths, system, result)):
            some.append(entry)
            if len(some) >= GROUP:
                write.group(some)
                some = []
        if some:
            write.group(some)
        _try_again(write, park)
        _finish(author, result)
        park.close()
        destruction.sweep(park.folder)
    return result


def _found(paths: list[Path], system: str, result: Result) -> Iterator[Entry | Trouble]:
    """Every resource in these paths, counting files."""
    for found in readers.parts(paths):
        if isinstance(found, readers.Opened):
            result.files += 1
        elif isinstance(found, readers.Skipped):
            result.skipped[Path(found.file).suffix] += 1
        elif isinstance(found, Trouble):
            yield found
        else:
            yield from entries(found, system)


def _try_again(write: writing.Writing, park: parking.Parking) -> None:
    """Try what waits, until nothing more of it can be written."""
    before = queries.count("fhir_parked")
    while before:
        for some in park.waiting():
            write.group(some, again=True)
        left = queries.count("fhir_parked")
        if left == before:
            return
        before = left


def _finish(author: Author, result: Result) -> None:
    """Link records of one person, strike out references found by now, and list what is left open."""
    with transaction.atomic():
        for target, one, other in queries.links_ready():
            people.link(one, other, reason=SAME_SAID, by=author.staff)
            memory.forget_link(target, one)
        memory.strike_out_found()
    result.parked, result.parked_count = queries.parked_list(), queries.count("fhir_parked")
    result.unresolved, result.unresolved_count = queries.unresolved_list(), queries.count("fhir_reference")


def author_of(staff_hsa_id: str, unit_hsa_id: str) -> Author:
    """Whoever imports: a member of staff at a unit where that person has an assignment.

    Without a unit, the person's only one. With neither, in a world that is not production, an author made for
    importing. Raises :class:`NoAuthor`.
    """
    if not staff_hsa_id and not unit_hsa_id and not settings.PRODUCTION:
        return importer()
    if not staff_hsa_id:
        raise NoAuthor(
            "say in whose name the events are written: --as HSA-ID, and --unit where there are several"
        )
    staff = staffing.by_hsa_id(staff_hsa_id)
    if staff is None:
        raise NoAuthor(f"nobody here has the HSA-id {staff_hsa_id}")
    held = staffing.assignments(staff, clock.today())
    if unit_hsa_id:
        unit = units.unit_by_hsa_id(unit_hsa_id)
        held = [assignment for assignment in held if unit is not None and assignment.unit == unit.id]
    if len({assignment.unit for assignment in held}) != 1:
        wanted = f"at the unit {unit_hsa_id}" if unit_hsa_id else "at one unit only: name it with --unit"
        raise NoAuthor(f"{staff_hsa_id} has no assignment {wanted}")
    return _author(staff, held[0])


def _author(staff: Staff, assignment: Assignment) -> Author:
    provider = units.provider_of(assignment.unit, clock.today())
    if provider is None:
        raise NoAuthor("the unit belongs to no provider today")
    return Author(staff.id, assignment.id, assignment.unit, provider.id, "health")


@transaction.atomic
def importer() -> Author:
    """The author for importing in a world that is not production, made the first time."""
    provider = Provider.objects.filter(hsa_id=IMPORT_PROVIDER).first() or areas.add_provider(
        hsa_id=IMPORT_PROVIDER, name="Inläsning", kind="other"
    )
    unit = CareUnit.objects.filter(hsa_id=IMPORT_UNIT).first() or areas.add_unit(
        hsa_id=IMPORT_UNIT,
        name="Inläsning",
        kind="other",
        municipality="0180",
        provider=provider,
        valid_from=SINCE,
    )
    staff = staffing.by_hsa_id(IMPORT_STAFF) or people.add_staff(IMPORT_STAFF, "Inläsning")
    held = [one for one in staffing.assignments(staff, clock.today()) if one.unit == unit.id]
    assignment = (
        held[0] if held else people.assign(staff, unit.id, "import", ("admin",), valid_from=SINCE.isoformat())
    )
    return _author(staff, assignment)
