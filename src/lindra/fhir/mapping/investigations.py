"""Reports, imaging, samples, forms filled in, assessments, family history, alerts and harm. Pure."""

from __future__ import annotations

from lindra.fhir.mapping.telling import Telling, maps
from lindra.fhir.resources.investigations import (
    AdverseEvent,
    ClinicalImpression,
    DiagnosticReport,
    FamilyMemberHistory,
    Flag,
    ImagingSeries,
    ImagingStudy,
    QuestionnaireResponse,
    RelativeCondition,
    ResponseAnswer,
    ResponseItem,
    RiskAssessment,
    RiskPrediction,
    Specimen,
)
from lindra.fhir.times import at, during, first_of
from lindra.fhir.values import (
    actors,
    code,
    codes,
    notes,
    of_coding,
    others,
    plain,
    quantity_text,
    range_text,
    value,
    words,
    written,
)
from lindra.record import clinical, facts


@maps("DiagnosticReport", DiagnosticReport)
def diagnostic_report(given: DiagnosticReport, telling: Telling) -> None:
    """A report: its conclusion, and the measurements it gathers."""
    scope = telling.scope
    span = first_of(at(given.effective_date_time), during(given.effective_period))
    forms = tuple(
        telling.attach(form, span, f"form {number}") for number, form in enumerate(given.presented_form, 1)
    )
    telling.state(
        clinical.Reported(
            ref=telling.ref, code=code(given.code), others=others(given.code), categories=codes(given.category),
            status=given.status, results=written((*given.result, *given.imaging_study), scope),
            conclusion=given.conclusion, conclusions=codes(given.conclusion_code), issued=given.issued,
            attachments=forms, episode=scope.written(given.encounter, "Encounter"),
            actors=actors(scope, ("performer", given.performer), ("interpreter", given.results_interpreter)),
            period=telling.told(span), note=notes(given.note),
        ),
        span,
    )  # fmt: skip


@maps("ImagingStudy", ImagingStudy)
def imaging_study(given: ImagingStudy, telling: Telling) -> None:
    """Pictures taken, series by series."""
    scope = telling.scope
    procedures = codes(given.procedure_code)
    telling.state(
        clinical.Imaged(
            ref=telling.ref, code=procedures[0] if procedures else None, others=procedures[1:], status=given.status,
            description=given.description, modalities=tuple(of_coding(coding) for coding in given.modality),
            series=tuple(_series(part) for part in given.series), reasons=codes(given.reason_code),
            episode=scope.written(given.encounter, "Encounter"),
            actors=actors(scope, ("referrer", given.referrer), ("interpreter", given.interpreter)),
            note=notes(given.note),
        ),
        at(given.started),
    )  # fmt: skip


def _series(part: ImagingSeries) -> clinical.Series:
    pictures = tuple(
        clinical.Picture(uid=one.uid, sop_class=one.sop_class.code, number=one.number, title=one.title)
        for one in part.instance
    )
    return clinical.Series(
        uid=part.uid, modality=of_coding(part.modality) if part.modality else None,
        body_site=of_coding(part.body_site) if part.body_site else None, description=part.description,
        started=part.started, pictures=pictures, count=part.number_of_instances,
    )  # fmt: skip


@maps("Specimen", Specimen)
def specimen(given: Specimen, telling: Telling) -> None:
    """A sample taken."""
    taken = given.collection
    span = first_of(at(taken.collected_date_time), during(taken.collected_period)) if taken else at("")
    telling.state(
        clinical.SpecimenTaken(
            ref=telling.ref, code=code(given.type), others=others(given.type), status=given.status,
            body_site=code(taken.body_site) if taken else None, method=code(taken.method) if taken else None,
            received=given.received_time, period=telling.told(span),
            actors=actors(telling.scope, ("collector", taken.collector if taken else None)), note=notes(given.note),
        ),
        span,
    )  # fmt: skip


@maps("QuestionnaireResponse", QuestionnaireResponse)
def questionnaire_response(given: QuestionnaireResponse, telling: Telling) -> None:
    """A form filled in, with every answer as it was given."""
    scope = telling.scope
    telling.state(
        clinical.Answered(
            ref=telling.ref, questionnaire=given.questionnaire, status=given.status,
            based_on=written(given.based_on, scope), items=_items(given.item, telling),
            episode=scope.written(given.encounter, "Encounter"),
            actors=actors(scope, ("author", given.author), ("source", given.source)),
        ),
        at(given.authored),
    )  # fmt: skip


def _items(items: tuple[ResponseItem, ...], telling: Telling) -> tuple[clinical.Item, ...]:
    return tuple(
        clinical.Item(
            link=item.link_id, text=item.text, items=_items(item.item, telling),
            answers=tuple(_answer(answer, telling) for answer in item.answer),
        )
        for item in items
    )  # fmt: skip


def _answer(answer: ResponseAnswer, telling: Telling) -> clinical.Answer:
    return clinical.Answer(
        value=value(answer), reference=telling.scope.written(answer.value_reference),
        items=_items(answer.item, telling),
    )  # fmt: skip


