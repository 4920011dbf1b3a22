"""Visits, stays, bookings, conditions, procedures and observations, as FHIR R4 has them. Pure."""

from __future__ import annotations

from typing import Any

from msgspec import field

from lindra.fhir.datatypes import Annotation, Base, CodeableConcept, Coding, Meta, Period, Quantity, Reference
from lindra.fhir.resources.base import AnyValue, Concepts, Performer, References, Resource


class Participant(Base):
    """Who took part in a visit, or is booked for one."""

    type: Concepts = ()
    individual: Reference | None = None
    actor: Reference | None = None
    status: str = ""


class Hospitalization(Base):
    """How a stay began and ended."""

    admit_source: CodeableConcept | None = None
    discharge_disposition: CodeableConcept | None = None


class EncounterLocation(Base):
    """Where a visit took place."""

    location: Reference | None = None


class Encounter(Resource):
    """Encounter (hl7.org/fhir/R4/encounter.html)."""

    status: str = ""
    encounter_class: Coding = field(name="class", default_factory=Coding)
    type: Concepts = ()
    service_type: CodeableConcept | None = None
    participant: tuple[Participant, ...] = ()
    period: Period | None = None
    reason_code: Concepts = ()
    hospitalization: Hospitalization | None = None
    location: tuple[EncounterLocation, ...] = ()
    service_provider: Reference | None = None


class Appointment(Resource):
    """Appointment (hl7.org/fhir/R4/appointment.html)."""

    status: str = ""
    service_type: Concepts = ()
    appointment_type: CodeableConcept | None = None
    reason_code: Concepts = ()
    description: str = ""
    start: str = ""
    end: str = ""
    created: str = ""
    comment: str = ""
    participant: tuple[Participant, ...] = ()


class EpisodeDiagnosis(Base):
    """What an episode of care is for."""

    condition: Reference | None = None


class EpisodeOfCare(Resource):
    """EpisodeOfCare (hl7.org/fhir/R4/episodeofcare.html)."""

    status: str = ""
    type: Concepts = ()
    diagnosis: tuple[EpisodeDiagnosis, ...] = ()
    period: Period | None = None
    managing_organization: Reference | None = None
    care_manager: Reference | None = None


class Evidence(Base):
    """What speaks for a condition."""

    code: Concepts = ()
    detail: References = ()


class Condition(Resource):
    """Condition (hl7.org/fhir/R4/condition.html)."""

    clinical_status: CodeableConcept | None = None
    verification_status: CodeableConcept | None = None
    category: Concepts = ()
    severity: CodeableConcept | None = None
    code: CodeableConcept | None = None
    body_site: Concepts = ()
    encounter: Reference | None = None
    onset_date_time: str = ""
    onset_period: Period | None = None
    onset_string: str = ""
    onset_age: Quantity | None = None
    abatement_date_time: str = ""
    abatement_period: Period | None = None
    abatement_string: str = ""
    recorded_date: str = ""
    recorder: Reference | None = None
    asserter: Reference | None = None
    evidence: tuple[Evidence, ...] = ()


class ReferenceRange(Base):
    """What is usual."""

    low: Quantity | None = None
    high: Quantity | None = None
    text: str = ""


class ObservationComponent(AnyValue, kw_only=True):
    """One of several parts."""

    code: CodeableConcept
    data_absent_reason: CodeableConcept | None = None


class Observation(AnyValue, kw_only=True):
    """Observation (hl7.org/fhir/R4/observation.html)."""

    resource_type: str
    id: str = ""
    meta: Meta | None = None
    contained: tuple[dict[str, Any], ...] = ()
    note: tuple[Annotation, ...] = ()
    status: str = ""
    category: Concepts = ()
    code: CodeableConcept
    encounter: Reference | None = None
    effective_date_time: str = ""
    effective_instant: str = ""
    effective_period: Period | None = None
    performer: References = ()
    data_absent_reason: CodeableConcept | None = None
    interpretation: Concepts = ()
    body_site: CodeableConcept | None = None
    method: CodeableConcept | None = None
    reference_range: tuple[ReferenceRange, ...] = ()
    has_member: References = ()
    derived_from: References = ()
    component: tuple[ObservationComponent, ...] = ()


class Procedure(Resource):
    """Procedure (hl7.org/fhir/R4/procedure.html)."""

    status: str = ""
    category: CodeableConcept | None = None
    code: CodeableConcept | None = None
    encounter: Reference | None = None
    performed_date_time: str = ""
    performed_period: Period | None = None
    performed_string: str = ""
    performer: tuple[Performer, ...] = ()
    reason_code: Concepts = ()
    reason_reference: References = ()
    body_site: Concepts = ()
    outcome: CodeableConcept | None = None
