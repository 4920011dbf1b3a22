"""Documents, files, directives, agreements and messages. Pure.

What a document is stands in one fact; its texts and files stand beside it as ``document_content``, known by SHA-256.
"""

from __future__ import annotations

from lindra.fhir.datatypes import Extension, Identifier
from lindra.fhir.mapping.telling import Telling, maps
from lindra.fhir.resources.documents import (
    Binary,
    Composition,
    CompositionSection,
    Consent,
    Contract,
    DocumentReference,
    DocumentRelation,
    Media,
    Message,
    Signer,
)
from lindra.fhir.times import Span, at, during, first_of
from lindra.fhir.values import actor, actors, code, codes, notes, of_coding, others, planned, words, written
from lindra.record import facts, plans


def _name(identifier: Identifier) -> str:
    return f"{identifier.system}|{identifier.value}" if identifier.system else identifier.value


def _relations(given: tuple[DocumentRelation, ...], telling: Telling) -> tuple[plans.Relation, ...]:
    found = []
    for part in given:
        text = telling.scope.written(part.target or part.target_reference)
        if not text and part.target_identifier is not None:
            text = _name(part.target_identifier)
        found.append(plans.Relation(form=part.code, reference=text))
    return tuple(found)


@maps("DocumentReference", DocumentReference)
def document_reference(given: DocumentReference, telling: Telling) -> None:
    """A document kept somewhere, with its files where they are at hand."""
    scope = telling.scope
    span = at(given.date)
    known = ((given.master_identifier,) if given.master_identifier else ()) + given.identifier
    files = tuple(
        telling.attach(part.attachment, span, f"attachment {number}")
        for number, part in enumerate(given.content, 1)
    )
    encounters = written(given.context.encounter, scope) if given.context else ()
    telling.state(
        plans.DocumentNoted(
            ref=telling.ref, code=code(given.type), others=others(given.type), categories=codes(given.category),
            status=given.status, document_status=given.doc_status, description=given.description,
            identifiers=tuple(dict.fromkeys(_name(identifier) for identifier in known)),
            security=codes(given.security_label), relations=_relations(given.relates_to, telling),
            attachments=files, episode=next(iter(encounters), ""),
            actors=actors(scope, ("author", given.author), ("authenticator", given.authenticator),
                          ("custodian", given.custodian)),
        ),
        span,
    )  # fmt: skip


@maps("Composition", Composition)
def composition(given: Composition, telling: Telling) -> None:
    """A document written in sections."""
    scope = telling.scope
    span = at(given.date)
    sections = _sections(given.section, telling, span, "section ")
    telling.state(
        plans.DocumentNoted(
            ref=telling.ref, title=given.title, code=code(given.type), others=others(given.type),
            categories=codes(given.category), status=given.status, document_status=given.status,
            identifiers=(_name(given.identifier),) if given.identifier else (), sections=sections,
            security=(facts.Code(code=given.confidentiality),) if given.confidentiality else (),
            relations=_relations(given.relates_to, telling), episode=scope.written(given.encounter, "Encounter"),
            actors=actors(scope, ("author", given.author), ("custodian", given.custodian)),
        ),
        span,
    )  # fmt: skip


def _sections(
    given: tuple[CompositionSection, ...], telling: Telling, span: Span, prefix: str
) -> tuple[plans.Section, ...]:
    found = []
    for number, part in enumerate(given, 1):
        name = f"{prefix}{number}"
        said = (part.text.div if part.text else "", *_clauses(part.extension))
        text = "\n".join(line for line in said if line)
        digest = ""
        if text:
            digest, _ = telling.content(
                span, name, text=text, title=part.title, content_type="application/xhtml+xml"
            )
        found.append(
            plans.Section(
                title=part.title, code=code(part.code), entries=written(part.entry, telling.scope), sha256=digest,
                sections=_sections(part.section, telling, span, f"{name}."),
            )
        )  # fmt: skip
    return tuple(found)


def _clauses(extensions: tuple[Extension, ...]) -> list[str]:
    """Texts that a profile (as that of advance directives) puts beside a section's own."""
    found: list[str] = []
    for extension in extensions:
        found += [extension.value_markdown, *_clauses(extension.extension)]
    return found


