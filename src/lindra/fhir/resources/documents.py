"""Documents, files, consents, contracts and messages, as FHIR R4 has them. Pure."""

from __future__ import annotations

from lindra.fhir.datatypes import (
    Attachment,
    Base,
    CodeableConcept,
    Coding,
    Extension,
    Identifier,
    Narrative,
    Period,
    Reference,
)
from lindra.fhir.resources.base import Concepts, References, Resource


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
    """Consent (hl7.org/fhir/R4/consent.html)."""

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
    """Contract (hl7.org/fhir/R4/contract.html)."""

    status: str = ""
    issued: str = ""
    applies: Period | None = None
    title: str = ""
    type: CodeableConcept | None = None
    sub_type: Concepts = ()
    signer: tuple[Signer, ...] = ()


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
    """DocumentReference (hl7.org/fhir/R4/documentreference.html)."""

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
    """Media (hl7.org/fhir/R4/media.html)."""

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
    """Composition (hl7.org/fhir/R4/composition.html)."""

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
    """Binary (hl7.org/fhir/R4/binary.html)."""

    content_type: str = ""
    security_context: Reference | None = None
    data: str = ""


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
