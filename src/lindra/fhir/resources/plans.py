"""Requests, plans, goals, teams, lists, tasks and devices, as FHIR R4 has them. Pure."""

from __future__ import annotations

from lindra.fhir.datatypes import Base, CodeableConcept, Period, Quantity, Range, Ratio, Reference, Timing
from lindra.fhir.resources.base import AnyValue, Concepts, DeviceName, References, Resource


class ServiceRequest(Resource):
    """ServiceRequest (hl7.org/fhir/R4/servicerequest.html)."""

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
    """DeviceRequest (hl7.org/fhir/R4/devicerequest.html)."""

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
    """DeviceUseStatement (hl7.org/fhir/R4/deviceusestatement.html)."""

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


class Device(Resource):
    """Device (hl7.org/fhir/R4/device.html)."""

    status: str = ""
    device_name: tuple[DeviceName, ...] = ()
    type: CodeableConcept | None = None
    model_number: str = ""
    patient: Reference | None = None


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
    """CarePlan (hl7.org/fhir/R4/careplan.html)."""

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
    """Goal (hl7.org/fhir/R4/goal.html)."""

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
    """CareTeam (hl7.org/fhir/R4/careteam.html)."""

    status: str = ""
    category: Concepts = ()
    name: str = ""
    encounter: Reference | None = None
    period: Period | None = None
    participant: tuple[TeamMember, ...] = ()
    managing_organization: References = ()


class ListEntry(Base):
    """One line of a list."""

    flag: CodeableConcept | None = None
    deleted: bool = False
    date: str = ""
    item: Reference | None = None


class FhirList(Resource):
    """List (hl7.org/fhir/R4/list.html)."""

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
    """Task (hl7.org/fhir/R4/task.html)."""

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