@maps("Media", Media)
def media(given: Media, telling: Telling) -> None:
    """A picture, film or sound."""
    span = first_of(at(given.created_date_time), during(given.created_period))
    told = telling.told(span)
    telling.state(
        plans.DocumentNoted(
            ref=telling.ref, title=given.content.title, code=code(given.type), others=others(given.type),
            status=given.status, attachments=(telling.attach(given.content, span, "attachment 1"),),
            episode=telling.scope.written(given.encounter, "Encounter"), period=told,
            actors=actors(telling.scope, ("operator", given.operator)), note=notes(given.note),
        ),
        span,
    )  # fmt: skip


@maps("Binary", Binary)
def binary(given: Binary, telling: Telling) -> None:
    """A file that a document of the patient refers to."""
    if given.data:
        telling.content(Span(), "", data=given.data, content_type=given.content_type)


@maps("Consent", Consent)
def consent(given: Consent, telling: Telling) -> None:
    """What the patient lets or forbids, and whom the patient lets decide."""
    scope = telling.scope
    span = at(given.date_time)
    provision = given.provision
    files = (
        (telling.attach(given.source_attachment, span, "attachment 1"),) if given.source_attachment else ()
    )
    agents = [(words(part.role), part.reference) for part in provision.actor] if provision else []
    period = provision.period if provision else None
    telling.state(
        plans.DirectiveNoted(
            ref=telling.ref, code=code(given.scope), others=others(given.scope), categories=codes(given.category),
            status=given.status, decision=provision.type if provision else "",
            rules=codes((given.policy_rule,) if given.policy_rule else ()),
            policies=tuple(policy.uri or policy.authority for policy in given.policy),
            actions=codes(provision.action) if provision else (),
            purposes=tuple(of_coding(coding) for coding in provision.purpose) if provision else (),
            agents=actors(scope, *agents), valid=planned(period.start, period.end) if period else None,
            attachments=files, period=telling.told(during(period)),
            actors=actors(scope, ("performer", given.performer), ("organisation", given.organization),
                          ("source", given.source_reference)),
        ),
        span,
    )  # fmt: skip


@maps("Contract", Contract)
def contract(given: Contract, telling: Telling) -> None:
    """A plan or agreement that was signed; it occurred when the last one signed."""
    signed = max((one.when for signer in given.signer for one in signer.signature if one.when), default="")
    span = first_of(at(given.issued), at(signed))
    told = telling.told(during(given.applies))
    signatures = tuple(
        sign
        for number, signer in enumerate(given.signer, 1)
        for sign in _signatures(signer, telling, span, f"signature {number}")
    )
    telling.state(
        plans.AgreementNoted(
            ref=telling.ref, code=code(given.type), others=others(given.type), categories=codes(given.sub_type),
            status=given.status, title=given.title, signatures=signatures, period=told,
            valid=planned(given.applies.start, given.applies.end) if given.applies else None,
        ),
        span,
    )  # fmt: skip


def _signatures(signer: Signer, telling: Telling, span: Span, part: str) -> list[plans.Signature]:
    role = signer.type.display or signer.type.code if signer.type else ""
    found = []
    for number, sign in enumerate(signer.signature, 1):
        digest = ""
        if sign.data:
            digest, _ = telling.content(
                span, f"{part}.{number}", data=sign.data, content_type=sign.sig_format
            )
        who = actor(sign.who or signer.party, telling.scope, role) or facts.Actor(role=role)
        found.append(plans.Signature(actor=who, at=sign.when, sha256=digest))
    return found


@maps("Communication", Message)
def communication(given: Message, telling: Telling) -> None:
    """A message about the patient."""
    scope = telling.scope
    span = first_of(at(given.sent), at(given.received))
    files = [part.content_attachment for part in given.payload if part.content_attachment]
    telling.state(
        plans.MessageNoted(
            ref=telling.ref, code=code(given.topic), others=others(given.topic), categories=codes(given.category),
            status=given.status, texts=tuple(part.content_string for part in given.payload if part.content_string),
            based_on=written((*given.about, *(part.content_reference for part in given.payload)), scope),
            attachments=tuple(telling.attach(one, span, f"attachment {n}") for n, one in enumerate(files, 1)),
            episode=scope.written(given.encounter, "Encounter"),
            actors=actors(scope, ("sender", given.sender), ("recipient", given.recipient)), note=notes(given.note),
        ),
        span,
    )  # fmt: skip
