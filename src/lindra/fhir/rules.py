"""What an import holds to, as pure functions: versions, what is left and why, whom a resource is about. Pure.

Order of versions (hl7.org/fhir/R4/resource.html#Meta): the greatest ``meta.lastUpdated``, then the greatest numeric
``versionId``, then SHA-256 of the canonical JSON, so that which one is in force does not depend on what was read first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec

_decoder = msgspec.json.Decoder(float_hook=Decimal)
_encoder = msgspec.json.Encoder(order="sorted", decimal_format="number")

Document = dict[str, Any]

NO_TIME = "0" * 27
BILLING = "billing: what was charged or insured, not what happened to the patient"
DIRECTORY = "a directory entry of elsewhere: referred to, never staff, units or relations"
DEFINITION = "a definition, not a fact about a patient"
CATALOGUE = "a thing, not a fact about a patient: what it is called goes into the facts that name it"
EXCHANGE = "about the exchange, not about a patient"
CONTAINER = "a container: what it holds is read by itself"
NOBODY = "names no patient"
NOT_A_PATIENT = "about {0}, not about a patient"
IN_ERROR = "entered in error where it came from: it was never so"
DESTROYED = "destroyed here by decision: no version of it is read again for that patient"

LEFT = (
    dict.fromkeys(
        ("Account", "ChargeItem", "ChargeItemDefinition", "Claim", "ClaimResponse", "Coverage",
         "CoverageEligibilityRequest", "CoverageEligibilityResponse", "EnrollmentRequest", "EnrollmentResponse",
         "ExplanationOfBenefit", "InsurancePlan", "Invoice", "PaymentNotice", "PaymentReconciliation"),
        BILLING,
    )
    | dict.fromkeys(
        ("Endpoint", "HealthcareService", "Location", "Organization", "OrganizationAffiliation", "Practitioner",
         "PractitionerRole", "Schedule", "Slot"),
        DIRECTORY,
    )
    | dict.fromkeys(
        ("ActivityDefinition", "CapabilityStatement", "CodeSystem", "ConceptMap", "EventDefinition", "Group",
         "ImplementationGuide", "Library", "Measure", "NamingSystem", "ObservationDefinition", "OperationDefinition",
         "PlanDefinition", "Questionnaire", "ResearchStudy", "SearchParameter", "SpecimenDefinition",
         "StructureDefinition", "StructureMap", "ValueSet"),
        DEFINITION,
    )
    | dict.fromkeys(("Medication", "MedicationKnowledge", "Substance", "DeviceDefinition", "DeviceMetric"), CATALOGUE)
    | dict.fromkeys(
        ("AuditEvent", "MessageHeader", "OperationOutcome", "Parameters", "Provenance", "Subscription"), EXCHANGE
    )
    | {"Bundle": CONTAINER}
)  # fmt: skip
"""Types that hold no fact about a patient, and why."""

ABOUT = {
    "AllergyIntolerance": "patient", "Consent": "patient", "Device": "patient", "EpisodeOfCare": "patient",
    "FamilyMemberHistory": "patient", "Immunization": "patient", "RelatedPerson": "patient", "Task": "for",
}  # fmt: skip
"""The element that says whom a resource is about, where it is not ``subject``."""

MUST_NAME = frozenset(
    {"AllergyIntolerance", "AdverseEvent", "CarePlan", "ClinicalImpression", "Condition", "EpisodeOfCare", "Encounter",
     "FamilyMemberHistory", "Flag", "Goal", "ImagingStudy", "Immunization", "MedicationRequest", "MedicationStatement",
     "Procedure", "RelatedPerson", "RiskAssessment", "ServiceRequest"}
)  # fmt: skip
"""Types that mean nothing without a patient: one that names none is faulty, not left."""


def read(raw: bytes) -> Document:
    """A resource as plain values, its numbers with the digits they were written with."""
    found = _decoder.decode(raw)
    if not isinstance(found, dict):
        raise ValueError(f"a resource is an object, not a {type(found).__name__}")
    return found


def canonical(document: Document) -> bytes:
    """A resource in one form whatever the order of its keys and the space between them."""
    return _encoder.encode(document)


def version(document: Document, digest: str) -> str:
    """A text that sorts as versions do: last updated (UTC), numeric version id, digest."""
    meta = document.get("meta")
    meta = meta if isinstance(meta, dict) else {}
    number = str(meta.get("versionId", ""))
    number = number if number.isascii() and number.isdigit() else "0"
    return f"{_updated(str(meta.get('lastUpdated', '')))}|{number.zfill(20)}|{digest}"


def digest(body: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def _updated(text: str) -> str:
    """When a version was made; the lowest where that is not told or not understood."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return NO_TIME
    if moment.tzinfo is None:
        return NO_TIME
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def in_error(document: Document) -> bool:
    """Whether the source says that this was never so."""
    verification = document.get("verificationStatus")
    codings = many(verification.get("coding")) if isinstance(verification, dict) else []
    return document.get("status") == "entered-in-error" or any(
        coding.get("code") == "entered-in-error" for coding in codings
    )


def left(kind: str, document: Document) -> str:
    """Why a resource holds no fact about a patient; empty where it does."""
    if kind in LEFT:
        return LEFT[kind]
    if in_error(document):
        return IN_ERROR
    if kind == "Device" and not document.get("patient"):
        return CATALOGUE
    return ""


def many(value: Any) -> list[Document]:
    """The objects in a list; none where there is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def subjects(kind: str, document: Document) -> list[Document]:
    """The references that may say whom a resource is about, the likeliest first."""
    if kind == "Appointment":
        return _to_patients(part.get("actor") for part in many(document.get("participant")))
    if kind == "Contract":
        signers = (part.get("party") for part in many(document.get("signer")))
        return _to_patients([*many(document.get("subject")), *signers])
    name = "securityContext" if kind == "Binary" else ABOUT.get(kind, "subject")
    return many([document.get(name)])


def _to_patients(given: Iterable[Any]) -> list[Document]:
    return [one for one in given if isinstance(one, dict) and "Patient/" in str(one.get("reference", ""))]


def paths(document: Document, wanted: set[str]) -> list[tuple[str, str]]:
    """Where in a resource these references stand: (path, reference), as ``Encounter.basedOn.reference``."""
    found: list[tuple[str, str]] = []

    def walk(value: Any, path: str) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                if name == "reference" and isinstance(inner, str):
                    if inner in wanted:
                        found.append((path, inner))
                else:
                    walk(inner, f"{path}.{name}")
        elif isinstance(value, list):
            for inner in value:
                walk(inner, path)

    walk(document, str(document.get("resourceType", "")))
    return found
