"""Visits, stays, enrolments, bookings, conditions, procedures and observations. Pure.

Classes of encounters: R4 ActEncounterCode (terminology.hl7.org, v3-ActCode) and HL7 v2 table 0004. Inpatient are IMP
and the two below it, ACUTE and NONAC; a short stay (SS), set beforehand and usually under a day, is day care.
"""

from __future__ import annotations

from typing import Any, Literal

from lindra.fhir.datatypes import CodeableConcept, Coding
from lindra.fhir.mapping.telling import Telling, maps
from lindra.fhir.resources.care import (
    Appointment,
    Condition,
    Encounter,
    EpisodeOfCare,
    Observation,
    ObservationComponent,
    Procedure,
)
from lindra.fhir.times import Span, at, between, during, ended, first_of
from lindra.fhir.values import (
    actors,
    amount,
    code,
    codes,
    notes,
    of_coding,
    others,
    plain,
    planned,
    quantity_text,
    value,
    words,
    written,
)
from lindra.record import facts, plans
from lindra.record.facts import ContactForm, Residence

INPATIENT = frozenset({"IMP", "ACUTE", "NONAC", "I"})
FORMS: dict[str, ContactForm] = {
    "EMER": "emergency", "E": "emergency", "AMB": "outpatient", "O": "outpatient", "OBSENC": "outpatient",
    "PRENC": "outpatient", "SS": "day_care", "HH": "home_visit", "VR": "video",
}  # fmt: skip
TELEPHONE = frozenset({"185317003", "386473003"})
"""SNOMED CT: telephone encounter, telephone follow-up."""
PALLIATIVE = frozenset({"103735009", "385763009", "305336008"})
"""SNOMED CT: palliative care, hospice care, admission to hospice."""
SNOMED = "http://snomed.info/sct"
NOT_COME_ABOUT = frozenset({"planned", "waitlist", "cancelled"})
UNDER_WAY = frozenset({"arrived", "triaged", "in-progress", "onleave", "active", "onhold"})
"""An end in these is an expectation."""

Destination = Residence | Literal["hospital", "deceased"]
DISPOSITIONS: dict[str, Destination] = {
    "home": "own_home", "alt-home": "other", "other-hcf": "other", "hosp": "hospital", "long": "care_home",
    "snf": "care_home", "exp": "deceased", "rehab": "other", "psy": "hospital", "oth": "other",
    "01": "own_home", "02": "hospital", "03": "care_home", "04": "care_home", "06": "own_home", "20": "deceased",
    "50": "own_home", "51": "hospice",
}  # fmt: skip
"""terminology.hl7.org discharge-disposition, and the numbers of the National Uniform Billing Committee."""


def _is_palliative(concepts: tuple[CodeableConcept, ...]) -> bool:
    found = [coding for concept in concepts for coding in concept.coding]
    return any(coding.system == SNOMED and coding.code in PALLIATIVE for coding in found)


@maps("Encounter", Encounter)
def encounter(given: Encounter, telling: Telling) -> None:
    """A stay, a contact, or a booking where it has not come about."""
    services = (given.service_type,) if given.service_type else ()
    kinds = (*given.type, *services)
    types = codes(kinds) + _unknown_class(given.encounter_class)
    who = actors(
        telling.scope,
        *((_roles(part.type), part.individual) for part in given.participant),
        ("provider", given.service_provider),
        *(("location", place.location) for place in given.location),
    )
    inpatient = given.encounter_class.code in INPATIENT
    period = given.period
    if given.status in NOT_COME_ABOUT:
        form = "stay" if inpatient else _form(given)
        plan = planned(period.start, period.end) if period else None
        telling.state(
            plans.Booked(ref=telling.ref, form=form, status=given.status, planned=plan, categories=types,
                            reasons=codes(given.reason_code), actors=who)
        )  # fmt: skip
        return
    span = at(period.start) if period and given.status in UNDER_WAY else during(period)
    shared = {
        "reasons": codes(given.reason_code),
        "types": types,
        "actors": who,
        "period": telling.told(span),
    }
    if inpatient:
        _stay(given, telling, span, shared, _is_palliative(kinds))
        return
    telling.state(
        facts.Contact(episode=telling.ref, form=_form(given), palliative=_is_palliative(kinds), status=given.status,
                      **shared),
        span,
    )  # fmt: skip


def _stay(given: Encounter, telling: Telling, span: Span, shared: dict[str, Any], palliative: bool) -> None:
    """Admission, and discharge where there is a sound end."""
    hospitalization = given.hospitalization
    emergency = hospitalization is not None and plain(hospitalization.admit_source) == "emd"
    start = at(given.period.start) if given.period else Span()
    form: Literal["palliative", "hospital"] = "palliative" if palliative else "hospital"
    telling.state(
        facts.Admitted(episode=telling.ref, form=form, planned=False if emergency else None, **shared),
        start,
    )
    if given.period is None or span.when.end is None:
        return
    disposition = hospitalization.discharge_disposition if hospitalization else None
    to = DISPOSITIONS.get(plain(disposition), "other" if disposition else "unknown")
    discharged = facts.Discharged(episode=telling.ref, to=to, disposition=code(disposition))
    telling.state(discharged, ended(span, given.period))


def _unknown_class(given: Coding) -> tuple[facts.Code, ...]:
    """A class that the forms of contact do not tell is kept among the types."""
    return (of_coding(given),) if given.code and given.code not in INPATIENT | FORMS.keys() else ()


def _form(given: Encounter) -> ContactForm:
    form = FORMS.get(given.encounter_class.code, "other")
    on_telephone = any(coding.code in TELEPHONE for kind in given.type for coding in kind.coding)
    return "telephone" if form == "video" and on_telephone else form


