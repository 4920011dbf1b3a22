"""Confirming the plan, and handing it over: in the reader's name, through the door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lindra import clock
from lindra.care.events.common import Clinician
from lindra.care.events.plan import SECTIONS, PlanConfirmed, Section
from lindra.care.professions import profession
from lindra.privacy import door
from lindra.privacy.reader import Reader
from lindra.record.envelope import When
from lindra.record.kinds import Refused


def clinician(reader: Reader) -> Clinician:
    """The reader as one of the staff who signs: name, profession and unit as they are now."""
    work = reader.assignment
    return Clinician(
        name=reader.staff.name,
        profession=profession(work.role),
        unit=work.unit_name,
        hsa_id=reader.staff.hsa_id,
    )


def confirm(
    opened: door.Opened, reader: Reader, sections: Sequence[Section], seen: Mapping[str, int], phase: str
) -> door.Appended:
    """Say that sections hold, having seen the log up to ``seen`` (by record).

    Raises :class:`~lindra.record.log.Conflict` where something has been written since, :class:`PermissionError`, and
    :class:`~lindra.record.kinds.Refused` where no section was named or a position lies ahead of the log.
    """
    chosen = tuple(section for section in SECTIONS if section in sections)
    if not chosen:
        raise Refused("plan_confirmed: choose at least one section")
    now = opened.positions()
    if set(seen) != set(now) or any(seen[one] > now[one] for one in now):
        raise Refused("plan_confirmed: the page was not of this patient's record: open the plan again")
    fact = PlanConfirmed(sections=chosen, by=clinician(reader), seen=dict(seen), phase=phase)
    draft = door.Draft(fact, When.at(clock.now()))
    return door.write(opened.patient, [draft], reader, expected=seen[opened.patient])
