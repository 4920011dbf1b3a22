"""Medicines, vaccinations and allergies, as FHIR R4 has them. Pure."""

from __future__ import annotations

from lindra.fhir.datatypes import Base, CodeableConcept, Dosage, Period, Quantity, Reference
from lindra.fhir.resources.base import Concepts, Performer, References, Resource


class WithMedicine(Resource):
    """A medicine named by code, or by reference."""

    medication_codeable_concept: CodeableConcept | None = None
    medication_reference: Reference | None = None


class MedicationRequest(WithMedicine):
    """MedicationRequest (hl7.org/fhir/R4/medicationrequest.html)."""

    status: str = ""
    intent: str = ""
    encounter: Reference | None = None
    authored_on: str = ""
    requester: Reference | None = None
    reason_code: Concepts = ()
    reason_reference: References = ()
    based_on: References = ()
    dosage_instruction: tuple[Dosage, ...] = ()
    status_reason: CodeableConcept | None = None


class MedicationStatement(WithMedicine):
    """MedicationStatement (hl7.org/fhir/R4/medicationstatement.html)."""

    status: str = ""
    category: CodeableConcept | None = None
    context: Reference | None = None
    effective_date_time: str = ""
    effective_period: Period | None = None
    date_asserted: str = ""
    information_source: Reference | None = None
    derived_from: References = ()
    based_on: References = ()
    reason_code: Concepts = ()
    reason_reference: References = ()
    dosage: tuple[Dosage, ...] = ()


class MedicationAdministration(WithMedicine):
    """MedicationAdministration (hl7.org/fhir/R4/medicationadministration.html)."""

    status: str = ""
    category: CodeableConcept | None = None
    context: Reference | None = None
    effective_date_time: str = ""
    effective_period: Period | None = None
    performer: tuple[Performer, ...] = ()
    reason_code: Concepts = ()
    request: Reference | None = None
    dosage: Dosage | None = None


class MedicationDispense(WithMedicine):
    """MedicationDispense (hl7.org/fhir/R4/medicationdispense.html)."""

    status: str = ""
    category: CodeableConcept | None = None
    context: Reference | None = None
    performer: tuple[Performer, ...] = ()
    authorizing_prescription: References = ()
    quantity: Quantity | None = None
    days_supply: Quantity | None = None
    when_prepared: str = ""
    when_handed_over: str = ""
    dosage_instruction: tuple[Dosage, ...] = ()


class Immunization(Resource, kw_only=True):
    """Immunization (hl7.org/fhir/R4/immunization.html)."""

    status: str = ""
    vaccine_code: CodeableConcept
    encounter: Reference | None = None
    occurrence_date_time: str = ""
    occurrence_string: str = ""
    primary_source: bool | None = None
    lot_number: str = ""
    site: CodeableConcept | None = None
    route: CodeableConcept | None = None
    dose_quantity: Quantity | None = None
    performer: tuple[Performer, ...] = ()
    reason_code: Concepts = ()


class AllergyReaction(Base):
    """How an allergy showed itself."""

    substance: CodeableConcept | None = None
    manifestation: Concepts = ()
    description: str = ""
    onset: str = ""
    severity: str = ""


class AllergyIntolerance(Resource):
    """AllergyIntolerance (hl7.org/fhir/R4/allergyintolerance.html)."""

    clinical_status: CodeableConcept | None = None
    verification_status: CodeableConcept | None = None
    type: str = ""
    category: tuple[str, ...] = ()
    criticality: str = ""
    code: CodeableConcept | None = None
    encounter: Reference | None = None
    onset_date_time: str = ""
    onset_period: Period | None = None
    recorded_date: str = ""
    recorder: Reference | None = None
    asserter: Reference | None = None
    last_occurrence: str = ""
    reaction: tuple[AllergyReaction, ...] = ()
