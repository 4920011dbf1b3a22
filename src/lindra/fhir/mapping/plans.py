"""Plans, goals, teams, requests, tasks, lists and devices. Pure.

What lies ahead is planned, never when something occurred. A plan that begins after now is written without a time of
its own, and that is decided where it is written (``writing``), for here nobody knows what time it is.
"""

from __future__ import annotations

from lindra.fhir.datatypes import Period, Quantity, Range
from lindra.fhir.mapping.telling import Telling, maps
from lindra.fhir.resources.plans import (
    CarePlan,
    CareTeam,
    Device,
    DeviceRequest,
    DeviceUseStatement,
    FhirList,
    Goal,
    GoalTarget,
    PlanActivity,
    ServiceRequest,
    Task,
    TaskPut,
)
from lindra.fhir.times import at, during, first_of
from lindra.fhir.values import (
    actors,
    amount,
    code,
    codes,
    display,
    notes,
    others,
    plain,
    planned,
    planned_by,
    range_text,
    ratio_text,
    value,
    words,
    written,
)
from lindra.record import clinical, plans
from lindra.record.facts import Amount, Code


def _ahead(text: str = "", period: Period | None = None) -> clinical.Planned | None:
    return planned(period.start, period.end) if period else planned(text)


@maps("CarePlan", CarePlan)
def care_plan(given: CarePlan, telling: Telling) -> None:
    """A plan as it was made; its period is what it plans for."""
    scope = telling.scope
    categories = codes(given.category)
    contradiction = during(given.period)
    telling.state(
        plans.CarePlanNoted(
            ref=telling.ref, code=categories[0] if categories else None, categories=categories[1:],
            status=given.status, intent=given.intent, title=given.title, description=given.description,
            planned=_ahead(period=given.period), addresses=written(given.addresses, scope),
            goals=written(given.goal, scope, "Goal"), activities=tuple(_activity(a, telling) for a in given.activity),
            based_on=written((*given.based_on, *given.supporting_info), scope),
            part_of=written(given.part_of, scope, "CarePlan"), episode=scope.written(given.encounter, "Encounter"),
            actors=actors(scope, ("author", given.author), ("contributor", given.contributor),
                          ("team", given.care_team)),
            period=telling.told(contradiction), note=notes(given.note),
        ),
        first_of(at(given.created), at(given.period.start if given.period else "")),
    )  # fmt: skip


def _activity(part: PlanActivity, telling: Telling) -> plans.Activity:
    scope = telling.scope
    detail = part.detail
    if detail is None:
        return plans.Activity(reference=scope.written(part.reference))
    timing = planned_by(detail.scheduled_timing) or _ahead(detail.scheduled_string, detail.scheduled_period)
    return plans.Activity(
        code=code(detail.code), text=detail.description, status=detail.status, form=detail.kind,
        reference=scope.written(part.reference), goals=written(detail.goal, scope, "Goal"), planned=timing,
        actors=actors(scope, ("performer", detail.performer)),
    )  # fmt: skip


@maps("Goal", Goal)
def goal(given: Goal, telling: Telling) -> None:
    """A goal, wish or preference, in the words it was written in."""
    scope = telling.scope
    categories = codes(given.category)
    telling.state(
        plans.GoalNoted(
            ref=telling.ref, text=words(given.description), code=categories[0] if categories else None,
            categories=categories[1:], status=given.lifecycle_status, achievement=plain(given.achievement_status),
            priority=words(given.priority), targets=tuple(_target(part) for part in given.target),
            addresses=written(given.addresses, scope), start=given.start_date or words(given.start_codeable_concept),
            actors=actors(scope, ("expressed_by", given.expressed_by)), note=notes(given.note),
        ),
        first_of(at(given.start_date), at(given.status_date)),
    )  # fmt: skip


def _target(part: GoalTarget) -> plans.Target:
    wanted: Amount | None = amount(part.detail_quantity)
    if part.detail_codeable_concept is not None:
        wanted = Amount(code=code(part.detail_codeable_concept))
    elif part.detail_boolean is not None:
        wanted = Amount(yes=part.detail_boolean)
    elif part.detail_integer is not None:
        wanted = Amount(number=part.detail_integer)
    elif part.detail_ratio is not None or part.detail_string is not None:
        wanted = Amount(text=ratio_text(part.detail_ratio) if part.detail_ratio else part.detail_string or "")
    due = part.due_date
    if part.due_duration is not None:
        due = f"{part.due_duration.value} {part.due_duration.unit or part.due_duration.code}"
    return plans.Target(
        measure=code(part.measure), value=wanted, due=due, low=_end(part.detail_range, "low"),
        high=_end(part.detail_range, "high"),
    )  # fmt: skip


def _end(given: Range | None, name: str) -> Amount | None:
    found: Quantity | None = getattr(given, name) if given else None
    return amount(found)


@maps("CareTeam", CareTeam)
def care_team(given: CareTeam, telling: Telling) -> None:
    """Who takes part in the care."""
    scope = telling.scope
    members = ((", ".join(words(role) for role in part.role), part.member) for part in given.participant)
    told = telling.told(during(given.period))
    telling.state(
        plans.CareTeamNoted(
            ref=telling.ref, name=given.name, status=given.status, categories=codes(given.category),
            planned=_ahead(period=given.period), episode=scope.written(given.encounter, "Encounter"),
            actors=actors(scope, *members, ("provider", given.managing_organization)), period=told,
            note=notes(given.note),
        ),
        at(given.period.start if given.period else ""),
    )  # fmt: skip


