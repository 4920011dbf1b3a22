"""Who a patient is, as a Patient or RelatedPerson tells it, into ``people``: numbers, details, links."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from lindra import clock
from lindra.fhir.datatypes import Identifier
from lindra.fhir.mapping.persons import IDENTIFIER_KINDS
from lindra.people import actions, patients
from lindra.people.rules import NotAnIdentityNumber, identity_number

SAME_NUMBER = "the same identity number in two records read by import"
SAME_SAID = "another system says that the two records are of one person"


@dataclass(frozen=True, slots=True)
class Number:
    """An identifier as ``people`` keeps it."""

    kind: str
    system: str
    value: str

    @property
    def hash(self) -> str:
        """What remembers it without saying it."""
        return hashlib.sha256(f"{self.kind}|{self.system}|{self.value}".encode()).hexdigest()[:32]


def number(identifier: Identifier) -> Number:
    """An identifier in its kind, checked where it is a Swedish one (raises ``NotAnIdentityNumber``)."""
    kind = IDENTIFIER_KINDS.get(identifier.system, "foreign")
    if kind in ("personnummer", "samordningsnummer"):
        checked = identity_number(identifier.value, clock.today())
        return Number(checked.kind, "", checked.digits)
    return Number(kind, identifier.system if kind == "foreign" else "", identifier.value)


def by_identifier(identifier: Identifier) -> str | None:
    """The patient an identifier belongs to, where a reference names no other pointer."""
    try:
        known = number(identifier)
    except NotAnIdentityNumber:
        return None
    return patients.by_identifier(known.kind, known.value, known.system)


@dataclass(slots=True)
class Identified:
    """What came of a patient's identifiers."""

    hashes: list[str]
    invalid: list[str]
    """Systems whose number was not valid; it is kept as a foreign one."""
    shared: list[tuple[str, bool]]
    """Kinds in use for another record, and whether the two were linked."""


def identify(
    patient: str, identifiers: tuple[Identifier, ...], before: list[str], *, by: str, stands: bool
) -> Identified:
    """Give a patient the identifiers of one version of its resource.

    Where that version stands, those the version before it had and this one lacks end today; where a later version
    stands already, all that are new with this one end at once. A Swedish number of another record links the two.
    """
    done = Identified([], [], [])
    known: list[Number] = []
    for identifier in identifiers:
        try:
            known.append(number(identifier))
        except NotAnIdentityNumber:
            done.invalid.append(identifier.system)
            known.append(Number("foreign", identifier.system, identifier.value))
    done.hashes = [one.hash for one in known]
    held = {Number(*one).hash: Number(*one) for one in patients.persons([patient])[patient].identifiers}
    for identifier, one in zip(identifiers, known, strict=True):
        if one.hash not in held:
            _give(patient, one, identifier, done, by)
            if not stands:
                _end(patient, one)
    for gone in set(before) - set(done.hashes) if stands else ():
        if gone in held:
            _end(patient, held[gone])
    return done


def _give(patient: str, one: Number, identifier: Identifier, done: Identified, by: str) -> None:
    begun = identifier.period.start if identifier.period else ""
    try:
        actions.identify(patient, one.kind, one.value, system=one.system, valid_from=begun or None)
    except actions.AlreadyTaken:
        other = patients.by_identifier(one.kind, one.value, one.system)
        same_person = other is not None and one.kind in ("personnummer", "samordningsnummer")
        if other is not None and same_person:
            actions.link(patient, other, reason=SAME_NUMBER, by=by)
        done.shared.append((one.kind, same_person))


def _end(patient: str, one: Number) -> None:
    actions.end_identifier(
        patient, one.kind, one.value, system=one.system, valid_to=clock.today().isoformat()
    )
