"""Reports, imaging, samples, forms, assessments, family history, alerts and harm, as FHIR R4 has them. Pure."""

from __future__ import annotations

from decimal import Decimal

from msgspec import field

from lindra.fhir.datatypes import (
    Annotation,
    Attachment,
    Base,
    CodeableConcept,
    Coding,
    Period,
    Quantity,
    Range,
    Reference,
)
from lindra.fhir.resources.base import AnyValue, Concepts, References, Resource


class DiagnosticReport(Resource, kw_only=True):
    """DiagnosticReport (hl7.org/fhir/R4/diagnosticreport.html)."""

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
    """ImagingStudy (hl7.org/fhir/R4/imagingstudy.html)."""

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
    """Specimen (hl7.org/fhir/R4/specimen.html)."""

    status: str = ""
    type: CodeableConcept | None = None
    received_time: str = ""
    collection: SpecimenCollection | None = None


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
    """QuestionnaireResponse (hl7.org/fhir/R4/questionnaireresponse.html)."""

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
    """ClinicalImpression (hl7.org/fhir/R4/clinicalimpression.html)."""

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
    """RiskAssessment (hl7.org/fhir/R4/riskassessment.html)."""

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


class Flag(Resource, kw_only=True):
    """Flag (hl7.org/fhir/R4/flag.html)."""

    status: str = ""
    category: Concepts = ()
    code: CodeableConcept
    period: Period | None = None
    encounter: Reference | None = None
    author: Reference | None = None


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
    """FamilyMemberHistory (hl7.org/fhir/R4/familymemberhistory.html)."""

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
    """AdverseEvent (hl7.org/fhir/R4/adverseevent.html)."""

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
