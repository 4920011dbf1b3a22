"""Confirming the plan, and handing it over: in the reader's name, through the door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lindra import clock
from lindra.care.events.common import Clinician
from lindra.care.events.plan import SECTIONS, PlanConfirmed, Section
from lindra.care.plan.compute import LINES
from lindra.care.plan.freshness import digest
from lindra.care.professions import profession, writers
from lindra.forms.values import N_
from lindra.privacy import door
from lindra.privacy.reader import Reader
from lindra.record.envelope import When
from lindra.record.kinds import Refused

NO_SECTION = N_("Choose at least one section that you confirm.")
NOT_THIS_PAGE = N_(
    "The page was not of this patient's record as it stands. Read the plan below, and confirm it."
)
NOT_DECISIONS = N_(
    "Decisions are confirmed by a physician or a nurse. Leave them out, and ask one of them to confirm them."
)
OF_THE_DEAD = N_("The patient has died. The plan is no longer confirmed.")


class NotConfirmed(Refused):
    """The plan is not confirmed: an English message id that says what to do."""


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
    :class:`NotConfirmed` where no section was named, a position lies ahead of the log, the patient has died, or
    decisions are not this reader's to confirm.
    """
    chosen = tuple(section for section in SECTIONS if section in sections)
    if not chosen:
        raise NotConfirmed(NO_SECTION)
    if opened.chart.one("death") is not None:
        raise NotConfirmed(OF_THE_DEAD)
    if "decisions" in chosen and profession(reader.assignment.role) not in writers()["limit_decided"]:
        raise NotConfirmed(NOT_DECISIONS)
    now = opened.positions()
    if set(seen) != set(now) or any(seen[one] > now[one] for one in now):
        raise NotConfirmed(NOT_THIS_PAGE)
    for one in now:  # the append below guards one record; of a person with several, each is compared
        if seen[one] != now[one]:
            raise door.Conflict(seen[one], now[one])
    stands = {section: digest(LINES[section](opened.chart, reader.at)) for section in chosen}
    fact = PlanConfirmed(sections=chosen, by=clinician(reader), seen=dict(seen), phase=phase, stands=stands)
    draft = door.Draft(fact, When.at(clock.now()))
    return door.write(opened.patient, [draft], reader, expected=seen[opened.patient])
