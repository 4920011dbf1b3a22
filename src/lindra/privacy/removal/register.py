"""What a patient says of quality registers, noted: opposed, no longer opposed, or unable to take a position."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.db import transaction

from lindra.people import actions as people
from lindra.people import patients as identities
from lindra.people.details import RegisterOptOut
from lindra.privacy import accesslog, door, rules
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Decision
from lindra.record import wall
from lindra.record.kinds import Refused

Stance = Literal["opposed", "not_opposed", "unable_not_opposed", "unable_opposed"]
"""The last two are for one who lastingly cannot take a position (SFS 2008:355 7 kap. 2 a §)."""
STANCES: tuple[Stance, ...] = ("opposed", "not_opposed", "unable_not_opposed", "unable_opposed")
TOLD_BY = ("patient", "guardian", "relative", "record", "other")


@dataclass(frozen=True, slots=True)
class Said:
    """What was said, by whom, and for one who cannot take a position how their attitude was clarified."""

    stance: Stance
    told_by: str = "patient"
    basis: str = ""


def may_note(patient: str, reader: Reader, stance: str = "opposed") -> Decision:
    """Whether this reader may note it of this patient."""
    seen = door.sight(identities.linked(patient), reader)
    side = reader.side
    unable = stance.startswith("unable")
    return rules.may_note_opt_out(side.purpose, side.duty, seen.relation, unable=unable)


def note(patient: str, said: Said, reader: Reader) -> None:
    """Note it; it holds at once. Raises :class:`PermissionError`, and ``Refused`` saying what is missing.

    Opposition holds for the person whichever of their records it stands in. It is taken back in each.
    """
    records = identities.linked(patient)
    verdict = may_note(patient, reader, said.stance)
    known = [record for record in records if identities.exists(record)]
    accesslog.log(
        reader, known, "note what is said of registers", verdict.right,
        "allowed" if verdict.allowed else "denied",
    )  # fmt: skip
    if not verdict.allowed:
        raise PermissionError(f"not allowed: note what is said of registers ({verdict.right})")
    detail = _detail(said)
    with wall.opened(records), transaction.atomic():
        for record in records:
            if record == patient or (not detail.opted_out and _opposed(record)):
                people.note(record, detail, by=reader.staff.hsa_id)


def _detail(said: Said) -> RegisterOptOut:
    unable = said.stance.startswith("unable")
    if said.stance not in STANCES or said.told_by not in TOLD_BY:
        raise Refused("say what holds, and who said so")
    if unable and not said.basis.strip():
        raise Refused("say how the patient's attitude was clarified as far as possible")
    return RegisterOptOut.model_validate(
        {"opted_out": said.stance in ("opposed", "unable_opposed"), "unable": unable,
         "told_by": said.told_by, "basis": said.basis.strip() if unable else ""}
    )  # fmt: skip


def _opposed(record: str) -> bool:
    return identities.persons([record])[record].opted_out