def _roles(types: tuple[CodeableConcept, ...]) -> str:
    return ", ".join(words(kind) for kind in types)


@maps("Appointment", Appointment)
def appointment(given: Appointment, telling: Telling) -> None:
    """A booked visit, whether it is to come, was kept or not: the visit itself is an Encounter."""
    kinds = given.service_type + ((given.appointment_type,) if given.appointment_type else ())
    telling.state(
        plans.Booked(
            ref=telling.ref, form="appointment", status=given.status, planned=planned(given.start, given.end),
            categories=codes(kinds), reasons=codes(given.reason_code), description=given.description,
            note=given.comment,
            actors=actors(telling.scope, *((_roles(part.type), part.actor) for part in given.participant)),
        ),
        at(given.created),
    )  # fmt: skip


@maps("EpisodeOfCare", EpisodeOfCare)
def episode_of_care(given: EpisodeOfCare, telling: Telling) -> None:
    """An enrolment with a team, and its end."""
    who = actors(telling.scope, ("provider", given.managing_organization), ("manager", given.care_manager))
    types = codes(given.type)
    period = given.period
    if given.status in NOT_COME_ABOUT:
        plan = planned(period.start, period.end) if period else None
        booked = plans.Booked(ref=telling.ref, form="enrolment", status=given.status, planned=plan,
                                 categories=types, actors=who)  # fmt: skip
        telling.state(booked)
        return
    span = at(period.start) if period and given.status in UNDER_WAY else during(period)
    diagnoses = written((part.condition for part in given.diagnosis), telling.scope, "Condition")
    telling.state(
        facts.Enrolled(enrolment=telling.ref, types=types, status=given.status, diagnoses=diagnoses, actors=who,
                       period=telling.told(span)),
        at(period.start) if period else Span(),
    )  # fmt: skip
    if period is not None and span.when.end is not None:
        telling.state(facts.EnrolmentEnded(enrolment=telling.ref), ended(span, period))


@maps("Condition", Condition)
def condition(given: Condition, telling: Telling) -> None:
    """A diagnosis or problem, from its onset until it abated."""
    onset = given.onset_date_time or (given.onset_period.start if given.onset_period else "")
    abated = given.abatement_date_time or (given.abatement_period.end if given.abatement_period else "")
    span = first_of(between(onset, abated), at(given.recorded_date))
    evidence = [words(found) for part in given.evidence for found in part.code]
    spoken = [given.onset_string, quantity_text(given.onset_age), given.abatement_string, *evidence]
    telling.state(
        facts.Diagnosis(
            code=code(given.code) or facts.Code(), others=others(given.code), ref=telling.ref,
            status=plain(given.clinical_status), verification=plain(given.verification_status),
            severity=words(given.severity), categories=codes(given.category), body_sites=codes(given.body_site),
            episode=telling.scope.written(given.encounter, "Encounter"),
            actors=actors(telling.scope, ("recorder", given.recorder), ("asserter", given.asserter)),
            period=telling.told(span), note="\n\n".join(part for part in (*spoken, notes(given.note)) if part),
        ),
        span,
    )  # fmt: skip


@maps("Procedure", Procedure)
def procedure(given: Procedure, telling: Telling) -> None:
    """Something done to or for the patient; status ``not-done`` tells that it was not."""
    span = first_of(at(given.performed_date_time), during(given.performed_period))
    reasons = (
        *(words(reason) for reason in given.reason_code),
        *written(given.reason_reference, telling.scope),
    )
    telling.state(
        facts.Procedure(
            code=code(given.code) or facts.Code(), others=others(given.code), ref=telling.ref, status=given.status,
            reasons=reasons, categories=codes((given.category,) if given.category else ()),
            body_sites=codes(given.body_site), outcome=code(given.outcome),
            episode=telling.scope.written(given.encounter, "Encounter"),
            actors=actors(telling.scope, *((words(part.function), part.actor) for part in given.performer)),
            period=telling.told(span),
            note="\n\n".join(part for part in (given.performed_string, notes(given.note)) if part),
        ),
        span,
    )  # fmt: skip


@maps("Observation", Observation)
def observation(given: Observation, telling: Telling) -> None:
    """A measurement, score or finding, with its parts."""
    span = first_of(
        at(given.effective_date_time), at(given.effective_instant), during(given.effective_period)
    )
    scope = telling.scope
    telling.state(
        facts.Measured(
            code=code(given.code) or facts.Code(), value=value(given), others=others(given.code),
            components=tuple(_component(part) for part in given.component), absent=plain(given.data_absent_reason),
            status=given.status, category=_category(given),
            interpretation=", ".join(plain(found) for found in given.interpretation),
            derived_from=written(given.derived_from, scope), members=written(given.has_member, scope),
            ranges=tuple(
                facts.Range(low=amount(part.low), high=amount(part.high), text=part.text)
                for part in given.reference_range
            ),
            body_site=code(given.body_site), method=code(given.method),
            episode=scope.written(given.encounter, "Encounter"), actors=actors(scope, ("", given.performer)),
            period=telling.told(span), note=notes(given.note),
        ),
        span,
    )  # fmt: skip


def _component(part: ObservationComponent) -> facts.Component:
    return facts.Component(
        code=code(part.code) or facts.Code(), value=value(part), absent=plain(part.data_absent_reason)
    )


def _category(given: Observation) -> str:
    """The category of FHIR's own list, else the first."""
    every = [coding for concept in given.category for coding in concept.coding]
    known = [coding.code for coding in every if coding.system.endswith("/observation-category")]
    return next(iter([*known, *(coding.code for coding in every), *(c.text for c in given.category)]), "")
