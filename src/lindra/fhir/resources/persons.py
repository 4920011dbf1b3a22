"""Patients and relatives, as FHIR R4 has them. Pure."""

from __future__ import annotations

from lindra.fhir.datatypes import (
    Address,
    Base,
    CodeableConcept,
    ContactPoint,
    HumanName,
    Identifier,
    Reference,
)
from lindra.fhir.resources.base import Concepts, References, Resource


class Contact(Base):
    """A patient's contact."""

    relationship: Concepts = ()
    name: HumanName | None = None
    telecom: tuple[ContactPoint, ...] = ()
    address: Address | None = None
    organization: Reference | None = None


class Communication(Base):
    """A language a patient speaks."""

    language: CodeableConcept
    preferred: bool = False


class Link(Base):
    """Another record of the same person."""

    other: Reference
    type: str = ""


class Patient(Resource):
    """Patient (hl7.org/fhir/R4/patient.html)."""

    identifier: tuple[Identifier, ...] = ()
    name: tuple[HumanName, ...] = ()
    telecom: tuple[ContactPoint, ...] = ()
    gender: str = ""
    birth_date: str = ""
    deceased_boolean: bool | None = None
    deceased_date_time: str = ""
    address: tuple[Address, ...] = ()
    marital_status: CodeableConcept | None = None
    multiple_birth_boolean: bool | None = None
    multiple_birth_integer: int | None = None
    contact: tuple[Contact, ...] = ()
    communication: tuple[Communication, ...] = ()
    general_practitioner: References = ()
    link: tuple[Link, ...] = ()


class RelatedPerson(Resource):
    """RelatedPerson (hl7.org/fhir/R4/relatedperson.html)."""

    relationship: Concepts = ()
    name: tuple[HumanName, ...] = ()
    telecom: tuple[ContactPoint, ...] = ()
    address: tuple[Address, ...] = ()