@maps("ClinicalImpression", ClinicalImpression)
def clinical_impression(given: ClinicalImpression, telling: Telling) -> None:
    """What a clinician made of it all."""
    scope = telling.scope
    span = first_of(at(given.effective_date_time), during(given.effective_period), at(given.date))
    findings = tuple(
        clinical.Finding(code=code(part.item_codeable_concept), reference=scope.written(part.item_reference),
                         basis=part.basis)
        for part in given.finding
    )  # fmt: skip
    looked_at = tuple(
        clinical.Investigation(code=code(part.code), items=written(part.item, scope))
        for part in given.investigation
    )
    telling.state(
        clinical.Assessed(
            ref=telling.ref, form="impression", code=code(given.code), others=others(given.code),
            status=given.status, description=given.description, summary=given.summary, findings=findings,
            prognosis=codes(given.prognosis_codeable_concept), investigations=looked_at,
            based_on=written((*given.problem, *given.supporting_info), scope),
            episode=scope.written(given.encounter, "Encounter"),
            actors=actors(scope, ("assessor", given.assessor)), period=telling.told(span), note=notes(given.note),
        ),
        span,
    )  # fmt: skip


@maps("RiskAssessment", RiskAssessment)
def risk_assessment(given: RiskAssessment, telling: Telling) -> None:
    """What may come, and what can be done about it."""
    scope = telling.scope
    span = first_of(at(given.occurrence_date_time), during(given.occurrence_period))
    telling.state(
        clinical.Assessed(
            ref=telling.ref, form="risk", code=code(given.code) or code(given.method), status=given.status,
            predictions=tuple(_prediction(part) for part in given.prediction), mitigation=given.mitigation,
            based_on=written((given.condition, *given.basis), scope),
            episode=scope.written(given.encounter, "Encounter"),
            actors=actors(scope, ("assessor", given.performer)), period=telling.told(span), note=notes(given.note),
        ),
        span,
    )  # fmt: skip


def _prediction(part: RiskPrediction) -> clinical.Prediction:
    when = range_text(part.when_range) if part.when_range else ""
    if part.when_period is not None:
        when = f"{part.when_period.start}–{part.when_period.end}"
    chance = range_text(part.probability_range) if part.probability_range else words(part.qualitative_risk)
    return clinical.Prediction(
        outcome=code(part.outcome), percent=part.probability_decimal, probability=chance, when=when,
        rationale=part.rationale,
    )  # fmt: skip


@maps("FamilyMemberHistory", FamilyMemberHistory)
def family_member_history(given: FamilyMemberHistory, telling: Telling) -> None:
    """What a relative has or had; the relative's name is left out."""
    dead = "yes" if given.deceased_boolean else ""
    telling.state(
        clinical.FamilyHistoryNoted(
            ref=telling.ref, code=code(given.relationship), others=others(given.relationship), status=given.status,
            sex=plain(given.sex), born=given.born_date or given.born_string,
            died=given.deceased_date or given.deceased_string or quantity_text(given.deceased_age) or dead,
            ailments=tuple(_ailment(part) for part in given.condition), note=notes(given.note),
        ),
        at(given.date),
    )  # fmt: skip


def _ailment(part: RelativeCondition) -> clinical.Ailment:
    spoken = range_text(part.onset_range) if part.onset_range else part.onset_string
    if part.onset_period is not None:
        spoken = f"{part.onset_period.start}–{part.onset_period.end}"
    return clinical.Ailment(
        code=code(part.code) or facts.Code(), outcome=code(part.outcome),
        onset=quantity_text(part.onset_age) or spoken, note=notes(part.note),
    )  # fmt: skip


@maps("Flag", Flag)
def flag(given: Flag, telling: Telling) -> None:
    """Something to be aware of."""
    span = at(given.period.start) if given.period and given.status == "active" else during(given.period)
    telling.state(
        clinical.AlertNoted(
            ref=telling.ref, code=code(given.code), others=others(given.code), categories=codes(given.category),
            status=given.status, episode=telling.scope.written(given.encounter, "Encounter"),
            actors=actors(telling.scope, ("author", given.author)), period=telling.told(span),
        ),
        span,
    )  # fmt: skip


@maps("AdverseEvent", AdverseEvent)
def adverse_event(given: AdverseEvent, telling: Telling) -> None:
    """Harm that came about, or might have."""
    telling.state(
        clinical.HarmNoted(
            ref=telling.ref, code=code(given.event), others=others(given.event), categories=codes(given.category),
            actuality=given.actuality, seriousness=words(given.seriousness), severity=words(given.severity),
            outcome=words(given.outcome), episode=telling.scope.written(given.encounter, "Encounter"),
            suspects=written((part.instance for part in given.suspect_entity), telling.scope),
            actors=actors(telling.scope, ("recorder", given.recorder)),
        ),
        first_of(at(given.date), at(given.recorded_date)),
    )  # fmt: skip
