"""FHIR R4 resources (hl7.org/fhir/R4/resourcelist.html), as far as the record keeps what they say. Pure.

A resource that does not fit its type here is refused whole, with the place where it does not fit.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from msgspec import field

from lindra.fhir.datatypes import (
    Address,
    Annotation,
    Attachment,
    Base,
    CodeableConcept,
    Coding,
    ContactPoint,
    Dosage,
    Extension,
    HumanName,
    Identifier,
    Meta,
    Narrative,
    Period,
    Quantity,
    Range,
    Ratio,
    Reference,
    SampledData,
    Timing,
)

Concepts = tuple[CodeableConcept, ...]
References = tuple[Reference, ...]


class Resource(Base, kw_only=True):
    """What every resource has."""

    resource_type: str
    id: str = ""
    meta: Meta | None = None
    contained: tuple[dict[str, Any], ...] = ()
    note: tuple[Annotation, ...] = ()


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
    relationship: Concepts = ()
    name: tuple[HumanName, ...] = ()
    telecom: tuple[ContactPoint, ...] = ()
    address: tuple[Address, ...] = ()


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


class AnyValue(Base):
    """``value[x]``: one of these."""

    value_quantity: Quantity | None = None
    value_codeable_concept: CodeableConcept | None = None
    value_coding: Coding | None = None
    value_string: str | None = None
    value_boolean: bool | None = None
    value_integer: int | None = None
    value_decimal: Decimal | None = None
    value_range: Range | None = None
    value_ratio: Ratio | None = None
    value_sampled_data: SampledData | None = None
    value_date: str | None = None
    value_time: str | None = None
    value_date_time: str | None = None
    value_uri: str | None = None
    value_period: Period | None = None
    value_attachment: Attachment | None = None
    value_reference: Reference | None = None


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


class Performer(Base):
    """Who did something, in what function."""

    function: CodeableConcept | None = None
    actor: Reference | None = None


class Procedure(Resource):
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


class WithMedicine(Resource):
    """A medicine named by code, or by reference."""

    medication_codeable_concept: CodeableConcept | None = None
    medication_reference: Reference | None = None


class Medication(Resource):
    code: CodeableConcept | None = None


class MedicationRequest(WithMedicine):
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


class ProtocolApplied(Base):
    """Which dose of a series."""

    series: str = ""


class Immunization(Resource, kw_only=True):
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


class DiagnosticReport(Resource, kw_only=True):
    status: str = ""
    category: Concepts = ()
    code: CodeableConcept
    encounter: Reference | None = None
    effective_date_time: str = ""
    effective_period: Period | None = None
    issued: str = ""
    performer: References = ()
    results_interpreter: References = ()
    result: References = ()
    imaging_study: References = ()
    conclusion: str = ""
    conclusion_code: Concepts = ()
    presented_form: tuple[Attachment, ...] = ()


class ImagingInstance(Base):
    """One picture."""

    uid: str = ""
    sop_class: Coding = field(default_factory=Coding)
    number: int | None = None
    title: str = ""


class ImagingSeries(Base):
    """Pictures taken in one way."""

    uid: str = ""
    modality: Coding | None = None
    description: str = ""
    number_of_instances: int | None = None
    body_site: Coding | None = None
    started: str = ""
    instance: tuple[ImagingInstance, ...] = ()


class ImagingStudy(Resource):
    status: str = ""
    modality: tuple[Coding, ...] = ()
    encounter: Reference | None = None
    started: str = ""
    referrer: Reference | None = None
    interpreter: References = ()
    procedure_code: Concepts = ()
    reason_code: Concepts = ()
    description: str = ""
    series: tuple[ImagingSeries, ...] = ()


class SpecimenCollection(Base):
    """How a sample was taken."""

    collector: Reference | None = None
    collected_date_time: str = ""
    collected_period: Period | None = None
    method: CodeableConcept | None = None
    body_site: CodeableConcept | None = None


class Specimen(Resource):
    status: str = ""
    type: CodeableConcept | None = None
    received_time: str = ""
    collection: SpecimenCollection | None = None


class ServiceRequest(Resource):
    status: str = ""
    intent: str = ""
    priority: str = ""
    category: Concepts = ()
    code: CodeableConcept | None = None
    quantity_quantity: Quantity | None = None
    quantity_ratio: Ratio | None = None
    quantity_range: Range | None = None
    encounter: Reference | None = None
    occurrence_date_time: str = ""
    occurrence_period: Period | None = None
    occurrence_timing: Timing | None = None
    authored_on: str = ""
    requester: Reference | None = None
    performer: References = ()
    reason_code: Concepts = ()
    reason_reference: References = ()
    based_on: References = ()
    supporting_info: References = ()
    body_site: Concepts = ()


class DeviceRequest(Resource):
    status: str = ""
    intent: str = ""
    priority: str = ""
    code_codeable_concept: CodeableConcept | None = None
    code_reference: Reference | None = None
    encounter: Reference | None = None
    occurrence_date_time: str = ""
    occurrence_period: Period | None = None
    occurrence_timing: Timing | None = None
    authored_on: str = ""
    requester: Reference | None = None
    performer: Reference | None = None
    reason_code: Concepts = ()
    reason_reference: References = ()
    based_on: References = ()
    supporting_info: References = ()


class DeviceUseStatement(Resource, kw_only=True):
    status: str = ""
    device: Reference
    derived_from: References = ()
    timing_timing: Timing | None = None
    timing_period: Period | None = None
    timing_date_time: str = ""
    recorded_on: str = ""
    source: Reference | None = None
    reason_code: Concepts = ()
    body_site: CodeableConcept | None = None


class DeviceName(Base):
    """What a device is called."""

    name: str = ""


class Device(Resource):
    status: str = ""
    device_name: tuple[DeviceName, ...] = ()
    type: CodeableConcept | None = None
    model_number: str = ""
    patient: Reference | None = None


class ResponseAnswer(AnyValue):
    """One answer."""

    item: tuple[ResponseItem, ...] = ()


class ResponseItem(Base):
    """One question or group."""

    link_id: str = ""
    text: str = ""
    answer: tuple[ResponseAnswer, ...] = ()
    item: tuple[ResponseItem, ...] = ()


class QuestionnaireResponse(Resource):
    based_on: References = ()
    questionnaire: str = ""
    status: str = ""
    encounter: Reference | None = None
    authored: str = ""
    author: Reference | None = None
    source: Reference | None = None
    item: tuple[ResponseItem, ...] = ()


class ImpressionInvestigation(Base):
    """What was looked at."""

    code: CodeableConcept | None = None
    item: References = ()


class ImpressionFinding(Base):
    """What was found."""

    item_codeable_concept: CodeableConcept | None = None
    item_reference: Reference | None = None
    basis: str = ""


class ClinicalImpression(Resource):
    status: str = ""
    code: CodeableConcept | None = None
    description: str = ""
    encounter: Reference | None = None
    effective_date_time: str = ""
    effective_period: Period | None = None
    date: str = ""
    assessor: Reference | None = None
    problem: References = ()
    investigation: tuple[ImpressionInvestigation, ...] = ()
    summary: str = ""
    finding: tuple[ImpressionFinding, ...] = ()
    prognosis_codeable_concept: Concepts = ()
    supporting_info: References = ()


class RiskPrediction(Base):
    """What may come."""

    outcome: CodeableConcept | None = None
    probability_decimal: Decimal | None = None
    probability_range: Range | None = None
    qualitative_risk: CodeableConcept | None = None
    when_period: Period | None = None
    when_range: Range | None = None
    rationale: str = ""


class RiskAssessment(Resource):
    status: str = ""
    method: CodeableConcept | None = None
    code: CodeableConcept | None = None
    encounter: Reference | None = None
    occurrence_date_time: str = ""
    occurrence_period: Period | None = None
    condition: Reference | None = None
    performer: Reference | None = None
    basis: References = ()
    prediction: tuple[RiskPrediction, ...] = ()
    mitigation: str = ""


class ProvisionActor(Base):
    """Whom a consent is about."""

    role: CodeableConcept | None = None
    reference: Reference | None = None


class Provision(Base):
    """What a consent lets or forbids."""

    type: str = ""
    period: Period | None = None
    actor: tuple[ProvisionActor, ...] = ()
    action: Concepts = ()
    purpose: tuple[Coding, ...] = ()


class Policy(Base):
    """The rule a consent is given under."""

    authority: str = ""
    uri: str = ""


class Consent(Resource):
    status: str = ""
    scope: CodeableConcept | None = None
    category: Concepts = ()
    date_time: str = ""
    performer: References = ()
    organization: References = ()
    source_attachment: Attachment | None = None
    source_reference: Reference | None = None
    policy: tuple[Policy, ...] = ()
    policy_rule: CodeableConcept | None = None
    provision: Provision | None = None


class FhirSignature(Base):
    """A signature."""

    type: tuple[Coding, ...] = ()
    when: str = ""
    who: Reference | None = None
    sig_format: str = ""
    data: str = ""


class Signer(Base):
    """Who signed a contract."""

    type: Coding | None = None
    party: Reference | None = None
    signature: tuple[FhirSignature, ...] = ()


class Contract(Resource):
    status: str = ""
    issued: str = ""
    applies: Period | None = None
    title: str = ""
    type: CodeableConcept | None = None
    sub_type: Concepts = ()
    signer: tuple[Signer, ...] = ()


class ActivityDetail(Base):
    """One thing to be done."""

    kind: str = ""
    code: CodeableConcept | None = None
    goal: References = ()
    status: str = ""
    scheduled_timing: Timing | None = None
    scheduled_period: Period | None = None
    scheduled_string: str = ""
    performer: References = ()
    description: str = ""


class PlanActivity(Base):
    """One thing to be done, told here or elsewhere."""

    reference: Reference | None = None
    detail: ActivityDetail | None = None


class CarePlan(Resource):
    status: str = ""
    intent: str = ""
    category: Concepts = ()
    title: str = ""
    description: str = ""
    encounter: Reference | None = None
    period: Period | None = None
    created: str = ""
    author: Reference | None = None
    contributor: References = ()
    care_team: References = ()
    addresses: References = ()
    supporting_info: References = ()
    goal: References = ()
    activity: tuple[PlanActivity, ...] = ()
    based_on: References = ()
    part_of: References = ()


class GoalTarget(Base):
    """How one sees that it is reached."""

    measure: CodeableConcept | None = None
    detail_quantity: Quantity | None = None
    detail_range: Range | None = None
    detail_codeable_concept: CodeableConcept | None = None
    detail_string: str | None = None
    detail_boolean: bool | None = None
    detail_integer: int | None = None
    detail_ratio: Ratio | None = None
    due_date: str = ""
    due_duration: Quantity | None = None


class Goal(Resource):
    lifecycle_status: str = ""
    achievement_status: CodeableConcept | None = None
    category: Concepts = ()
    priority: CodeableConcept | None = None
    description: CodeableConcept | None = None
    start_date: str = ""
    start_codeable_concept: CodeableConcept | None = None
    target: tuple[GoalTarget, ...] = ()
    status_date: str = ""
    expressed_by: Reference | None = None
    addresses: References = ()


class TeamMember(Base):
    """Who is in a team."""

    role: Concepts = ()
    member: Reference | None = None


class CareTeam(Resource):
    status: str = ""
    category: Concepts = ()
    name: str = ""
    encounter: Reference | None = None
    period: Period | None = None
    participant: tuple[TeamMember, ...] = ()
    managing_organization: References = ()


class DocumentContent(Base):
    """A document's file."""

    attachment: Attachment
    format: Coding | None = None