@maps("ServiceRequest", ServiceRequest)
def service_request(given: ServiceRequest, telling: Telling) -> None:
    """A referral or order, dated when it was written; what it asks for is planned."""
    scope = telling.scope
    ratio = given.quantity_ratio
    spoken = range_text(given.quantity_range) if given.quantity_range else ""
    plan = planned_by(given.occurrence_timing) or _ahead(given.occurrence_date_time, given.occurrence_period)
    telling.state(
        plans.ServiceRequested(
            ref=telling.ref, code=code(given.code), others=others(given.code), categories=codes(given.category),
            status=given.status, intent=given.intent, priority=given.priority, planned=plan,
            quantity=amount(ratio.numerator if ratio else given.quantity_quantity)
            or (Amount(text=spoken) if spoken else None),
            per=amount(ratio.denominator) if ratio else None, reasons=codes(given.reason_code),
            based_on=written((*given.based_on, *given.reason_reference, *given.supporting_info), scope),
            body_sites=codes(given.body_site), episode=scope.written(given.encounter, "Encounter"),
            actors=actors(scope, ("requester", given.requester), ("performer", given.performer)),
            period=telling.told(during(given.occurrence_period)), note=notes(given.note),
        ),
        at(given.authored_on),
    )  # fmt: skip


@maps("DeviceRequest", DeviceRequest)
def device_request(given: DeviceRequest, telling: Telling) -> None:
    """A device or aid asked for."""
    scope = telling.scope
    pointed = Code(text=display(given.code_reference, scope) or scope.written(given.code_reference))
    plan = planned_by(given.occurrence_timing) or _ahead(given.occurrence_date_time, given.occurrence_period)
    telling.state(
        plans.ServiceRequested(
            ref=telling.ref, code=code(given.code_codeable_concept) or pointed,
            others=others(given.code_codeable_concept), status=given.status, intent=given.intent,
            priority=given.priority, planned=plan, reasons=codes(given.reason_code),
            based_on=written((*given.based_on, *given.reason_reference, *given.supporting_info), scope),
            episode=scope.written(given.encounter, "Encounter"),
            actors=actors(scope, ("requester", given.requester), ("performer", given.performer)),
            period=telling.told(during(given.occurrence_period)), note=notes(given.note),
        ),
        at(given.authored_on),
    )  # fmt: skip


@maps("Task", Task)
def task(given: Task, telling: Telling) -> None:
    """Something asked of somebody, and how far it has come."""
    scope = telling.scope
    telling.state(
        plans.TaskNoted(
            ref=telling.ref, code=code(given.code), others=others(given.code), status=given.status,
            intent=given.intent, priority=given.priority, description=given.description,
            focus=scope.written(given.focus), based_on=written(given.based_on, scope),
            changed=given.last_modified, planned=_ahead(period=given.execution_period),
            inputs=tuple(_put(part, telling) for part in given.input),
            outputs=tuple(_put(part, telling) for part in given.output),
            episode=scope.written(given.encounter, "Encounter"),
            actors=actors(scope, ("requester", given.requester), ("owner", given.owner)),
            period=telling.told(during(given.execution_period)), note=notes(given.note),
        ),
        first_of(at(given.authored_on), at(given.last_modified)),
    )  # fmt: skip


def _put(part: TaskPut, telling: Telling) -> plans.Output:
    return plans.Output(
        code=code(part.type), value=value(part), reference=telling.scope.written(part.value_reference)
    )


@maps("List", FhirList)
def listing(given: FhirList, telling: Telling) -> None:
    """A list kept for the patient."""
    scope = telling.scope
    entries = tuple(
        plans.Entry(reference=scope.written(part.item), text=display(part.item, scope), date=part.date,
                       flag=code(part.flag), deleted=part.deleted)
        for part in given.entry
    )  # fmt: skip
    telling.state(
        plans.ListNoted(
            ref=telling.ref, title=given.title, code=code(given.code), others=others(given.code),
            status=given.status, mode=given.mode, entries=entries,
            episode=scope.written(given.encounter, "Encounter"), actors=actors(scope, ("source", given.source)),
            note=notes(given.note),
        ),
        at(given.date),
    )  # fmt: skip


@maps("DeviceUseStatement", DeviceUseStatement)
def device_use_statement(given: DeviceUseStatement, telling: Telling) -> None:
    """A device that the patient uses."""
    scope = telling.scope
    telling.thing = scope.target(given.device.reference, "Device")
    bounds = (
        given.timing_timing.repeat.bounds_period
        if given.timing_timing and given.timing_timing.repeat
        else None
    )
    span = first_of(
        at(given.timing_date_time), during(given.timing_period), during(bounds), at(given.recorded_on)
    )
    telling.state(
        clinical.DeviceUsed(
            ref=telling.ref, status=given.status, device=scope.written(given.device, "Device"),
            name=display(given.device, scope), recorded=given.recorded_on, body_site=code(given.body_site),
            reasons=codes(given.reason_code), derived_from=written(given.derived_from, scope),
            actors=actors(scope, ("source", given.source)), period=telling.told(span), note=notes(given.note),
        ),
        span,
    )  # fmt: skip


@maps("Device", Device)
def device(given: Device, telling: Telling) -> None:
    """A device that is a patient's own (an implant, a wheelchair)."""
    names = (name.name for name in given.device_name)
    telling.state(
        clinical.DeviceUsed(
            ref=telling.ref, device=telling.ref, name=next(names, "") or given.model_number, status=given.status,
            code=code(given.type), others=others(given.type), note=notes(given.note),
        )
    )  # fmt: skip
