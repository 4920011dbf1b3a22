"""The door's part for what one organisation hands over to another: it becomes the receiver's own record as well.

Who sends writes in their own name, and in the same transaction the receiver's unit gets its copy, in its name (each
provider owns what it wrote or was given: SFS 2008:355 2 kap. 6 §). Only kinds that are made for it can be written so
(``Fact.handed``); who may write about the patient at all is decided as always.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from lindra import clock
from lindra.areas import queries as areas
from lindra.areas.models import UnitKind
from lindra.people import patients as identities
from lindra.privacy import accesslog, door
from lindra.privacy.reader import Reader
from lindra.record import log, wall
from lindra.record import queries as record
from lindra.record.chart import Chart, fold, in_force
from lindra.record.envelope import Author, Regime

SOCIAL = frozenset({UnitKind.SOCIAL_SERVICE.value})
"""Kinds of units whose record is kept by an *omsorgsgivare*."""


RIGHT = "SFS 2017:612 3 kap. 2 §"
"""By which what is necessary for care is handed over to those who take over."""


class NoSuchUnit(LookupError):
    """A unit that something is handed over to is not known, or belongs to nobody today."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        super().__init__("no such unit today: choose another one to send to")


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a unit gets."""

    unit: str
    drafts: tuple[log.Draft, ...]


def hand(
    patient: str, drafts: Sequence[log.Draft], parcels: Sequence[Parcel], reader: Reader, *,
    expected: int, key: str = "",
) -> log.Appended:  # fmt: skip
    """Write in the reader's name, and to each unit what it is given in that unit's name: all of it, or nothing.

    Raises :class:`NoSuchUnit` before anything is written, :class:`PermissionError`, and what ``append`` raises.
    """
    if not all(draft.fact.handed for parcel in parcels for draft in parcel.drafts):
        raise PermissionError("this is nothing that one unit writes into another's record")
    authors = [(parcel, _author(parcel.unit, reader)) for parcel in parcels]
    with transaction.atomic():
        done = door.write(patient, drafts, reader, expected=expected, key=key)
        for parcel, author in authors:
            kinds = ", ".join(sorted({draft.fact.kind for draft in parcel.drafts}))
            accesslog.log(reader, [patient], f"hand over {kinds}", RIGHT, "allowed")
            with wall.opened([patient]):
                log.append(
                    patient,
                    parcel.drafts,
                    author,
                    expected=log.ANY,
                    key=f"{key}|{parcel.unit}" if key else "",
                )
    return done


def brought(patient: str, unit: str, drafts: Sequence[log.Draft], parcels: Sequence[Parcel]) -> log.Appended:
    """What another tool has passed on already, for a command that runs as a system reader: written in the name of the
    unit that sent it there, with a copy at each that got it. Raises :class:`NoSuchUnit`.
    """
    authors = [(parcel, _named(parcel.unit, "", "")) for parcel in parcels]
    own = _named(unit, "", "")
    with transaction.atomic(), wall.opened([patient]):
        done = log.append(patient, drafts, own, expected=log.ANY)
        for parcel, author in authors:
            log.append(patient, parcel.drafts, author, expected=log.ANY)
    return done


def whole(patient: str) -> Chart:
    """Everything of one record, for a command that runs as a system reader."""
    with wall.opened([patient]):
        return fold(in_force(record.events_of(patient)))


def with_number(kind: str, digits: str) -> str:
    """The patient with an identity number, or nothing; for a command that runs as a system reader."""
    return identities.by_identifier(kind, digits) or ""


def _author(unit: str, reader: Reader) -> Author:
    return _named(unit, reader.staff.hsa_id, reader.assignment.id)


def _named(unit: str, staff: str, assignment: str) -> Author:
    """In a unit's name as it belongs today."""
    provider = areas.provider_of(unit, clock.today())
    if provider is None:
        raise NoSuchUnit(unit)
    regime: Regime = "social" if areas.unit(unit).kind in SOCIAL else "health"
    return Author(staff, assignment, unit, provider.id, regime)