class DocumentRelation(Base):
    """How a document stands to another."""

    code: str = ""
    target: Reference | None = None
    target_reference: Reference | None = None
    target_identifier: Identifier | None = None


class DocumentContext(Base):
    """The care a document is about."""

    encounter: References = ()
    period: Period | None = None


class DocumentReference(Resource):
    identifier: tuple[Identifier, ...] = ()
    master_identifier: Identifier | None = None
    status: str = ""
    doc_status: str = ""
    type: CodeableConcept | None = None
    category: Concepts = ()
    date: str = ""
    author: References = ()
    authenticator: Reference | None = None
    custodian: Reference | None = None
    relates_to: tuple[DocumentRelation, ...] = ()
    description: str = ""
    security_label: Concepts = ()
    content: tuple[DocumentContent, ...] = ()
    context: DocumentContext | None = None


class Media(Resource, kw_only=True):
    status: str = ""
    type: CodeableConcept | None = None
    encounter: Reference | None = None
    created_date_time: str = ""
    created_period: Period | None = None
    operator: Reference | None = None
    content: Attachment
    device_name: str = ""


class CompositionSection(Base):
    """One section of a document."""

    extension: tuple[Extension, ...] = ()
    title: str = ""
    code: CodeableConcept | None = None
    text: Narrative | None = None
    entry: References = ()
    section: tuple[CompositionSection, ...] = ()


