"""Medicines ordered, taken, given and handed out; vaccinations; allergies. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from lindra.fhir.datatypes import CodeableConcept
from lindra.fhir.mapping.telling import Telling, Untyped, maps
from lindra.fhir.resources.medicines import (
    AllergyIntolerance,
    Immunization,
    MedicationAdministration,
    MedicationDispense,
    MedicationRequest,
    MedicationStatement,
    WithMedicine,
)
from lindra.fhir.times import at, during, first_of
from lindra.fhir.values import (
    actors,
    amount,
    as_needed,
    code,
    codes,
    dosage_text,
    notes,
    others,
    plain,
    route,
    words,
    written,
)
from lindra.record import clinical, facts, plans

ENDED = frozenset({"stopped", "cancelled", "completed"})
NOT_ORDERED = frozenset({"proposal", "plan", "option"})


@dataclass(frozen=True, slots=True)
class Medicine:
    """Which medicine it is, as far as the resource itself says."""

    code: facts.Code
    others: tuple[facts.Code, ...]


def _medicine(given: WithMedicine, telling: Telling) -> Medicine:
    """The medicine by code, from what is contained, or by reference until the Medication itself is read."""
    concept = given.medication_codeable_concept
    pointed = given.medication_reference
    if concept is None and pointed is not None and pointed.reference.startswith("#"):
        concept = _contained(pointed.reference[1:], telling)
    if concept is not None:
        return Medicine(code(concept) or facts.Code(), others(concept))
    if pointed is None:
        raise Untyped("it names no medicine")
    telling.thing = telling.scope.target(pointed.reference, "Medication")
    return Medicine(facts.Code(text=pointed.display or telling.scope.written(pointed, "Medication")), ())


def _contained(identifier: str, telling: Telling) -> CodeableConcept | None:
    held = telling.scope.contained.get(identifier)
    return msgspec.convert(held.get("code"), CodeableConcept | None) if held else None


@maps("MedicationRequest", MedicationRequest)
def medication_request(given: MedicationRequest, telling: Telling) -> None:
    """An order, and its end where that is told; what is only proposed or planned is a request."""
    medicine = _medicine(given, telling)
    scope = telling.scope
    note = "\n\n".join(part for part in (words(given.status_reason), notes(given.note)) if part)
    rests_on = written((*given.reason_reference, *given.based_on), scope)
    who = actors(scope, ("requester", given.requester))
    episode = scope.written(given.encounter, "Encounter")
    if given.intent in NOT_ORDERED or given.status == "draft":
        telling.state(
            plans.ServiceRequested(
                ref=telling.ref, code=medicine.code, others=medicine.others, status=given.status,
                intent=given.intent, reasons=codes(given.reason_code), based_on=rests_on, actors=who,
                episode=episode, note="\n\n".join(p for p in (dosage_text(given.dosage_instruction), note) if p),
            ),
            at(given.authored_on),
        )  # fmt: skip
        return
    telling.state(
        facts.MedicineOrdered(
            order=telling.ref, code=medicine.code, others=medicine.others,
            as_needed=as_needed(given.dosage_instruction), dosage=dosage_text(given.dosage_instruction),
            route=route(given.dosage_instruction), status=given.status, intent=given.intent,
            reasons=codes(given.reason_code), based_on=rests_on, episode=episode, actors=who, note=note,
        ),
        at(given.authored_on),
    )  # fmt: skip
    if given.status in ENDED and (end := _end(given)):
        telling.state(facts.MedicineStopped(order=telling.ref, reason=words(given.status_reason)), at(end))


def _end(given: MedicationRequest) -> str:
    """When an order that has ended came to its end, where its dosage says."""
    repeats = (dosage.timing.repeat for dosage in given.dosage_instruction if dosage.timing)
    return max((r.bounds_period.end for r in repeats if r and r.bounds_period), default="")


@maps("MedicationStatement", MedicationStatement)
def medication_statement(given: MedicationStatement, telling: Telling) -> None:
    """What the patient takes, or is said to take."""
    medicine = _medicine(given, telling)
    scope = telling.scope
    span = first_of(at(given.effective_date_time), during(given.effective_period))
    telling.state(
        clinical.MedicineUsed(
            ref=telling.ref, code=medicine.code, others=medicine.others, status=given.status,
            categories=codes((given.category,) if given.category else ()), dosage=dosage_text(given.dosage),
            route=route(given.dosage), asserted=given.date_asserted, reasons=codes(given.reason_code),
            based_on=written((*given.reason_reference, *given.based_on, *given.derived_from), scope),
            episode=scope.written(given.context), actors=actors(scope, ("source", given.information_source)),
            period=telling.told(span), note=notes(given.note),
        ),
        span,
    )  # fmt: skip


@maps("MedicationAdministration", MedicationAdministration)
def medication_administration(given: MedicationAdministration, telling: Telling) -> None:
    """A medicine given, or not given."""
    medicine = _medicine(given, telling)
    scope = telling.scope
    span = first_of(at(given.effective_date_time), during(given.effective_period))
    dosages = (given.dosage,) if given.dosage else ()
    telling.state(
        clinical.MedicineGiven(
            ref=telling.ref, code=medicine.code, others=medicine.others, status=given.status,
            categories=codes((given.category,) if given.category else ()),
            order=scope.written(given.request, "MedicationRequest"),
            dose=amount(given.dosage.dose) if given.dosage else None, dosage=dosage_text(dosages),
            route=route(dosages), reasons=codes(given.reason_code), episode=scope.written(given.context),
            actors=actors(scope, *((words(part.function), part.actor) for part in given.performer)),
            period=telling.told(span), note=notes(given.note),
        ),
        span,
    )  # fmt: skip


@maps("MedicationDispense", MedicationDispense)
def medication_dispense(given: MedicationDispense, telling: Telling) -> None:
    """A medicine handed out."""
    medicine = _medicine(given, telling)
    scope = telling.scope
    telling.state(
        clinical.MedicineDispensed(
            ref=telling.ref, code=medicine.code, others=medicine.others, status=given.status,
            categories=codes((given.category,) if given.category else ()),
            orders=written(given.authorizing_prescription, scope, "MedicationRequest"),
            quantity=amount(given.quantity), days=amount(given.days_supply),
            dosage=dosage_text(given.dosage_instruction), episode=scope.written(given.context),
            actors=actors(scope, *((words(part.function), part.actor) for part in given.performer)),
            note=notes(given.note),
        ),
        first_of(at(given.when_handed_over), at(given.when_prepared)),
    )  # fmt: skip


@maps("Immunization", Immunization)
def immunization(given: Immunization, telling: Telling) -> None:
    """A vaccination, given or not."""
    scope = telling.scope
    telling.state(
        clinical.Immunised(
            ref=telling.ref, code=code(given.vaccine_code), others=others(given.vaccine_code), status=given.status,
            primary_source=given.primary_source, lot=given.lot_number, site=code(given.site),
            route=code(given.route), dose=amount(given.dose_quantity), reasons=codes(given.reason_code),
            episode=scope.written(given.encounter, "Encounter"),
            actors=actors(scope, *((words(part.function), part.actor) for part in given.performer)),
            note="\n\n".join(part for part in (given.occurrence_string, notes(given.note)) if part),
        ),
        at(given.occurrence_date_time),
    )  # fmt: skip


@maps("AllergyIntolerance", AllergyIntolerance)
def allergy_intolerance(given: AllergyIntolerance, telling: Telling) -> None:
    """An allergy or intolerance, and how it has shown itself."""
    scope = telling.scope
    span = first_of(at(given.onset_date_time), during(given.onset_period), at(given.recorded_date))
    reactions = tuple(
        clinical.Reaction(
            substance=code(part.substance), manifestations=codes(part.manifestation), severity=part.severity,
            text=part.description, at=part.onset,
        )
        for part in given.reaction
    )  # fmt: skip
    telling.state(
        clinical.Allergy(
            ref=telling.ref, code=code(given.code), others=others(given.code), status=plain(given.clinical_status),
            verification=plain(given.verification_status), form=given.type,
            categories=tuple(facts.Code(code=category) for category in given.category),
            criticality=given.criticality, reactions=reactions, last_occurrence=given.last_occurrence,
            episode=scope.written(given.encounter, "Encounter"),
            actors=actors(scope, ("recorder", given.recorder), ("asserter", given.asserter)),
            period=telling.told(span), note=notes(given.note),
        ),
        span,
    )  # fmt: skip