class Composition(Resource, kw_only=True):
    identifier: Identifier | None = None
    status: str = ""
    type: CodeableConcept
    category: Concepts = ()
    encounter: Reference | None = None
    date: str = ""
    author: References = ()
    title: str = ""
    confidentiality: str = ""
    custodian: Reference | None = None
    relates_to: tuple[DocumentRelation, ...] = ()
    section: tuple[CompositionSection, ...] = ()


class Binary(Resource):
    content_type: str = ""
    security_context: Reference | None = None
    data: str = ""


class ListEntry(Base):
    """One line of a list."""

    flag: CodeableConcept | None = None
    deleted: bool = False
    date: str = ""
    item: Reference | None = None


class FhirList(Resource):
    status: str = ""
    mode: str = ""
    title: str = ""
    code: CodeableConcept | None = None
    encounter: Reference | None = None
    date: str = ""
    source: Reference | None = None
    entry: tuple[ListEntry, ...] = ()


class TaskPut(AnyValue):
    """What goes into or comes out of a task."""

    type: CodeableConcept | None = None


class Task(Resource):
    status: str = ""
    intent: str = ""
    priority: str = ""
    code: CodeableConcept | None = None
    description: str = ""
    focus: Reference | None = None
    based_on: References = ()
    encounter: Reference | None = None
    execution_period: Period | None = None
    authored_on: str = ""
    last_modified: str = ""
    requester: Reference | None = None
    owner: Reference | None = None
    input: tuple[TaskPut, ...] = ()
    output: tuple[TaskPut, ...] = ()


class Flag(Resource, kw_only=True):
    status: str = ""
    category: Concepts = ()
    code: CodeableConcept
    period: Period | None = None
    encounter: Reference | None = None
    author: Reference | None = None


class CommunicationPayload(Base):
    """What a message says."""

    content_string: str = ""
    content_attachment: Attachment | None = None
    content_reference: Reference | None = None


class Message(Resource):
    """A Communication."""

    status: str = ""
    category: Concepts = ()
    topic: CodeableConcept | None = None
    about: References = ()
    encounter: Reference | None = None
    sent: str = ""
    received: str = ""
    recipient: References = ()
    sender: Reference | None = None
    payload: tuple[CommunicationPayload, ...] = ()


class RelativeCondition(Base):
    """What a relative had."""

    code: CodeableConcept
    outcome: CodeableConcept | None = None
    onset_age: Quantity | None = None
    onset_range: Range | None = None
    onset_period: Period | None = None
    onset_string: str = ""
    note: tuple[Annotation, ...] = ()


class FamilyMemberHistory(Resource, kw_only=True):
    status: str = ""
    date: str = ""
    relationship: CodeableConcept
    sex: CodeableConcept | None = None
    born_date: str = ""
    born_string: str = ""
    deceased_boolean: bool | None = None
    deceased_age: Quantity | None = None
    deceased_date: str = ""
    deceased_string: str = ""
    condition: tuple[RelativeCondition, ...] = ()


class Suspect(Base):
    """What is thought to have caused harm."""

    instance: Reference | None = None


class AdverseEvent(Resource):
    actuality: str = ""
    category: Concepts = ()
    event: CodeableConcept | None = None
    encounter: Reference | None = None
    date: str = ""
    recorded_date: str = ""
    seriousness: CodeableConcept | None = None
    severity: CodeableConcept | None = None
    outcome: CodeableConcept | None = None
    recorder: Reference | None = None
    suspect_entity: tuple[Suspect, ...] = ()
